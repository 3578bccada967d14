"""Headers of every answer: what may run, that portals never learn who came from where, and no guessed types."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from publish.hook import hook
from publish.inline_blocks import NONCE

Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Any, Send], Awaitable[None]]

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


@hook()
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Add HEADERS and POLICY to every response; a nonce for each request stands in its scope for templates."""
    del datasette

    def wrap(app: App) -> App:
        async def with_headers(scope: dict[str, Any], receive: Any, send: Send) -> None:
            nonce = secrets.token_urlsafe(18)
            policy = (b"content-security-policy", POLICY.format(nonce).encode())

            async def send_with(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    others = [pair for pair in message.get("headers", []) if pair[0].lower() not in NAMES]
                    message = {**message, "headers": [*others, *HEADERS, policy]}
                await send(message)

            await app({**scope, NONCE: nonce}, receive, send_with)

        return with_headers

    return wrap
