"""SQL functions: Datasette's own search box searches as our search page does, and snippets can be asked for in SQL."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.search import match_query, snippet
from publish.hook import hook
from publish.query_limits import limit
from publish.search_results import LOOKED_AT


def _escape_fts(query: object) -> str:
    return match_query(str(query or "")) or '""'


def _snippet(text: object, query: object) -> str | None:
    return None if text is None else snippet(str(text)[:LOOKED_AT], str(query or ""))


@hook(last=True)
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Limit queries; register `escape_fts(query)`, in place of Datasette's, and `nianbao_snippet(text, query)`."""
    del database, datasette
    limit(conn)
    conn.create_function("escape_fts", 1, _escape_fts, deterministic=True)
    conn.create_function("nianbao_snippet", 2, _snippet, deterministic=True)
