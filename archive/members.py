"""Files inside a captured container (a ZIP): each has an address of its own, and says what it is in `members`.

To everything that asks what an address answered, a file in a container is seen through the capture of the container:
`member_view` is that capture as the file's own, `answers` are the captures of a document's addresses told in this way.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.identity import member_id, member_url
from archive.rows import Row, insert, one, rows
from parse.report import Report

CONTAINER = "container"
"""The verdict of a capture that holds reports and is none."""
NOT_THERE = "not_in_container"
"""What a container says of a file that it does not hold any more."""


def member_view(capture: Row, path: str) -> Row:
    """The capture of a container as that of a file in it."""
    return {
        **capture,
        "address": member_id(capture["url"], path),
        "url": member_url(capture["url"], path),
        "container": capture["address"],
        "member": path,
        "verdict": None,
    }


def insert_member(db: Database, view: Row, report: Report, verdict: str) -> None:
    """Say that a container held a file, and what the file is."""
    db.conn.execute(
        "INSERT INTO addresses (id, url, portal, first_seen, last_seen, container) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)",
        (view["address"], view["url"], view["portal"], view["fetched_at"], view["fetched_at"], view["container"]),
    )
    reason = None if verdict == "report" else (report.title or report.text[:200]) or None
    row = {
        "capture": view["id"],
        "path": view["member"],
        "address": view["address"],
        "media_type": report.media_type or None,
        "verdict": verdict,
        "verdict_reason": reason,
    }
    insert(db, "members", [row])


def members_of(db: Database, capture: str) -> list[Row]:
    """The files that a capture held."""
    return rows(db, "SELECT * FROM members WHERE capture = ? ORDER BY path", (capture,))


def path_of(db: Database, capture: str, document: str) -> str | None:
    """The path under which a capture shows a document; None where the capture itself is the document."""
    found = one(
        db,
        "SELECT m.path FROM members AS m JOIN captures AS c ON c.id = m.capture WHERE m.capture = ? AND m.document = ?"
        " AND c.document IS NOT m.document ORDER BY m.path LIMIT 1",
        (capture, document),
    )
    return None if found is None else str(found["path"])


def answers(db: Database, document: str, crawl: str) -> list[Row]:
    """What the addresses of a document answered in a crawl, newest first: rows of `captures`, and `shows`.

    `address`, `url`, `verdict` and `verdict_reason` are those of the address, also where it is a file in a container.
    """
    found = rows(
        db,
        "SELECT c.*, a.id AS own_address, a.url AS own_url, a.container AS container, m.verdict AS own_verdict,"
        " m.verdict_reason AS own_reason,"
        " EXISTS (SELECT 1 FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
        " WHERE s.capture = c.id AND v.document = a.document) AS shows"
        " FROM addresses AS a JOIN captures AS c ON c.address = coalesce(a.container, a.id)"
        " LEFT JOIN members AS m ON m.capture = c.id AND m.address = a.id"
        " WHERE a.document = ? AND c.crawl = ? ORDER BY c.fetched_at DESC",
        (document, crawl),
    )
    for row in found:
        if row["container"] is not None:
            row |= {"address": row["own_address"], "url": row["own_url"]}
            if row["own_verdict"] is not None:
                row |= {"verdict": row["own_verdict"], "verdict_reason": row["own_reason"]}
            elif row["verdict"] == CONTAINER:
                row |= {"verdict": NOT_THERE, "verdict_reason": None}
    return found
