"""What a walk looks at beyond the columns of its portal's line: the homepage, for columns that the line lacks, and
where nothing at all was found, what the site's own search finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import scrapy

from crawler import link_words as words
from crawler import links
from crawler.forms import Form
from crawler.limits import COLUMN_DEPTH, GLANCES, WAY_DEPTH
from crawler.page import Page
from crawler.way_walk import WalksWays


class LooksBeyond(WalksWays):
    """The part of a spider that is about what no list led to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beyond: set[str] = set()
        """Columns that the homepage leads to and the line does not have."""
        self.searched: str | None = None
        """The address of the site's search, where that was all that was left."""
        self._glanced = False
        self._search: tuple[Form, str] | None = None

    def glance(self) -> Iterator[scrapy.Request]:
        """Once, after a walk from the columns of a line: the homepage, and what it names as ways. An address that was
        named for this crawl is walked as it is."""
        if not (self._glanced or self.from_home or self.portal.known_by == "operator"):
            self._glanced = True
            yield from self.ask(self.portal.homepage, "home", self.context(), depth=WAY_DEPTH - 1, glance=True)

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
        self._search = self._search or links.site_search(page)
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
