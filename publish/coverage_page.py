"""Coverage of the whole: counties by year, what was expected, seen, and not looked at."""

from __future__ import annotations

from typing import Any

from publish.coverage_words import REASONS
from publish.database import Row, rows
from publish.page import archive_or_404, page

PLACES = """
SELECT c.place, c.report_year, c.expected, c.found, c.not_seen, c.withdrawn, c.state, c.reason, c.as_of,
  coalesce((SELECT d.name FROM divisions AS d WHERE d.code = c.place ORDER BY d.year DESC LIMIT 1), p.name, c.place)
    AS name,
  coalesce((SELECT d.name FROM divisions AS d WHERE d.code = substr(c.place, 1, 2) || '0000' ORDER BY d.year DESC
    LIMIT 1), '') AS province
FROM county_coverage AS c LEFT JOIN portals AS p ON p.id = c.portal ORDER BY c.place, c.report_year LIMIT 60000
"""
WHY_NOT = """
SELECT report_year, reason, count(*) AS n FROM coverage WHERE state = 'not_seen' GROUP BY report_year, reason
"""


def _mark(year: Row) -> str:
    """How a county's year is drawn: what share was seen, or why nothing was."""
    if year["found"]:
        return "seen" if year["expected"] is not None and year["found"] >= year["expected"] else "part"
    return REASONS[year["reason"]].mark if year["reason"] in REASONS else "unlooked"


async def coverage(datasette: Any, request: Any) -> Any:
    """GET /coverage"""
    database = await archive_or_404(datasette)
    lines: dict[str, dict[str, Any]] = {}
    years: set[int] = set()
    for found in await rows(database, PLACES):
        line = lines.setdefault(found["place"], {**found, "cells": {}})
        line["cells"][found["report_year"]] = {**found, "mark": _mark(found)}
        years.add(found["report_year"])
    span = sorted(years)
    why: dict[str, dict[int, int]] = {}
    for counted in await rows(database, WHY_NOT):
        why.setdefault(counted["reason"], {})[counted["report_year"]] = counted["n"]
    return await page(
        datasette,
        request,
        "coverage.html",
        {
            "database": database.name,
            "years": span,
            "counties": [{**line, "cells": [line["cells"].get(year) for year in span]} for line in lines.values()],
            "why": why,
            "reasons": REASONS,
        },
    )
