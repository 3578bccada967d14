"""The tables of a report laid out as they would be printed: its rows and values as they stand, with merged cells.

What is wrong in the report stays wrong: a blank, a value too many, a row broken by a page, a wrong total, a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from samples.dump import Table

VALUES = 7
WIDTH = 3 + VALUES
_LEVELS = (
    re.compile(r"\s*[一二三四]、"),
    re.compile(r"\s*[（(][一二三四五六七][)）]"),
    re.compile(r"\s*\d+\s*[.．、]"),
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_RULE = re.compile(r"[\s\-—]*-{3,}[\s\-—]*")


@dataclass(frozen=True)
class Cell:
    """A cell of a printed table."""

    text: str
    columns: int = 1
    rows: int = 1


Layout = list[list[Cell]]


def as_dumped(table: Table) -> Layout:
    """The cells as the text has them, one by one, empty ones too: what a merged cell was is lost."""
    return [[Cell(text) for text in row] for row in table.rows]


class Printer:
    """Lays out the tables of one report, in order: a table cut by a page goes on in the next."""

    def __init__(self) -> None:
        self._table = ""
        self._columns = 4

    def lay_out(self, table: Table) -> Layout:
        """The table with merged cells; as dumped where it is none of the form's three."""
        words = "".join(cell for row in table.rows for cell in row)
        for mark, name in (("第二十条", "two"), ("申请人情况", "three"), ("行政复议", "four")):
            if mark in words:
                self._table = name
        if self._table == "two":
            return [row for row in map(self._row_of_two, table.rows) if row]
        if self._table == "three":
            return table_three(table)
        return table_four(table) if self._table == "four" else as_dumped(table)

    def _row_of_two(self, row: Sequence[str]) -> list[Cell]:
        cells = _cut_right(row)
        if not cells or all(_RULE.fullmatch(cell) for cell in cells):
            return []
        if cells[0].strip().startswith("第二十条"):
            return [Cell(cells[0], columns=4)]
        if cells[0].strip() == "信息内容":
            self._columns = len(cells)
        cells += [""] * (self._columns - len(cells))
        last = Cell(cells[-1], columns=max(1, 5 - len(cells)))
        return [*map(Cell, cells[:-1]), last]


@dataclass
class _Row:
    """A row of table three: its labels by level (0, 1, 2) and its values."""

    labels: dict[int, str]
    values: list[str]
    cells: list[Cell] = field(default_factory=list)


def value_rows(table: Table) -> list[tuple[dict[int, str], list[str]]]:
    """The rows of table three below its header: labels by level (0: 一、, 1: （一）, 2: 1.), values in order."""
    return [(row.labels, row.values) for row in _rows_of_three(table)[1]]


def table_three(table: Table) -> Layout:
    """Table three: three label columns, seven values; a part of it where a page cut it."""
    header, rows = _rows_of_three(table)
    for index, row in enumerate(rows):
        rest = rows[index + 1 :]
        for level in (0, 1, 2):
            if level in row.labels:
                row.cells.append(_label(level, row, rest))
            elif index == 0 and level < min(row.labels):  # its label stands on the page before
                row.cells.append(Cell("", rows=1 + _covered(level, rest)))
        row.cells += map(Cell, row.values)
    return _header_of_three(header) + [row.cells for row in rows]


def table_four(table: Table) -> Layout:
    """Table four: a cell without a label, and its value, stay at the end of each row."""
    width = max(len(row) for row in table.rows)
    kinds = [cell for cell in table.rows[0] if cell]
    groups = [cell for cell in table.rows[1] if cell]
    heads = [cell for cell in table.rows[2] if cell]
    if len(kinds) != 2 or len(groups) != 7 or len(heads) != 10:
        return as_dumped(table)
    surplus = [Cell("", rows=2)] * (width - 15)
    first = [Cell(kinds[0], columns=5), Cell(kinds[1], columns=width - 5)]
    second = [Cell(cell, rows=2) for cell in groups[:5]] + [Cell(cell, columns=5) for cell in groups[5:]] + surplus
    return [first, second, list(map(Cell, heads)), *(list(map(Cell, row)) for row in table.rows[3:])]


def _rows_of_three(table: Table) -> tuple[list[Sequence[str]], list[_Row]]:
    header: list[Sequence[str]] = []
    rows: list[_Row] = []
    for row in table.rows:
        labels, end = _labels(row)
        if not labels and not rows and not _is_continuation(row):
            header.append(row)
        elif labels:
            rows.append(_Row(labels, _values(row[end:])))
        else:
            text = next((cell for cell in row if cell.strip()), "")
            rows.append(_Row({2: text}, [""] * VALUES))
    return header, rows


def _is_continuation(row: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in row) == 1 and not row[0].strip() and "申请人" not in "".join(row)


def _labels(row: Sequence[str]) -> tuple[dict[int, str], int]:
    labels: dict[int, str] = {}
    end = 0
    for index, cell in enumerate(row[:3]):
        for level, pattern in enumerate(_LEVELS):
            if pattern.match(cell) and _CHINESE.search(cell):
                labels[level] = cell
                end = index + 1
                break
    return labels, end


def _values(cells: Sequence[str]) -> list[str]:
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) == VALUES:
        return filled
    values = list(cells)
    while len(values) > VALUES and not values[0].strip():
        values.pop(0)
    while len(values) > VALUES and not values[-1].strip():
        values.pop()
    return values


def _label(level: int, row: _Row, rest: Sequence[_Row]) -> Cell:
    """A label goes right over the levels it does not have, or down over the rows of its group."""
    if level == max(row.labels):
        return Cell(row.labels[level], columns=3 - level)
    return Cell(row.labels[level], rows=1 + _covered(level, rest))


def _covered(level: int, rows: Sequence[_Row]) -> int:
    count = 0
    while count < len(rows) and min(rows[count].labels) > level:
        count += 1
    return count


def _header_of_three(rows: Sequence[Sequence[str]]) -> Layout:
    if len(rows) != 3:
        return [[Cell(text) for text in row] for row in rows]
    first, second, third = ([cell for cell in row if cell.strip()] for row in rows)
    total_above = len(first) == 3
    top = [Cell(first[0], columns=3, rows=3), Cell(first[1], columns=6 if total_above else VALUES)]
    if total_above:
        top.append(Cell(first[2], rows=3))
    middle = [Cell(second[0], rows=2), Cell(second[1], columns=5)] + [Cell(cell, rows=2) for cell in second[2:]]
    return [top, middle, list(map(Cell, third))]


def _cut_right(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells
