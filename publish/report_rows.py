"""The rows that the page of a report and that of a number are made of."""

from __future__ import annotations

from typing import Any

from archive.place_key import place_key
from archive.views import RECOGNISED
from publish.database import Ask, Row
from publish.problem_words import CORRECTIONS

VERSION = """
SELECT v.id AS version, v.report, v.report_year, v.report_year_source, v.number, v.edition, v.title, v.agency_name,
  v.agency_source, v.cited_notice, v.index_number, v.document_number, v.published_on, v.signed_on, v.period_start,
  v.period_end, v.scope, v.scope_sentence, v.media_type, v.first_seen, v.last_seen, v.checks_passed, v.checks_failed,
  v.checks_not_assessable,
  v.parser, v.content_sha256, v.first_capture, v.text, v.document, v.agency, a.name AS agency_known, a.level,
  a.division_code, d.kind, d.status, d.status_since, coalesce(d.live_url, d.url) AS url, d.list_date, d.link_text,
  d.column_name, d.column_url, v.corrected, p.id AS portal, p.name AS portal_name, c.version AS current_version
FROM versions AS v JOIN agencies AS a ON a.id = v.agency JOIN documents AS d ON d.id = v.document
  LEFT JOIN portals AS p ON p.id = coalesce(d.portal, a.portal) LEFT JOIN current AS c ON c.report = v.report
WHERE v.id = :version
"""
CELLS = """
SELECT form_table, row_key, column_key, value, printed, state, implied_zero, placed_by, page, confidence FROM cells_long
WHERE version = :version
"""
MOST_PROBLEMS = 1000
"""So many problems are listed, the gravest first; the form has not half as many cells."""
_PROBLEMS = f"""
SELECT kind, origin, severity, form_table, row_key, column_key, seen, expected, message FROM problems
WHERE (version = :version OR (version IS NULL AND document = :document)) {{}}
ORDER BY CASE origin WHEN 'source' THEN 0 WHEN 'reading' THEN 1 ELSE 2 END,
  CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rowid LIMIT {MOST_PROBLEMS + 1}
"""
PROBLEMS = _PROBLEMS.format("")
PROBLEMS_OF_TABLE = _PROBLEMS.format("AND form_table = :table")
SECTIONS = "SELECT id, position, heading, text FROM sections WHERE version = :version ORDER BY position"
FIGURES = (
    "SELECT key, label, value, cumulative, unit, sentence, approximate, state, cumulative_state, heading"
    " FROM legacy_figures WHERE version = :version ORDER BY position"
)
MOST = 200
"""So many revisions, changes and saved copies are listed, the newest; the page says so and where all of them are."""
VERSIONS = f"""
SELECT v.id AS version, v.number, v.document, v.first_seen, v.last_seen, v.title, v.media_type, d.kind, d.status,
  coalesce(d.live_url, d.url) AS url
FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE v.report = :report
ORDER BY v.first_seen DESC, v.number DESC LIMIT {MOST + 1}
"""
CHANGES = f"""
SELECT h.kind, h.version, h.previous, h.form_table, h.row_key, h.column_key, h.old, h.new, h.last_seen_old,
  h.first_seen_new, {RECOGNISED} AS recognised, f.row_label, f.column_label, f.row_english, f.column_english
FROM (SELECT * FROM changes WHERE report = :report AND repeats IS NULL
    ORDER BY first_seen_new DESC, id LIMIT {MOST + 1}) AS h
  LEFT JOIN fields AS f
  ON f.form_table = h.form_table AND f.row_key = h.row_key AND f.column_key = h.column_key
ORDER BY h.first_seen_new DESC, h.id
"""
REREADINGS = """
SELECT reread_at, parser_old, parser_new, form_table, row_key, column_key, old, new FROM rereadings
WHERE version = :version ORDER BY reread_at DESC, position LIMIT 200
"""
CAPTURES = f"""
SELECT k.id, k.url, k.fetched_at, k.http_status, k.payload_sha256, k.payload_bytes, k.record_type, k.warc_file,
  k.warc_offset, k.warc_record_id, k.origin, k.media_type
FROM version_captures AS w JOIN captures AS k ON k.id = w.capture WHERE w.version = :version
ORDER BY k.fetched_at DESC LIMIT {MOST + 1}
"""
YEARS = """
SELECT * FROM agency_years WHERE agency = :agency AND version IS NOT NULL ORDER BY report_year
"""
CLAIMS = "SELECT * FROM claims_checked WHERE version = :version ORDER BY position"
FINDINGS = """
SELECT f.kind, f.chinese, f.english, f.sentence, o.id AS other_version, o.report_year AS other_year,
  b.name AS other_name, k.chinese AS name, k.english AS name_english, k.innocent_chinese, k.innocent_english,
  f.version <> :version AS of_the_other
FROM findings AS f JOIN finding_kinds AS k ON k.kind = f.kind
  LEFT JOIN versions AS o ON o.id = CASE WHEN f.version = :version THEN f.other_version ELSE f.version END
  LEFT JOIN agencies AS b ON b.id = o.agency
WHERE f.version = :version OR (f.other_version = :version AND f.kind NOT LIKE 'similar%')
ORDER BY of_the_other, CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.id LIMIT 100
"""
"""Of the report itself, then of others that were compared with it (likeness is found from each side)."""
NEIGHBOURS = f"""
SELECT k.version, b.name FROM agencies AS a JOIN agencies AS b ON {place_key("b")} = {place_key("a")}
  JOIN current AS k ON k.agency = b.id AND k.report_year = :year
WHERE a.id = :agency AND b.id <> a.id LIMIT 150
"""
"""Bodies of the county with a report of the year, in no order: a county has about a hundred."""
FIELDS = "SELECT form_table, row_key, column_key, row_label, column_label FROM fields"
LISTS = {
    "cells": CELLS, "corrections": CORRECTIONS, "problems": PROBLEMS, "changes": CHANGES, "versions": VERSIONS,
    "captures": CAPTURES, "rereadings": REREADINGS, "sections": SECTIONS, "claims": CLAIMS, "figures": FIGURES,
    "findings": FINDINGS, "years": YEARS, "neighbours": NEIGHBOURS,
}  # fmt: skip
"""What the page lists, and the queries, of one version, report, document, agency and year."""


def standing(ask: Ask, keys: dict[str, Any]) -> str | None:
    """The revision that stands now for `report`, or for `agency` and `year`; None where there is none."""
    by = "agency = :agency AND report_year = :year" if "agency" in keys else "report = :report"
    return next((str(found["version"]) for found in ask(f"SELECT version FROM current WHERE {by}", keys)), None)


def version_known(ask: Ask, version: str) -> str:
    """The id of a revision as it is now."""
    retired = ask("SELECT now FROM aliases WHERE kind = 'version' AND retired = :version", {"version": version})
    return str(retired[0]["now"]) if retired else version


def of_version(ask: Ask, version: str | None) -> tuple[Row, dict[str, list[Row]]] | None:
    """A revision and all that its page lists, by LISTS; None where there is none."""
    for shown in ask(VERSION, {"version": version}):
        keys = {name: shown[name] for name in ("version", "report", "document", "agency")}
        return shown, {name: ask(sql, {**keys, "year": shown["report_year"]}) for name, sql in LISTS.items()}
    return None
