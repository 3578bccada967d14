"""Capture rows: made from an exchange or from a WARC record alike, and written with their addresses and problems."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

from sqlite_utils import Database

from archive.exchange import PendingCapture
from archive.identity import address_id, canonical_url, capture_id
from archive.rows import Row, insert
from archive.warc import FORM_FIELD, WARC_FIELDS, Pointer
from archive.warc_reader import Record
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
NO_EARLIER = "304 without an earlier copy"


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
        return "failed", NO_EARLIER
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
    origin: str = "crawl",
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
        "origin": origin,
        "purpose": form.get("purpose", "document"),
        **{column: context.get(name) for name, column in CONTEXT_COLUMNS.items()},
    }
    row["verdict"], row["verdict_reason"] = _first_verdict(row)
    row["failure_message"] = form["failure"]["message"] if form.get("failure") else None
    return row


def access_problem(row: Row) -> Row | None:
    """The problem of a fetch that did not give what was asked for, or None; a robots.txt that is not there is none."""
    if row["failure"] is not None:
        kind, seen = "fetch_failed", row["failure"]
    elif row["purpose"] == "robots":
        return None
    elif row["http_status"] is not None and row["http_status"] >= 400:
        kind, seen = "http_error", str(row["http_status"])
    elif row["truncated"] is not None:
        kind, seen = "body_truncated", row["truncated"]
    elif row["verdict"] == "failed":
        kind, seen = "fetch_failed", row["verdict_reason"]
    else:
        return None
    return {
        "version": None,
        "document": None,
        "capture": row["id"],
        "portal": row["portal"],
        "crawl": row["crawl"],
        "kind": kind,
        "origin": "access",
        "severity": "warning",
        "seen": seen,
        "message": f"{row['url']}: {row['failure_message'] or seen}",
    }


def insert_captures(db: Database, captured: list[Row]) -> None:
    """Write capture rows with their addresses and access problems; one transaction of the caller."""
    portals: dict[str, str] = {}
    for row in captured:
        if row["portal"] is not None:
            portals.setdefault(row["portal"], row["portal_name"] or row["portal"])
    insert(db, "portals", [{"id": portal, "name": name} for portal, name in portals.items()], conflict="IGNORE")
    for row in captured:
        (row["document"],) = db.conn.execute(
            "INSERT INTO addresses (id, url, portal, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen) RETURNING document",
            (row["address"], canonical_url(row["url"]), row["portal"], row["fetched_at"], row["fetched_at"]),
        ).fetchone()
    insert(db, "captures", [{key: item for key, item in row.items() if key != "failure_message"} for row in captured])
    found = [(problem, row["document"]) for row in captured if (problem := access_problem(row))]
    insert(db, "problems", [{**problem, "document": document} for problem, document in found])


def context_form(context: Context) -> dict[str, Any]:
    """A Context as the JSON form of a capture has it."""
    return {field.name: getattr(context, field.name) for field in dataclass_fields(context)}


def parse_form(record: Record) -> dict[str, Any] | None:
    """The JSON form of a metadata record of ours, or None if it is another's. Older records are JSON alone."""
    essence = record.fields.get("content-type", "").partition(";")[0].strip().lower()
    told = record.payload
    if record.type != "metadata" or essence not in ("application/json", WARC_FIELDS):
        return None
    if essence == WARC_FIELDS:
        name, _, told = told.partition(b":")
        if name != FORM_FIELD.encode():
            return None
    try:
        form = json.loads(told)
    except ValueError:
        return None
    return form if isinstance(form, dict) and str(form.get("format", "")).startswith("nianbao-") else None
