"""The way from a homepage to the annual-report columns, by the words of links and where these say nothing by trial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy.http import Response

from crawler import link_words as words
from crawler import links
from crawler.anchors import Link
from crawler.limits import MOST_PARTS, WAY_DEPTH
from crawler.list_walk import WalksLists
from crawler.lists import ListWalk
from crawler.page import Page
from crawler.sending_on import sent_by
from crawler.single_page import BEHIND_HASH, routes
from parse.report import Context

FEW_LINKS = 12
"""Links of a first page that is no more than a way in."""


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
        if meta["kind"] != "home" and itself and links.documents(page, page.url):
            yield from self.walk_list(page, replace(here, column_url=page.url), {**meta, "depth": 0, "chain": page.url})
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
            elif links.is_way(link.text):
                yield from self.ask(link.url, "way", here, depth=deeper, directory=link.text)
            elif directory and links.is_unit(link.text) and link.date is None:
                unit = replace(here, agency=link.text)
                yield from self.ask(link.url, "way", unit, depth=deeper, directory="")
        yield from self._sent(page, here, deeper)
        self._note_routes(page, here)
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
                yield from self.ask(link.url, "way", here, depth=deeper, directory=link.text, guessed=True)
        yield from self.extra_requests(page, here, meta)

    def _sent(self, page: Page, here: Context, depth: int) -> Iterator[scrapy.Request]:
        """The columns and ways of a page that a form leads to, sent by POST."""
        for link in page.posts:
            body, key = (link.body or "").encode(), f"{link.url}\n{link.body}"
            if name := links.column_named(link):
                column = replace(here, column=name, column_url=link.url, link_text=link.text)
                yield from self.ask(link.url, "data", column, depth=0, chain=key, body=body, is_column=True)
            elif depth <= WAY_DEPTH and links.is_way(link.text):
                yield from self.ask(link.url, "way", here, depth=depth, directory=link.text, body=body)

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
