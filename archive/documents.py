"""Documents: one rendering of a report each, under one canonical address and any number of others."""

from __future__ import annotations

from sqlite_utils import Database

from archive.content import Content, content_of_version, shows
from archive.current import kind_of
from archive.history import latest_version, record_status
from archive.members import CONTAINER
from archive.naming import naming_rank
from archive.rows import Row, insert, one, rows, value
from archive.sightings import last_absence
from parse.report import Report


def document_at(db: Database, address: str) -> str | None:
    """The document an address shows, if it ever showed one."""
    found = value(db, "SELECT document FROM addresses WHERE id = ?", (address,))
    return None if found is None else str(found)


def twin(
    db: Database, report: str, kind: str, content: Content, parser: str, moment: str, crawl: str | None
) -> str | None:
    """A document of the same report and carrier with the same content at this moment, of which this is another address;
    or None. `crawl`: in which the content was seen."""
    for row in rows(
        db,
        "SELECT d.id AS document, v.id AS version, v.crawl AS crawl"
        " FROM versions AS v JOIN documents AS d ON d.id = v.document"
        " WHERE v.report = ? AND v.parser = ? AND d.kind = ?"
        " AND v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document)"
        " AND v.first_seen <= ? ORDER BY d.first_seen, d.id",
        (report, parser, kind, moment),
    ):
        if shows(content_of_version(db, row["version"]), content, later=row["crawl"] != crawl):
            return str(row["document"])
    return None


def create_document(db: Database, capture: Row, report: Report, agency: str) -> str:
    """A new document named by the capture's address."""
    name: str = capture["address"]
    insert(
        db,
        "documents",
        [
            {
                "id": name,
                "portal": capture["portal"],
                "agency": agency,
                "url": capture["url"],
                "kind": kind_of(report.media_type),
                "media_type": report.media_type,
                "status": "live",
                "status_since": capture["fetched_at"],
                "first_seen": capture["fetched_at"],
            }
        ],
    )
    return name


def create_shown(db: Database, capture: Row, report: Report, version: Row) -> None:
    """A new document named by the capture's address, as its first version shows it: `create_document`,
    `attach_address` and `mark_seen` of a document that nothing else is known of."""
    address, at = capture["address"], capture["fetched_at"]
    row = {
        "id": address,
        "portal": capture["portal"],
        "agency": version["agency"],
        "url": capture["url"],
        "live_url": capture["url"],
        "kind": kind_of(report.media_type),
        "media_type": report.media_type,
        "report_year": version["report_year"],
        "title": version["title"],
        "published_on": version["published_on"],
        "status": "live",
        "status_since": at,
        "first_seen": at,
        "last_seen": at,
        **{name: capture[name] or None for name in WAY},
    }
    insert(db, "documents", [row])
    attach_address(db, address, address)


def attach_address(db: Database, address: str, document: str) -> None:
    """Say that an address shows a document."""
    db.conn.execute("UPDATE addresses SET document = ? WHERE id = ?", (document, address))


def address_is_gone(db: Database, address: str) -> bool:
    """Whether the last answer of an address was that there is nothing."""
    row = one(
        db,
        "SELECT c.http_status, c.verdict, a.container IS NOT NULL AND m.capture IS NULL AS missing"
        " FROM addresses AS a JOIN captures AS c ON c.address = coalesce(a.container, a.id)"
        " LEFT JOIN members AS m ON m.capture = c.id AND m.address = a.id"
        " WHERE a.id = ? AND c.verdict IS NOT NULL ORDER BY c.fetched_at DESC LIMIT 1",
        (address,),
    )
    if row is None:
        return False
    missing = bool(row["missing"]) and row["verdict"] == CONTAINER
    return missing or row["http_status"] in (404, 410) or row["verdict"] == "redirect"


def mark_seen(db: Database, document: str, capture: Row) -> bool:
    """The document's last version was shown by this capture: it is live, and so is its address.

    Nothing is to be said where a later capture showed it too. Returns whether its status is another now.
    """
    row = one(db, _SEEN, (capture["fetched_at"], document))
    assert row is not None
    if row["is_seen_later"]:
        db.conn.execute(
            "UPDATE documents SET first_seen = min(first_seen, ?) WHERE id = ?", (capture["fetched_at"], document)
        )
        return False
    if row["status"] in ("withdrawn", "moved"):
        version = latest_version(db, document, "id, document, report")
        assert version is not None
        record_status(
            db,
            version,
            row["status"],
            "live",
            last_seen_old=last_absence(db, row, capture["fetched_at"]),
            first_seen_new=capture["fetched_at"],
            crawl=capture["crawl"],
        )
    best, context = _shown_at(db, row, capture)
    stood = row["status"] in ("live", "unlisted")
    marked = {
        **{name: row[f"version_{name}"] for name in _OF_VERSION},
        "live_url": best,
        "status": row["status"] if stood else "live",
        "status_since": row["status_since"] if stood else capture["fetched_at"],
        "last_seen": max(row["last_seen"] or "", capture["fetched_at"]),
        "portal": capture["portal"] if row["portal"] is None else row["portal"],
        **{name: context[name] for name in WAY},
    }
    other = {name: told for name, told in marked.items() if told != row[name]}
    if other:
        # An index of a column that is set is written, also where it is set to what it was.
        assignments = ", ".join(f"{name} = ?" for name in other)
        db.conn.execute(f"UPDATE documents SET {assignments} WHERE id = ?", (*other.values(), document))
    return not stood


