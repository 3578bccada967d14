"""The end of a crawl: documents judged, counts written, a link of the chain closed."""

from __future__ import annotations

from sqlite_utils import Database

from archive import chain, lifecycle, summary
from archive.crawls import Closing, Walk
from archive.lists import note_lists
from archive.summary import PortalSummary


def _note_walk(db: Database, crawl: str, walk: Walk, lists_complete: bool) -> None:
    db.conn.execute(
        "INSERT INTO crawl_portals (crawl, portal, outcome, message, lists_complete) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (crawl, portal) DO UPDATE SET outcome = excluded.outcome,"
        " message = excluded.message, lists_complete = excluded.lists_complete",
        (crawl, walk.portal, walk.outcome, walk.message, int(lists_complete)),
    )


def _note_counts(db: Database, crawl: str, counts: PortalSummary) -> None:
    db.conn.execute(
        "UPDATE crawl_portals SET found = ?, new = ?, changed = ?, not_report = ?, problems = ?"
        " WHERE crawl = ? AND portal = ?",
        (counts.found, counts.new, counts.changed, counts.not_report, counts.problems, crawl, counts.portal),
    )


def _settle_retries(db: Database, crawl: str) -> None:
    """An address that was asked for again in the same crawl counts by its last answer; the earlier ones are notes."""
    db.conn.execute(
        "UPDATE problems SET severity = 'info' WHERE origin = 'access' AND crawl = ? AND capture IN"
        " (SELECT c.id FROM captures AS c JOIN captures AS later ON later.address = c.address"
        " AND later.crawl = c.crawl AND later.fetched_at > c.fetched_at WHERE c.crawl = ?)",
        (crawl, crawl),
    )


def close_crawl(db: Database, crawl: str, closing: Closing) -> tuple[list[PortalSummary], str]:
    """Judge the portals that were walked, count, close the chain link and the crawl; in the caller's transaction.

    Returns the counts and the new head of the chain.
    """
    for walk in closing.walks:
        _note_walk(db, crawl, walk, walk.portal in closing.listed)
        note_lists(db, crawl, walk.portal, closing.lists.get(walk.portal, ()))
        if walk.outcome in ("walked", "no_column"):
            lists, walked = closing.listed.get(walk.portal), walk.outcome == "walked"
            lifecycle.judge(db, crawl, walk.portal, lists, closing.withdrawal_gap, walked=walked)
    _settle_retries(db, crawl)
    found = summary.crawl_summary(db, crawl)
    for counts in found:
        _note_counts(db, crawl, counts)
    head = chain.close_link(db, crawl)
    db.conn.execute("UPDATE crawls SET finished = ? WHERE id = ?", (closing.finished, crawl))
    return found, head
