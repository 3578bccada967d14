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

from archive.capture_rows import capture_row, insert_captures, parse_form
from archive.crawls import adopt_crawl
from archive.rows import Row, insert, one, rows, value
from archive.times import now
from archive.warc import Pointer
from archive.warc_reader import Record, whole_records


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _adopted(db: Database, name: str, record: Record, form: dict[str, Any]) -> Row:
    refers_to = None
    payload_sha256: str | None = record.payload_sha256()
    payload_bytes: int | None = len(record.payload)
    if record.type == "revisit":
        earlier = one(
            db,
            "SELECT id, payload_sha256, payload_bytes FROM captures WHERE warc_record_id = ?",
            (record.fields.get("warc-refers-to"),),
        )
        refers_to = earlier["id"] if earlier else None
        payload_sha256 = record.fields.get("warc-payload-digest", "").removeprefix("sha256:") or None
        payload_bytes = earlier["payload_bytes"] if earlier else None
    failed = record.type == "metadata"
    return capture_row(
        url=record.url or "",
        fetched_at=record.date,
        form=form,
        pointer=Pointer(name, record.offset, record.length, record.id),
        record_type=record.type,
        status=record.status,
        header=record.http_header,
        payload_sha256=None if failed else payload_sha256,
        payload_bytes=None if failed else payload_bytes,
        refers_to=refers_to,
    )


def adopt(db: Database, path: Path) -> tuple[int, int]:
    """Give every whole record of one file that has no row its row. Returns (captures adopted, whole bytes)."""
    start = value(db, "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?", (path.name,)) or 0
    whole, adopted = int(start), 0
    forms: dict[str, dict[str, Any]] = {}
    with db.atomic():
        for record in whole_records(path, int(start)):
            whole = record.offset + record.length
            form = parse_form(record)
            if form is not None and form["format"] == "nianbao-crawl":
                adopt_crawl(db, form)
            elif form is not None and form.get("failure") is None:
                forms[record.fields.get("warc-concurrent-to", "")] = form
            elif form is not None or record.type in ("response", "revisit"):
                row = _adopted(db, path.name, record, form or forms.pop(record.id, {}))
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
