"""Plain SQL rows: insert and look up, with the column names from the rows themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlite_utils import Database

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Row = dict[str, Any]

_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
_VALUES = frozenset((int, float, bool, type(None), Decimal))
_PLAIN = _VALUES | {str}


def storable(value: Any) -> Any:
    """Text that SQLite can hold and measure: a lone surrogate or a NUL, which no document means, becomes U+FFFD."""
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return _UNSTORABLE.sub("\ufffd", value) if _UNSTORABLE.search(value) else value


def storable_form(form: T) -> T:
    """A dataclass with every text in it storable; the same object where nothing has to go."""
    return _mended(form) if _UNSTORABLE.search("".join(_texts(form))) else form


def _texts(form: object) -> list[str]:
    """Every text in a dataclass, in its tuples and in theirs."""
    found: list[str] = []
    items: list[object] = [form]
    while items:
        item = items.pop()
        if isinstance(item, tuple):
            kinds = set(map(type, item))
            if len(item) > 8 and len(kinds) == 1 and hasattr(kinds.pop(), "_fields"):
                # Hundreds of cells: a column at a time.
                items += zip(*item, strict=True)
            elif kinds == {str}:
                found += set(item)
            elif not kinds <= _VALUES:
                found += {one for one in item if type(one) is str}
                items += [one for one in item if type(one) not in _PLAIN]
        elif isinstance(item, str):
            found.append(item)
        elif is_dataclass(item):
            items += [one for field in fields(item) if type(one := getattr(item, field.name)) not in _VALUES]
    return found


def _mended(form: T) -> T:
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
    return _mended(item) if is_dataclass(item) and not isinstance(item, type) else item


def insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]], *, conflict: str = "ABORT") -> None:
    """Insert rows that all have the same keys. `conflict` is SQLite's: ABORT, IGNORE or REPLACE."""
    taken: Sequence[Mapping[str, Any]] = list(rows)
    if not taken:
        return
    columns = list(taken[0])
    pick = itemgetter(*columns, columns[0])
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(
        f'INSERT OR {conflict} INTO "{table}" ({names}) VALUES ({marks})',
        ([storable(item) if type(item) is str else item for item in pick(row)[:-1]] for row in taken),
    )


def rows(db: Database, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query as dictionaries."""
    cursor = db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def each(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows of a query one by one as dictionaries; memory does not grow with their number."""
    cursor = db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def one(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    """The first row of a query, or None."""
    return next(iter(rows(db, sql, parameters)), None)


def value(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Any:
    """The first value of the first row, or None."""
    found = db.conn.execute(sql, parameters).fetchone()
    return None if found is None else found[0]
