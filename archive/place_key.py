"""The place of a public body, in SQL: its division code, else its portal, else what its id begins with."""

from __future__ import annotations


def place_key(agency: str = "a") -> str:
    """The expression over a row of `agencies` by its alias; `agencies_place` (archive/schema.py) is an index on it."""
    return f"coalesce({agency}.division_code, {agency}.portal, substr({agency}.id, 1, instr({agency}.id, '-') - 1))"
