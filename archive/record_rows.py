"""The row of a capture from its WARC record alone: of our own files, by the metadata record before it, and of others'.

A revisit is told apart from the copy it stands for: `reference` says which that is, `resolved` finds its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from archive.capture_rows import NO_EARLIER, capture_row
from archive.rows import Row, one
from archive.times import iso, moment
from archive.warc import Pointer
from archive.warc_reader import Record

DOCUMENT_TYPES = ("text/html", "text/plain", "application/")
"""How the media types begin of what may be a report in a file of another program; the rest is kept and never read."""
NO_DOCUMENTS = ("application/javascript", "application/x-javascript", "application/json", "application/font")


def record_time(record: Record) -> str:
    """WARC-Date as the archive writes times. Raises ValueError."""
    return iso(moment(record.date))


def row_of_record(file: str, record: Record, form: Mapping[str, Any]) -> Row:
    """The row of a capture; a revisit has no `refers_to` yet, and the size of its payload is not known."""
    failed, revisit = record.type == "metadata", record.type == "revisit"
    digest = record.fields.get("warc-payload-digest", "").removeprefix("sha256:") if revisit else None
    return capture_row(
        url=record.url or "",
        fetched_at=record_time(record),
        form=form,
        pointer=Pointer(file, record.offset, record.length, record.id),
        record_type=record.type,
        status=record.status,
        header=record.http_header,
        payload_sha256=None if failed else digest or record.payload_sha256(),
        payload_bytes=None if failed or revisit else len(record.payload),
    )


def form_of_another(record: Record) -> dict[str, Any]:
    """What a record of another program says of its purpose; whose portal it is, its host must say."""
    essence = (record.http_header("Content-Type") or "").partition(";")[0].strip().lower()
    if (record.url or "").endswith("/robots.txt"):
        purpose = "robots"
    elif essence.startswith("image/"):
        purpose = "image"
    else:
        may_be = essence.startswith(DOCUMENT_TYPES) or not essence
        purpose = "document" if may_be and not essence.startswith(NO_DOCUMENTS) else "other"
    truncated = record.fields.get("warc-truncated")
    location = record.http_header("Location")
    redirect = location if record.status and 300 <= record.status < 400 and record.status != 304 else None
    return {"purpose": purpose, "truncated": truncated, "redirect_to": redirect}


def reference(record: Record) -> dict[str, str] | None:
    """Which earlier record a revisit stands for; None for every other record. Raises ValueError on no date."""
    if record.type != "revisit":
        return None
    names = {"record": "warc-refers-to", "url": "warc-refers-to-target-uri", "date": "warc-refers-to-date"}
    told = {key: record.fields[name] for key, name in names.items() if name in record.fields}
    if "date" in told:
        told["date"] = iso(moment(told["date"]))
    return told


def resolved(db: Database, row: Row, refers: Mapping[str, str] | None) -> Row | None:
    """The row with the earlier copy that it stands for; None where that copy is not there."""
    if refers is None:
        return row
    sql = "SELECT id, payload_sha256, payload_bytes FROM captures WHERE record_type = 'response' AND "
    earlier = one(db, sql + "warc_record_id = ?", (refers.get("record"),))
    if earlier is None and refers.get("url") and refers.get("date"):
        about = (refers["url"], refers["date"])
        earlier = one(db, sql + "url = ? AND fetched_at = ?", about)
    if earlier is None:
        return None
    found = {"refers_to": earlier["id"], "payload_sha256": earlier["payload_sha256"]}
    renewed = {**row, **found, "payload_bytes": earlier["payload_bytes"]}
    # What could be said before was said without the earlier copy.
    if (row["verdict"], row["verdict_reason"]) == ("failed", NO_EARLIER):
        renewed["verdict"] = renewed["verdict_reason"] = None
    return renewed
