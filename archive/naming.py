"""The name of a document while the crawl it first appeared in is open: made by a rule, not by the order of fetching.

A report often stands at several addresses of one portal, and which of them answers first is chance. So the canonical
address is the best by `identity.address_rank` of those that showed the content in that crawl. When a better one comes,
document, versions and changes are renamed in the transaction that saves it, and the reading is taken from it. Once a
link of the chain has a version, the name of its document is final: a later address is only a row of `addresses`.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.content import (
    content_of_report,
    content_of_version,
    digest,
    places,
    places_of_version,
    same,
    search_parts,
)
from archive.history import latest_version, record_changes
from archive.identity import address_rank, version_id
from archive.readings import delete_reading, reading_columns
from archive.rows import Row, one, rows, value
from archive.search import index_version, remove_version
from parse.report import Report


def is_open(db: Database, document: str, crawl: str | None) -> bool:
    """Whether a document has one version, first seen in this crawl, and no link of the chain has it yet."""
    found = rows(db, "SELECT id, crawl FROM versions WHERE document = ?", (document,))
    return (
        crawl is not None
        and [row["crawl"] for row in found] == [crawl]
        and not value(db, "SELECT 1 FROM chain_entries WHERE kept = 'versions' AND id = ?", (found[0]["id"],))
    )


def open_twin(db: Database, report: str, kind: str, capture: Row, reading: Report) -> str | None:
    """A document of the same report, carrier and content that first appeared in this crawl, still open; or None."""
    content = content_of_report(reading)
    for row in rows(
        db,
        "SELECT v.id, v.document FROM versions AS v JOIN documents AS d ON d.id = v.document"
        " WHERE v.report = ? AND v.parser = ? AND v.crawl = ? AND v.number = 1 AND d.kind = ? ORDER BY v.document",
        (report, reading.parser, capture["crawl"], kind),
    ):
        if is_open(db, row["document"], capture["crawl"]) and same(content_of_version(db, row["id"]), content):
            return str(row["document"])
    return None


def _repoint(db: Database, table: str, old: str, new: str) -> None:
    """Let every foreign key that names a row of `table` name another one; the schema says which columns those are."""
    for name in db.table_names():
        for key in db.conn.execute(f'PRAGMA foreign_key_list("{name}")').fetchall():
            if key["table"] == table:
                db.conn.execute(f'UPDATE "{name}" SET "{key["from"]}" = ? WHERE "{key["from"]}" = ?', (new, old))


def _rename_version(db: Database, old: str, new: str) -> None:
    for change in rows(db, "SELECT id FROM changes WHERE version = ?", (old,)):
        name = new + change["id"].removeprefix(old)
        _repoint(db, "changes", change["id"], name)
        db.conn.execute("UPDATE changes SET id = ? WHERE id = ?", (name, change["id"]))
    _repoint(db, "versions", old, new)
    db.conn.execute("UPDATE versions SET id = ? WHERE id = ?", (new, old))


def _read_from(db: Database, version: Row, capture: Row, report: Report) -> None:
    """Take the row of a version from an equal reading of another capture; what hangs on it is taken away."""
    parts = search_parts(version["text"], places_of_version(db, version["id"]))
    remove_version(db.conn, version["search_id"], version["title"], parts)
    delete_reading(db, version["id"])
    columns = {
        **reading_columns(report),
        "content_sha256": digest(content_of_report(report)),
        "first_capture": capture["id"],
    }
    if version["corrected"]:
        # What a person said of it stays.
        del columns["report_year"], columns["report_year_source"]
    assignments = ", ".join(f"{name} = ?" for name in columns)
    db.conn.execute(f"UPDATE versions SET {assignments} WHERE id = ?", (*columns.values(), version["id"]))
    parts = search_parts(report.text, places(report))
    index_version(db.conn, version["search_id"], report.title, parts)


def _move(db: Database, version: Row, document: str, number: int, capture: Row, report: Report) -> str:
    """Make an open version that of another document, as this capture shows it. Returns its id."""
    _read_from(db, version, capture, report)
    name = version_id(document, digest(content_of_report(report)), capture["fetched_at"])
    _rename_version(db, version["id"], name)
    sql = "UPDATE versions SET document = ?, number = ? WHERE id = ?"
    db.conn.execute(sql, (document, number, name))
    return name


def is_better(db: Database, document: str, capture: Row) -> bool:
    """Whether the capture's address, rather than its present one, should name an open document."""
    url = value(db, "SELECT url FROM documents WHERE id = ?", (document,))
    container = value(db, "SELECT container FROM addresses WHERE id = ?", (document,))
    named, shown = naming_rank(url, container), naming_rank(capture["url"], capture.get("container"))
    return is_open(db, document, capture["crawl"]) and shown < named


def naming_rank(url: str, container: str | None) -> tuple[bool, tuple[bool, int, str], str]:
    """`address_rank`; a file inside a container (`container`: its address) comes after every page and file."""
    return container is not None, address_rank(url), url.partition("#")[2] if container is not None else ""


def rename(db: Database, document: str, capture: Row, report: Report) -> tuple[str, str]:
    """Name an open document by the address of this capture, which shows it too. Returns (document, version).

    The caller writes what hangs on the version (`readings.insert_reading`) and compares it again (`compare`).
    """
    version = latest_version(db, document)
    assert version is not None
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    new: str = capture["address"]
    moved = _move(db, version, new, version["number"], capture, report)
    _repoint(db, "documents", document, new)
    db.conn.execute(
        "UPDATE documents SET id = ?, url = ?, portal = coalesce(?, portal), media_type = ? WHERE id = ?",
        (new, capture["url"], capture["portal"], report.media_type, document),
    )
    return new, moved


def absorb(db: Database, document: str, twin: str, previous: Row | None, capture: Row, report: Report) -> str:
    """Make the one version of an open document the next version of a known one, whose own address shows it too.

    Another address of the known document showed the new content first and was taken for a document of its own.
    Returns the version; the caller goes on as after `rename`.
    """
    version, last = latest_version(db, twin), latest_version(db, document)
    assert version is not None
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    moved = _move(db, version, document, last["number"] + 1 if last else 1, capture, report)
    sql = "UPDATE versions SET previous = ? WHERE id = ?"
    db.conn.execute(sql, (previous["id"] if previous else None, moved))
    _repoint(db, "documents", twin, document)
    db.conn.execute("DELETE FROM documents WHERE id = ?", (twin,))
    return moved


def compare(db: Database, version: str) -> int:
    """Write the changes of an open version again; the ids of those that stay are the same. Returns how many are new."""
    row = one(db, "SELECT previous, crawl FROM versions WHERE id = ?", (version,))
    assert row is not None
    previous = one(db, "SELECT * FROM versions WHERE id = ?", (row["previous"],))
    db.conn.execute("DELETE FROM changes WHERE version = ? AND kind <> 'status'", (version,))
    if previous is None:
        return 0
    return record_changes(db, version, previous, content_of_version(db, version), row["crawl"])
