"""Downloader middleware: asks only for what changed, and goes on from the stored page where nothing did.

A 304 that can be believed (`crawler.not_modified`) is kept like any answer; the spider then sees the body that the
archive holds, so that its links are followed. In a crawl that was broken off and is continued, documents that it
already has are not asked for again: an article's files are found in the stored copy. A scheduled crawl does the same
with documents that were looked at lately.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.family import FamilySpider
from crawler.keeper import Keeper
from crawler.not_modified import NOT_MODIFIED, doubted
from crawler.session import Session

DONE = frozenset({"document", "attachment", "image", "part"})
"""Kinds that are fetched once in a crawl. Lists are asked for again: they are what the rest is found from."""


class AlreadyCaptured(IgnoreRequest):
    """This crawl has the document from before it was broken off."""

    from_archive = True


class Conditional:
    """See the module."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        return cls(crawler)

    @property
    def session(self) -> Session | None:
        keeper = self.crawler.get_extension(Keeper)
        return keeper.session if keeper else None

    def process_request(self, request: Request) -> Response | None:
        """Add If-None-Match and If-Modified-Since, or answer from the archive."""
        session, kind = self.session, request.meta.get("kind")
        if session is None or kind is None or request.method != "GET" or request.meta.get("unconditional"):
            return None
        spider = getattr(self.crawler.spider, "name", "")
        if session.continued and kind in DONE and session.archive.captured_in(session.crawl, request.url):
            body = session.earlier_body(request.url)
            if kind in ("attachment", "image") or body is None:
                self._count(kind)
                raise AlreadyCaptured("this crawl has it already")
            return stored(request, body)
        if kind in DONE and (capture := session.resting.capture(spider, kind, request.url, _parent(request))):
            if kind in ("attachment", "image"):
                self._count(kind)
                raise AlreadyCaptured("it was looked at lately")
            if (body := session.body_of(capture)) is not None:
                return stored(request, body)
        validators = session.archive.validators(request.url)
        if validators is not None:
            if validators.etag:
                request.headers["If-None-Match"] = validators.etag
            if validators.last_modified:
                request.headers["If-Modified-Since"] = validators.last_modified
        return None

    def _count(self, kind: str) -> None:
        """A file that need not be asked for again is one all the same."""
        if kind == "attachment" and isinstance(self.crawler.spider, FamilySpider):
            self.crawler.spider.counts.documents += 1

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Put the stored body in the place of a 304."""
        doubt = doubted(request, response)
        if response.status != 304 or ("capture" not in request.meta and doubt is None):
            return response
        session = self.session
        body = session.body_of(request.meta["capture"]) if session and doubt is None else None
        if body is None:
            # The archive cannot give the body back, or a firewall answered: ask for it whole, once.
            if not (request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since")):
                raise IgnoreRequest(doubt or "status 304 to an unconditional request")
            again = request.copy()
            again.dont_filter = True
            again.meta["unconditional"] = True
            for name in ("If-None-Match", "If-Modified-Since"):
                again.headers.pop(name, None)
            return again
        found = stored(request, body)
        return found.replace(flags=[*found.flags, NOT_MODIFIED])


def _parent(request: Request) -> str | None:
    context = request.meta.get("context")
    return context.parent_url if context is not None else None


def stored(request: Request, body: bytes) -> Response:
    """A response made of what the archive holds."""
    kind = responsetypes.from_args(url=request.url, body=body)
    return kind(url=request.url, status=200, body=body, flags=["from_archive"], request=request)
