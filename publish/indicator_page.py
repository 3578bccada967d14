"""A figure of the form over all bodies of a level: how many have it year by year, how large it is, and body by body."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from archive.indicator_figures import figures, same_bodies
from archive.indicator_store import LOOKED
from archive.indicator_tables import Place
from archive.printed_form import printed_label, section_names
from publish import number_words
from publish.chart import SEAM, Chart, Series, chart
from publish.database import Row, row, rows
from publish.indicator_asked import LEVELS, Asked, level_name
from publish.indicator_rows import (
    COVERED,
    FIELD,
    FUNCTIONS,
    LEVEL_YEARS,
    PLACE_NAMES,
    PROVINCES,
    SORTS,
    SUMMARY,
    cells_sql,
    list_sql,
    place_of,
)
from publish.listing import Page, cut, limits
from publish.number_words import FEWEST
from publish.page import archive_or_404, page


async def indicator(datasette: Any, request: Any) -> Any:
    """GET /indicator/<table>/<row>/<column>: level, function, place, year, sort, state, page. Raises NotFound."""
    database = await archive_or_404(datasette)
    parts = {name: unquote(request.url_vars[name]) for name in ("table", "row", "column")}
    field, place = await row(database, FIELD, parts), place_of(*parts.values())
    if field is None or place is None:
        raise NotFound("表中没有这一格 / The form has no such place.")
    functions = await rows(database, FUNCTIONS)
    every = await rows(database, LEVEL_YEARS, {"function": "", "province": ""})
    query = Asked.of(request.args, every, {known["function"] for known in functions})
    keys = {**parts, "level": query.level, "function": query.function, "place": query.place, "line": place.line}
    seen = await rows(database, LEVEL_YEARS, {"function": query.function, "province": query.province})
    of_level = {year["report_year"]: year for year in seen if year["level"] == query.level}
    counted = await rows(database, SUMMARY, {**keys, "function": query.counted})
    if query.place:
        if not query.province:
            of_level = await _covered(database, keys)
        counted = await _counted(database, place, keys, of_level)
    years = [year for year in (_line(one, of_level) for one in counted) if year["reports"]]
    known = [year["report_year"] for year in years]
    shown = query.year if query.year in known else max(known, default=None)
    found = await _bodies(database, place, query, {**keys, "year": shown}) if shown else Page([], 1, False)
    named = await rows(database, PLACE_NAMES, {"codes": json.dumps([query.place])}) if query.place else []
    key = {"form_table": parts["table"], "row_key": parts["row"], "column_key": parts["column"]}
    return await page(
        datasette,
        request,
        "indicator.html",
        {
            "database": database.name,
            "field": {name: printed_label(text) if name.endswith("label") and text else text
                      for name, text in field.items()},
            "key": parts,
            "where": number_words.place(field),
            "section": section_names().get(parts["table"], (parts["table"], "")),
            "query": query,
            "levels": [level for level in LEVELS if any(year["level"] == level for year in every)],
            "level_name": level_name,
            "functions": functions,
            "provinces": await rows(database, PROVINCES),
            "place_name": named[0]["name"] if named else None,
            "years": years,
            "year": next((year for year in years if year["report_year"] == shown), None),
            "seam": SEAM,
            "chart": _chart(years),
            "found": found,
            "first": (found.number - 1) * 50 + 1,
            "has_whole": place.whole is not None,
            "of_cases": parts["table"] == "review_and_litigation",
            "sorts": SORTS,
            "fewest": FEWEST,
            "view": query.of_view(shown, key) if shown else "",
            "summary_view": key,
        },
    )  # fmt: skip


async def _covered(database: Any, keys: dict[str, Any]) -> dict[int, Row]:
    """What `level_years` holds, counted for the bodies of a place smaller than a province."""
    of_level: dict[int, Row] = {}
    for counted in await rows(database, COVERED, keys):
        sums = of_level.setdefault(counted["report_year"], {"reports": 0, "not_seen": 0, "not_looked": 0})
        seen = "reports" if counted["state"] == "found" else "not_seen" if counted["reason"] in LOOKED else "not_looked"
        sums[seen] += counted["n"]
    return of_level


async def _counted(database: Any, place: Place, keys: dict[str, Any], of_level: dict[int, Row]) -> list[Row]:
    """What `indicators` holds, counted for the bodies of one place."""
    cells: dict[int, list[Row]] = {}
    for cell in await rows(database, cells_sql(place), {**keys, "years": json.dumps(sorted(of_level))}):
        cells.setdefault(cell["report_year"], []).append(cell)
    lines = []
    for year, found in sorted(cells.items()):
        before = {cell["agency"]: cell for cell in cells.get(year - 1, []) if cell["value"] is not None}
        pairs = [
            (before[cell["agency"]]["value"], cell["value"])
            for cell in found
            if cell["value"] is not None
            and cell["agency"] in before
            and before[cell["agency"]]["edition"] == cell["edition"]
        ]
        told = figures(((cell["value"], cell["state"]) for cell in found), of_level[year]["reports"])
        lines.append({"report_year": year, **asdict(told), **asdict(same_bodies(pairs))})
    return lines


def _line(counted: Row, of_level: dict[int, Row]) -> Row:
    """A year with what was not seen, and the total without its largest body."""
    year = of_level.get(counted["report_year"], {"not_seen": 0, "not_looked": 0})
    several = counted["numbers"] > 1
    rest = round(counted["total"] - counted["largest"], 6) if several else None
    return {**counted, "not_seen": year["not_seen"], "not_looked": year["not_looked"], "rest": rest}


async def _bodies(database: Any, place: Place, query: Asked, keys: dict[str, Any]) -> Page:
    sql = list_sql(place, query.sort, query.narrowed, bool(query.state))
    found = await rows(database, sql, {**keys, "state": query.state, **limits(query.number)})
    told = [{**one, "share": number_words.share(one["value"], one["whole"])} for one in found]
    return cut(told, query.number)


def _chart(years: list[Row]) -> Chart | None:
    """Bars of the total and of the total without the largest body; None for amounts, and of a single year."""
    totals = {year["report_year"]: year["total"] for year in years}
    if len(years) < 2 or any(isinstance(total, float) or (total or 0) < 0 for total in totals.values()):
        return None
    rest = {year["report_year"]: year["rest"] for year in years}
    if any(isinstance(total, float) or (total or 0) < 0 for total in rest.values()):
        return None
    series = [Series(("合计", "total"), totals), Series(("去掉最大的一个", "without the largest"), rest)]
    return chart(("所印之和，逐年", "Sum of what is printed, by year"), series, list(totals))
