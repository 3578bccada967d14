"""Statistics forms in grids (HTML, DOCX, PDF, spreadsheets, tab-separated text, markdown): located, cut into rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from parse.document import Document, Grid, Paragraph
from parse.label_form import label_form
from parse.legacy.grid_rows import FOOTER, in_sequence, row_of, text_of
from parse.legacy.panels import Panel, is_heading, panels_of, same
from parse.legacy.rows import Row, StatisticsTable
from parse.tables.lines import Line, grid_lines
from parse.tables.locate import MAX_LINES

MAX_ROWS = 400
"""The form of 2014 has some sixty rows, local forms at most a hundred."""
KNOWN_AT_LEAST = 3
"""Indicators that a table must name to be a statistics form; one is enough under the caption of one."""
_NATIONAL = re.compile(
    r"第二十条第|信息内容|勾稽关系|申请人情况|本年新收|结转下年|结果维持|结果纠正|尚未审结|复议后起诉|处理决定数量"
)
"""Words of the national tables of 2019 and 2021, none of which a statistics form has."""
_HINTS = ("指标", "信息数", "文件数", "申请数", "申请总数", "答复数", "复议数", "诉讼数", "网站公开")
"""Words without which no table names enough indicators: looked for first, for most tables are none of ours."""
_CAPTION = re.compile(r"信息公开.{0,12}统计(?:报)?表")


def grid_tables(document: Document) -> list[StatisticsTable]:
    """The statistics forms in the grids of a document, in reading order."""
    tables: list[StatisticsTable] = []
    number = seen = captioned = 0
    last: tuple[StatisticsTable, tuple[Panel, ...], int] | None = None
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            named = "表" in block.text and _CAPTION.search(label_form(block.text[:120]))
            captioned = 3 if named else max(captioned - 1, 0)
            continue
        number += 1
        if seen > MAX_LINES or not _may_be(block):
            captioned, last = 0, None
            continue
        lines = list(_lines(block, index, number - 1))
        seen += len(lines)
        if last is not None and last[2] == block.width and _continue(last[0], last[1], lines):
            continue
        found = _table(lines, captioned > 0)
        captioned = 0
        last = (*found, block.width) if found else None
        if found is not None:
            tables.append(found[0])
    return tables


def _may_be(grid: Grid) -> bool:
    text = "".join("".join(cell.text for cell in grid.cells).split()).replace("申请数量", "")
    return any(word in text for word in _HINTS)


def without(document: Document, tables: Sequence[StatisticsTable]) -> Document:
    """The document with the grid rows of the statistics forms blanked; blocks and grids keep their places."""
    own = {index: rows for table in tables for index, rows in table.kept.items()}
    if not own:
        return document
    blocks = list(document.blocks)
    for index, rows in own.items():
        block = blocks[index]
        if isinstance(block, Grid):
            blocks[index] = replace(block, cells=tuple(cell for cell in block.cells if cell.row not in rows))
    return replace(document, blocks=tuple(blocks))


def _lines(grid: Grid, index: int, number: int) -> Iterator[Line]:
    for count, line in enumerate(grid_lines(grid, index, number)):
        if count >= MAX_ROWS:
            return
        yield line


def _table(lines: Sequence[Line], captioned: bool) -> tuple[StatisticsTable, tuple[Panel, ...]] | None:
    start = panels = None
    for at, line in enumerate(lines):
        if _is_national(line):
            if panels is not None:
                break
            start = None
            continue
        made = panels_of(line, lines[at + 1] if at + 1 < len(lines) else None)
        if made:
            start, panels = at, made
            break
    if panels is None or start is None:
        return _without_heading(lines)
    table = StatisticsTable(panels[0].headings, [])
    if any(panel.headings != panels[0].headings for panel in panels):
        return None
    captioned = captioned or any(_CAPTION.search(unit.form) for line in lines[:start] for unit in line.printed)
    _read(table, panels, lines[: start + 1], lines[start + 1 :])
    if len(table.keys()) >= (1 if captioned else KNOWN_AT_LEAST):
        return table, panels
    return None


def _continue(table: StatisticsTable, panels: tuple[Panel, ...], lines: Sequence[Line]) -> bool:
    """A grid of the same width right behind a statistics form is its next page if it names indicators of it and has
    no other heading."""
    if not panels or any(panels_of(line, None) and not same(panels_of(line, None), panels) for line in lines):
        return False
    more = StatisticsTable(table.headings, [])
    _read(more, panels, (), lines)
    if not more.keys():
        return False
    table.rows += more.rows
    table.kept |= more.kept
    return True


def _is_national(line: Line) -> bool:
    return any(_names_national(unit.form[:80]) for unit in line.printed)


@lru_cache(4096)
def _names_national(form: str) -> bool:
    return _NATIONAL.search(form) is not None


def _read(table: StatisticsTable, panels: tuple[Panel, ...], headings: Sequence[Line], lines: Sequence[Line]) -> None:
    by_panel: list[list[Row]] = [[] for _ in panels]
    own: dict[int, set[int]] = {}
    for line in headings:
        own.setdefault(line.block, set()).add(line.row)
    for line in lines:
        if _is_national(line):
            break
        own.setdefault(line.block, set()).add(line.row)
        if not line.printed or is_heading(line):
            continue
        for panel, rows in zip(panels, by_panel, strict=True):
            row = row_of(line, panel)
            if row is not None:
                rows.append(row)
    found = [row for rows in by_panel for row in rows]
    filled = [row for row in found if not row.heads]
    if 2 * sum(row.fault == "stray_value" for row in filled) > len(filled):  # a column of figures has no heading
        found = [row if row.heads else replace(row, values=None, fault="heading_missing") for row in found]
    table.rows += found
    table.kept |= {block: frozenset(rows) for block, rows in own.items()}


def _without_heading(lines: Sequence[Line]) -> tuple[StatisticsTable, tuple[Panel, ...]] | None:
    """A table without a heading that we can read: its figures are read only where no row has more than one."""
    table = StatisticsTable((), [])
    own: set[int] = set()
    for line in lines:
        if _is_national(line):
            return None
        if not line.printed:
            continue
        row = in_sequence(line.printed, 1, " ".join(text_of(unit) for unit in line.printed))
        if row is not None and not FOOTER.search(label_form(row.label)):
            table.rows.append(row)
            own.add(line.row)
    if len(table.keys()) < KNOWN_AT_LEAST:
        return None
    if any(row.fault for row in table.rows):
        table.rows = [
            row if row.heads else replace(row, values=None, fault="heading_missing") for row in table.rows if row.label
        ]
    table.kept = {lines[0].block: frozenset(own)}
    return table, ()
