"""What we corrected: readings of the same bytes that a later reader read otherwise, and what people said. Never among
the changes of the reports themselves."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from publish.corrections_words import reading_place, shown
from publish.database import rows
from publish.listing import Filters, cut, limits, number_of
from publish.page import archive_or_404, page

FILTERS = ("portal", "agency", "report_year")
READINGS = """
SELECT * FROM corrected_readings WHERE {} ORDER BY reread_at DESC, version DESC, position DESC
LIMIT :limit OFFSET :offset
"""
PEOPLE = """
SELECT told.*, a.name AS agency_name, v.report_year FROM (
SELECT k.*, coalesce((SELECT v.id FROM versions AS v WHERE v.id = k.about),
  (SELECT v.id FROM versions AS v WHERE v.document = k.about ORDER BY v.number DESC LIMIT 1),
  (SELECT s.version FROM version_captures AS s WHERE s.capture = k.about LIMIT 1),
  (SELECT v.id FROM addresses AS a JOIN versions AS v ON v.document = a.document WHERE a.id = k.about
    ORDER BY v.number DESC LIMIT 1)) AS version, (SELECT a.url FROM addresses AS a WHERE a.id = k.about) AS url
FROM corrections AS k ORDER BY k.made_on DESC, k.about, k.statement LIMIT :limit OFFSET :offset) AS told
LEFT JOIN versions AS v ON v.id = told.version LEFT JOIN agencies AS a ON a.id = v.agency
ORDER BY told.made_on DESC, told.about, told.statement
"""
TABS = {"readings": ("改正的读数", "corrected readings"), "people": ("人工更正", "corrections by people")}


async def corrections(datasette: Any, request: Any) -> Any:
    """GET /corrections: tab (readings, people), portal, agency, report_year, page."""
    database = await archive_or_404(datasette)
    query, number = Filters.of(request.args, FILTERS), number_of(request.args)
    tab = "people" if request.args.get("tab") == "people" else "readings"
    sql = PEOPLE if tab == "people" else READINGS.format(query.where)
    found = cut(await rows(database, sql, {**query.chosen, **limits(number)}), number)
    together = [
        list(reversed(list(same)))
        for _, same in groupby(found.rows, key=lambda row: (row["version"], row.get("reread_at")))
    ]
    return await page(
        datasette,
        request,
        "corrections.html",
        {
            "database": database.name,
            "query": query,
            "tab": tab,
            "tabs": TABS,
            "found": found,
            "together": together if tab == "readings" else [],
            "reading_place": reading_place,
            "shown": shown,
            "portals": await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000"),
        },
    )
