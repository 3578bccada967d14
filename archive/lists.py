"""The lists that a walk read: how many entries each announces, by which words, and how many were found in it.

A list that is not whole (`state` other than whole) is an error of its portal's walk; so is one that had entries at the
walk before and has none now. One that has fewer than before, or many more, is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlite_utils import Database

from archive.rows import Row, insert, rows

ListState = Literal["whole", "short", "broken", "empty"]
KINDS: dict[str, str] = {"short": "list_short", "broken": "list_broken", "empty": "list_empty"}
"""Kind of the problem of a list in this state."""
MANY_MORE = 2
MANY_AT_LEAST = 10
"""A list that has grown by this factor, and by so many entries, lists something else too."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list of a walk. `url` is the address of its first page (with what is sent by POST behind a line break),
    `found` its different entries on `pages` pages; `expected` the number that it announces itself, None where it
    announces none, `basis` its words for that and `said_at` the page that has them; `reason` why it is not whole."""

    url: str
    state: ListState
    pages: int
    found: int
    expected: int | None = None
    basis: str | None = None
    said_at: str | None = None
    reason: str | None = None
    name: str | None = None
    agency: str | None = None
    column_url: str | None = None


def found_before(db: Database, portal: str) -> dict[str, int]:
    """How many entries each list of a portal had when it was last read in a closed crawl."""
    sql = (
        "SELECT l.url, l.found FROM lists AS l JOIN crawls AS c ON c.id = l.crawl"
        " WHERE l.portal = ? AND c.finished IS NOT NULL ORDER BY l.crawl"
    )
    return {row["url"]: row["found"] for row in rows(db, sql, (portal,))}


def note_lists(db: Database, crawl: str, portal: str, read: Sequence[ListRow]) -> None:
    """Write the lists of a walk and what is wrong with them; in the transaction that closes the crawl."""
    before = found_before(db, portal)
    insert(db, "lists", [{"crawl": crawl, "portal": portal, **asdict(one)} for one in read])
    problems = [problem for one in read for problem in _problems(one, before.get(one.url))]
    insert(db, "problems", [{"portal": portal, "crawl": crawl, "origin": "access", **problem} for problem in problems])


def _problems(one: ListRow, before: int | None) -> Iterable[Row]:
    if one.state != "whole":
        yield _problem(KINDS[one.state], "error", one.found, one.expected, f"{one.url}: {one.reason}")
    elif one.expected is not None and one.found > one.expected:
        told = f"{one.url}: {one.found} entries, although it announces {one.expected} ({one.basis})"
        yield _problem("list_longer", "info", one.found, one.expected, told)
    if before is None or one.state != "whole":
        return
    told = f"{one.url}: {one.found} entries, {before} when it was last read"
    if one.found < before:
        # A list that says how long it is, and is, lost entries; one that says nothing may be cut short.
        yield _problem("list_shrank", "warning" if one.found == one.expected else "error", one.found, before, told)
    elif one.found >= MANY_MORE * before and one.found - before >= MANY_AT_LEAST:
        yield _problem("list_grew", "warning", one.found, before, told)


def _problem(kind: str, severity: str, seen: int, expected: int | None, message: str) -> Row:
    return {
        "kind": kind,
        "severity": severity,
        "seen": str(seen),
        "expected": None if expected is None else str(expected),
        "message": message,
    }


def lists_form(lists: Mapping[str, Sequence[ListRow]]) -> dict[str, Any]:
    """The lists of a crawl as its record in the WARC keeps them."""
    return {portal: [asdict(one) for one in read] for portal, read in sorted(lists.items())}


def lists_of(form: Mapping[str, Any]) -> dict[str, tuple[ListRow, ...]]:
    """The lists that such a record tells of."""
    return {portal: tuple(ListRow(**one) for one in read) for portal, read in form.items()}
