"""Downloader middleware next to the engine: lists that only a browser shows are drawn before the spider sees them.

Only for portals whose line says `browser` = `lists`, and only their home, way and list pages: a report is kept as it
was sent. What the page's scripts ask for is asked for by the engine like anything else, so it waits its turn, obeys
robots.txt, stays on the portal's hosts and is in the archive as the browser received it (purposes `script` and `api`).
Pictures, styles, fonts and foreign hosts are not asked for at all.

A column that shows nothing without its script is remembered for portals whose line does not say so, so that the end of
a crawl that found nothing can tell why.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response

from crawler import link_words as words
from crawler import links
from crawler.agent import user_agent
from crawler.characters import whole
from crawler.family import FamilySpider
from crawler.keeping import Keeping
from crawler.limits import LIST_PAGES
from crawler.own_hosts import is_own
from crawler.page import Page, page_of
from crawler.patience import TookTooLong, bounded
from crawler.single_page import NEEDS_BROWSER, drawn_into

if TYPE_CHECKING:
    from crawler.browser import Browser, Wanted

logger = logging.getLogger(__name__)

DRAWN = frozenset({"home", "way", "list"})
"""Kinds of requests whose pages are drawn."""
KINDS = {"script": "script", "xhr": "data", "fetch": "data"}
"""What a page may ask for: the browser's word for it → the kind of our request."""
MOST = 400
"""Requests of one page with all pages of its list."""
SENT_ON = frozenset({"accept", "content-type", "referer", "x-requested-with"})
"""Headers of a page's script that are sent with its requests."""
INSTALL = "its lists are drawn by a script and need a browser: `make browser` adds the extra nianbao[browser]"

_ASKS = re.compile(r"XMLHttpRequest|\bfetch\(|\$\.(?:ajax|get|post|getJSON)\b|axios|createApp|new Vue\b|ReactDOM")


class NeedsBrowser(IgnoreRequest):
    """A portal's lists can only be read with a browser, and there is none."""


class Rendering:
    """See the module."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._browser: Browser | None = None
        self._lacks: str | None = None
        self._scripts: dict[str, Response | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rendering:
        made = cls(crawler)
        crawler.signals.connect(made.closed, signal=signals.spider_closed)
        return made

    async def closed(self) -> None:
        """End the browser with the spider."""
        if self._browser is not None:
            await self._browser.quit()

    async def process_response(self, request: Request, response: Response) -> Response:
        """Put the drawn page in the place of the one that was sent."""
        spider = self.crawler.spider
        kind = request.meta.get("kind")
        if not isinstance(spider, FamilySpider) or kind not in DRAWN or response.status != 200:
            return response
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        if response.body.lstrip()[:1] != b"<" or "xml" in content_type.partition(";")[0].replace("xhtml", ""):
            return response
        drawn = any(life.browser for life in spider.lives)
        try:
            if not drawn and spider.undrawn is None and bounded(lambda: drawn_by_script(page_of(response))):
                spider.undrawn = f"the {'list' if kind == 'list' else 'page'} at {response.url} {NEEDS_BROWSER}"
            if not drawn or bounded(lambda: page_of(response).redirect):
                return response
        except TookTooLong:
            return response  # it is given up when it is looked through for links
        browser = self._ready(spider, request)
        if browser is None:
            return response
        try:
            shown = await self._draw(browser, request, response)
        except Exception as error:  # noqa: BLE001 — whatever ails the browser: the page as sent is walked, and it is said
            self._lost(spider, request, f"the browser did not draw it: {str(error).splitlines()[0]}")
            return response
        headers = {**response.headers, "Content-Type": "text/html; charset=utf-8"}
        start, end, rest = shown[0].rpartition("</body>")
        body = "".join((start, *(f"\n<div>{further}</div>" for further in shown[1:]), end, rest))
        return HtmlResponse(
            response.url,
            headers=headers,
            body=whole(body).encode(),
            encoding="utf-8",
            flags=[*response.flags, "drawn"],
            request=request,
        )

    async def _draw(self, browser: Browser, request: Request, response: Response) -> list[str]:
        left = MOST

        async def fetch(wanted: Wanted) -> Response | None:
            nonlocal left
            left -= 1
            return await self._fetch(wanted, request) if left >= 0 else None

        return await browser.draw(response, fetch, words.NEXT.pattern, LIST_PAGES)

    async def _fetch(self, wanted: Wanted, of: Request) -> Response | None:
        """What a page's script asks for, as one more request of the portal; None where it is refused."""
        spider = self.crawler.spider
        assert isinstance(spider, FamilySpider)
        kind = KINDS.get(wanted.kind)
        if kind is None or not is_own(wanted.url, spider.hosts):
            self.crawler.stats.inc_value("nianbao/not_drawn")
            return None
        if kind == "script" and wanted.url in self._scripts:
            return self._scripts[wanted.url]
        headers = {name: value for name, value in wanted.headers.items() if name.lower() in SENT_ON}
        meta = {"kind": kind, "context": of.meta["context"], "depth": of.meta.get("depth", 0)}
        request = Request(wanted.url, method=wanted.method, headers=headers, body=wanted.body, meta=meta,
                          dont_filter=True)  # fmt: skip
        spider.counts.requests += 1
        found: Response | None
        try:
            found = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 — kept as a row by Keeping; the page goes on without it
            logger.debug("%s: %s", wanted.url, error)
            found = None
        if kind == "script":
            self._scripts[wanted.url] = found
        return found

    def _ready(self, spider: FamilySpider, request: Request) -> Browser | None:
        """The browser; without one a sentence, once."""
        if self._browser is None and self._lacks is None:
            try:
                from crawler.browser import Browser

                self._browser = Browser(self.crawler, user_agent())
            except ImportError:
                self._lacks = INSTALL
            except LookupError as error:
                self._lacks = f"its lists are drawn by a script: {error}"
            if self._lacks:
                self._lost(spider, request, self._lacks)
        return self._browser

    def _lost(self, spider: FamilySpider, request: Request, reason: str) -> None:
        """Keep that a list was not drawn."""
        spider.undrawn = spider.undrawn or reason
        spider.broken_lists += 1
        logger.warning("%s: %s", spider.name, reason)
        Keeping(self.crawler).keep_failure(request, NeedsBrowser(reason), "needs_browser")


def drawn_by_script(page: Page) -> bool:
    """Whether a page is an annual-report column that lists nothing, and has a script that asks for something; or no
    more than the place for what a script draws."""
    if drawn_into(page):
        return True
    if not links.looks_like_column(page) or links.documents(page, page.url) or links.sub_columns(page, page.url):
        return False
    return bool(_ASKS.search(page.scripts)) or "<script src" in re.sub(r"\s+", " ", page.text)


def missing() -> str | None:
    """Why pages cannot be drawn here, or None."""
    try:
        from crawler.browser import chromium
    except ImportError:
        return "the extra nianbao[browser] is not installed (`make browser`)"
    return None if chromium() else "no Chromium on this system"
