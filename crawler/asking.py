"""The ground of all spiders: what a walk knows of its portal, counts, and how it asks for a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.asked import Asked
from crawler.awaited import Awaited
from crawler.characters import whole, whole_context
from crawler.exploring import Explorer
from crawler.limits import LONGEST_ADDRESS, WAY_PAGES
from crawler.own_hosts import is_own
from crawler.patience import each_bounded
from crawler.portal import Portal
from crawler.trials import Trials
from parse.report import Context

RANKS = {
    "home": 40, "data": 30, "list": 30, "script": 25, "way": 20, "trial": 20, "part": 15,
    "document": 10, "attachment": 0, "image": -10,
}  # fmt: skip
"""Kind of a request to its priority."""


_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(slots=True)
class Counts:
    """What a walk met; the summary and the exit code are made from it."""

    requests: int = 0
    lists: int = 0
    documents: int = 0
    failures: int = 0
    ways: int = 0
    pictures: int = 0
    scripts: int = 0


class Asking(scrapy.Spider):
    """A portal's spider as far as it asks for pages.

    Request.meta: `kind` (home, way, list, document, part, attachment, image, data, script, trial), `context`
    (parse.report.Context), `depth` of the kind, `chain` (address of a list's first page), `number` of the page in its
    chain, `directory` (link text that led to a page that may list public bodies), `of` the capture of the page that a
    picture or part is read with, `way` its key in the record of what was asked for.
    """

    lives: ClassVar[tuple[Portal, ...]] = ()
    family: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.portal = self.lives[-1]
        self.hosts: frozenset[str] = frozenset().union(*(life.hosts() for life in self.lives))
        self.asked = Asked()
        self.trials = Trials()
        self.explorer = Explorer()
        self.met: set[str] = set()
        """Public bodies and titles of the documents that were asked for."""
        self.counts = Counts()
        self.crawl = ""
        self.awaited: Awaited | None = None
        self.listed: set[str] = set()
        self.blocked: str | None = None
        self.cut_short: str | None = None
        self.unreachable: str | None = None
        self.undrawn: str | None = None

    def context(self) -> Context:
        """What is known of every page of this portal."""
        return Context(portal=self.portal.id, portal_name=self.portal.name, crawl=self.crawl or None)

    def ask(
        self,
        url: str,
        kind: str,
        context: Context,
        *,
        depth: int = 0,
        priority: int = 0,
        start: bool = False,
        **meta: Any,
    ) -> Iterator[scrapy.Request]:
        """A request to one of the portal's own pages, unless it was asked for already or would leave the portal."""
        url, context = whole(url), whole_context(context)
        if len(url) > LONGEST_ADDRESS or not is_own(url, self.hosts):
            return
        body: bytes | None = meta.pop("body", None)
        key = self.asked.new(url, (body or b"").decode(), kind, context)
        if key is None:
            return
        limit = self.settings.getint("NIANBAO_PAGE_LIMIT", 20_000)
        if self.counts.requests >= limit:
            self.cut_short = f"more than {limit} pages"
            return
        if kind == "way":
            if self.counts.ways >= WAY_PAGES:
                self.cut_short = f"more than {WAY_PAGES} pages on the way to columns"
                return
            self.counts.ways += 1
        self.counts.requests += 1
        if kind in ("document", "attachment"):
            self.met.update(filter(None, (context.agency, context.link_text)))
            self.asked.lead(key, kind, context)
        yield scrapy.Request(
            url,
            callback=self.look,
            errback=self.failed,
            method="POST" if body is not None else "GET",
            body=body or b"",
            headers=None if body is None else {"Content-Type": _JSON if body[:1] == b"{" else _FORM},
            priority=priority + RANKS[kind],
            # Our own record decides what was asked for: one page may be asked as a way and as a list.
            dont_filter=True,
            meta={
                "kind": kind,
                "context": context,
                "depth": depth,
                "start": start,
                # Scrapy's queue takes these in the order in which they come.
                "is_start_request": start,
                "way": key,
                **meta,
            },
        )

    def context_of(self, request: scrapy.Request) -> Context:
        """What is known of a page from the way to it: the best of the ways known when its batch began
        (`crawler.frontier`)."""
        return self.asked.way(request.meta.get("way"), request.meta["context"])

    def look(self, response: Response) -> Iterator[scrapy.Request]:
        """What a page leads to: the part of the walk that is about its kind. Raises TookTooLong; what is raised here is
        recorded by `crawler.given_up`."""
        yield from each_bounded(self._looked(response))

    def _looked(self, response: Response) -> Iterator[scrapy.Request]:
        yield from getattr(self, f"parse_{response.meta['kind']}")(response)

    def given_up(self, response: Response, reason: str) -> Iterator[scrapy.Request]:
        """A page was had and could not be looked through to its end."""
        raise NotImplementedError

    def failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """A page could not be had."""
        raise NotImplementedError
