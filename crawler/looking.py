"""A look at a portal instead of a walk: where its columns are, and whether a column still answers.

Both are the family's own walk with a gate at its requests, so that what is looked at is what a crawl would walk, with
the same manners. What a look saw is in its `Finding`; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import scrapy
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import links
from crawler.failures import is_gone, reason_of
from crawler.family import FamilySpider
from crawler.own_hosts import is_own, netloc
from crawler.page import Page
from crawler.paging import read_pager
from parse.report import Context

WAY_PAGES = 40
"""Pages on the way that a search for columns looks at."""
BODIES = 2
"""Public bodies of a directory whose pages are looked at: what holds for two is taken to hold for the rest."""
STEPS = 12
"""Pages of one column that are looked at until a report is seen: a divided column, a list behind a script."""
BRANCHES = 3
"""Parts of one page that are looked at."""


@dataclass(slots=True)
class Column:
    """An annual-report column: where, how it was come to (texts of the links from the first page on, and the page
    that leads to it, `found_on`), and what its pages showed. `announced` is the number of entries that its pager
    states, `goes_on` whether it has further pages, `sent_to` where its address sends to; `instead`: not of the line,
    but where the homepage leads now that a column of the line is gone. `directory` is the page that lists the body
    whose column it is; `failure` says why the column's address brought no page."""

    url: str
    trail: tuple[str, ...] = ()
    directory: str | None = None
    answered: bool = False
    named: bool = False
    documents: dict[str, str] = field(default_factory=dict)
    reports: int = 0
    below: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    announced: int | None = None
    goes_on: bool = False
    found_on: str = ""
    sent_to: str | None = None
    instead: bool = False
    failure: str | None = None

    @property
    def entries(self) -> int | None:
        """How many entries it has, None where only a part of it was looked at and it does not say."""
        if self.announced is not None:
            return max(self.announced, len(self.documents))
        return None if self.goes_on or self.below or not self.answered else len(self.documents)


@dataclass(slots=True)
class Finding:
    """What a look at one portal saw. `directories` are pages that list public bodies, with how many; `seen` the pages
    themselves by address; `foreign` hosts that are not the portal's and that it names as columns or ways, with the
    link's text; `proof` addresses of the documents that were asked for; `undrawn` says which list only a browser
    shows."""

    columns: dict[str, Column] = field(default_factory=dict)
    directories: dict[str, int] = field(default_factory=dict)
    seen: dict[str, Page] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    proof: list[str] = field(default_factory=list)
    ways: int = 0
    site_name: str | None = None
    undrawn: str | None = None
    failures: dict[str, str] = field(default_factory=dict)


class Look(FamilySpider):
    """The gate. A class made by `finding` or `probing` has `finding` and the limits."""

    finding: ClassVar[Finding]
    proofs: ClassVar[int] = 0

    def closed(self, reason: str) -> None:
        """Scrapy's hook, at the end."""
        del reason
        self.finding.undrawn = self.undrawn

    def page(self, response: Response) -> Page:
        """Remember every page that was looked at."""
        page = super().page(response)
        self.finding.seen[page.url] = page
        name = page.metas.get("sitename")
        if name and not self.finding.site_name:
            self.finding.site_name = name
        for link in page.links:
            if not is_own(link.url, self.hosts) and (links.is_column(link.text) or links.is_way(link.text)):
                self.finding.foreign.setdefault(netloc(link.url), link.text)
        return page

    def failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """Remember why a page could not be had; what is asked for in its place, `in_place_of` says."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]
        reason = reason_of(failure)
        self.finding.failures[request.url] = reason
        column = self.finding.columns.get(str(request.meta.get("chain") or request.url))
        if column is not None and not column.answered:
            column.failure = reason
        return iter(self.in_place_of(failure, list(super().failed(failure))))

    def glance(self) -> Iterator[scrapy.Request]:
        """None: a look ends with what it looked at."""
        return iter(())

    last_resort = tries = explore = glance

    def in_place_of(self, failure: Failure, requests: list[scrapy.Request]) -> Iterable[scrapy.Request]:
        """Which of the requests that a walk would go on with are made: none."""
        del failure, requests
        return ()


class FindColumns(Look):
    """From a page and the homepage over the ways; columns are noted and not asked for.

    Request.meta beside that of the walk: `trail` (texts of the links so far), `of` (the directory of bodies that the
    page was come to from).
    """

    starts: ClassVar[tuple[str, ...]] = ()

    def _first(self) -> Iterator[scrapy.Request]:
        for url in self.starts:
            if url.rstrip("/") != self.portal.homepage.rstrip("/"):
                yield from self.ask(url, "way", self.context(), depth=0, start=True)
        yield from self._home()

    def through_way(self, page: Page, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """Ways go on within the limit; of a directory's bodies only some."""
        trail, of = meta.get("trail", ()), meta.get("of")
        if meta["kind"] != "home" and links.looks_like_column(page) and links.documents(page, page.url):
            self._note(page.url, trail, of, page.url)
        bodies, own = 0, meta["context"].agency or links.unit_of(page)
        for request in super().through_way(page, meta):
            context: Context = request.meta["context"]
            text = request.meta.get("directory") or context.column or context.link_text or ""
            if request.meta["kind"] == "list":
                self._note(request.url, (*trail, text), of, page.url)
            elif request.meta["kind"] == "way":
                body = links.is_unit(context.agency or "") and context.agency != own
                bodies += body
                if (body and bodies > BODIES) or self.finding.ways >= WAY_PAGES:
                    continue
                self.finding.ways += 1
                here = {"trail": (*trail, context.agency if body else text), "of": page.url if body else of}
                yield request.replace(meta={**request.meta, **here})
        if bodies > BODIES:
            self.finding.directories[page.url] = bodies

    def _note(self, url: str, trail: tuple[str, ...], of: str | None, on: str) -> None:
        self.finding.columns.setdefault(url, Column(url, tuple(filter(None, trail)), of, found_on=on))


