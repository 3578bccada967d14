"""A report that another one took the place of: another year's at its address, or its own new posting elsewhere."""

from __future__ import annotations

from datetime import timedelta

from sqlite_utils import Database

from archive.content import content_of_version
from archive.history import last_sight_before, record_changes, record_status
from archive.rereadings import note
from archive.rows import Row, one, rows, value
from archive.times import moment

REPLACED = "replaced"


def follow(db: Database, version: Row, crawl: str) -> None:
    """Let a posting of the report that came after this one, and followed none while this one stood, follow it now."""
    for row in rows(
        db,
        "SELECT * FROM versions WHERE report = ? AND document <> ? AND number = 1 AND previous IS NULL"
        " AND first_seen > ? AND crawl IS NOT (SELECT crawl FROM versions WHERE document = ? AND number = 1)"
        " ORDER BY first_seen, id",
        (version["report"], version["document"], version["first_seen"], version["document"]),
    ):
        db.conn.execute("UPDATE versions SET previous = ? WHERE id = ?", (version["id"], row["id"]))
        if row["crawl"] != crawl:
            note(db, row, row["parser"], "previous", None, version["id"])
        record_changes(db, row["id"], version, content_of_version(db, row["id"]), crawl, late=True)


def judge_replaced(db: Database, document: str, crawl: str, capture: Row, gap: timedelta) -> None:
    """Say of each report that a document showed before its present one that it was replaced, once two sightings a gap
    apart showed the other and it lives nowhere else; and of the present one that it is back, if it was replaced."""
    sql = "SELECT id, document, number, report, crawl, first_seen FROM versions WHERE document = ? ORDER BY number"
    versions = rows(db, sql, (document,))
    latest = {row["report"]: row for row in versions}
    if len(latest) < 2:
        return
    shown = versions[-1]
    for version in latest.values():
        if version["report"] == shown["report"] or _is_replaced(db, version) or _lives(db, version):
            continue
        other = versions[version["number"]]
        if moment(capture["fetched_at"]) - moment(other["first_seen"]) >= gap and other["crawl"] != crawl:
            record_status(
                db,
                version,
                "live",
                REPLACED,
                last_seen_old=last_sight_before(db, version, other["first_seen"]),
                first_seen_new=other["first_seen"],
                crawl=crawl,
            )
    before = next((row for row in reversed(versions[:-1]) if row["report"] == shown["report"]), None)
    if before is not None and before["number"] < shown["number"] - 1 and _is_replaced(db, before):
        between = versions[shown["number"] - 2]
        if not value(db, "SELECT 1 FROM changes WHERE version = ? AND old = ?", (shown["id"], REPLACED)):
            record_status(
                db,
                shown,
                REPLACED,
                "live",
                last_seen_old=last_sight_before(db, between, shown["first_seen"]),
                first_seen_new=shown["first_seen"],
                crawl=crawl,
            )


def _is_replaced(db: Database, version: Row) -> bool:
    sql = "SELECT 1 FROM changes WHERE version = ? AND kind = 'status' AND column_key = 'status' AND new = ?"
    return bool(value(db, sql, (version["id"], REPLACED)))


def _lives(db: Database, version: Row) -> bool:
    """Whether some other document shows the report of a version."""
    return bool(
        one(
            db,
            "SELECT 1 FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE v.report = ? AND d.id <> ?"
            " AND d.status IN ('live', 'unlisted')"
            " AND v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document)",
            (version["report"], version["document"]),
        )
    )
