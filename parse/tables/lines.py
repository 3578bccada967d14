"""The rows of a grid as lines of units: what is printed in a row, from left to right, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from parse.document import Grid
from parse.label_form import LONGEST_KEPT, kept_form, label_form
from parse.tables.values import CERTAIN, MAX_LENGTH, is_blank, is_value, value_kept

MAX_EXPANDED = 400_000
"""Grids with more places than this are no table of the form (at most 30 x 20); they are not expanded."""


class Unit(NamedTuple):
    """A cell as one row sees it: columns [start, end) of the grid. `from_above`: it began in an earlier row, `goes_on`:
    it reaches down into a row that has cells of its own. `cut`: a figure may go on where its page ends."""

    text: str
    start: int
    end: int
    from_above: bool = False
    page: int | None = None
    wrapped: bool = False
    confidence: float | None = None
    goes_on: bool = False
    cut: bool = False

    @property
    def form(self) -> str:
        return kept_form(self.text) if len(self.text) <= LONGEST_KEPT else label_form(self.text)

    @property
    def blank(self) -> bool:
        text = self.text
        return not text or (not text[0].isalnum() and is_blank(text))

    @property
    def doubtful(self) -> bool:
        """Whether what is printed may not be all, or was recognised in a picture and the recognition is not sure."""
        uncertain = self.confidence is not None and self.confidence < CERTAIN
        return (self.cut or uncertain) and not self.blank

    @property
    def value(self) -> bool:
        return value_kept(self.text) if len(self.text) <= MAX_LENGTH else is_value(self.text)


@dataclass(slots=True, eq=False)
class Line:
    """A row. `block` is its index in document.blocks, `grid` counts grids, `row` the rows of the grid, all from 0."""

    block: int
    grid: int
    row: int
    units: tuple[Unit, ...]
    spans_known: bool
    printed: tuple[Unit, ...] = field(init=False)
    """The units that are not blank."""
    words: tuple[str, ...] = field(init=False)
    """The label forms of those that are no values."""

    def __post_init__(self) -> None:
        self.printed = tuple([unit for unit in self.units if unit.text and not is_blank(unit.text)])
        self.words = tuple([unit.form for unit in self.printed if not unit.value])


def grid_lines(grid: Grid, block: int, number: int) -> Iterator[Line]:
    """The lines of a grid, one for each row."""
    if not grid.spans_known:
        by_row: dict[int, list[Unit]] = {}
        for cell in grid.cells:
            by_row.setdefault(cell.row, []).append(Unit(cell.text, cell.column, cell.column + 1, page=cell.page))
        for row in sorted(by_row):
            yield Line(block, number, row, tuple(by_row[row]), False)
        return
    if grid.height * grid.width > MAX_EXPANDED:
        return
    rows = grid.rows()
    own = [any(place is not None and place.row == row for place in places) for row, places in enumerate(rows)]
    width = grid.width
    for row, places in enumerate(rows):
        units: list[Unit] = []
        behind = 0
        for column, place in enumerate(places):
            if place is None or column < behind:
                continue
            text, top, _, height, across, page, wrapped, confidence, cut = place
            behind = column + 1
            if across > 1:
                while behind < width and places[behind] is place:
                    behind += 1
            below = height > 1 and row + 1 < len(rows) and own[row + 1] and rows[row + 1][column] is place
            page = grid.page if page is None else page
            units.append(Unit(text, column, behind, top < row, page, wrapped, confidence, below, cut))
        yield Line(block, number, row, tuple(units), True)
