"""Bodies of one function side by side: within a county, its city, its province."""

from __future__ import annotations

import json
from statistics import median
from typing import Any

from publish.coverage_words import year_state
from publish.database import Row, row, rows
from publish.indicator_asked import OF_FUNCTION
from publish.indicator_rows import FUNCTIONS, OF_PLACE, PLACE_NAMES
from publish.page import archive_or_404, page

MOST = 500
"""So many bodies are laid side by side; a larger set is shown by its first ones, and narrowed by city or county."""
OF_FUNCTIONS = """
SELECT f.function, f.chinese, f.english, y.report_year, y.reports, y.not_seen, y.not_looked
FROM functions AS f JOIN level_years AS y ON y.function = f.function AND y.province = '' AND y.report_year = :year
WHERE f.function = :function OR :function = '' ORDER BY f.number
"""
YEARS = """
SELECT report_year, sum(reports) AS reports FROM level_years WHERE function = :function AND province = ''
GROUP BY report_year ORDER BY report_year
"""
BY_PROVINCE = """
SELECT y.province AS code, coalesce((SELECT d.name FROM divisions AS d WHERE d.code = y.province || '0000'
    ORDER BY d.year DESC LIMIT 1), y.province) AS name, sum(y.reports) AS reports, sum(y.not_seen) AS not_seen,
  sum(y.not_looked) AS not_looked
FROM level_years AS y WHERE y.function = :function AND y.province <> '' AND y.report_year = :year
GROUP BY y.province ORDER BY y.province
"""
_SET = f"+a.function = :function AND {OF_PLACE} >= :place AND {OF_PLACE} < :place || '~'"
BODIES = f"""
SELECT y.* FROM agencies AS a CROSS JOIN agency_years AS y ON y.agency = a.id AND y.report_year = :year
WHERE {_SET} AND y.state <> 'not_expected' ORDER BY {{}} LIMIT {MOST + 1}
"""
COLUMNS: dict[str, tuple[tuple[str, str], tuple[str, str, str] | None]] = {
    "new_requests": (("新收申请", "requests"), ("disclosure_requests", "new_requests", "total")),
    "results_total": (("办理结果", "outcomes"), ("disclosure_requests", "results_total", "total")),
    "granted": (("予以公开", "granted"), ("disclosure_requests", "granted", "total")),
    "partially_granted": (("部分公开", "partially granted"), ("disclosure_requests", "partially_granted", "total")),
    "review": (("行政复议", "reconsideration"), ("review_and_litigation", "review", "total")),
    "litigation_direct": (("直接起诉", "direct lawsuits"), ("review_and_litigation", "litigation_direct", "total")),
    "source_problems": (("原文疑点", "discrepancies"), None),
    "changes": (("改动", "changes"), None),
}
"""Columns of the table: how they are named, and the indicator with every body's figure."""


async def peers(datasette: Any, request: Any) -> Any:
    """GET /peers: function, place (beginning of a division code, or a portal), year, sort."""
    database = await archive_or_404(datasette)
    functions = {known["function"]: known for known in await rows(database, FUNCTIONS)}
    function = request.args.get("function") or ""
    function = function if function in functions else ""
    place = (request.args.get("place") or "").strip()[:40]
    sort = request.args.get("sort") or ""
    years = [year["report_year"] for year in await rows(database, YEARS, {"function": function}) if year["reports"]]
    asked = request.args.get("year") or ""
    year = int(asked) if asked.isdecimal() and int(asked) in years else max(years, default=None)
    keys = {"function": function, "place": place, "year": year}
    found: list[Row] = []
    if function and place:
        order = f"y.{sort} IS NULL, y.{sort} DESC, y.agency" if sort in COLUMNS else "y.place, y.agency"
        found = await rows(database, BODIES.format(order), keys)
    return await page(
        datasette,
        request,
        "peers.html",
        {
            "database": database.name,
            "functions": functions,
            "function": functions.get(function),
            "level": OF_FUNCTION.get(function, "department"),
            "place": place,
            "above": await _above(database, place),
            "years": years,
            "year": year,
            "sort": sort if sort in COLUMNS else "name",
            "columns": COLUMNS,
            "of_functions": [] if function else await rows(database, OF_FUNCTIONS, keys),
            "provinces": await rows(database, BY_PROVINCE, keys) if function and not place else [],
            "bodies": [{**one, "said": year_state(one)} for one in found[:MOST]],
            "more": len(found) > MOST,
            "most": MOST,
            "medians": _medians(found[:MOST]),
            "unseen": {
                mark: sum(one["state"] == "not_seen" and (year_state(one).mark == "unseen") == (mark == "unseen")
                          for one in found[:MOST])
                for mark in ("unseen", "unlooked")
            },
        },
    )  # fmt: skip


async def _above(database: Any, place: str) -> list[Row]:
    """The province, the city and the county that a place lies in or is, with their names."""
    codes = [place[:digits] for digits in (2, 4, 6) if len(place) >= digits] if place.isdecimal() else [place]
    return await rows(database, PLACE_NAMES, {"codes": json.dumps([code for code in codes if code])})


def _medians(found: list[Row]) -> dict[str, tuple[int, float | None]]:
    """Column → how many have a number there, and their median; None below two."""
    medians = {}
    for column in COLUMNS:
        numbers = [one[column] for one in found if one["version"] and one[column] is not None]
        medians[column] = (len(numbers), median(numbers) if len(numbers) > 1 else None)
    return medians


async def peers_of(database: Any, agency: str) -> Row | None:
    """The function and county of a body, for links to its peers; None where its function is not known."""
    sql = f"""
    SELECT a.function, f.chinese, f.english, {OF_PLACE} AS place FROM agencies AS a
      JOIN functions AS f ON f.function = a.function WHERE a.id = :agency
    """
    return await row(database, sql, {"agency": agency})
