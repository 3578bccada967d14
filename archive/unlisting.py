"""Documents that their list does not lead to any more although they still answer, and those that it leads to again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from archive.identity import address_id
from archive.rows import rows
from archive.sightings import note_sight, sight_of


def judge_lists(db: Database, portal: str, listed: Iterable[str], crawl: str) -> list[tuple[str, str, str]]:
    """Compare the documents of a portal with its lists: (document, live or unlisted, when) of each that changed.

    A column that led to nothing in this crawl was empty or is another now: it says nothing of what it listed before.
    """
    on_list = {address_id(url) for url in listed}
    sql = "SELECT address, column_url, fetched_at FROM captures WHERE crawl = ? AND portal = ?"
    captures = rows(db, sql, (crawl, portal))
    leading = {row["column_url"] for row in captures if row["address"] in on_list}
    if not leading:
        return []
    at = str(max(row["fetched_at"] for row in captures))
    changed = []
    for document in rows(db, "SELECT * FROM documents WHERE portal = ? ORDER BY id", (portal,)):
        addresses = {
            row["id"]
            for row in rows(
                db, "SELECT coalesce(container, id) AS id FROM addresses WHERE document = ?", (document["id"],)
            )
        }
        if addresses & on_list:
            db.conn.execute("UPDATE documents SET listed_at = ? WHERE id = ?", (at, document["id"]))
            if document["status"] == "unlisted":
                changed.append((document["id"], "live", at))
        elif (
            document["listed_at"] is not None
            and document["status"] == "live"
            and (document["column_url"] in leading or document["column_url"] is None)
        ):
            seen = sight_of(db, document["id"], crawl)
            if seen is not None and seen[0] == "live":
                note_sight(db, document["id"], crawl, "unlisted", seen[1], None)
                changed.append((document["id"], "unlisted", seen[1]["fetched_at"]))
    return changed
