"""What a query may take: size of a value, of an answer, and no function that one call keeps busy for hours.

Datasette's time limit is looked at between SQLite's instructions. A function is one instruction, and `instr`, `replace`
and `trim` of SQLite compare at each place, so that two long texts keep a thread for hours; ours do the same in linear
time. `LIKE` and `GLOB` have a limit for the pattern.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

LONGEST_VALUE = 16 * 2**20
"""Bytes of one text, blob or row: without it `select randomblob(1000000000)` answers a gigabyte."""
LONGEST_ANSWER = 48 * 2**20
"""Bytes of texts and blobs of one answer."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
TRIMMED = 100
"""Kinds of characters that `trim` may take away."""

Value = str | bytes | int | float | None


def limit(connection: sqlite3.Connection) -> None:
    """Set the limits on a connection of Datasette's; its rows stay sqlite3.Row."""
    for category, most in LIMITS.items():
        connection.setlimit(category, most)
    for name, count, function in (
        ("instr", 2, instr), ("replace", 3, replace), ("trim", 2, trim), ("ltrim", 2, ltrim), ("rtrim", 2, rtrim),
    ):  # fmt: skip
        connection.create_function(name, count, function, deterministic=True)
    connection.row_factory = bounded_rows(LONGEST_ANSWER)


def bounded_rows(longest: int) -> Callable[[sqlite3.Cursor, Any], sqlite3.Row]:
    """A row factory that raises sqlite3.OperationalError when the rows of a cursor have more than `longest` bytes."""
    taken: WeakKeyDictionary[sqlite3.Cursor, int] = WeakKeyDictionary()

    def row(cursor: sqlite3.Cursor, values: Any) -> sqlite3.Row:
        size = sum(len(value) for value in values if isinstance(value, (str, bytes)))
        taken[cursor] = size = taken.get(cursor, 0) + size
        if size > longest:
            raise sqlite3.OperationalError(
                "结果太大，请少选几列或几行 / the answer is too large: select fewer columns or rows"
            )
        return sqlite3.Row(cursor, values)

    return row


def _too_big() -> str:
    """What SQLite answers with its error for a value beyond the limit; an exception would only reach standard error."""
    return "x" * (LONGEST_VALUE + 1)


def text_of(value: Value) -> str:
    """A value as SQLite casts it to text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float):
        digits, mark, exponent = f"{value:.15g}".partition("e")
        return f"{digits if '.' in digits or 'n' in digits else digits + '.0'}{mark}{exponent}"
    return str(value)


def instr(within: Value, sought: Value) -> int | None:
    """SQLite's instr()."""
    if within is None or sought is None:
        return None
    if isinstance(within, bytes) and isinstance(sought, bytes):
        return within.find(sought) + 1
    return text_of(within).find(text_of(sought)) + 1


def replace(within: Value, sought: Value, new: Value) -> Value:
    """SQLite's replace()."""
    if within is None or sought is None or new is None:
        return None
    text, old, other = text_of(within), text_of(sought), text_of(new)
    if not old:
        return text if isinstance(within, bytes) else within
    if len(text) + text.count(old) * (len(other) - len(old)) > LONGEST_VALUE:
        return _too_big()
    return text.replace(old, other)


def _trimming(strip: Callable[[str, str], str]) -> Callable[[Value, Value], str | None]:
    def trimmed(text: Value, signs: Value) -> str | None:
        if text is None or signs is None:
            return None
        known = "".join(set(text_of(signs)))
        if len(known) > TRIMMED:
            return _too_big()
        return strip(text_of(text), known) if known else text_of(text)

    return trimmed


trim, ltrim, rtrim = _trimming(str.strip), _trimming(str.lstrip), _trimming(str.rstrip)
