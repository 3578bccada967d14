"""新点 Epoint: 1 of 132 hosts with a stored report; 徐州 and its counties, 抚顺, 营口, 丹东.

* Columns are `/dynamic/<folder>/<name>.html?categorynum=<digits>` (`govInfoPub.html`, `openlist.html`), of one body
  with `&deptcode=<number>`; their pages are empty [C].
* The list is asked for by POST of JSON to `<project>/rest/lightfrontaction/getgovinfolist`:
  `{deptcode, categorynum, pageIndex, pageSize, siteGuid}`, in 营口 the same within `params` [C]. Pages are counted from
  0. It answers `{"custom": {"total", "data": [{"realtitle" or "title", "infourl", "infodate"}]}}` [C].
* Project and GUID stand in `/js/webBuilderCommon.js` as `siteInfo = {"projectName": "/EWB-FRONT", "siteGuid": …}` [C],
  elsewhere in `/js/ajaxReq.js` [C]. Where that names no project, it is `/EWB-FRONT` [I].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import scrapy
from scrapy.http import Response

from crawler import islands
from crawler.family import FamilySpider
from crawler.page import Page
from parse.carrier.encoding import decode
from parse.report import Context

_GUID = re.compile(r"""["']?siteGuid["']?\s*[:=]\s*["']([0-9a-fA-F-]{32,36})["']""")
_PROJECT = re.compile(r"""["']?projectName["']?\s*[:=]\s*["'](/[\w-]+)["']""")
_SCRIPTS = ("/js/webBuilderCommon.js", "/js/ajaxReq.js")
_SIZE = 20


class EpointSpider(FamilySpider):
    """The shared walk, with the lists of categories."""

    family = "epoint"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._site: tuple[str, str] | None = None
        self._waiting: list[tuple[Page, Context, dict[str, Any]]] = []

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The list of a category, once the site's number is known; from an answer its next page."""
        if meta["kind"] == "data":
            total, _, _ = islands.counted(islands.answer(page.text))
            if "category" in meta and meta["fresh"] and total is not None and (meta["number"]) * _SIZE < total:
                yield from self._ask_category(page, meta["category"], here, meta, meta["number"] + 1)
            return
        category = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
        if meta["kind"] != "list" or "categorynum" not in category:
            return
        self._site = self._site or _site(page.scripts)
        if self._site:
            yield from self._ask_category(page, category, here, meta, 1)
            return
        self._waiting.append((page, here, {**meta, "category": category}))
        for path in _SCRIPTS:
            if url := page.absolute(path):
                yield from self.ask(
                    url, "script", here, depth=meta["depth"], page=page, page_meta={**meta, "here": here}
                )

    def parse_script(self, response: Response) -> Iterator[scrapy.Request]:
        """The site's number, for the categories that wait for it."""
        self._site = self._site or _site(decode(response.body, None)[0])
        if self._site is None:
            yield from super().parse_script(response)
            return
        waiting, self._waiting = self._waiting, []
        for page, here, meta in waiting:
            yield from self._ask_category(page, meta["category"], here, meta, 1)

    def _ask_category(
        self, page: Page, category: dict[str, str], here: Context, meta: dict[str, Any], number: int
    ) -> Iterator[scrapy.Request]:
        assert self._site is not None
        project, guid = self._site
        sent = {
            "deptcode": category.get("deptcode", ""),
            "categorynum": category["categorynum"],
            "pageIndex": number - 1,
            "pageSize": _SIZE,
            "siteGuid": guid,
        }
        # 营口 looks into `params`, 徐州 beside it.
        body = json.dumps({"token": "", **sent, "params": sent}, separators=(",", ":")).encode()
        if url := page.absolute(f"{project}/rest/lightfrontaction/getgovinfolist"):
            yield from self.ask(
                url, "data", here, depth=meta["depth"], chain=meta["chain"], number=number, body=body, category=category
            )


def _site(script: str) -> tuple[str, str] | None:
    """Project and GUID of a site, from a script."""
    guid, project = _GUID.search(script), _PROJECT.search(script)
    return (project[1] if project else "/EWB-FRONT", guid[1]) if guid else None
