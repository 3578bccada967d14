"""The page of a report, or of one of its revisions: the form as printed, the text, and the evidence."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from archive.printed_form import printed_tables, problem_names, section_names
from publish import statistics_form
from publish.database import Row, row, rows
from publish.drawing import draw
from publish.page import archive_or_404, link, page
from publish.words import CHECKS, sides

VERSION = """
SELECT v.id AS version, v.report, v.report_year, v.report_year_source, v.number, v.edition, v.title, v.agency_name,
  v.agency_source, v.cited_notice, v.index_number, v.document_number, v.published_on, v.signed_on, v.period_start,
  v.period_end, v.scope, v.scope_sentence, v.media_type, v.first_seen, v.last_seen, v.checks_passed, v.checks_failed,
  v.checks_not_assessable,
  v.parser, v.content_sha256, v.first_capture, v.text, v.document, v.agency, a.name AS agency_known, a.level,
  a.division_code, d.kind, d.status, d.status_since, coalesce(d.live_url, d.url) AS url, d.list_date, d.link_text,
  d.column_name, d.column_url, p.id AS portal, p.name AS portal_name, c.version AS current_version
FROM versions AS v JOIN agencies AS a ON a.id = v.agency JOIN documents AS d ON d.id = v.document
  LEFT JOIN portals AS p ON p.id = coalesce(d.portal, a.portal) LEFT JOIN current AS c ON c.report = v.report
WHERE v.id = :version
"""
CELLS = """
SELECT form_table, row_key, column_key, value, printed, state, implied_zero, placed_by, page, confidence FROM cells_long
WHERE version = :version
"""
PROBLEMS = """
SELECT kind, origin, severity, form_table, row_key, column_key, seen, expected, message FROM problems
WHERE version = :version OR (version IS NULL AND document = :document)
ORDER BY CASE origin WHEN 'source' THEN 0 WHEN 'reading' THEN 1 ELSE 2 END,
  CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rowid
"""
SECTIONS = "SELECT id, position, heading, text FROM sections WHERE version = :version ORDER BY position"
FIGURES = (
    "SELECT key, label, value, cumulative, unit, sentence, approximate, state, cumulative_state, heading"
    " FROM legacy_figures WHERE version = :version ORDER BY position"
)
VERSIONS = """
SELECT v.id AS version, v.number, v.document, v.first_seen, v.last_seen, v.title, v.media_type, d.kind, d.status,
  coalesce(d.live_url, d.url) AS url
FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE v.report = :report
ORDER BY v.first_seen, v.number LIMIT 200
"""
CHANGES = """
SELECT h.kind, h.version, h.previous, h.form_table, h.row_key, h.column_key, h.old, h.new, h.last_seen_old,
  h.first_seen_new, f.row_label, f.column_label, f.row_english, f.column_english
FROM changes AS h LEFT JOIN fields AS f
  ON f.form_table = h.form_table AND f.row_key = h.row_key AND f.column_key = h.column_key
WHERE h.report = :report AND h.repeats IS NULL ORDER BY h.first_seen_new DESC, h.id LIMIT 500
"""
REREADINGS = """
SELECT reread_at, parser_old, parser_new, form_table, row_key, column_key, old, new FROM rereadings
WHERE version = :version ORDER BY reread_at DESC, position LIMIT 200
"""
CAPTURES = """
SELECT k.id, k.url, k.fetched_at, k.http_status, k.payload_sha256, k.payload_bytes, k.record_type, k.warc_file,
  k.warc_offset, k.warc_record_id, k.origin
