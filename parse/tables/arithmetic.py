"""Rows of table three whose numbers stand apart, but not in columns: placed by the form's identities, or not at all.

Such a row has fewer numbers than the form has columns, and nothing says which columns are blank. Every way of putting
its numbers into the columns in their order is a candidate. A reading (one candidate for each such row) is taken only if
all identities of the table hold with it, and every other reading is far from that: wrong totals in the document
can then neither rule out the right reading for a wrong one nor decide between two. A table that breaks an identity
anywhere else decides nothing. Blanks count as 0 in these sums, and only there: a blank cell of a placed row stays null.
No number is changed, split, added or left out.

Table four has one identity a group, which the parts of the group satisfy in any order, and table two has none: nothing
is placed there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from math import prod

from parse.checks.identities import Cells, identities
from parse.problem_kinds import KINDS, problem
from parse.report import Cell
from parse.schema import APPLICANT_COLUMNS
from parse.tables.lines import Unit
from parse.tables.locate import THREE
from parse.tables.reading import RowReading
from parse.tables.values import read_value

MAX_READINGS = 20_000
"""Readings of one table that are compared; where there are more, nothing is decided."""
FAR = 2
ACCIDENT = 10
"""Every other reading breaks more than FAR identities, or that many by at least ACCIDENT each. Two wrong figures in a
document can make up for small numbers in the wrong place: found in 2 of 20,000 forms written with such figures.
"""
_KEYS = tuple(column.key for column in APPLICANT_COLUMNS)
_UNDECIDED = frozenset({"short_row", "ambiguous", "run_together"})

Number = int | Decimal
_Sums = tuple[Number, ...]
_Identity = tuple[Cells, Cells, str]
"""Cells of its left side, of its right side, and its kind."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Where the numbers of one row may stand. `sums` is what they add to each identity (left side less right side)."""

    columns: tuple[int, ...]
    sums: _Sums
    alone: bool
    """Whether no other candidate of the row gives each column the same number, blank read as 0."""


def place_by_arithmetic(rows: Sequence[RowReading]) -> None:
    """Give the rows of table three that have `unplaced` numbers their cells, where the identities leave one reading."""
    open_rows = {row.key: numbers for row in rows if (numbers := _numbers(row.unplaced))}
    if not open_rows or len({row.key for row in rows}) != len(rows):
        return
    known = _known(rows, open_rows)
    if known is None:
        return
    sides = list(_identities(rows, known, open_rows))
    rest = [_sum(left, known) - _sum(right, known) for left, right, _ in sides]
    touched = [any(row in open_rows for row, _ in (*left, *right)) for left, right, _ in sides]
    if any(left_over for left_over, open_one in zip(rest, touched, strict=True) if not open_one):
        return
    equations = [side for side, open_one in zip(sides, touched, strict=True) if open_one]
    start = tuple(value for value, open_one in zip(rest, touched, strict=True) if open_one)
    if not all(_in_column(key, equations) for key in open_rows):
        return
    candidates = [tuple(_candidates(key, numbers, equations)) for key, numbers in open_rows.items()]
    reading = _only_reading(candidates, start)
    for row, candidate in zip((row for row in rows if row.key in open_rows), reading, strict=False):
        if candidate.alone:
            _place(row, candidate.columns)


def _numbers(units: Iterable[Unit]) -> tuple[Number, ...]:
    """The numbers of a row that may be placed: all whole and plain, not all 0 (which may stand anywhere)."""
    numbers: list[Number] = []
    for unit in units:
        reading = read_value(unit.text, "count")
        if not isinstance(reading.value, int) or reading.problem or reading.value < 0 or unit.wrapped:
            return ()
        numbers.append(reading.value)
    return tuple(numbers) if any(numbers) and len(numbers) < len(_KEYS) else ()


def _known(rows: Iterable[RowReading], open_rows: Mapping[str, object]) -> dict[tuple[str, str], Number] | None:
    """The numbers of the other rows, blank read as 0; None if one of their cells holds what could not be read."""
    known: dict[tuple[str, str], Number] = {}
    for row in rows:
        if row.key in open_rows:
            continue
        nothing = bool(row.unplaced) and all(read_value(unit.text, "count").value == 0 for unit in row.unplaced)
        for cell in row.cells:
            if isinstance(cell.value, int | Decimal):
                known[row.key, cell.column] = cell.value
            elif cell.state == "blank" or nothing:
                known[row.key, cell.column] = 0
            else:
                return None
    return known


