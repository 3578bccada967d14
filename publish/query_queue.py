"""Readers' own SQL runs two queries at a time, so that pages always find a thread free."""

from __future__ import annotations

import asyncio
from typing import Any

from publish.asgi import App, Send

AT_A_TIME = 2
WAITING = 40
"""So many wait their turn; who comes then is told to come again."""
BUSY = "查询太多，请稍后再试 / Too many queries are waiting; please try again in a minute."


def queued(app: App) -> App:
    """`app`, in which requests that bring SQL wait their turn."""
    turn = asyncio.Semaphore(AT_A_TIME)
    here = 0

    async def in_turn(scope: dict[str, Any], receive: Any, send: Send) -> None:
        nonlocal here
        if scope["type"] != "http" or b"sql=" not in scope.get("query_string", b""):
            await app(scope, receive, send)
            return
        if here >= WAITING:
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"60")]
            await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": BUSY.encode()})
            return
        here += 1
        try:
            async with turn:
                await app(scope, receive, send)
        finally:
            here -= 1

    return in_turn