FROM version_captures AS w JOIN captures AS k ON k.id = w.capture WHERE w.version = :version
ORDER BY k.fetched_at LIMIT 100
"""
YEARS = """
SELECT c.report, c.report_year, c.version FROM current AS c WHERE c.agency = :agency AND c.report_year IS NOT NULL
ORDER BY c.report_year
"""
MANY = 4
"""From so many problems of one kind on they are listed in one entry."""
TABLE_KEYS = tuple(table.key for table in printed_tables("2021"))


def _part(request: Any, name: str) -> str:
    return unquote(request.url_vars.get(name) or "")


async def report(datasette: Any, request: Any) -> Any:
    """GET /report/<report> and /report/<agency>/<year>: the revision that stands for the report now."""
    database = await archive_or_404(datasette)
    if request.url_vars.get("agency"):
        sql = "SELECT version FROM current WHERE agency = :agency AND report_year = :year"
        found = await row(database, sql, {"agency": _part(request, "agency"), "year": int(_part(request, "year"))})
    else:
        sql = "SELECT version FROM current WHERE report = :report"
        found = await row(database, sql, {"report": _part(request, "report")})
    if found is None:
        raise NotFound(
            "没有这份年报（未见，不等于未公开）/ No such report here; that does not mean it was not published."
        )
    return await _page(datasette, request, database, found["version"])


async def version(datasette: Any, request: Any) -> Any:
    """GET /version/<version>: the same page for one revision, now and for good."""
    database = await archive_or_404(datasette)
    known = _part(request, "version")
    sql = "SELECT now FROM aliases WHERE kind = 'version' AND retired = :version"
    retired = await row(database, sql, {"version": known})
    return await _page(datasette, request, database, retired["now"] if retired else known)


def _chinese(problem: Row, names: dict[str, tuple[str, str]]) -> str:
    """What a problem means; a check that could not be made is not called a failed one."""
    meaning = names.get(problem["kind"], ("", ""))[0]
    unassessed = problem["severity"] == "info" and problem["kind"] in CHECKS
    return f"有的单元格没有数字，无法核对（{meaning}）" if unassessed else meaning


def _numbered(problems: list[Row]) -> dict[int, Row]:
    """Problems by their number on the page; those of one kind stand together."""
    names = problem_names()
    first: dict[tuple[str, ...], int] = {}
    for place, problem in enumerate(problems):
        first.setdefault(_group(problem), place)
    return {
        number: {
            **problem,
            "chinese": _chinese(problem, names),
            "english": names.get(problem["kind"], ("", problem["kind"]))[1],
            "sides": sides(problem["kind"]),
        }
        for number, problem in enumerate(sorted(problems, key=lambda problem: first[_group(problem)]), 1)
    }


def _group(problem: Row) -> tuple[str, ...]:
    return problem["origin"], problem["severity"], problem["kind"]


def _grouped(problems: dict[int, Row]) -> dict[str, list[dict[int, Row]]]:
    """Origin → groups of problems: one alone, or MANY and more of one kind."""
    found: dict[str, list[dict[int, Row]]] = {}
    for key, items in groupby(problems.items(), key=lambda item: _group(item[1])):
        same = dict(items)
        found.setdefault(key[0], []).extend([same] if len(same) >= MANY else [{n: one} for n, one in same.items()])
    return found


async def _page(datasette: Any, request: Any, database: Any, version_id: str) -> Any:
    shown = await row(database, VERSION, {"version": version_id})
    if shown is None:
        raise NotFound("没有这一版次 / No such revision.")
    keys = {
        "version": shown["version"],
        "report": shown["report"],
        "document": shown["document"],
        "agency": shown["agency"],
    }
    cells = await rows(database, CELLS, keys)
    problems = _numbered(await rows(database, PROBLEMS, keys))
    by_table = {key: [cell for cell in cells if cell["form_table"] == key] for key in TABLE_KEYS}
    changes = await rows(database, CHANGES, keys)
    brought = [change for change in changes if change["version"] == shown["version"]]
    tables = [draw(key, shown["edition"], by_table[key], problems, brought) for key in TABLE_KEYS]
    sections = await rows(database, SECTIONS, keys)
    versions = await rows(database, VERSIONS, keys)
    captures = await rows(database, CAPTURES, keys)
    labels = await rows(database, "SELECT form_table, row_key, column_key, row_label, column_label FROM fields")
    return await page(
        datasette,
        request,
        "report.html",
        {
            "database": database.name,
            "report": shown,
            "tables": [table for table in tables if table],
            "recognised": any(cell["confidence"] is not None for cell in cells),
            "problems": problems,
            "grouped": _grouped(problems),
            "fixed_address": datasette.absolute_url(request, link(datasette, "version", shown["version"])),
            "sections": sections,
            "section_names": section_names(),
            "figures": statistics_form.lines(await rows(database, FIGURES, keys)),
            "figure_place": statistics_form.place,
            "versions": versions,
            "renderings": list({known["document"]: known for known in versions}.values()),
            "changes": changes,
            "rereadings": await rows(database, REREADINGS, keys),
            "captures": captures,
            "first_capture": captures[0] if captures else None,
            "years": await rows(database, YEARS, keys),
            "row_labels": {(field["form_table"], field["row_key"]): field["row_label"] for field in labels},
            "column_labels": {(field["form_table"], field["column_key"]): field["column_label"] for field in labels},
            "is_current": shown["current_version"] == shown["version"],
        },
    )
