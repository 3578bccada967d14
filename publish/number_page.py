"""The page behind a number: as printed, what it means, how it was read, its history, its checks, and where it stands
among the body's other years and its peers."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

from datasette.utils.asgi import NotFound

from archive.cell_checks import checks_with
from archive.printed_form import printed_label, section_names
from publish import number_words
from publish.chart import Chart, Series, chart
from publish.citation import cite
from publish.database import Ask, Row, row, rows, together
from publish.drawing import draw, marked, newest_changes
from publish.number_peers import circles
from publish.number_rows import (
    BODIES,
    CELLS,
    CHANGES,
    CLAIMS,
    FIELD,
    FINDINGS,
    PEER_CELLS,
    PEERS,
    PLACE,
    REREADINGS,
    REVISIONS,
    YEARS,
)
from publish.page import archive_or_404, link, page
from publish.problem_words import CORRECTIONS, told
from publish.report_rows import CAPTURES, PROBLEMS_OF_TABLE, VERSION, standing, version_known
from publish.warc_files import at_hand

MOST_PEERS = 60
"""So many peers are listed on the page; the table behind the link has them all."""


async def number(datasette: Any, request: Any) -> Any:
    """GET /version/<version>/<table>/<row>/<column>, and /report/<report>/… for the revision that stands now."""
    database = await archive_or_404(datasette)
    parts = {name: unquote(text) for name, text in request.url_vars.items() if text}
    shown = await together(database, lambda ask: _revision(ask, parts))
    field = await row(database, FIELD, parts)
    if shown is None or field is None:
        raise NotFound("没有这一格（未见不等于未公开）/ No such number here, which does not mean it was not published.")
    place = await row(database, PLACE, {"agency": shown["agency"]})
    keys = {**parts, **{name: shown[name] for name in ("version", "report", "document", "agency", "level")}}
    keys |= {"year": shown["report_year"], "place": place["place"] if place else ""}
    keys |= {"prefecture": keys["place"][:4]}
    cells = await rows(database, CELLS, keys)
    here = (parts["row"], parts["column"])
    cell = next((cell for cell in cells if (cell["row_key"], cell["column_key"]) == here), None)
    if cell is None:
        raise NotFound("这份年报的格式没有这一格 / The form of this report has no such cell.")
    captures = await rows(database, CAPTURES, keys)
    changes, rereadings = await rows(database, CHANGES, keys), await rows(database, REREADINGS, keys)
    corrections = await rows(database, CORRECTIONS, keys)
    problems = [
        problem
        for problem in told(await rows(database, PROBLEMS_OF_TABLE, keys), corrections)
        if here in marked(problem)
    ]
    checks = checks_with(parts["table"], *here, cells)
    own_table = draw(
        parts["table"], shown["edition"], cells, dict(enumerate(problems, 1)),
        newest_changes(changes, shown["version"], shown["last_seen"]), rereadings,
    )  # fmt: skip
    years = await rows(database, YEARS, keys)
    address = link(datasette, "version", shown["version"], *(parts[name] for name in ("table", "row", "column")))
    fixed = datasette.absolute_url(request, address)
    number_said = f"{number_words.place(field)[0]} {number_words.in_short(cell)}"
    sha256 = next((capture["payload_sha256"] for capture in captures if capture["payload_sha256"]), None)
    return await page(
        datasette,
        request,
        "number.html",
        {
            "database": database.name,
            "report": shown,
            "cell": cell,
            "printed": number_words.printed(cell),
            "in_short": number_words.in_short(cell),
            "short": number_words.SHORT,
            "field": {name: printed_label(text) if name.endswith("label") and text else text
                      for name, text in field.items()},
            "where": number_words.place(field),
            "meaning": number_words.meaning(cell, field, shown["report_year"]),
            "placed": number_words.PLACED.get(cell["placed_by"] or ""),
            "section": section_names().get(parts["table"], (parts["table"], parts["table"])),
            "table": own_table,
            "base": link(datasette, "version", shown["version"], parts["table"]),
            "here": here,
            "revisions": await rows(database, REVISIONS, keys),
            "changes": changes,
            "rereadings": rereadings,
            "problems": problems,
            "corrections": corrections,
            "checks": [_both_sides(check, cells) for check in checks],
            "share": _share(checks, cell),
            "claims": await rows(database, CLAIMS, keys),
            "findings": await rows(database, FINDINGS, keys),
            "years": years,
            "chart": _chart(field, years),
            "captures": captures,
            "served": at_hand(database, (capture["warc_file"] for capture in captures)),
            "circles": await circles(database, keys),
            "address": address,
            "fixed_address": fixed,
            "citation": cite(shown, fixed, sha256, number_said),
            "is_current": shown["current_version"] == shown["version"],
            "data": {
                "years": _data(datasette, database, YEARS, keys, (*_CELL, "agency")),
                "revisions": _data(datasette, database, REVISIONS, keys, (*_CELL, "report")),
            },
            **await _peers(datasette, database, keys, cells, years),
        },
    )  # fmt: skip


_CELL = ("table", "row", "column")


def _data(datasette: Any, database: Any, sql: str, keys: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """Where the rows of a query are had: as a page of Datasette's, as CSV and as JSON."""
    query = urlencode({"sql": sql.strip(), **{name: "" if keys[name] is None else keys[name] for name in names}})
    base = datasette.urls.database(database.name)
    return {"page": f"{base}?{query}", "csv": f"{base}.csv?{query}&_dl=on", "json": f"{base}.json?{query}"}


