"""Rows of table three without a readable label: their place between labelled rows decides, or nothing does."""

from __future__ import annotations

from collections.abc import Sequence

from parse.problem_kinds import problem
from parse.report import Problem
from parse.schema import APPLICANT_COLUMNS, request_rows
from parse.tables.locate import THREE
from parse.tables.placing import Witnesses, place
from parse.tables.reading import RowReading, TableRows, read_row, seen_in
from parse.tables.requests_lines import Labelled
from parse.tables.requests_rows import COUNT, one_line, read_labelled

SUBROWS = frozenset(row.key for row in request_rows("2021") if row.editions == ("2021",))
"""The three rows below (六)其他处理, which the form of 2019 does not have."""


def place_unlabelled(
    sequence: list[RowReading | None],
    labelled: Sequence[Labelled],
    witnesses: Witnesses,
    edition: str | None,
    table: TableRows,
) -> None:
    """Rows without a readable label: placed where exactly as many rows of the form are missing between neighbours."""
    known = {reading.key for reading in sequence if reading is not None}
    order = [row.key for row in request_rows(_edition(edition, known))]
    at = 0
    while at < len(sequence):
        if sequence[at] is not None:
            at += 1
            continue
        end = at
        while end < len(sequence) and sequence[end] is None:
            end += 1
        before, after = sequence[at - 1] if at else None, sequence[end] if end < len(sequence) else None
        gap = _gap(order, before, after, known)
        run = labelled[at:end]
        said = [item.above.rows[0].key if item.above else None for item in run]
        if len(gap) == len(run) and all(_could_be(item) for item in run):
            placed = gap if all(name in (None, key) for name, key in zip(said, gap, strict=True)) else []
        else:
            placed = [key for key in gap if key in said]
            placed = placed if said == placed else []
        for offset, (key, item) in enumerate(zip(placed, run, strict=False)):
            item.match = item.above
            sequence[at + offset] = read_labelled(item, witnesses) or _by_order(key, item, witnesses)
        if not placed:
            table.problems.extend(_not_placed(item) for item in run if _has_digits(item))
        at = end


def _edition(edition: str | None, known: set[str]) -> str:
    return "2021" if known & SUBROWS or (edition == "2021" and "other_processing" not in known) else "2019"


def _gap(order: list[str], before: RowReading | None, after: RowReading | None, known: set[str]) -> list[str]:
    if (before and before.key not in order) or (after and after.key not in order):
        return []
    first = order.index(before.key) + 1 if before else 0
    last = order.index(after.key) if after else len(order)
    return [key for key in order[first:last] if key not in known]


def _could_be(item: Labelled) -> bool:
    """An unlabelled line is a row of the table only if it is complete: as many numbers as columns, side by side."""
    printed = [unit for unit in item.candidates if not unit.blank]
    return len(printed) == COUNT and all(unit.value for unit in printed) and (item.match is None)


def _by_order(key: str, item: Labelled, witnesses: Witnesses) -> RowReading:
    row = next(row for row in (*request_rows("2021"), *request_rows("2019")) if row.key == key)
    placement = place(item.candidates, COUNT, witnesses, item.line.grid)
    reading = read_row(THREE, key, APPLICANT_COLUMNS, placement, item.line, placed_by="order")
    reading.problems.append(
        problem("placed_by_order", f"Row without a readable label, taken for {row.label} by its place",
                table=THREE, row=key, seen=seen_in(item.line), expected=row.label)
    )  # fmt: skip
    return reading


def _has_digits(item: Labelled) -> bool:
    return any(char.isdigit() for unit in item.candidates for char in unit.text)


def _not_placed(item: Labelled) -> Problem:
    kind = "unknown_label" if item.label else "stray_value"
    seen = seen_in(item.line)
    text = f"A line of table three that is no row of the form: {one_line(item.label) or seen}"
    return problem(kind, text, table=THREE, seen=seen)
