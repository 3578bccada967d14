"""What became of the documents of a portal in one walk: live, missing, withdrawn, moved, unlisted.

A document is withdrawn when its addresses answered that there is nothing (404, 410, a redirect to nowhere, or a page
that is no report any more) at two sightings a gap apart and its report is live nowhere else. Where more than a fifth of
a portal's documents go in one walk, the portal was rebuilt: nothing is judged, and a problem says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from sqlite_utils import Database

from archive import current
from archive.content import content_of_version
from archive.history import latest_version, record_changes, record_status
from archive.identity import address_id
from archive.rows import Row, insert, rows, value
from archive.times import moment, now

REDESIGN_SHARE = 0.2
REDESIGN_AT_LEAST = 3
"""A fifth of four documents is less than one: so few say nothing about a portal."""
WITHDRAWAL_GAP = timedelta(days=1)
_NOTHING_LEARNT = ("failed", "truncated", "unreadable", "unsupported", "empty", "reader_crashed", "reading_limit")
_SOFT_404 = ("不存在", "已删除", "已被删除", "找不到", "无法找到", "已撤", "404")


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


def _says_gone(capture: Row) -> bool | None:
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


def _sight(db: Database, document: str, crawl: str) -> tuple[str, Row] | None:
    """What this crawl saw of a document: (live, gone or unknown, the capture), or None if nobody looked."""
    seen = rows(
        db,
        "SELECT c.*, EXISTS (SELECT 1 FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
        " WHERE s.capture = c.id AND v.document = a.document) AS shows"
        " FROM addresses AS a JOIN captures AS c ON c.address = a.id"
        " WHERE a.document = ? AND c.crawl = ? ORDER BY c.fetched_at DESC",
        (document, crawl),
    )
    for capture in seen:
        if capture["shows"]:
            return "live", capture
    for capture in seen:
        if _says_gone(capture):
            return "gone", capture
    return ("unknown", seen[0]) if seen else None


def _lives_elsewhere(db: Database, report: str, document: str) -> bool:
    return bool(
        value(
            db,
            "SELECT 1 FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE v.report = ?"
            " AND d.id <> ? AND d.status IN ('live', 'unlisted')"
            " AND v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document)",
            (report, document),
        )
    )


def _note_sight(db: Database, document: str, crawl: str, sight: str, capture: Row, reason: str | None) -> None:
    row = {
        "document": document,
        "crawl": crawl,
        "sight": sight,
        "seen_at": capture["fetched_at"],
        "capture": capture["id"],
        "reason": reason,
    }
    insert(db, "sightings", [row], conflict="REPLACE")


def _set_status(db: Database, document: Row, status: str, at: str, crawl: str) -> None:
    if document["status"] == status:
        return
    db.conn.execute("UPDATE documents SET status = ?, status_since = ? WHERE id = ?", (status, at, document["id"]))
    version = latest_version(db, document["id"])
    if version is not None and status in ("withdrawn", "moved"):
        record_status(
            db,
            version,
            "live",
            status,
            last_seen_old=document["last_seen"],
            first_seen_new=at,
            crawl=crawl,
        )


def _gone(db: Database, document: Row, version: Row, capture: Row, crawl: str, gap: timedelta) -> None:
    """A document was not there: missing once, moved, or (the second time, a gap later) withdrawn."""
    at = capture["fetched_at"]
    first = value(
        db,
        "SELECT min(seen_at) FROM sightings WHERE document = ? AND sight = 'gone' AND seen_at > ? AND crawl <> ?",
        (document["id"], document["last_seen"] or "", crawl),
    )
    if _lives_elsewhere(db, version["report"], document["id"]):
        _set_status(db, document, "moved", at, crawl)
        _follow(db, version, crawl)
    elif first is not None and moment(at) - moment(first) >= gap:
        _set_status(db, document, "withdrawn", at, crawl)
    elif document["status"] != "withdrawn":
        _set_status(db, document, "missing_once", at, crawl)


def _follow(db: Database, version: Row, crawl: str) -> None:
    """The report was posted again in this crawl before its old address was seen to be gone: the new one follows."""
    for row in rows(
        db,
        "SELECT * FROM versions WHERE report = ? AND document <> ? AND number = 1 AND previous IS NULL AND crawl = ?"
        " AND first_seen > ? ORDER BY first_seen",
        (version["report"], version["document"], crawl, version["first_seen"]),
    ):
        db.conn.execute("UPDATE versions SET previous = ? WHERE id = ?", (version["id"], row["id"]))
        record_changes(db, row["id"], version, content_of_version(db, row["id"]), crawl)


def _moved_address(db: Database, document: Row, crawl: str, capture: Row) -> None:
    """The document's own address is gone, another one shows it: say so once."""
    own = value(
        db,
        "SELECT http_status FROM captures WHERE address = ? ORDER BY fetched_at DESC LIMIT 1",
        (document["id"],),
    )
    said = value(
        db,
        "SELECT 1 FROM changes AS h JOIN versions AS v ON v.id = h.version WHERE v.document = ?"
        " AND h.column_key = 'url' AND h.new = ?",
        (document["id"], capture["url"]),
    )
    version = latest_version(db, document["id"])
    if own in (301, 302, 307, 308, 404, 410) and capture["address"] != document["id"] and not said and version:
        record_status(
            db,
            version,
            document["url"],
            capture["url"],
            last_seen_old=value(
                db,
                "SELECT max(c.fetched_at) FROM captures AS c JOIN version_captures AS s ON s.capture = c.id"
                " WHERE c.address = ?",
                (document["id"],),
            ),
            first_seen_new=capture["fetched_at"],
            crawl=crawl,
            column_key="url",
        )


