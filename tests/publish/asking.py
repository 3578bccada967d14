"""Asking a Datasette in this process."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette.app import Datasette
from lxml import html


def answer(served: Datasette, path: str, status: int | None = 200) -> Any:
    """The response to GET; asserts its status, None for any."""

    async def ask() -> Any:
        await served.invoke_startup()
        return await served.client.get(path)

    response = asyncio.run(ask())
    assert status in (None, response.status_code), response.text[:500]
    return response


def tree(served: Datasette, path: str, status: int = 200) -> Any:
    """The page at an address as a tree."""
    return html.fromstring(answer(served, path, status).text)
