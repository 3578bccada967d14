"""What the crawl's process and its workers say to each other.

A message is its length (8 bytes, big endian) and a pickle, between two processes of ours: no byte of a document is ever
unpickled. It is a module of its own because a worker runs as `__main__`, whose classes nobody else could name.

One document may take several tasks: the reader answers with what a converter should make of it (`Wanted`) or with the
files that it holds (`Member`), and `reading.steps` sees to both.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any

from parse.report import Context, Report

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Converted:
    """What a converter made of a document."""

    converter: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read. `url` is its address, or its percent-encoded path inside an archive.

    `data` is always the document as it was found; `converted` is what converters made of it so far, in order. `images`
    is what was fetched for a web page to be read with it, (address, bytes): the further pages of its article in their
    order, then its pictures in the order they were asked for; without bytes where a bound left them out.
    """

    data: bytes
    media_type: str | None
    url: str | None
    context: Context | None
    converted: tuple[Converted, ...] = ()
    images: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be converted before the document can be read (better): bytes for a converter, and their media type."""

    converter: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive; `path` as its directory says, `/` between folders."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one task.

    `report` is complete in itself: where `wanted` cannot be had, it stands. `members` are read as tasks of their own.
    """

    report: Report
    wanted: Wanted | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of a document in the end: its report, and those of the files that it holds (`path` None: itself)."""

    report: Report
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no report: `kind` is reading_limit or reader_crashed; of a conversion, converter_failed."""

    kind: str
    message: str


def send(stream: IO[bytes], message: object) -> None:
    """Write one message. Raises OSError where the other side is gone."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message. Raises EOFError where the other side is gone."""
    head = _exactly(stream, _LENGTH.size)
    return pickle.loads(_exactly(stream, _LENGTH.unpack(head)[0]))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError
    return data
