"""A report's history: it follows agency and year in time, also from one document to another.

What a new version follows: the version before it of the same document, if that was of the same report; else, for a
document that was not there at the last crawl, the last version of a document of this report that is gone, or that goes
or leaves its list later. Two postings of one report standing side by side do not follow each other, whatever their
carrier; they are compared in `current`.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.changes import Difference, differences
from archive.content import Content, content_of_version
from archive.rows import Row, insert, one, rows, value


def latest_version(db: Database, document: str, columns: str = "*") -> Row | None:
    """The last version of a document; its text is long, so that who needs it not names the columns."""
    return one(db, f"SELECT {columns} FROM versions WHERE document = ? ORDER BY number DESC LIMIT 1", (document,))


def latest_of_report(db: Database, report: str, besides: str, before: str = "9") -> list[Row]:
    """The last version of this report (before a moment) in each other document, most recently seen first.

    `is_last`: whether the document shows it, and no other report, at that moment.
    """
    return rows(
        db,
        "SELECT v.*, d.status AS document_status, d.kind AS document_kind, d.last_seen AS document_last_seen,"
        " (SELECT o.crawl FROM versions AS o WHERE o.document = v.document AND o.number = 1) AS first_crawl,"
        " v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document AND o.first_seen < ?)"
        " AS is_last"
        " FROM versions AS v JOIN documents AS d ON d.id = v.document"
        " WHERE v.report = ? AND v.document <> ?"
        " AND v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document AND o.report = v.report"
        " AND o.first_seen < ?)"
        " ORDER BY v.last_seen DESC, v.id",
        (before, report, besides, before),
    )


def followed(db: Database, report: str, document: str, crawl: str | None, moment: str) -> Row | None:
    """The version of another document that a version first seen at this moment follows, or None.

    A document that still shows the report stands beside the new one, whatever its carrier: whether it was replaced is
    known when the walk has asked for it (`lifecycle`).
    """
    for row in latest_of_report(db, report, document, moment):
        if crawl is not None and row["first_crawl"] == crawl:
            continue
        if (row["document_status"] in _GONE and row["document_last_seen"] < moment) or not row["is_last"]:
            return row
    return None


_GONE = ("missing_once", "withdrawn", "moved")


def _repeated(db: Database, version: str, difference: Difference, report: str, previous: Row) -> str | None:
    """The same change, already seen at another rendering since the old value was last seen here."""
    found = value(
        db,
        "SELECT h.id FROM changes AS h JOIN versions AS v ON v.id = h.version"
        " WHERE h.report = ? AND h.version <> ? AND h.repeats IS NULL AND h.kind = ?"
        " AND h.form_table IS ? AND h.row_key IS ? AND h.column_key IS ? AND h.old IS ? AND h.new IS ?"
        " AND v.document <> ? AND h.first_seen_new >= ? LIMIT 1",
        (
            report,
            version,
            difference.kind,
            difference.form_table,
            difference.row_key,
            difference.column_key,
            difference.old,
            difference.new,
            previous["document_of_new"],
            previous["first_seen"],
        ),
    )
    return None if found is None else str(found)


def next_change_id(db: Database, version: str) -> str:
    count = value(db, "SELECT count(*) FROM changes WHERE version = ?", (version,))
    return f"{version}-{count + 1}"


def last_sight_before(db: Database, version: Row, moment: str) -> str:
    """When a version was last seen before a moment; another of its addresses may still show it after that."""
    seen = value(
        db,
        "SELECT max(c.fetched_at) FROM version_captures AS s JOIN captures AS c ON c.id = s.capture"
        " WHERE s.version = ? AND c.fetched_at < ?",
        (version["id"], moment),
    )
    return str(seen or version["first_seen"])


def _is_unsaid(difference: Difference) -> bool:
    """Whether only a date is not printed any more that a page had of itself (`content.shows`)."""
    return (difference.kind, difference.column_key, difference.new) == ("date", "published_on", None)


def record_changes(
    db: Database, version: str, previous: Row, new: Content, crawl: str | None, *, late: bool = False
) -> int:
    """Write what differs from the version before; returns how many changes are seen here for the first time."""
    row = one(db, "SELECT document, report, first_seen FROM versions WHERE id = ?", (version,))
    assert row is not None
    old = content_of_version(db, previous["id"])
    last_seen_old = last_sight_before(db, previous, row["first_seen"])
    fresh = 0
    # Only where a predecessor is found late are there rows already: that the version's document went and came.
    known = value(db, "SELECT count(*) FROM changes WHERE version = ?", (version,)) if late else 0
    found = [difference for difference in differences(old, new) if not _is_unsaid(difference)]
    for number, difference in enumerate(found, start=1 + known):
        repeats = _repeated(db, version, difference, row["report"], {**previous, "document_of_new": row["document"]})
        fresh += repeats is None
        insert(
            db,
            "changes",
            [
                {
                    "id": f"{version}-{number}",
                    "version": version,
                    "previous": previous["id"],
                    "report": row["report"],
                    "kind": difference.kind,
                    "form_table": difference.form_table,
                    "row_key": difference.row_key,
                    "column_key": difference.column_key,
                    "old": difference.old,
                    "new": difference.new,
                    "last_seen_old": last_seen_old,
                    "first_seen_new": row["first_seen"],
                    "repeats": repeats,
                    "crawl": crawl,
                }
            ],
        )
    return fresh


def _same_event(db: Database, version: Row, new: str, column_key: str, since: str | None) -> str | None:
    """The change by which another form of the report went the same way in the same time, or None."""
    found = value(
        db,
        "SELECT h.id FROM changes AS h JOIN versions AS v ON v.id = h.version WHERE h.report = ? AND h.kind = 'status'"
        " AND h.column_key = ? AND h.repeats IS NULL AND h.new = ? AND v.document <> ?"
        " AND h.first_seen_new > ? ORDER BY h.rowid DESC LIMIT 1",
        (version["report"], column_key, new, version["document"], since or ""),
    )
    return None if found is None else str(found)


def record_status(
    db: Database,
    version: Row,
    old: str,
    new: str,
    *,
    last_seen_old: str | None,
    first_seen_new: str,
    crawl: str | None,
    column_key: str = "status",
) -> None:
    """Write that a document was withdrawn, moved, or is back, or (`url`) has another address; `version` is its last.

    Where another form of the report went the same way in the same time, that is one event: this row repeats that one.
    """
    insert(
        db,
        "changes",
        [
            {
                "id": next_change_id(db, version["id"]),
                "version": version["id"],
                "previous": None,
                "report": version["report"],
                "kind": "status",
                "column_key": column_key,
                "old": old,
                "new": new,
                "last_seen_old": last_seen_old,
                "first_seen_new": first_seen_new,
                "repeats": _same_event(db, version, new, column_key, last_seen_old),
                "crawl": crawl,
            }
        ],
    )