class ProbeColumns(Look):
    """The line's columns: their first pages, as far as needed to see documents, and some documents as proof."""

    steps: dict[str, int]
    reserve: list[scrapy.Request]

    def _first(self) -> Iterator[scrapy.Request]:
        self.steps, self.reserve = {}, []
        for life in self.lives:
            for url in life.columns:
                self.finding.columns.setdefault(url, Column(url))
        yield from super()._first()

    def parse_way(self, response: Response) -> Iterator[scrapy.Request]:
        """A line without columns: on to the first column; a body's own page: on to its column."""
        column = self.finding.columns.get(str(response.meta.get("column", "")))
        if column is None:
            found = [
                request for request in super().parse_way(response) if request.meta["kind"] in ("way", "list", "script")
            ]
            found.sort(key=lambda one: one.meta["kind"] == "way")
            columns = self.finding.columns.values()
            if not any(one.reports for one in columns) or any(one.failure for one in columns):
                yield from self._steps("", found)
        else:
            yield from self._through(response, super().parse_way(response), column)

    def in_place_of(self, failure: Failure, requests: list[scrapy.Request]) -> Iterable[scrapy.Request]:
        """A column of the line that is gone: the homepage tells where it is now."""
        return requests if is_gone(failure) else ()

    def parse_list(self, response: Response) -> Iterator[scrapy.Request]:
        """A page of a column."""
        column = self._column(response)
        if response.meta.get("number", 1) == 1 and response.url.rstrip("/") != column.url.rstrip("/"):
            column.sent_to = column.sent_to or (response.url if response.meta.get("start") else None)
        yield from self._through(response, super().parse_list(response), column)

    def parse_data(self, response: Response) -> Iterator[scrapy.Request]:
        """An answer of the portal's interface."""
        yield from self._through(response, super().parse_data(response), self._column(response))

    def parse_script(self, response: Response) -> Iterator[scrapy.Request]:
        """A script of a column's page, or of one on the way."""
        if "column" in response.meta:
            yield from self._through(response, super().parse_script(response), self._column(response))
        else:
            yield from self._steps("", list(super().parse_script(response)))

    def _through(
        self, response: Response, requests: Iterable[scrapy.Request], column: Column
    ) -> Iterator[scrapy.Request]:
        """Note what a page of a column leads to; on to a few of its parts as long as no report was seen."""
        page, kind = self.page(response), response.meta["kind"]
        column.answered, column.failure = True, None
        column.named = column.named or links.looks_like_column(page)
        column.pages = column.pages or read_pager(page).total
        if column.announced is None:
            column.announced = self.announced(page).entries
        further: list[scrapy.Request] = []
        for request in requests:
            text = request.meta["context"].link_text or request.meta.get("directory") or ""
            if request.meta["kind"] in ("document", "attachment"):
                column.documents.setdefault(request.url, text)
                self.reserve.append(request)
            elif request.meta["kind"] in ("list", "data", "way", "script"):
                further.append(request.replace(meta={**request.meta, "column": column.url}))
                column.goes_on |= kind != "way"
                if request.meta.get("number", 1) == 1 and request.meta["kind"] in ("list", "way") and kind != "way":
                    column.below.setdefault(request.url, text)
        column.reports = sum(links.is_report(text) for text in column.documents.values())
        if not column.reports:
            yield from self._steps(column.url, further)

    def _steps(self, of: str, requests: list[scrapy.Request]) -> Iterator[scrapy.Request]:
        going = requests[: max(0, min(BRANCHES, STEPS - self.steps.get(of, 0)))]
        self.steps[of] = self.steps.get(of, 0) + len(going)
        yield from going

    def idle(self) -> None:
        """When the columns were looked at: documents as proof, those titled as reports first."""
        reserve, self.reserve = self.reserve, []
        reserve.sort(key=lambda one: not links.is_report(one.meta["context"].link_text or ""))
        proofs = [] if self.blocked else reserve[: self.proofs]
        for request in proofs:
            self.finding.proof.append(request.url)
            self.crawler.engine.crawl(request)
        if proofs:
            raise DontCloseSpider

    def _column(self, response: Response) -> Column:
        """The column whose page this is; one that was come to on the way is a column of its own."""
        meta = response.meta
        url = str(meta.get("column") or meta.get("chain") or response.url)
        instead = any(life.columns for life in self.lives)
        return self.finding.columns.setdefault(url, Column(url, instead=instead))

    def parse_document(self, response: Response) -> Iterator[scrapy.Request]:
        """A proof: nothing goes on from it but its files."""
        files = [request for request in super().parse_document(response) if request.meta["kind"] == "attachment"]
        yield from files[: self.proofs]
