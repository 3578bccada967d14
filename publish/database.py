"""The archive among the databases that Datasette serves."""

from __future__ import annotations

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
