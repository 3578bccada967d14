"""Taking over what an interrupted run left: whole records without a row are adopted, finished files sealed.

Nothing is cut off or deleted: where the last record of a file is not whole, `warc_files.whole_bytes` says up to where
it is.
A file that the database does not know at all is adopted from its first record; so an archive is rebuilt from WARCs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.capture_rows import insert_captures, parse_form
from archive.crawls import FORM, adopt_crawl
from archive.record_rows import reference, resolved, row_of_record
from archive.rows import insert, rows, value
from archive.times import now
from archive.warc_reader import whole_records


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def adopt(db: Database, path: Path) -> tuple[int, int]:
    """Give every whole record of one file that has no row its row. Returns (captures adopted, whole bytes)."""
    start = value(db, "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?", (path.name,)) or 0
    whole, adopted = int(start), 0
    forms: dict[str, dict[str, Any]] = {}
    with db.atomic():
        for record in whole_records(path, int(start)):
            whole = record.offset + record.length
            form = parse_form(record)
            if form is not None and form["format"] == FORM:
                adopt_crawl(db, form)
            elif form is not None and form.get("failure") is None:
                forms[record.fields.get("warc-concurrent-to", "")] = form
            elif form is not None or record.type in ("response", "revisit"):
                bare = row_of_record(path.name, record, form or forms.pop(record.id, {}))
                row = resolved(db, bare, reference(record)) or bare
                if not value(db, "SELECT 1 FROM captures WHERE id = ?", (row["id"],)):
                    insert_captures(db, [row])
                    adopted += 1
    return adopted, whole


def seal(db: Database, path: Path, whole_bytes: int | None = None) -> None:
    """Note a finished file's size and SHA-256; from now on not a bit of it may change."""
    size = path.stat().st_size
    db.conn.execute(
        "UPDATE warc_files SET bytes = ?, whole_bytes = ?, sha256 = ?, sealed = ? WHERE name = ?",
        (size, size if whole_bytes is None else whole_bytes, file_sha256(path), now(), path.name),
    )


def recover(db: Database, warc_dir: Path) -> int:
    """Adopt and seal every file that is not sealed. Returns how many captures were adopted."""
    if warc_dir.is_dir():
        known = {row["name"] for row in rows(db, "SELECT name FROM warc_files")}
        found = sorted(path.name for path in warc_dir.glob("nianbao-*.warc.gz"))
        with db.atomic():
            insert(
                db,
                "warc_files",
                [{"name": name, "created": now(), "whole_bytes": None} for name in found if name not in known],
            )
    total = 0
    for row in rows(db, "SELECT name FROM warc_files WHERE sealed IS NULL ORDER BY name"):
        path = warc_dir / row["name"]
        if not path.is_file():
            continue
        adopted, whole = adopt(db, path)
        with db.atomic():
            seal(db, path, whole)
        total += adopted
    return total
