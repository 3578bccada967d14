"""An HTML table to a Grid: spans laid out by the algorithm of the HTML standard, against every bad span there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

import lxml.html

from parse.carrier.html_tree import BLOCKS, printed, tag_of
from parse.document import Grid, GridCell

MAX_SPAN = 1000
"""The standard's own bound on colspan; a colspan of 10^9 is one of these."""
MAX_PLACES = 1_000_000
"""Height times width above which a table is not laid out; the national form has about 400 places."""

BOXED_LENGTH = 120
"""Characters of a text in a table of one cell that may be what is printed in the cell around it."""

_PARTS = frozenset(("td", "th", "tr", "thead", "tbody", "tfoot"))
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of one table, without the cells of tables inside it. `group` is its row group: rowspan=0 ends there."""

    cells: tuple[lxml.html.HtmlElement, ...]
    group: int


def table_rows(table: lxml.html.HtmlElement) -> list[TableRow]:
    """The rows of a table itself, also where form, div or nothing stands between table, row and cell."""
    return _plain_rows(table) or _nested_rows(table)


def _plain_rows(table: lxml.html.HtmlElement) -> list[TableRow] | None:
    """The rows of a table in which every cell stands right in its row and holds no other; None where one does not."""
    rows: list[TableRow] = []
    cells: list[lxml.html.HtmlElement] = []
    row = None
    group = group_of_row = 0
    for element in table.iter("table", "tr", "td", "th", "thead", "tbody", "tfoot"):
        tag = element.tag
        if tag in ("td", "th"):
            if element.getparent() is not row:
                return None
            cells.append(element)
        elif tag == "tr":
            if row is not None:
                rows.append(TableRow(tuple(cells), group_of_row))
            cells, row, group_of_row = [], element, group
        elif tag != "table":
            group += 1
        elif element is not table:
            return None
    if row is not None:
        rows.append(TableRow(tuple(cells), group_of_row))
    return rows


def _nested_rows(table: lxml.html.HtmlElement) -> list[TableRow]:
    rows: list[tuple[list[lxml.html.HtmlElement], int]] = []
    group = 0
    # (element, number of the row it stands in); a cell that was never closed holds the next ones
    stack: list[tuple[lxml.html.HtmlElement, int | None]] = [(child, None) for child in reversed(table)]
    while stack:
        element, row = stack.pop()
        tag = tag_of(element)
        if not tag or tag == "table":
            continue
        if tag == "tr":
            row = len(rows)
            rows.append(([], group))
        elif tag in ("thead", "tbody", "tfoot"):
            group += 1
        elif tag in ("td", "th"):
            if row is None:
                if not (rows and _is_loose(rows[-1][0], element)):
                    rows.append(([], group))
                row = len(rows) - 1
            rows[row][0].append(element)
        stack.extend((child, row) for child in reversed(element))
    return [TableRow(tuple(cells), number) for cells, number in rows]


def _is_loose(cells: list[lxml.html.HtmlElement], cell: lxml.html.HtmlElement) -> bool:
    """Whether a cell without a row stands beside these."""
    return bool(cells) and cells[-1].getparent() is cell.getparent()


def to_grid(rows: list[TableRow], texts: list[str]) -> Grid | None:
    """The grid of these rows, with the texts of their cells in order; None where it has no cell or would pass
    MAX_PLACES.

    Spans end at the last row (or, for rowspan=0, at the end of the row group). Columns in which no cell begins, such as
    those of a colspan that nothing fills, are dropped.
    """
    group_end = {row.group: index + 1 for index, row in enumerate(rows)}
    places: list[tuple[int, int, int, int]] = []
    covered: dict[int, int] = {}  # column → first row that is free again
    spent = 0
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while covered.get(column, 0) > index:
                column += 1
                spent += 1
            width, height = _spans(cell)
            end = group_end[row.group] if height == 0 else min(index + height, len(rows))
            places.append((index, column, end - index, width))
            spent += width
            if spent > MAX_PLACES:
                return None
            if width == 1:
                covered[column] = end
            else:
                for place in range(column, column + width):
                    covered[place] = max(covered.get(place, 0), end)
            column += width
    if not places:
        return None
    starts = sorted({place[1] for place in places})
    if len(starts) * len(rows) > MAX_PLACES:
        return None
    number = {column: position for position, column in enumerate(starts)}
    ends = _ends(starts, {column + width for _, column, _, width in places})
    cells = [
        GridCell(text, row, number[column], height, ends[column + width] - number[column])
        for text, (row, column, height, width) in zip(texts, places, strict=True)
    ]
    return Grid(tuple(cells), len(rows), len(starts))


def _ends(starts: list[int], ends: set[int]) -> dict[int, int]:
    """For each old column edge the number of kept columns before it."""
    kept: dict[int, int] = {}
    position = 0
    for edge in sorted(ends):
        while position < len(starts) and starts[position] < edge:
            position += 1
        kept[edge] = position
    return kept


def _spans(cell: lxml.html.HtmlElement) -> tuple[int, int]:
    """Columns and rows that a cell covers, as browsers read it: leading digits, else 1. Only rowspan may be 0."""
    across, down = cell.get("colspan"), cell.get("rowspan")
    if across is None and down is None:
        return 1, 1
    width = _NUMBER.match(across) if across else None
    height = _NUMBER.match(down) if down else None
    return min(max(int(width.group(1)), 1), MAX_SPAN) if width else 1, int(height.group(1)) if height else 1


def boxed_cell(table: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The only cell of a table that is nothing but a box around a short text, as editors put around a cell's own."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    cells = list(islice(table.iterdescendants("td", "th"), 2))
    if len(cells) != 1 or any(len("".join(text.split())) > BOXED_LENGTH for text in islice(table.itertext(), 50)):
        return None
    return cells[0]


def cell_text(cell: lxml.html.HtmlElement) -> str:
    """What is printed in a cell, a line feed between its lines; tables inside it are not part of it, boxes are."""
    size = len(cell)
    if not size:
        return printed(cell.text or "")
    if size == 1 and cell[0].tag == "p" and not len(cell[0]):
        pieces = (cell.text, cell[0].text, cell[0].tail)
        return "\n".join(line for piece in pieces if piece and (line := printed(piece)))
    lines: list[str] = []
    buffer: list[str] = []

    def end_line() -> None:
        if buffer:
            if line := printed("".join(buffer)):
                lines.append(line)
            buffer.clear()

    # (element, on the way in?) — a stack of our own: Word nests deeper than Python recurses
    stack: list[tuple[lxml.html.HtmlElement, bool]] = [(cell, True)]
    while stack:
        element, entering = stack.pop()
        tag = tag_of(element)
        if not entering:
            if tag in BLOCKS:
                end_line()
            if element is not cell and (tail := element.tail):
                buffer.append(tail)
            continue
        if tag == "br" or tag in BLOCKS:
            end_line()
        stack.append((element, False))
        if tag == "table":
            if (boxed := boxed_cell(element)) is not None:
                lines.extend(cell_text(boxed).splitlines())
        elif element is cell or (tag and tag not in _PARTS):
            if text := element.text:
                buffer.append(text)
            stack.extend([(child, True) for child in reversed(element)])
    end_line()
    return "\n".join(lines)
