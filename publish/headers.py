"""Headers of every answer: portals never learn from us who came from where, and nothing is guessed about types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from publish.hook import hook

Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Any, Send], Awaitable[None]]

HEADERS = ((b"referrer-policy", b"no-referrer"), (b"x-content-type-options", b"nosniff"))
NAMES = {name for name, _ in HEADERS}


@hook()
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Add HEADERS to every response."""
    del datasette

    def wrap(app: App) -> App:
        async def with_headers(scope: dict[str, Any], receive: Any, send: Send) -> None:
            async def send_with(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    others = [pair for pair in message.get("headers", []) if pair[0].lower() not in NAMES]
                    message = {**message, "headers": [*others, *HEADERS]}
                await send(message)

            await app(scope, receive, send_with)

        return with_headers

    return wrap
