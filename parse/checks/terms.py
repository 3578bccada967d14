"""Values of the national tables as terms of an identity: a sum that knows what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

Number = int | Decimal


class Sum(NamedTuple):
    """A sum of cells. `value` is strict (None if any cell is null), `lenient` reads a null as 0 (None if all are)."""

    value: Number | None
    lenient: Number | None
    blanks: int


def total(terms: Iterable[Number | None]) -> Sum:
    """The sum of cells, strict and lenient."""
    lenient: Number | None = None
    blanks = 0
    for value in terms:
        if value is None:
            blanks += 1
        else:
            lenient = value if lenient is None else lenient + value
    return Sum(None if blanks else lenient, lenient, blanks)


def total_of(table: Mapping[str, Any], cells: Iterable[tuple[str, str]]) -> Sum:
    """The sum of the cells of a table at these (row, column)."""
    lenient: Number | None = None
    blanks = 0
    for row, column in cells:
        columns = table.get(row)
        value = columns.get(column) if columns else None
        if value.__class__ is int or isinstance(value, (int, Decimal)):
            lenient = value if lenient is None else lenient + value
        else:
            blanks += 1
    return Sum(None if blanks else lenient, lenient, blanks)


def cell(table: Mapping[str, Any], row: str, column: str) -> Number | None:
    """A number of a table (row → column → value), or None where it is blank or not there."""
    columns = table.get(row)
    value = columns.get(column) if columns else None
    return value if isinstance(value, (int, Decimal)) else None
