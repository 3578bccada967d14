"""Table four in an order of its own: outcomes and groups by the headings that stand over or beside each number.

The form writes fifteen outcomes side by side. Offices also write them as rows, name the outcomes in another order, or
give each group its own heading and row. Labels and spans then decide, where they name every column exactly once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from parse.schema import LITIGATION_GROUPS, OUTCOME_COLUMNS, Column, Group
from parse.tables.headings import width
from parse.tables.labels import litigation_groups, match_outcome
from parse.tables.lines import Line, Unit
from parse.tables.locate import FOUR, Located
from parse.tables.placing import Placement
from parse.tables.reading import RowReading, TableRows, read_row

Places = Mapping[int, tuple[Group | None, Column]]
"""What each column is for: a group (None where no heading names one) and an outcome."""

_REVIEW = LITIGATION_GROUPS[0]


def group_named(form: str) -> Group | None:
    """The one group that a heading names; 行政诉讼 alone names none."""
    found = litigation_groups(form)
    return found[0] if len(found) == 1 else None


def columns_of(headings: Sequence[Line]) -> Places:
    """What the columns below some heading lines are for; empty unless every group has each outcome exactly once."""
    if not headings or not all(line.spans_known for line in headings) or len({line.grid for line in headings}) > 1:
        return {}
    units = [unit for line in headings for unit in line.printed]
    places: dict[int, tuple[Group | None, Column]] = {}
    groups = [(unit.start, unit.end, group) for unit in units if (group := group_named(unit.form))]
    for unit in units:
        outcome = match_outcome(unit.form)
        if outcome is None:
            continue
        over = {group.key: group for start, end, group in groups if start <= unit.start < end}
        one = (next(iter(over.values()), None), outcome)
        if len(over) > 1 or unit.end - unit.start != 1 or places.setdefault(unit.start, one) != one:
            return {}
    counted: dict[str | None, list[str]] = {}
    for group, outcome in places.values():
        counted.setdefault(group.key if group else None, []).append(outcome.key)
    every = sorted(column.key for column in OUTCOME_COLUMNS)
    return places if all(sorted(keys) == every for keys in counted.values()) else {}


def cells_below(units: Sequence[Unit], places: Collection[int], end: int) -> dict[int, Unit]:
    """The cells of a row by column, if each stands below one heading and the row is as long as its headings."""
    own = {unit.start: unit for unit in units if unit.end - unit.start == 1 and (unit.blank or unit.value)}
    merged = any(unit.from_above or unit.goes_on for unit in units if not unit.blank)
    whole = len(own) == len(units) and set(own) == set(places) and bool(units) and units[-1].end == end
    return own if whole and not merged else {}


def group_columns(headings: Sequence[Line]) -> dict[int, Group]:
    """The columns of the three groups in a heading that names no outcome: a table four written downwards."""
    units = [unit for line in headings for unit in line.printed]
    if any(match_outcome(unit.form) for unit in units) or not all(line.spans_known for line in headings):
        return {}
    found = {(unit.start, unit.end): group for unit in units if (group := group_named(unit.form))}
    keys = sorted(group.key for group in found.values())
    if keys != sorted(group.key for group in LITIGATION_GROUPS) or any(end - start != 1 for start, end in found):
        return {}
    return {start: group for (start, _), group in found.items()}


def read_vertical(located: Sequence[Located], table: TableRows) -> frozenset[int]:
    """Read the grids whose rows are the five outcomes and whose columns are the three groups; the grids read.

    A grid is read whole, each outcome once and each number below its group, or left to others.
    """
    grids: dict[int, list[Line]] = {}
    for entry in located:
        if entry.line is not None and entry.line.printed:
            grids.setdefault(entry.line.grid, []).append(entry.line)
    read: set[int] = set()
    for grid, lines in grids.items():
        at = next((at for at, line in enumerate(lines) if match_outcome(line.printed[0].form)), 0)
        groups, rows = group_columns(lines[:at]), lines[at:]
        found: dict[str, tuple[Line, dict[int, Unit]]] = {}
        for line in rows if groups else ():
            outcome = match_outcome(line.printed[0].form)
            behind = line.units[line.units.index(line.printed[0]) + 1 :]
            if outcome is not None and (cells := cells_below(behind, groups, width(lines[:at]))):
                found.setdefault(outcome.key, (line, cells))
        if len(found) != len(OUTCOME_COLUMNS) or len(rows) != len(found):
            continue
        read.add(grid)
        for column, group in sorted(groups.items(), key=lambda one: LITIGATION_GROUPS.index(one[1])):
            table.rows.append(_across(group, column, found))
    return frozenset(read)


def _across(group: Group, column: int, found: Mapping[str, tuple[Line, dict[int, Unit]]]) -> RowReading:
    """The reading of one group, whose outcomes stand in five lines."""
    lines = [found[outcome.key][0] for outcome in OUTCOME_COLUMNS]
    units = tuple(found[outcome.key][1][column] for outcome in OUTCOME_COLUMNS)
    reading = read_row(FOUR, group.key, OUTCOME_COLUMNS, Placement(units, placed_by="label"), lines[0])
    reading.cells = tuple(cell._replace(grid_row=line.row) for cell, line in zip(reading.cells, lines, strict=True))
    return reading
