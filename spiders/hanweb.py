"""大汉 hanweb (jcms, jpaas): 29 of 132 hosts.

* Columns `/col/col<id>/index.html`, articles `/art/<y>/<m>/<d>/art_<col>_<id>.html`; jpaas `/<path>/art/<y>/art_<32
  hex>.html` [P].
* The list stands in the page as `<datastore>…<recordset><record><![CDATA[<a …>]]></record>`, not as links; `nextgroup`
  holds the address of `/module/web/jpage/dataproxy.jsp?page=N…`, which answers XML with `<totalpage>` and the records
  [C]. Some servers look at `page` only, so pages are walked by `page` [C].
* `/module/xxgk/xxgkAnnualReport.jsp?area=<unit>&fbtime=<year>` answers the report of a unit and year [P]. Years that
  the portal's row names are asked for every unit that was met; no unit is made up.
* The xxgk module's `search.jsp` and jpaas' `build/unit` are known [C] and not walked yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import scrapy

from crawler.family import FamilySpider
from crawler.page import Link, Page, page_of_text
from parse.report import Context

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
_NEXT_GROUP = re.compile(r"""<nextgroup>.*?href=["']([^"']+)["'].*?</nextgroup>""", re.DOTALL)
_TOTAL = re.compile(r"<totalpage>\s*(\d{1,4})\s*</totalpage>")
_SERVLET = "xxgkannualreport.jsp"


class HanwebSpider(FamilySpider):
    """The shared walk, with records, dataproxy and the servlet's years."""

    family = "hanweb"

    def extra_links(self, page: Page) -> Iterable[Link]:
        """The records of a datastore."""
        for record in _RECORD.findall(page.text):
            yield from page_of_text(page.url, f"<ul>{record}</ul>").links

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """The next page of the datastore; where only a total is given, the page after this one."""
        del meta
        found = _NEXT_GROUP.search(page.text)
        if found and (url := self.absolute(page, found.group(1).replace("&amp;", "&"))):
            yield url
            return
        total = _TOTAL.search(page.text)
        number = dict(parse_qsl(urlsplit(page.url).query)).get("page", "")
        if total and number.isdigit() and int(number) < int(total.group(1)):
            yield _with(page.url, "page", str(int(number) + 1))

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """Other years of the units that the servlet answers."""
        del meta
        years = [year for life in self.lives for year in life.year_range()]
        for link in (*page.links, *self.extra_links(page)):
            if _SERVLET not in link.url.lower():
                continue
            for year in years:
                url = _with(link.url, "fbtime", str(year))
                agency = re.sub(r"(?:19|20)\d\d年?度?", "", link.text) or here.agency
                yield from self.ask(url, "document", replace(here, agency=agency, link_text=None))


def _with(url: str, name: str, value: str) -> str:
    """The address with one parameter set."""
    parts = urlsplit(url)
    query = [(key, value if key == name else old) for key, old in parse_qsl(parts.query, keep_blank_values=True)]
    if name not in dict(query):
        query.append((name, value))
    return urlunsplit((*parts[:3], urlencode(query), ""))
