"""开普云 ucap: 15 of 132 hosts (黑龙江, 江西, 新疆, parts of 海南, 江苏, 四川, 甘肃).

* Articles `/<site>/<column>/<yyyymm>/<32 hex>.shtml`, in 黑龙江 `c01_<id>.shtml`, `c03_<id>.shtml` [P]. Columns are
  `c<5-6 digits>` or a pinyin slug with a suffix for each unit that cannot be computed (zfxxgknb18, zfxxgkndbg34): it
  is harvested
  from 乡镇信息公开目录 [P, I]. In 牡丹江 every year × class of units has a column of its own [P].
* List pages have many names (`list.shtml`, `zfxxgk_list.shtml`, `pc/list.html` …); static pages go on as
  `<name>_2.shtml` [C].
* `pc/list.html` embeds `articleList:[{title, pubDate, urls:"{\\"pc\\":…}", articleFiles:[…]}]` [C].
* `/common/search/<GUID>?_isAgg=true&_isJson=true&_pageSize=N&_template=index&page=N` answers JSON with data.results;
  the GUID stands in the page's script [C]. That it continues `pc/list.html` joins two facts of different portals [I].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import scrapy

from crawler.anchors import Link
from crawler.announced import Announced
from crawler.elements import squeeze
from crawler.family import FamilySpider
from crawler.page import Page
from parse.report import Context

_ARTICLES = re.compile(r"\barticleList[\"']?\s*[:=]\s*(?=\[)")
_SEARCH = re.compile(r"""["']([^"']*/(?:common/search|search|searchList)/[0-9a-fA-F-]{16,40})(\?[^"']*)?["']""")
_GUID = re.compile(
    r"""(?:channelId|channel_id|manuscriptChannelId|guid)["']?\s*[:=]\s*["']([0-9a-f]{32})["']""", re.IGNORECASE
)
_TOTAL = re.compile(r"\b(?:total|totalCount|recordCount)[\"']?\s*[:=]\s*[\"']?(\d{1,6})")
_SIZE = 50


class UcapSpider(FamilySpider):
    """The shared walk, with embedded and searched JSON."""

    family = "ucap"

    def extra_links(self, page: Page) -> Iterable[Link]:
        """Articles that stand in the page, or are the page, as JSON."""
        for record in _records(page):
            date = str(record.get("pubDate") or record.get("publishedTimeStr") or "")[:10]
            text = squeeze(str(record.get("title") or ""))
            for href in _addresses(record):
                url = page.absolute(href)
                if url:
                    yield Link(url, text, date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None)

    def announced(self, page: Page) -> Announced:
        """The number beside the articles that a list embeds."""
        found = _TOTAL.search(page.scripts) if _ARTICLES.search(page.scripts) else None
        return Announced(int(found[1]), None, found[0]) if found else super().announced(page)

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The search behind a list that embeds only its first page; then its next page."""
        records = list(_records(page))
        if meta["kind"] == "data" and "asked" not in meta:
            return  # of an interface that is none of this product
        if meta["kind"] == "data":
            number = meta.get("number", 1) + 1
            if records and (meta["asked"] + len(records)) < _total(page.text):
                url = re.sub(r"([?&]page=)\d+", rf"\g<1>{number}", page.url)
                asked = meta["asked"] + len(records)
                yield from self.ask(
                    url, "data", here, depth=meta["depth"], chain=meta["chain"], number=number, asked=asked
                )
            return
        if meta["kind"] != "list" or not records or _total(page.scripts) <= len(records):
            return
        found, guid = _SEARCH.search(page.scripts), _GUID.search(page.scripts)
        path = found.group(1) if found else f"/common/search/{guid.group(1)}" if guid else None
        asked_at = (
            page.absolute(f"{path}?_isAgg=true&_isJson=true&_pageSize={_SIZE}&_template=index&page=1") if path else None
        )
        if asked_at:
            yield from self.ask(asked_at, "data", here, depth=meta["depth"], chain=meta["chain"], number=1, asked=0)


def _records(page: Page) -> Iterator[dict[str, Any]]:
    """The article records of a page's script or of a search answer."""
    text = page.text
    if text.lstrip()[:1] == "{":
        try:
            data = json.loads(text).get("data")
        except (ValueError, AttributeError):
            return
        found = data.get("results") if isinstance(data, dict) else None
        yield from (record for record in found or () if isinstance(record, dict))
        return
    for match in _ARTICLES.finditer(page.scripts):
        try:
            found, _ = json.JSONDecoder().raw_decode(page.scripts, match.end())
        except ValueError:
            continue
        yield from (record for record in found if isinstance(record, dict))


def _addresses(record: dict[str, Any]) -> Iterator[str]:
    """The addresses of an article and of its files."""
    urls = record.get("urls")
    if isinstance(urls, str):
        try:
            urls = json.loads(urls)
        except ValueError:
            urls = {"pc": urls}
    if isinstance(urls, dict) and urls.get("pc"):
        yield str(urls["pc"])
    elif record.get("url"):
        yield str(record["url"])
    for file in record.get("articleFiles") or ():
        if isinstance(file, dict) and file.get("filePath"):
            yield str(file.get("domainName") or "") + str(file["filePath"])


def _total(text: str) -> int:
    return max((int(number) for number in _TOTAL.findall(text)), default=0)