def _identities(
    rows: Iterable[RowReading], known: Mapping[tuple[str, str], Number], open_rows: Mapping[str, object]
) -> Iterator[_Identity]:
    """The identities whose cells are all in the document; a row total that was left blank says nothing of its parts."""
    blank = {(row.key, cell.column) for row in rows for cell in row.cells if cell.state == "blank"}
    for check in identities({THREE: {row.key: row.values() for row in rows}}):
        cells = (*check.left_cells, *check.right_cells)
        if all(cell in known or cell[0] in open_rows for cell in cells) and not (
            check.kind == "row_total" and check.left_cells[0] in blank
        ):
            yield check.left_cells, check.right_cells, check.kind


def _sum(cells: Cells, known: Mapping[tuple[str, str], Number]) -> Number:
    return sum((known.get(cell, 0) for cell in cells), 0)


def _in_column(key: str, equations: Sequence[_Identity]) -> bool:
    """Whether an identity over rows holds every cell of the row: its own total alone proves nothing."""
    held = Counter(
        column
        for left, right, kind in equations
        if kind != "row_total"
        for row, column in (*left, *right)
        if row == key
    )
    return all(held[column] for column in _KEYS)


def _candidates(key: str, numbers: Sequence[Number], equations: Sequence[_Identity]) -> Iterator[_Candidate]:
    found: list[tuple[tuple[int, ...], tuple[Number, ...]]] = []
    for columns in combinations(range(len(_KEYS)), len(numbers)):
        values: list[Number] = [0] * len(_KEYS)
        for column, number in zip(columns, numbers, strict=True):
            values[column] = number
        found.append((columns, tuple(values)))
    times = Counter(values for _, values in found)
    for columns, row in found:
        cells = {(key, column): value for column, value in zip(_KEYS, row, strict=True)}
        sums = tuple(_sum(left, cells) - _sum(right, cells) for left, right, _ in equations)
        yield _Candidate(columns, sums, times[row] == 1)


def _only_reading(candidates: Sequence[Sequence[_Candidate]], start: _Sums) -> tuple[_Candidate, ...]:
    """The reading with which every identity holds, if every other is far from it; else nothing.

    Candidates that give the same numbers count as one.
    """
    distinct = [tuple({one.sums: one for one in row}.values()) for row in candidates]
    if prod(map(len, distinct)) > MAX_READINGS:
        return ()
    near: list[tuple[_Candidate, ...]] = []
    for reading in product(*distinct):
        broken = [off for terms in zip(start, *(one.sums for one in reading), strict=True) if (off := sum(terms))]
        if len(broken) < FAR or (len(broken) == FAR and any(abs(off) < ACCIDENT for off in broken)):
            near.append(reading)
            if broken or len(near) > 1:
                return ()
    return near[0] if near else ()


def _place(row: RowReading, columns: tuple[int, ...]) -> None:
    units = dict(zip(columns, row.unplaced, strict=True))
    cells: list[Cell] = []
    for at, cell in enumerate(row.cells):
        unit = units.get(at)
        if unit is None:
            cells.append(cell._replace(printed="", value=None, state="blank", placed_by="arithmetic"))
            continue
        value = read_value(unit.text, "count")
        cells.append(
            cell._replace(
                printed=unit.text, value=value.value, state=value.state, page=unit.page or cell.page,
                grid_column=unit.start if row.line is not None else None, placed_by="arithmetic",
                confidence=unit.confidence,
            )
        )  # fmt: skip
    row.cells = tuple(cells)
    seen = next((told.seen for told in row.problems if told.kind in _UNDECIDED), None)
    row.problems = [told for told in row.problems if told.kind not in _UNDECIDED]
    row.problems.append(
        problem("placed_by_arithmetic", f"{KINDS['placed_by_arithmetic'].english}: {row.key}", table=THREE, row=row.key,
                seen=seen)
    )  # fmt: skip
    row.unplaced = ()
