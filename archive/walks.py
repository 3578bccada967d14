"""How the portals' walks went, newest first, and when their documents were last looked at: what a schedule is made
from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from archive.rows import rows


@dataclass(frozen=True, slots=True)
class PortalWalk:
    """One walk of a portal in a closed crawl."""

    portal: str
    crawl: str
    started: str
    finished: str
    outcome: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Looked:
    """The address of a document, or of what is read with one, its capture, the report's year where known, and when it
    last answered as it should."""

    url: str
    capture: str
    purpose: str
    report_year: int | None
    at: str


def walks(db: Database, portal: str | None = None) -> dict[str, list[PortalWalk]]:
    """The walks of every portal, or of one, in closed crawls, newest first."""
    found: dict[str, list[PortalWalk]] = {}
    for row in rows(
        db,
        "SELECT w.portal, w.crawl, c.started, c.finished, w.outcome, w.message FROM crawl_portals AS w"
        " JOIN crawls AS c ON c.id = w.crawl WHERE c.finished IS NOT NULL"
        f"{'' if portal is None else ' AND w.portal = ?'} ORDER BY c.id DESC",
        () if portal is None else (portal,),
    ):
        found.setdefault(row["portal"], []).append(PortalWalk(**row))
    return found


def unfinished(db: Database) -> list[tuple[str, list[str]]]:
    """Crawls that were broken off, newest first: id and portals."""
    found: dict[str, list[str]] = {}
    for row in rows(
        db,
        "SELECT c.id, w.portal FROM crawls AS c JOIN crawl_portals AS w ON w.crawl = c.id WHERE c.finished IS NULL"
        " ORDER BY c.id DESC, w.portal",
    ):
        found.setdefault(row["id"], []).append(row["portal"])
    return list(found.items())


def captures_a_walk(db: Database) -> dict[str, int]:
    """How many captures the largest closed walk of each portal made."""
    found: dict[str, int] = {}
    for row in rows(
        db,
        "SELECT a.portal, a.crawl, count(*) AS n FROM captures AS a JOIN crawls AS c ON c.id = a.crawl"
        " WHERE c.finished IS NOT NULL AND a.portal IS NOT NULL GROUP BY a.portal, a.crawl",
    ):
        found[row["portal"]] = max(found.get(row["portal"], 0), row["n"])
    return found


def looks(db: Database, portal: str) -> list[Looked]:
    """When each address of a portal's documents was last asked for, where it answered then.

    An address whose last answer was an error, a redirect or cut short is left out: it has to be asked for again.
    """
    return [
        Looked(**row)
        for row in rows(
            db,
            "SELECT a.url, a.id AS capture, a.purpose, d.report_year, max(a.fetched_at) AS at FROM captures AS a"
            " LEFT JOIN documents AS d ON d.id = a.document"
            " WHERE a.portal = ? AND a.purpose IN ('document', 'image', 'part') AND a.http_status IN (200, 304)"
            " AND a.truncated IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM captures AS l WHERE l.address = a.address AND l.fetched_at > a.fetched_at)"
            " GROUP BY a.url",
            (portal,),
        )
    ]


@dataclass(frozen=True, slots=True)
class NotReport:
    """A page or file that was read and is no report: what it was taken for, and by which words of its own."""

    portal: str | None
    url: str
    verdict: str
    reason: str | None
    fetched_at: str


def not_reports(db: Database) -> list[NotReport]:
    """What every address was taken for that is no report at its last reading, by portal and verdict."""
    found = rows(
        db,
        "SELECT c.portal, c.url, c.verdict, c.verdict_reason AS reason, max(c.fetched_at) AS fetched_at"
        " FROM captures AS c WHERE c.purpose = 'document' AND c.verdict IS NOT NULL"
        " AND c.verdict NOT IN ('failed', 'redirect', 'http_error', 'truncated', 'container')"
        " GROUP BY c.address ORDER BY c.portal, c.verdict, c.url",
    )
    return [NotReport(**row) for row in found if row["verdict"] != "report"]
