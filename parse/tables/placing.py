"""Which of a row's cells are its values: order where their number is exact, else geometry, else nothing.

The rule of format.md 1.7, made strict: a reading counts only if no other place is possible. Cells behind the last
label cell are the candidates. Exactly as many as the form has columns: they are the values, wherever they stand. More:
a run of that many adjacent cells must hold everything printed; runs that a heading line or a complete row of the same
table shows are its witnesses, and a run that no witness supports, or one of several supported, decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parse.report import PlacedBy
from parse.tables.lines import Unit
from parse.tables.values import holds_two

Columns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Values of one row in the form's order, or None for a column that nothing covers. `fault` is a problem kind."""

    units: tuple[Unit, ...] = ()
    surplus: tuple[Unit, ...] = ()
    placed_by: PlacedBy = "order"
    fault: str | None = None
    merged: frozenset[int] = frozenset()
    """Columns, counted from 0, that a printed cell covers together with others: whose it is, nobody says."""
    unplaced: tuple[Unit, ...] = ()
    """What is printed, where too few or too many cells left it without a place."""


@dataclass(slots=True)
class Witnesses:
    """Where the values of a table stand: by its heading line, and by rows whose number of cells is exact."""

    heading: Columns | None = None
    heading_end: int = 0
    """Where the last labelled column ends: a surplus value stands behind it."""
    rows: set[Columns] = field(default_factory=set)
    widths: dict[int, int] = field(default_factory=dict)
    """How many columns the heading lines of a grid cover, by grid."""
    empty_columns: dict[int, frozenset[int]] = field(default_factory=dict)
    """Columns that are empty in every row of a grid, by grid."""

    fewer: tuple[tuple[str, ...], Columns] | None = None
    """The form's columns that the heading names and where, if it leaves some of them out."""

    extra: frozenset[int] = frozenset()
    """Columns that the heading names and the form does not have: 单位, 备注, 小计."""
    row_ends: dict[tuple[int, int], int] = field(default_factory=dict)
    """Where most rows end whose values begin in the same column, by grid and that column; where spans are known."""
    moved: frozenset[int] = frozenset()
    """Grids in which a row of no more figures than columns reaches behind the last heading: an empty one before it."""

    swapped: bool = False
    """Whether the heading names the form's columns in another order: then order decides nothing."""

    def supports(self, columns: Columns) -> bool:
        return columns == self.heading or columns in self.rows

    def known(self) -> bool:
        return self.heading is not None or bool(self.rows)


def starts(units: Sequence[Unit]) -> Columns:
    """The first columns of the units."""
    return tuple(unit.start for unit in units)


def place(units: Sequence[Unit], count: int, witnesses: Witnesses, grid: int) -> Placement:
    """Place the candidate units of one row in `count` columns."""
    if any((unit.from_above or unit.goes_on) and not unit.blank for unit in units):
        return Placement(fault="merged_value")
    if witnesses.swapped and not all(unit.blank for unit in units):
        return Placement(fault="ambiguous")
    if witnesses.extra:
        return _below_headings(units, witnesses, grid)
    if len(units) == count:
        if _may_be_shifted(units, witnesses, grid):
            return Placement(fault="ambiguous")
        return Placement(tuple(units), placed_by="order" if not _agrees(units, witnesses) else "label")
    if all(unit.blank for unit in units):
        return _all_blank(units, count)
    if not all(unit.blank or unit.value for unit in units):
        return Placement(fault="ambiguous")  # words among too many or too few cells: a label or a value, who knows
    placement = _by_place(units, count, witnesses, grid)
    printed = tuple(unit for unit in units if not unit.blank)
    if any(unit.doubtful for unit in printed):
        return placement  # figures that are not sure are not placed by what they add up to
    return replace(placement, unplaced=printed) if placement.fault in ("short_row", "ambiguous") else placement


def _may_be_shifted(units: Sequence[Unit], witnesses: Witnesses, grid: int) -> bool:
    """Whether as many cells as columns may still be other cells: two figures went into one of them and a blank one
    came in behind, or a cell is as wide as two, or the table has more columns than the form, where those do not say
    which of them the row leaves out."""
    blanks = [unit.blank for unit in units]
    some = not all(blanks)
    last = units[-1]
    if any(blanks):
        if any(holds_two(unit.text) for unit in units if unit.text):
            return True
        if some and last.end < witnesses.row_ends.get((grid, units[0].start), 0):
            return True  # shorter than the other rows: one of its cells was dropped
    if last.end - last.start > 1 and 0 < witnesses.heading_end < last.end and _blank_before_a_figure(units):
        return True  # a cell over the last column and one without a heading
    if witnesses.heading is None or starts(units) == witnesses.heading:
        return False
    heading, end = witnesses.heading, witnesses.heading_end
    if some and end - heading[0] == len(heading) and any(unit.end - unit.start > 1 for unit in units):
        return True
    return any(blanks) and end - heading[0] > len(heading) and grid in witnesses.empty_columns


