"""Searching: which reports hold the query and pass the filters, in order, each with the words around the hit."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from itertools import islice
from typing import Any

from datasette.utils import sqlite_timelimit
from datasette.views.base import DatasetteError

from archive.printed_form import section_names
from archive.query import parse
from archive.search import Piece, snippet_pieces
from publish.database import Row, rows
from publish.page import link
from publish.search_asked import Asked, several
from publish.search_facts import Facts, facts_of
from publish.search_own import PLACES as BOILERPLATE
from publish.search_own import blanked, in_own_words

PAGE = 20
RANKED = 5000
"""Above so many hits the newest come first: ranking them all would keep the reader waiting."""
LOOKED_AT = 100_000
"""So much of a text is looked through for the sentence around a hit; a hit further on is found and shown without it."""
NEAR = 160
"""Characters around a hit that is seen at once; a hit that is not is looked for in the whole part."""
PORTALS_COUNTED = 1000
SHOWN = 12
"""Portals whose counts are shown."""

RANK = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rank, rowid DESC"
ROWS = """
SELECT v.search_id, v.id AS version, v.report, v.report_year, v.title, v.agency, a.name AS agency_name, a.level,
  a.portal, p.name AS portal_name, coalesce(d.live_url, d.url) AS url, d.status, v.published_on, v.first_seen,
  v.last_seen, substr(v.text, 1, :looked_at) AS text, c.version IS NOT NULL AS is_current
FROM versions AS v JOIN agencies AS a ON a.id = v.agency JOIN documents AS d ON d.id = v.document
  LEFT JOIN portals AS p ON p.id = a.portal LEFT JOIN current AS c ON c.version = v.id
WHERE v.search_id IN (SELECT value FROM json_each(:ids))
"""
PLACES = """
SELECT version, id, heading, start, length, substr(own_text, 1, :looked_at) AS own_text FROM section_places
WHERE version IN (SELECT value FROM json_each(:versions)) ORDER BY version, position
"""
TOO_SLOW = "这个检索太慢，请缩小范围。/ This search takes too long; please narrow it."


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds: how many reports (`others`: further revisions and renderings), the ids of those asked for in
    their order, counts by year and portal, and how long it took."""

    count: int
    others: int
    ids: list[int]
    order: str
    years: list[tuple[int, int]]
    portals: list[tuple[str, int]]
    milliseconds: int
    withdrawn: frozenset[int]
    left_out: int = 0
    looked_at: int | None = None
    """Hits in boilerplate alone, which were left out, and of how many hits that was looked into (None: of all)."""
    final: bool = True
    """Whether the same search finds the same as long as the data stays as it is: not while facts of before the last
    commit are used, nor while hits are left that were not looked into."""


def _filtered(facts: Facts, asked: Asked) -> int:
    versions = facts.every
    for name, value in asked.whose.items():
        of_any = 0
        for one in several(value) if name == "county" else (value,):
            of_any |= facts.of(name, one)
        versions &= of_any
    for name in asked.states:
        versions &= facts.of(name, True)
    if asked.first_year or asked.last_year:
        first, last = asked.first_year or 0, asked.last_year or 9999
        of_years = 0
        for year in facts.values["year"]:
            of_years |= facts.of("year", year) if first <= year <= last else 0
        versions &= of_years
    return versions


def _find(database: Any, db: sqlite3.Connection, asked: Asked, start: int, size: int, limit_ms: int) -> Found:
    facts, of_now = facts_of(database, db)
    begun = time.perf_counter()
    match = asked.match
    if not match and (asked.query or not asked.narrowed):
        return Found(0, 0, [], "relevance", [], [], 0, frozenset(), final=of_now)
    try:
        with sqlite_timelimit(db, limit_ms):
            hits = facts.hits(db, match) if match else facts.every
        every = _filtered(facts, asked) & hits
        versions = every if asked.everything else every & facts.of("current", True)
        left_out, looked_at = 0, None
        if asked.own and match:
            # many short queries, within a time of their own
            own, looked = in_own_words(db, facts, versions, asked.query)
            looked_at = None if looked == versions else looked.bit_count()
            left_out, versions = looked.bit_count() - own.bit_count(), own
        count = versions.bit_count()
        with sqlite_timelimit(db, limit_ms):
            order = asked.order or ("relevance" if hits.bit_count() <= RANKED else "newest")
            order = order if match or order != "relevance" else "year"
            if order == "relevance":
                found = iter(facts.only(versions, (row[0] for row in db.execute(RANK, (match,)))))
            else:
                found = facts.newest(versions) if order == "newest" else facts.by_year(versions)
            ids = list(islice(found, start, start + size))
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise DatasetteError(TOO_SLOW, status=400) from error
        raise
    portals = facts.counts(versions, "portal") if len(facts.values["portal"]) <= PORTALS_COUNTED else []
    withdrawn = facts.of("withdrawn", True)
    return Found(
        count,
        (every & ~facts.of("current", True)).bit_count(),
        ids,
        order,
        list(reversed(facts.counts(versions, "year"))),
        sorted(portals, key=lambda counted: (-counted[1], counted[0]))[:SHOWN],
        round(1000 * (time.perf_counter() - begun)),
        frozenset(facts.only(withdrawn, ids)),
        left_out,
        looked_at,
        of_now and looked_at is None,
    )


