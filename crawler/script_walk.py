"""The scripts of pages that show nothing without them: menus that a script writes, lists that it asks for.

None is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import scrapy

from crawler.family_hooks import FamilyHooks
from crawler.limits import MOST_SCRIPTS, MOST_SCRIPTS_IN_ALL
from crawler.page import Page


class AsksScripts(FamilyHooks):
    """The part of a spider that is about scripts in files of their own."""

    def scripts_of(self, page: Page, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The scripts of a page; `meta` is that of the request that brought it. None where a browser draws the lists:
        it asks for what it needs."""
        if any(life.browser for life in self.lives):
            return
        for url in page.own_scripts[:MOST_SCRIPTS]:
            if self.counts.scripts < MOST_SCRIPTS_IN_ALL:
                for request in self.ask(url, "script", meta["context"], depth=meta["depth"], page=page, page_meta=meta):
                    self.counts.scripts += 1
                    yield request
