"""Downloader middleware: what failed for the moment is tried again in the same crawl, after a wait.

503 and 429 wait as long as Retry-After says (at most LONGEST_WAIT; a host that asks for more is left until the next
crawl), others a multiple of the host's delay. Bodies shorter than announced are asked for again; the short one is kept
in the WARC, marked as truncated, and is used only when no whole one comes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.response import response_status_message
from twisted.internet.defer import Deferred

from crawler.addresses import AddressRefused

LONGEST_WAIT = 300.0
"""Seconds that one answer may make us wait."""


class Retrying(RetryMiddleware):
    """See the module."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Retrying:
        made = super().from_crawler(crawler)
        assert isinstance(made, cls)
        return made

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        if request.meta.get("dont_retry", False) or "from_archive" in response.flags:
            return response
        short = "dataloss" in response.flags
        if response.status not in self.retry_http_codes and not short:
            return response
        asked = retry_after(response)
        if asked is not None and asked > LONGEST_WAIT:
            return response
        again = self._retry(request, "short body" if short else response_status_message(response.status))
        if again is None:
            return response
        await self._wait(request, asked)
        return again

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        if isinstance(exception, AddressRefused) or request.meta.get("dont_retry", False):
            return None
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        again = self._retry(request, exception)
        if again is not None:
            await self._wait(request, None)
        return again

    async def _wait(self, request: Request, asked: float | None) -> None:
        tried = request.meta.get("retry_times", 0) + 1
        delay = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        seconds = max(asked or 0.0, min(delay * 4**tried, LONGEST_WAIT))
        if seconds > 0:
            waiting: Deferred[None] = Deferred()
            call_later(seconds, waiting.callback, None)
            await maybe_deferred_to_future(waiting)


def retry_after(response: Response) -> float | None:
    """The wait in seconds that an answer asks for, or None."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
