"""Bodies of one function side by side: within a county, its city, its province."""

from __future__ import annotations

import json
from statistics import median
from typing import Any
from urllib.parse import urlencode

from publish.coverage_words import year_state
from publish.database import Row, row, rows
from publish.indicator_asked import OF_FUNCTION
from publish.indicator_rows import FUNCTIONS, OF_PLACE, PLACE_NAMES
from publish.listing import number_of
from publish.page import archive_or_404, page

MOST = 500
"""Of so many bodies medians are taken on the page; of a larger set each figure has a page of its own."""
EACH = 100
"""Bodies of one page."""
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
WITHOUT_CODE = f"""
SELECT {OF_PLACE} AS code, coalesce((SELECT p.name FROM portals AS p WHERE p.id = {OF_PLACE}), {OF_PLACE}) AS name,
  c.state, c.reason, count(*) AS n
FROM agencies AS a CROSS JOIN coverage AS c ON c.agency = a.id AND c.report_year = :year AND c.state <> 'not_expected'
WHERE +a.function = :function AND {OF_PLACE} >= ':' GROUP BY 1, 3, 4 ORDER BY 1
"""
"""Places without a division code are portals, whose ids begin with a letter: after the figures and the colon."""
_SET = f"+a.function = :function AND {OF_PLACE} >= :place AND {OF_PLACE} < :place || '~'"
_SEEN = f"""agencies AS a CROSS JOIN coverage AS c ON c.agency = a.id AND c.report_year = :year
  LEFT JOIN current AS k ON k.report = c.report WHERE {_SET} AND c.state <> 'not_expected'"""
BODIES = f"""
WITH chosen AS (SELECT a.id, c.place, {{0}} AS asked FROM {_SEEN} ORDER BY {{1}} LIMIT {EACH + 1} OFFSET :offset)
SELECT y.* FROM chosen AS n CROSS JOIN agency_years AS y ON y.agency = n.id AND y.report_year = :year
ORDER BY {{2}}
"""
STATES = f"SELECT c.state, c.reason, count(*) AS n FROM {_SEEN} GROUP BY 1, 2"
TOTALS = f"""
SELECT t.row_key, t.total FROM {{}} AS t WHERE t.total IS NOT NULL AND t.row_key IN (SELECT value FROM json_each(:rows))
  AND t.version IN (SELECT k.version FROM {_SEEN})
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
_TOTAL = "(SELECT t.total FROM {} AS t WHERE t.version = k.version AND t.row_key = '{}')"
ORDERS = {
    **{key: _TOTAL.format(*column[1][:2]) for key, column in COLUMNS.items() if column[1]},
    "source_problems": "(SELECT count(*) FROM problems AS p WHERE p.version = k.version AND p.origin = 'source'"
    " AND p.severity <> 'info')",
    "changes": "(SELECT count(*) FROM changes AS h WHERE h.report = c.report AND h.repeats IS NULL)",
}
"""Column → SQL over a body's year by which it is ordered."""


async def peers(datasette: Any, request: Any) -> Any:
    """GET /peers: function, place (beginning of a division code, or a portal), year, sort, page."""
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
    number = number_of(request.args)
    found: list[Row] = []
    states: dict[str, int] = {"seen": 0, "unseen": 0, "unlooked": 0}
    medians: dict[str, tuple[int, float | None]] = {}
    if function and place:
        named = sort not in ORDERS
        sql = BODIES.format(
            "NULL" if named else ORDERS[sort],
            "place, id" if named else "asked IS NULL, asked DESC, id",
            "y.place, y.agency" if named else f"y.{sort} IS NULL, y.{sort} DESC, y.agency",
        )
        found = await rows(database, sql, {**keys, "offset": (number - 1) * EACH})
        for counted in await rows(database, STATES, keys):
            state = "seen" if counted["state"] == "found" else year_state(counted).mark
            states["unlooked" if state not in states else state] += counted["n"]
        if states["seen"] <= MOST:
            medians = await _medians(database, keys)
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
            "provinces": await _places(database, keys) if function and not place else [],
            "bodies": [{**one, "said": year_state(one)} for one in found[:EACH]],
            "more": len(found) > EACH,
            "number": number,
            "medians": medians,
            "rows_of_view": urlencode(
                {"function": function, "place__startswith": place, "report_year": year, "state__not": "not_expected"}
            ),
            "states": states,
        },
    )


async def _places(database: Any, keys: dict[str, Any]) -> list[Row]:
    """Provinces, and places without a division code, with how many bodies were seen, not seen, not looked at."""
    without: dict[str, Row] = {}
    for counted in await rows(database, WITHOUT_CODE, keys):
        none: Row = {"code": counted["code"], "name": counted["name"], "reports": 0, "not_seen": 0, "not_looked": 0}
        of = without.setdefault(counted["code"], none)
        found = counted["state"] == "found"
        of["reports" if found else "not_seen" if year_state(counted).mark == "unseen" else "not_looked"] += counted["n"]
    return [*await rows(database, BY_PROVINCE, keys), *without.values()]


async def _above(database: Any, place: str) -> list[Row]:
    """The province, the city and the county that a place lies in or is, with their names."""
    codes = [place[:digits] for digits in (2, 4, 6) if len(place) >= digits] if place.isdecimal() else [place]
    return await rows(database, PLACE_NAMES, {"codes": json.dumps([code for code in codes if code])})


async def _medians(database: Any, keys: dict[str, Any]) -> dict[str, tuple[int, float | None]]:
    """Column → how many have a number there, and their median; None below two."""
    numbers: dict[str, list[int]] = {}
    of_table: dict[str, list[str]] = {}
    for _, place in COLUMNS.values():
        if place:
            of_table.setdefault(place[0], []).append(place[1])
    for table, names in of_table.items():
        for counted in await rows(database, TOTALS.format(table), {**keys, "rows": json.dumps(names)}):
            numbers.setdefault(counted["row_key"], []).append(counted["total"])
    medians: dict[str, tuple[int, float | None]] = {}
    for column, (_, place) in COLUMNS.items():
        if place:
            found = numbers.get(place[1], [])
            medians[column] = (len(found), median(found) if len(found) > 1 else None)
    return medians


async def peers_of(database: Any, agency: str) -> Row | None:
    """The function and county of a body, for links to its peers; None where its function is not known."""
    sql = f"""
    SELECT a.function, f.chinese, f.english, {OF_PLACE} AS place FROM agencies AS a
      JOIN functions AS f ON f.function = a.function WHERE a.id = :agency
    """
    return await row(database, sql, {"agency": agency})
