"""The digest chain: rows that must not change are digested when their crawl closes, each link over the one before.

captures and changes: a digest a row; versions: a digest a row with its text; cells: a digest a version over its wide
and sparse rows. What is derived and may move (a capture's verdict, a version's last_seen) is not in it. A rereading
with another parser adds new entries in a link of its own; the latest entry of a row is the one that holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from sqlite_utils import Database

from archive.form_tables import wide_columns
from archive.rows import insert, rows, value
from archive.times import now
from parse import schema

Kept = Literal["captures", "versions", "cells", "changes"]
Cause = Literal["crawl", "rereading"]

CAPTURE_COLUMNS = (
    "id, address, url, method, fetched_at, finished_at, http_status, media_type, content_type, etag, last_modified,"
    " redirect_to, truncated, failure, payload_sha256, payload_bytes, record_type, refers_to, warc_file, warc_offset,"
    " warc_length, warc_record_id, origin, purpose, crawl, portal, portal_name, agency_hint, column_name, column_url,"
    " link_text, list_date, parent_url"
)
VERSION_COLUMNS = (
    "id, document, number, previous, first_capture, crawl, content_sha256, edition, title, agency_name, agency_source,"
    " agency_level, cited_notice, index_number, document_number, published_on, signed_on, period_start, period_end,"
    " media_type, first_seen, checks_passed, checks_failed, checks_not_assessable, parser, text"
)
CHANGE_COLUMNS = (
    "id, version, previous, report, kind, form_table, row_key, column_key, old, new, last_seen_old, first_seen_new,"
    " repeats, crawl"
)
CELL_COLUMNS = (
    "form_table, row_key, column_key, printed, value, state, implied_zero, page, grid, grid_row, grid_column,"
    " placed_by, confidence"
)
_SQL = {
    "captures": f"SELECT {CAPTURE_COLUMNS} FROM captures WHERE id = ?",
    "versions": f"SELECT {VERSION_COLUMNS} FROM versions WHERE id = ?",
    "changes": f"SELECT {CHANGE_COLUMNS} FROM changes WHERE id = ?",
}
_IDS = {
    "captures": "SELECT id FROM captures",
    "versions": "SELECT id FROM versions",
    "cells": "SELECT id FROM versions",
    "changes": "SELECT id FROM changes",
}
KEPT: tuple[Kept, ...] = ("captures", "versions", "cells", "changes")


def _digest(form: Any) -> str:
    return hashlib.sha256(json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _cells_form(db: Database, version: str) -> list[Any]:
    form: list[Any] = []
    for table in schema.TABLES:
        names = ["row_key", *(column.name for column in wide_columns(table.key)), "page", "grid", "grid_row"]
        sql = f"SELECT {', '.join(names)}, grid_column FROM {table.key} WHERE version = ? ORDER BY row_key"
        # by name and without nulls, so that a column added later changes no old digest
        form.append(
            [{name: item for name, item in row.items() if item is not None} for row in rows(db, sql, (version,))]
        )
    sql = f"SELECT {CELL_COLUMNS} FROM cells WHERE version = ? ORDER BY form_table, row_key, column_key"
    form.append([list(row) for row in db.conn.execute(sql, (version,))])
    return form


def row_digest(db: Database, kept: str, identifier: str) -> str | None:
    """The digest of a row that must not change as it stands now, or None if it is not there."""
    if kept == "cells":
        if not value(db, "SELECT 1 FROM versions WHERE id = ?", (identifier,)):
            return None
        return _digest(_cells_form(db, identifier))
    row = db.conn.execute(_SQL[kept], (identifier,)).fetchone()
    return None if row is None else _digest(list(row))


_SETTLED = " WHERE crawl IS NULL OR crawl IN (SELECT id FROM crawls WHERE finished IS NOT NULL)"
"""Rows of a crawl that is still open may change until it is closed: a rereading leaves them to its link."""


def _new_ids(db: Database, kept: str, cause: Cause) -> Iterator[str]:
    entered = "SELECT id FROM chain_entries WHERE kept = ?"
    settled = _SETTLED if cause == "rereading" else ""
    for row in rows(db, f"{_IDS[kept]}{settled} EXCEPT {entered} ORDER BY id", (kept,)):
        yield row["id"]


def _reread_ids(db: Database) -> list[str]:
    return [
        row["version"]
        for row in rows(
            db,
            "SELECT version, max(reread_at) AS at FROM rereadings GROUP BY version HAVING at > ("
            " SELECT coalesce(max(l.made), '9') FROM chain_entries AS e JOIN chains AS l ON l.number = e.link"
            " WHERE e.kept = 'versions' AND e.id = rereadings.version) ORDER BY version",
        )
    ]


def head_of(previous: str, entries: Iterable[tuple[str, str, str]]) -> str:
    """The head of a link: SHA-256 over the head before it and its entries (kept, id, digest) in order."""
    running = hashlib.sha256(previous.encode())
    for entry in sorted(entries):
        running.update("\n".join(entry).encode() + b"\n\n")
    return running.hexdigest()


def is_due(db: Database) -> bool:
    """Whether something was read again, or came of a closed crawl, that no link has yet."""
    return bool(_reread_ids(db)) or any(True for kept in KEPT for _ in _new_ids(db, kept, "rereading"))


def close_link(db: Database, crawl: str | None, cause: Cause = "crawl") -> str:
    """Digest every row that no link has yet, and what was read again; returns the new head."""
    entries = [(kept, name, row_digest(db, kept, name) or "") for kept in KEPT for name in _new_ids(db, kept, cause)]
    known = {(kept, name) for kept, name, _ in entries}
    for name in _reread_ids(db):
        again: tuple[Kept, ...] = ("versions", "cells")
        entries += [(kept, name, row_digest(db, kept, name) or "") for kept in again if (kept, name) not in known]
    number = (value(db, "SELECT max(number) FROM chains") or 0) + 1
    head = head_of(value(db, "SELECT head FROM chains WHERE number = ?", (number - 1,)) or "", entries)
    link = {"number": number, "crawl": crawl, "cause": cause, "made": now(), "entries": len(entries), "head": head}
    insert(db, "chains", [link])
    insert(
        db,
        "chain_entries",
        [{"link": number, "kept": kept, "id": name, "sha256": sha256} for kept, name, sha256 in entries],
    )
    return head


def check(db: Database) -> list[str]:
    """Sentences about links whose head does not follow and rows that are not as they were digested."""
    found = []
    previous = ""
    for link in rows(db, "SELECT * FROM chains ORDER BY number"):
        entries = [
            (row["kept"], row["id"], row["sha256"])
            for row in rows(db, "SELECT kept, id, sha256 FROM chain_entries WHERE link = ?", (link["number"],))
        ]
        if len(entries) != link["entries"] or head_of(previous, entries) != link["head"]:
            found.append(f"Link {link['number']} of the digest chain does not follow from its entries.")
        previous = link["head"]
    reread = set(_reread_ids(db))
    for row in rows(db, "SELECT kept, id, sha256, max(link) AS link FROM chain_entries GROUP BY kept, id"):
        if row["kept"] in ("versions", "cells") and row["id"] in reread:
            continue
        if row_digest(db, row["kept"], row["id"]) != row["sha256"]:
            found.append(f"{row['kept']} {row['id']} is not as it was when link {row['link']} was closed.")
    return found
