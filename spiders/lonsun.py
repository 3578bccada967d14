"""安徽龙讯 LonSun EX: 10 of 132 hosts, the best documented (霍邱 and its cluster).

* The number after `/public/column/` (黄冈, 祁门: `/zwgk/public/column/` [P]) is the unit; types are 1 制度, 2 指南,
  3 年报, 4 主动公开, 5 依申请公开 (vendor's source [C]). So every unit that is met has its annual reports at
  `/public/column/<unit>?type=3`.
* Lists are fragments fetched by script:
  `/site/label/8888?…labelName=publicInfoList&…organId=<unit>&type=…&pageIndex=N`, pages from 1, `pageCount:N` in the
  fragment [C]. The address is taken from the page's script.
* `…?type=3&action=detail&nav=3&title=<year>` is the report itself [P]; the same report also at `/public/content/<id>`
  and `/public/<unit>/<id>.html` [P]. All are fetched: which are one report is the archive's to say. Where such an
  address of a unit is met, the other years that the portal's row names are asked for too; no unit is made up.
* 海北 pages its lists by `&pageIndex=N` of the column's own address [C]: the shared pager does that.
* Whether `type=3&action=list` shows a list or the newest report is not known [–]; either is walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import scrapy

from crawler import links
from crawler.announced import Announced
from crawler.family import FamilySpider
from crawler.limits import LONGEST_ADDRESS
from crawler.page import Page
from parse.report import Context

_UNIT = re.compile(r"^(.*?/public/column/\d+)(?=[?/]|$)")
_DETAIL = re.compile(r"(/public/column/\d+\?(?=[^#]*\btype=3\b)(?=[^#]*\baction=detail\b)[^#]*\btitle=)(?:19|20)\d\d\b")
_LABEL = re.compile(r"""["']([^"']*/site/label/\d+\?[^"']+)["']""")
_PAGES = re.compile(r"\bpageCount\s*:\s*(\d{1,4})")
_TOTAL = re.compile(r"\btotal\s*:\s*(\d{1,5})\s*,")


class LonsunSpider(FamilySpider):
    """The shared walk, with label fragments and every unit's type=3."""

    family = "lonsun"

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """The fragment that a list's script fetches; from a fragment the next one."""
        del meta
        if "/site/label/" in page.url:
            found = _PAGES.search(page.text)
            query = parse_qsl(urlsplit(page.url).query, keep_blank_values=True)
            number = int(dict(query).get("pageIndex") or 1)
            if found and number < int(found.group(1)):
                following = [(key, str(number + 1) if key == "pageIndex" else value) for key, value in query]
                yield urlunsplit((*urlsplit(page.url)[:3], urlencode(following), ""))
            return
        for address in _LABEL.findall(page.scripts):
            if "labelName=publicInfoList" in address and (url := page.absolute(address.replace("&amp;", "&"))):
                yield url

    def announced(self, page: Page) -> Announced:
        """The fragment's own pager: rows, else how many fragments come after it."""
        if "/site/label/" not in page.url:
            return super().announced(page)
        found, pages = _TOTAL.search(page.text), _PAGES.search(page.text)
        if found:
            return Announced(int(found[1]), None, found[0].rstrip(", "))
        number = dict(parse_qsl(urlsplit(page.url).query)).get("pageIndex", "")
        if pages and number.isdigit():
            return Announced(None, None, pages[0], max(0, int(pages[1]) - int(number)))
        return super().announced(page)

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The annual reports of every public body that a page leads to; other years of those met by unit and year."""
        del meta
        years = [year for life in self.lives for year in life.year_range()]
        for link in page.links if years else ():
            if len(link.url) <= LONGEST_ADDRESS and _DETAIL.search(link.url):
                for year in years:
                    yield from self.ask(
                        _DETAIL.sub(rf"\g<1>{year}", link.url), "document", replace(here, link_text=None)
                    )
        for link in page.links:
            found = _UNIT.search(urlsplit(link.url).path)
            if not found or not links.is_unit(link.text):
                continue
            url = page.absolute(f"{found.group(1)}?type=3")
            if url:
                unit = replace(here, agency=link.text or here.agency, column_url=url, link_text=link.text)
                yield from self.ask(url, "list", unit, depth=0, chain=url)
