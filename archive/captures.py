"""Captures: every fetch of one address at one time, kept in a WARC before it has a row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.content_coding import decoded
from archive.errors import BrokenRecord, UnknownCapture
from archive.exchange import Exchange, FailedFetch, PendingCapture, Validators
from archive.identity import address_id, canonical_url, capture_id
from archive.rows import Row, insert, one, rows, value
from archive.times import iso, moment
from archive.warc import Pointer, RefersTo, WarcWriter
from archive.warc_reader import Record, read_record
from parse.report import Context

CONTEXT_COLUMNS = {
    "portal": "portal",
    "portal_name": "portal_name",
    "agency": "agency_hint",
    "column": "column_name",
    "column_url": "column_url",
    "link_text": "link_text",
    "list_date": "list_date",
    "crawl": "crawl",
    "parent_url": "parent_url",
}
"""Field of `parse.report.Context` → column of `captures`."""


def context_of(row: Mapping[str, Any]) -> Context:
    """The Context a capture was fetched with."""
    return Context(**{name: row[column] for name, column in CONTEXT_COLUMNS.items()})


def pending_form(row: Mapping[str, Any]) -> PendingCapture:
    """What a reader needs of a capture."""
    return PendingCapture(row["id"], row["url"], row["content_type"], context_of(row))


def _essence(content_type: str | None) -> str | None:
    return content_type.split(";")[0].strip().lower() or None if content_type else None


def _first_verdict(row: Row) -> tuple[str | None, str | None]:
    """What can be said of a capture without reading it: (verdict, reason), or (None, None)."""
    status = row["http_status"]
    if row["failure"] is not None:
        return "failed", row["failure"]
    if row["purpose"] != "document":
        return row["purpose"], None
    if status == 304 and row["refers_to"] is None:
        return "failed", "304 without an earlier copy"
    if status != 304 and 300 <= status < 400:
        return "redirect", row["redirect_to"]
    if status >= 400:
        return "http_error", str(status)
    if row["truncated"] is not None:
        return "truncated", row["truncated"]
    return None, None


def capture_row(
    *,
    url: str,
    fetched_at: str,
    form: Mapping[str, Any],
    pointer: Pointer,
    record_type: str,
    status: int | None = None,
    header: Callable[[str], str | None] = lambda _: None,
    payload_sha256: str | None = None,
    payload_bytes: int | None = None,
    refers_to: str | None = None,
) -> Row:
    """The row of a capture from its record and the JSON form of its metadata record."""
    context = form.get("context", {})
    row: Row = {
        "id": capture_id(url, fetched_at),
        "document": None,
        "address": address_id(url),
        "url": url,
        "method": form.get("method", "GET"),
        "fetched_at": fetched_at,
        "finished_at": form.get("finished"),
        "http_status": status,
        "media_type": _essence(header("Content-Type")),
        "content_type": header("Content-Type"),
        "etag": header("ETag"),
        "last_modified": header("Last-Modified"),
        "redirect_to": form.get("redirect_to"),
        "truncated": form.get("truncated"),
        "failure": form["failure"]["kind"] if form.get("failure") else None,
        "payload_sha256": payload_sha256,
        "payload_bytes": payload_bytes,
        "record_type": record_type,
        "refers_to": refers_to,
        "warc_file": pointer.file,
        "warc_offset": pointer.offset,
        "warc_length": pointer.length,
        "warc_record_id": pointer.record_id,
        "purpose": form.get("purpose", "document"),
        **{column: context.get(name) for name, column in CONTEXT_COLUMNS.items()},
    }
    row["verdict"], row["verdict_reason"] = _first_verdict(row)
    row["failure_message"] = form["failure"]["message"] if form.get("failure") else None
    return row


def access_problem(row: Row) -> Row | None:
    """The problem of a fetch that gave no document, or None."""
    kinds = {"failed": "fetch_failed", "http_error": "http_error", "truncated": "body_truncated"}
    if row["purpose"] != "document" or row["verdict"] not in kinds:
        return None
    seen = row["verdict_reason"]
    return {
        "version": None,
        "document": None,
        "capture": row["id"],
        "portal": row["portal"],
        "crawl": row["crawl"],
        "kind": kinds[row["verdict"]],
        "origin": "access",
        "severity": "warning",
        "seen": seen,
        "message": f"{row['url']}: {row['failure_message'] or seen}",
    }


def insert_captures(db: Database, captured: list[Row]) -> None:
    """Write capture rows with their addresses and access problems; one transaction of the caller."""
    for row in captured:
        context_portal = row["portal"]
        if context_portal is not None:
            name = row["portal_name"] or context_portal
            db.conn.execute("INSERT OR IGNORE INTO portals (id, name) VALUES (?, ?)", (context_portal, name))
        db.conn.execute(
            "INSERT INTO addresses (id, url, portal, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)",
            (row["address"], canonical_url(row["url"]), context_portal, row["fetched_at"], row["fetched_at"]),
        )
        row["document"] = value(db, "SELECT document FROM addresses WHERE id = ?", (row["address"],))
        insert(db, "captures", [{key: item for key, item in row.items() if key != "failure_message"}])
        problem = access_problem(row)
        if problem:
            insert(db, "problems", [{**problem, "document": row["document"]}])


class CaptureStore:
    """Keeps exchanges: into the WARC at once, into the database at `flush`, after the WARC is on disk."""

    def __init__(self, db: Database, warc_dir: Path, writer: WarcWriter | None) -> None:
        self._db = db
        self._warc_dir = warc_dir
        self._writer = writer
        self._waiting: list[Row] = []

    def _writing(self) -> WarcWriter:
        if self._writer is None:
            raise RuntimeError("the archive is open for reading")
        return self._writer

    def _free_time(self, url: str, started: str) -> str:
        """The start of the fetch, moved by microseconds until the capture's id is free."""
        taken = {row["id"] for row in self._waiting}
        at = moment(started)
        while (name := capture_id(url, iso(at))) in taken or value(
            self._db, "SELECT 1 FROM captures WHERE id = ?", (name,)
        ):
            at += timedelta(microseconds=1)
        return iso(at)

    def _earlier(self, exchange: Exchange, sha256: str) -> Row | None:
        """The response that a revisit record of this exchange can refer to."""
        address = address_id(exchange.url)
        if exchange.status == 304:
            found = one(
                self._db,
                "SELECT * FROM captures WHERE address = ? AND payload_sha256 IS NOT NULL AND http_status BETWEEN 200"
                " AND 299 AND truncated IS NULL ORDER BY fetched_at DESC LIMIT 1",
                (address,),
            )
            while found and found["refers_to"]:
                found = one(self._db, "SELECT * FROM captures WHERE id = ?", (found["refers_to"],))
            return found
        if not exchange.body or exchange.truncated:
            return None
        return one(
            self._db,
            "SELECT * FROM captures WHERE address = ? AND payload_sha256 = ? AND record_type = 'response'"
            " AND truncated IS NULL ORDER BY fetched_at DESC LIMIT 1",
            (address, sha256),
        )

    def keep(self, exchange: Exchange, sha256: str) -> str:
        """Write an exchange to the WARC. `sha256` is that of its body. Returns the capture id."""
        fetched_at = self._free_time(exchange.url, iso(exchange.started))
        earlier = self._earlier(exchange, sha256)
        refers = (
            RefersTo(earlier["url"], earlier["fetched_at"], earlier["warc_record_id"], earlier["payload_sha256"])
            if earlier
            else None
        )
        pointer = self._writing().write(exchange, fetched_at, refers)
        form = {
            "method": exchange.method,
            "purpose": exchange.purpose,
            "finished": iso(exchange.finished),
            "redirect_to": exchange.redirect_to,
            "truncated": exchange.truncated,
            "context": _context_form(exchange.context),
        }
        row = capture_row(
            url=exchange.url,
            fetched_at=fetched_at,
            form=form,
            pointer=pointer,
            record_type="revisit" if refers else "response",
            status=exchange.status,
            header=exchange.header,
            payload_sha256=refers.payload_sha256 if refers else sha256,
            payload_bytes=earlier["payload_bytes"] if earlier else len(exchange.body),
            refers_to=earlier["id"] if earlier else None,
        )
        self._waiting.append(row)
        return str(row["id"])

    def keep_failure(self, failure: FailedFetch) -> str:
        """Write a request without response to the WARC. Returns the capture id."""
        fetched_at = self._free_time(failure.url, iso(failure.started))
        pointer = self._writing().write_failure(failure, fetched_at)
        form = {
            "method": failure.method,
            "purpose": failure.purpose,
            "finished": iso(failure.finished),
            "failure": {"kind": failure.kind, "message": failure.message},
            "context": _context_form(failure.context),
        }
        row = capture_row(url=failure.url, fetched_at=fetched_at, form=form, pointer=pointer, record_type="metadata")
        self._waiting.append(row)
        return str(row["id"])

    def waiting(self) -> list[Row]:
        """The rows that are in the WARC and not yet in the database, in order."""
        return list(self._waiting)

    def written(self, number: int) -> None:
        """The first `number` waiting rows are in the database."""
        del self._waiting[:number]

    def row(self, capture: str) -> Row:
        """The row of a capture. Raises UnknownCapture."""
        found = one(self._db, "SELECT * FROM captures WHERE id = ?", (capture,))
        if found is None:
            raise UnknownCapture(f"There is no capture {capture}.")
        return found

    def record(self, row: Row) -> Record:
        """The WARC record of a capture, checked against what was kept. Raises BrokenRecord."""
        record = read_record(self._warc_dir / row["warc_file"], row["warc_offset"], row["warc_length"])
        if record.id != row["warc_record_id"] or record.type != row["record_type"]:
            raise BrokenRecord(f"{row['warc_file']} at {row['warc_offset']} is not the record of {row['id']}.")
        return record

    def payload(self, capture: str) -> bytes:
        """The body of a capture with its Content-Encoding undone. Raises BrokenRecord, UndecodableBody."""
        row = self.row(capture)
        if row["refers_to"]:
            row = self.row(row["refers_to"])
        record = self.record(row)
        if row["record_type"] == "metadata":
            return b""
        if record.payload_sha256() != row["payload_sha256"]:
            raise BrokenRecord(f"The body of {capture} differs from its digest.")
        return decoded(record.payload, record.http_header("Content-Encoding"))

    def pending(self) -> list[PendingCapture]:
        """Captures that nobody has read, oldest first."""
        return [
            pending_form(row)
            for row in rows(self._db, "SELECT * FROM captures WHERE verdict IS NULL ORDER BY fetched_at, id")
        ]

    def first_pending(self) -> Row | None:
        """The oldest capture that nobody has read."""
        return one(self._db, "SELECT * FROM captures WHERE verdict IS NULL ORDER BY fetched_at, id LIMIT 1")

    def validators(self, url: str) -> Validators | None:
        """What the last whole copy of an address said of itself, for a conditional request."""
        row = one(
            self._db,
            "SELECT etag, last_modified, http_status, truncated, failure FROM captures WHERE address = ?"
            " AND http_status BETWEEN 200 AND 299 AND truncated IS NULL ORDER BY fetched_at DESC LIMIT 1",
            (address_id(url),),
        )
        if row is None or (row["etag"] is None and row["last_modified"] is None):
            return None
        return Validators(row["etag"], row["last_modified"])

    def captured_in(self, crawl: str, url: str) -> bool:
        """Whether this crawl has an answer from this address that need not be asked for again."""
        return bool(
            value(
                self._db,
                "SELECT 1 FROM captures WHERE address = ? AND crawl = ? AND http_status IS NOT NULL"
                " AND http_status < 500 AND http_status <> 429 AND truncated IS NULL LIMIT 1",
                (address_id(url), crawl),
            )
        )


def _context_form(context: Context) -> dict[str, Any]:
    return {field.name: getattr(context, field.name) for field in dataclass_fields(context)}


def parse_form(record: Record) -> dict[str, Any] | None:
    """The JSON form of a metadata record of ours, or None if it is another's."""
    if record.type != "metadata" or not record.fields.get("content-type", "").startswith("application/json"):
        return None
    try:
        form = json.loads(record.payload)
    except ValueError:
        return None
    return form if isinstance(form, dict) and str(form.get("format", "")).startswith("nianbao-") else None
