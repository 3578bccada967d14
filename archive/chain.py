"""The digest chain: rows that must not change are digested when their crawl closes, each link over the one before.

A merged archive has the links of its shards as they were, and a link of its own over their last heads.

captures and changes: a digest a row; versions: a digest a row with its text; cells: a digest a version over its wide
and sparse rows, its sections, figures and claims. A digest begins with the number of its form (`FORM`); the second had
fewer columns of a figure, and one without a number is of the first, that had no sections, figures and claims, and fewer
columns of a version. What is derived and may move (a capture's verdict, a version's last_seen) is not in it. A
rereading with another parser adds new entries in a link of its own; the latest entry of a row is the one that holds.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal

from sqlite_utils import Database

from archive.form_tables import wide_columns
from archive.rows import each, insert, rows, tuples, value
from archive.times import now
from parse import schema

Kept = Literal["captures", "versions", "cells", "changes"]
Cause = Literal["crawl", "rereading", "merge"]

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
VERSION_COLUMNS_2 = (
    f"{VERSION_COLUMNS}, report, agency, report_year, report_year_source, cells_decided, scope, scope_sentence"
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
_SQL_2 = {**_SQL, "versions": f"SELECT {VERSION_COLUMNS_2} FROM versions WHERE id = ?"}
_TEXTS_2 = {
    "section_places": "position, id, heading, start, length, own_text",
    "legacy_figures": "position, key, label, value, cumulative, unit, sentence, approximate",
    "claims": "position, key, value, sentence",
}
TEXT_COLUMNS = {
    **_TEXTS_2,
    "legacy_figures": f"{_TEXTS_2['legacy_figures']}, state, cumulative_state, heading",
}
FORM = "3:"
"""What the digest of a version and of its cells begins with: by which form it is made."""
_FORMS = (FORM, "2:")
_IDS = {
    "captures": "SELECT id FROM captures",
    "versions": "SELECT id FROM versions",
    "cells": "SELECT id FROM versions",
    "changes": "SELECT id FROM changes",
}
KEPT: tuple[Kept, ...] = ("captures", "versions", "cells", "changes")


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _bytes(form: Any) -> bytes:
    return _json(form).encode()


@cache
def _wide(table: str) -> tuple[list[str], str]:
    names = ["row_key", *(column.name for column in wide_columns(table)), "page", "grid", "grid_row", "grid_column"]
    return names, f"SELECT {', '.join(names)} FROM {table} WHERE version = ? ORDER BY row_key"


def _cells_form(db: Database, version: str) -> list[Any]:
    form: list[Any] = []
    for table in schema.TABLES:
        names, sql = _wide(table.key)
        # by name and without nulls, so that a column added later changes no old digest
        form.append(
            [
                {name: item for name, item in zip(names, row, strict=True) if item is not None}
                for row in tuples(db, sql, (version,))
            ]
        )
    sql = f"SELECT {CELL_COLUMNS} FROM cells WHERE version = ? ORDER BY form_table, row_key, column_key"
    form.append(tuples(db, sql, (version,)).fetchall())
    return form


def _texts_form(db: Database, version: str, form: str) -> list[Any]:
    told = TEXT_COLUMNS if form == FORM else _TEXTS_2
    sql = {name: f"SELECT {columns} FROM {name} WHERE version = ? ORDER BY position" for name, columns in told.items()}
    if form == FORM:
        # by name and without nulls, as the wide tables
        return [
            [{name: item for name, item in row.items() if item is not None} for row in rows(db, one, (version,))]
            for one in sql.values()
        ]
    return [tuples(db, one, (version,)).fetchall() for one in sql.values()]


def form_of(sha256: str, kept: str) -> str:
    """By which form a digest was made: `FORM`, an older one, empty for the first."""
    if kept not in ("versions", "cells"):
        return FORM
    return next((form for form in _FORMS if sha256.startswith(form)), "")


def row_form(db: Database, kept: str, identifier: str, form: str = FORM) -> bytes | None:
    """A row that must not change as the JSON whose SHA-256 is its digest, or None if it is not there."""
    if kept == "cells":
        if not value(db, "SELECT 1 FROM versions WHERE id = ?", (identifier,)):
            return None
        texts = _texts_form(db, identifier, form) if form else []
        return _bytes([*_cells_form(db, identifier), *texts])
    row = tuples(db, (_SQL_2 if form else _SQL)[kept], (identifier,)).fetchone()
    return None if row is None else _bytes(row)


def row_digest(db: Database, kept: str, identifier: str, form: str = FORM) -> str | None:
    """The digest of a row that must not change as it stands now, or None if it is not there.

    `form`: what `form_of` told.
    """
    told = row_form(db, kept, identifier, form)
    marked = form if kept in ("versions", "cells") else ""
    return None if told is None else marked + hashlib.sha256(told).hexdigest()


_SETTLED = " WHERE crawl IS NULL OR crawl IN (SELECT id FROM crawls WHERE finished IS NOT NULL)"
"""Rows of a crawl that is still open may change until it is closed: a rereading leaves them to its link."""


def _new_ids(db: Database, kept: str, cause: Cause) -> Iterator[str]:
    settled = _SETTLED if cause == "rereading" else ""
    sql = (
        f"SELECT id FROM ({_IDS[kept]}{settled}) AS r WHERE NOT EXISTS"
        " (SELECT 1 FROM chain_entries AS e WHERE e.kept = ? AND e.id = r.id)"
    )
    for row in each(db, sql, (kept,)):
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


def head_of(follows: str, entries: Iterable[tuple[str, str, str]]) -> str:
    """The head of a link: SHA-256 over the head before it and its entries (kept, id, digest) in the order of these."""
    running = hashlib.sha256(follows.encode())
    for entry in entries:
        running.update(_entry(entry))
    return running.hexdigest()


def _entry(entry: tuple[str, str, str]) -> bytes:
    return "\n".join(entry).encode() + b"\n\n"


def _entries(db: Database, number: int) -> Iterator[tuple[str, str, str]]:
    sql = "SELECT kept, id, sha256 FROM chain_entries WHERE link = ? ORDER BY kept, id"
    yield from tuples(db, sql, (number,))


def link_form(db: Database, number: int) -> Iterator[bytes]:
    """A link as the bytes whose SHA-256 is its head."""
    yield str(value(db, "SELECT follows FROM chains WHERE number = ?", (number,)) or "").encode()
    yield from map(_entry, _entries(db, number))


def is_due(db: Database) -> bool:
    """Whether something was read again, or came of a closed crawl, that no link has yet."""
    return bool(_reread_ids(db)) or any(True for kept in KEPT for _ in _new_ids(db, kept, "rereading"))


def last_head(db: Database) -> str | None:
    """The head of the last link, None before the first crawl is closed."""
    found = value(db, "SELECT head FROM chains ORDER BY number DESC LIMIT 1")
    return None if found is None else str(found)


def add_link(
    db: Database, crawl: str | None, cause: Cause, entries: Iterable[tuple[str, str, str]], follows: str | None = None
) -> str:
    """Write a link with these entries (kept, id, digest) in any order; returns the new head.

    `follows`: the heads before it, a line each; None: that of the last link.
    """
    number = (value(db, "SELECT max(number) FROM chains") or 0) + 1
    before = (last_head(db) or "") if follows is None else follows
    link = {
        "number": number,
        "crawl": crawl,
        "cause": cause,
        "made": now(),
        "entries": 0,
        "head": "",
        "follows": before,
    }
    insert(db, "chains", [link])
    db.conn.executemany(
        f"INSERT INTO chain_entries (link, kept, id, sha256) VALUES ({number}, ?, ?, ?)",
        entries,
    )
    head = head_of(before, _entries(db, number))
    db.conn.execute(
        "UPDATE chains SET head = ?, entries = (SELECT count(*) FROM chain_entries WHERE link = number)"
        " WHERE number = ?",
        (head, number),
    )
    return head


def _due(db: Database, cause: Cause) -> Iterator[tuple[str, str, str]]:
    for kept in KEPT:
        for name in _new_ids(db, kept, cause):
            yield kept, name, row_digest(db, kept, name) or ""


def close_link(db: Database, crawl: str | None, cause: Cause = "crawl") -> str:
    """Digest every row that no link has yet, and what was read again; returns the new head. Memory is flat."""
    again: tuple[Kept, ...] = ("versions", "cells")
    reread = [
        (kept, name, row_digest(db, kept, name) or "")
        for name in _reread_ids(db)
        for kept in again
        if value(db, "SELECT 1 FROM chain_entries WHERE kept = ? AND id = ?", (kept, name))
    ]
    return add_link(db, crawl, cause, itertools.chain(_due(db, cause), reread))


def check(db: Database) -> list[str]:
    """Sentences about links whose head does not follow and rows that are not as they were digested."""
    found = []
    heads = {""}
    for link in rows(db, "SELECT * FROM chains ORDER BY number"):
        number = value(db, "SELECT count(*) FROM chain_entries WHERE link = ?", (link["number"],))
        head = head_of(link["follows"], _entries(db, link["number"]))
        if head != link["head"] or number != link["entries"] or not heads >= set(link["follows"].split("\n")):
            found.append(f"Link {link['number']} of the digest chain does not follow from its entries.")
        heads.add(link["head"])
    reread = set(_reread_ids(db))
    for row in each(db, "SELECT kept, id, sha256, max(link) AS link FROM chain_entries GROUP BY kept, id"):
        if row["kept"] in ("versions", "cells") and row["id"] in reread:
            continue
        form = form_of(row["sha256"], row["kept"])
        if row_digest(db, row["kept"], row["id"], form) != row["sha256"]:
            found.append(f"{row['kept']} {row['id']} is not as it was when link {row['link']} was closed.")
    return [*found, *_without_link(db)]


def _without_link(db: Database) -> list[str]:
    """Sentences about rows of a crawl that is closed which no link has: they came later, by no rereading of ours."""
    if value(db, "SELECT 1 FROM rereadings WHERE reread_at > (SELECT coalesce(max(made), '') FROM chains)"):
        return []
    return [
        f"{kept} {row['id']} is in no link of the digest chain, and its crawl was closed."
        for kept in KEPT
        for row in rows(
            db,
            f"SELECT id FROM {'versions' if kept == 'cells' else kept} AS r"
            " WHERE crawl IN (SELECT id FROM crawls WHERE finished IS NOT NULL)"
            " AND NOT EXISTS (SELECT 1 FROM chain_entries AS e WHERE e.kept = ? AND e.id = r.id) ORDER BY id",
            (kept,),
        )
    ]
