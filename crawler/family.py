"""The base of all spiders: walks from the columns (or the homepage) to every document of the annual-report columns.

Callbacks only extract links and yield requests; whatever was fetched is kept by `crawler.keeping` before it gets here,
and read elsewhere. A family overrides the `extra_…` hooks (`crawler.family_hooks`). Ways, lists and documents have a
module each: `crawler.way_walk`, `crawler.list_walk`, `crawler.document_walk`; what no list leads to, `crawler.beyond`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.divisions import PlaceFacts
from crawler import links
from crawler.beyond import LooksBeyond
from crawler.failures import reason_of
from crawler.limits import COLUMN_DEPTH
from crawler.manners import enforce
from crawler.sending_on import sent_by
from parse.report import Context


class FamilySpider(LooksBeyond):
    """A portal's spider. Subclasses made by `spiders.portals` set `name` and `lives`; families have neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: list[str] = []
        self.missed: dict[str, str] = {}
        """Address of a column of the line, or of the homepage, to why it could not be had."""

    @classmethod
    def place(cls) -> PlaceFacts:
        """What is known of the portal's place before anything of it was read; `spiders.portals` says it."""
        return PlaceFacts()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Scrapy's hook, before a crawl: the manners go above everything else."""
        super().update_settings(settings)
        if cls.lives:
            hosts = frozenset().union(*(life.hosts() for life in cls.lives))
            tls = {word for life in cls.lives for word in life.tls.split()}
            enforce(settings, hosts, max((life.delay or 0.0 for life in cls.lives), default=0.0), tls)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> FamilySpider:
        made = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(made, FamilySpider)
        crawler.signals.connect(made.idle, signal=signals.spider_idle)
        return made

    def idle(self) -> None:
        """When the lists are walked: what lies beyond them, then their links that no words explain (`crawler.beyond`);
        then every known document that no list led to, once, to see whether it stands."""
        if self.blocked is not None or (self.unreachable and not self.counts.lists):
            return
        requests = [*self.glance(), *self.last_resort()] or list(self.tries()) or list(self.explore())
        if not requests:
            known, self.known = self.known, []
            requests = [request for url in known for request in self.ask(url, "document", self.context())]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    async def start(self) -> AsyncIterator[Any]:
        """The first requests: every life's columns; where there are none, the homepage."""
        for request in self._first():
            yield request

    def _first(self) -> Iterator[scrapy.Request]:
        columns = [(life, column) for life in self.lives for column in life.columns]
        for life, column in columns:
            context = replace(self.context(), column_url=column, portal_name=life.name)
            yield from self.ask(column, "list", context, depth=0, chain=column, start=True)
        if not columns:
            yield from self._home()

    def _home(self) -> Iterator[scrapy.Request]:
        if not self.from_home:
            self.from_home = True
            yield from self.ask(self.portal.homepage, "home", self.context(), depth=0, start=True)

    def parse_list(self, response: Response) -> Iterator[scrapy.Request]:
        """A page of an annual-report column."""
        self.note_cut(response)
        page, meta = self.page(response), response.meta
        context: Context = meta["context"]
        if page.redirect and page.redirect != page.url:
            if meta["depth"] < COLUMN_DEPTH:
                yield from self.ask(
                    page.redirect, "list", context, depth=meta["depth"] + 1, chain=page.redirect, start=meta["start"],
                    refreshed=sent_by(response), is_column=True,
                )  # fmt: skip
            return
        if meta["start"] and self.family == "generic" and links.leads_elsewhere(page):
            # A product's columns are known by their addresses; any other page may be none. Then it
            # stands for the home page: the columns lie beyond its menu.
            self.from_home = True
            yield from self.parse_way(response)
            return
        yield from self.walk_list(page, context, meta)

    def failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """A page could not be had (it is recorded by now). A portal whose columns are gone is looked for from its
        home."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]
        if request.meta["kind"] in ("image", "part") and self.awaited is not None:
            self.awaited.answered(request.meta["of"])
        self.asked.seen(request.meta.get("way"))
        if getattr(failure.value, "from_archive", False):
            return
        self.counts.failures += 1
        if request.meta["kind"] in ("list", "data", "way"):
            self.broken_lists += 1
            self.list_failed(request, failure)
        if request.meta.get("start"):
            self.missed[request.url] = reason_of(failure)
            if request.meta["kind"] == "home":
                one = len({*self.missed.values()}) == 1
                told = self.missed.items()
                self.unreachable = reason_of(failure) if one else "; ".join(f"{url}: {why}" for url, why in told)
            elif self.blocked is None:
                yield from self._home()

    def given_up(self, response: Response, reason: str) -> Iterator[scrapy.Request]:
        """A page could not be looked through to its end (it is recorded by now): its list is not whole."""
        meta = response.meta
        self.counts.failures += 1
        if meta["kind"] in ("list", "data", "way"):
            self.broken_lists += 1
        if meta["kind"] in ("list", "data"):
            self._list_of(meta, response.url).broken(meta.get("number", 1), response.url, reason)
        if meta["kind"] == "home":
            self.unreachable = self.unreachable or f"{response.url}: {reason}"
        elif meta.get("start") and self.blocked is None:
            yield from self._home()
