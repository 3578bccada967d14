"""`verify`: whether everything kept is still there, unchanged, and hangs together. Each finding is one sentence."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from archive import chain
from archive.captures import CaptureStore
from archive.connection import connect
from archive.content import content_of_version, digest
from archive.errors import BrokenRecord
from archive.record_rows import record_time
from archive.recovery import file_sha256
from archive.rows import Row, each, rows
from archive.search import SEARCH_TABLE

_DERIVED = (
    (
        "SELECT report AS id FROM versions WHERE coalesce(corrected, '') NOT LIKE '%is_not_report%'"
        " EXCEPT SELECT report FROM current",
        "Report {id} has versions and no current one.",
    ),
    (
        "SELECT c.report AS id FROM current AS c JOIN versions AS v ON v.id = c.version WHERE v.report <> c.report"
        " OR v.agency <> c.agency OR v.report_year IS NOT c.report_year",
        "The current version of {id} is of another report.",
    ),
    (
        "SELECT report AS id FROM current EXCEPT SELECT report FROM reports",
        "Report {id} is missing from the view `reports`.",
    ),
    (
        "SELECT report AS id FROM reports GROUP BY report HAVING count(*) > 1",
        "Report {id} has more than one row in `reports`.",
    ),
    (
        f"SELECT id FROM versions WHERE search_id NOT IN (SELECT rowid FROM {SEARCH_TABLE})",
        "Version {id} is not in the search index.",
    ),
    (
        f"SELECT rowid AS id FROM {SEARCH_TABLE} WHERE rowid NOT IN (SELECT search_id FROM versions)",
        "Row {id} of the search index belongs to no version.",
    ),
    (
        "SELECT id FROM versions WHERE id NOT IN (SELECT version FROM version_captures)",
        "Version {id} was shown by no capture.",
    ),
    (
        "SELECT v.id AS id FROM versions AS v WHERE v.last_seen IS NOT (SELECT max(c.fetched_at) FROM version_captures"
        " AS s JOIN captures AS c ON c.id = s.capture WHERE s.version = v.id) OR v.first_capture NOT IN"
        " (SELECT s.capture FROM version_captures AS s WHERE s.version = v.id)",
        "Version {id} was not seen first or last when its captures show it.",
    ),
    (
        "SELECT s.version || ' ' || s.capture AS id FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
        " JOIN captures AS c ON c.id = s.capture WHERE c.document IS NOT v.document AND NOT EXISTS"
        " (SELECT 1 FROM members AS m WHERE m.capture = c.id AND m.document = v.document)",
        "Version and capture {id} are of different documents.",
    ),
    (
        "SELECT id FROM versions WHERE report_year IS NOT NULL AND report <> agency || '-' || report_year",
        "Version {id} is not of its agency's report of that year.",
    ),
    (
        "SELECT h.id FROM changes AS h JOIN versions AS v ON v.id = h.version WHERE h.report <> v.report"
        " AND NOT EXISTS (SELECT 1 FROM rereadings AS r WHERE r.version = v.id AND r.column_key = 'report')",
        "Change {id} is of another report than its version.",
    ),
    (
        "SELECT id FROM documents WHERE status IN ('withdrawn', 'moved') AND NOT EXISTS (SELECT 1 FROM changes AS h"
        " JOIN versions AS v ON v.id = h.version WHERE v.document = documents.id AND h.kind = 'status'"
        " AND h.column_key = 'status' AND h.new = documents.status)",
        "Document {id} is called withdrawn or moved, and no row of `changes` says when.",
    ),
    (
        "SELECT id FROM documents WHERE status <> 'withdrawn' AND 'withdrawn' = (SELECT h.new FROM changes AS h"
        " JOIN versions AS v ON v.id = h.version WHERE v.document = documents.id AND h.kind = 'status'"
        " AND h.column_key = 'status' ORDER BY h.first_seen_new DESC LIMIT 1)",
        "Document {id} was withdrawn, is not called so, and no row of `changes` says that it came back.",
    ),
    (
        "SELECT id FROM captures WHERE verdict = 'report' AND id NOT IN (SELECT capture FROM version_captures)",
        "Capture {id} is called a report and has no version.",
    ),
    (
        "SELECT m.capture || ' ' || m.path AS id FROM members AS m WHERE m.verdict = 'report' AND NOT EXISTS"
        " (SELECT 1 FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
        " WHERE s.capture = m.capture AND v.document = m.document)",
        "File {id} of a container is called a report and has no version.",
    ),
    (
        "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM versions) AND status <> 'never_seen'",
        "Document {id} has no version.",
    ),
    (
        "SELECT document AS id FROM versions GROUP BY document HAVING max(number) <> count(*) OR min(number) <> 1",
        "The versions of document {id} are not numbered 1, 2, 3 …",
    ),
    (
        "SELECT f.id FROM findings AS f LEFT JOIN versions AS v ON v.id = f.version"
        " WHERE v.report IS NOT f.report OR v.agency IS NOT f.agency OR v.report_year IS NOT f.report_year",
        "Finding {id} is of another report than its version.",
    ),
    (
        "SELECT f.id FROM findings AS f JOIN finding_kinds AS k ON k.kind = f.kind"
        " LEFT JOIN versions AS v ON v.id = f.other_version"
        " WHERE k.compares = 'years' AND v.agency IS NOT f.agency",
        "Finding {id} compares with a version of another public body.",
    ),
    (
        "SELECT g.agency || ' ' || g.report_year AS id FROM coverage AS g LEFT JOIN current AS c ON c.report = g.report"
        " WHERE g.state = 'found' AND (c.agency IS NOT g.agency OR c.report_year IS NOT g.report_year)",
        "Coverage of {id} names a report that is not there.",
    ),
)


def _database(db: Database) -> list[str]:
    found = [f"SQLite: {row[0]}." for row in db.conn.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    for row in db.conn.execute("PRAGMA foreign_key_check").fetchall():
        found.append(f"A row of {row[0]} points at a row of {row[2]} that is not there.")
    return found


def file_faults(path: Path) -> list[str]:
    """What SQLite itself says against the file of an archive, whatever its schema."""
    db = connect(path, write=False)
    try:
        return _database(db)
    finally:
        db.close()


def _files(db: Database, warc_dir: Path) -> list[str]:
    found = []
    for row in rows(db, "SELECT * FROM warc_files ORDER BY name"):
        path = warc_dir / row["name"]
        if not path.is_file():
            found.append(f"WARC file {row['name']} is missing.")
        elif row["sha256"] is not None and (path.stat().st_size != row["bytes"] or file_sha256(path) != row["sha256"]):
            found.append(f"WARC file {row['name']} is not as it was sealed.")
    return found


def _capture(store: CaptureStore, row: Row) -> str | None:
    try:
        record = store.record(row)
    except BrokenRecord as error:
        return f"Capture {row['id']}: {error}"
    if (record.url, record_time(record)) != (row["url"], row["fetched_at"]):
        return f"Capture {row['id']} points at a record of another address or time."
    match row["record_type"]:
        case "response":
            kept = record.payload_sha256() == row["payload_sha256"] and record.status == row["http_status"]
        case "revisit":
            kept = record.fields.get("warc-payload-digest") == f"sha256:{row['payload_sha256']}"
        case _:
            kept = row["failure"] is not None
    return None if kept else f"Capture {row['id']}: the body or its status is not what was kept."


def _captures(db: Database, store: CaptureStore) -> list[str]:
    found = []
    for row in each(db, "SELECT * FROM captures ORDER BY warc_file, warc_offset"):
        sentence = _capture(store, row)
        if sentence:
            found.append(sentence)
    for row in rows(
        db,
        "SELECT c.id FROM captures AS c LEFT JOIN captures AS e ON e.id = c.refers_to WHERE c.record_type = 'revisit'"
        " AND (e.id IS NULL OR e.record_type <> 'response' OR e.payload_sha256 IS NOT c.payload_sha256)",
    ):
        found.append(f"Capture {row['id']} stands for an earlier copy that is not there.")
    return found


def _contents(db: Database) -> list[str]:
    return [
        f"The content of version {row['id']} differs from its digest."
        for row in each(db, "SELECT id, content_sha256 FROM versions ORDER BY id")
        if digest(content_of_version(db, row["id"])) != row["content_sha256"]
    ]


def _derived(db: Database) -> list[str]:
    return [sentence.format(id=row["id"]) for sql, sentence in _DERIVED for row in rows(db, sql)]


def verify_rows(db: Database) -> list[str]:
    """What of the rows alone does not hold, whether or not their WARC files are at hand."""
    return [*_contents(db), *chain.check(db), *_derived(db)]


def verify(db: Database, warc_dir: Path, store: CaptureStore) -> list[str]:
    """Everything that does not hold, as sentences; empty where all does."""
    broken = _database(db)
    if broken:
        return broken
    return [*_files(db, warc_dir), *_captures(db, store), *verify_rows(db)]
