"""A county: which of its bodies' reports were seen year by year, its own figures beside its units', its towns."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from archive.place_key import place_key
from publish.coverage_words import year_state
from publish.database import Row, row, rows
from publish.page import archive_or_404, page

YEARS = "SELECT * FROM county_coverage WHERE place = :place ORDER BY report_year"
NAME = """
SELECT coalesce((SELECT name FROM divisions WHERE code = :place ORDER BY year DESC LIMIT 1),
  (SELECT county FROM portals WHERE division_code = :place OR id = :place ORDER BY id LIMIT 1),
  (SELECT name FROM agencies WHERE division_code = :place AND level = 'county' ORDER BY id LIMIT 1),
  (SELECT name FROM portals WHERE division_code = :place OR id = :place ORDER BY id LIMIT 1)) AS name
"""
PORTALS = """
SELECT DISTINCT p.id, p.name, p.homepage FROM county_coverage AS c JOIN portals AS p ON p.id = c.portal
WHERE c.place = :place ORDER BY p.id
"""
UNITS = "SELECT * FROM agency_years WHERE place = :place ORDER BY agency, report_year LIMIT 20000"
FINDINGS = f"""
SELECT f.kind, f.report_year, f.chinese, f.english, f.version, k.chinese AS name, k.innocent_chinese, k.innocent_english
FROM findings AS f JOIN finding_kinds AS k ON k.kind = f.kind JOIN agencies AS a ON a.id = f.agency
WHERE f.kind LIKE 'county_%' AND {place_key()} = :place ORDER BY f.report_year DESC, f.id LIMIT 50
"""
SORTS = ("name", "new_requests", "granted", "source_problems", "changes")
LEVELS = ("county", "department", "subdistrict", "township")
UNITS_OF_COUNTY = frozenset(LEVELS[1:])


def _grid(units: list[Row], years: list[int]) -> list[dict[str, Any]]:
    """A line for each body: what it is, and its year states by year; governments first, then by level and name."""
    lines: dict[str, dict[str, Any]] = {}
    for unit in units:
        line = lines.setdefault(unit["agency"], {**unit, "cells": {}})
        line["cells"][unit["report_year"]] = {**unit, "said": year_state(unit)}
    order = {level: number for number, level in enumerate(LEVELS)}
    for line in lines.values():
        line["cells"] = [line["cells"].get(year) for year in years]
    return sorted(lines.values(), key=lambda line: (order.get(line["level"] or "", 9), line["agency_name"] or ""))


def _sorted(units: list[Row], year: int, sort: str) -> list[Row]:
    """The bodies' rows of one year, largest first, blanks last; by name where that is asked for."""
    found = [unit for unit in units if unit["report_year"] == year and unit["state"] == "found"]
    if sort == "name":
        return sorted(found, key=lambda unit: unit["agency_name"] or "")
    return sorted(found, key=lambda unit: (unit[sort] is None, -(unit[sort] or 0), unit["agency_name"] or ""))


def _sums(units: list[Row]) -> dict[int, tuple[int, int]]:
    """Year → what the bureaus and towns print as new requests, added up, and how many of them print a number."""
    printed: dict[int, list[int]] = {}
    for unit in units:
        if unit["level"] in UNITS_OF_COUNTY and isinstance(unit["new_requests"], int):
            printed.setdefault(unit["report_year"], []).append(unit["new_requests"])
    return {year: (sum(counts), len(counts)) for year, counts in printed.items()}


async def county(datasette: Any, request: Any) -> Any:
    """GET /county/<place>: year, sort. Raises NotFound."""
    database = await archive_or_404(datasette)
    keys = {"place": unquote(request.url_vars["place"])}
    coverage = await rows(database, YEARS, keys)
    if not coverage:
        raise NotFound("存档里没有这个县 / No such county here.")
    named = await row(database, NAME, keys)
    units = await rows(database, UNITS, keys)
    years = [year["report_year"] for year in reversed(coverage)]
    own = [unit for unit in units if unit["level"] == "county" and unit["state"] == "found"]
    expected = [year for year in coverage if year["expected"]]
    asked, sort = request.args.get("year") or "", request.args.get("sort")
    last = (expected or coverage)[-1]
    newest = max((unit["report_year"] for unit in units if unit["state"] == "found"), default=last["report_year"])
    year = int(asked) if asked.isdecimal() and int(asked) in years else newest
    sort = sort if sort in SORTS else "name"
    return await page(
        datasette,
        request,
        "county.html",
        {
            "database": database.name,
            "place": keys["place"],
            "name": (named or {}).get("name") or keys["place"],
            "portals": await rows(database, PORTALS, keys),
            "coverage": coverage,
            "last": last,
            "years": years,
            "grid": _grid(units, years),
            "year": year,
            "sort": sort,
            "sorts": SORTS,
            "of_year": _sorted(units, year, sort),
            "own": sorted(own, key=lambda unit: -unit["report_year"]),
            "own_bodies": len({unit["agency"] for unit in own}),
            "sums": _sums(units),
            "findings": await rows(database, FINDINGS, keys),
        },
    )
