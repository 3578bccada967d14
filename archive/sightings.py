"""Sightings: what one crawl saw of a document — there, gone, or nothing learnt — and how it is noted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sqlite_utils import Database

from archive.identity import address_id
from archive.members import answers
from archive.rows import Row, insert, one, value

_NOTHING_LEARNT = (
    *("failed", "truncated", "unreadable", "unsupported", "empty", "reader_crashed", "reading_limit"),
    *("blocked", "unavailable", "corrected", "taken_back", "http_error"),
)
"""Verdicts of captures that say neither that a document is there nor that it is not."""
_HOME = re.compile(r"/?(?:(?:index|default|home)\.(?:s?html?|jsp|aspx?|php|do))?", re.IGNORECASE)
_ERROR_PAGE = re.compile(r"404|error|not_?found", re.IGNORECASE)
_MOST_REDIRECTS = 8


def says_gone(db: Database, capture: Row) -> bool | None:
    """Whether an answer says that nothing is there; None where it says nothing either way.

    A redirect says what the answer behind it says: home, an error page, or a page that is no report, as a column.
    """
    if capture["http_status"] in (404, 410):
        return True
    seen = {capture["address"]}
    while capture["redirect_to"]:
        target = urlsplit(capture["redirect_to"])
        if _HOME.fullmatch(target.path) or _ERROR_PAGE.search(target.path):
            return True
        address = address_id(capture["redirect_to"])
        sql = (
            "SELECT * FROM captures WHERE address = ? AND crawl IS ? AND verdict IS NOT NULL"
            " ORDER BY fetched_at DESC LIMIT 1"
        )
        behind = one(db, sql, (address, capture["crawl"]))
        if behind is None or address in seen or len(seen) > _MOST_REDIRECTS:
            return None
        seen.add(address)
        capture = behind
        if capture["http_status"] in (404, 410):
            return True
    verdict = capture["verdict"]
    return None if verdict is None or verdict in _NOTHING_LEARNT or _is_everywhere(db, capture) else True


def _is_everywhere(db: Database, capture: Row) -> bool:
    """Whether a portal gave the very same bytes at the home page or list that it is walked from: no answer to what was
    asked."""
    return bool(
        value(
            db,
            "SELECT 1 FROM captures AS c JOIN portals AS p ON p.id = c.portal WHERE c.crawl IS ? AND c.portal IS ?"
            " AND c.payload_sha256 = ? AND c.address <> ? AND (c.url = p.homepage OR c.url = c.column_url) LIMIT 1",
            (capture["crawl"], capture["portal"], capture["payload_sha256"], capture["address"]),
        )
    )


def sight_of(db: Database, document: str, crawl: str) -> tuple[str, Row] | None:
    """What this crawl saw of a document: (live, gone or unknown, the capture), or None if nobody looked."""
    seen = answers(db, document, crawl)
    for capture in seen:
        if capture["shows"]:
            return "live", capture
    for capture in seen:
        if says_gone(db, capture):
            return "gone", capture
    return ("unknown", seen[0]) if seen else None


def note_sight(db: Database, document: str, crawl: str, sight: str, capture: Row, reason: str | None) -> None:
    """Write what a crawl saw of a document."""
    row = {
        "document": document,
        "crawl": crawl,
        "sight": sight,
        "seen_at": capture["fetched_at"],
        "capture": capture["id"],
        "reason": reason,
    }
    insert(db, "sightings", [row], conflict="REPLACE")


_ABSENT = ("gone", "suspended")


def gone_before(db: Database, document: Row, crawl: str) -> str | None:
    """When an earlier crawl first saw that a document was gone, since it was last there; None if none did."""
    return _first_sight(db, document, ("gone",), crawl)


def is_suspended(db: Database, document: Row) -> bool:
    """Whether a document's absence, since it was last there, was only ever seen where nothing was judged."""
    return _first_sight(db, document, ("suspended",), "") is not None and gone_before(db, document, "") is None


def absent_since(db: Database, document: Row, at: str) -> str:
    """The first sight of a document's absence since it was last there, judged then or not; `at` where that is the
    first."""
    return min(_first_sight(db, document, _ABSENT, "") or at, at)


def last_absence(db: Database, document: Row, before: str) -> str | None:
    """When a document was last seen to be gone before a moment."""
    marks = ", ".join("?" * len(_ABSENT))
    sql = f"SELECT max(seen_at) FROM sightings WHERE document = ? AND sight IN ({marks}) AND seen_at < ?"
    found = value(db, sql, (document["id"], *_ABSENT, before))
    return None if found is None else str(found)


def _first_sight(db: Database, document: Row, sights: tuple[str, ...], besides: str) -> str | None:
    marks = ", ".join("?" * len(sights))
    found = value(
        db,
        f"SELECT min(seen_at) FROM sightings WHERE document = ? AND sight IN ({marks}) AND seen_at > ? AND crawl <> ?",
        (document["id"], *sights, document["last_seen"] or "", besides),
    )
    return None if found is None else str(found)
