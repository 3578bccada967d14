"""Rows of table three: a labelled line and where the values of its table stand give the cells of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mode

from parse.label_form import label_form
from parse.problem_kinds import problem
from parse.report import Cell
from parse.schema import APPLICANT_COLUMNS, Row
from parse.tables.headings import (
    add_row,
    empty_columns,
    extra_columns,
    fewer_columns,
    label_end,
    label_starts,
    other_order,
    width,
)
from parse.tables.labels import match_applicant, match_request
from parse.tables.lines import Line
from parse.tables.locate import THREE
from parse.tables.placing import Placement, Witnesses, place, starts
from parse.tables.reading import RowReading, read_row
from parse.tables.requests_lines import Labelled

COUNT = len(APPLICANT_COLUMNS)
_KEYS = tuple(column.key for column in APPLICANT_COLUMNS)
_KINDS = tuple(column.key for column in APPLICANT_COLUMNS if column.group == "organizations")


def request_witnesses(headings: Sequence[Line], lines: Sequence[Line], labelled: Sequence[Labelled]) -> Witnesses:
    witnesses = Witnesses()
    headings = _kinds_below_their_group(headings)
    witnesses.heading = label_starts(headings, _KEYS, applicant_key)
    if witnesses.heading is None and all(line.spans_known for line in headings):
        witnesses.fewer = fewer_columns(headings, _KEYS, applicant_key)
    if witnesses.heading is None and (other := other_order(headings, _KEYS, applicant_key)):
        witnesses.swapped = True
        witnesses.fewer = other if _is_whole(headings) else None
    witnesses.heading_end = label_end(headings, applicant_key) if witnesses.heading else 0
    witnesses.extra = extra_columns(headings, witnesses.heading)
    for item in labelled:
        if item.match is not None:
            add_row(witnesses, item.candidates, COUNT)
    for grid in {line.grid for line in headings}:
        witnesses.widths[grid] = width([line for line in headings if line.grid == grid])
        witnesses.empty_columns[grid] = empty_columns([line for line in (*headings, *lines) if line.grid == grid])
    ends: dict[tuple[int, int], list[int]] = {}
    for item in labelled:
        if item.candidates and item.line.spans_known:
            ends.setdefault((item.line.grid, item.candidates[0].start), []).append(item.candidates[-1].end)
    witnesses.row_ends = {place: mode(several) for place, several in ends.items()}
    witnesses.moved = frozenset(item.line.grid for item in labelled if _reaches_behind(item, witnesses))
    return witnesses


def _reaches_behind(item: Labelled, witnesses: Witnesses) -> bool:
    if witnesses.heading is None or len(item.candidates) <= COUNT:
        return False
    printed = [unit for unit in item.candidates if not unit.blank]
    return bool(printed) and len(printed) <= COUNT and printed[-1].start >= witnesses.heading_end


def _kinds_below_their_group(headings: Sequence[Line]) -> Sequence[Line]:
    """The heading lines, the five kinds of organisations moved below 法人或其他组织 where they slid to the left: the
    note beside them ends a line too early. A line of nothing else, and as many columns as kinds, leave one place."""
    groups = [
        unit for line in headings for unit in line.printed if unit.form == "法人或其他组织" and not unit.from_above
    ]
    if len(groups) != 1 or groups[0].end - groups[0].start != len(_KINDS):
        return headings
    moved: list[Line] = []
    for line in headings:
        own = [unit for unit in line.printed if not unit.from_above]
        kinds = tuple(applicant_key(unit.form) for unit in own)
        if kinds == _KINDS and own[0].start < groups[0].start and line.spans_known:
            units = (unit._replace(start=groups[0].start + at, end=groups[0].start + at + 1)
                     for at, unit in enumerate(own))  # fmt: skip
            line = replace(line, units=(*(unit for unit in line.units if unit.from_above), *units))
        moved.append(line)
    return moved


def _is_whole(headings: Sequence[Line]) -> bool:
    """Whether the heading is one line of all columns, or 法人或其他组织 stands above its kinds and nothing else.

    Where that cell was lost, 总计 takes its place: the labels then stand in another order than the columns.
    """
    places = [(unit, key) for line in headings for unit in line.printed if (key := applicant_key(unit.form))]
    own = [{unit.start for unit in line.printed if not unit.from_above} for line in headings]
    if any(sorted(key for unit, key in places if unit.start in begun) == sorted(_KEYS) for begun in own):
        return True
    kinds = {column for unit, key in places if key in _KEYS[1:-1] for column in range(unit.start, unit.end)}
    groups = [unit for line in headings for unit in line.printed if unit.form == "法人或其他组织"]
    return any(kinds == set(range(unit.start, unit.end)) for unit in groups)


def applicant_key(form: str) -> str | None:
    found = match_applicant(form)
    return found[0].key if found else None


def read_labelled(item: Labelled, witnesses: Witnesses) -> RowReading | None:
    """The row of a labelled line; None for a line whose label does not tell the row."""
    match = item.match
    if match is None or not match.rows:
        return None
    row = match.rows[0]
    reading = _below_fewer(row.key, item, witnesses) or read_row(
        THREE, row.key, APPLICANT_COLUMNS, place(item.candidates, COUNT, witnesses, item.line.grid), item.line
    )
    reading.tentative = bool(match.groups)
    exact = match.exact or match_exactly(item.label, row)
    if not exact:
        reading.problems.append(
            problem("label_variant", f"Printed label differs from the form: {one_line(item.label)}", table=THREE,
                    row=row.key, seen=one_line(item.label), expected=row.label)
        )  # fmt: skip
    return reading


def _below_fewer(row: str, item: Labelled, witnesses: Witnesses) -> RowReading | None:
    """The row of a table that leaves out columns: each cell stands below the heading that names it, and what the
    document's own form does not have is `not_in_form` (the row is printed)."""
    if witnesses.fewer is None or starts(item.candidates) != witnesses.fewer[1]:
        return None
    named = witnesses.fewer[0]
    by_key = {column.key: column for column in APPLICANT_COLUMNS}
    columns = [by_key[key] for key in named]
    reading = read_row(THREE, row, columns, Placement(item.candidates, placed_by="label"), item.line)
    cells = {cell.column: cell for cell in reading.cells}
    reading.cells = tuple(
        cells.get(key) or Cell(THREE, row, key, None, None, "not_in_form", grid=item.line.grid) for key in _KEYS
    )
    return reading


def match_exactly(label: str, row: Row) -> bool:
    """Whether a label put together again from its parts is that of the row."""
    match = match_request(label_form(label))
    return bool(match and match.exact and match.rows == (row,))


def one_line(text: str) -> str:
    return " ".join(text.split())[:120]
