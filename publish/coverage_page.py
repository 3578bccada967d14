"""Coverage of the whole: a map of provinces, and the counties of a province by year: expected, seen, not looked at."""

from __future__ import annotations

from typing import Any

from publish.coverage_words import REASONS
from publish.database import Row, rows
from publish.page import archive_or_404, page
from publish.province_tiles import HEIGHT, SIDE, TILES, WIDTH, mark_of, tiles

FEW = 60
"""An archive of so few counties is shown whole, whatever their province."""
OTHER = "other"
"""Places without a division code."""
_CODED = "c.place GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]*'"
YEARS = """
SELECT report_year, sum(reports + not_seen + not_looked) AS n FROM level_years WHERE function = '' AND province = ''
GROUP BY report_year HAVING n > 0 ORDER BY report_year DESC
"""
PROVINCES = f"""
SELECT iif({_CODED}, substr(c.place, 1, 2), '{OTHER}') AS code, count(*) AS counties, sum(c.found) AS found,
  sum(c.not_seen) AS not_seen, sum(c.withdrawn) AS withdrawn,
  iif(count(*) = count(c.expected), sum(c.expected), NULL) AS expected, sum(c.state = 'found') AS governments
FROM county_coverage AS c WHERE c.report_year = :year GROUP BY 1 ORDER BY 1
"""
BY_REASON = """
SELECT province AS code, sum(not_seen) AS unseen, sum(not_looked) AS unlooked FROM level_years
WHERE function = '' AND report_year = :year GROUP BY province
"""
PLACES = """
SELECT c.place, c.report_year, c.expected, c.found, c.not_seen, c.withdrawn, c.state, c.reason, c.as_of,
  coalesce((SELECT d.name FROM divisions AS d WHERE d.code = c.place ORDER BY d.year DESC LIMIT 1), p.name, c.place)
    AS name,
  coalesce((SELECT d.name FROM divisions AS d WHERE d.code = substr(c.place, 1, 2) || '0000' ORDER BY d.year DESC
    LIMIT 1), '') AS province
FROM county_coverage AS c LEFT JOIN portals AS p ON p.id = c.portal WHERE {} ORDER BY c.place, c.report_year LIMIT 20000
"""
WHY_NOT = """
SELECT reason, count(*) AS n FROM coverage WHERE state = 'not_seen' AND report_year = :year GROUP BY reason
"""


def _mark(year: Row) -> str:
    """How a county's year is drawn: what share was seen, or why nothing was."""
    if year["found"]:
        return "seen" if year["expected"] is not None and year["found"] >= year["expected"] else "part"
    return REASONS[year["reason"]].mark if year["reason"] in REASONS else "unlooked"


def _which(province: str) -> str:
    if province == OTHER:
        return f"NOT {_CODED}"
    return "c.place >= :province AND c.place < :province || '~'" if province else "1"


def _by_reason(provinces: list[Row], counted: list[Row]) -> list[Row]:
    """The provinces with how many bodies were not seen (`unseen`) and not looked at or read by us (`unlooked`); places
    without a code have what is left of the whole."""
    of = {row["code"]: row for row in counted}
    told = []
    for province in provinces:
        known = of.get(province["code"], {"unseen": 0, "unlooked": 0})
        if province["code"] == OTHER and "" in of:
            rest = [row for code, row in of.items() if code]
            known = {name: of[""][name] - sum(row[name] for row in rest) for name in ("unseen", "unlooked")}
        told.append({**province, "unseen": known["unseen"], "unlooked": known["unlooked"]})
    return told


async def coverage(datasette: Any, request: Any) -> Any:
    """GET /coverage: year; province (two digits of the division code): its counties, year by year."""
    database = await archive_or_404(datasette)
    years = [year["report_year"] for year in await rows(database, YEARS)]
    asked, province = request.args.get("year") or "", (request.args.get("province") or "")[:5]
    year = int(asked) if asked.isdecimal() and int(asked) in years else max(years, default=None)
    provinces = _by_reason(
        await rows(database, PROVINCES, {"year": year}), await rows(database, BY_REASON, {"year": year})
    )
    lines: dict[str, dict[str, Any]] = {}
    span: set[int] = set()
    if province or sum(counted["counties"] for counted in provinces) <= FEW:
        for found in await rows(database, PLACES.format(_which(province)), {"province": province}):
            line = lines.setdefault(found["place"], {**found, "cells": {}})
            line["cells"][found["report_year"]] = {**found, "mark": _mark(found)}
            span.add(found["report_year"])
    return await page(
        datasette,
        request,
        "coverage.html",
        {
            "database": database.name,
            "years": years,
            "year": year,
            "province": province,
            "province_name": TILES[province][:2] if province in TILES else None,
            "tiles": tiles(provinces),
            "side": SIDE,
            "map_size": (WIDTH, HEIGHT),
            "provinces": [
                {**one, "mark": mark_of(one), "name": TILES.get(one["code"], (None,))[0]} for one in provinces
            ],
            "span": sorted(span),
            "counties": [
                {**line, "cells": [line["cells"].get(each) for each in sorted(span)]} for line in lines.values()
            ],
            "why": await rows(database, WHY_NOT, {"year": year}),
            "reasons": REASONS,
        },
    )
