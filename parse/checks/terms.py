"""Values of the national tables as terms of an identity: a sum that knows what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of cells. `value` is strict (None if any cell is null), `lenient` reads a null as 0 (None if all are)."""

    value: Number | None
    lenient: Number | None
    blanks: int


def total(terms: Iterable[Number | None]) -> Sum:
    """The sum of cells, strict and lenient."""
    values = list(terms)
    known = [value for value in values if value is not None]
    lenient: Number | None = sum(known, 0) if known else None
    return Sum(lenient if len(known) == len(values) else None, lenient, len(values) - len(known))


def cell(table: Mapping[str, Any], row: str, column: str) -> Number | None:
    """A number of a table (row → column → value), or None where it is blank or not there."""
    value = (table.get(row) or {}).get(column)
    return value if isinstance(value, (int, Decimal)) else None
