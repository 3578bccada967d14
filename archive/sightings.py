"""Sightings: what one crawl saw of a document — there, gone, or nothing learnt — and how it is noted."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlite_utils import Database

from archive.members import answers
from archive.rows import Row, insert, value

_NOTHING_LEARNT = ("failed", "truncated", "unreadable", "unsupported", "empty", "reader_crashed", "reading_limit")
_SOFT_404 = ("不存在", "已删除", "已被删除", "找不到", "无法找到", "已撤", "404")


def says_gone(capture: Row) -> bool | None:
    """Whether an answer says that nothing is there; None where it says nothing either way."""
    status, verdict, reason = capture["http_status"], capture["verdict"], capture["verdict_reason"] or ""
    if status in (404, 410):
        return True
    if verdict == "redirect":
        target = urlsplit(capture["redirect_to"] or "")
        return True if target.path in ("", "/") or "404" in target.path or "error" in target.path.lower() else None
    if verdict in (None, "http_error"):
        return None
    if verdict in _NOTHING_LEARNT:
        return True if any(words in reason for words in _SOFT_404) else None
    return True


def sight_of(db: Database, document: str, crawl: str) -> tuple[str, Row] | None:
    """What this crawl saw of a document: (live, gone or unknown, the capture), or None if nobody looked."""
    seen = answers(db, document, crawl)
    for capture in seen:
        if capture["shows"]:
            return "live", capture
    for capture in seen:
        if says_gone(capture):
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


def gone_before(db: Database, document: Row, crawl: str) -> str | None:
    """When an earlier crawl first saw that a document was gone, since it was last there; None if none did."""
    found = value(
        db,
        "SELECT min(seen_at) FROM sightings WHERE document = ? AND sight = 'gone' AND seen_at > ? AND crawl <> ?",
        (document["id"], document["last_seen"] or "", crawl),
    )
    return None if found is None else str(found)
