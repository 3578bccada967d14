"""Headers of every answer: what may run, that portals never learn who came from where, and no guessed types."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from publish.asgi import App, Send
from publish.compression import compressed
from publish.hook import hook
from publish.inline_blocks import NONCE
from publish.query_queue import queued
from publish.validators import validated

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'nonce-{0}'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
NAMES = {name for name, _ in HEADERS} | {b"content-security-policy"}


def with_headers(app: App) -> App:
    """`app`, with HEADERS and POLICY on every answer; a nonce for each request stands in its scope for templates."""

    async def answering(scope: dict[str, Any], receive: Any, send: Send) -> None:
        nonce = secrets.token_urlsafe(18)
        policy = (b"content-security-policy", POLICY.format(nonce).encode())

        async def send_with(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                others = [_at_home(*pair) for pair in message.get("headers", []) if pair[0].lower() not in NAMES]
                # a page that the reader keeps goes on with the policy that came with it: its nonce fits no other
                ours = HEADERS if message["status"] == 304 else (*HEADERS, policy)
                message = {**message, "headers": [*others, *ours]}
            await send(message)

        await app({**scope, NONCE: nonce}, receive, send_with)

    return answering


def _at_home(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; an address to go to stays on this site: browsers take `/\\host` and `//host` for another."""
    if name.lower() == b"location" and value[:1] in (b"/", b"\\"):
        return name, b"/" + value.lstrip(b"/\\")
    return name, value


def without_prefix(app: App, prefix: str) -> App:
    """`app`, asked for paths without the prefix below which the site lies.

    Datasette puts the prefix before the links of a table as it finds the path; a path that has it gets it twice.
    """

    async def asking(scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] == "http" and prefix != "/" and scope["path"].startswith(prefix):
            raw = scope.get("raw_path") or scope["path"].encode()
            length = len(prefix) - 1
            scope = {**scope, "path": scope["path"][length:], "raw_path": raw[length:]}
        await app(scope, receive, send)

    return asking


@hook()
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """What every answer goes through, from the innermost: a queue for SQL, compression, ETag, headers."""

    def wrap(app: App) -> App:
        found = without_prefix(app, datasette.setting("base_url"))
        return with_headers(validated(compressed(queued(found)), datasette))

    return wrap
