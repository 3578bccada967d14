"""Downloader middleware: robots.txt as RFC 9309 says, with Crawl-delay.

4xx means that nothing is forbidden; 5xx and an unreachable file mean that everything is, for this crawl. Of a long file
the beginning holds, and what was read a day ago is read again.
"""

from __future__ import annotations

import logging
import re
import time
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

from crawler.failures import told
from parse.carrier.encoding import decode

logger = logging.getLogger(__name__)
# The same is said below in one line. A filter, as Scrapy sets the levels of its loggers anew.
logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(lambda _: False)

LONGEST_DELAY = 120.0
"""Seconds; a longer Crawl-delay is taken as this (a county of 2,000 pages would take a month)."""

LONGEST_FILE = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5: at least so many)."""

KEPT = 86400.0
"""Seconds for which what was read holds (RFC 9309, 2.4)."""

_FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class RobotsForbid(IgnoreRequest):
    """robots.txt forbids the address."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware with the rules above; raises RobotsForbid."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, str] = {}
        """Host → why its robots.txt could not be had."""
        self._read_at: dict[str, float] = {}
        self._asked: dict[str, str] = {}
        """Host → the address for which its robots.txt was asked for."""

    def process_request_2(self, rp: object, request: Request) -> None:
        try:
            super().process_request_2(rp, request)  # type: ignore[arg-type]
        except IgnoreRequest as error:
            why = self._unread.get(urlsplit(request.url).netloc)
            said = f"robots.txt could not be read ({why})" if why else "robots.txt forbids it"
            raise RobotsForbid(said) from error

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """See RobotsTxtMiddleware; reads the file again once a day."""
        netloc = urlsplit(request.url).netloc
        self._asked[netloc] = request.url
        old = time.monotonic() - self._read_at.get(netloc, time.monotonic()) > KEPT
        if old and not isinstance(self._parsers.get(netloc), Deferred):
            del self._parsers[netloc], self._read_at[netloc]
        return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        self._read_at[netloc] = time.monotonic()
        self._unread.pop(netloc, None)
        if 400 <= response.status < 500:
            response = response.replace(body=b"")
        elif response.status >= 500:
            self._unread[netloc] = f"status {response.status}"
            response = response.replace(body=_FORBID_ALL)
        else:
            response = response.replace(body=rules_of(response.body))
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        delay = parser.crawl_delay("nianbao") if parser is not None and hasattr(parser, "crawl_delay") else None
        if delay:
            self._slow_down(request, min(float(delay), LONGEST_DELAY))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._read_at[netloc] = time.monotonic()
        forbid = self._parserimpl.from_crawler(self.crawler, _FORBID_ALL)
        waiting = self._parsers[netloc]
        self._parsers[netloc] = forbid
        self._unread[netloc] = why = told(exc, self._asked.get(netloc, ""))
        waiting.callback(forbid)  # type: ignore[union-attr]
        logger.info("%s: robots.txt could not be read (%s), so nothing is fetched there", netloc, why)

    def _slow_down(self, request: Request, delay: float) -> None:
        """Raise the host's delay to its Crawl-delay."""
        downloader = self.crawler.engine.downloader
        _, slot = downloader._get_slot(request)
        slot.delay = max(slot.delay, delay)
        throttle = next((e for e in self.crawler.extensions.middlewares if hasattr(e, "mindelay")), None)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
        downloader._delay = max(downloader._delay, delay)


def rules_of(body: bytes) -> bytes:
    """The lines of a robots.txt that are read, in UTF-8. A path in another encoding stands there twice: as the bytes
    that the file has, and as a reader of the file would write it."""
    if len(body) > LONGEST_FILE:
        body = body[:LONGEST_FILE].rpartition(b"\n")[0]
    text, codec = decode(body)
    if codec == "utf-8" or text.isascii():
        return text.encode()
    lines = text.splitlines()
    if codec == "gb18030":
        lines = [form for line in lines for form in dict.fromkeys((_as_sent(line, codec), line))]
    return "\n".join(lines).encode()


def _as_sent(line: str, codec: str) -> str:
    return re.sub(r"[^\x00-\x7f]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(codec)), line)
