"""A browser that draws a page for us and never touches the network itself.

The extra `nianbao[browser]`: scrapy-playwright with the system's Chromium. Whatever the browser asks for is handed to a
function of the caller's, which fetches it as the crawler fetches everything else, or refuses; the browser's own way out
is a proxy that does not exist. So the delay, robots.txt, own hosts only, the guard on addresses, the user agent and the
archive hold for what a page's scripts ask for by the same code as for the page.

Only this module knows Playwright; it is imported where a portal's line asks for a browser.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

logger = logging.getLogger(__name__)
# What it says of every start and stop is no news to an operator.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Names under which systems have it; NIANBAO_CHROMIUM names another."""

NO_WAY_OUT = "http://127.0.0.1:9"
"""The proxy of every connection that the browser would make itself: nobody listens there (port 9, discard)."""

QUIET = 0.8
"""Seconds without a request of the page after which it is taken to be drawn."""
LONGEST = 900.0
"""Seconds for one page with all its requests and pages of its list."""

_NEXT = r"""
(pattern) => {
  const next = new RegExp(pattern);
  for (const node of document.querySelectorAll("a, button, li, span, div, input, i, td")) {
    const text = (node.innerText || node.value || "").replace(/\s+/g, "");
    const classes = ` ${node.className} `;
    const named = /\s(?:btn-next|layui-laypage-next|pagination-next|next-page)\s/.test(classes);
    if (!(text.length < 12 && next.test(text)) && !named) continue;
    const href = node.tagName === "A" ? node.getAttribute("href") || "" : "";
    if (href && !href.startsWith("#") && !/^javascript:/i.test(href)) continue;
    if (node.children.length && [...node.querySelectorAll("a, button")].length) continue;
    let off = node.disabled || node.getClientRects().length === 0;
    for (let up = node, i = 0; up && i < 2; up = up.parentElement, i++)
      off = off || /disabled/.test(up.className || "") || up.getAttribute("aria-disabled") === "true";
    if (off) continue;
    node.click();
    return true;
  }
  return false;
}
"""
"""Clicks what leads to the next page of a list and is no ordinary link; says whether there was such a thing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that a page asks for. `kind` is the browser's word (script, xhr, fetch, image …)."""

    url: str
    method: str
    kind: str
    headers: dict[str, str]
    body: bytes


Fetch = Callable[[Wanted], Awaitable[Response | None]]
"""Fetches what a page wants, or returns None where it is refused or cannot be had."""


@dataclass(slots=True)
class _Page:
    """A page that is being drawn."""

    given: Response
    fetch: Fetch
    next_pattern: str
    most_pages: int
    shown: list[str] = field(default_factory=list)
    waiting: int = 0
    last: float = field(default_factory=time.monotonic)
    begun: bool = False


def chromium() -> str | None:
    """The browser's program, or None where there is none."""
    named = os.environ.get("NIANBAO_CHROMIUM", "").strip()
    return shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)


