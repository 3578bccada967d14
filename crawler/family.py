"""The base of all spiders: walks from the columns (or the homepage) to every document of the annual-report columns.

Callbacks only extract links and yield requests; whatever was fetched is kept by `crawler.keeping` before it gets here,
and read elsewhere. A family overrides the `extra_…` hooks, each for what the generic walk cannot know.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, ClassVar

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.divisions import PlaceFacts
from crawler import links
from crawler.announced import Announced, announced
from crawler.awaited import Awaited
from crawler.interfaces import Call, calls, next_call
from crawler.lists import ListWalk
from crawler.manners import enforce
from crawler.own_hosts import is_own
from crawler.page import Link, Page, clean_url, page_of
from crawler.paging import article_pages, read_pager
from crawler.portal import Portal
from parse.report import Context

WAY_DEPTH = 4
"""Clicks from the homepage to a column."""
COLUMN_DEPTH = 6
"""Columns below columns: classes of bodies, bodies, years."""
WAY_PAGES = 800
"""Pages on the way, for one portal: some 100 bodies with a few pages each."""
CHAIN_PAGES = 300
"""Pages of one list."""
MOST_PICTURES_IN_ALL = 3000
"""Pictures of report pages, for one portal."""
FEW_LINKS = 12
"""Links of a first page that is no more than a way in."""
MOST_CHOICES = 600
"""Choices of one form: some 100 bodies in some 6 years."""
LEADING = frozenset({"list", "data", "way"})
"""Kinds of pages that lead on."""
RANKS = {"home": 40, "data": 30, "list": 30, "way": 20, "part": 15, "document": 10, "attachment": 0, "image": -10}
"""Kind of a request to its priority."""
RECORDS = {"home": "way", "way": "way", "list": "list", "data": "list", "part": "part"}
"""Kind of a request to the record of what was asked for that it stands in; the others are documents."""
MOST_PARTS = 150
"""Links followed from a column's page on which no words tell what they are."""
LONGEST_ADDRESS = 2083
"""Characters of an address (browsers: as many)."""


@dataclass(slots=True)
class Counts:
    """What a walk met; the summary and the exit code are made from it."""

    requests: int = 0
    lists: int = 0
    documents: int = 0
    failures: int = 0
    ways: int = 0
    pictures: int = 0


