"""Printed numbers as SQLite holds them, exactly."""

from __future__ import annotations

from decimal import Decimal

from parse.report import Money

LARGEST = 2**63 - 1


def number(value: object) -> int | float | str | None:
    """A value for SQL, exact: whole numbers stay whole; where SQLite has no number for it, it is its digits."""
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else str(value)
    if value is None or isinstance(value, float | str):
        return value
    if isinstance(value, Money):
        return number(value.value)
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return number(int(value))
        return float(value) if Decimal(repr(float(value))) == value else format(value, "f")
    raise TypeError(f"not a printed value: {value!r}")