async def find(datasette: Any, database: Any, asked: Asked, start: int, size: int) -> Found:
    """The search, under Datasette's time limit. Raises DatasetteError where it takes longer."""
    limit = datasette.setting("sql_time_limit_ms")
    found: Found = await database.execute_fn(lambda db: _find(database, db, asked, start, size, limit))
    return found


async def values(database: Any) -> dict[str, list[Any]]:
    """Filter → the values that occur."""
    found: dict[str, list[Any]] = await database.execute_fn(lambda db: facts_of(database, db)[0].values)
    return found


def _parts(found: Row, places: list[Row], section: str | None) -> list[tuple[str | None, str, str]]:
    """The parts of a report in which to look for the words, as (key, printed heading, text)."""
    text, cursor = found["text"], 0
    parts: list[tuple[str | None, str, str]] = []
    between: list[tuple[str | None, str, str]] = []
    for place in places:
        if place["start"] is None:
            parts.append((place["id"], place["heading"], place["own_text"] or ""))
            continue
        between.append((None, "", text[cursor : place["start"]]))
        cursor = place["start"] + place["length"]
        parts.append((place["id"], place["heading"], text[place["start"] : cursor]))
    between.append((None, "", text[cursor:]))
    parts += [("title", "", found["title"] or ""), *between]
    if section:
        asked = [part for part in parts if (part[0] or "preamble") == section]
        return asked or parts
    return [*parts, (None, "", text)]


def where(found: Row, places: list[Row], query: str, section: str | None) -> tuple[str | None, str, list[Piece]]:
    """The part of the report where the terms stand best: its key, its printed heading, the pieces around the hits."""
    terms = parse(query).terms
    if not terms:
        return None, "", []
    parts = _parts(found, places, section)
    seen = [sum(term in text for term in terms) for _, _, text in parts]
    best = max(range(len(parts)), key=seen.__getitem__, default=None)
    if best is not None and seen[best]:
        key, heading, text = parts[best]
        at = min(place for term in terms if (place := text.find(term)) >= 0)
        pieces = snippet_pieces(text[max(0, at - NEAR) : at + 3 * NEAR], query)
        if pieces:
            return key, heading, pieces
    chosen: tuple[int, str | None, str, list[Piece]] = (0, None, "", [])
    for key, heading, text in parts:
        pieces = snippet_pieces(text[:LOOKED_AT], query)
        hits = len({piece.text for piece in pieces if piece.hit})
        if hits > chosen[0]:
            chosen = (hits, key, heading, pieces)
        if hits == len(terms):
            break
    return chosen[1:]


async def results(datasette: Any, database: Any, asked: Asked, found: Found, ids: list[int]) -> list[dict[str, Any]]:
    """What is shown of each of some versions found, in their order."""
    known = {
        row["search_id"]: row for row in await rows(database, ROWS, {"ids": json.dumps(ids), "looked_at": LOOKED_AT})
    }
    if asked.own and known:
        for row in await rows(database, BOILERPLATE, {"ids": json.dumps(ids)}):
            known[row["search_id"]]["text"] = blanked(known[row["search_id"]]["text"], row["places"])
    versions = json.dumps([row["version"] for row in known.values()])
    places: dict[str, list[Row]] = {}
    for place in (await database.execute(PLACES, {"versions": versions, "looked_at": LOOKED_AT}, truncate=False)).rows:
        places.setdefault(place["version"], []).append(dict(place))
    names = section_names()
    shown = []
    for row in (known[search_id] for search_id in ids if search_id in known):
        key, heading, pieces = where(row, places.get(row["version"], []), asked.query, asked.section)
        current = bool(row["is_current"])
        shown.append(
            {
                "agency": row["agency_name"],
                "agency_id": row["agency"],
                "portal": row["portal_name"],
                "level": row["level"],
                "report_year": row["report_year"],
                "title": row["title"],
                "report": row["report"],
                "version": row["version"],
                "is_current": current,
                "section": key,
                "section_heading": names[key][0] if key in names else heading,
                "snippet": [{"text": piece.text, "hit": piece.hit} for piece in pieces],
                "source": row["url"],
                "status": "withdrawn" if row["search_id"] in found.withdrawn else row["status"],
                "published_on": row["published_on"],
                "first_seen": row["first_seen"],
                "last_seen": row["last_seen"],
                "page": link(datasette, "report", row["report"])
                if current
                else link(datasette, "version", row["version"]),
            }
        )
    return shown