class Browser(ScrapyPlaywrightDownloadHandler):
    """Draws pages, one at a time. Raises LookupError where the system has no Chromium."""

    def __init__(self, crawler: Crawler, user_agent: str) -> None:
        program = chromium()
        if program is None:
            raise LookupError("no Chromium on this system (NIANBAO_CHROMIUM names one)")
        super().__init__(crawler)
        self.config.launch_options = {
            "executable_path": program,
            "chromium_sandbox": os.geteuid() != 0,
            "proxy": {"server": NO_WAY_OUT, "bypass": "<-loopback>"},
            "args": [
                "--disable-background-networking",
                "--disable-component-update",
                "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            ],
        }
        self.user_agent = user_agent
        self._page: _Page | None = None
        self._turn = asyncio.Lock()
        self._started = False

    async def draw(self, given: Response, fetch: Fetch, next_pattern: str, most_pages: int) -> list[str]:
        """What a reader sees of a page that was fetched already, as markup: the page, then the bodies of those pages of
        its list that only a click leads to. Raises Playwright's errors and TimeoutError."""
        async with self._turn:
            if not self._started:
                await self._launch()
                self._started = True
            self._page = page = _Page(given, fetch, next_pattern, most_pages)
            request = Request(
                given.url,
                dont_filter=True,
                meta={
                    "playwright": True,
                    "playwright_context_kwargs": {
                        "user_agent": self.user_agent,
                        "locale": "zh-CN",
                        "service_workers": "block",
                        "accept_downloads": False,
                    },
                    "playwright_page_goto_kwargs": {"wait_until": "commit", "timeout": LONGEST * 1000},
                    "playwright_page_methods": [PageMethod(self._look, page)],
                },
            )
            try:
                await asyncio.wait_for(self._download_request(request), LONGEST)
            except TimeoutError:
                if not page.shown:
                    raise
                logger.warning("%s: not all of its pages were drawn in %d s", given.url, LONGEST)
            finally:
                self._page = None
                await self._shut()
            if not page.shown:
                raise PlaywrightError("the page went elsewhere by its script, and was not let")
            return page.shown

    async def _look(self, drawn: Any, page: _Page) -> None:
        """Note what is shown; click on as long as something new comes."""
        seen: set[str] = set()
        while len(page.shown) < page.most_pages:
            await _quiet(page)
            if str(drawn.url).startswith("chrome-error:"):
                return  # it was not let go elsewhere: what is shown is the browser's own page, which names that place
            text = await drawn.inner_text("body")
            if text in seen:
                return
            seen.add(text)
            page.shown.append(await (drawn.inner_html("body") if page.shown else drawn.content()))
            page.last = time.monotonic()
            if not await drawn.evaluate(_NEXT, page.next_pattern):
                return

    async def _shut(self) -> None:
        """Close what was opened: no page goes on running."""
        for wrapper in list(self.context_wrappers.values()):
            await wrapper.context.close()

    def _make_request_handler(self, *args: Any, **kwargs: Any) -> Callable[..., Awaitable[None]]:
        """In scrapy-playwright's place: the page itself is what was fetched, all else goes through `fetch`."""
        del args, kwargs
        page = self._page
        assert page is not None

        async def answer(route: Any, wanted: Any) -> None:
            page.last, page.waiting = time.monotonic(), page.waiting + 1
            try:
                found = await self._answer(page, wanted)
                if found is None:
                    await route.abort("blockedbyclient")
                else:
                    await route.fulfill(status=found.status, headers=_headers(found), body=found.body)
            except PlaywrightError as error:
                logger.debug("%s was closed before it had %s: %s", page.given.url, wanted.url, error)
            finally:
                page.last, page.waiting = time.monotonic(), page.waiting - 1

        return answer

    @staticmethod
    async def _answer(page: _Page, wanted: Any) -> Response | None:
        if wanted.is_navigation_request():
            # Frames are walked by the spider; a page that goes elsewhere by script (a challenge does) goes nowhere.
            if page.begun:
                return None
            page.begun = True
            return page.given
        headers = await wanted.all_headers()
        body = wanted.post_data_buffer or b""
        return await page.fetch(Wanted(wanted.url, wanted.method, wanted.resource_type, headers, body))

    async def quit(self) -> None:
        """End the browser."""
        if self._started:
            await self._close()


async def _quiet(page: _Page) -> None:
    """Wait until a page asks for nothing more."""
    while page.waiting or time.monotonic() - page.last < QUIET:
        await asyncio.sleep(0.1)


def _headers(found: Response) -> dict[str, str]:
    """An answer's headers; its body is unpacked already."""
    left_out = {"content-encoding", "content-length", "transfer-encoding", "set-cookie"}
    pairs = ((name.decode("latin-1"), found.headers.get(name) or b"") for name in found.headers)
    return {name: value.decode("latin-1") for name, value in pairs if name.lower() not in left_out}
