"""A Word table to a Grid: gridSpan, vMerge, hMerge, gridBefore; what vertical merging hides is not printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import lxml.etree

from parse.carrier.docx_numbering import Numbering
from parse.carrier.docx_text import W, contents, local, paragraph_lines
from parse.carrier.marks import PICTURE
from parse.document import Grid, GridCell

BOXED_LENGTH = 120
"""Characters of a table of one cell that may be what is printed in the cell around it."""
MAX_SPAN = 1000
MAX_PLACES = 1_000_000


@dataclass(slots=True)
class _Placed:
    text: str
    row: int
    column: int
    rowspan: int
    colspan: int


def table_grid(table: lxml.etree._Element, numbering: Numbering) -> Grid | None:
    """The grid of a table; None without cells or where it would be too large to lay out."""
    placed: list[_Placed] = []
    above: dict[int, _Placed] = {}
    height = 0
    for row in (element for element in contents(table) if local(element) == "tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        column = _number(properties, "gridBefore", 0)
        current: dict[int, _Placed] = {}
        last: _Placed | None = None
        for cell in (element for element in contents(row) if local(element) == "tc"):
            cell_properties = cell.find(f"{W}tcPr")
            if cell_properties is not None and cell_properties.find(f"{W}cellDel") is not None:
                continue
            span = max(_number(cell_properties, "gridSpan", 1), 1)
            if _merge(cell_properties, "hMerge") == "continue" and last is not None:
                last.colspan += span
                column += span
                continue
            upper = above.get(column)
            if _merge(cell_properties, "vMerge") == "continue" and upper is not None:
                upper.rowspan = height - upper.row + 1
                last = upper
            else:
                last = _Placed("\n".join(_cell_lines(cell, numbering)) or _picture(cell), height, column, 1, span)
                placed.append(last)
            current[column] = last
            column += span
        above = current
        height += 1
    return _grid(placed, height)


def _grid(placed: list[_Placed], height: int) -> Grid | None:
    """Columns in which no cell begins are dropped: a .doc converted to .docx is full of slivers."""
    starts = sorted({cell.column for cell in placed})
    if not placed or len(starts) * height > MAX_PLACES:
        return None
    number = {column: position for position, column in enumerate(starts)}
    edges = sorted({cell.column + cell.colspan for cell in placed})
    kept: dict[int, int] = {}
    position = 0
    for edge in edges:
        while position < len(starts) and starts[position] < edge:
            position += 1
        kept[edge] = position
    cells = tuple(
        GridCell(
            cell.text,
            cell.row,
            number[cell.column],
            cell.rowspan,
            kept[cell.column + cell.colspan] - number[cell.column],
        )
        for cell in sorted(placed, key=lambda cell: (cell.row, cell.column))
    )
    return Grid(cells, height, len(starts))


def _cell_lines(cell: lxml.etree._Element, numbering: Numbering) -> Iterator[str]:
    for element in contents(cell):
        if local(element) == "p":
            lines, boxes = paragraph_lines(element, numbering.label(element))
            yield from lines
            for box in boxes:
                for inner in contents(box):
                    if local(inner) == "p":
                        yield from paragraph_lines(inner)[0]
        elif (boxed := boxed_cell(element)) is not None:
            yield from _cell_lines(boxed, numbering)


def boxed_cell(table: lxml.etree._Element) -> lxml.etree._Element | None:
    """The only cell of a table that is no more than a box around a short text, or None."""
    if local(table) != "tbl":
        return None
    cells = list(islice(table.iter(f"{W}tc"), 2))
    if len(cells) != 1 or next(cells[0].iter(f"{W}tbl"), None) is not None:
        return None
    length = 0
    for text in islice(cells[0].iter(f"{W}t"), BOXED_LENGTH + 1):
        length += max(len(text.text or ""), 1)
    return cells[0] if length <= BOXED_LENGTH else None


def _picture(cell: lxml.etree._Element) -> str:
    return PICTURE if any(local(element) in ("blip", "imagedata") for element in cell.iter()) else ""


def _number(properties: lxml.etree._Element | None, name: str, default: int) -> int:
    """A count in the properties, clamped."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    value = found.get(f"{W}val") if found is not None else None
    if value is None or not value.strip().isascii() or not value.strip().isdigit():
        return default
    return min(int(value.strip()[:9]), MAX_SPAN)


def _merge(properties: lxml.etree._Element | None, name: str) -> str | None:
    """`restart`, `continue` (also said by no value), or None."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{W}val") or "continue"
