"""Heading lines as geometry: the columns over which the form's column labels stand, if they stand in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from parse.schema import EXTRA_COLUMNS
from parse.tables.lines import Line, Unit
from parse.tables.placing import Columns, Witnesses


def label_starts(lines: Iterable[Line], keys: Sequence[str], match: Callable[[str], str | None]) -> Columns | None:
    """The first column of each key's label over several heading lines, or None unless all rise in the form's order.

    A label that occurs again further right (table four) takes the next key of that name.
    """
    seen: dict[tuple[int, str], None] = {}
    for line in lines:
        for unit in line.printed:
            key = match(unit.form)
            if key is not None:
                seen.setdefault((unit.start, key))
    ordered = sorted(seen)
    if [key for _, key in ordered] != list(keys):
        return None
    columns = tuple(column for column, _ in ordered)
    return columns if len(set(columns)) == len(columns) else None


def fewer_columns(
    lines: Iterable[Line], keys: Sequence[str], match: Callable[[str], str | None]
) -> tuple[tuple[str, ...], Columns] | None:
    """(keys, columns) of a heading that names some of the form's columns, once each, in its order; else None."""
    ordered = sorted({(unit.start, key) for line in lines for unit in line.printed if (key := match(unit.form))})
    named = [key for _, key in ordered]
    if not named or len(named) == len(keys) or named != [key for key in keys if key in set(named)]:
        return None
    columns = tuple(column for column, _ in ordered)
    return (tuple(named), columns) if len(set(columns)) == len(columns) else None


def other_order(
    lines: Iterable[Line], keys: Sequence[str], match: Callable[[str], str | None]
) -> tuple[tuple[str, ...], Columns] | None:
    """(keys, columns) of a heading that names every column of the form once, but not in its order; else None.

    Where the carrier does not tell spans, all of them must stand in one line. A heading of three lines written as one
    (自然人, 法人或其他组织, 总计, then the kinds of organisations) tells nothing of the order.
    """
    every = tuple(lines)
    parts = [every] if all(line.spans_known for line in every) else [(line,) for line in every]
    for part in parts:
        named = sorted({(unit.start, key) for line in part for unit in line.printed if (key := match(unit.form))})
        order = tuple(key for _, key in named)
        columns = tuple(column for column, _ in named)
        flattened = len(part) == 1 and any(unit.form == "法人或其他组织" for unit in part[0].printed)
        if sorted(order) == sorted(keys) and order != tuple(keys) and len(set(columns)) == len(keys) and not flattened:
            return order, columns
    return None


def cycle_broken(lines: Iterable[Line], keys: Sequence[str], match: Callable[[str], str | None]) -> bool:
    """Whether a heading line names all the keys, each equally often, but not one group after another in their order."""
    for line in lines:
        order = [key for unit in line.printed if (key := match(unit.form))]
        times = order.count(keys[0])
        if times and all(order.count(key) == times for key in keys) and order != list(keys) * times:
            return True
    return False


def label_end(lines: Iterable[Line], match: Callable[[str], str | None]) -> int:
    """Where the last labelled column ends."""
    return max((unit.end for line in lines for unit in line.printed if match(unit.form) is not None), default=0)


def extra_columns(lines: Iterable[Line], heading: Columns | None) -> frozenset[int]:
    """Columns between or beside the form's that the heading names and the form does not have; none where the heading of
    the form's own columns is not known."""
    every = tuple(lines)
    if heading is None or not all(line.spans_known for line in every):
        return frozenset()
    named = {
        column
        for line in every
        for unit in line.printed
        if unit.form in EXTRA_COLUMNS
        for column in range(unit.start, unit.end)
    }
    return frozenset(named.difference(heading))


def empty_columns(lines: Sequence[Line]) -> frozenset[int]:
    """Columns of one grid in which no line prints anything."""
    empty = set(range(width(lines)))
    for line in lines:
        if not empty:
            break
        for unit in line.printed:
            empty.difference_update(range(unit.start, unit.end))
    return frozenset(empty)


def width(lines: Sequence[Line]) -> int:
    """How many columns the lines cover."""
    return max((unit.end for line in lines for unit in line.units), default=0)


def add_row(witnesses: Witnesses, units: Sequence[Unit], count: int) -> None:
    """A row with exactly as many cells as the form has columns shows where values stand."""
    if len(units) == count:
        witnesses.rows.add(tuple(unit.start for unit in units))
