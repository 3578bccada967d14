"""What a family may add to the shared walk, each for what the generic walk cannot know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import scrapy
from scrapy.http import Response

from crawler.anchors import Link
from crawler.announced import NOTHING, Announced, announced
from crawler.asking import Asking
from crawler.page import Page, page_of
from crawler.script_pagers import announced_by
from parse.report import Context


class FamilyHooks(Asking):
    """The hooks as they are for a portal of which nothing is known."""

    def page(self, response: Response) -> Page:
        """The response as a walker sees it."""
        return page_of(response)

    def announced(self, page: Page) -> Announced:
        """What a page of a list says of its length."""
        told = announced(page.text)
        return announced_by(page) if told == NOTHING else told

    def extra_links(self, page: Page) -> Iterable[Link]:
        """Documents that stand in a page but not as links (records in scripts, embedded JSON)."""
        del page
        return ()

    def belongs(self, page: Page, link: Link, column_url: str) -> bool:
        """Whether a document that a page of a column lists is one of that column."""
        del page, link, column_url
        return True

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
