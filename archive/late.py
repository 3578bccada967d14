"""A capture whose report was read after later ones of the same document were saved: its version gets its place in time.

Runs of content are numbered by time (A → B → A is 1, 2, 3), so what stands behind moves up, a run that goes on behind
the late one is divided in two, and what follows the late one without a predecessor follows it from now on. Ids and
changes that are kept stay as they are; every row of `versions` that moves is noted in `rereadings`.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.content import content_of_version, places_of_version, search_parts
from archive.history import record_changes
from archive.identity import version_id
from archive.readings import DERIVED
from archive.rereadings import note
from archive.rows import Row, insert, one, rows, value
from archive.search import index_version

_SHOWN = (
    "SELECT {} FROM addresses AS a JOIN captures AS c ON c.address = coalesce(a.container, a.id)"
    " JOIN version_captures AS s ON s.capture = c.id JOIN versions AS v ON v.id = s.version"
    " LEFT JOIN members AS m ON m.capture = c.id AND m.address = a.id"
    " WHERE a.id = ? AND v.document = coalesce(m.document, c.document) AND c.fetched_at "
)


def shown_before(db: Database, capture: Row, columns: str = "v.*") -> Row | None:
    """The version that the address of a capture showed last before it."""
    sql = _SHOWN.format(columns) + "< ? ORDER BY c.fetched_at DESC LIMIT 1"
    return one(db, sql, (capture["address"], capture["fetched_at"]))


def shown_after(db: Database, capture: Row) -> Row | None:
    """The version that the address of a capture showed first after it."""
    sql = _SHOWN.format("v.*") + "> ? ORDER BY c.fetched_at LIMIT 1"
    return one(db, sql, (capture["address"], capture["fetched_at"]))


def place_in_time(db: Database, document: str, moment: str) -> int:
    """The number that a version of a document first seen at a moment has among the others."""
    return 1 + int(value(db, "SELECT count(*) FROM versions WHERE document = ? AND first_seen < ?", (document, moment)))


def begin_earlier(db: Database, version: Row, capture: Row) -> None:
    """An earlier capture shows a version too: it is its first."""
    sql = "UPDATE versions SET first_seen = ?, first_capture = ? WHERE id = ?"
    db.conn.execute(sql, (capture["fetched_at"], capture["id"], version["id"]))
    note(db, version, version["parser"], "first_seen", version["first_seen"], capture["fetched_at"])


def make_room(db: Database, document: str, number: int) -> None:
    """Let every version of a document from this number on have the next one."""
    sql = "SELECT * FROM versions WHERE document = ? AND number >= ? ORDER BY number DESC"
    for row in rows(db, sql, (document, number)):
        db.conn.execute("UPDATE versions SET number = ? WHERE id = ?", (row["number"] + 1, row["id"]))
        note(db, row, row["parser"], "number", str(row["number"]), str(row["number"] + 1))


def divide(db: Database, version: Row, moment: str) -> None:
    """Make a run of its own of what a version showed after a moment."""
    make_room(db, version["document"], version["number"] + 1)
    later = rows(
        db,
        "SELECT c.* FROM version_captures AS s JOIN captures AS c ON c.id = s.capture"
        " WHERE s.version = ? AND c.fetched_at > ? ORDER BY c.fetched_at",
        (version["id"], moment),
    )
    first = later[0]
    run = {
        **version,
        "id": version_id(version["document"], version["content_sha256"], first["fetched_at"]),
        "search_id": value(db, "SELECT max(search_id) FROM versions") + 1,
        "number": version["number"] + 1,
        "previous": None,
        "first_capture": first["id"],
        "crawl": first["crawl"],
        "first_seen": first["fetched_at"],
    }
    insert(db, "versions", [run])
    for table in (*DERIVED, "problems"):
        copied = rows(db, f'SELECT * FROM "{table}" WHERE version = ?', (version["id"],))
        insert(db, table, [{**row, "version": run["id"]} for row in copied])
    parts = search_parts(run["text"], places_of_version(db, run["id"]))
    index_version(db.conn, run["search_id"], run["title"], parts)
    for capture in later:
        sql = "UPDATE version_captures SET version = ? WHERE version = ? AND capture = ?"
        db.conn.execute(sql, (run["id"], version["id"], capture["id"]))
    seen_until(db, version["id"])
    sql = "SELECT * FROM versions WHERE previous = ? AND first_seen > ? AND id <> ?"
    for row in rows(db, sql, (version["id"], moment, run["id"])):
        db.conn.execute("UPDATE versions SET previous = ? WHERE id = ?", (run["id"], row["id"]))
        note(db, row, row["parser"], "previous", version["id"], run["id"])


def seen_until(db: Database, version: str) -> None:
    """Let a version end with the last capture that shows it."""
    db.conn.execute(
        "UPDATE versions SET last_seen = (SELECT max(c.fetched_at) FROM version_captures AS s"
        " JOIN captures AS c ON c.id = s.capture WHERE s.version = versions.id) WHERE id = ?",
        (version,),
    )


def follow(db: Database, version: str) -> None:
    """Let the next version of the document, if it is of the same report and follows none, follow this one."""
    row = one(db, "SELECT * FROM versions WHERE id = ?", (version,))
    assert row is not None
    sql = "SELECT * FROM versions WHERE document = ? AND number = ? AND report = ? AND previous IS NULL"
    after = one(db, sql, (row["document"], row["number"] + 1, row["report"]))
    if after is None:
        return
    db.conn.execute("UPDATE versions SET previous = ? WHERE id = ?", (row["id"], after["id"]))
    record_changes(db, after["id"], row, content_of_version(db, after["id"]), after["crawl"], late=True)
    note(db, after, after["parser"], "previous", None, row["id"])