def _blank_before_a_figure(units: Sequence[Unit]) -> bool:
    """Whether a figure, or a cell as wide as two, stands behind a blank one: it may belong a column further left."""
    printed = [at for at, unit in enumerate(units) if not unit.blank]
    return bool(printed) and any(unit.blank for unit in units[: printed[-1]])


def _below_headings(units: Sequence[Unit], witnesses: Witnesses, grid: int) -> Placement:
    """A row of a table with named columns that are not of the form: each cell below its heading, and the row as long as
    its table, or nothing is decided."""
    if all(unit.blank for unit in units):
        return _all_blank(units, len(witnesses.heading or ()))
    named = [unit for unit in units if unit.start not in witnesses.extra]
    whole = units[-1].end == witnesses.widths.get(grid) and all(unit.end - unit.start == 1 for unit in units)
    if not whole or starts(named) != witnesses.heading:
        return Placement(fault="ambiguous")
    return Placement(tuple(named), placed_by="label")


def _by_place(units: Sequence[Unit], count: int, witnesses: Witnesses, grid: int) -> Placement:
    if len(units) < count:
        return _spread(units, witnesses, grid)
    if grid in witnesses.moved and sum(not unit.blank for unit in units) < count:
        return Placement(fault="ambiguous")
    placement = _among(units, count, witnesses, witnesses.empty_columns.get(grid, frozenset()))
    overflows = units[-1].end > witnesses.widths.get(grid, units[-1].end)
    if overflows and (placement.surplus or any(unit.blank for unit in units)):
        return Placement(fault="ambiguous")  # a row longer than its table: one of its cells should not be there
    return placement


def _agrees(units: Sequence[Unit], witnesses: Witnesses) -> bool:
    return witnesses.heading is not None and starts(units) == witnesses.heading


def _all_blank(units: Sequence[Unit], count: int) -> Placement:
    """Nothing is printed, so every column is blank wherever it stands."""
    blank = units[0] if units else Unit("", 0, 0)
    return Placement((tuple(units) + (blank,) * count)[:count], placed_by="order")


def _spread(units: Sequence[Unit], witnesses: Witnesses, grid: int) -> Placement:
    """Fewer cells than columns: decided only if cells that span columns cover those of the heading. A blank one leaves
    them all blank; a printed one leaves those below it undecided, where other rows stand as the heading does."""
    spread: list[Unit] = []
    columns: list[int] = []
    merged: set[int] = set()
    ends = witnesses.row_ends.get((grid, units[0].start)) if units else None
    shown = witnesses.heading in witnesses.rows and ends is not None and units[-1].end == ends
    for unit in units:
        width = unit.end - unit.start
        if width > 1 and not unit.blank:
            merged.update(range(len(spread), len(spread) + width))
            if shown:
                spread.extend([unit] * width)
                columns.extend(range(unit.start, unit.end))
                continue
            return Placement(fault="merged_value")
        spread.extend([unit] * width)
        columns.extend(range(unit.start, unit.end))
    if merged and tuple(columns) != witnesses.heading:
        return Placement(fault="merged_value")
    if not witnesses.supports(tuple(columns)):
        return Placement(fault="short_row")
    return Placement(tuple(spread), placed_by="geometry", merged=frozenset(merged))


def _among(units: Sequence[Unit], count: int, witnesses: Witnesses, empty: frozenset[int]) -> Placement:
    """More cells than columns; cells of columns that are empty in the whole table may stand between the values."""
    printed = [unit for unit in units if not unit.blank]
    kept = [unit for unit in units if not (unit.blank and empty.issuperset(range(unit.start, unit.end)))]
    possible = {starts(run): run for row in (units, kept) for run in _runs(row, count)}
    if len(printed) > count:
        runs = [run for run in possible.values() if run == tuple(printed[:count])]
        behind = printed[count].start >= witnesses.heading_end
        if len(runs) == 1 and behind and witnesses.supports(starts(runs[0])):
            return Placement(runs[0], tuple(printed[count:]), "order")
        return Placement(fault="ambiguous")
    holding = {columns: run for columns, run in possible.items() if all(unit in run for unit in printed)}
    if witnesses.heading is None and len(holding) != 1:
        return Placement(fault="ambiguous")  # rows alone do not witness for rows of another level
    if witnesses.known():
        holding = {columns: run for columns, run in holding.items() if witnesses.supports(columns)}
    if len(holding) == 1:
        return Placement(next(iter(holding.values())), placed_by="order" if len(printed) == count else "geometry")
    return Placement(fault="ambiguous")


def _runs(units: Sequence[Unit], count: int) -> list[tuple[Unit, ...]]:
    return [tuple(units[at : at + count]) for at in range(len(units) - count + 1)]
