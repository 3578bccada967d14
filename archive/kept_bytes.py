"""The bytes of one capture, as they lie in the WARC files beside the archive."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from archive.content_coding import decoded
from archive.errors import ArchiveError, BrokenRecord
from archive.rows import Row, one
from archive.warc_reader import Record, read_record

Part = Literal["original", "decoded", "record"]
_CODINGS = {"gzip": ".gz", "x-gzip": ".gz", "br": ".br", "zstd": ".zst", "deflate": ".zlib"}


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes, and a file name of ASCII letters for them."""

    name: str
    data: bytes


def kept_bytes(db: Database, warc_dir: Path, capture: str, part: Part, *, limit: int) -> Kept:
    """The body of a capture as it was sent (`original`: the bytes of its SHA-256), the same without its
    Content-Encoding (`decoded`), or its record as it lies in the WARC file (`record`).

    A capture that only says that nothing changed has the body of the one it refers to. Raises ArchiveError where there
    is no such capture, no body, more than `limit` bytes, or no file; BrokenRecord, UndecodableBody.
    """
    row = _row(db, capture)
    if part != "record" and row["refers_to"]:
        row = _row(db, row["refers_to"])
    if max(row["warc_length"], row["payload_bytes"] or 0) > limit:
        raise ArchiveError(f"It has more than {limit} bytes; take the WARC file.")
    path = warc_dir / Path(row["warc_file"]).name
    if part == "record":
        return Kept(f"{row['id']}.warc{'.gz' if path.suffix == '.gz' else ''}", _lying(path, row))
    record = read_record(path, row["warc_offset"], row["warc_length"])
    if record.type != "response":
        raise ArchiveError("This capture has no body: nothing was answered, or its record holds none.")
    if record.payload_sha256() != row["payload_sha256"]:
        raise BrokenRecord(f"The body of {row['id']} differs from its digest.")
    return _body(row, record, part, limit)


def _row(db: Database, capture: str) -> Row:
    row = one(db, "SELECT * FROM captures WHERE id = ?", (capture,))
    if row is None:
        raise ArchiveError(f"No capture is called {capture}.")
    return row


def _lying(path: Path, row: Row) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(row["warc_offset"])
            data = file.read(row["warc_length"])
    except OSError as error:
        raise BrokenRecord(f"{path.name} cannot be read: {error.strerror}.") from error
    if len(data) != row["warc_length"]:
        raise BrokenRecord(f"{path.name} holds no whole record at {row['warc_offset']}.")
    return data


def _body(row: Row, record: Record, part: Part, limit: int) -> Kept:
    coding = record.content_encoding()
    name = f"{row['id']}{mimetypes.guess_extension(row['media_type'] or '') or '.bin'}"
    if coding and part == "decoded":
        return Kept(name, decoded(record.payload, coding, limit=limit))
    return Kept(name + (_CODINGS.get(coding.strip().lower(), ".as-sent") if coding else ""), record.payload)
