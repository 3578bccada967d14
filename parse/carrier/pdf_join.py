"""Tables that a page break cuts: their parts put together, and page tables to Grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parse.carrier.pdf_grid import PdfCell, PdfTable
from parse.carrier.pdf_lines import has_ordinal
from parse.carrier.pdf_torn import SLACK
from parse.carrier.pdf_wrapped import whole_figure
from parse.document import Grid, GridCell

NEAR_EDGE = 5.0
"""Points by which a column edge may differ between two pages."""
MAX_HEADER_ROWS = 4
MANY_VALUES = 6
"""Values with nothing below them that prove, below a label, that the label goes on: in the national form every label
beside so many columns has a number of its own."""


@dataclass(slots=True)
class JoinedTable:
    """A table with its parts; `cells` are placed in the columns of `xs`, rows counted over all parts."""

    xs: list[float]
    height: int
    cells: list[tuple[PdfCell, int]] = field(default_factory=list)  # (cell, page)
    page: int = 0

    @classmethod
    def of(cls, table: PdfTable) -> JoinedTable:
        """The first part."""
        return cls(table.xs, len(table.ys) - 1, [(cell, table.page) for cell in table.cells], table.page)

    def grid(self) -> Grid:
        """As a Grid, cells in reading order. Empty rows (slivers between two rules) stay: they are blank, not wrong."""
        cells = sorted(self.cells, key=lambda item: (item[0].row, item[0].column))
        return Grid(
            tuple(
                GridCell(
                    cell.text,
                    cell.row,
                    cell.column,
                    cell.rowspan,
                    cell.colspan,
                    page,
                    cell.wrapped,
                    cell.confidence,
                    cell.cut or cell.torn,
                )
                for cell, page in cells
            ),
            self.height,
            len(self.xs) - 1,
            page=self.page,
        )


def can_join(above: JoinedTable, below: PdfTable) -> bool:
    """Whether the table at the head of a page goes on the one at the foot of the page before: the same frame, and the
    columns of one are among those of the other."""
    if abs(above.xs[0] - below.xs[0]) > NEAR_EDGE or abs(above.xs[-1] - below.xs[-1]) > NEAR_EDGE:
        return False
    fewer, more = sorted((above.xs, below.xs), key=len)
    return all(any(abs(edge - other) <= NEAR_EDGE for other in more) for edge in fewer)


def join(above: JoinedTable, below: PdfTable) -> JoinedTable:
    """Both parts as one table. A header that the second part repeats word for word is dropped, so are strips without
    any text at the break; a cell or a row that the page cuts in two becomes one again."""
    more = above.xs if len(above.xs) >= len(below.xs) else below.xs
    parts = _recolumned([cell for cell, _ in above.cells], above.xs, more)
    first = [(cell, page) for cell, (_, page) in zip(parts, above.cells, strict=True)]
    second = _recolumned(below.cells, below.xs, more)
    most = min(MAX_HEADER_ROWS, above.height - 1, len(below.ys) - 2)
    skipped = _repeated_header([cell for cell, _ in first], second, most)
    if skipped:
        second = [replace(cell, row=cell.row - skipped) for cell in second if cell.row >= skipped]
    height = above.height
    while height > 1 and not any(cell.text for cell, _ in first if cell.row == height - 1):
        height -= 1
        first = [(_shortened(cell, height), page) for cell, page in first if cell.row < height]
    rows = len(below.ys) - 1 - skipped
    while rows > 1 and not any(cell.text for cell in second if cell.row == 0 and cell.rowspan == 1):
        rows -= 1
        second = [_moved_up(cell) for cell in second if cell.row > 0 or cell.rowspan > 1]
    ends = {
        (cell.column, cell.colspan): index for index, (cell, _) in enumerate(first) if cell.row + cell.rowspan == height
    }
    heads = [] if skipped else [cell for cell in second if cell.row == 0]
    pairs = {id(cell): ends[cell.column, cell.colspan] for cell in heads if (cell.column, cell.colspan) in ends}
    broken = len(pairs) == len(heads) and _is_broken_row([(first[pairs[id(cell)]][0], cell) for cell in heads])
    for cell in second:
        index = pairs.get(id(cell))
        if index is not None and (broken or _is_cut(first[index][0], cell)):
            upper, page = first[index]
            rowspan = upper.rowspan + cell.rowspan - broken
            text = (broken and whole_figure(upper.text, cell.text)) or upper.text + cell.text
            wrapped = upper.wrapped or cell.wrapped or (upper.text[-1:].isdigit() and cell.text[:1].isdigit())
            sure = min((c for c in (upper.confidence, cell.confidence) if c is not None), default=None)
            whole = replace(
                upper, rowspan=rowspan, text=text, open_bottom=cell.open_bottom, wrapped=wrapped, confidence=sure,
                cut=upper.cut or cell.cut, torn=not broken and (upper.torn or cell.torn),
            )  # fmt: skip
            first[index] = (whole, page)
        else:
            first.append((replace(cell, row=cell.row + height - broken), below.page))
    return JoinedTable(more, height + rows - broken, first, above.page)


def _shortened(cell: PdfCell, height: int) -> PdfCell:
    return replace(cell, rowspan=min(cell.rowspan, height - cell.row))


def _moved_up(cell: PdfCell) -> PdfCell:
    return replace(cell, row=cell.row - 1) if cell.row else replace(cell, rowspan=cell.rowspan - 1)


def _is_cut(upper: PdfCell, lower: PdfCell) -> bool:
    """Whether the page cuts one cell in two. A value must never be spread over two rows: where rules are drawn at the
    break, only what goes on a label that spans rows is taken for a part of it."""
    if upper.open_bottom and lower.open_top:
        return not (_is_value(upper.text) and _is_value(lower.text))
    spans = upper.rowspan >= 2 or lower.rowspan >= 2
    return spans and not (_is_value(upper.text) or _is_value(lower.text) or has_ordinal(lower.text))


def _is_broken_row(pairs: list[tuple[PdfCell, PdfCell]]) -> bool:
    """Whether the first row below the break is the rest of the last row above it.

    All that it holds goes on cells of the same kind (label or value) whose last line is full, and a label stands above
    whose place here is blank or goes on: a row of its own would have a label.
    """
    rest = [(upper, lower) for upper, lower in pairs if lower.rowspan == 1]
    written = [(upper, lower) for upper, lower in rest if lower.text]
    labels = [upper for upper, _ in rest if upper.text and not _is_value(upper.text)]
    if not written or not labels or all(lower.text for upper, lower in rest if upper.text):
        return False
    under_values = sum(_is_value(upper.text) and not lower.text for upper, lower in rest)
    labels_only = not any(_is_value(lower.text) or has_ordinal(lower.text) for _, lower in written)
    if under_values >= MANY_VALUES and labels_only:
        return all(upper.text and not _is_value(upper.text) for upper, _ in written)
    return all(
        upper.text
        and _is_value(lower.text) == _is_value(upper.text)
        and not has_ordinal(lower.text)
        and upper.free < lower.begins + SLACK
        for upper, lower in written
    )


def _is_value(text: str) -> bool:
    return text != "" and not any("\u4e00" <= char <= "\u9fff" for char in text)


def _recolumned(cells: Sequence[PdfCell], own: Sequence[float], more: Sequence[float]) -> list[PdfCell]:
    """Cells whose columns are counted by `own` edges, with their columns counted by more of them."""
    if len(own) == len(more):
        return list(cells)
    numbers = [min(range(len(more)), key=lambda index: abs(more[index] - edge)) for edge in own]
    return [
        replace(
            cell,
            column=numbers[cell.column],
            colspan=max(numbers[cell.column + cell.colspan] - numbers[cell.column], 1),
        )
        for cell in cells
    ]


def _repeated_header(first: list[PdfCell], second: list[PdfCell], most: int) -> int:
    """How many rows at the head of the second part repeat the head of the first; blank rows and values do not count."""

    def head(cells: list[PdfCell], rows: int) -> list[tuple[int, int, int, int, str]]:
        found = [
            (cell.row, cell.column, cell.rowspan, cell.colspan, "".join(cell.text.split()))
            for cell in cells
            if cell.row < rows
        ]
        return sorted(found) if all(row + rowspan <= rows for row, _, rowspan, _, _ in found) else []

    for rows in range(most, 0, -1):
        upper = head(first, rows)
        texts = [text for *_, text in upper]
        if any(texts) and not any(text.isdigit() for text in texts) and upper == head(second, rows):
            return rows
    return 0
