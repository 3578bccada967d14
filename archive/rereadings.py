"""Reading kept bytes again with another parser: what comes out otherwise is a rereading, never a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple

from sqlite_utils import Database

from archive.agencies import agency_problems
from archive.capture_rows import context_of
from archive.captures import CaptureStore
from archive.changes import Difference, differences
from archive.content import content_of_report, content_of_version, digest, places, places_of_version, search_parts
from archive.exchange import Images
from archive.kept_cells import kept_cells
from archive.members import path_of
from archive.numbers import number
from archive.readings import delete_reading, insert_reading, problem_row, reading_columns
from archive.rows import Row, insert, rows, storable_form, value
from archive.search import index_version, remove_version
from archive.times import now
from parse.report import Context, Report

Reader = Callable[[bytes, str | None, str, Context, str | None, Images], Report]
"""Reads the bytes of a capture or of a file in it: (body, Content-Type, address, context, path of the file or None,
pictures of the page)."""

RETRIED = frozenset(
    ("converter_failed", "reader_failed", "reader_crashed", "reading_limit", "member_unread", "unreadable")
)
"""Problems that another try may not have."""
CONVERTIBLE = frozenset(("needs_converter", "tables_are_images", "no_text_layer"))
"""Problems that a converter which was not at hand may not have."""
COMPLETED = CONVERTIBLE | {"article_pages_missing"}
"""Problems that go when what was lacking comes; that is no change of the document."""


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


def read_otherwise(db: Database, version: Row, report: Report) -> list[Difference]:
    """What a new reading of a version says otherwise: of what is printed, and which number the same print is."""
    kept, now_read = content_of_version(db, version["id"]), content_of_report(report)
    found = differences(kept, now_read)
    told = {difference[1:4] for difference in map(astuple, found)}
    values = {cell[:3]: cell[4] for cell in kept_cells(db, version["id"], version["edition"])}
    for key, cell in {cell[:3]: cell for cell in reversed(report.cells) if cell[:3] in now_read.cells}.items():
        value_now = number(cell.value)
        if key not in told and key in kept.cells and values.get(key) != value_now:
            old, new = (None if one is None else str(one) for one in (values.get(key), value_now))
            found.append(Difference("cell", *key, old, new))
    return found


def save_rereading(db: Database, version: Row, report: Report) -> list[Difference]:
    """Put a new reading of a version's bytes in the place of the old one; returns what differs.

    Ids, numbers, first_seen and the history stay. A reading that no longer takes the bytes for a report is noted, and
    the old one stays.
    """
    report = storable_form(report)
    if not report.is_report:
        note(db, version, report.parser, "verdict", "report", report.verdict)
        return []
    found = read_otherwise(db, version, report)
    note(db, version, report.parser, found=found)
    old_parts = search_parts(version["text"], places_of_version(db, version["id"]))
    remove_version(db.conn, version["search_id"], version["title"], old_parts)
    delete_reading(db, version["id"])
    columns = reading_columns(report)
    # The report a version belongs to is part of its history; a parser that reads another year must not move it.
    del columns["report_year"]
    if version["corrected"] and "report_year" in version["corrected"]:
        columns["year_read"], columns["year_read_from"] = report.report_year, columns.pop("report_year_source")
    columns["content_sha256"] = digest(content_of_report(report))
    assignments = ", ".join(f"{name} = ?" for name in columns)
    db.conn.execute(f"UPDATE versions SET {assignments} WHERE id = ?", (*columns.values(), version["id"]))
    about = {"document": version["document"], "capture": version["first_capture"], "crawl": version["crawl"]}
    insert_reading(db, version["id"], report, {**about, "portal": None})
    portal = value(db, "SELECT portal FROM captures WHERE id = ?", (version["first_capture"],))
    found_of_agency = agency_problems(db, version["agency"], portal, report.agency_name)
    insert(
        db,
        "problems",
        [problem_row(problem, **about, portal=portal, version=version["id"]) for problem in found_of_agency],
    )
    index_version(db.conn, version["search_id"], report.title, search_parts(report.text, places(report)))
    return found


def is_refused(db: Database, version: str, parser: str) -> bool:
    """Whether this parser was asked already and takes the bytes of a version for no report."""
    sql = "SELECT 1 FROM rereadings WHERE version = ? AND parser_new = ? AND column_key = 'verdict' AND new <> 'report'"
    return bool(value(db, sql, (version, parser)))


def reread(db: Database, captures: CaptureStore, version: Row, parser: str, reader: Reader) -> None:
    """Read the bytes of a version's first capture again with `reader` and save what it says.

    A reading that failed, or lacks a converter, does not take the place of one that did not.
    """
    if is_refused(db, version["id"], parser):
        return
    row = captures.row(version["first_capture"])
    path = path_of(db, row["id"], version["document"])
    images = captures.pictures(row["id"])
    report = reader(captures.payload(row["id"]), row["content_type"], row["url"], context_of(row), path, images)
    known = {row["kind"] for row in rows(db, "SELECT kind FROM problems WHERE version = ?", (version["id"],))}
    if not {problem.kind for problem in report.problems} & (RETRIED | CONVERTIBLE) - known:
        save_rereading(db, version, report)
