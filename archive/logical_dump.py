"""What an archive says, line by line in a fixed order: by it two archives are equal or are not.

In it are documents, addresses, versions (with sections, figures and claims of their text, and problems), cells (wide
and sparse tables alike, through `cells_long`), changes and reports, each with its ids and every column of `QUERIES`.
Not in it: captures, crawls and what names them (`first_capture`, `capture`, `crawl`, sightings, rereadings, chains,
findings), local numbers (`search_id`), and every column that is a time (`first_seen`, `last_seen`, `status_since`,
`listed_at`, `last_seen_old`, `first_seen_new`); dates that a report prints are no times.

An id of a version or change has the time of a capture in it. That is cut, so that two crawls of the same portal are
equal; with `times` it stays, and the times of what was seen are told too: so a rebuilt archive must equal its original.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.connection import connect

_STAMP = re.compile(r"\d{8}T\d{12}Z")

_VERSION = "FROM {0} AS x JOIN versions AS v ON v.id = x.version ORDER BY v.document, v.number"
QUERIES = {
    "documents": (
        "SELECT id, portal, agency, url, live_url, kind, media_type, report_year, title, published_on, status,"
        " list_date, link_text, column_name, column_url, parent_url{times} FROM documents ORDER BY id",
        ("first_seen", "last_seen"),
    ),
    "addresses": (
        "SELECT id, url, document, container{times} FROM addresses WHERE document IS NOT NULL ORDER BY id",
        ("first_seen", "last_seen"),
    ),
    "versions": (
        "SELECT id, document, number, report, agency, report_year, report_year_source, previous, content_sha256,"
        " edition, title, agency_name, agency_source, agency_level, cited_notice, index_number, document_number,"
        " published_on, signed_on, period_start, period_end, media_type, cells_decided, checks_passed, checks_failed,"
        " checks_not_assessable, parser, scope, scope_sentence, text{times} FROM versions ORDER BY document, number",
        ("first_seen", "last_seen"),
    ),
    "sections": (
        "SELECT x.version, x.position, x.id, x.heading, x.start, x.length, x.own_text "
        f"{_VERSION.format('section_places')}, x.position",
        (),
    ),
    "legacy_figures": (
        "SELECT x.version, x.position, x.key, x.label, x.value, x.cumulative, x.unit, x.sentence, x.approximate, "
        "x.state, x.cumulative_state, x.heading "
        f"{_VERSION.format('legacy_figures')}, x.position",
        (),
    ),
    "claims": (
        f"SELECT x.version, x.position, x.key, x.value, x.sentence {_VERSION.format('claims')}, x.position",
        (),
    ),
    "problems": (
        "SELECT x.version, x.kind, x.origin, x.severity, x.form_table, x.row_key, x.column_key, x.seen, x.expected,"
        f" x.message {_VERSION.format('problems')}, x.kind, x.form_table, x.row_key, x.column_key, x.seen, x.expected,"
        " x.message",
        (),
    ),
    "cells": (
        "SELECT x.version, x.form_table, x.row_key, x.column_key, x.value, x.printed, x.state, x.implied_zero, x.page,"
        " x.grid, x.grid_row, x.grid_column, x.placed_by, x.confidence, x.parser FROM versions AS v CROSS JOIN"
        " cells_long AS x ON x.version = v.id ORDER BY v.document, v.number, x.form_table, x.row_key, x.column_key",
        (),
    ),
    "changes": (
        "SELECT x.id, x.version, x.previous, x.report, x.kind, x.form_table, x.row_key, x.column_key, x.old, x.new,"
        f" x.repeats{{times}} {_VERSION.format('changes')}, length(x.id), x.id",
        ("last_seen_old", "first_seen_new"),
    ),
    "reports": (
        "SELECT report, agency, agency_name, level, portal, report_year, edition, title, published_on, status, version,"
        " document, number, url, kind, documents, versions, changes, source_problems, reading_problems, new_requests,"
        " carried_over, granted, partially_granted, results_total, carried_forward, review, litigation_direct,"
        " litigation_after_review, chosen_by, parser, scope{times} FROM reports ORDER BY report",
        ("first_seen", "last_seen"),
    ),
}
"""What is told: name of the part, its query, and the times that are told too where they are asked for."""
_HOLD_TIMES = frozenset(("id", "version", "previous", "repeats", "message"))


def logical_lines(db: Database, *, times: bool = False) -> Iterator[str]:
    """The dump: a JSON array a line, the name of its part first. Memory does not grow with the archive."""
    for part, (sql, columns) in QUERIES.items():
        prefix = "x." if "AS x" in sql else ""
        told = "".join(f", {prefix}{name}" for name in columns) if times else ""
        found = db.conn.execute(sql.replace("{times}", told))
        names = [column[0] for column in found.description]
        cut = [not times and name in _HOLD_TIMES for name in names]
        for row in found:
            told_row = (_without_time(item) if cut_it else item for item, cut_it in zip(row, cut, strict=True))
            yield json.dumps([part, *told_row], ensure_ascii=False)


def _without_time(item: Any) -> Any:
    return _STAMP.sub("T", item) if isinstance(item, str) else item


def dump_of(archive: Path, *, times: bool = False) -> list[str]:
    """The dump of an archive file. Raises ArchiveError where there is none."""
    db = connect(archive, write=False)
    try:
        return list(logical_lines(db, times=times))
    finally:
        db.close()
