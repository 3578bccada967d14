"""The search page, and the same as JSON: which reports hold the query, where, and the words around it."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils.asgi import Response

from archive.derived import normal_form_rule
from archive.printed_form import section_names
from archive.search import SEARCH_TABLE
from publish import search_words
from publish.database import Row, row, rows
from publish.page import archive_or_404, page
from publish.search_asked import ORDERS, STATES, Asked
from publish.search_exports import MOST_ROWS, atom_answer, csv_answer, passing
from publish.search_results import PAGE, Found, find, results, values
from publish.words import LEVEL

PLACES = """
SELECT code, coalesce((SELECT d.name FROM divisions AS d WHERE d.code = k.code ORDER BY d.year DESC LIMIT 1),
  (SELECT p.county FROM portals AS p WHERE p.division_code = k.code ORDER BY p.id LIMIT 1), k.code) AS name
FROM (SELECT value AS code FROM json_each(:codes)) AS k
"""
MOST_CHOICES = 500
"""Of more values there is no list to choose from, but a box to type the code into."""


async def _stale(database: Any) -> bool:
    """Whether the index was made by other rules than those by which queries are read now."""
    if "derived_by" not in await database.table_names():
        return True
    made = await row(database, "SELECT rule FROM derived_by WHERE what = :what", {"what": SEARCH_TABLE})
    return made is None or made["rule"] != normal_form_rule()


async def _names(database: Any, codes: list[str]) -> list[Row]:
    """Divisions with their names, by code; a name that is not known is the code."""
    return await rows(database, PLACES, {"codes": json.dumps(codes)}) if len(codes) <= MOST_CHOICES else []


async def _choices(database: Any) -> dict[str, Any]:
    """What the filters let one choose from."""
    known = await values(database)
    portals = await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000")
    provinces = await _names(database, [f"{code}0000" for code in known["province"]])
    return {
        "years": list(reversed(known["year"])),
        "provinces": [{"code": found["code"][:2], "name": found["name"]} for found in provinces],
        "counties": await _names(database, known["county"]),
        "portals": portals if len(portals) <= MOST_CHOICES else [],
        "levels": [level for level in LEVEL if level in known["level"]],
        "sections": section_names(),
    }


async def search(datasette: Any, request: Any) -> Any:
    """GET /search, and /search.json, .csv, .atom: q, province, county (one or more), portal, agency, level, year or
    from and to, section, problems, changed, withdrawn, own, all, sort, page; excel=1 with .csv."""
    database = await archive_or_404(datasette)
    asked = Asked.of(request.args)
    form = request.url_vars.get("format")
    if form == "csv":
        return await csv_answer(datasette, request, database, asked, request.args.get("excel") == "1")
    if form == "atom":
        return await atom_answer(datasette, request, database, asked)
    start = (asked.number - 1) * PAGE
    found = await find(datasette, database, asked, start, PAGE)
    shown = await results(datasette, database, asked, found, found.ids)
    stale = await _stale(database)
    if form == "json":
        return passing(Response.json(_said(asked, found, shown, stale)), found)
    choices = await _choices(database)
    names = {portal["id"]: portal["name"] for portal in choices["portals"]}
    answer = await page(
        datasette,
        request,
        "search.html",
        {
            "query": asked,
            "read": asked.read,
            "found": found,
            "shown": shown,
            "stale": stale,
            "pages": -(-found.count // PAGE),
            "choices": choices,
            "portal_names": names,
            "says": search_words,
            "orders": ORDERS,
            "states": STATES,
            "most_rows": MOST_ROWS,
            "first": start + 1,
        },
    )
    return passing(answer, found)


def _said(asked: Asked, found: Found, shown: list[dict[str, Any]], stale: bool) -> dict[str, Any]:
    read = asked.read
    return {
        "query": asked.query,
        "read_as": read.written,
        "notes": list(read.notes),
        "terms": read.terms,
        "filters": {name: value for name, value in asked.arguments().items() if name != "q"},
        "page": asked.number,
        "stale_index": stale,
        "count": found.count,
        "others": found.others,
        "left_out": found.left_out,
        "looked_at": found.looked_at,
        "order": found.order,
        "milliseconds": found.milliseconds,
        "years": dict(found.years),
        "portals": dict(found.portals),
        "results": shown,
    }
