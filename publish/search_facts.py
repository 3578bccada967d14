"""What the search filters by, of all reports at once: a set of bits for each year, portal, level …, kept in memory.

The index says which rows hold a query; one by one, each row would need its report's place, year and state from four
tables. Here each is a bit of one long number, newest first, so that counting, filtering, and the counts by year and
portal of a hundred thousand hits take a few milliseconds. It is made at the first search, in a second or two for
100,000 reports, and again after the file has changed (not more often than it is worth: see STALE).
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils import sqlite_timelimit

from publish.database import file_state

STALE = 20
"""While a file changes, facts are kept for so many times as long as it takes to make them."""
LOADING_MS = 120_000
COUNTED = ("year", "portal")
FEW = 10_000
"""So many hits are counted one by one; more by the sets of all values."""
REMEMBERED = 64
"""Queries whose hits are remembered, so that the next page, another filter or order is at hand."""

FACTS = """
SELECT v.search_id, v.report_year, a.portal, coalesce(a.division_code, p.division_code), a.level,
  c.version IS NOT NULL, v.agency
FROM versions AS v JOIN agencies AS a ON a.id = v.agency LEFT JOIN portals AS p ON p.id = a.portal
  LEFT JOIN current AS c ON c.version = v.id
ORDER BY v.first_seen DESC, v.search_id DESC
"""
HITS = "SELECT json_group_array(rowid) FROM search_index WHERE search_index MATCH ?"
"""All in one row: no other thread waits while SQLite gathers them."""
KINDS = {
    "problems": "SELECT DISTINCT v.search_id FROM problems AS b JOIN versions AS v ON v.id = b.version"
    " WHERE b.origin = 'source' AND b.severity <> 'info'",
    "changed": "SELECT search_id FROM versions WHERE report IN (SELECT report FROM changes"
    " WHERE repeats IS NULL AND kind <> 'status')",
    "withdrawn": "SELECT search_id FROM reports WHERE status = 'withdrawn' UNION SELECT v.search_id FROM versions AS v"
    " JOIN documents AS d ON d.id = v.document WHERE d.status = 'withdrawn'",
}
"""Filters that are yes or no, and the rows of which they are so."""


def _remember(known: dict[str, Any], key: str, value: Any) -> None:
    """Keep an answer among REMEMBERED; the oldest goes."""
    while len(known) >= REMEMBERED and key not in known:
        known.pop(next(iter(known)), None)
    known[key] = value


@dataclass
class Facts:
    """All versions, newest first; a set of them is a number whose highest bit is the newest."""

    ids: list[int]
    places: dict[int, int]
    members: dict[tuple[str, Any], array[int]]
    values: dict[str, list[Any]]
    """Filter → the values that occur, sorted."""
    columns: dict[str, list[Any]]
    """Filter of COUNTED → the value of each version."""
    _sets: dict[tuple[str, Any], int] = field(default_factory=dict)
    _hits: dict[str, int] = field(default_factory=dict)
    own: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Query → versions whose texts were looked into for it, and those of them where it stands outside of
    boilerplate."""

    def of(self, name: str, value: Any) -> int:
        """The versions of which a filter holds."""
        known = self._sets.get((name, value))
        if known is None:
            known = self._sets[name, value] = self._set(self.members.get((name, value), ()))
        return known

    @property
    def every(self) -> int:
        """All versions."""
        return (1 << len(self.ids)) - 1

    def hits(self, db: sqlite3.Connection, match: str) -> int:
        """The versions that a MATCH expression finds."""
        known = self._hits.get(match)
        if known is None:
            (found,) = db.execute(HITS, (match,)).fetchone()
            places = self.places
            known = self._set(places[row] for row in json.loads(found) if row in places)
            _remember(self._hits, match, known)
        return known

    def remember_own(self, query: str, looked: int, own: int) -> None:
        """Keep what came out of looking into texts for a query."""
        _remember(self.own, query, (looked, own))

    def set_of(self, search_ids: Iterable[int]) -> int:
        """Some versions as a set."""
        return self._set(self.places[row] for row in search_ids if row in self.places)

    def _set(self, places: Iterable[int]) -> int:
        flags = bytearray(b"0") * len(self.ids)
        for place in places:
            flags[place] = 49
        return int(flags, 2) if flags else 0

    def flags(self, versions: int) -> str:
        """A set of versions as a text of 0 and 1, newest first."""
        return format(versions, f"0{len(self.ids)}b")

    def newest(self, versions: int) -> Iterator[int]:
        """Their search ids, newest first."""
        return map(self.ids.__getitem__, self._places(versions))

    def _places(self, versions: int) -> Iterator[int]:
        flags = self.flags(versions)
        at = flags.find("1")
        while at >= 0:
            yield at
            at = flags.find("1", at + 1)

    def by_year(self, versions: int) -> Iterator[int]:
        """Their search ids, the latest report year first, within a year the newest; without a year last."""
        for year in [*reversed(self.values["year"]), None]:
            of_year = versions & self.of("year", year)
            if of_year:
                yield from self.newest(of_year)

    def only(self, versions: int, search_ids: Iterable[int]) -> list[int]:
        """Those of some search ids that are among them, in their order."""
        flags, places = self.flags(versions), self.places
        return [row for row in search_ids if row in places and flags[places[row]] == "1"]

    def counts(self, versions: int, name: str) -> list[tuple[Any, int]]:
        """How many of them each value of a filter (of COUNTED) has, values without any left out."""
        if versions.bit_count() <= FEW:
            column = self.columns[name]
            counted = Counter(column[place] for place in self._places(versions))
            return [(value, counted[value]) for value in self.values[name] if value in counted]
        found = ((value, (versions & self.of(name, value)).bit_count()) for value in self.values[name])
        return [(value, count) for value, count in found if count]


