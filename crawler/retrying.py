"""Downloader middleware: what failed for the moment is tried again in the same crawl, after a wait.

503 and 429 wait as long as Retry-After says, and nothing else is asked of the host meanwhile (at most LONGEST_WAIT; a
page that asks for more is left until the next crawl, a host that does so three times in a row too, see
`crawler.blocks`). Others wait a multiple of the host's delay. Bodies shorter than announced are asked for again; the
short one is kept in the WARC, marked as truncated, and is used only when no whole one comes. A host that has answered
nothing for a long time is asked for nothing more in this crawl.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import response_status_message
from twisted.internet.defer import Deferred

from crawler.addresses import AddressRefused
from crawler.failures import causes
from crawler.tls import BadCertificate

logger = logging.getLogger(__name__)

LONGEST_WAIT = 300.0
"""Seconds that one answer may make us wait."""

SILENT_REQUESTS = 10
SILENT_SECONDS = 600.0
"""Requests in a row, and seconds, in which a host gave no answer, or none but 5xx, after which it is left alone."""


@dataclass(slots=True)
class _Silence:
    """Since when, and for how many requests that were given up, a host has not answered."""

    since: float
    requests: int = 0


class Retrying(RetryMiddleware):
    """See the module."""

    _silent: dict[str, _Silence]
    _held: dict[str, float]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Retrying:
        made = super().from_crawler(crawler)
        assert isinstance(made, cls)
        made._silent, made._held = {}, {}
        return made

    def process_request(self, request: Request) -> None:
        """Nothing more goes to a host that has not answered for long."""
        silence = self._silent.get(_host(request))
        if silence is None or silence.requests < SILENT_REQUESTS or time.monotonic() - silence.since < SILENT_SECONDS:
            return
        told = f"{_host(request)} answered none of {silence.requests} requests in a row"
        spider = self.crawler.spider
        if getattr(spider, "cut_short", told) is None:
            logger.warning("%s: %s; nothing more is asked of it", getattr(spider, "name", ""), told)
            spider.cut_short = told  # type: ignore[union-attr]
        raise IgnoreRequest(told)

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        if request.meta.get("dont_retry", False) or "from_archive" in response.flags:
            return response
        short = "dataloss" in response.flags
        if response.status < 500:
            self._silent.pop(_host(request), None)
        if response.status not in self.retry_http_codes and not short:
            return response
        asked = retry_after(response)
        if asked is not None and asked > LONGEST_WAIT:
            return response
        if asked is not None:
            self._hold(request, asked)
        again = self._retry(request, "short body" if short else response_status_message(response.status))
        if again is None:
            if response.status >= 500:
                self._given_up(request)
            return response
        await self._wait(request, asked)
        return again

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        if isinstance(exception, AddressRefused) or any(isinstance(one, BadCertificate) for one in causes(exception)):
            return None
        if request.meta.get("dont_retry", False):
            return None
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        again = self._retry(request, exception)
        if again is None:
            self._given_up(request)
        else:
            await self._wait(request, None)
        return again

    def _given_up(self, request: Request) -> None:
        silence = self._silent.setdefault(_host(request), _Silence(time.monotonic()))
        silence.requests += 1

    def _hold(self, request: Request, seconds: float) -> None:
        """Send the host nothing for so long."""
        downloader = self.crawler.engine.downloader
        key, slot = downloader._get_slot(request)
        until = time.monotonic() + seconds
        if until > self._held.get(key, 0.0):
            self._held[key] = until
            if slot.latercall:
                slot.latercall.cancel()
            slot.latercall = call_later(seconds, downloader._latercall, slot)

    async def _wait(self, request: Request, asked: float | None) -> None:
        tried = request.meta.get("retry_times", 0) + 1
        delay = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        seconds = max(asked or 0.0, min(delay * 4**tried, LONGEST_WAIT))
        if seconds > 0:
            waiting: Deferred[None] = Deferred()
            call_later(seconds, waiting.callback, None)
            await maybe_deferred_to_future(waiting)


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc


def retry_after(response: Response) -> float | None:
    """The wait in seconds that an answer asks for, or None."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        when = parsedate_to_datetime(value)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
