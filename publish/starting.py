"""What is set up before the first answer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from publish.access_log import leave_queries_out
from publish.database import file_state
from publish.hook import hook
from publish.kept_answers import count_once


@hook()
def startup(datasette: Any) -> None:
    """A log without queries; counts, who may see a table, and what tables there are, are found out once."""
    leave_queries_out()
    count_once(datasette)
    remember_permissions(datasette)
    compare_schemas_when_changed(datasette)


def remember_permissions(datasette: Any) -> None:
    """Let Datasette look up once what the metadata says of who may see a table: it copies all of the metadata each
    time, two milliseconds for each table that a page lists. Not where a plugin makes metadata, which may change."""
    # that module imports every plugin, of which this is one: hooks would be missed that are not defined yet
    from datasette.plugins import pm

    if not pm.hook.get_metadata.get_hookimpls():
        datasette._table_permission_allows = lru_cache(1000)(datasette._table_permission_allows)


def compare_schemas_when_changed(datasette: Any) -> None:
    """Let Datasette compare its list of tables with the schemas only when a file was written since: it asks every
    database with every request, each time by way of a thread."""
    compare = datasette._refresh_schemas
    known: list[object] | None = None

    async def when_changed() -> None:
        nonlocal known
        state = [file_state(database) for name, database in datasette.databases.items() if name != "_internal"]
        if state != known or None in state:
            await compare()
            known = state

    datasette._refresh_schemas = when_changed
