"""Documents: one rendering of a report each, under one canonical address and any number of others."""

from __future__ import annotations

from sqlite_utils import Database

from archive.content import Content, content_of_version, same
from archive.current import kind_of
from archive.history import latest_version, record_status
from archive.identity import document_id
from archive.rows import Row, insert, one, rows, value
from parse.report import Report


def document_at(db: Database, address: str) -> str | None:
    """The document an address shows, if it ever showed one."""
    found = value(db, "SELECT document FROM addresses WHERE id = ?", (address,))
    return None if found is None else str(found)


def twin(db: Database, report: str, kind: str, content: Content, parser: str) -> str | None:
    """A document of the same report and carrier with the same content, of which this is another address; or None."""
    for row in rows(
        db,
        "SELECT d.id AS document, v.id AS version FROM versions AS v JOIN documents AS d ON d.id = v.document"
        " WHERE v.report = ? AND v.parser = ? AND d.kind = ?"
        " AND v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document)"
        " ORDER BY d.first_seen, d.id",
        (report, parser, kind),
    ):
        if same(content_of_version(db, row["version"]), content):
            return str(row["document"])
    return None


def create_document(db: Database, capture: Row, report: Report, agency: str) -> str:
    """A new document named by the capture's address."""
    name = document_id(capture["url"])
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


def attach_address(db: Database, address: str, document: str) -> None:
    """Say that an address shows a document."""
    db.conn.execute("UPDATE addresses SET document = ? WHERE id = ?", (document, address))


def address_is_gone(db: Database, address: str) -> bool:
    """Whether the last answer of an address was that there is nothing."""
    row = one(
        db,
        "SELECT http_status, verdict FROM captures WHERE address = ? AND verdict IS NOT NULL"
        " ORDER BY fetched_at DESC LIMIT 1",
        (address,),
    )
    return row is not None and (row["http_status"] in (404, 410) or row["verdict"] == "redirect")


def mark_seen(db: Database, document: str, capture: Row) -> None:
    """The document's last version was shown by this capture: it is live, and so is its address."""
    version = latest_version(db, document)
    row = one(db, "SELECT id, status, last_seen FROM documents WHERE id = ?", (document,))
    assert version is not None
    assert row is not None
    if row["status"] in ("withdrawn", "moved"):
        record_status(
            db,
            version,
            row["status"],
            "live",
            last_seen_old=value(
                db, "SELECT max(seen_at) FROM sightings WHERE document = ? AND sight = 'gone'", (document,)
            ),
            first_seen_new=capture["fetched_at"],
            crawl=capture["crawl"],
        )
    db.conn.execute(
        "UPDATE documents SET agency = ?, report_year = ?, title = ?, published_on = ?, live_url = ?,"
        " status_since = CASE WHEN status IN ('live', 'unlisted') THEN status_since ELSE ? END,"
        " status = CASE WHEN status = 'unlisted' THEN status ELSE 'live' END,"
        " last_seen = max(coalesce(last_seen, ?), ?), portal = coalesce(portal, ?),"
        " list_date = coalesce(?, list_date), link_text = coalesce(?, link_text),"
        " column_name = coalesce(?, column_name), column_url = coalesce(?, column_url),"
        " parent_url = coalesce(?, parent_url) WHERE id = ?",
        (
            version["agency"],
            version["report_year"],
            version["title"],
            version["published_on"],
            capture["url"],
            capture["fetched_at"],
            capture["fetched_at"],
            capture["fetched_at"],
            capture["portal"],
            *(capture[name] for name in ("list_date", "link_text", "column_name", "column_url", "parent_url")),
            document,
        ),
    )


def attach_capture(db: Database, capture: Row, document: str, version: str) -> None:
    """Say that a capture shows a version."""
    db.conn.execute("UPDATE captures SET document = ? WHERE id = ?", (document, capture["id"]))
    insert(db, "version_captures", [{"version": version, "capture": capture["id"]}], conflict="IGNORE")
    db.conn.execute("UPDATE versions SET last_seen = max(last_seen, ?) WHERE id = ?", (capture["fetched_at"], version))
    mark_seen(db, document, capture)
