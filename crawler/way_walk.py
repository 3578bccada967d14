"""The way from a homepage to the annual-report columns, by the words of links and where these say nothing by trial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy.http import Response

from crawler import choices, links
from crawler import link_words as words
from crawler.anchors import Link
from crawler.limits import MOST_PARTS, WAY_DEPTH
from crawler.list_walk import WalksLists
from crawler.lists import ListWalk
from crawler.page import Page
from crawler.sending_on import sent_by
from crawler.single_page import BEHIND_HASH, routes
from parse.report import Context

LONGEST_NAME = 16
"""Characters of the name of an older site."""
FEW_LINKS = 12
"""Links of a first page that is no more than a way in."""


def _leads_to_years(link: Link, kind: str) -> bool:
    """Whether a link of a page on the way leads to what came out in a year, or to an older site of the portal."""
    by_year = words.YEAR.match(link.text) and kind != "home" and not link.chrome and link.date is None
    return bool(by_year) or (len(link.text) <= LONGEST_NAME and bool(words.OLD_SITE.search(link.text)))


class WalksWays(WalksLists):
    """The part of a spider that is about the way to the columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.from_home = False
        """Whether the walk goes the way from the homepage, or from what stands for it."""

    def parse_home(self, response: Response) -> Iterator[scrapy.Request]:
        """The homepage: a page on the way like others."""
        yield from self.parse_way(response)

    def parse_way(self, response: Response) -> Iterator[scrapy.Request]:
        """A page on the way: columns first, then ways further on, then bodies where it lists them."""
        page, meta = self.page(response), response.meta
        if page.redirect:
            yield from self.ask(
                page.redirect, "way", meta["context"], depth=meta["depth"] + 1, refreshed=sent_by(response),
                glance=meta.get("glance", False),
            )  # fmt: skip
            return
        if meta["kind"] == "way" and links.is_report_itself(page):
            self.explorer.proved(page.url, looked=False)
            yield from self.ask(page.url, "document", replace(meta["context"], parent_url=page.url))
        yield from self.through_way(page, meta)
        if not (meta.get("guessed") or meta.get("glance")) and not self._leads_on(page, menus=meta["kind"] == "home"):
            yield from self.scripts_of(page, meta)

    def through_script(self, page: Page, meta: dict[str, Any], text: str) -> Iterator[scrapy.Request]:
        """What a script writes, and what it asks for, stand for the page that it belongs to."""
        page = page.with_script(text)
        if meta["kind"] in ("home", "way"):
            yield from self.through_way(page, meta)
        else:
            if page.links:
                yield from self.walk_list(page, meta["here"], meta)
            yield from self.from_interfaces(page, meta["here"], meta, 0, listed=False)

    def through_way(self, page: Page, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """What a page on the way leads to; `meta` is that of its request."""
        context: Context = meta["context"]
        here = replace(context, agency=context.agency or links.unit_of(page), parent_url=page.url)
        itself = links.looks_like_column(page) or any(
            link.url == page.url and not link.chrome and links.is_column(link.text) for link in page.links
        )
        shows = itself and (links.documents(page, page.url) or not links.leads_below(page))
        if meta["kind"] != "home" and shows:
            yield from self.walk_list(page, replace(here, column_url=page.url), {**meta, "depth": 0, "chain": page.url})
        else:
            self.trials.on_the_way(page)
            if meta["kind"] != "home" and not links.turns_back(page) and (among := links.reports_among(page)):
                at = {**meta, "kind": "list", "depth": 0, "chain": page.url, "searched": True}
                yield from self.walk_list(page, replace(here, column_url=page.url), at)
                for link in links.whole_of(page, among):
                    whole = replace(here, column_url=link.url, link_text=None)
                    yield from self.ask(link.url, "list", whole, depth=0, chain=link.url, searched=True)
        directory = meta["kind"] != "home" and links.is_directory(page, meta.get("directory", ""))
        deeper = meta["depth"] + 1
        for frame in page.frames:
            if deeper <= WAY_DEPTH:
                yield from self.ask(frame, "way", here, depth=deeper, directory=meta.get("directory", ""))
        for link in (*page.links, *self.extra_links(page)):
            if links.is_attachment(link):
                if links.is_report(link.text):
                    yield from self.document(link, here)
            elif name := links.column_named(link):
                if link.url == page.url:
                    continue
                column = replace(here, column=name, column_url=link.url, link_text=link.text)
                yield from self.ask(link.url, "list", column, depth=0, chain=link.url)
            elif links.is_report(link.text):
                yield from self.document(link, here)
            elif deeper > WAY_DEPTH or (not self.from_home and not meta.get("glance") and self._leads_back(link, page)):
                continue
            elif links.is_way(link.text) or _leads_to_years(link, meta["kind"]):
                of = replace(here, agency=link.beside) if link.beside else here
                yield from self.ask(link.url, "way", of, depth=deeper, directory=link.text)
            elif link.date is None and links.is_unit(link.text) and (directory or self._has_own_site(link, meta)):
                unit = replace(here, agency=link.text)
                self.note_body(link)
                yield from self.ask(link.url, "way", unit, depth=deeper, directory="")
        yield from self._sent(page, here, deeper)
        self._note_routes(page, here)
        if directory:
            self._note_bodies(page, here)
        if words.OLD_SITE.search(meta.get("directory", "")) and next(choices.choices(page), None):
            # An archive that is asked for by year or body.
            archived = {**meta, "kind": "list", "depth": 0, "chain": page.url}
            yield from self.walk_list(page, replace(here, column_url=page.url), archived)
        self.explorer.offer(page, here)
        leads_on = self._leads_on(page, menus=meta["kind"] == "home")
        if meta["kind"] == "home" and not leads_on:
            for link in page.links:
                if words.SITE_MAP.match(link.text):
                    yield from self.ask(link.url, "way", here, depth=deeper, directory=link.text, guessed=True)
        unclear = meta["kind"] != "home" or len(page.links) <= FEW_LINKS
        if unclear and not meta.get("guessed") and deeper <= WAY_DEPTH and not leads_on:
            # A page on the way whose links no words explain: a directory of bodies with names we do not know; a first
            # page that is no more than a picture.
            for link in links.parts(page)[:MOST_PARTS]:
                self.note_body(link)
                yield from self.ask(link.url, "way", here, depth=deeper, directory=link.text, guessed=True)
        yield from self.extra_requests(page, here, meta)

    @staticmethod
    def _has_own_site(link: Link, meta: dict[str, Any]) -> bool:
        """Whether a link of a homepage may lead to the pages of a public body other than the portal's own."""
        return meta["kind"] == "home" and not words.OWN_GOVERNMENT.search(link.text)

    def _sent(self, page: Page, here: Context, depth: int) -> Iterator[scrapy.Request]:
        """The columns and ways of a page that a form leads to, sent by POST."""
        for link in page.posts:
            body, key = (link.body or "").encode(), f"{link.url}\n{link.body}"
            if name := links.column_named(link):
                column = replace(here, column=name, column_url=link.url, link_text=link.text)
                yield from self.ask(link.url, "data", column, depth=0, chain=key, body=body, is_column=True)
            elif depth <= WAY_DEPTH and links.is_way(link.text):
                yield from self.ask(link.url, "way", here, depth=depth, directory=link.text, body=body)

    def _note_bodies(self, page: Page, here: Context) -> None:
        """Bodies, and classes of them, that a directory names and leads nowhere with."""
        if sum(links.is_unit(link.text) for link in page.links) > 1 and page.url not in self.lists:
            one = self.lists[page.url] = ListWalk(page.url, None, None, here.agency)
            one.led_on = True
            one.names(page, ("body", "class"))

    def _note_routes(self, page: Page, here: Context) -> None:
        """Columns that only a script opens: lists that were not read."""
        for text, url in routes(page):
            if links.is_column(text) and url not in self.lists:
                one = self.lists[url] = ListWalk(url, url, text, here.agency)
                one.column, one.unread = True, BEHIND_HASH
            if links.is_column(text) or links.is_way(text):
                self.undrawn = self.undrawn or f"the page at {url} {BEHIND_HASH}"

    @staticmethod
    def _leads_back(link: Link, page: Page) -> bool:
        """Whether a link leads above the columns that a walk began at: every page's menu, or the breadcrumb."""
        return link.chrome or link.text in page.crumbs

    @staticmethod
    def _leads_on(page: Page, *, menus: bool) -> bool:
        """Whether some link of a page is a column, a report, or a way other than those the page stands on itself; with
        `menus` those that stand on every page count."""
        return any(
            links.column_named(link)
            or links.is_report(link.text)
            or (links.is_way(link.text) and (menus or not link.chrome) and link.text not in page.crumbs)
            for link in (*page.links, *page.posts)
            if link.url != page.url or link.body is not None
        )
