"""What the crawl's process and its workers say to each other.

A message is its length (8 bytes, big endian) and a pickle, between two processes of ours: no byte of a document is ever
unpickled. It is a module of its own because a worker runs as `__main__`, whose classes nobody else could name.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any

from parse.report import Context

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read."""

    data: bytes
    media_type: str | None
    url: str | None
    context: Context | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no report: `kind` is reading_limit or reader_crashed."""

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
