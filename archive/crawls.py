"""Crawls: their rows, their portals, and the WARC record that says both, so that a rebuild needs only WARCs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from archive.rows import insert, one, rows
from archive.times import now, stamp

FORM = "nianbao-crawl"


@dataclass(frozen=True, slots=True)
class PortalRow:
    """The facts of a portal. `county` is its division's full name (霍邱县), without which names keep their prefix."""

    id: str
    name: str
    county: str | None = None
    division_code: str | None = None
    division_year: int | None = None
    family: str | None = None
    homepage: str | None = None
    known_by: str | None = None
    note: str | None = None


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


def crawl_form(db: Database, crawl: str) -> dict[str, Any]:
    """What the WARC keeps of a crawl: its row, the facts of its portals and, once closed, how each of them went."""
    row = one(db, "SELECT id, started, finished, portals, software FROM crawls WHERE id = ?", (crawl,))
    names = list(PortalRow.__dataclass_fields__)
    portals = rows(
        db,
        f"SELECT {', '.join(names)} FROM portals WHERE id IN (SELECT portal FROM crawl_portals WHERE crawl = ?)",
        (crawl,),
    )
    went = rows(db, "SELECT portal, outcome, message, lists_complete FROM crawl_portals WHERE crawl = ?", (crawl,))
    return {"format": FORM, "version": 1, "crawl": row, "portals": portals, "went": went}


def adopt_crawl(db: Database, form: Mapping[str, Any]) -> None:
    """Write a crawl from its WARC record, where the database does not know it."""
    for portal in form["portals"]:
        upsert_portal(db, PortalRow(**portal))
    row = form["crawl"]
    insert(db, "crawls", [{**row, "finished": None}], conflict="IGNORE")
    insert(
        db,
        "crawl_portals",
        [{"crawl": row["id"], "portal": went["portal"]} for went in form["went"]],
        conflict="IGNORE",
    )
