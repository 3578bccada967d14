"""What the crawler hands over: one HTTP exchange, or one that failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from parse.report import Context

Headers = tuple[tuple[str, str], ...]
Truncated = Literal["length", "time", "disconnect", "unspecified"]
"""Reasons of WARC-Truncated (WARC 1.1, 5.13)."""

Images = tuple[tuple[str, bytes], ...]
"""What was fetched for a page to be read with it: the further pages of an article that is split, then its pictures;
(address, body), without bytes where a bound leaves them out."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response.

    `body` is the entity as sent: still under its Content-Encoding, without chunked framing. Header values are the bytes
    as sent, decoded as Latin-1. `purpose` is `document` for what may be a report; `image` and `part` are read with the
    page whose address is the context's `parent_url`; anything else (`home`, `list`, `robots`, `api` …) is kept but
    never read. Times need their time zone.
    """

    url: str
    status: int
    response_headers: Headers
    body: bytes
    started: datetime
    finished: datetime
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    reason: str = ""
    protocol: str = "HTTP/1.1"
    context: Context = field(default_factory=Context)
    truncated: Truncated | None = None
    redirect_to: str | None = None
    ip: str | None = None
    purpose: str = "document"

    def header(self, name: str) -> str | None:
        """The first response header of this name, or None."""
        return next((value for key, value in self.response_headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class FailedFetch:
    """A request without a response. `kind` is short and stable (`timeout`, `dns`, `refused`, `tls`, `blocked` …)."""

    url: str
    kind: str
    message: str
    started: datetime
    finished: datetime
    method: str = "GET"
    context: Context = field(default_factory=Context)
    purpose: str = "document"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request can send."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class PendingCapture:
    """A capture that nobody has read yet; `media_type` is the Content-Type header as sent."""

    id: str
    url: str
    media_type: str | None
    context: Context
