"""Reading kept bytes again with another parser: what comes out otherwise is a rereading, never a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlite_utils import Database

from archive.capture_rows import context_of
from archive.captures import CaptureStore
from archive.changes import Difference, differences
from archive.content import content_of_report, content_of_version, digest, places, places_of_version, search_parts
from archive.readings import delete_reading, insert_reading, reading_columns
from archive.rows import Row, insert, storable_form
from archive.search import index_version, remove_version
from archive.times import now
from parse.report import Context, Report

Reader = Callable[[bytes, str | None, str, Context], Report]
"""Reads the bytes of a capture: (body, Content-Type, address, context)."""


def note(
    db: Database,
    version: Row,
    parser: str,
    column: str | None = None,
    old: str | None = None,
    new: str | None = None,
    found: Sequence[Difference] = (),
) -> None:
    """Write that a row of `versions` was made again; `column` says what of the row itself is another, `found` what of
    the report."""
    at = now()
    first = Difference("parser", None, None, column, old, new)
    insert(
        db,
        "rereadings",
        [
            {
                "version": version["id"],
                "reread_at": at,
                "position": position,
                "parser_old": version["parser"],
                "parser_new": parser,
                "form_table": difference.form_table,
                "row_key": difference.row_key,
                "column_key": difference.column_key,
                "old": difference.old,
                "new": difference.new,
            }
            for position, difference in enumerate([first, *found])
        ],
    )


def save_rereading(db: Database, version: Row, report: Report) -> list[Difference]:
    """Put a new reading of a version's bytes in the place of the old one; returns what differs.

    Ids, numbers, first_seen and the history stay. A reading that no longer takes the bytes for a report is noted, and
    the old one stays.
    """
    report = storable_form(report)
    if not report.is_report:
        note(db, version, report.parser, "verdict", "report", report.verdict)
        return []
    found = differences(content_of_version(db, version["id"]), content_of_report(report))
    note(db, version, report.parser, found=found)
    old_parts = search_parts(version["text"], places_of_version(db, version["id"]))
    remove_version(db.conn, version["search_id"], version["title"], old_parts)
    delete_reading(db, version["id"])
    columns = reading_columns(report)
    # The report a version belongs to is part of its history; a parser that reads another year must not move it.
    del columns["report_year"]
    columns["content_sha256"] = digest(content_of_report(report))
    assignments = ", ".join(f"{name} = ?" for name in columns)
    db.conn.execute(f"UPDATE versions SET {assignments} WHERE id = ?", (*columns.values(), version["id"]))
    about = {"document": version["document"], "capture": version["first_capture"], "crawl": version["crawl"]}
    insert_reading(db, version["id"], report, {**about, "portal": None})
    index_version(db.conn, version["search_id"], report.title, search_parts(report.text, places(report)))
    return found


def reread(db: Database, captures: CaptureStore, version: Row, reader: Reader) -> list[Difference]:
    """Read the bytes of a version's first capture again with `reader` and save what it says."""
    row = captures.row(version["first_capture"])
    report = reader(captures.payload(row["id"]), row["content_type"], row["url"], context_of(row))
    return save_rereading(db, version, report)
