"""Reading WARC files back: one record by its pointer, or all whole records of a file in order.

Files of other programs are read too: plain ones, and digests by other algorithms or in base32. A file that is one gzip
member as a whole has no records that a pointer could mean, and is damage.
"""

from __future__ import annotations

import base64
import hashlib
import re
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
MAX_RECORD_BYTES = 1 << 30
"""Of a record without its compression; bodies that we fetch have far less."""
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/"
_HEAD_BYTES = 1 << 16
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a WARC file that holds no whole record."""

    offset: int
    length: int
    why: str


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

    def content_encoding(self) -> str | None:
        """The codings of the payload in the order they were applied; they may be spread over several lines."""
        lines = [value for key, value in self.http_headers if key.lower() == "content-encoding"]
        return ", ".join(lines) if lines else None

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


def _holds(labelled: str, data: bytes) -> bool:
    """Whether a digest of a WARC field is that of the data; one by an unknown algorithm says nothing."""
    algorithm, _, digest = labelled.partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5"):
        return True
    made = hashlib.new(name, data)
    return digest.lower() == made.hexdigest() or digest.upper() == base64.b32encode(made.digest()).decode()


def parse_record(member: bytes, offset: int) -> Record:
    """The record in one gzip member (decompressed or not is seen from its first bytes). Raises BrokenRecord."""
    try:
        iterator = ArchiveIterator(BytesIO(member), no_record_parse=True)
        records = iter(iterator)
        record = next(records)
        block = record.raw_stream.read()
        follows = next(records, None)
    except (ArchiveLoadFailed, StopIteration, zlib.error, EOFError, OSError) as error:
        raise BrokenRecord(f"There is no WARC record at {offset}: {error}.") from error
    fields = {name.lower(): value for name, value in record.rec_headers.headers}
    try:
        whole = int(fields.get("content-length", "-1")) == len(block)
    except ValueError:
        whole = False
    if not whole:
        raise BrokenRecord(f"The WARC record at {offset} is cut short.")
    if follows is not None:
        raise BrokenRecord(f"There are several WARC records in one at {offset}.")
    if not _holds(fields.get("warc-block-digest", ""), block):
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
    if len(member) != length:
        raise BrokenRecord(f"{path.name} holds no whole record of {length} bytes at {offset}.")
    if member.startswith(_PLAIN):
        return parse_record(member, offset)
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        block = inflater.decompress(member, MAX_RECORD_BYTES)
    except zlib.error as error:
        raise BrokenRecord(f"{path.name} at {offset}: {error}.") from error
    if not inflater.eof or inflater.unused_data:
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


def survey(path: Path) -> Iterator[Record | Damage]:
    """Everything in a file from its beginning to its end: each whole record, and the stretches that hold none.

    Behind a damaged record it goes on with the next that is whole.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        plain = file.read(len(_PLAIN)) == _PLAIN
    offset, damage = 0, None
    while offset < size:
        for start, length in _plain_members(path, offset) if plain else whole_members(path, offset):
            offset = start + length
            try:
                record = read_record(path, start, length)
            except BrokenRecord as error:
                damage = _joined(damage, Damage(start, length, str(error)))
                continue
            if damage is not None:
                yield damage
                damage = None
            yield record
        if offset < size:
            follows = _next_begin(path, offset + 1, b"\r\n\r\n" + _PLAIN if plain else _GZIP)
            why = "The record is damaged." if follows < size else "The file ends within a record."
            damage = _joined(damage, Damage(offset, follows - offset, why))
            offset = follows
    if damage is not None:
        yield damage


def _joined(before: Damage | None, after: Damage) -> Damage:
    return after if before is None else replace(before, length=after.offset + after.length - before.offset)


def _plain_members(path: Path, start: int) -> Iterator[tuple[int, int]]:
    """(offset, length) of each record of an uncompressed file from `start` on, as their heads say."""
    size = path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            file.seek(start)
            head, end, _ = file.read(_HEAD_BYTES).partition(b"\r\n\r\n")
            found = _LENGTH.search(head)
            if not head.startswith(_PLAIN) or not end or found is None:
                return
            length = len(head) + len(end) + int(found[1]) + 4
            if start + length > size:
                return
            yield start, length
            start += length


def _next_begin(path: Path, start: int, mark: bytes) -> int:
    """Where the next record seems to begin, or the end of the file."""
    size, skipped = path.stat().st_size, 4 if mark.startswith(b"\r\n") else 0
    with path.open("rb") as file:
        at = start
        while at < size:
            file.seek(at)
            data = file.read(_STEP + len(mark))
            place = data.find(mark)
            while place >= 0:
                begin = at + place + skipped
                if skipped or _begins_record(path, begin):
                    return begin
                place = data.find(mark, place + 1)
            at += _STEP
    return size


def _begins_record(path: Path, offset: int) -> bool:
    with path.open("rb") as file:
        file.seek(offset)
        try:
            return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(file.read(4096), len(_PLAIN)) == _PLAIN
        except zlib.error:
            return False
