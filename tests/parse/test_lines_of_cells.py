"""Tables that a text prints without a grid: one cell a line, tabs before values, blanks or bars between cells."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import pytest

from parse.document import Document, Grid, Paragraph
from parse.reader import read
from parse.report import Report
from parse.tables.stacked import laid_out

MADE = Path(__file__).parents[1] / "documents" / "made" / "lines-of-cells"
WHOLE = ("one-a-line", "tabs-before-values", "blanks-between", "bars-between")

TWO = {
    "art20_1": {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 3, "repealed": 1, "in_force": 17},
    },
    "art20_5": {"administrative_licensing": {"decisions": 61}},
    "art20_6": {"administrative_penalties": {"decisions": 44}, "administrative_compulsion": {"decisions": 12}},
    "art20_8": {"administrative_fees": {"fee_amount_wan_yuan": Decimal("5.37")}},
}
THREE = {
    "new_requests": (443, 377, 538, 363, 370, 321, 2412),
    "carried_over": (6, 4, 6, 3, 6, 7, 32),
    "granted": (32, 12, 36, 14, 21, 19, 134),
    "partially_granted": (21, 2, 32, 23, 23, 5, 106),
    "refused_state_secret": (26, 30, 22, 11, 22, 1, 112),
    "refused_prohibited_by_law": (33, 6, 12, 22, 2, 28, 103),
    "refused_three_securities_one_stability": (10, 9, 26, 19, 19, 22, 105),
    "refused_third_party_rights": (29, 21, 40, 24, 12, 40, 166),
    "refused_internal_affairs": (17, 27, 27, 15, 9, 12, 107),
    "refused_process_information": (4, 35, 24, 31, 1, 35, 130),
    "refused_enforcement_file": (25, 6, 20, 1, 28, 12, 92),
    "refused_administrative_inquiry": (7, 30, 23, 5, 26, 14, 105),
    "unable_not_held": (8, 40, 23, 40, 21, 3, 135),
    "unable_requires_creation": (32, 18, 28, 26, 13, 9, 126),
    "unable_still_unclear": (5, 26, 32, 7, 20, 32, 122),
    "not_processed_petition_complaint": (27, 2, 24, 14, 24, 11, 102),
    "not_processed_repeat_request": (33, 30, 29, 5, 7, 14, 118),
    "not_processed_public_publication": (12, 8, 39, 2, 26, 16, 103),
    "not_processed_excessive_requests": (14, 17, 37, 30, 27, 21, 146),
    "not_processed_confirm_or_reissue": (32, 5, 17, 16, 12, 7, 89),
    "other_no_correction": (11, 26, 30, 10, 21, 10, 108),
    "other_fee_unpaid": (38, 18, 6, 39, 10, 10, 121),
    "other_misc": (24, 7, 9, 11, 32, 5, 88),
    "results_total": (440, 375, 536, 365, 376, 326, 2418),
    "carried_forward": (9, 6, 8, 1, 0, 2, 26),
}
FOUR = {
    "review": (1, 2, 3, 4, 10),
    "litigation_direct": (5, 6, 7, 8, 26),
    "litigation_after_review": (2, 0, 1, 3, 6),
}


def text(name: str) -> str:
    return (MADE / f"{name}.txt").read_bytes().decode("utf-8")


def report(name: str) -> Report:
    return read((MADE / f"{name}.txt").read_bytes(), url=f"http://x/{name}.txt")


def page(lines: str) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines.splitlines() if line.strip())
    title = escape(lines.splitlines()[0])
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode()


def rows(found: Report, table: str) -> dict[str, tuple[Any, ...]]:
    assert found.tables is not None
    return {key: tuple(row.values()) for key, row in found.tables[table].items()}


def is_whole(found: Report) -> bool:
    assert found.tables is not None
    return (
        found.tables["proactive_disclosure"] == TWO
        and rows(found, "disclosure_requests") == THREE
        and rows(found, "review_and_litigation") == FOUR
    )


@pytest.mark.parametrize("name", WHOLE)
def test_every_figure_is_read_and_nothing_false_is_told(name: str) -> None:
    found = report(name)
    assert is_whole(found)
    assert {told.kind for told in found.problems} <= {"table_split"}


def test_a_page_of_one_cell_a_paragraph() -> None:
    found = read(page(text("one-a-line")), media_type="text/html", url="http://x/1.html")
    assert is_whole(found)
    assert found.problems == ()


def test_a_line_with_nothing_is_no_cell_where_lines_are_cells() -> None:
    """Of most rows of table three one cell is blank, and the text leaves no line for it."""
    found = report("one-a-line-some-blank")
    assert found.tables is not None
    assert found.tables["proactive_disclosure"] == TWO
    assert rows(found, "review_and_litigation") == FOUR
    assert all(cell.value is None for cell in found.cells if cell.table == "disclosure_requests")
    told = [told for told in found.problems if told.table == "disclosure_requests" and told.row == "carried_over"]
    assert [(one.kind, one.origin, one.seen) for one in told] == [("ambiguous", "reading", "6 4 3 6 7 32")]


def test_numbers_of_pages_may_be_cells() -> None:
    """Where figures stand alone on lines elsewhere, one within a table may be the number of a page."""
    lines = text("one-a-line").replace("存在公开不够主动的问题", "3\n存在公开不够主动的问题")
    lines = lines.replace("行政许可\n61\n", "行政许可\n2\n")
    found = read(page(lines), media_type="text/html", url="http://x/1.html")
    assert not [cell for cell in found.cells if cell.value is not None]
    assert {told.origin for told in found.problems} == {"reading"}
    assert {told.table for told in found.problems if told.kind == "table_unread"} == {
        "proactive_disclosure",
        "review_and_litigation",
    }


@pytest.mark.parametrize(
    ("printed", "otherwise"),
    [
        ("自然人\n法人或其他组织\n总计\n", "总计\n自然人\n法人或其他组织\n"),
        ("商业企业\n科研机构\n", "科研机构\n商业企业\n"),
        ("商业企业\n", ""),
    ],
    ids=["total first", "kinds in another order", "a column less"],
)
def test_columns_in_another_order_are_not_taken_by_order(printed: str, otherwise: str) -> None:
    found = read(page(text("one-a-line").replace(printed, otherwise)), media_type="text/html", url="http://x/1.html")
    assert not [cell for cell in found.cells if cell.table == "disclosure_requests" and cell.value is not None]


def test_a_value_too_many_leaves_the_table_undecided() -> None:
    lines = text("one-a-line").replace("443\n377\n", "443\n377\n5\n")
    found = read(page(lines), media_type="text/html", url="http://x/1.html")
    assert not [cell for cell in found.cells if cell.table == "disclosure_requests" and cell.value is not None]
    assert rows(found, "review_and_litigation") == FOUR


def test_figures_in_prose_make_no_table() -> None:
    document = Document("text/plain", (Paragraph("一、总体情况"), Paragraph("12"), Paragraph("件。")))
    assert laid_out(document) is document
    assert not any(isinstance(block, Grid) for block in laid_out(document).blocks)


def test_bars_in_a_line_of_the_page_are_no_table() -> None:
    line = "发布时间：2024-01-11 | 来源：县政府办 | 浏览次数：35"
    found = read(f"{text('blanks-between')}\n{line}\n".encode(), url="http://x/a.txt")
    assert is_whole(found)
    assert line in found.text
