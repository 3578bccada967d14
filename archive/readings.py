"""A reading as rows: its cells (archive.cell_rows), sections, claims, figures and problems."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from archive.cell_rows import form_rows
from archive.content import places
from archive.numbers import number
from archive.rows import Row, insert
from parse import schema
from parse.report import Money, Problem, Report

DECIDED = frozenset(("number", "blank", "slash", "none_word"))
DERIVED = ("cells", "section_places", "legacy_figures", "claims", *(table.key for table in schema.TABLES))


def _claim_value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    known = value is None or isinstance(value, int | float | str | Decimal | Money)
    return number(value) if known else str(value)


def problem_row(problem: Problem, **about: str | None) -> Row:
    """A problem of the reader as a row about a version, document, capture …"""
    return {
        "version": about.get("version"),
        "document": about.get("document"),
        "capture": about.get("capture"),
        "portal": about.get("portal"),
        "crawl": about.get("crawl"),
        "kind": problem.kind,
        "origin": problem.origin,
        "severity": problem.severity,
        "form_table": problem.table,
        "row_key": problem.row,
        "column_key": problem.column,
        "seen": problem.seen,
        "expected": problem.expected,
        "message": problem.message,
    }


def insert_reading(
    db: Database, version: str, report: Report, about: dict[str, str | None], besides: Iterable[Problem] = ()
) -> None:
    """Write everything of a reading that hangs on its version, and problems that others found in it.

    The reading is `storable_form` already.
    """
    wide, sparse = form_rows(version, report)
    for table, table_rows in wide.items():
        insert(db, table, table_rows, mended=True)
    insert(db, "cells", sparse, mended=True)
    insert(
        db,
        "section_places",
        [
            {
                "version": version,
                "position": index,
                "id": place.id,
                "heading": place.heading,
                "start": place.start,
                "length": place.length,
                "own_text": place.own_text,
            }
            for index, place in enumerate(places(report))
        ],
        mended=True,
    )
    insert(
        db,
        "legacy_figures",
        [
            {
                "version": version,
                "position": index,
                "key": figure.key,
                "label": figure.label,
                "value": number(figure.value),
                "cumulative": number(figure.cumulative),
                "unit": figure.unit,
                "sentence": figure.sentence,
                "approximate": int(figure.approximate),
                "state": figure.state,
                "cumulative_state": figure.cumulative_state,
                "heading": figure.heading,
            }
            for index, figure in enumerate(report.legacy_figures)
        ],
        mended=True,
    )
    insert(
        db,
        "claims",
        [
            {
                "version": version,
                "position": index,
                "key": claim.key,
                "value": _claim_value(claim.value),
                "sentence": claim.sentence,
            }
            for index, claim in enumerate(report.narrative)
        ],
    )
    insert(
        db,
        "problems",
        [problem_row(problem, **{**about, "version": version}) for problem in (*report.problems, *besides)],
    )


def delete_reading(db: Database, version: str) -> None:
    """Take away what a reading wrote, before another reading of the same bytes takes its place."""
    for table in (*DERIVED, "problems"):
        db.conn.execute(f'DELETE FROM "{table}" WHERE version = ?', (version,))


def reading_columns(report: Report) -> Row:
    """The columns of `versions` that come from the reading alone."""
    return {
        "report_year": report.report_year,
        "report_year_source": report.report_year_source,
        "edition": report.edition,
        "title": report.title,
        "agency_name": report.agency_name,
        "agency_source": report.agency_source,
        "agency_level": report.agency_level,
        "cited_notice": report.cited_notice,
        "index_number": report.index_number,
        "document_number": report.document_number,
        "published_on": report.published_on,
        "signed_on": report.signed_on,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "media_type": report.media_type,
        "cells_decided": sum(cell.state in DECIDED for cell in report.cells),
        "checks_passed": report.checks.passed,
        "checks_failed": report.checks.failed,
        "checks_not_assessable": report.checks.not_assessable,
        "parser": report.parser,
        "text": report.text,
        "scope": report.scope,
        "scope_sentence": report.scope_sentence,
    }
