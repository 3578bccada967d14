"""What a walk looks at beyond the columns of its portal's line: the homepage, for columns that the line lacks; links of
the columns' pages that no words explain; where nothing was found, what the site's own search finds, and the pages that
may lead to reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy.http import Response

from crawler import choices, links
from crawler import link_words as words
from crawler.exploring import ALIKE, ANYTHING, FAINT
from crawler.forms import Form
from crawler.limits import COLUMN_DEPTH, GLANCES, WAY_DEPTH
from crawler.own_hosts import is_own
from crawler.page import Page
from crawler.sending_on import sent_by
from crawler.way_walk import WalksWays
from parse.report import Context

_PAGES = re.compile(r"\s*(?:text/|application/(?:xhtml|json|xml|javascript|x-javascript))", re.IGNORECASE)
"""Kinds of answers that are no files."""


class LooksBeyond(WalksWays):
    """The part of a spider that is about what no list led to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beyond: set[str] = set()
        """Columns that the homepage leads to and the line does not have."""
        self.searched: str | None = None
        """The address of the site's search, where that was all that was left."""
        self.explores = False
        """Whether reports are looked for wherever they may be, as no list of them was found."""
        self._glanced = False
        self._search: tuple[Form, str] | None = None

    def glance(self) -> Iterator[scrapy.Request]:
        """Once, after a walk from the columns of a line: the homepage, and what it names as ways. An address that was
        named for this crawl is walked as it is."""
        if not (self._glanced or self.from_home or self.portal.known_by == "operator"):
            self._glanced = True
            yield from self.ask(self.portal.homepage, "home", self.context(), depth=WAY_DEPTH - 1, glance=True)

    def tries(self) -> Iterator[scrapy.Request]:
        """What the columns' pages link to and nobody explained (`crawler.trials`); nothing when all of it was tried."""
        for offer in self.trials.next(self._is_wanted):
            text = offer.link.text
            agency = text if links.is_unit(text) else offer.context.agency or offer.link.beside or None
            context = replace(offer.context, agency=agency, link_text=text, list_date=offer.link.date)
            yield from self.ask(offer.link.url, "trial", context, depth=offer.depth + 1)

    def explore(self) -> Iterator[scrapy.Request]:
        """Where no list of reports was found: the pages that may lead to one (`crawler.exploring`); where a page on the
        way was a report, those like it."""
        nothing = not any(one.entries or one.report for one in self.lists.values())
        self.explores |= nothing
        if self.explores or self.explorer.begun:
            least = ANYTHING if nothing else FAINT if self.explores else ALIKE
            for guess in self.explorer.next(self._is_wanted, least):
                yield from self.ask(
                    guess.link.url, "trial", guess.context, depth=1, exploring=True, tried=guess.link.url
                )

    @property
    def untried(self) -> int:
        """How many links of the columns that may lead to reports were too many to be tried."""
        return self.trials.left(self._is_wanted)

    def _is_wanted(self, url: str) -> bool:
        return is_own(url, self.hosts) and not self._is_known(url)

    def _is_known(self, url: str) -> bool:
        return any(self.asked.has(url, one) for one in ("way", "list", "document"))

    def parse_trial(self, response: Response) -> Iterator[scrapy.Request]:
        """What was tried: a report, a list of reports, or neither."""
        meta = response.meta
        here: Context = meta["context"]
        if not _PAGES.match((response.headers.get("Content-Type") or b"text/html").decode("latin-1")):
            self._prove(meta)
            self.listed.add(response.url)
            yield from self.parse_attachment(response)
            return
        page = self.page(response)
        if page.redirect and page.redirect != page.url:
            if meta["depth"] < COLUMN_DEPTH:
                yield from self.ask(page.redirect, "trial", here, depth=meta["depth"] + 1, refreshed=sent_by(response))
        elif links.is_report_itself(page):
            self._prove(meta)
            self.listed.add(page.url)
            if any(words.YEAR.match(link.text) and not link.chrome for link in page.links):
                yield from self._walk_tried(page, here, meta)
            else:
                yield from self.parse_document(response)
        elif self._lists_reports(page):
            self._prove(meta)
            yield from self._walk_tried(page, here, meta)
        elif meta.get("exploring"):
            yield from self.through_way(
                page, {**meta, "kind": "way", "guessed": True, "directory": here.link_text or ""}
            )
        elif words.OLD_SITE.search(here.link_text or ""):
            old = replace(here, column=None, column_url=None, link_text=None, list_date=None)
            yield from self.through_way(page, {**meta, "kind": "home", "context": old, "depth": 0})
        else:
            self.trials.elsewhere(page)

    def _walk_tried(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        column = replace(here, column_url=page.url, list_date=None)
        yield from self.walk_list(page, column, {**meta, "kind": "list", "chain": page.url, "whole": True})

    def _prove(self, meta: dict[str, Any]) -> None:
        """A page that was tried is what was looked for."""
        if meta.get("exploring"):
            self.explorer.proved(meta["tried"])
        else:
            self.trials.proved()

    def _lists_reports(self, page: Page) -> bool:
        """Whether a page lists reports that no other list has led to, or is a column."""
        found = links.documents(page, page.url)
        if links.looks_like_column(page) and any(not self._is_known(link.url) for link in found):
            return True
        if links.looks_like_column(page) and not found:
            return any(not self._is_known(link.url) for link, _ in links.sub_columns(page, page.url))
        among = {link.url for link in links.reports_among(page)}
        new = (link for link in found if not self._is_known(link.url))
        return any(links.is_report(link.text) or link.url in among for link in new)

    def last_resort(self) -> Iterator[scrapy.Request]:
        """Once, where no document was found: what the site's own search finds."""
        if self.searched is None and self._search is not None and not self.counts.documents:
            form, written_into = self._search
            self.searched, sent = form.sent({written_into: words.SEARCHED_FOR})
            body, kind = (None, "list") if sent is None else (sent.encode(), "data")
            yield from self.ask(
                self.searched, kind, self.context(), depth=COLUMN_DEPTH, chain=self.searched, body=body, searched=True
            )

    def through_way(self, page: Page, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """At a glance the columns and documents that a page leads to, and some ways, but no bodies of a directory:
        these are the line's."""
        self._search = self._search or choices.site_search(page)
        ways = 0
        for request in super().through_way(page, meta):
            kind = request.meta["kind"]
            if meta.get("glance") and kind == "list":
                self.beyond.add(request.url)
            elif meta.get("glance") and kind == "way":
                ways += 1
                if ways > GLANCES or links.is_unit(request.meta["directory"]):
                    continue
                request = request.replace(meta={**request.meta, "glance": True})
            yield request
