"""Plain SQL rows: insert and look up, with the column names from the rows themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter
from sqlite3 import Cursor
from typing import TYPE_CHECKING, Any, TypeVar

from sqlite_utils import Database

from parse.report import Checks

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Row = dict[str, Any]

_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
_VALUES = frozenset((int, float, bool, type(None), Decimal))
_PLAIN = _VALUES | {str}


def storable(value: Any) -> Any:
    """Text that SQLite can hold and measure: a lone surrogate or a NUL, which no document means, becomes U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) and not _is_storable(value) else value


def _is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def storable_form(form: T) -> T:
    """A dataclass with every text in it storable; the same object where nothing has to go."""
    return form if _is_storable("".join(_texts(form))) else _mended(form)


def _texts(form: object) -> list[str]:
    """Every text in a dataclass, in its tuples and in theirs; in checks no word is the document's."""
    found: list[str] = []
    items: list[object] = [form]
    while items:
        item = items.pop()
        if isinstance(item, tuple):
            kinds = set(map(type, item))
            if len(item) > 8 and len(kinds) == 1 and hasattr(next(iter(kinds)), "_fields"):
                # Hundreds of cells, of few different things.
                items.append(tuple(set[object]().union(*item)))
            elif kinds == {str}:
                found += set(item)
            elif not kinds <= _VALUES:
                found += {one for one in item if type(one) is str}
                items += [one for one in item if type(one) not in _PLAIN]
        elif isinstance(item, str):
            found.append(item)
        elif is_dataclass(item) and not isinstance(item, Checks):
            items += [one for name in _names(item.__class__) if type(one := getattr(item, name)) not in _VALUES]
    return found


@cache
def _names(form: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(form))


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


def insert(
    db: Database, table: str, rows: Iterable[Mapping[str, Any]], *, conflict: str = "ABORT", mended: bool = False
) -> None:
    """Insert rows that all have the same keys. `conflict` is SQLite's: ABORT, IGNORE or REPLACE; `mended`: every text
    in them is `storable` already."""
    taken: Sequence[Mapping[str, Any]] = list(rows)
    if not taken:
        return
    sql, pick = _insertion(table, tuple(taken[0]), conflict)
    if mended:
        db.conn.executemany(sql, map(pick, taken))
        return
    db.conn.executemany(
        sql,
        ([storable(item) if type(item) is str else item for item in pick(row)] for row in taken),
    )


@lru_cache(maxsize=256)
def _insertion(
    table: str, columns: tuple[str, ...], conflict: str
) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f'INSERT OR {conflict} INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    (first, *others) = columns
    return sql, itemgetter(*columns) if others else lambda row: (row[first],)


def tuples(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
    """The rows of a query one by one as plain tuples, which are made and taken apart faster than any other."""
    cursor = db.conn.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, parameters)


def rows(db: Database, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query as dictionaries."""
    return list(each(db, sql, parameters))


def each(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows of a query one by one as dictionaries; memory does not grow with their number."""
    cursor = tuples(db, sql, parameters)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row))  # noqa: B905 — as many as there are columns


def one(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    """The first row of a query, or None."""
    return next(iter(rows(db, sql, parameters)), None)


def value(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Any:
    """The first value of the first row, or None."""
    found = tuples(db, sql, parameters).fetchone()
    return None if found is None else found[0]
