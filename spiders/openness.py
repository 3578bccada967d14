"""`OpennessAnnualReport` / `XxgkAnnualReport` of 亳州, 池州, 铜陵, 宣城: 7 of 132 hosts; its maker is not known.

* Reports are `/XxgkAnnualReport/show/<id>.html`, `/OpennessAnnualReport/show/<id>.html` (also below `/openness/`),
  `/Xxgknb/show/<id>.html`, and `/OpennessAnnualReport/year/show/<unit>/<year>.html` (东至 341/2022, 344/2021) [P]. One
  host can have two of these forms (蒙城 [P]). A report under its number and under unit and year is one report: both are
  fetched, the archive says so.
* Where addresses of unit and year are met, the other years that the portal's row names are asked for the same unit;
  units come from pages, no number is made up.
* A unit's directory is `/XxgkContent/showList/<unit>/0/page_1.html`, further pages `page_N.html` [C]. It lists all of
  the unit's documents; what is titled as a report is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import scrapy

from crawler.family import FamilySpider
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.paging import read_pager
from parse.report import Context

_UNIT_YEAR = re.compile(r"^(.*AnnualReport/year/show/\d+/)(?:19|20)\d\d(\.html)$", re.IGNORECASE)
_PAGE = re.compile(r"(/page_)(\d{1,4})(\.html)$")


class OpennessSpider(FamilySpider):
    """The shared walk, with further years of the units met, and directories by page."""

    family = "openness"

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """The page after this one, where the pager announces a number of pages and draws no link."""
        del meta
        found, total = _PAGE.search(page.url), read_pager(page).total
        if found and total and int(found.group(2)) < min(total, LIST_PAGES):
            yield _PAGE.sub(rf"\g<1>{int(found.group(2)) + 1}\g<3>", page.url)

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """Other years of the units whose reports a page links to; the next page of a unit's directory."""
        if meta["kind"] == "way":
            # As a way, not as a list: a directory holds all of a unit's documents, only its reports are taken.
            for url in (*read_pager(page).following, *self.extra_pages(page, meta)):
                if _PAGE.search(url):
                    yield from self.ask(url, "way", here, depth=meta["depth"])
        years = [year for life in self.lives for year in life.year_range()]
        for link in page.links:
            if not (found := _UNIT_YEAR.match(link.url)):
                continue
            agency = re.sub(r"(?:19|20)\d\d年?度?.*", "", link.text) or here.agency
            for year in years:
                url = f"{found.group(1)}{year}{found.group(2)}"
                yield from self.ask(url, "document", replace(here, agency=agency, link_text=None))
