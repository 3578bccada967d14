"""truecms (南通, 如皋, 海门; 连云港, 上海人大): 1 of 132 hosts with a stored report.

* Columns are `/<path>/<name>/<name>.html`, articles `/<path>/content/<uuid>.html` [C].
* The column's page names its own number and the interface as settings of a pager: `columnId:'<uuid>'`,
  `proxyUrl:'/truecms/messageController/getMessage.do'` (`/TrueCMS/…` too) [C]; a first part of the list may stand in a
  hidden `#initData` [C].
* `GET …getMessage.do?startrecord=1&endrecord=20&perpage=20&columnId=…` answers `{"result": "<datastore>… <record>
  <![CDATA[<li><a …>]]></record>"}`, in a call where a `callback` is named. 404 without a Referer (如皋). How many it
  gives at once differs: 50 in 南通 and not 100, 20 in 如皋 and not 50 [C]. That `<totalrecord>` stands there as in
  hanweb's pager, which this one resembles, is inferred [I]; else a part that is not full is the last.
* 连云港 has switched it off (404) [C]: what stands in the page is then all that is shown; the list is called broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import scrapy
from scrapy.http import Response

from crawler import islands
from crawler.announced import Announced
from crawler.family import FamilySpider
from crawler.limits import LIST_PAGES
from crawler.page import Page, page_of_text
from parse.report import Context

_INTERFACE = re.compile(r"""["']([^"']*/truecms/messageController/getMessage\.do)\b""", re.IGNORECASE)
_COLUMN = re.compile(r"""\bcolumnId["']?\s*[:=]\s*["']([0-9a-fA-F-]{32,36})["']""")
_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,6})\s*</totalrecord>")
_RECORD = re.compile(r"<record\b")
_SIZE = 20


class TruecmsSpider(FamilySpider):
    """The shared walk, with the records of a column."""

    family = "truecms"

    def page(self, response: Response) -> Page:
        """The markup inside an answer stands for the page."""
        page = super().page(response)
        data = islands.answer(page.text) if _is_answer(page) else None
        if not isinstance(data, dict):
            return page
        return page_of_text(page.url, re.sub(r"<!\[CDATA\[|\]\]>", "", str(data.get("result") or "")))

    def announced(self, page: Page) -> Announced:
        """`<totalrecord>` of the records."""
        found = _TOTAL.search(page.text) if _is_answer(page) else None
        return Announced(int(found[1]), None, f"totalrecord {found[1]}") if found else super().announced(page)

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The records of a column; from a part of them the next part."""
        if _is_answer(page):
            total, number = _TOTAL.search(page.text), meta["number"]
            more = number * _SIZE < int(total[1]) if total else len(_RECORD.findall(page.text)) >= _SIZE
            if more and meta["fresh"] and number < LIST_PAGES:
                yield from self._ask_records(page.url.partition("?")[0], meta["column"], here, meta, number + 1)
            return
        interface, column = _INTERFACE.search(page.scripts), _COLUMN.search(page.scripts)
        if meta["kind"] == "list" and interface and column and (url := page.absolute(interface[1])):
            yield from self._ask_records(url, column[1], here, meta, 1)

    def _ask_records(
        self, url: str, column: str, here: Context, meta: dict[str, Any], number: int
    ) -> Iterator[scrapy.Request]:
        first = (number - 1) * _SIZE + 1
        sent = {"startrecord": first, "endrecord": first + _SIZE - 1, "perpage": _SIZE, "columnId": column}
        yield from self.ask(
            f"{url}?{urlencode(sent)}",
            "data",
            here,
            depth=meta["depth"],
            chain=meta["chain"],
            number=number,
            column=column,
        )


def _is_answer(page: Page) -> bool:
    return urlsplit(page.url).path.lower().endswith("/messagecontroller/getmessage.do")
