"""The scripts of pages that show nothing without them: menus that a script writes, lists that it asks for.

None is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.http import Response

from crawler.family_hooks import FamilyHooks
from crawler.limits import MOST_SCRIPTS, MOST_SCRIPTS_IN_ALL
from crawler.page import Page
from parse.carrier.encoding import decode


class AsksScripts(FamilyHooks):
    """The part of a spider that is about scripts in files of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scripts: dict[str, str] = {}
        self._wait_for: dict[str, list[tuple[Page, dict[str, Any]]]] = {}

    def parse_script(self, response: Response) -> Iterator[scrapy.Request]:
        """A script: for the page that it was asked for, and for those that name it too."""
        text = decode(response.body, None)[0]
        waiting = [(response.meta["page"], response.meta["page_meta"])]
        for url in {response.url, response.request.url if response.request else response.url}:
            self._scripts[url] = text
            waiting += self._wait_for.pop(url, [])
        for page, meta in waiting:
            yield from self.through_script(page, meta, text)

    def through_script(self, page: Page, meta: dict[str, Any], text: str) -> Iterator[scrapy.Request]:
        """What a script writes, and what it asks for, on a page; `meta` is that of the page's request."""
        raise NotImplementedError

    def scripts_of(self, page: Page, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The scripts of a page; `meta` is that of the request that brought it. None where a browser draws the lists:
        it asks for what it needs."""
        if any(life.browser for life in self.lives):
            return
        for url in page.own_scripts[:MOST_SCRIPTS]:
            if url in self._scripts:
                yield from self.through_script(page, meta, self._scripts[url])
            elif url in self._wait_for:
                self._wait_for[url].append((page, meta))
            elif self.counts.scripts < MOST_SCRIPTS_IN_ALL:
                self._wait_for[url] = []
                for request in self.ask(url, "script", meta["context"], depth=meta["depth"], page=page, page_meta=meta):
                    self.counts.scripts += 1
                    yield request
