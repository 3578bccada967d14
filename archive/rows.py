"""Plain SQL rows: insert and look up, with the column names from the rows themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlite_utils import Database

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Row = dict[str, Any]

_UNSTORABLE = re.compile("[\ud800-\udfff\0]")


def storable(value: Any) -> Any:
    """Text that SQLite can hold and measure: a lone surrogate or a NUL, which no document means, becomes U+FFFD."""
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return _UNSTORABLE.sub("\ufffd", value) if _UNSTORABLE.search(value) else value


def storable_form(form: T) -> T:
    """A dataclass with every text in it storable; the same object where nothing has to go."""
    changed = {}
    for field in fields(form):
        old = getattr(form, field.name)
        new = _storable_item(old)
        if new is not old:
            changed[field.name] = new
    return replace(form, **changed) if changed else form


def _storable_item(item: Any) -> Any:
    if isinstance(item, str):
        return storable(item)
    if isinstance(item, tuple):
        new = tuple(_storable_item(one) for one in item)
        if all(one is other for one, other in zip(item, new, strict=True)):
            return item
        return type(item)(*new) if hasattr(item, "_fields") else new
    return storable_form(item) if is_dataclass(item) and not isinstance(item, type) else item


def insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]], *, conflict: str = "ABORT") -> None:
    """Insert rows that all have the same keys. `conflict` is SQLite's: ABORT, IGNORE or REPLACE."""
    taken: Sequence[Mapping[str, Any]] = list(rows)
    if not taken:
        return
    columns = list(taken[0])
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(
        f'INSERT OR {conflict} INTO "{table}" ({names}) VALUES ({marks})',
        ([storable(row[column]) for column in columns] for row in taken),
    )


def rows(db: Database, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query as dictionaries."""
    cursor = db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def one(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    """The first row of a query, or None."""
    return next(iter(rows(db, sql, parameters)), None)


def value(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Any:
    """The first value of the first row, or None."""
    found = db.conn.execute(sql, parameters).fetchone()
    return None if found is None else found[0]
