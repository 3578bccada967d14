"""The cells of a sheet as tables and lines of text.

A sheet is one large grid: a report's title and paragraphs stand in it too, each alone in its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parse.document import Block, Grid, GridCell, Paragraph
from parse.headings import read_heading
from parse.label_form import label_form

LONGEST_LABEL = 60
"""Characters of the only cell of a row above which it is running text; the longest label of the form has 28."""
LONGEST_PIECE = 4
"""Characters of the rest of a label that a page break cut off and that stands alone above the table's next row."""
WIDEST = 64
"""Columns that a merged cell may add to a table beyond what is printed in it."""
_SENTENCE_END = ("。", "；")

_BLOCK = re.compile(r"第二十条第\(.{1,2}\)项")
"""The line above a block of table two."""

Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` of what the cells show, "" for nothing; `merged` ranges as (top, left, bottom, right), all from 0."""

    rows: list[list[str]]
    merged: tuple[Range, ...]


def blocks(sheet: Sheet) -> Iterator[Block]:
    """The paragraphs and grids from top to bottom. A row without anything printed or merged ends a table."""
    printed = [[column for column, text in enumerate(row) if text.strip()] for row in sheet.rows]
    covered = _covered(sheet, len(printed))
    table: list[int] = []
    for row, columns in enumerate(printed):
        above = row + 1 < len(printed) and len(printed[row + 1]) >= 2
        if len(columns) >= 2 or (columns and _belongs(sheet, row, columns[0], row in covered, bool(table), above)):
            table.append(row)
            continue
        if not columns and row in covered and table:
            table.append(row)  # a blank row below the first of a merged label
            continue
        yield from _table(sheet, table)
        table = []
        if columns:
            yield from _lines(sheet.rows[row][columns[0]])
    yield from _table(sheet, table)


def _covered(sheet: Sheet, height: int) -> frozenset[int]:
    """Rows that a merged cell reaches from above."""
    rows: set[int] = set()
    for top, _, bottom, _ in sheet.merged:
        rows.update(range(top + 1, min(bottom + 1, height)))
    return frozenset(rows)


def _belongs(sheet: Sheet, row: int, column: int, covered: bool, below_table: bool, above_table: bool) -> bool:
    """Whether the only printed cell of a row is part of a table: a label without values, not a line of text."""
    text = sheet.rows[row][column].strip()
    if len(text) > LONGEST_LABEL or text.endswith(_SENTENCE_END):
        return covered and below_table
    heading = read_heading(text)
    if heading is not None and heading.key is not None:
        return False
    piece = above_table and len(text) <= LONGEST_PIECE
    return below_table or piece or bool(_BLOCK.match(label_form(text)))


def _lines(text: str) -> Iterator[Paragraph]:
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip())


def _table(sheet: Sheet, rows: list[int]) -> Iterator[Grid]:
    """A grid of adjacent rows, as wide as what is printed or merged in it."""
    if not rows:
        return
    top, bottom = rows[0], rows[-1]
    merged = {
        (max(first, top), left): (min(last, bottom), right)
        for first, left, last, right in sheet.merged
        if first <= bottom and last >= top
    }
    used = [column for row in rows for column, text in enumerate(sheet.rows[row]) if text.strip()]
    left = min(used)
    width = max(used) + 1
    reach = [right + 1 for (_, first), (_, right) in merged.items() if first in used]
    width = max(width, min(max(reach, default=0), left + WIDEST))
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row in rows:
        for column in range(left, width):
            if (row, column) in taken:
                continue
            last, right = merged.get((row, column), (row, column))
            right = min(right, width - 1)
            taken.update((below, beside) for below in range(row, last + 1) for beside in range(column, right + 1))
            text = sheet.rows[row][column] if column < len(sheet.rows[row]) else ""
            cells.append(GridCell(text, row - top, column - left, last - row + 1, right - column + 1))
    yield Grid(tuple(cells), len(rows), width - left, spans_known=bool(merged))
