"""The search page and the same as JSON: which reports hold the terms, where, and the sentence around them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.derived import normal_form_rule
from archive.printed_form import section_names
from archive.search import SEARCH_COLUMNS, SEARCH_TABLE, Piece, match_query, query_terms, snippet_pieces
from publish.database import Row, row, rows
from publish.page import archive_or_404, link, page

PAGE = 20
RANKED = 5000
"""Above so many hits the newest come first: ranking them all would keep the reader waiting."""
LONGEST = 200
LOOKED_AT = 100_000
"""So much of a text is looked through for the sentence around a hit; a hit further on is found and shown without it."""

HITS = (
    "FROM (SELECT rowid AS hit, rank AS closeness FROM search_index WHERE search_index MATCH :match) AS s"
    " JOIN versions AS v ON v.search_id = s.hit"
)
EVERY = "FROM versions AS v"
"""Without a term the page lists what the filters leave."""
KNOWN = """
  LEFT JOIN current AS c ON c.version = v.id
  JOIN agencies AS a ON a.id = v.agency JOIN documents AS d ON d.id = v.document
  LEFT JOIN portals AS p ON p.id = a.portal
WHERE (:all OR c.version IS NOT NULL)
  AND (:year IS NULL OR v.report_year = :year) AND (:portal IS NULL OR a.portal = :portal)
"""
COLUMNS = """
SELECT v.id AS version, v.report, v.report_year, v.title, a.name AS agency_name, a.level, p.name AS portal_name,
  coalesce(d.live_url, d.url) AS url, d.status, v.first_seen, v.last_seen, v.text, c.version IS NOT NULL AS is_current
"""
ORDER = {
    "relevance": "ORDER BY s.closeness, v.search_id",
    "newest": "ORDER BY v.first_seen DESC, v.search_id DESC",
    "year": "ORDER BY v.report_year DESC, v.search_id DESC",
}
SECTIONS = "SELECT version, id, heading, text FROM sections WHERE version IN (SELECT value FROM json_each(:versions))"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    query: str
    section: str | None
    year: int | None
    portal: str | None
    order: str | None
    everything: bool
    number: int

    @classmethod
    def of(cls, arguments: Any) -> Asked:
        """Read the arguments; what makes no sense is left out."""
        section, order = arguments.get("section"), arguments.get("sort")
        year, number = arguments.get("year", ""), arguments.get("page", "")
        return cls(
            arguments.get("q", "").strip()[:LONGEST],
            section if section in SEARCH_COLUMNS else None,
            int(year) if year.isdecimal() and len(year) == 4 else None,
            arguments.get("portal") or None,
            order if order in ORDER else None,
            arguments.get("all") == "1",
            min(int(number), 10_000) if number.isdecimal() and 0 < len(number) < 7 and int(number) else 1,
        )

    def address(self, **other: object) -> str:
        """The query string of this search with some arguments changed."""
        arguments = {
            "q": self.query,
            "section": self.section,
            "year": self.year,
            "portal": self.portal,
            "sort": self.order,
            "all": "1" if self.everything else None,
            **other,
        }
        return urlencode({name: value for name, value in arguments.items() if value})


def _where(found: Row, sections: list[Row], query: str) -> tuple[str | None, str, list[Piece]]:
    """The part of the report where the terms stand best: its key, its printed heading, the pieces around the hits."""
    parts = [(part["id"], part["heading"], part["text"]) for part in sections]
    parts += [("title", "", found["title"] or ""), (None, "", found["text"] or "")]
    best: tuple[int, str | None, str, list[Piece]] = (0, None, "", [])
    for key, heading, text in parts:
        pieces = snippet_pieces(text[:LOOKED_AT], query)
        hits = len({piece.text for piece in pieces if piece.hit})
        if hits > best[0]:
            best = (hits, key, heading, pieces)
        if hits == len(query_terms(query)):
            break
    return best[1:]


async def _found(datasette: Any, database: Any, asked: Asked) -> dict[str, Any]:
    """Count and one page of results."""
    match = match_query(asked.query, [asked.section] if asked.section else [])
    if not match and (asked.query or not (asked.portal or asked.year)):
        return {"count": 0, "others": 0, "results": [], "order": "relevance", "milliseconds": 0}
    begun = time.perf_counter()
    source = f"{HITS if match else EVERY} {KNOWN}"
    parameters: dict[str, Any] = {"match": match, "all": asked.everything, "year": asked.year, "portal": asked.portal}
    counted = await row(
        database, f"SELECT count(*) AS n, sum(c.version IS NULL) AS others {source}", {**parameters, "all": True}
    )
    every, others = (counted["n"], counted["others"] or 0) if counted else (0, 0)
    count = every if asked.everything else every - others
    order = asked.order or ("relevance" if count <= RANKED else "newest")
    order = order if match or order != "relevance" else "year"
    found = await rows(
        database,
        f"{COLUMNS} {source} {ORDER[order]} LIMIT :limit OFFSET :offset",
        {**parameters, "limit": PAGE, "offset": (asked.number - 1) * PAGE},
    )
    versions = json.dumps([result["version"] for result in found])
    parts: dict[str, list[Row]] = {}
    for part in await rows(database, SECTIONS, {"versions": versions}):
        parts.setdefault(part["version"], []).append(part)
    names = section_names()
    results = []
    for result in found:
        key, heading, pieces = _where(result, parts.get(result["version"], []), asked.query)
        current = bool(result["is_current"])
        results.append(
            {
                "agency": result["agency_name"],
                "portal": result["portal_name"],
                "level": result["level"],
                "report_year": result["report_year"],
                "title": result["title"],
                "report": result["report"],
                "version": result["version"],
                "is_current": current,
                "section": key,
                "section_heading": names[key][0] if key in names else heading,
                "snippet": [{"text": piece.text, "hit": piece.hit} for piece in pieces],
                "source": result["url"],
                "status": result["status"],
                "first_seen": result["first_seen"],
                "last_seen": result["last_seen"],
                "page": link(datasette, "report", result["report"])
                if current
                else link(datasette, "version", result["version"]),
            }
        )
    spent = round(1000 * (time.perf_counter() - begun))
    return {"count": count, "others": others, "results": results, "order": order, "milliseconds": spent}


async def _stale(database: Any) -> bool:
    """Whether the index was made by other rules than those by which queries are read now."""
    if "derived_by" not in await database.table_names():
        return True
    made = await row(database, "SELECT rule FROM derived_by WHERE what = :what", {"what": SEARCH_TABLE})
    return made is None or made["rule"] != normal_form_rule()


async def search(datasette: Any, request: Any) -> Any:
    """GET /search and /search.json: q, section, year, portal, sort, page, all."""
    database = await archive_or_404(datasette)
    asked = Asked.of(request.args)
    found = await _found(datasette, database, asked)
    stale = await _stale(database)
    if request.url_vars.get("format"):
        said = {"query": asked.query, "terms": query_terms(asked.query), "page": asked.number, "stale_index": stale}
        return Response.json({**said, **found})
    years = await rows(
        database, "SELECT DISTINCT report_year AS year FROM current WHERE report_year > 0 ORDER BY 1 DESC"
    )
    pages = -(-found["count"] // PAGE)
    return await page(
        datasette,
        request,
        "search.html",
        {
            "query": asked,
            "found": found,
            "stale": stale,
            "pages": pages,
            "years": [known["year"] for known in years],
            "portals": await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000"),
            "sections": section_names(),
            "first": (asked.number - 1) * PAGE + 1,
        },
    )
