"""A file of a data release, piece by piece, from where the reader's program left off."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import NotFound

from publish.asgi import Send
from publish.downloads_page import file_of

PIECE = 256 * 1024
TYPES = {
    ".json": "application/json", ".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".cff": "text/plain; charset=utf-8", ".zst": "application/zstd", ".db": "application/vnd.sqlite3",
    ".parquet": "application/vnd.apache.parquet", "": "text/plain; charset=utf-8",
}  # fmt: skip
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\s*\Z")


def asked_range(asked: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last of a Range header; None for the whole (no range, several, or nonsense).

    Raises ValueError for a range that the file does not have.
    """
    found = _RANGE.match(asked.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, end = max(size - int(found[2]), 0), size
    else:
        first, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < first:
            return None
    if first >= min(end, size):
        raise ValueError(asked)
    return first, end


async def release_file(datasette: Any, request: Any) -> Any:
    """GET /downloads/<stamp>/<path>: only what the release's manifest names."""
    del datasette
    found = await asyncio.to_thread(file_of, request.url_vars["release"], unquote(request.url_vars["path"]))
    if found is None:
        raise NotFound("没有这个文件 / There is no such file.")
    return ReleaseFile(*found, request)


class ReleaseFile:
    """An answer of Datasette: a file or a part of it."""

    def __init__(self, path: Path, digest: str | None, request: Any) -> None:
        self._path = path
        self._tag = f'"{digest}"' if digest else None
        self._headers = request.headers
        self._head_only = request.method == "HEAD"

    async def asgi_send(self, send: Send) -> None:
        """Send it."""
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            status, first, end, headers = self._answer(size)
            encoded = [(name.encode(), text.encode()) for name, text in headers.items()]
            await send({"type": "http.response.start", "status": status, "headers": encoded})
            file.seek(first)
            left = 0 if self._head_only else end - first
            while left and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _answer(self, size: int) -> tuple[int, int, int, dict[str, str]]:
        # no-transform: a compressed answer could not be asked for in parts
        headers = {"accept-ranges": "bytes", "cache-control": "no-cache, no-transform"}
        if self._tag:
            headers["etag"] = self._tag
            kept = self._headers.get("if-none-match", "").split(",")
            if self._tag in [known.strip().removeprefix("W/") for known in kept]:
                return 304, 0, 0, headers
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(self._path.name)}"
        headers["content-type"] = TYPES.get(self._path.suffix, "application/octet-stream")
        condition = self._headers.get("if-range", "")
        asked = self._headers.get("range", "") if not condition or condition == self._tag else ""
        try:
            part = asked_range(asked, size)
        except ValueError:
            return 416, 0, 0, {"content-range": f"bytes */{size}", "content-length": "0"}
        first, end = part or (0, size)
        headers["content-length"] = str(end - first)
        if part:
            headers["content-range"] = f"bytes {first}-{end - 1}/{size}"
        return (206 if part else 200), first, end, headers
