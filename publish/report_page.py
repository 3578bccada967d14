"""The page of a report, or of one of its revisions: the form as printed, the text, and the evidence."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from archive.printed_form import printed_tables, section_names
from publish import statistics_form
from publish.citation import cite
from publish.course import course
from publish.database import Row, together
from publish.drawing import draw, newest_changes
from publish.kept_answers import kept_rows
from publish.narrative import VERDICTS, narrative
from publish.page import archive_or_404, link, page
from publish.problem_words import told
from publish.report_rows import FIELDS, MOST, MOST_PROBLEMS, of_version, standing, version_known
from publish.warc_files import at_hand

MANY = 4
"""From so many problems of one kind on they are listed in one entry."""
CUT = ("changes", "versions", "captures")
"""Lists of which the page shows the newest alone."""
COURSE = ("changes", "versions")
"""Lists from which its history in one line is told."""
TABLE_KEYS = tuple(table.key for table in printed_tables("2021"))


def _part(request: Any, name: str) -> str:
    return unquote(request.url_vars.get(name) or "")


async def report(datasette: Any, request: Any) -> Any:
    """GET /report/<report> and /report/<agency>/<year>: the revision that stands for the report now."""
    database = await archive_or_404(datasette)
    keys: dict[str, Any] = {"report": _part(request, "report")}
    if request.url_vars.get("agency"):
        keys = {"agency": _part(request, "agency"), "year": int(_part(request, "year"))}
    found = await together(database, lambda ask: of_version(ask, standing(ask, keys)))
    if found is None:
        raise NotFound(
            "没有这份年报（未见，不等于未公开）/ No such report here; that does not mean it was not published."
        )
    return await _page(datasette, request, database, *found)


async def version(datasette: Any, request: Any) -> Any:
    """GET /version/<version>: the same page for one revision, now and for good."""
    database = await archive_or_404(datasette)
    version_id = _part(request, "version")
    found = await together(database, lambda ask: of_version(ask, version_known(ask, version_id)))
    if found is None:
        raise NotFound("没有这一版次 / No such revision.")
    return await _page(datasette, request, database, *found)


def _numbered(problems: list[Row]) -> dict[int, Row]:
    """Problems by their number on the page; those of one kind stand together."""
    first: dict[tuple[str, ...], int] = {}
    for place, problem in enumerate(problems):
        first.setdefault(_group(problem), place)
    return dict(enumerate(sorted(problems, key=lambda problem: first[_group(problem)]), 1))


def _group(problem: Row) -> tuple[str, ...]:
    return problem["origin"], problem["severity"], problem["kind"]


def _grouped(problems: dict[int, Row]) -> dict[str, list[dict[int, Row]]]:
    """Origin → groups of problems: one alone, or MANY and more of one kind."""
    found: dict[str, list[dict[int, Row]]] = {}
    for key, items in groupby(problems.items(), key=lambda item: _group(item[1])):
        same = dict(items)
        found.setdefault(key[0], []).extend([same] if len(same) >= MANY else [{n: one} for n, one in same.items()])
    return found


async def _page(datasette: Any, request: Any, database: Any, shown: Row, lists: dict[str, list[Row]]) -> Any:
    cells, corrections, rereadings = lists["cells"], lists["corrections"], lists["rereadings"]
    problems = _numbered(told(lists["problems"][:MOST_PROBLEMS], corrections))
    by_table = {key: [cell for cell in cells if cell["form_table"] == key] for key in TABLE_KEYS}
    changes = lists["changes"][:MOST]
    versions, captures = (lists[name][:MOST][::-1] for name in ("versions", "captures"))
    newest = newest_changes(changes, shown["version"], shown["last_seen"])
    tables = [draw(key, shown["edition"], by_table[key], problems, newest, rereadings) for key in TABLE_KEYS]
    labels = await kept_rows(database, FIELDS)
    parts, unplaced = narrative(lists["sections"], shown["text"] or "", lists["claims"])
    fixed = datasette.absolute_url(request, link(datasette, "version", shown["version"]))
    sha256 = next((capture["payload_sha256"] for capture in captures if capture["payload_sha256"]), None)
    return await page(
        datasette,
        request,
        "report.html",
        {
            "database": database.name,
            "report": shown,
            "base": link(datasette, "version", shown["version"]),
            "tables": [table for table in tables if table],
            "recognised": any(cell["confidence"] is not None for cell in cells),
            "problems": problems,
            "grouped": _grouped(problems),
            "corrections": corrections,
            "fixed_address": fixed,
            "citation": cite(shown, fixed, sha256),
            "narrative": parts,
            "unplaced": unplaced,
            "verdicts": VERDICTS,
            "section_names": section_names(),
            "figures": statistics_form.lines(lists["figures"]),
            "figure_place": statistics_form.place,
            "findings": lists["findings"],
            "versions": versions,
            "renderings": list({known["document"]: known for known in versions}.values()),
            "changes": changes,
            "course": course(changes, versions, shown["published_on"], any(len(lists[name]) > MOST for name in COURSE)),
            "rereadings": rereadings,
            "captures": captures,
            "cut": {name for name in CUT if len(lists[name]) > MOST},
            "most": MOST,
            "more_problems": len(lists["problems"]) > MOST_PROBLEMS,
            "served": at_hand(database, (capture["warc_file"] for capture in captures)),
            "years": lists["years"],
            "neighbours": sorted(lists["neighbours"], key=lambda other: other["name"] or ""),
            "row_labels": {(field["form_table"], field["row_key"]): field["row_label"] for field in labels},
            "column_labels": {(field["form_table"], field["column_key"]): field["column_label"] for field in labels},
            "is_current": shown["current_version"] == shown["version"],
        },
    )
