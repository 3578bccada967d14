"""Underlined text in and outside of tables: its strokes are no rules."""

from __future__ import annotations

from glyph_pages import WIDTH, cells, letters, page, ruled

from parse.carrier.page_blocks import blocks_of
from parse.carrier.pdf_page import Glyph, Page, Rule
from parse.carrier.pdf_underlines import without_underlines
from parse.document import Grid

XS = [40, 128, 180, 260]
ROWS = [("二、上年结转政府\n信息公开申请数量", "17", "5"), ("三、总计", "82", "94")]


def _underlined(glyphs: list[Glyph], *, blanks: float = 0.0) -> list[Rule]:
    """A stroke below every run of letters on one line, and pieces below `blanks` points in front of it."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and abs(runs[-1][-1].x1 - glyph.x0) < 0.1 and runs[-1][-1].y0 == glyph.y0:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    strokes = [Rule(run[0].y0 + 1.2, run[0].x0, run[-1].x1) for run in runs]
    return strokes + [Rule(rule.at, rule.start - blanks, rule.start) for rule in strokes if blanks]


def test_a_table_whose_text_is_underlined() -> None:
    plain = ruled(1, XS, 500, ROWS)
    for blanks in (0.0, 3.0):
        lined = ruled(1, XS, 500, ROWS, _underlined(plain.glyphs, blanks=blanks))
        assert blocks_of([lined]) == blocks_of([plain])


def test_underlined_numbers_of_a_sentence_are_no_row() -> None:
    glyphs: list[Glyph] = []
    for number, text in enumerate(("2019", "1", "1", "2019", "12", "31", "3", "4")):
        glyphs += letters(40 + 44 * number, 300, text)
    table = ruled(1, XS, 260, ROWS)
    drawn = page(1, [*glyphs, *table.glyphs], [*table.horizontal, *_underlined(glyphs)], table.vertical)
    (grid,) = [block for block in blocks_of([drawn]) if isinstance(block, Grid)]
    assert (grid.height, grid.width) == (2, 3)


def test_rules_close_below_text_stay() -> None:
    """A row as low as its text: its rule leads from one vertical rule to the next."""
    glyphs = [
        *letters(40, 491, "一二三四"),
        *letters(80, 491, "12"),
        *letters(40, 480, "五六七八"),
        *letters(80, 480, "34"),
    ]
    rules = [Rule(y, 40, 90) for y in (502, 491, 480)]
    drawn = page(1, glyphs, rules, [Rule(x, 480, 502) for x in (40, 80, 90)])
    assert {label: row[0].text for label, row in cells(drawn).items()} == {"一二三四": "12", "五六七八": "34"}


def test_a_rule_below_letters_that_it_is_longer_than_stays() -> None:
    glyphs = letters(60, 491, "总计")
    drawn = Page(1, 400, 600, glyphs)
    assert without_underlines([Rule(491, 40, 120)], [], glyphs, drawn.width) == [Rule(491, 40, 120)]


def test_an_underline_that_runs_off_the_page() -> None:
    glyphs = letters(WIDTH - 25, 300, "复议")
    strokes = [Rule(301, WIDTH - 25, WIDTH + 30), Rule(280, WIDTH - 10, WIDTH + 30)]
    border = Rule(260, WIDTH - 30, WIDTH + 20)
    verticals = [Rule(WIDTH - 30, 260, 320), Rule(WIDTH, 260, 320)]
    assert without_underlines([*strokes, border], verticals, glyphs, WIDTH) == [border]
