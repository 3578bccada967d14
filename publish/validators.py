"""ETags: a reader's program that has a page already is told so (304) before anything is asked of the database.

A page follows from its address, the data, the software and the settings; its tag is made of them. It is weak: two
answers differ in the nonce of their inline blocks and in the milliseconds of their footer. A 304 has no
Content-Security-Policy (`publish.headers`): the kept page goes on with its own policy and the nonce that fits it.

The data's state is, for a file that does not change while it is served (`immutable`), its size and time; else SQLite's
counter of commits by others (`PRAGMA data_version`), seen through one connection of ours. An answer that says of itself
that it is not to be kept (`no-store`), because it was made of something older than the data is now, gets no tag.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from pathlib import Path
from typing import Any

from publish.asgi import App, Send, header

ROOMS = ("publish", "archive", "parse")
"""The code from which pages follow."""
WITHOUT = ("/-/", "/evidence/", "/downloads")
"""Addresses whose answers follow from more than the databases."""
STATIC = ("/-/static/", "/-/static-plugins/")


class Watched:
    """The state of a database's data: `state()` is another text after every commit."""

    def __init__(self, path: str, mutable: bool) -> None:
        self._path = path
        self._of_this_process = secrets.token_hex(8)
        self._connection = (
            sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=0, check_same_thread=False)
            if mutable
            else None
        )

    def state(self) -> str:
        """Raises sqlite3.Error or OSError where it cannot be told now."""
        if self._connection is None:
            file = Path(self._path).stat()
            return f"{file.st_size}-{file.st_mtime_ns}"
        [(count,)] = self._connection.execute("PRAGMA data_version").fetchall()
        return f"{self._of_this_process}-{count}"


class Validator:
    """Makes the tags of one Datasette."""

    def __init__(self, datasette: Any) -> None:
        self._datasette = datasette
        self._watched: dict[str, Watched] = {}
        rooms = [Path(__file__).parent.parent / room for room in ROOMS]
        files = [file.stat() for room in rooms for file in room.rglob("*.*") if "__pycache__" not in file.parts]
        said = [len(files), max(file.st_mtime_ns for file in files), datasette.metadata(), datasette.settings_dict()]
        self._made_by = json.dumps(said, sort_keys=True, default=str)

    def _data(self) -> str:
        states = []
        for name, database in self._datasette.databases.items():
            if database.path is not None:
                if name not in self._watched:
                    self._watched[name] = Watched(database.path, database.is_mutable)
                states.append(f"{name}={self._watched[name].state()}")
        return " ".join(states)

    def tag(self, scope: dict[str, Any]) -> str | None:
        """The tag of the answer to a request, or None where it is not to have one."""
        path = "/" + scope["path"].removeprefix(self._datasette.setting("base_url")).lstrip("/")
        query = scope.get("query_string", b"")
        headers = scope.get("headers", [])
        asked = scope["method"] in ("GET", "HEAD") and not (
            b"sql=" in query or header(headers, b"cookie") or header(headers, b"authorization")
        )
        static = path.startswith(STATIC)
        if not asked or (path.startswith(WITHOUT) and not static):
            return None
        try:
            data = "" if static else self._data()
        except (sqlite3.Error, OSError):
            return None
        place = [scope.get("scheme", ""), header(headers, b"host"), str(scope.get("raw_path", path)), str(query)]
        digest = hashlib.sha256("\n".join([self._made_by, data, *place]).encode()).hexdigest()
        return f'W/"{digest[:32]}"'


def _has(sent: str, tag: str) -> bool:
    return tag.removeprefix("W/") in [known.strip().removeprefix("W/") for known in sent.split(",")]


def validated(app: App, datasette: Any) -> App:
    """`app`, its pages tagged, and 304 where the reader has the page."""
    validator: list[Validator] = []

    async def validating(scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if not validator:
            validator.append(Validator(datasette))
        tag = validator[0].tag(scope)
        if tag is None:
            await app(scope, receive, send)
            return
        ours = [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
        if _has(header(scope["headers"], b"if-none-match"), tag):
            await send(
                {"type": "http.response.start", "status": 304, "headers": [*ours, (b"vary", b"Accept-Encoding")]}
            )
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_tagged(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = message.get("headers", [])
                kept = not header(headers, b"etag") and "no-store" not in header(headers, b"cache-control")
                added = [pair for pair in ours if not header(headers, pair[0])] if kept else []
                message = {**message, "headers": [*headers, *added]}
            await send(message)

        await app(scope, receive, send_tagged)

    return validating
