"""The archive among the databases that Datasette serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Row = dict[str, Any]

REQUIRED = {"reports", "versions", "search_index"}


async def archive_database(datasette: Any) -> Any | None:
    """The first database that is an archive, or None where there is none."""
    for database in datasette.databases.values():
        if database.name != "_internal" and {*await database.table_names(), *await database.view_names()} >= REQUIRED:
            return database
    return None


async def rows(database: Any, sql: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    """Rows as dicts, under Datasette's time and row limits."""
    result = await database.execute(sql, parameters or {})
    return [dict(row) for row in result.rows]


async def row(database: Any, sql: str, parameters: dict[str, Any] | None = None) -> Row | None:
    """The first row as a dict, or None."""
    found = await rows(database, sql, parameters)
    return found[0] if found else None


def file_state(database: Any) -> object | None:
    """What changes when the database's file or its log does; None where it is no file."""
    if not database.path:
        return None
    found = []
    for path in (Path(database.path), Path(f"{database.path}-wal")):
        if path.exists():
            status = path.stat()
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(found)
