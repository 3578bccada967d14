"""博达 VSB (webber, visualsite): 6 of 132 hosts.

* Columns are `<path>.htm`, articles `/info/<tree>/<id>.htm`; a column's page can itself be the report (洪雅
  `…/zfxxgknb/n2022n/xz/zgz.htm` [P]), so it is kept like any document and the reader judges it.
* Pages count DOWN: of 31 pages the first is `zcyzc.htm`, the second `zcyzc/30.htm`, the last `zcyzc/1.htm` [C, a stored
  page]. All of them move when a page fills up, so a page's address says nothing of what it lists, and none is skipped
  because it was seen in an earlier crawl.
* 下页 is an ordinary link where the template draws one; where only a box for a page's number is drawn,
  `_simple_list_gotopage_fun(31,'u13_goto',2)` tells how many pages there are [C] and this module names them.
* The same article also answers as `content.jsp?urltype=news.NewsContentUrl&wbtreeid=…&wbnewsid=…` [P]; files come from
  `/system/_content/download.jsp?…` [I], which carries no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from crawler.family import FamilySpider
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.urls import clean_url

_TOTAL = re.compile(r"_simple_list_gotopage_fun\(\s*(\d{1,4})\s*,")
_FIRST = re.compile(r"/([^/?]+)\.s?html?$")
_LATER = re.compile(r"/(\d{1,4})\.s?html?$")


class VisualsiteSpider(FamilySpider):
    """The shared walk, with pages that count down."""

    family = "visualsite"

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """From a list's first page all others, from the second page (N-1) down to the last (1)."""
        total, name = _TOTAL.search(page.text), _FIRST.search(page.url)
        if not total or not name or meta.get("number", 1) > 1 or _LATER.search(page.url):
            return
        for number in range(min(int(total.group(1)), LIST_PAGES) - 1, 0, -1):
            if url := clean_url(page.url, f"{name.group(1)}/{number}.htm"):
                yield url
