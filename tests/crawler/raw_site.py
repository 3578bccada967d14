"""A site on loopback that speaks in raw bytes, for answers that no honest server gives; every request recorded."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class Asked:
    """A request as it came: path, headers (names in lower case), and the number of the connection it came over."""

    path: str
    headers: dict[str, str]
    connection: int
    at: float = field(default_factory=time.monotonic)


Answer = bytes | Callable[[socket.socket, Asked], None]
"""The whole answer, after which the connection stays open; or what writes one and then has the connection closed."""


def answer(body: bytes | str, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """An answer with these header lines; `length` is what Content-Length says, where it lies."""
    data = body.encode() if isinstance(body, str) else body
    kind = [] if any(line.lower().startswith("content-type") for line in headers) else ["Content-Type: text/html"]
    lines = (f"HTTP/1.1 {status}", *kind, *headers, f"Content-Length: {len(data) if length is None else length}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


def sent(*pieces: bytes) -> Callable[[socket.socket, Asked], None]:
    """An answer of these bytes, after which the connection is closed."""

    def write(connection: socket.socket, asked: Asked) -> None:
        del asked
        for piece in pieces:
            connection.sendall(piece)

    return write


def reset(*pieces: bytes) -> Callable[[socket.socket, Asked], None]:
    """These bytes, then the connection is reset."""

    def write(connection: socket.socket, asked: Asked) -> None:
        sent(*pieces)(connection, asked)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return write


def again_and_again(head: bytes, piece: bytes, pause: float = 0.0) -> Callable[[socket.socket, Asked], None]:
    """An answer that never ends."""

    def write(connection: socket.socket, asked: Asked) -> None:
        del asked
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            if pause:
                time.sleep(pause)

    return write


def in_turn(*answers: Answer) -> Callable[[socket.socket, Asked], None]:
    """Another answer each time; the last one for all further requests."""
    left = list(answers)

    def write(connection: socket.socket, asked: Asked) -> None:
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, bytes):
            connection.sendall(found)
        else:
            found(connection, asked)

    return write


class RawSite:
    """A context manager; `pages` maps a path (with query) to an Answer."""

    def __init__(self, pages: dict[str, Answer]) -> None:
        self.pages = pages
        self.seen: list[Asked] = []
        self._connections = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.close()

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [asked.path for asked in self.seen]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._connections += 1
                threading.Thread(target=self._talk, args=(connection, self._connections), daemon=True).start()

    def _talk(self, connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), connection:
            reader = connection.makefile("rb")
            while (line := reader.readline()).strip():
                headers: dict[str, str] = {}
                while (more := reader.readline()).strip():
                    name, _, value = more.decode("latin-1").partition(":")
                    headers[name.strip().lower()] = value.strip()
                asked = Asked(line.decode("latin-1").split(" ")[1], headers, number)
                self.seen.append(asked)
                found = self.pages.get(asked.path, answer("gone", "404 Not Found"))
                if not isinstance(found, bytes):
                    found(connection, asked)
                    return
                connection.sendall(found)