def _judge_lists(db: Database, portal: str, listed: Iterable[str], crawl: str) -> None:
    at = now()
    on_list = {address_id(url) for url in listed}
    for document in rows(db, "SELECT * FROM documents WHERE portal = ?", (portal,)):
        addresses = {row["id"] for row in rows(db, "SELECT id FROM addresses WHERE document = ?", (document["id"],))}
        if addresses & on_list:
            db.conn.execute("UPDATE documents SET listed_at = ? WHERE id = ?", (at, document["id"]))
            if document["status"] == "unlisted":
                _set_status(db, document, "live", at, crawl)
        elif document["listed_at"] is not None and document["status"] == "live":
            seen = _sight(db, document["id"], crawl)
            if seen is not None and seen[0] == "live":
                _note_sight(db, document["id"], crawl, "unlisted", seen[1], None)
                _set_status(db, document, "unlisted", seen[1]["fetched_at"], crawl)


def judge(db: Database, crawl: str, portal: str, listed: Iterable[str] | None, gap: timedelta) -> None:
    """Judge every document of one portal after a walk; one transaction of the caller.

    `listed` are the addresses of all links on its lists, None where those were not read to their end.
    """
    documents = rows(db, "SELECT * FROM documents WHERE portal = ? ORDER BY id", (portal,))
    standing = [document for document in documents if document["status"] in ("live", "unlisted", "missing_once")]
    going: list[tuple[Row, Row, Row]] = []
    for document in documents:
        seen = _sight(db, document["id"], crawl)
        version = latest_version(db, document["id"])
        if seen is None or version is None:
            continue
        sight, capture = seen
        if sight == "gone":
            going.append((document, version, capture))
        else:
            _note_sight(db, document["id"], crawl, sight, capture, capture["verdict_reason"])
            if sight == "live":
                _moved_address(db, document, crawl, capture)
    newly = [
        document
        for document, version, _ in going
        if document["status"] in ("live", "unlisted") and not _lives_elsewhere(db, version["report"], document["id"])
    ]
    redesign = len(newly) >= REDESIGN_AT_LEAST and len(newly) > REDESIGN_SHARE * len(standing)
    for document, version, capture in going:
        suspended = redesign and document in newly
        reason = capture["verdict_reason"] or (str(capture["http_status"]) if capture["http_status"] else None)
        _note_sight(db, document["id"], crawl, "suspended" if suspended else "gone", capture, reason)
        if not suspended:
            _gone(db, document, version, capture, crawl, gap)
    if redesign:
        problem = {
            "portal": portal,
            "crawl": crawl,
            "kind": "redesign_suspected",
            "origin": "access",
            "severity": "error",
            "seen": str(len(newly)),
            "expected": str(len(standing)),
            "message": f"{len(newly)} of {len(standing)} documents went in one walk; none is called withdrawn.",
        }
        insert(db, "problems", [problem])
    if listed is not None:
        _judge_lists(db, portal, listed, crawl)
    for row in rows(
        db,
        "SELECT DISTINCT v.report FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE d.portal = ?",
        (portal,),
    ):
        current.refresh(db, row["report"])