class FamilySpider(scrapy.Spider):
    """A portal's spider. Subclasses made by `spiders.portals` set `name` and `lives`; families have neither.

    Request.meta: `kind` (home, way, list, document, part, attachment, image, data), `context` (parse.report.Context),
    `depth` of the kind, `chain` (address of a list's first page), `number` of the page in its chain, `directory` (link
    text that led to a page that may list public bodies), `of` the capture of the page that a picture or part is read
    with.
    """

    lives: ClassVar[tuple[Portal, ...]] = ()
    family: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.portal = self.lives[-1]
        self.hosts: frozenset[str] = frozenset().union(*(life.hosts() for life in self.lives))
        self.counts = Counts()
        self.crawl = ""
        self.known: list[str] = []
        self.awaited: Awaited | None = None
        self.listed: set[str] = set()
        self.broken_lists = 0
        self.blocked: str | None = None
        self.cut_short: str | None = None
        self.unreachable: str | None = None
        self.undrawn: str | None = None
        self.lists: dict[str, ListWalk] = {}
        self.lists_before: dict[str, int] = {}
        self._asked: set[tuple[str, str]] = set()
        self._ways: dict[Any, Context] = {}
        self._home_asked = False

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
        """When the lists are walked: look at every known document that no list led to, once, to see whether it
        stands."""
        known, self.known = self.known, []
        if self.blocked is not None or (self.unreachable and not self.counts.lists):
            return
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
        if not self._home_asked:
            self._home_asked = True
            yield from self.ask(self.portal.homepage, "home", self.context(), depth=0, start=True)

    def context(self) -> Context:
        """What is known of every page of this portal."""
        return Context(portal=self.portal.id, portal_name=self.portal.name, crawl=self.crawl or None)

    # --- asking

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
        if len(url) > LONGEST_ADDRESS or not is_own(url, self.hosts):
            return
        sent = (meta.get("body") or b"").decode()
        kind_of = RECORDS.get(kind, "document")
        key = (_bare(url) + (f"\n{_STATE.sub('', sent)}" if sent else ""), kind_of)
        if key in self._asked:
            if key in self._ways and _way_rank(context) < _way_rank(self._ways[key]):
                self._ways[key] = context
            return
        if kind in ("document", "attachment", "image") and (key[0], "list") in self._asked:
            return
        self._asked.add(key)
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
            self._ways[key] = context
        body = meta.pop("body", None)
        yield scrapy.Request(
            url,
            callback=getattr(self, f"parse_{kind}"),
            errback=self.failed,
            method="POST" if body is not None else "GET",
            body=body or b"",
            headers={"Content-Type": "application/x-www-form-urlencoded"} if body is not None else None,
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
        """What is known of a page from the way to it: of a document the best of the ways that led to it until now,
        whichever was met first. Lists come before documents, and these before their files, so all ways are known."""
        context: Context = request.meta["context"]
        return self._ways.get(request.meta.get("way"), context)

    def failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """A page could not be had (it is recorded by now). A portal whose columns are gone is looked for from its
        home."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]
        if request.meta["kind"] in ("image", "part") and self.awaited is not None:
            self.awaited.answered(request.meta["of"])
        self._ways.pop(request.meta.get("way"), None)
        if getattr(failure.value, "from_archive", False):
            return
        self.counts.failures += 1
        if request.meta["kind"] in ("list", "data", "way"):
            self.broken_lists += 1
            self._list_failed(request, failure)
        if request.meta.get("start"):
            if request.meta["kind"] == "home":
                self.unreachable = reason_of(failure)
            elif self.blocked is None:
                yield from self._home()

    def _list_failed(self, request: scrapy.Request, failure: Failure) -> None:
        """A page of a list could not be had. A link that leads nowhere is no list; an interface may be no list's."""
        meta, number = request.meta, request.meta.get("number", 1)
        if meta["kind"] == "way" or (number == 1 and meta.get("call") is not None):
            return
        if number > 1:
            self._list_of(meta, request.url).broken(number, request.url, reason_of(failure))
        elif not is_gone(failure) or meta["start"]:
            one = self._list_of(meta, request.url)
            one.unread, one.gone = reason_of(failure), is_gone(failure)

    def _list_of(self, meta: dict[str, Any], url: str) -> ListWalk:
        """The list that a request's page belongs to."""
        chain, context = meta.get("chain") or url, meta["context"]
        one = self.lists.get(chain)
        if one is None:
            one = self.lists[chain] = ListWalk(chain, context.column_url, context.column, context.agency)
            one.start, one.guessed = meta.get("start", False), meta.get("call") is not None
            one.column = meta.get("is_column", meta["kind"] == "list" and chain == context.column_url)
        return one

    # --- pages

    def page(self, response: Response) -> Page:
        """The response as a walker sees it."""
        return page_of(response)

    def parse_home(self, response: Response) -> Iterator[scrapy.Request]:
        """The homepage: a page on the way like others."""
        yield from self.parse_way(response)

    def parse_way(self, response: Response) -> Iterator[scrapy.Request]:
        """A page on the way: columns first, then ways further on, then bodies where it lists them."""
        page, meta = self.page(response), response.meta
        context: Context = meta["context"]
        if page.redirect:
            yield from self.ask(page.redirect, "way", context, depth=meta["depth"] + 1, refreshed=_sent_by(response))
            return
        here = replace(context, agency=context.agency or links.unit_of(page), parent_url=page.url)
        itself = links.looks_like_column(page) or any(
            link.url == page.url and not link.chrome and links.is_column(link.text) for link in page.links
        )
        if meta["kind"] != "home" and itself and links.documents(page, page.url):
            yield from self._walk_list(
                page, replace(here, column_url=page.url), {**meta, "depth": 0, "chain": page.url}
            )
        directory = meta["kind"] != "home" and links.is_directory(page, meta.get("directory", ""))
        deeper = meta["depth"] + 1
        for frame in page.frames:
            if deeper <= WAY_DEPTH:
                yield from self.ask(frame, "way", here, depth=deeper, directory=meta.get("directory", ""))
        for link in (*page.links, *self.extra_links(page)):
            if links.is_attachment(link):
                if links.is_report(link.text):
                    yield from self._document(link, here)
            elif name := links.column_named(link):
                if link.url == page.url:
                    continue
                column = replace(here, column=name, column_url=link.url, link_text=link.text)
                yield from self.ask(link.url, "list", column, depth=0, chain=link.url)
            elif links.is_report(link.text):
                yield from self._document(link, here)
            elif deeper > WAY_DEPTH or (not self._home_asked and self._leads_back(link, page)):
                continue
            elif links.is_way(link.text):
                yield from self.ask(link.url, "way", here, depth=deeper, directory=link.text)
            elif directory and links.is_unit(link.text) and link.date is None:
                unit = replace(here, agency=link.text)
                yield from self.ask(link.url, "way", unit, depth=deeper, directory="")
        unclear = meta["kind"] != "home" or len(page.links) <= FEW_LINKS
        if unclear and not meta.get("guessed") and deeper <= WAY_DEPTH and not self._leads_on(page):
            # A page on the way whose links no words explain: a directory of bodies with names we do not know; a first
            # page that is no more than a picture.
            for link in links.parts(page)[:MOST_PARTS]:
                yield from self.ask(link.url, "way", here, depth=deeper, directory=link.text, guessed=True)
        yield from self.extra_requests(page, here, meta)

    @staticmethod
    def _leads_back(link: Link, page: Page) -> bool:
        """Whether a link leads above the columns that a walk began at: every page's menu, or the breadcrumb."""
        return link.chrome or link.text in page.crumbs

    @staticmethod
    def _leads_on(page: Page) -> bool:
        """Whether some link of a page is a column, a report, or a way other than those the page stands on itself."""
        return any(
            links.column_named(link)
            or links.is_report(link.text)
            or (links.is_way(link.text) and not link.chrome and link.text not in page.crumbs)
            for link in page.links
            if link.url != page.url
        )

    def parse_list(self, response: Response) -> Iterator[scrapy.Request]:
        """A page of an annual-report column."""
        self._note_cut(response)
        page, meta = self.page(response), response.meta
        context: Context = meta["context"]
        if page.redirect and page.redirect != page.url:
            if meta["depth"] < COLUMN_DEPTH:
                yield from self.ask(
                    page.redirect, "list", context, depth=meta["depth"] + 1, chain=page.redirect, start=meta["start"],
                    refreshed=_sent_by(response), is_column=True,
                )  # fmt: skip
            return
        if meta["start"] and self.family == "generic" and links.leads_elsewhere(page):
            # A product's columns are known by their addresses; any other page may be none. Then it
            # stands for the home page: the columns lie beyond its menu.
            self._home_asked = True
            yield from self.parse_way(response)
            return
        yield from self._walk_list(page, context, meta)

    def parse_document(self, response: Response) -> Iterator[scrapy.Request]:
        """An article: its files, its further pages, and reports that it links to."""
        page, meta = self.page(response), response.meta
        assert response.request is not None
        context = self.context_of(response.request)
        self._ways.pop(meta.get("way"), None)
        self.counts.documents += 1
        inner = replace(context, parent_url=page.url)
        leads_on = page.redirect and page.redirect != page.url and meta["depth"] < COLUMN_DEPTH
        beside = [] if leads_on else list(self._beside(page, inner, meta.get("capture")))
        if self.awaited is not None:
            self.awaited.asked(meta.get("capture"), len(beside))
        if leads_on and page.redirect:
            depth = meta["depth"] + 1
            yield from self.ask(page.redirect, "document", context, depth=depth, refreshed=_sent_by(response))
            return
        yield from beside
        yield from self._files(page, inner)
        for url in read_pager(page).following if links.is_list_url(page.url) else ():
            # A body's own page may stand in a list like a document.
            yield from self.ask(url, "document", inner, depth=meta["depth"])
        if meta["depth"] < COLUMN_DEPTH:
            for link in page.links:
                if links.is_attachment(link):
                    # Asked for above; a file named 某镇政府信息公开年度报告.pdf is no column.
                    continue
                if not link.chrome and links.is_column(link.text) and not links.is_document_url(link.url):
                    # A body's own page may stand in a list like a document.
                    if (_bare(link.url), "list") in self._asked:
                        continue
                    agency = links.unit_of(page) or context.agency
                    column = replace(inner, agency=agency, column=link.text, column_url=link.url, list_date=None)
                    yield from self.ask(link.url, "list", column, depth=0, chain=link.url)
                elif not link.chrome and links.is_report(link.text) and links.is_document_url(link.url):
                    other = replace(inner, link_text=link.text, list_date=link.date)
                    yield from self.ask(link.url, "document", other, depth=meta["depth"] + 1)
            for frame in page.frames:
                kind = "attachment" if links.is_attachment(Link(frame, "")) else "document"
                yield from self.ask(frame, kind, inner, depth=COLUMN_DEPTH)

    def parse_part(self, response: Response) -> Iterator[scrapy.Request]:
        """A further page of a split article: its files, and what is read with the first page as this is."""
        page, of = self.page(response), response.meta["of"]
        inner: Context = response.meta["context"]
        beside = list(self._beside(page, inner, of))
        if self.awaited is not None:
            self.awaited.more(of, len(beside))
            self.awaited.answered(of)
        yield from beside
        yield from self._files(page, inner)

    def _files(self, page: Page, inner: Context) -> Iterator[scrapy.Request]:
        for link in links.attachments(page):
            self.listed.add(link.url)
            yield from self.ask(link.url, "attachment", replace(inner, link_text=link.text or inner.link_text))

    def _beside(self, page: Page, inner: Context, of: str | None) -> Iterator[scrapy.Request]:
        """The pictures and the further pages that are read with a page. `of` is the capture of the article's first
        page, whose address is the context's parent."""
        for url in article_pages(page):
            if _bare(url) != _bare(inner.parent_url or ""):
                yield from self.ask(url, "part", inner, of=of)
        for number, url in enumerate(links.pictures(page, inner.link_text or "")):
            yield from self._picture(url, inner, number, of)

    def parse_attachment(self, response: Response) -> Iterator[scrapy.Request]:
        """A file. It is kept; an address that looked like a file but is a page is looked at like one."""
        if b"html" in (response.headers.get("Content-Type") or b"").lower():
            yield from self.parse_document(response)
        else:
            self._ways.pop(response.meta.get("way"), None)
            self.counts.documents += 1
            if self.awaited is not None:
                self.awaited.asked(response.meta.get("capture"), 0)

    def _picture(self, url: str, context: Context, number: int, of: str | None) -> Iterator[scrapy.Request]:
        """A picture that may be a page of the report: kept, so that it can be read when characters are recognised."""
        if self.counts.pictures < MOST_PICTURES_IN_ALL:
            for request in self.ask(url, "image", context, priority=-number, of=of):
                self.counts.pictures += 1
                yield request

    def parse_image(self, response: Response) -> None:
        """A picture of a report's page. It is kept; the page is read when it has all of them."""
        if self.awaited is not None:
            self.awaited.answered(response.meta.get("of"))

    def parse_data(self, response: Response) -> Iterator[scrapy.Request]:
        """An answer of a portal's own interface: the links in it, and its next page."""
        self._note_cut(response)
        meta, context = response.meta, response.meta["context"]
        page = self.page(response)
        yield from self._walk_list(page, context, meta)

    # --- lists

    def _note_cut(self, response: Response) -> None:
        """A list that came cut short is not read to its end."""
        if {"dataloss", "download_stopped"} & set(response.flags):
            self.broken_lists += 1
            number = response.meta.get("number", 1)
            self._list_of(response.meta, response.url).broken(number, response.url, "the page came cut short")

    def _walk_list(self, page: Page, context: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        one = self._list_of(meta, page.url)
        # A directory whose categories are only hashes of its address is a way and a column at once.
        one.led_on |= (_bare(page.url), "way") in self._asked
        for request in self._through_list(page, context, meta, one):
            one.led_on |= request.meta["kind"] in LEADING and request.meta.get("chain") != one.url
            yield request

    def _through_list(
        self, page: Page, context: Context, meta: dict[str, Any], one: ListWalk
    ) -> Iterator[scrapy.Request]:
        column_url = context.column_url or page.url
        extra = list(self.extra_links(page))
        if page.frames and not extra:
            for frame in page.frames:
                yield from self.ask(frame, "list", context, depth=COLUMN_DEPTH, chain=frame)
        name = links.column_name(page, context.column or "")
        agency = links.unit_of(page, context.agency or "") or context.agency
        here = replace(context, column=name, agency=agency, column_url=column_url, parent_url=page.url)
        found = {link.url: link for link in (*extra, *links.documents(page, column_url))}
        self.counts.lists += 1
        one.name, one.agency = one.name or name, one.agency or agency
        fresh = one.add(page, found.values(), meta.get("number", 1), self.announced(page))
        if not found and links.is_report_itself(page):
            one.report = True
            self.counts.documents += 1
            self.listed.add(page.url)
        for link in found.values():
            if links.is_list_url(link.url) and not links.is_attachment(link) and not links.is_report(link.text):
                continue
            yield from self._document(link, here)
        if meta["depth"] < COLUMN_DEPTH:
            below = links.sub_columns(page, column_url)
            # It divides, though another page may have led to all of its parts before; a menu of siblings says nothing.
            divided = any(link.text not in page.crumbs and not link.chrome for link, _ in below)
            one.led_on |= divided and not links.names_itself(page)
            for link, sure in below:
                if link.url in found and links.is_document_url(link.url):
                    continue  # a report whose title is like a column's name
                yield from self._sub_column(link, sure, here, meta["depth"] + 1)
            if not below and not found:
                yield from self._choose(page, here, meta["depth"] + 1)
            if not below and not found and meta["depth"] == 0:
                for link in links.parts(page)[:MOST_PARTS]:
                    yield from self._sub_column(link, False, here, 1)
        chain, number = one.url, meta.get("number", 1)
        pager, further = None, tuple[str, ...]()
        if fresh or number == 1:
            pager, further = read_pager(page), tuple(self.extra_pages(page, meta))
        if pager and number >= CHAIN_PAGES and (pager.following or pager.posts or further):
            self.cut_short = f"more than {CHAIN_PAGES} pages of one list: {chain}"
            pager = None
        one.by_pager &= not further and meta["kind"] != "data" and "call" not in meta
        if pager:
            for url in (*pager.following, *further):
                yield from self.ask(url, "list", context, depth=meta["depth"], chain=chain, number=number + 1)
            for said, link in pager.posts:
                if said in (None, number + 1) and link.body is not None:
                    sent = link.body.encode()
                    yield from self.ask(
                        link.url, "data", context, depth=meta["depth"], chain=chain, number=number + 1, body=sent
                    )
            asked = list(self.extra_requests(page, here, {**meta, "fresh": bool(fresh)}))
            yield from asked
            if not asked and not further and not pager.posts:
                yield from self._from_interfaces(page, here, meta, len(one.entries), listed=bool(pager.following))
        else:
            yield from self.extra_requests(page, here, {**meta, "fresh": bool(fresh)})

    def _from_interfaces(
        self, page: Page, here: Context, meta: dict[str, Any], had: int, *, listed: bool
    ) -> Iterator[scrapy.Request]:
        """What the page's scripts fetch its list from; from an answer its next page."""
        call: Call | None = meta.get("call")
        if call is not None:
            following = next_call(call, page, had)
            asked = [following] if following else []
        else:
            asked = [] if listed else calls(page)
        for one in asked:
            body = one.body.encode() if one.body is not None else None
            key = meta["chain"] if call is not None else f"{one.url}\n{one.body or ''}"
            number = meta.get("number", 1) + 1 if call is not None else 1
            yield from self.ask(
                one.url, "data", here, depth=meta["depth"], chain=key, number=number, body=body, call=one
            )

    def _choose(self, page: Page, here: Context, depth: int) -> Iterator[scrapy.Request]:
        """Every choice of a page that lists nothing but lets choose bodies or years."""
        for form, menus in links.choices(page):
            for chosen in islice(form.combinations(menus), MOST_CHOICES):
                shown = [form.shown(menu, value) for menu, value in chosen.items()]
                agency = next((text for text in shown if links.is_unit(text)), here.agency)
                url, sent = form.sent(chosen)
                below = replace(here, agency=agency, link_text="".join(shown), list_date=None)
                body = sent.encode() if sent is not None else None
                key = f"{url}\n{sent or ''}"
                kind = "list" if sent is None else "data"
                yield from self.ask(url, kind, below, depth=depth, chain=key, body=body)

    def _sub_column(self, link: Link, sure: bool, here: Context, depth: int) -> Iterator[scrapy.Request]:
        agency = link.text if links.is_unit(link.text) else here.agency
        below = replace(here, agency=agency, link_text=link.text, list_date=None)
        if sure:
            below = replace(below, column_url=link.url)
            yield from self.ask(link.url, "list", below, depth=depth, chain=link.url)
        else:
            yield from self.ask(link.url, "way", below, depth=WAY_DEPTH - 1, directory=link.text)

    def _document(self, link: Link, here: Context) -> Iterator[scrapy.Request]:
        heading = link.heading if links.is_unit(link.heading) else None
        text = re.sub(r"(?:19|20)\d\d年?度?", "", link.text) if link.vague else link.text
        named = text if links.is_unit(text) else None
        context = replace(here, agency=named or here.agency or heading, link_text=link.text, list_date=link.date)
        kind = "attachment" if links.is_attachment(link) else "document"
        self.listed.add(link.url)
        yield from self.ask(link.url, kind, context)

    # --- what a family adds

    def announced(self, page: Page) -> Announced:
        """What a page of a list says of its length."""
        return announced(page.text)

    def extra_links(self, page: Page) -> Iterable[Link]:
        """Documents that stand in a page but not as links (records in scripts, embedded JSON)."""
        del page
        return ()

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """Further pages of the list that the generic pager cannot see."""
        del page, meta
        return ()

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterable[scrapy.Request]:
        """Anything else worth asking for from this page: interfaces, other years of the same body.

        `meta` is the request's; of a list it also says whether the page listed anything `fresh`.
        """
        del page, here, meta
        return ()

    @staticmethod
    def absolute(page: Page, href: str) -> str | None:
        """An address found in a script, absolute and clean."""
        return clean_url(page.url, href)


def _way_rank(context: Context) -> tuple[object, ...]:
    """By what one of several ways to a document is chosen, smallest first: from a page whose body is known (the report
    may not say whose it is), from an annual-report column, from a list; then the order of the addresses."""
    return (
        context.agency is None,
        not links.is_column(context.column or ""),
        context.list_date is None,
        context.column_url or "",
        context.parent_url or "",
        context.link_text or "",
    )


def reason_of(failure: Failure) -> str:
    """Why a request brought no page, in a few words."""
    answer = getattr(failure.value, "response", None)
    if isinstance(answer, Response):
        return f"status {answer.status}"
    return str(failure.value) or type(failure.value).__name__


def is_gone(failure: Failure) -> bool:
    """Whether the answer was that there is nothing."""
    return getattr(getattr(failure.value, "response", None), "status", None) in (404, 410)


def _sent_by(response: Response) -> tuple[str, ...]:
    """The addresses of the pages that did nothing but send on, up to this one."""
    return (*response.meta.get("refreshed", ()), response.url)


_STATE = re.compile(r"__(?:VIEWSTATE\w*|EVENTVALIDATION|PREVIOUSPAGE)=[^&]*&?")
"""What ASP.NET sends back with every form, which says nothing about what is asked for."""


def _bare(url: str) -> str:
    """An address without scheme, `www.`, and index file: what is the same page for the record of a walk."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url)
    return re.sub(r"/(?:index\.(?:s?html?|jsp|aspx?|php))?$", "/", bare)