def _revision(ask: Ask, parts: dict[str, str]) -> Row | None:
    known = parts["version"] if "version" in parts else standing(ask, parts)
    return next(iter(ask(VERSION, {"version": version_known(ask, known)})), None) if known else None


async def _peers(
    datasette: Any, database: Any, keys: dict[str, Any], cells: list[Row], years: list[Row]
) -> dict[str, Any]:
    """The peers of the year: how they stand together, and each of them; the body itself is one."""
    if keys["year"] is None or not keys["place"]:
        return {"peers": [], "among": None, "peers_of": "other"}
    kind = "county" if keys["level"] == "county" and keys["place"][:4].isdecimal() else "other"
    sql = {name: text.format(bodies=BODIES[kind]) for name, text in (("who", PEERS), ("cells", PEER_CELLS))}
    said = {cell["version"]: cell for cell in await rows(database, sql["cells"], keys)}
    nothing = {"printed": None, "state": None, "value": None}
    peers = [{**peer, **said.get(peer["version"], nothing)} for peer in await rows(database, sql["who"], keys)]
    decided = next(
        (cell["value"] for cell in cells if (cell["row_key"], cell["column_key"]) == ("results_total", "total")), None
    )
    own = next((year["value"] for year in years if year["version"] == keys["version"]), None)
    names = (*_CELL, "year", *(("prefecture",) if kind == "county" else ("place", "level")))
    return {
        "among": number_words.among(peers, own, decided) if len(peers) > 1 else None,
        "peers": sorted(peers, key=_largest_first)[:MOST_PEERS],
        "more_peers": len(peers) > MOST_PEERS,
        "peers_of": kind,
        "peer_data": _data(datasette, database, sql["cells"], keys, names),
    }


def _largest_first(peer: Row) -> tuple[bool, float]:
    value = peer["value"]
    return (False, -value) if isinstance(value, int | float) else (True, 0)


def _both_sides(check: Any, cells: list[Row]) -> dict[str, Any]:
    """A check with the cells of its two sides as they are printed."""
    of = {(cell["row_key"], cell["column_key"]): cell for cell in cells}
    sides = [[(place, of.get(place)) for place in side] for side in (check.left_cells, check.right_cells)]
    return {"check": check, "left": sides[0], "right": sides[1]}


def _share(checks: list[Any], cell: Row) -> str | None:
    """The cell as a part of the outcomes of its column, where it is one of them."""
    here = (cell["row_key"], cell["column_key"])
    for check in checks:
        if check.kind == "results_total" and here in check.right_cells:
            return number_words.share(cell["value"], check.left)
    return None


def _chart(field: Row, years: list[Row]) -> Chart | None:
    """Bars of whole counts by year; None for amounts of money and for changes, which may be below 0."""
    if field["kind"] != "count" or len(years) < 2:
        return None
    counts = {year["report_year"]: year["value"] if isinstance(year["value"], int) else None for year in years}
    return chart(number_words.place(field), [Series((field["row_label"], field["row_english"]), counts)], list(counts))
