"""Captures: every fetch of one address at one time, kept in a WARC before it has a row."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from sqlite_utils import Database
from warcio.bufferedreaders import ChunkedDataReader

from archive.capture_rows import capture_row, context_form, pending_form
from archive.content_coding import decoded
from archive.errors import BrokenRecord, UnknownCapture
from archive.exchange import Exchange, FailedFetch, Images, PendingCapture, Validators
from archive.identity import address_id, capture_id
from archive.rows import Row, one, rows, value
from archive.times import iso, moment
from archive.warc import RefersTo, WarcWriter
from archive.warc_reader import Record, read_record

logger = logging.getLogger(__name__)

MAX_IMAGES = 60
"""Pictures of one page that are handed to its reading: as many as are fetched."""
MAX_IMAGE_BYTES = 32 * 2**20
"""Of all of them; a page of a report as a picture has 0.05 to 1 MB."""


def _by_numbers(url: str) -> list[tuple[int, str]]:
    """What addresses are sorted by so that page 10 comes behind page 9."""
    return [(int(word), "") if word.isdecimal() else (0, word) for word in re.split(r"(\d+)", url)]


class CaptureStore:
    """Keeps exchanges: into the WARC at once, into the database at `flush`, after the WARC is on disk."""

    def __init__(self, db: Database, warc_dir: Path, writer: WarcWriter | None) -> None:
        self._db = db
        self._warc_dir = warc_dir
        self._writer = writer
        self._waiting: dict[str, Row] = {}

    def _writing(self) -> WarcWriter:
        if self._writer is None:
            raise RuntimeError("the archive is open for reading")
        return self._writer

    def _free_time(self, url: str, started: str) -> str:
        """The start of the fetch, moved by microseconds until the capture's id is free."""
        at = started
        while (name := capture_id(url, at)) in self._waiting or value(
            self._db, "SELECT 1 FROM captures WHERE id = ?", (name,)
        ):
            at = iso(moment(at) + timedelta(microseconds=1))
        return at

    def _earlier(self, exchange: Exchange, sha256: str) -> Row | None:
        """The response that a revisit record of this exchange can refer to: what is told of it there."""
        address = address_id(exchange.url)
        told = "id, url, fetched_at, warc_record_id, payload_sha256, payload_bytes, refers_to"
        if exchange.status == 304:
            found = one(
                self._db,
                f"SELECT {told} FROM captures WHERE address = ? AND payload_sha256 IS NOT NULL"
                " AND http_status BETWEEN 200 AND 299 AND truncated IS NULL ORDER BY fetched_at DESC LIMIT 1",
                (address,),
            )
            while found and found["refers_to"]:
                found = one(self._db, f"SELECT {told} FROM captures WHERE id = ?", (found["refers_to"],))
            return found
        if not exchange.body or exchange.truncated:
            return None
        return one(
            self._db,
            f"SELECT {told} FROM captures WHERE address = ? AND payload_sha256 = ? AND record_type = 'response'"
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
        pointer = self._writing().write(exchange, fetched_at, refers, sha256)
        form = {
            "method": exchange.method,
            "purpose": exchange.purpose,
            "finished": iso(exchange.finished),
            "redirect_to": exchange.redirect_to,
            "truncated": exchange.truncated,
            "context": context_form(exchange.context),
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
        self._waiting[row["id"]] = row
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
            "context": context_form(failure.context),
        }
        row = capture_row(url=failure.url, fetched_at=fetched_at, form=form, pointer=pointer, record_type="metadata")
        self._waiting[row["id"]] = row
        return str(row["id"])

    def waiting(self) -> list[Row]:
        """The rows that are in the WARC and not yet in the database, in order."""
        return list(self._waiting.values())

    def written(self, number: int) -> None:
        """The first `number` waiting rows are in the database."""
        for name in list(self._waiting)[:number]:
            del self._waiting[name]

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
        """The body of a capture, whether its row is written or waits, with its Content-Encoding undone. Raises
        BrokenRecord, UndecodableBody."""
        row = self._waiting.get(capture) or self.row(capture)
        if row["refers_to"]:
            row = self._waiting.get(row["refers_to"]) or self.row(row["refers_to"])
        if row["id"] in self._waiting:
            self._writing().hand_over()
        record = self.record(row)
        if row["record_type"] == "metadata":
            return b""
        if record.payload_sha256() != row["payload_sha256"]:
            raise BrokenRecord(f"The body of {capture} differs from its digest.")
        body = record.payload
        if (record.http_header("Transfer-Encoding") or "").strip().lower() == "chunked":
            # Only files of other programs: ours are kept without this framing.
            body = ChunkedDataReader(BytesIO(body)).read()
        return decoded(body, record.content_encoding())

    def pending(self) -> list[PendingCapture]:
        """Captures that nobody has read, oldest first."""
        return [
            pending_form(row)
            for row in rows(self._db, "SELECT * FROM captures WHERE verdict IS NULL ORDER BY fetched_at, id")
        ]

    def first_pending(self) -> tuple[str, str | None] | None:
        """The oldest capture that nobody has read, and which one it refers to."""
        sql = "SELECT id, refers_to FROM captures WHERE verdict IS NULL ORDER BY fetched_at, id LIMIT 1"
        found = self._db.conn.execute(sql).fetchone()
        return None if found is None else (found[0], found[1])

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

    def images_of(self, capture: str) -> list[tuple[str, str]]:
        """The pictures fetched for a page: (address, capture), in the order they were first fetched."""
        return self._fetched_with(capture, "image")

    def parts_of(self, capture: str) -> list[tuple[str, str]]:
        """The further pages fetched for the first page of a split article: (address, capture), in the order of their
        numbers."""
        return sorted(self._fetched_with(capture, "part"), key=lambda part: _by_numbers(part[0]))

    def _fetched_with(self, capture: str, purpose: str) -> list[tuple[str, str]]:
        """What was fetched for a page. Where the page's own crawl asked for any, those that only an earlier one asked
        for are not on it any more."""
        page = self.row(capture)
        asked = {
            row["address"]
            for row in rows(
                self._db,
                "SELECT address FROM captures WHERE purpose = ? AND parent_url = ? AND crawl IS ?",
                (purpose, page["url"], page["crawl"]),
            )
        }
        found = rows(
            self._db,
            "SELECT c.id, c.url, c.address, c.crawl FROM captures AS c WHERE c.purpose = ? AND c.parent_url = ?"
            " AND c.payload_sha256 IS NOT NULL AND c.http_status BETWEEN 200 AND 304 AND c.redirect_to IS NULL"
            " AND c.truncated IS NULL AND (c.purpose <> 'image' OR coalesce(c.media_type, '') NOT LIKE 'text/%')"
            " ORDER BY c.fetched_at, c.id",
            (purpose, page["url"]),
        )
        newest: dict[str, Row] = {}
        for row in found:
            known = newest.get(row["address"])
            if known is None or row["crawl"] == page["crawl"] or known["crawl"] != page["crawl"]:
                newest[row["address"]] = row
        return [(row["url"], row["id"]) for row in newest.values() if not asked or row["address"] in asked]

    def picture_digests(self, capture: str) -> tuple[str, ...]:
        """The SHA-256 of the bodies of a page's pictures, each once, sorted."""
        found = {self.row(picture)["payload_sha256"] for _, picture in self.images_of(capture)}
        return tuple(sorted(filter(None, found)))

    def part_digests(self, capture: str) -> list[tuple[str, str | None]] | None:
        """(address, SHA-256 of the body; None where it could not be had) of the further pages that the crawl of an
        article's first page asked for; None where it asked for none."""
        page = self.row(capture)
        found = rows(
            self._db,
            "SELECT address, CASE WHEN http_status BETWEEN 200 AND 304 AND redirect_to IS NULL AND truncated IS NULL"
            " THEN payload_sha256 END AS sha256 FROM captures WHERE purpose = 'part' AND parent_url = ? AND crawl IS ?"
            " ORDER BY fetched_at, id",
            (page["url"], page["crawl"]),
        )
        return sorted({row["address"]: row["sha256"] for row in found}.items()) or None

    def pictures(self, capture: str) -> Images:
        """What was fetched for a page, with bodies: its further pages, then its pictures."""
        found: list[tuple[str, bytes]] = []
        total = 0
        for url, picture in (*self.parts_of(capture), *self.images_of(capture)):
            data = b""
            if len(found) < MAX_IMAGES and total < MAX_IMAGE_BYTES:
                try:
                    data = self.payload(picture)
                except (ValueError, OSError, RuntimeError, LookupError) as error:
                    # The page still has its others; `verify` names the broken record.
                    logger.info("the picture %s cannot be decoded: %s", picture, error)
            total += len(data)
            found.append((url, data if total <= MAX_IMAGE_BYTES else b""))
        return tuple(found)

    def answer_in(self, crawl: str, url: str) -> str | None:
        """The newest capture in which this crawl got a whole page from this address, or None."""
        found = value(
            self._db,
            "SELECT id FROM captures WHERE address = ? AND crawl = ? AND http_status BETWEEN 200 AND 304"
            " AND truncated IS NULL AND redirect_to IS NULL ORDER BY fetched_at DESC LIMIT 1",
            (address_id(url), crawl),
        )
        return None if found is None else str(found)

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
