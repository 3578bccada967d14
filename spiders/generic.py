"""A portal of whatever product: found by words, breadcrumbs and structure alone, until a page says which product it is.

How it walks (all of it in `crawler.family`, which every family shares):

* from the homepage over pages named 政府信息公开, 政务公开, …公开目录, 乡镇/部门/街道 to columns named …年报 /
  …年度报告; where a page lists public bodies, to each body's own pages, because towns have columns of their own (丰城
  [P]);
* in a column to years, classes of bodies and bodies below it (牡丹江: one sub-column for each year × class [P]), to the
  next page whatever drives the pager (`crawler.paging`), and to every document of the column, look-alikes too: whether
  it is a report is the reader's verdict, because titles lie ("瑞安市人民政府" is a whole title [P]);
* outside a column only to what is titled like a report (reports were seen under 通知公告 [P]);
* in an article to its files, its further pages and reports that it links to.

A list or a page on the way that shows a mark of a product (`spiders.marks`) has what that product's module knows looked
for on it and on all pages after it. So a line need not name its family, and a portal of which one part was moved to
another product is walked whole.

What is [P] was seen on stored pages, [C] in code of others, [I] is inferred; nobody has walked a live portal with this.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

import scrapy

from crawler.anchors import Link
from crawler.family import FamilySpider
from crawler.page import Page
from parse.report import Context
from spiders.epoint import EpointSpider
from spiders.gkmlpt import GkmlptSpider
from spiders.hanweb import HanwebSpider
from spiders.lonsun import LonsunSpider
from spiders.marks import shown_by
from spiders.openness import OpennessSpider
from spiders.truecms import TruecmsSpider
from spiders.ucap import UcapSpider
from spiders.visualsite import VisualsiteSpider
from spiders.xxgk_list import XxgkListSpider

logger = logging.getLogger(__name__)

PRODUCTS: dict[str, type[FamilySpider]] = {
    spider.family: spider
    for spider in (
        HanwebSpider,
        LonsunSpider,
        UcapSpider,
        VisualsiteSpider,
        GkmlptSpider,
        OpennessSpider,
        XxgkListSpider,
        EpointSpider,
        TruecmsSpider,
    )
}
"""The products that know more than the shared walk."""


class GenericSpider(
    HanwebSpider,
    LonsunSpider,
    UcapSpider,
    VisualsiteSpider,
    GkmlptSpider,
    OpennessSpider,
    XxgkListSpider,
    EpointSpider,
    TruecmsSpider,
):
    """The shared walk, with what is known of the products whose marks were seen."""

    family = "generic"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen: list[str] = []
        self._page: Page | None = None
        """The page that was searched for marks last: a list asks for each of its links."""

    def extra_links(self, page: Page) -> Iterator[Link]:
        """Those of the products."""
        for product in self._products(page):
            yield from product.extra_links(self, page)

    def belongs(self, page: Page, link: Link, column_url: str) -> bool:
        """Whether no product says that it does not."""
        return all(product.belongs(self, page, link, column_url) for product in self._products(page))

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterator[str]:
        """Those of the products."""
        for product in self._products(page):
            yield from product.extra_pages(self, page, meta)

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """Those of the products."""
        for product in self._products(page):
            yield from product.extra_requests(self, page, here, meta)

    def _products(self, page: Page) -> Iterable[type[FamilySpider]]:
        """The products whose marks were seen until now, on this page or before it."""
        if page is not self._page:
            self._page = page
            for family in shown_by(page, PRODUCTS.keys() - set(self._seen)):
                logger.info("%s: %s has marks of %s", self.name, page.url, family)
                self._seen.append(family)
        return [PRODUCTS[family] for family in self._seen]
