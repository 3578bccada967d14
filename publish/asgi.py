"""What our wrappers of the server's application have in common: its types, and how a header is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Any, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """All values of a header, joined by commas; "" where there is none. `name` in lower case."""
    return ", ".join(value.decode("latin-1") for found, value in headers if found.lower() == name)


def media_type(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The media type of an answer without parameters, in lower case."""
    return header(headers, b"content-type").partition(";")[0].strip().lower()
