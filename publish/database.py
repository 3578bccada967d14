"""The archive among the databases that Datasette serves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit

from publish.promptly import promptly

Row = dict[str, Any]
Ask = Callable[[str, dict[str, Any]], list[Row]]
"""Asks for the rows of a query with its parameters."""
Answer = TypeVar("Answer")

REQUIRED = {"reports", "versions", "search_index"}


async def archive_database(datasette: Any) -> Any | None:
    """The first database that is an archive, or None where there is none."""
    for database in datasette.databases.values():
        if database.name != "_internal" and {*await database.table_names(), *await database.view_names()} >= REQUIRED:
            return database
    return None


async def rows(database: Any, sql: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    """Rows as dicts, under Datasette's time limit."""
    return await together(database, lambda ask: ask(sql, parameters or {}), sql)


async def together(database: Any, work: Callable[[Ask], Answer], key: Hashable | None = None) -> Answer:
    """What `work` makes of the rows it asks for: all of them promptly, or all in a thread (`publish.promptly`, which
    knows slow ones by their `key`), each query under Datasette's time limit. A page of fifteen queries otherwise waits
    fifteen times for its turn among other readers.

    Raises QueryInterrupted where one runs out of time, and what `work` raises; it may be called twice.
    """
    most = database.ds.sql_time_limit_ms

    async def ask(milliseconds: int) -> Answer:
        def asking(connection: sqlite3.Connection) -> Answer:
            limited = partial(sqlite_timelimit, connection, milliseconds)
            if milliseconds == most:
                return work(partial(_asked, connection, limited))
            with limited():
                return work(partial(_asked, connection, nullcontext))

        answer: Answer = await database.execute_fn(asking)
        return answer

    return await promptly(database, key, most, ask)


def _asked(
    connection: sqlite3.Connection,
    limited: Callable[[], AbstractContextManager[None]],
    sql: str,
    parameters: dict[str, Any],
) -> list[Row]:
    with limited():
        try:
            return [dict(row) for row in connection.execute(sql, parameters)]
        except sqlite3.OperationalError as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, sql, parameters) from error
            raise


async def row(database: Any, sql: str, parameters: dict[str, Any] | None = None) -> Row | None:
    """The first row as a dict, or None."""
    found = await rows(database, sql, parameters)
    return found[0] if found else None


def file_state(database: Any) -> object | None:
    """What changes when the database's file or its log does; None where it is no file."""
    if not database.path:
        return None
    found = []
    for path in _files(database.path):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(found)


@lru_cache(100)
def _files(path: str) -> tuple[Path, Path]:
    """A database's file and its log; a page asks thirty times for their state."""
    return Path(path), Path(f"{path}-wal")
