"""Pages, tables and feeds go out compressed where the reader's program takes gzip; streams stay streams.

datasette-gzip would do for pages, but packs ZIP and database files too, takes `gzip;q=0` for a yes, and leaves a strong
ETag on bytes that are no longer the ones it names.
"""

from __future__ import annotations

import asyncio
import zlib
from typing import Any

from publish.asgi import App, Headers, Send, header, media_type

PACKED = ("text/", "application/json", "application/atom+xml", "application/javascript", "image/svg+xml")
"""Beginnings of the media types that are worth it."""
LEAST = 500
"""Bytes below which a whole answer stays as it is."""
LEVEL = 4
IN_THREAD = 128 * 1024
"""A piece of so many bytes is packed beside the event loop."""
GZIP = 16 + zlib.MAX_WBITS


def takes_gzip(accept: str) -> bool:
    """Whether an Accept-Encoding takes gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for offered in accept.lower().split(","):
        name, _, weight = offered.partition(";")
        try:
            weights[name.strip()] = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def compressed(app: App) -> App:
    """`app`, its answers packed."""

    async def packing(scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        wanted = takes_gzip(header(scope.get("headers", []), b"accept-encoding")) and scope["method"] != "HEAD"
        await app(scope, receive, _Packer(send, wanted).send)

    return packing


class _Packer:
    """Sends one answer; what it knows is whether the answer's head was sent, and the packer of its body."""

    def __init__(self, send: Send, wanted: bool) -> None:
        self._send = send
        self._wanted = wanted
        self._start: dict[str, Any] | None = None
        self._pack: Any = None

    async def send(self, message: dict[str, Any]) -> None:
        """As ASGI's send; the head waits for the first piece of the body."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            await self._send(self._head(start, body, more))
        if self._pack is None:
            await self._send(message)
            return
        packed = (
            await asyncio.to_thread(self._packed, body, more) if len(body) > IN_THREAD else self._packed(body, more)
        )
        if packed or not more:
            await self._send({**message, "body": packed, "more_body": more})

    def _packed(self, body: bytes, more: bool) -> bytes:
        packed: bytes = self._pack.compress(body)
        return packed if more else packed + self._pack.flush()

    def _head(self, start: dict[str, Any], body: bytes, more: bool) -> dict[str, Any]:
        headers: Headers = list(start.get("headers", []))
        if not media_type(headers).startswith(PACKED):
            return start
        headers.append((b"vary", b"Accept-Encoding"))
        as_it_is = (
            header(headers, b"content-encoding")
            or header(headers, b"content-range")
            or "no-transform" in header(headers, b"cache-control")
        )
        if not self._wanted or as_it_is or start["status"] in (204, 304) or (not more and len(body) < LEAST):
            return {**start, "headers": headers}
        self._pack = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        kept = [(name, _weak(value) if name.lower() == b"etag" else value) for name, value in headers]
        kept = [pair for pair in kept if pair[0].lower() not in (b"content-length", b"accept-ranges")]
        return {**start, "headers": [*kept, (b"content-encoding", b"gzip")]}


def _weak(tag: bytes) -> bytes:
    return tag if tag.startswith(b"W/") else b"W/" + tag
