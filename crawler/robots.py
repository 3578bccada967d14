"""Downloader middleware: robots.txt as RFC 9309 says, with Crawl-delay.

4xx means that nothing is forbidden; 5xx and an unreachable file mean that everything is, for this crawl.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

logger = logging.getLogger(__name__)
# The same is said below in one line.
logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)

LONGEST_DELAY = 120.0
"""Seconds; a longer Crawl-delay is taken as this (a county of 2,000 pages would take a month)."""

_FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class RobotsForbid(IgnoreRequest):
    """robots.txt forbids the address."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware with the rules above; raises RobotsForbid."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, str] = {}
        """Host → why its robots.txt could not be had."""

    def process_request_2(self, rp: object, request: Request) -> None:
        try:
            super().process_request_2(rp, request)  # type: ignore[arg-type]
        except IgnoreRequest as error:
            why = self._unread.get(urlsplit(request.url).netloc)
            said = f"robots.txt could not be read ({why})" if why else "robots.txt forbids it"
            raise RobotsForbid(said) from error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if 400 <= response.status < 500:
            response = response.replace(body=b"")
        elif response.status >= 500:
            response = response.replace(body=_FORBID_ALL)
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        delay = parser.crawl_delay("nianbao") if parser is not None and hasattr(parser, "crawl_delay") else None
        if delay:
            self._slow_down(request, min(float(delay), LONGEST_DELAY))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        forbid = self._parserimpl.from_crawler(self.crawler, _FORBID_ALL)
        waiting = self._parsers[netloc]
        self._parsers[netloc] = forbid
        self._unread[netloc] = str(exc) or type(exc).__name__
        waiting.callback(forbid)  # type: ignore[union-attr]
        logger.info("%s: robots.txt could not be read (%s), so nothing is fetched there", netloc, exc)

    def _slow_down(self, request: Request, delay: float) -> None:
        """Raise the host's delay to its Crawl-delay."""
        downloader = self.crawler.engine.downloader
        _, slot = downloader._get_slot(request)
        slot.delay = max(slot.delay, delay)
        throttle = next((e for e in self.crawler.extensions.middlewares if hasattr(e, "mindelay")), None)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
        downloader._delay = max(downloader._delay, delay)
