"""What a page cuts: rows by its foot, tables by its side. Half of a figure is never a value."""

from __future__ import annotations

import pytest
from glyph_pages import WIDTH, cells, letters, page, ruled

from parse.carrier.page_blocks import blocks_of
from parse.carrier.pdf_page import Glyph, Page
from parse.document import Document, Grid, GridCell
from parse.tables import read_tables

XS = [40, 128, 148, 240]
"""A column for labels of eight letters, one for two digits, one that is wide."""


def _upper(value: str, label: str = "四、结转下年度继\n续办理") -> Page:
    return ruled(1, XS, 200, [("二、上年结转政府\n信息公开申请数量", "7", "5"), (label, value, "94948")])


def _seen(cell: GridCell) -> tuple[str, bool, bool]:
    return cell.text, cell.wrapped, cell.cut


def test_a_figure_cut_by_the_foot_of_the_page_is_put_together() -> None:
    rows = cells(_upper("82"), ruled(2, XS, 580, [("", "59\n0", "")]))
    assert [_seen(cell) for cell in rows["四、结转下年度继续办理"]] == [("82590", True, False), ("94948", False, False)]


@pytest.mark.parametrize(
    "below",
    [
        ruled(2, XS, 580, [("", "590", "12")]),
        ruled(2, [40, 148, 240], 580, [("590", "")]),
        ruled(2, [30, 132, 190, 250], 580, [("", "590", "")]),
        page(2, letters(132, 560, "590")),
        page(2, [*letters(132, 480, "590"), *letters(40, 440, "五、存在的主要问题及改进情况")]),
    ],
    ids=["not decided", "another grid", "another frame", "like a page number", "no rules"],
)
def test_half_of_a_figure_is_no_value(below: Page) -> None:
    (value, _) = cells(_upper("82"), below)["四、结转下年度继续办理"]
    assert value.text == "82"
    assert value.cut


def test_half_of_a_figure_below_a_label_that_goes_on_is_no_value() -> None:
    """The label of the first page is one of the form, what follows overleaf is its rest."""
    upper = ruled(1, XS, 200, [("规章", "7", "5"), ("（二）部分公开（", "82", "")])
    rows = cells(upper, ruled(2, XS, 580, [("区分处理的，）", "590", "")]))
    assert [cell.cut for cell in rows["（二）部分公开（"]] == [True, False]
    assert [cell.cut for cell in rows["区分处理的，）"]] == [True, False]


@pytest.mark.parametrize(
    ("value", "row"),
    [("82", ("五、其他", "59", "1")), ("8", ("规范性文件", "5", "1")), ("0", ("", "5", "")), ("82", ("", "", ""))],
    ids=["numbered label", "room for more", "no figure begins with 0", "nothing below"],
)
def test_whole_figures_at_the_foot_of_a_page(value: str, row: tuple[str, str, str]) -> None:
    found = cells(_upper(value, "规章"), ruled(2, XS, 580, [row, ("六、合计", "1", "2")]))
    assert [_seen(cell) for cell in found["规章"]] == [(value, False, False), ("94948", False, False)]


def test_the_figures_of_the_next_table_are_no_rest() -> None:
    below = ruled(2, XS, 580, [("结果维持", "总", "计"), ("", "59", "1")])
    assert [cell.cut for cell in cells(_upper("82"), below)["四、结转下年度继续办理"]] == [False, False]


def test_a_figure_at_the_side_of_the_page_may_go_on() -> None:
    xs = [40, 200, WIDTH - 30, WIDTH]
    (inner, outer), (_, alone) = cells(ruled(1, xs, 500, [("一、行", "12", "34567"), ("二、行", "7", "3456")])).values()
    assert (inner.cut, outer.text, outer.cut) == (False, "34567", True)
    assert not alone.cut, "there was room for one more"


def test_what_a_page_cut_is_null_with_a_problem() -> None:
    xs = [10, 160, *range(195, 336, 35), WIDTH - 30, WIDTH]
    head = ("", "自然人", "企业", "科研", "公益", "法律", "其他", "总计")
    row = ("一、本年新收政府信息公开\n申请数量", "12", "", "", "", "", "", "34567")
    blocks = tuple(blocks_of([ruled(1, xs, 500, [head, row])]))
    reading = read_tables(Document("application/pdf", blocks))
    (told,) = [problem for problem in reading.problems if problem.kind == "cut_figure"]
    assert (told.origin, told.severity, told.row, told.column, told.seen) == (
        "reading", "error", "new_requests", "total", "34567",
    )  # fmt: skip
    new = reading.tables["disclosure_requests"]["new_requests"]
    assert (new["natural_person"], new["total"]) == (12, None)


@pytest.mark.parametrize(("figures", "cut"), [(("590", "94"), True), (("", ""), False)])
def test_half_of_a_figure_without_rules_is_no_value(figures: tuple[str, str], cut: bool) -> None:
    def line(y: float, label: str, *values: str) -> list[Glyph]:
        return [*letters(10, y, label), *(g for at, text in enumerate(values) for g in letters(170 + 32 * at, y, text))]

    first = [
        *line(300, "三、收到和处理政府信息公开申请情况"),
        *line(270, "", "企业", "科研", "公益", "法律", "其他", "总计"),
        *line(250, "一、本年新收申请", "2", "3", "4", "5", "6", "21"),
        *line(230, "二、上年结转", "1", "0", "0", "0", "0", "1"),
        *line(210, "四、结转下年度", "82", "0", "0", "0", "0", "94"),
    ]
    second = [*line(560, "", figures[0], "", "", "", "", figures[1]), *line(530, "五、存在的主要问题及改进情况")]
    (grid,) = [block for block in blocks_of([page(1, first), page(2, second)]) if isinstance(block, Grid)]
    found = {cell.text: cell.cut for cell in grid.cells if cell.row == grid.height - 1 and cell.text}
    assert found == {"四、结转下年度": False, "82": cut, "0": False, "94": cut}
