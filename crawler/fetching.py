"""The download handler: Scrapy's, with the guard on addresses, bounds on time and headers, and the exchange's times.

A body may take longer than DOWNLOAD_TIMEOUT as long as it keeps coming: a scan of 60 MB over a county's line needs
minutes, and a server that sends a byte a second is left after the same time as one that sends nothing. The delay to the
next request counts from the end of the answer: from its beginning, a slow way there would make it shorter at the host.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from twisted.web._newclient import ParseError

from crawler.addresses import AddressRefused, guard_the_reactor, refusal, refused

LONGEST = 900.0
"""Seconds that one answer may take in all."""
WINDOW = 10.0
"""Seconds over which a late body is measured."""
LEAST_RATE = 2000
"""Bytes a second below which a late body is given up."""
MOST_HEAD = 2**18
"""Bytes of status line and headers of one answer, those of its 1xx forerunners counted in (browsers: as many)."""


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Fetches http and https. Raises AddressRefused instead of connecting where no business of ours lies.

    Leaves `request.meta["exchange_started"]`, the moment at which the request went to the network.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        guard_the_reactor()
        self._pool._factory = _BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """See HTTP11DownloadHandler. Raises DownloadTimeoutError for what does not come or comes too slowly."""
        if getattr(self._crawler.spider, "blocked", None):
            # It waited for its turn while the portal refused others.
            raise IgnoreRequest("the portal is left alone")
        host = urlsplit(request.url).hostname or ""
        if _looks_numeric(host) and (reason := refusal(host.strip("[]"), host)):
            raise AddressRefused(reason)
        request.meta["exchange_started"] = datetime.now(UTC)
        try:
            return await self._in_time(request)
        except Exception as error:
            if reason := refused.get(host):
                raise AddressRefused(f"{host}: {reason}") from error
            raise
        finally:
            slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
            if slot is not None:
                slot.lastseen = time.monotonic()

    async def _in_time(self, request: Request) -> Response:
        patience: float = request.meta.get("download_timeout") or self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        request.meta["download_timeout"] = max(LONGEST, patience)
        fetching = asyncio.ensure_future(super().download_request(request))
        try:
            done, _ = await asyncio.wait({fetching}, timeout=patience)
            window = min(WINDOW, patience)
            while not done:
                if await self._received(request, fetching, window) < LEAST_RATE * window and not fetching.done():
                    raise DownloadTimeoutError(f"no answer within {patience:g} s, or one that hardly moves")
                done = {fetching} if fetching.done() else set()
            return fetching.result()
        finally:
            fetching.cancel()
            request.meta["download_timeout"] = patience

    async def _received(self, request: Request, fetching: asyncio.Future[Response], seconds: float) -> int:
        """The bytes of a body that come within a time, or until the answer is whole."""
        received = 0

        def count(data: bytes, request: Request, **_: Any) -> None:
            nonlocal received
            received += len(data) if request is wanted else 0

        wanted = request
        self._crawler.signals.connect(count, signal=signals.bytes_received, weak=False)
        try:
            await asyncio.wait({fetching}, timeout=seconds)
        finally:
            self._crawler.signals.disconnect(count, signal=signals.bytes_received)
        return received


def _looks_numeric(host: str) -> bool:
    """Whether a host is written as an address. Odd spellings (0x7f.1, 2130706433) are left to the resolver's guard."""
    return ":" in host or (host.replace(".", "").isdigit() and host.count(".") == 3)


class _BoundedParser(_LenientHTTPClientParser):
    """Gives up on headers without end."""

    heard = 0

    def lineReceived(self, line: bytes) -> None:
        self.heard += len(line) + 1
        if self.heard > MOST_HEAD:
            raise ParseError(f"more than {MOST_HEAD} bytes of headers", line[:100])  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Has _BoundedParser read the answers; how a parser gets in is as in its base class."""

    def request(self, request: Any) -> Any:
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:
        del addr
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
