"""Spider middleware: a page that could not be looked through to its end is a row, and the walk goes on without it.

Its bytes are in the archive, and what was found in it before is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.family import FamilySpider
from crawler.keeping import Keeping
from crawler.patience import TookTooLong

logger = logging.getLogger(__name__)


class GivenUp:
    """See the module."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GivenUp:
        return cls(crawler)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Request] | None:
        """Keep a row and tell the spider. A fault of ours is logged with where it lies."""
        spider = self.crawler.spider
        if not isinstance(spider, FamilySpider) or response.request is None:
            return None
        costly = isinstance(exception, TookTooLong)
        reason = str(exception) if costly else f"looking through it failed: {type(exception).__name__}: {exception}"
        logger.log(
            logging.WARNING if costly else logging.ERROR,
            "%s: %s: %s", spider.name, response.url, reason, exc_info=None if costly else exception,
        )  # fmt: skip
        kind = "page_too_costly" if costly else "page_not_walked"
        Keeping(self.crawler).keep_failure(response.request, OSError(reason), kind)
        return list(spider.given_up(response, reason))