def _made(db: sqlite3.Connection) -> Facts:
    members: dict[tuple[str, Any], array[int]] = defaultdict(lambda: array("I"))
    ids: list[int] = []
    columns: dict[str, list[Any]] = {name: [] for name in COUNTED}
    cursor = db.cursor()
    cursor.row_factory = None
    for place, (search_id, year, portal, code, level, current, agency) in enumerate(cursor.execute(FACTS)):
        ids.append(search_id)
        columns["year"].append(year)
        columns["portal"].append(portal)
        members["year", year].append(place)
        members["portal", portal].append(place)
        members["agency", agency].append(place)
        members["level", level].append(place)
        if code:
            members["county", code].append(place)
            members["province", code[:2]].append(place)
        if current:
            members["current", True].append(place)
    places = {search_id: place for place, search_id in enumerate(ids)}
    for name, sql in KINDS.items():
        members[name, True] = array("I", (places[row] for (row,) in cursor.execute(sql) if row in places))
    values: dict[str, list[Any]] = {name: [] for name in ("year", "portal", "agency", "level", "county", "province")}
    for name, value in members:
        if name in values and value is not None:
            values[name].append(value)
    return Facts(ids, places, dict(members), {name: sorted(found) for name, found in values.items()}, columns)


@dataclass
class _Shelf:
    facts: Facts | None = None
    file: object = None
    made: float = 0.0
    took: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_SHELVES: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()


def facts_of(database: Any, db: sqlite3.Connection) -> tuple[Facts, bool]:
    """The facts of a database, made again where they are out of date, and whether they are of the data as it is now.
    Runs in a thread of Datasette's."""
    shelf = _SHELVES.setdefault(database, _Shelf())
    with shelf.lock:
        file, now = file_state(database), time.monotonic()
        fresh = (file is not None and shelf.file == file) or now - shelf.made < STALE * shelf.took
        if shelf.facts is None or not fresh:
            with sqlite_timelimit(db, LOADING_MS):
                shelf.facts = _made(db)
            shelf.file, shelf.made, shelf.took = file, time.monotonic(), time.monotonic() - now
        return shelf.facts, file is not None and shelf.file == file
