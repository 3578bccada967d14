"""The download handler: Scrapy's, with the guard on addresses, bounds on time and headers, and the exchange's times.

A body may take longer than DOWNLOAD_TIMEOUT as long as it keeps coming: a scan of 60 MB over a county's line needs
minutes, and a server that sends a byte a second is left after the same time as one that sends nothing. The delay to the
next request counts from the end of the answer: from its beginning, a slow way there would make it shorter at the host.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
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
from scrapy.signalmanager import SignalManager
from twisted.internet._sslverify import OpenSSLCipher
from twisted.web._newclient import HEADER, STATUS, ParseError
from twisted.web.http import _ChunkedTransferDecoder, maxChunkSizeLineLength
from twisted.web.http_headers import InvalidHeaderName

from crawler.addresses import AddressRefused, guard_the_reactor, refusal, refused
from crawler.tls import Verifying

logger = logging.getLogger(__name__)

LONGEST = 900.0
"""Seconds that one answer may take in all."""
WINDOW = 10.0
"""Seconds over which a late body is measured."""
LEAST_RATE = 2000
"""Bytes a second below which a late body is given up."""
MOST_HEAD = 2**18
"""Bytes of status line and headers of one answer, those of its 1xx forerunners counted in (browsers: as many)."""


OLD = "@SECLEVEL=0"
"""The word of a list of ciphers without which OpenSSL 3 speaks no TLS before 1.2."""


class _OldCiphers:
    """Twisted's acceptable ciphers with that word, which it loses when it writes out what the list stands for."""

    def __init__(self, ciphers: Any) -> None:
        self._ciphers = ciphers

    def selectCiphers(self, available: Any) -> tuple[Any, ...]:
        return (*self._ciphers.selectCiphers(available), OpenSSLCipher(OLD))


def _saying_why(creator: Callable[[bytes, int], Any]) -> Callable[[bytes, int], Any]:
    """Scrapy's maker of options for https, with options that say why a certificate does not hold."""

    def made(hostname: bytes, port: int) -> Any:
        options = creator(hostname, port)
        options.__class__ = Verifying
        return options

    return made


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Fetches http and https. Raises AddressRefused instead of connecting where no business of ours lies.

    Leaves `request.meta["exchange_started"]`, the moment at which the request went to the network.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        guard_the_reactor()
        self._pool._factory = _BoundedFactory
        self._patience = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        policy: Any = self._contextFactory
        if crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            policy.creatorForNetloc = _saying_why(policy.creatorForNetloc)
        if OLD in (crawler.settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] or ""):
            policy.tls_ciphers = _OldCiphers(policy.tls_ciphers)

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
        patience: float = request.meta.get("download_timeout") or self._patience
        request.meta["download_timeout"] = max(LONGEST, patience)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(None) as limit:
                late = _Late(self._crawler.signals, request, min(WINDOW, patience), limit)
                looking = loop.call_later(patience, late.look)
                try:
                    response = await super().download_request(request)
                finally:
                    looking.cancel()
                    late.close()
            if response.status == HTTPStatus.PARTIAL_CONTENT:
                # A part, which nobody asked for, is never taken for the whole.
                response.flags.append("dataloss")
            return response
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no answer within {patience:g} s, or one that hardly moves") from error
        finally:
            request.meta["download_timeout"] = patience


class _Late:
    """An answer that is not whole in time: it may go on as long as its body keeps coming."""

    def __init__(self, told: SignalManager, request: Request, window: float, limit: asyncio.Timeout) -> None:
        self._told = told
        self._request = request
        self._window = window
        self._limit = limit
        self._received: int | None = None
        self._looking: asyncio.TimerHandle | None = None

    def look(self) -> None:
        """Count the bytes of a window, then those of the next; end it when one brings too few."""
        loop = asyncio.get_running_loop()
        if self._received is None:
            self._told.connect(self._count, signal=signals.bytes_received)
        elif self._received < LEAST_RATE * self._window:
            self._limit.reschedule(loop.time())
            return
        self._received = 0
        self._looking = loop.call_later(self._window, self.look)

    def _count(self, data: bytes, request: Request) -> None:
        if self._received is not None and request is self._request:
            self._received += len(data)

    def close(self) -> None:
        """It is over."""
        if self._looking is not None:
            self._looking.cancel()
            self._told.disconnect(self._count, signal=signals.bytes_received)


def _looks_numeric(host: str) -> bool:
    """Whether a host is written as an address. Odd spellings (0x7f.1, 2130706433) are left to the resolver's guard."""
    return ":" in host or (host.replace(".", "").isdigit() and host.count(".") == 3)


_STATUS = re.compile(rb"[1-9][0-9]{2}")
_IDENTITY = ((b"transfer-encoding", b"identity"), (b"content-length", b""))
"""Header lines that say nothing."""


class _Chunks(_ChunkedTransferDecoder):
    """Takes the size of a chunk that is padded with blanks (old servers do that); what an extension says is nothing."""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:
        end = self._buffer.find(b"\r\n", self._start)
        if 0 < end < maxChunkSizeLineLength:
            self._buffer[:end] = self._buffer[:end].partition(b";")[0].strip(b" \t")
            self._start = 0
        whole: bool = super()._dataReceived_CHUNK_LENGTH()
        return whole


class _BoundedParser(_LenientHTTPClientParser):
    """Gives up on headers without end and on a status that is none; passes over lines that are no headers, as browsers
    do."""

    _transferDecoders = {b"chunked": _Chunks}  # noqa: RUF012 — as in its base class
    heard = 0
    MAX_LENGTH = MOST_HEAD

    def lineReceived(self, line: bytes) -> None:
        self.heard += len(line) + 1
        if self.heard > MOST_HEAD:
            raise ParseError(f"more than {MOST_HEAD} bytes of headers", line[:100])  # type: ignore[no-untyped-call]
        if self.state == HEADER and self._partialHeader is None and line[:1] in (b" ", b"\t"):
            return
        if self.state == STATUS and line in (b"", b"\r"):
            return  # some send it behind the body before
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        raise ParseError(f"more than {MOST_HEAD} bytes of headers", line[:100])  # type: ignore[no-untyped-call]

    def statusReceived(self, status: bytes) -> None:
        code = status.split(b" ", 2)[1:2]
        if code and not _STATUS.fullmatch(code[0]):
            raise ParseError("no status of HTTP", status[:100])  # type: ignore[no-untyped-call]
        super().statusReceived(status)  # type: ignore[no-untyped-call]

    def headerReceived(self, name: bytes, value: bytes) -> None:
        name = name.rstrip(b" \t")
        if (name.lower(), value.lower()) in _IDENTITY:
            return
        try:
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]
        except InvalidHeaderName:
            logger.debug("passing over the header line %r", name[:100])


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
