"""Bytes in, Report out: carrier → tables → sections → metadata → verdict → narrative → checks. A pure function."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from parse.carrier import open_document
from parse.checks import check_report
from parse.document import Document
from parse.label_form import label_form
from parse.legacy import legacy_figures
from parse.metadata import Metadata, read_metadata
from parse.metadata.title import article_title, window_title
from parse.narrative import read_narrative
from parse.report import Context, Problem, Report
from parse.schema import EDITION_MARKS, TABLES
from parse.sections import Outline, read_outline, report_text, sections_of
from parse.tables import TablesReading, read_tables
from parse.verdict import REPORT, judge
from parse.version import PARSER

_log = logging.getLogger(__name__)
_FIRST_FORM_YEAR = 2019
_MARKS_AT_LEAST = 2


def read(
    data: bytes, *, media_type: str | None = None, url: str | None = None, context: Context | None = None
) -> Report:
    """The Report in the bytes of one document.

    Never raises, on any bytes: what cannot be read is a Report that is none, with a problem of origin reading.
    `context` is what was known on the way to the document. Nothing is taken from it yet: a Report says only what the
    document says; whoever keeps the report joins the two.
    """
    del context
    try:
        return _read(data, media_type, url)
    except Exception as error:  # noqa: BLE001 — the promise of this function; the failure is logged and a problem
        _log.warning("the reader failed on %d bytes (%s)", len(data), url, exc_info=True)
        problem = Problem("reader_failed", "reading", "error", f"The reader failed on this document: {error!r}"[:400])
        return Report(media_type or "", False, "unreadable", tables=None, problems=(problem,), parser=PARSER)


def _read(data: bytes, media_type: str | None, url: str | None) -> Report:
    document = open_document(data, media_type, url)
    reading = read_tables(document)
    outline = read_outline(document, reading.taken)
    metadata = read_metadata(document, outline)
    verdict = judge(document, outline, metadata, reading.tables)
    sections = sections_of(outline, metadata.title_lines)
    if verdict != REPORT:
        return _no_report(document, outline, metadata, verdict)
    edition = _edition(reading, document, metadata.report_year)
    tables: Mapping[str, Any] = {table.key: reading.tables.get(table.key) or {} for table in TABLES}
    if edition == "legacy":
        tables = {key: value for key, value in tables.items() if value}
    told = [problem for problem in reading.problems if not (edition == "legacy" and problem.kind == "table_missing")]
    claims = read_narrative(outline, metadata.report_year)
    counts, found = check_report(tables, reading.cells, claims, metadata, outline.parts, edition)
    return Report(
        media_type=document.media_type,
        is_report=True,
        verdict=verdict,
        title=metadata.title,
        agency_name=metadata.agency_name,
        agency_source=metadata.agency_source,
        agency_level=metadata.agency_level,
        report_year=metadata.report_year,
        report_year_source=metadata.report_year_source,
        edition=edition,
        cited_notice=metadata.cited_notice,
        index_number=metadata.index_number,
        document_number=metadata.document_number,
        published_on=metadata.published_on,
        signed_on=metadata.signed_on,
        period_start=metadata.period_start,
        period_end=metadata.period_end,
        text=report_text(metadata.body_title or metadata.title, sections),
        sections=sections,
        tables=tables,
        cells=reading.cells,
        legacy_figures=legacy_figures(outline) if edition == "legacy" else (),
        narrative=claims,
        problems=(*document.problems, *told, *_tables(document, reading, edition), *found),
        checks=counts,
        parser=PARSER,
    )


def _no_report(document: Document, outline: Outline, metadata: Metadata, verdict: str) -> Report:
    """What is not a report keeps its text (people search it), but no figures of any kind."""
    sections = sections_of(outline, metadata.title_lines)
    title = article_title(document) or window_title(document) or metadata.title
    problem = Problem("not_a_report", "reading", "info", f"This is not an annual report: {verdict}.", seen=title)
    return Report(
        media_type=document.media_type,
        is_report=False,
        verdict=verdict,
        title=title,
        published_on=metadata.published_on,
        index_number=metadata.index_number,
        document_number=metadata.document_number,
        text=report_text(title, sections),
        tables=None,
        problems=(*document.problems, problem),
        parser=PARSER,
    )


def _edition(reading: TablesReading, document: Document, report_year: int | None) -> str | None:
    """The edition that the tables prove; else the one whose labels the running text has; else legacy before 2019."""
    if reading.edition:
        return reading.edition
    text = label_form("".join(paragraph.text for paragraph in document.paragraphs()))
    marks = {edition: sum(label_form(label) in text for label in labels) for edition, labels in EDITION_MARKS.items()}
    proven = [edition for edition, count in marks.items() if count >= _MARKS_AT_LEAST]
    if proven:
        return proven[0] if len(proven) == 1 else "mixed"
    return "legacy" if report_year is not None and report_year < _FIRST_FORM_YEAR else None


def _tables(document: Document, reading: TablesReading, edition: str | None) -> list[Problem]:
    """Why tables are missing where they are and the table reader did not say: pictures, or not in the document."""
    if edition == "legacy":
        return []
    known = {problem.table for problem in reading.problems if problem.kind == "table_missing"}
    missing = [table for table in TABLES if not reading.tables.get(table.key) and table.key not in known]
    if len(missing) == len(TABLES) and document.image_count:
        return [Problem("tables_are_images", "reading", "error", "The tables of the report are pictures.")]
    return [
        Problem("table_missing", "reading", "error", f"The table {table.title} was not found.", table=table.key)
        for table in missing
    ]
