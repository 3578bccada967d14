"""The PHP product of 吉安 and 达州 (丰城 before it went to ucap): 1 of 132 hosts with a stored report.

* Lists are `/xxgk-list-<slug>.html` and `/news-list-<slug>.html`, page N of them `/xxgk-list-<slug>-<N>.html`, articles
  `/xxgk-show-<id>.html` (达川 2020 [P]) and `/news-show-<id>.html` [C, the whole grammar from a spider for 余干].
* An article's address does not name its column, so only the list says what belongs to it: links with a date.
* Some lists come from POST `/api-ajax_list-<page>.html` with `ajax_type[]=<model>_xxgk,<category>,…,50,…&is_ds=1`,
  which answers `{"data": [{"url", "updatetime", …}]}` [C]. The text of `ajax_type` is taken from the page's script;
  that it stands there as one string is inferred [I]. Pages are asked for until one brings nothing new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import scrapy

from crawler.anchors import Link
from crawler.elements import squeeze
from crawler.family import FamilySpider
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.paging import read_pager
from parse.report import Context

_LIST = re.compile(r"^(.*/(?:xxgk|news)-list-[a-z0-9_]*[a-z_][a-z0-9_]*)(?:-(\d{1,4}))?\.html$", re.IGNORECASE)
_TYPE = re.compile(r"""["'](\d+_xxgk,\d+,[^"']{3,300})["']""")


class XxgkListSpider(FamilySpider):
    """The shared walk, with pages by number and lists by POST."""

    family = "xxgk_list"

    def extra_links(self, page: Page) -> Iterable[Link]:
        """The articles of an answer."""
        for record in _records(page):
            address = record.get("url")
            if isinstance(address, str) and (url := page.absolute(address)):
                date = str(record.get("updatetime") or "")[:10]
                title = squeeze(re.sub(r"<[^>]*>", "", str(record.get("title") or "")))
                yield Link(url, title, date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None)

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """The page after this one, where the pager announces a number of pages and draws no link."""
        del meta
        found, total = _LIST.match(page.url), read_pager(page).total
        if found and total and (now := int(found.group(2) or 1)) < min(total, LIST_PAGES):
            yield f"{found.group(1)}-{now + 1}.html"

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The list that a page's script asks for; from an answer its next page."""
        if meta["kind"] == "data":
            if "asked_for" in meta and meta["fresh"] and meta["number"] < LIST_PAGES:
                yield from self._answer(page, meta["asked_for"], here, meta, meta["number"] + 1)
        elif meta["kind"] == "list" and (found := _TYPE.search(page.scripts)):
            yield from self._answer(page, found.group(1), here, meta, 1)

    def _answer(
        self, page: Page, asked_for: str, here: Context, meta: dict[str, Any], number: int
    ) -> Iterator[scrapy.Request]:
        url = page.absolute(f"/api-ajax_list-{number}.html")
        if url:
            body = urlencode({"ajax_type[]": asked_for, "is_ds": "1"}).encode()
            yield from self.ask(
                url,
                "data",
                here,
                depth=meta["depth"],
                chain=meta["chain"],
                number=number,
                body=body,
                asked_for=asked_for,
            )


def _records(page: Page) -> list[dict[str, Any]]:
    if page.text.lstrip()[:1] != "{":
        return []
    try:
        found = json.loads(page.text).get("data")
    except (ValueError, AttributeError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
