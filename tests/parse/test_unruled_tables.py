"""Tables without vertical rules or without any: every value under its own heading, blanks stay blank."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from parse.carrier.page_blocks import blocks_of
from parse.carrier.pdf_page import Glyph, Page, Rule
from parse.document import Document, Grid
from parse.tables import read_tables

EM = 10.0
EDGES = [40, 200, 255, 310, 365, 420, 475, 530, 585]
KEYS = [
    "natural_person", "business_enterprise", "research_institution", "public_welfare_organization",
    "legal_service_institution", "other_organization", "total",
]  # fmt: skip
NAMES = ["自然人", "商业企业", "科研机构", "公益组织", "法律机构", "其他", "总计"]
ROWS: list[tuple[str, str, list[str]]] = [
    ("new_requests", "一、本年新收政府信息公开", ["101", "", "103", "", "10500", "106", "107"]),
    ("carried_over", "二、上年结转政府信息公开", ["", "", "113", "114", "", "", "117"]),
    ("granted", "（一）予以公开", ["121", "122", "3", "124", "125", "126", "1270"]),
    ("partially_granted", "（二）部分公开", ["", "", "", "", "135", "", ""]),
    ("refused_state_secret", "1.属于国家秘密", ["141", "", "", "144", "145", "14", ""]),
]


def write(page: Page, text: str, x: float, y: float) -> None:
    """Put characters on a page: Chinese ones one em wide, others half."""
    for char in text:
        wide = EM if ord(char) > 0x2E80 else EM / 2
        page.glyphs.append(Glyph(char, x, y - EM * 0.6, x + wide, y + EM * 0.6))
        x += wide


def width(text: str) -> float:
    return sum(EM if ord(char) > 0x2E80 else EM / 2 for char in text)


def table(
    align: str, rows: Sequence[tuple[str, str, list[str]]] = ROWS, pitch: float = 24, names: Sequence[str] = NAMES
) -> Page:
    page = Page(1, 620, 842)
    write(page, "三、收到和处理政府信息公开申请情况", 40, 800)
    for at, line in enumerate([["", *names], *([label, *values] for _, label, values in rows)]):
        for column, text in enumerate(line):
            left, right = EDGES[column] + 3, EDGES[column + 1] - 3
            free = right - left - width(text)
            start = left if align == "left" or not column else left + (free / 2 if align == "centre" else free)
            write(page, text, start, 760 - at * pitch)
    return page


def read(page: Page) -> dict[str, dict[str, int | None]]:
    reading = read_tables(Document("application/pdf", tuple(blocks_of([page]))))
    found: dict[str, dict[str, int | None]] = {
        key: dict(row) for key, row in (reading.tables.get("disclosure_requests") or {}).items()
    }
    return found


def rule(page: Page, at: int, *, joined: bool, pitch: float = 24) -> None:
    y = 772 - at * pitch
    ends = [EDGES[0], EDGES[-1]] if joined else EDGES
    page.horizontal += [Rule(y, start, end) for start, end in pairwise(ends)]


def expected() -> dict[str, dict[str, int | None]]:
    return {
        key: {name: int(value) if value else None for name, value in zip(KEYS, values, strict=True)}
        for key, _, values in ROWS
    }


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("rules", ["none", "pieces", "strokes", "frame"])
def test_blanks_stay_where_they_are(align: str, rules: str) -> None:
    page = table(align)
    if rules == "frame":
        rule(page, 0, joined=True)
        rule(page, len(ROWS) + 1, joined=True)
        page.vertical += [Rule(x, 772 - 24 * (len(ROWS) + 1), 772) for x in (EDGES[0], EDGES[-1])]
    elif rules != "none":
        for at in range(len(ROWS) + 2):
            rule(page, at, joined=rules == "strokes")
    found = read(page)
    assert {key: found[key] for key in expected()} == expected()


def test_a_column_that_is_blank_throughout_has_its_heading() -> None:
    rows = [(key, label, [*values[:2], "", *values[3:]]) for key, label, values in ROWS]
    found = read(table("centre", rows))
    assert found["granted"]["research_institution"] is None
    assert (found["granted"]["business_enterprise"], found["granted"]["public_welfare_organization"]) == (122, 124)


def test_an_unknown_heading_over_nothing_decides_nothing() -> None:
    """A heading that the form does not have, over a column without figures: no value may be placed by it."""
    rows = [(key, label, [*values[:2], "", *values[3:]]) for key, label, values in ROWS]
    found = read(table("centre", rows, names=[*NAMES[:2], "某某单位", *NAMES[3:]]))
    for key, row in found.items():
        printed = {name: value for name, value in expected()[key].items() if name != "research_institution"}
        assert all(row.get(name) in (None, value) for name, value in printed.items())
        assert row.get("research_institution") is None


def test_figures_beside_their_headings_are_paired_by_their_order() -> None:
    """Headings at the left of wide columns, figures at the right: nothing overlaps, but seven and seven pair."""
    page = Page(1, 900, 842)
    write(page, "三、收到和处理政府信息公开申请情况", 40, 800)
    for column, name in enumerate(NAMES):
        write(page, name, 200 + 95 * column, 760)
    for at, (_, label, values) in enumerate(ROWS):
        write(page, label, 40, 736 - 24 * at)
        for column, value in enumerate(values):
            write(page, value, 200 + 95 * column + 88 - width(value), 736 - 24 * at)
    found = read(page)
    assert {key: found[key] for key in expected()} == expected()


def test_a_figure_broken_over_lines_is_no_two_figures() -> None:
    """12345 in a cell three digits wide, without any rule: neither 123 nor 45, and not put together by a guess."""
    page = table("left")
    write(page, "45", EDGES[7] + 3, 760 - 3 * 24 - 12)
    row = read(page)["granted"]
    assert row["total"] is None
    assert row["natural_person"] == 121


def test_a_label_of_two_lines_beside_figures_in_their_middle() -> None:
    page = Page(1, 620, 842)
    write(page, "三、收到和处理政府信息公开申请情况", 40, 800)
    for column, name in enumerate(NAMES, 1):
        write(page, name, EDGES[column] + 3, 760)
    for at, (_, label, values) in enumerate(ROWS):
        y = 730 - 36 * at
        write(page, label[:6], 43, y + 6)
        write(page, label[6:], 43, y - 6)
        for column, value in enumerate(values, 1):
            write(page, value, EDGES[column] + 3, y)
    found = read(page)
    assert {key: found[key] for key in expected()} == expected()


def test_text_with_numbers_is_no_table() -> None:
    page = Page(1, 595, 842)
    write(page, "一、总体情况", 40, 800)
    for at, text in enumerate(
        ["2023年，本机关主动公开信息 1200 条", "其中门户网站 800 条，公众号 400 条。", "合计 1200"]
    ):
        write(page, text, 60, 780 - 18 * at)
    assert not any(isinstance(block, Grid) for block in blocks_of([page]))
