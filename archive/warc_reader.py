"""Reading WARC files back: one record by its pointer, or all whole records of a file in order."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.errors import BrokenRecord
from archive.exchange import Headers

_STEP = 256 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands in a WARC file. `payload` is the block without its HTTP head, if it has one."""

    type: str
    id: str
    date: str
    url: str | None
    fields: dict[str, str]
    status: int | None
    http_headers: Headers
    payload: bytes
    offset: int
    length: int

    def http_header(self, name: str) -> str | None:
        return next((value for key, value in self.http_headers if key.lower() == name.lower()), None)

    def payload_sha256(self) -> str:
        return hashlib.sha256(self.payload).hexdigest()


def _head(block: bytes) -> tuple[int | None, Headers, bytes]:
    head, separator, body = block.partition(b"\r\n\r\n")
    if not separator:
        return None, (), block
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ", 2)
    status = int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else None
    pairs = (line.partition(":") for line in lines[1:])
    return status, tuple((name, value.strip(" \t")) for name, _, value in pairs), body


def parse_record(member: bytes, offset: int) -> Record:
    """The record in one gzip member (decompressed or not is seen from its first bytes). Raises BrokenRecord."""
    try:
        iterator = ArchiveIterator(BytesIO(member), no_record_parse=True)
        record = next(iter(iterator))
        block = record.raw_stream.read()
    except (ArchiveLoadFailed, StopIteration, zlib.error, EOFError, OSError) as error:
        raise BrokenRecord(f"There is no WARC record at {offset}: {error}.") from error
    fields = {name.lower(): value for name, value in record.rec_headers.headers}
    try:
        whole = int(fields.get("content-length", "-1")) == len(block)
    except ValueError:
        whole = False
    if not whole:
        raise BrokenRecord(f"The WARC record at {offset} is cut short.")
    algorithm, _, digest = fields.get("warc-block-digest", "").partition(":")
    if algorithm == "sha256" and hashlib.sha256(block).hexdigest() != digest:
        raise BrokenRecord(f"The WARC record at {offset} differs from its digest.")
    status: int | None = None
    headers: Headers = ()
    payload = block
    if fields.get("content-type", "").startswith("application/http"):
        status, headers, payload = _head(block)
    return Record(
        type=fields.get("warc-type", ""),
        id=fields.get("warc-record-id", ""),
        date=fields.get("warc-date", ""),
        url=fields.get("warc-target-uri"),
        fields=fields,
        status=status,
        http_headers=headers,
        payload=payload,
        offset=offset,
        length=len(member),
    )


def read_record(path: Path, offset: int, length: int) -> Record:
    """The record that a pointer means. Raises BrokenRecord if it is not there whole."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            member = file.read(length)
    except OSError as error:
        raise BrokenRecord(f"{path.name} cannot be read: {error.strerror}.") from error
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        block = inflater.decompress(member)
    except zlib.error as error:
        raise BrokenRecord(f"{path.name} at {offset}: {error}.") from error
    if len(member) != length or not inflater.eof or inflater.unused_data:
        raise BrokenRecord(f"{path.name} holds no whole record of {length} bytes at {offset}.")
    record = parse_record(block, offset)
    return replace(record, length=length)


def whole_members(path: Path, start: int = 0) -> Iterator[tuple[int, int]]:
    """(offset, length) of each whole gzip member from `start` on; ends before the first that is cut or damaged."""
    with path.open("rb") as file:
        file.seek(start)
        offset, held = start, b""
        while True:
            inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
            length = 0
            while not inflater.eof:
                piece = held or file.read(_STEP)
                held = b""
                if not piece:
                    return
                try:
                    inflater.decompress(piece)
                except zlib.error:
                    return
                length += len(piece)
            held = inflater.unused_data
            length -= len(held)
            yield offset, length
            offset += length


def whole_records(path: Path, start: int = 0) -> Iterator[Record]:
    """Each whole record of a file from `start` on."""
    for offset, length in whole_members(path, start):
        yield read_record(path, offset, length)
