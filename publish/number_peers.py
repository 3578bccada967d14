"""How a number stands among bodies of the same function: in the county, its city, its province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from archive.indicator_figures import Figures, figures
from archive.indicator_store import LOOKED
from publish.database import row, rows
from publish.indicator_asked import OF_FUNCTION
from publish.indicator_rows import COVERED, LEVEL_YEARS, cells_sql, place_of
from publish.peers_page import peers_of
from publish.words import Words

AROUND: tuple[tuple[int, Words], ...] = (
    (6, ("本县", "this county")),
    (4, ("本地市（邻县）", "its prefecture: neighbours")),
    (2, ("全省", "its province")),
)
"""How many digits of the division code a circle of peers shares."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Bodies of one function within a place: what they have in this cell, how many were not seen, and where they are
    listed (a query string of the indicator's page)."""

    name: Words
    function: Words
    figures: Figures
    not_seen: int
    not_looked: int
    query: str


async def circles(database: Any, keys: dict[str, Any]) -> list[Circle]:
    """The circles of peers of a body, smallest first; none where its function, county or year is not known. `keys` has
    agency, table, row, column and year."""
    body, place = await peers_of(database, keys["agency"]), place_of(keys["table"], keys["row"], keys["column"])
    if body is None or place is None or keys["year"] is None or not str(body["place"])[:6].isdecimal():
        return []
    level, year = OF_FUNCTION.get(body["function"], "department"), keys["year"]
    found: list[Circle] = []
    for digits, name in AROUND:
        if body["function"] == "county_government" and digits == 6:
            continue
        asked = {"level": level, "function": body["function"], "place": body["place"][:digits]}
        cells = await rows(database, cells_sql(place), {**asked, "line": place.line, "years": f"[{year}]"})
        seen = await _seen(database, asked, year)
        told = figures(((cell["value"], cell["state"]) for cell in cells), max(seen["reports"], len(cells)))
        if found and told == found[-1].figures:
            found.pop()
        query = urlencode({**asked, "year": year})
        function = (body["chinese"], body["english"])
        found.append(Circle(name, function, told, seen["not_seen"], seen["not_looked"], query))
    return found


async def _seen(database: Any, asked: dict[str, Any], year: int) -> dict[str, int]:
    sums = {"reports": 0, "not_seen": 0, "not_looked": 0}
    if len(asked["place"]) == 2:
        sql = f"SELECT * FROM ({LEVEL_YEARS}) WHERE level = :level AND report_year = :year"
        known = await row(database, sql, {**asked, "province": asked["place"], "year": year})
        return {name: known[name] if known else 0 for name in sums}
    for counted in await rows(
        database, f"SELECT * FROM ({COVERED}) WHERE report_year = :year", {**asked, "year": year}
    ):
        seen = "reports" if counted["state"] == "found" else "not_seen" if counted["reason"] in LOOKED else "not_looked"
        sums[seen] += counted["n"]
    return sums
