"""Bytes in, Report out: carrier → tables → sections → metadata → verdict → narrative → checks. A pure function."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from parse.absent import told_of_tables
from parse.answer_pages import answer_page
from parse.carrier import open_document
from parse.checks import check_report
from parse.document import Document
from parse.edition import FIRST_FORM_YEAR, edition_of
from parse.legacy import laid_out, legacy_figures, statistics_tables, without
from parse.metadata import Metadata, read_metadata
from parse.metadata.scope import read_scope
from parse.metadata.title import article_title, window_title
from parse.narrative import read_narrative
from parse.narrative.sentences import printed_sentences
from parse.problem_kinds import KINDS, problem
from parse.report import Context, Problem, Report
from parse.schema import TABLES
from parse.sections import Outline, read_outline, report_text, sections_of
from parse.tables import read_tables, stacked
from parse.verdict import REPORT, judge
from parse.version import PARSER

_log = logging.getLogger(__name__)


def read(
    data: bytes,
    *,
    media_type: str | None = None,
    url: str | None = None,
    context: Context | None = None,
    recognised: bytes | None = None,
    further: Sequence[bytes] = (),
) -> Report:
    """The Report in the bytes of one document.

    Never raises, on any bytes: what cannot be read is a Report that is none, with a problem of origin reading.
    `context` is what was known on the way to the document. Nothing is taken from it yet: a Report says only what the
    document says; whoever keeps the report joins the two. `recognised` is what the recognition of characters made of
    its pictures (`parse.carrier.recognised`), `further` the other pages of a web page whose article is split.
    """
    del context
    try:
        return _read(data, media_type, url, recognised, further)
    except MemoryError:
        limit = problem("reading_limit", f"{KINDS['reading_limit'].english}: {len(data)} bytes")
        return Report(media_type or "", False, "unreadable", tables=None, problems=(limit,), parser=PARSER)
    except Exception as error:  # noqa: BLE001 — the promise of this function; the failure is logged and a problem
        _log.warning("the reader failed on %d bytes (%s)", len(data), url, exc_info=True)
        failure = problem("reader_failed", f"{KINDS['reader_failed'].english}: {error!r}"[:400])
        return Report(media_type or "", False, "unreadable", tables=None, problems=(failure,), parser=PARSER)


def _read(
    data: bytes, media_type: str | None, url: str | None, recognised: bytes | None, further: Sequence[bytes]
) -> Report:
    document = stacked.laid_out(open_document(data, media_type, url, recognised, further))
    statistics = statistics_tables(document)
    reading = read_tables(without(document, statistics))
    document = laid_out(document, statistics)
    outline = read_outline(document, reading.taken)
    metadata = read_metadata(document, outline)
    verdict = judge(document, outline, metadata, reading.tables, statistics=bool(statistics))
    if verdict != REPORT:
        verdict = answer_page(document) or verdict
    sections = sections_of(outline, metadata.title_lines)
    if verdict != REPORT:
        return _no_report(document, outline, metadata, verdict)
    edition = edition_of(reading, document, outline, statistics, metadata.report_year)
    formless = edition == "legacy" and (metadata.report_year or 0) < FIRST_FORM_YEAR
    tables: Mapping[str, Any] = {table.key: reading.tables.get(table.key) or {} for table in TABLES}
    if edition == "legacy":
        tables = {key: value for key, value in tables.items() if value}
    told = tuple(told_of_tables(document, reading, formless=formless))
    figures, doubts = legacy_figures(statistics, outline, metadata.report_year, free_form=edition == "legacy")
    claims = read_narrative(outline, metadata.report_year, metadata.agency_name, metadata.agency_level)
    text = report_text(metadata.body_title or metadata.title, sections)
    scope, scope_sentence = read_scope(
        metadata.agency_level,
        metadata.agency_name,
        (sentence for paragraph in text.splitlines() for sentence in printed_sentences(paragraph)),
        _received(tables.get("disclosure_requests") or {}),
    )
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
        scope=scope,
        scope_sentence=scope_sentence,
        text=text,
        sections=sections,
        tables=tables,
        cells=reading.cells,
        legacy_figures=figures,
        narrative=claims,
        problems=_whose(document, (*told, *doubts, *found)),
        checks=counts,
        parser=PARSER,
    )


def _whose(document: Document, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """All problems of a report. Where characters were recognised, what looks like the report's slip may be ours: it is
    a problem of the reading, and no error, until a person has compared the original.
    """
    if any(problem.kind == "read_by_ocr" for problem in document.problems):
        problems = tuple(
            replace(problem, origin="reading", severity="warning" if problem.severity == "error" else problem.severity)
            if problem.origin == "source"
            else problem
            for problem in problems
        )
    return (*document.problems, *problems)


def _received(requests: Mapping[str, Any]) -> frozenset[int]:
    """The numbers of requests that table three gives: new ones, and these with those carried over."""
    new, carried = ((requests.get(row) or {}).get("total") for row in ("new_requests", "carried_over"))
    return frozenset(
        number for number in (new, new + carried if new is not None and carried else None) if number is not None
    )


def _no_report(document: Document, outline: Outline, metadata: Metadata, verdict: str) -> Report:
    """What is not a report keeps its text (people search it), but no figures of any kind."""
    sections = sections_of(outline, metadata.title_lines)
    title = article_title(document) or window_title(document) or metadata.title
    told = problem("not_a_report", f"{KINDS['not_a_report'].english}: {verdict}", seen=title)
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
        problems=(*document.problems, told),
        parser=PARSER,
    )
