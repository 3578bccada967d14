"""Tables and views of the archive as they are: columns, types and keys from SQLite itself, words from the notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from archive.metadata import column_notes
from archive.notes import NOTES
from archive.releases.writing import Column, Table, Type
from archive.search import SEARCH_TABLE

VIEWS = ("reports", "sections")
"""Views that are released too; `cells_long` is released in a fuller form (`long_cells`)."""

_TYPES: dict[str, Type] = {"INTEGER": "integer", "REAL": "number", "TEXT": "text", "ANY": "decimal", "BLOB": "bytes"}
_TEXTS_OF_VIEWS = frozenset(("status", "url", "first_seen", "last_seen", "text"))
"""Columns that a view computes and that are texts; what else it computes are counts and printed totals."""
_DATES = frozenset(("published_on", "signed_on", "period_start", "period_end"))
_TIMES = frozenset(
    (
        "first_seen", "last_seen", "fetched_at", "finished_at", "started", "finished", "findings_made", "created",
        "sealed", "seen_at", "reread_at", "last_seen_old", "first_seen_new", "since", "status_since", "listed_at",
        "as_of",
    )
)  # fmt: skip
_WORDS_TOO = frozenset((("claims", "value"),))
"""Columns of any type that hold words too: exact text, whatever it is."""


def mirrored_tables(db: Database) -> list[Table]:
    """Every table of the archive but its search index and its migrations, and the views of `VIEWS`, by name."""
    sql = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    own = ("sqlite_", SEARCH_TABLE, "_")
    return [
        _table(db, row[0], view=row[1] == "view")
        for row in db.conn.execute(sql).fetchall()
        if not row[0].startswith(own) and (row[1] == "table" or row[0] in VIEWS)
    ]


def _type(table: str, column: str, declared: str, *, view: bool) -> Type:
    if declared in ("INTEGER", "REAL"):  # units.since is a year, aliases.since a time
        return _TYPES[declared]
    if column in _DATES:
        return "date"
    if column in _TIMES:
        return "datetime"
    if (table, column) in _WORDS_TOO:
        return "printed"
    if view and not declared:
        return "text" if column in _TEXTS_OF_VIEWS else "integer"
    return _TYPES[declared]


def _table(db: Database, name: str, *, view: bool) -> Table:
    described = column_notes(name) if name in NOTES else {}
    note = NOTES.get(name)
    info = db.conn.execute(f"PRAGMA table_info([{name}])").fetchall()
    columns = tuple(
        Column(
            row["name"],
            _type(name, row["name"], row["type"], view=view),
            described.get(row["name"], row["name"]),
            bool(row["notnull"] or row["pk"]) and row["type"] in ("INTEGER", "REAL"),
        )
        for row in info
    )
    key = tuple(row["name"] for row in sorted(info, key=lambda row: row["pk"]) if row["pk"])
    references: dict[int, tuple[str, list[str], list[str]]] = {}
    for row in db.conn.execute(f"PRAGMA foreign_key_list([{name}])").fetchall():
        _, own, there = references.setdefault(row["id"], (row["table"], [], []))
        own.append(row["from"])
        there.append(row["to"])
    return Table(
        name,
        f"{note.chinese} {note.english}" if note else name,
        note.about if note else name,
        columns,
        ("report",) if name == "reports" else ("version", "position") if name == "sections" else key,
        tuple((tuple(own), table, tuple(there)) for _, (table, own, there) in sorted(references.items())),
    )


def mirrored_rows(db: Database, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in the order of its key (of their being written, where it has none)."""
    order = ", ".join(f'"{column}"' for column in table.key) or "rowid"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    for row in db.conn.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {order}'):
        yield tuple(row)
