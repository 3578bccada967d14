"""大汉 hanweb (jcms, jpaas): 29 of 132 hosts.

* Columns `/col/col<id>/index.html`, articles `/art/<y>/<m>/<d>/art_<col>_<id>.html`; jpaas `/<path>/art/<y>/art_<32
  hex>.html` [P].
* The list stands in the page as `<datastore>…<recordset><record><![CDATA[<a …>]]></record>`, not as links; `nextgroup`
  holds the address of `/module/web/jpage/dataproxy.jsp?page=N…`, which answers XML with `<totalpage>` and the records
  [C]. Some servers look at `page` only, so pages are walked by `page` [C]; the first may be what the page shows
  already. Where no next group stands in the page, or it brings nothing new, jpage asks by POST for `startrecord` to
  `endrecord`, with the fields of its `ajaxParam` or `dataParam`, in groups of `groupSize` times `perPage` [C].
* `/module/xxgk/xxgkAnnualReport.jsp?area=<unit>&fbtime=<year>` answers the report of a unit and year [P]. Years that
  the portal's row names are asked for every unit that was met; no unit is made up.
* The xxgk module fills its lists from `/module/xxgk/search.jsp?infotypeId&jdid&area&divid&…&currpage=N`, by POST or GET
  [C]; the fragment says 共N页. The area stands in the page (`tree.jsp?area=…`, `vc_xxgkarea=…`), the kind of document
  in the column's address (`?number=…`), the box is `div<column>` [C]. It may list the whole area: what belongs is told
  by the column's number in `art_<column>_<id>` [C].
* jpaas fills them from `/api-gateway/jpaas-publish-server/front/page/build/unit`, which answers `{"data": {"html"}}`
  for the ids of the page's `queryData`; the page's number must stand inside `paramJson` [C]. The static page shows an
  empty table and the guide's text instead [P]. How many pages there are is not said: one that brings nothing new is the
  last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import scrapy
from scrapy.http import Response

from crawler import links
from crawler.anchors import Link
from crawler.announced import Announced
from crawler.between import between
from crawler.family import FamilySpider
from crawler.limits import LIST_PAGES
from crawler.page import Page, page_of_text
from crawler.paging import read_pager
from crawler.scripts import block_of, parameters_of
from parse.report import Context

_RECORD = re.compile(r"<record>")
_MARKS = re.compile(r"<!\[CDATA\[|\]\]>")
_NEXT_GROUP = re.compile(r"<nextgroup>")
_HREF = re.compile(r"""href=["']([^"']+)["']""")
_TOTAL = re.compile(r"<totalpage>\s*(\d{1,4})\s*</totalpage>")
_RECORDS = re.compile(r"<totalrecord>\s*(\d{1,6})\s*</totalrecord>")
_SERVLET = "xxgkannualreport.jsp"
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNIT_QUERY = re.compile(r"""queryData\s{0,20}=\s{0,20}(["'])(\{.{0,4000}?\})\1(?=[\s/>])""", re.IGNORECASE | re.DOTALL)
_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
_UNIT_SIZE = 15
_PAGE_NUMBER = re.compile(r'"pageNo"\s*:\s*(\d{1,4})')
_SEARCH = "/module/xxgk/search.jsp"
_AREA = re.compile(r"""(?:tree\.jsp\?area|vc_xxgkarea)=([^&"'\s<>]{1,60})""")
_COLUMN = re.compile(r"/col/col(\d+)/")
_JPAGE = re.compile(r"\.\s*jpage\s*\(\s*\{|\(\s*\{(?=[^{}]{0,1500}proxyUrl)")
_PROXY = re.compile(r"""proxyUrl["']?\s*:\s*["']([^"']{1,200})["']""")
_SENT = re.compile(r"""(?:ajax|data)Param["']?\s*:\s*\{""")
_NUMBERS = re.compile(r"""(perPage|groupSize|totalRecord)["']?\s*:\s*["']?(\d{1,6})""", re.IGNORECASE)
_OWN = frozenset({"perpage", "groupsize", "totalrecord", "proxyurl"})
"""Settings of jpage itself, lower case; what stands beside them is sent where no object of it is."""
_ARTICLE = re.compile(r"/art_(\d+)_\d+\.")
_JDID = re.compile(r"""\bjdid["']?\s*[:=]\s*["']?(\d{1,6})""")


class HanwebSpider(FamilySpider):
    """The shared walk, with records, dataproxy, the xxgk module, jpaas' units and the servlet's years."""

    family = "hanweb"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: dict[str, _Group] = {}
        """What a list's jpage may be asked for, by the list."""

    def page(self, response: Response) -> Page:
        """The markup inside a unit's answer stands for the page."""
        page = super().page(response)
        if page.text.lstrip()[:1] != "{":
            return page
        try:
            data = json.loads(page.text).get("data")
        except (ValueError, AttributeError):
            return page
        html = data.get("html") if isinstance(data, dict) else None
        return page_of_text(page.url, html) if isinstance(html, str) else page

    def extra_links(self, page: Page) -> Iterable[Link]:
        """The records of a datastore."""
        for _, record in between(page.text, _RECORD, "</record>"):
            yield from page_of_text(page.url, f"<ul>{_MARKS.sub('', record)}</ul>").links

    def belongs(self, page: Page, link: Link, column_url: str) -> bool:
        """What the xxgk module lists of a whole area is told by the column's number; reports are taken wherever."""
        column = _COLUMN.search(column_url)
        if column is None or not urlsplit(page.url).path.endswith(_SEARCH):
            return True
        article = _ARTICLE.search(link.url)
        return article is None or article[1] == column[1] or links.is_report(link.text)

    def extra_pages(self, page: Page, meta: dict[str, Any]) -> Iterable[str]:
        """The next page of the datastore; where only a total is given, the page after this one."""
        del meta
        found = _next_group(page)
        if found and (url := page.absolute(found.replace("&amp;", "&"))):
            yield url
            return
        yield from self._unit_pages(page)
        yield from self._search_pages(page)
        total = _TOTAL.search(page.text)
        number = _query(page).get("page", "")
        if total and number.isdigit() and int(number) < int(total.group(1)):
            yield _with(page.url, "page", str(int(number) + 1))

    def _unit_pages(self, page: Page) -> Iterator[str]:
        """The answers of jpaas: the first of every unit of a column, from an answer the next."""
        parts = urlsplit(page.url)
        if parts.path == _UNIT:
            if number := _PAGE_NUMBER.search(dict(parse_qsl(parts.query)).get("paramJson", "")):
                yield _with(page.url, "paramJson", _unit_page(int(number.group(1)) + 1))
            return
        for _, pairs in _UNIT_QUERY.findall(page.text):
            query = dict(_PAIR.findall(unescape(pairs)))
            if query.get("pageType") == "column" and (url := page.absolute(_UNIT)):
                yield f"{url}?{urlencode(query | {'paramJson': _unit_page(1)})}"

    def _search_pages(self, page: Page) -> Iterator[str]:
        """The answers of the xxgk module: the first of a column, from an answer the next."""
        if urlsplit(page.url).path.endswith(_SEARCH):
            number, total = _query(page).get("currpage", ""), read_pager(page).total
            if total and number.isdigit() and int(number) < min(total, LIST_PAGES):
                yield _with(page.url, "currpage", str(int(number) + 1))
            return
        area, column, jdid = _AREA.search(page.text), _COLUMN.search(page.url), _JDID.search(page.text)
        if not area or not column or "<datastore>" in page.text or not (url := page.absolute(_SEARCH)):
            return
        query = {
            "infotypeId": dict(parse_qsl(urlsplit(page.url).query)).get("number", ""),
            "jdid": jdid.group(1) if jdid else "",
            "area": area.group(1),
            "divid": f"div{column.group(1)}",
            "sortfield": ",createdatetime:0,orderid:0",
            "currpage": "1",
            "fbtime": "-1",
        }
        empty = dict.fromkeys(("vc_title", "vc_number", "vc_filenumber", "vc_all", "texttype"), "")
        yield f"{url}?{urlencode(query | empty)}"

    def announced(self, page: Page) -> Announced:
        """`<totalrecord>` of the records, else how many answers come after this one: by `<totalpage>`, by the pages of
        a unit. The xxgk module may count the whole area: its number of records says nothing, that of its pages what to
        ask for."""
        path, told = urlsplit(page.url).path, super().announced(page)
        if path.endswith(_SEARCH):
            return replace(told, entries=None, pages=None, left=_left(page, "currpage", told.pages))
        if found := _RECORDS.search(page.text):
            return Announced(int(found[1]), None, f"totalrecord {found[1]}")
        if total := _TOTAL.search(page.text):
            return Announced(None, None, f"totalpage {total[1]}", _left(page, "page", _answers(page, int(total[1]))))
        if path == _UNIT and told.pages and (number := _PAGE_NUMBER.search(_query(page).get("paramJson", ""))):
            return replace(told, left=max(0, told.pages - int(number[1])))
        return told

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """Groups of records; other years of the units that the servlet answers."""
        yield from self._groups(page, here, meta)
        years = [year for life in self.lives for year in life.year_range()]
        for link in (*page.links, *self.extra_links(page)):
            if _SERVLET not in link.url.lower():
                continue
            for year in years:
                url = _with(link.url, "fbtime", str(year))
                agency = re.sub(r"(?:19|20)\d\d年?度?", "", link.text) or here.agency
                yield from self.ask(url, "document", replace(here, agency=agency, link_text=None))

    def _groups(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The group of records that jpage asks for after those of a page or of an answer."""
        had, total = _counted(page), _RECORDS.search(page.text)
        if meta["kind"] == "list":
            made = _group_of(page, had)
            if made is not None and _next_group(page):
                # Where the next group brings nothing new, its proxy wants to be told which records.
                self.groups[meta["chain"]], made = made, None
            elif meta.get("number") == 2 and not meta["fresh"]:
                made = self.groups.pop(meta["chain"], None)
            left = made is not None and (made.total is None or made.first <= made.total)
        else:
            made = meta.get("group")
            left = made is not None and meta["fresh"] and had >= made.size
            made = made and replace(made, first=made.first + made.size, total=int(total[1]) if total else made.total)
        if made is None or not left or (made.total is not None and made.first > made.total):
            return
        asked = {"startrecord": made.first, "endrecord": made.first + made.size - 1, "perpage": made.shown}
        yield from self.ask(
            f"{made.proxy}?{urlencode(asked)}", "data", here, depth=meta["depth"], chain=meta["chain"],
            number=meta.get("number", 1) + 1, body=made.sent.encode(), group=made,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """Records that jpage asks its proxy for at once: the `first` of `size` of them, of which `shown` are on a page."""

    proxy: str
    sent: str
    first: int
    size: int
    shown: int
    total: int | None


def _group_of(page: Page, had: int) -> _Group | None:
    """The group after the records that stand in a page, or None where no jpage is set up on it."""
    if not (found := _JPAGE.search(page.scripts)):
        return None
    block = block_of(page.scripts, found.end())
    proxy, sent = _PROXY.search(block), _SENT.search(block)
    told = {name.lower(): int(number) for name, number in _NUMBERS.findall(block)}
    told_all = parameters_of("{" + (block[sent.end() :] if sent else block) + "}", {})
    fields = {name: value for name, value in (told_all or {}).items() if name.lower() not in _OWN}
    url = page.absolute(proxy[1]) if proxy else None
    if url is None or not fields:
        return None
    shown = told.get("perpage") or 15
    return _Group(url, urlencode(fields), had + 1, shown * (told.get("groupsize") or 3), shown, told.get("totalrecord"))


def _counted(page: Page) -> int:
    """The records of a page or of an answer."""
    return sum(1 for _ in between(page.text, _RECORD, "</record>"))


def _next_group(page: Page) -> str | None:
    """The address in a datastore's next group."""
    inner = next((inner for _, inner in between(page.text, _NEXT_GROUP, "</nextgroup>")), "")
    return found[1] if (found := _HREF.search(inner)) else None


def _query(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def _left(page: Page, name: str, total: int | None) -> int | None:
    """The answers after this one, whose number its address says."""
    number = _query(page).get(name, "")
    return max(0, total - int(number)) if total and number.isdigit() else None


def _answers(page: Page, total: int) -> int:
    """How many answers of a proxy there are at least: its pages may be larger than those that it counts."""
    had, size = _counted(page), _query(page).get("perpage", "")
    if not size.isdigit() or not int(size) or had <= int(size):
        return total
    return -(-((total - 1) * int(size) + 1) // had)


def _unit_page(number: int) -> str:
    return json.dumps({"pageNo": number, "pageSize": _UNIT_SIZE}, separators=(",", ":"))


def _with(url: str, name: str, value: str) -> str:
    """The address with one parameter set."""
    parts = urlsplit(url)
    query = [(key, value if key == name else old) for key, old in parse_qsl(parts.query, keep_blank_values=True)]
    if name not in dict(query):
        query.append((name, value))
    return urlunsplit((*parts[:3], urlencode(query), ""))