WAY = ("list_date", "link_text", "column_name", "column_url", "parent_url")
"""Columns that say by which way a document was reached."""
_OF_VERSION = ("agency", "report_year", "title", "published_on")
"""Columns of a document that its last version says."""
_SEEN = (
    f"SELECT {', '.join(f'd.{name}' for name in ('id', 'live_url', 'status', 'status_since', 'last_seen', 'portal'))},"
    f" {', '.join(f'd.{name}' for name in (*_OF_VERSION, *WAY))},"
    f" v.id AS version, {', '.join(f'v.{name} AS version_{name}' for name in _OF_VERSION)},"
    " EXISTS (SELECT 1 FROM versions AS o JOIN version_captures AS s ON s.version = o.id JOIN captures AS c"
    " ON c.id = s.capture WHERE o.document = d.id AND c.fetched_at > ?) AS is_seen_later"
    " FROM documents AS d JOIN versions AS v ON v.document = d.id WHERE d.id = ? ORDER BY v.number DESC LIMIT 1"
)
"""A document with what its last version says, and whether a capture after a moment shows it."""


def _shown_at(db: Database, row: Row, capture: Row) -> tuple[str, Row]:
    """(the address to show, the way to it), by rule among the addresses that show the version in this capture's crawl.

    The canonical address comes first, then `naming_rank`. The way is that of the first of them to which one is known,
    each column as its last capture that has it says. `row` is the document with its last version (`_SEEN`).
    """
    document, version = row["id"], row["version"]
    way = {name: capture[name] or None for name in WAY}
    if (
        capture["address"] == document
        and capture["url"] == row["live_url"]
        and any(way.values())
        and way.items() <= row.items()
    ):
        # The address that comes first, reached in the way that is known.
        return capture["url"], way
    told = (
        f"c.crawl AS crawl, c.fetched_at AS fetched_at, {', '.join(f'c.{name} AS {name}' for name in WAY)},"
        " EXISTS (SELECT 1 FROM version_captures AS t WHERE t.capture = c.id AND t.version = ?) AS shows"
    )
    captures = rows(
        db,
        f"SELECT c.address AS address, c.url AS url, NULL AS container, {told} FROM captures AS c WHERE c.document = ?"
        " AND c.id IN (SELECT s.capture FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
        " WHERE v.document = ?)"
        f" UNION ALL SELECT m.address, a.url, a.container, {told} FROM members AS m JOIN captures AS c"
        " ON c.id = m.capture JOIN addresses AS a ON a.id = m.address WHERE m.document = ? AND m.verdict = 'report'"
        " ORDER BY fetched_at DESC",
        (version, document, document, version, document),
    )
    now = [row for row in captures if row["crawl"] == capture["crawl"] and row["shows"]]
    shown = {row["address"]: row for row in reversed(now)}
    order = sorted(
        shown, key=lambda found: (found != document, naming_rank(shown[found]["url"], shown[found]["container"]))
    )
    best: str = shown[order[0]]["url"]
    for address in order:
        way = {name: next((r[name] for r in captures if r["address"] == address and r[name]), None) for name in WAY}
        if any(way.values()):
            return best, way
    return best, one(db, f"SELECT {', '.join(WAY)} FROM documents WHERE id = ?", (document,)) or {}


def attach_capture(db: Database, capture: Row, document: str, version: str) -> bool:
    """Say that a capture (or a file in it) shows a version; returns whether the document's status is another now."""
    if capture.get("member") is None and capture["document"] == document:
        pass
    elif capture.get("member") is None:
        db.conn.execute("UPDATE captures SET document = ? WHERE id = ?", (document, capture["id"]))
    else:
        sql = "UPDATE members SET document = ? WHERE capture = ? AND path = ?"
        db.conn.execute(sql, (document, capture["id"], capture["member"]))
    insert(db, "version_captures", [{"version": version, "capture": capture["id"]}], conflict="IGNORE")
    db.conn.execute("UPDATE versions SET last_seen = max(last_seen, ?) WHERE id = ?", (capture["fetched_at"], version))
    return mark_seen(db, document, capture)
