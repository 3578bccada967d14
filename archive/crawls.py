"""Crawls: their rows, their portals, and the WARC record that says both, so that a rebuild needs only WARCs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from sqlite_utils import Database

from archive.divisions import check_place_form, note_places, place_form
from archive.lists import ListRow, lists_form, lists_of
from archive.rows import insert, one, rows
from archive.times import now, stamp

FORM = "nianbao-crawl"
FORM_VERSION = 2
WITHDRAWAL_GAP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PortalRow:
    """The facts of a portal. `county` is its division's full name (霍邱县), without which names keep their prefix;
    `seen_live` the date on which somebody saw its column answer, None where nobody did."""

    id: str
    name: str
    county: str | None = None
    division_code: str | None = None
    division_year: int | None = None
    family: str | None = None
    homepage: str | None = None
    known_by: str | None = None
    note: str | None = None
    seen_live: str | None = None


class Walk(Protocol):
    """How the walk of one portal went: `walked`, or in a word why not (`blocked`, `no_column` …), and in a sentence."""

    @property
    def portal(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def message(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class PortalOutcome:
    """A plain Walk."""

    portal: str
    outcome: str
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """By what a crawl is judged when it is closed: its walks, and by portal the addresses of all links on its lists,
    where those were read to their end; how far two sightings lie apart that make a withdrawal; when it was closed; and
    by portal the lists themselves."""

    walks: tuple[Walk, ...]
    listed: Mapping[str, frozenset[str]]
    withdrawal_gap: timedelta
    finished: str
    lists: Mapping[str, Sequence[ListRow]] = field(default_factory=dict)


def upsert_portal(db: Database, portal: PortalRow) -> None:
    """Write or renew the row of a portal; what is None does not erase what is known."""
    facts = asdict(portal)
    names = ", ".join(facts)
    renew = ", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in facts if name != "id")
    db.conn.execute(
        f"INSERT INTO portals ({names}) VALUES ({', '.join('?' * len(facts))}) ON CONFLICT (id) DO UPDATE SET {renew}",
        list(facts.values()),
    )


def begin(db: Database, portals: Sequence[str], software: str) -> str:
    """Open a crawl of these portals, or continue the unfinished one. Returns its id."""
    wanted = json.dumps(sorted(portals), ensure_ascii=False)
    unfinished = one(
        db,
        "SELECT id FROM crawls WHERE finished IS NULL AND portals = ? ORDER BY started DESC LIMIT 1",
        (wanted,),
    )
    if unfinished:
        db.conn.execute("UPDATE crawls SET continued = continued + 1 WHERE id = ?", (unfinished["id"],))
        return str(unfinished["id"])
    started = now()
    crawl = stamp(started)
    row = {"id": crawl, "started": started, "finished": None, "portals": wanted, "software": software}
    insert(db, "crawls", [row])
    insert(db, "portals", [{"id": portal, "name": portal} for portal in portals], conflict="IGNORE")
    insert(db, "crawl_portals", [{"crawl": crawl, "portal": portal} for portal in portals], conflict="IGNORE")
    return crawl


def form_url(crawl: str) -> str:
    """The WARC-Target-URI of a record about a crawl."""
    return f"urn:nianbao:crawl:{crawl}"


def crawl_form(db: Database, crawl: str) -> dict[str, Any]:
    """What the WARC keeps of a crawl: its row and the facts of its portals."""
    row = one(db, "SELECT id, started, finished, portals, software FROM crawls WHERE id = ?", (crawl,))
    names = list(PortalRow.__dataclass_fields__)
    portals = rows(
        db,
        f"SELECT {', '.join(names)} FROM portals WHERE id IN (SELECT portal FROM crawl_portals WHERE crawl = ?)"
        " ORDER BY id",
        (crawl,),
    )
    sql = "SELECT portal, outcome, message, lists_complete FROM crawl_portals WHERE crawl = ? ORDER BY portal"
    return {
        "format": FORM,
        "version": FORM_VERSION,
        "crawl": row,
        "portals": portals,
        "went": rows(db, sql, (crawl,)),
        **place_form(db, crawl),
    }


def closing_form(db: Database, crawl: str, closing: Closing, head: str) -> dict[str, Any]:
    """`crawl_form` of a crawl that is closed, with everything that its documents were judged by, and the head of the
    digest chain (`chain`) that came of it."""
    return {
        **crawl_form(db, crawl),
        "closing": {
            "finished": closing.finished,
            "withdrawal_gap": closing.withdrawal_gap.total_seconds(),
            "walks": [
                {"portal": walk.portal, "outcome": walk.outcome, "message": walk.message} for walk in closing.walks
            ],
            "listed": {portal: sorted(addresses) for portal, addresses in sorted(closing.listed.items())},
            "lists": lists_form(closing.lists),
            "chain": head,
        },
    }


def closing_of(form: Mapping[str, Any]) -> Closing | None:
    """The closing that a WARC record tells of, None where the crawl was not closed.

    Records of version 1 say how each portal went but not what stood on its lists: `lacks_lists`.
    """
    told = form.get("closing")
    if told is not None:
        return Closing(
            tuple(PortalOutcome(**walk) for walk in told["walks"]),
            {portal: frozenset(addresses) for portal, addresses in told["listed"].items()},
            timedelta(seconds=told["withdrawal_gap"]),
            told["finished"],
            lists_of(told.get("lists", {})),
        )
    finished = form["crawl"]["finished"]
    if finished is None:
        return None
    went = (row for row in form["went"] if row["outcome"] is not None)
    walks = tuple(PortalOutcome(row["portal"], row["outcome"], row["message"]) for row in went)
    return Closing(walks, {}, WITHDRAWAL_GAP, finished)


def lacks_lists(form: Mapping[str, Any]) -> list[str]:
    """The portals whose lists were read to their end by a crawl, and of whose lists its record says nothing."""
    if form.get("closing") is not None:
        return []
    return [row["portal"] for row in form["went"] if row["lists_complete"]]


def check_form(form: Mapping[str, Any]) -> None:
    """Raise KeyError or TypeError where the form of a crawl is not one that `adopt_crawl` can take."""
    for portal in form["portals"]:
        PortalRow(**portal)
    check_place_form(form)
    if not all(isinstance(form["crawl"][name], str) for name in ("id", "started", "portals")):
        raise TypeError("a crawl without id, start or portals")
    if not all(isinstance(went["portal"], str) for went in form["went"]):
        raise TypeError("a walk without a portal")


def note_portals(db: Database, portals: Iterable[Mapping[str, Any]]) -> None:
    """Write or renew portals from the facts in a WARC record."""
    for portal in portals:
        upsert_portal(db, PortalRow(**portal))


def adopt_crawl(db: Database, form: Mapping[str, Any]) -> None:
    """Write a crawl from its WARC record, where the database does not know it; it is not closed by that."""
    note_portals(db, form["portals"])
    note_places(db, form)
    row = form["crawl"]
    insert(db, "crawls", [{**row, "finished": None}], conflict="IGNORE")
    insert(
        db,
        "crawl_portals",
        [{"crawl": row["id"], "portal": went["portal"]} for went in form["went"]],
        conflict="IGNORE",
    )
