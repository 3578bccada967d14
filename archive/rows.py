"""Plain SQL rows: insert and look up, with the column names from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]


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
        ([row[column] for column in columns] for row in taken),
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
