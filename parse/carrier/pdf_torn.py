"""Rows that a page break may cut: half of a figure is no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parse.carrier.pdf_grid import PdfCell, PdfTable
from parse.carrier.pdf_lines import Line, has_ordinal, is_figure, is_wide
from parse.document import Grid

SLACK = 2.0
"""Points by which a full line may miss the width of its cell."""
_HEAD = 4
_SHARED = 0.5


def mark_torn(above: PdfTable, below: PdfTable) -> None:
    """Mark the figures in the last row of a page, and those below them in the first row of the next page, that may be
    two parts of one: the lower row has no label, or all of it goes on what is full above it."""
    upper = _last_row(above)
    lower = _first_figures(above, below)
    pairs = [(u, v) for u in upper for v in lower if _meet(above, u, below, v)]
    # no figure begins with a 0 but one with a point behind it
    figures = [
        (u, v) for u, v in pairs if _ends(u) and is_figure(v.text) and (u.text != "0" or not v.text[0].isdigit())
    ]
    if not figures:
        return
    labels = [cell for cell in lower if cell.rowspan == 1 and any(map(is_wide, cell.text))]
    if labels and not all(
        not has_ordinal(v.text) and u.free < v.begins + SLACK for u, v in pairs if v.text and (u.text or v in labels)
    ):
        return
    _mark(above, [u for u, _ in figures])
    _mark(below, [v for _, v in figures])


def mark_torn_by_line(above: PdfTable, line: Line) -> None:
    """The same where the next page begins with figures that no rules surround."""
    if not is_figure(line.text) or not line.text[0].isdigit():
        return
    torn = [
        cell
        for cell in _last_row(above)
        if _ends(cell)
        and cell.free < (line.x1 - line.x0) / len(line.text) + SLACK
        and above.xs[cell.column] <= line.x1
        and above.xs[cell.column + cell.colspan] >= line.x0
    ]
    _mark(above, torn)


def with_torn_end(grid: Grid, last: Line, overleaf: Line) -> Grid:
    """A table without rules that ends its page with the line `last`: where figures alone begin the next page below
    figures of it, the figures of the last row may be parts."""
    if not is_figure(overleaf.text) or not overleaf.text[0].isdigit():
        return grid
    digits = [glyph for glyph in overleaf.glyphs if glyph.char.isdigit()]
    if not any(a.x0 < b.x1 and b.x0 < a.x1 for a in last.glyphs if a.char.isdigit() for b in digits):
        return grid
    return replace(
        grid,
        cells=tuple(
            cell._replace(cut=True)
            if cell.row + cell.rowspan == grid.height and is_figure(cell.text) and cell.text != "0"
            else cell
            for cell in grid.cells
        ),
    )


def _ends(cell: PdfCell) -> bool:
    return cell.text[-1:].isdigit() and not any(map(is_wide, cell.text))


def _mark(table: PdfTable, torn: Sequence[PdfCell]) -> None:
    marked = set(map(id, torn))
    table.cells = [replace(cell, torn=True) if id(cell) in marked else cell for cell in table.cells]


def _last_row(table: PdfTable) -> list[PdfCell]:
    """The cells that end with the last row in which anything is printed."""
    last = max((cell.row + cell.rowspan for cell in table.cells if cell.text), default=0)
    return [cell for cell in table.cells if cell.row + cell.rowspan == last]


def _first_figures(above: PdfTable, below: PdfTable) -> list[PdfCell]:
    """The cells of the first row with a figure, if nothing is printed over it but the head of the table once more."""
    first = min((cell.row for cell in below.cells if is_figure(cell.text)), default=_HEAD)
    if first >= _HEAD:
        return []
    head = [cell.text for cell in below.cells if cell.row < first and cell.text and cell.rowspan < len(below.ys) - 1]
    if head and head != [cell.text for cell in above.cells if cell.row < first and cell.text]:
        return []
    return [cell for cell in below.cells if cell.row == first]


def _meet(above: PdfTable, upper: PdfCell, below: PdfTable, lower: PdfCell) -> bool:
    """Whether two cells stand one above the other."""
    a0, a1 = above.xs[upper.column], above.xs[upper.column + upper.colspan]
    b0, b1 = below.xs[lower.column], below.xs[lower.column + lower.colspan]
    return min(a1, b1) - max(a0, b0) > _SHARED * min(a1 - a0, b1 - b0)
