"""Recognising a host that does not want us, and leaving it alone.

A refusal is a status 403, 405, 412, 512 or 521, or a challenge served in place of the page (瑞数, 加速乐 and their
like, or a page of nothing but a small script). One refusal on a home or list page, or three in a row anywhere, ends
the portal's crawl: it is recorded as blocked, never disguised, never solved. A busy host that asks us three times in a
row to come back much later is left alone as well.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import _schedule_coro

from crawler.not_modified import NOT_MODIFIED
from crawler.page import Page, page_of
from crawler.patience import TookTooLong, bounded
from crawler.retrying import LONGEST_WAIT, retry_after
from crawler.single_page import drawn_into, is_template
from parse.answer_pages import BLOCKED, WORDINGS

logger = logging.getLogger(__name__)

REFUSALS = frozenset({403, 405, 412, 512, 521})
"""Statuses by which portals were seen to turn robots away."""

BUSY = frozenset({429, 503})
"""Statuses of hosts that may say for how long they want to be left alone."""

IN_A_ROW = 3

CHALLENGE = re.compile(
    rb"\$_ts\s*=|FSSBBIl1UgzbN7N80[ST]|__jsl_clearance|__jsluid|acw_sc__v2|wzws_sessionid|yunsuo_session|/cdn-cgi/challenge|"
    rb"document\.cookie\s*=\s*\(?['\"]_['\"]\)?\s*\+|safedog-flow-item|_waf_|waf_captcha|aliyun_waf|wafCookie|captcha-?verify"
)
"""Scripts of the products that stand before portals: 瑞数, 加速乐 (知道创宇), 阿里云, 网站卫士, 云锁, Cloudflare,
安全狗."""

CHALLENGE_WORDS = dict(WORDINGS)[BLOCKED]
"""Sentences of their pages, without blanks."""

SMALL = 8192
"""Bytes above which a page is no stub."""


def challenge(response: Response) -> str | None:
    """Why a successful answer is no page but a challenge, or None."""
    body = response.body
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
    if len(body) > 10 * SMALL or (content_type and "html" not in content_type and "text" not in content_type):
        return None
    head = body.lstrip()[:1]
    if head and head != b"<":
        return None
    page, small = page_of(response), len(body) <= SMALL
    if page.links and (not small or page.words > 400):
        return None
    if CHALLENGE.search(body) and not page.links:
        return "a challenge script in place of the page"
    if small and page.words < 400 and _firewall(page.text):
        return "a firewall's page in place of the page"
    if small and b"<script" in body.lower() and page.words < 20 and not page.links and not page.frames:
        return None if page.redirect or _has_a_place(page) else "a page of nothing but a script"
    return None


def _has_a_place(page: Page) -> bool:
    """Whether a page has room for what its script draws (`<div id="app">`), or is a piece of another page."""
    whole = re.search(r"<(?:html|head|body)\b", page.text, re.IGNORECASE) is not None
    return next(page.root.iter("ul", "table"), None) is not None if not whole else drawn_into(page) or is_template(page)


def _firewall(text: str) -> bool:
    """Whether a page has a sentence of a firewall."""
    return CHALLENGE_WORDS.search("".join(text.split())) is not None


class Blocks:
    """Downloader middleware between decompression and the redirects of the spider; see the module."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.in_a_row: dict[str, int] = {}
        self.reason: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Blocks:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Nothing more goes to a portal that refused us, and no request for a picture where three were refused."""
        if self.reason is not None:
            raise IgnoreRequest(f"the portal is left alone: {self.reason}")
        if request.meta.get("kind") == "image" and self.in_a_row.get(_asked(request), 0) >= IN_A_ROW:
            raise IgnoreRequest("the portal does not give its pictures; they are left alone")

    def process_response(self, request: Request, response: Response) -> Response:
        """Count refusals; raise IgnoreRequest for what is not a page."""
        if "from_archive" in response.flags and NOT_MODIFIED not in response.flags:
            return response
        kind = request.meta.get("kind", "robots")
        host = _asked(request)
        reason = self._refusal(kind, response)
        if reason is None:
            if kind != "robots" and response.status < 400:
                self.in_a_row[host] = 0
            return response
        self.in_a_row[host] = self.in_a_row.get(host, 0) + 1
        refused = self.in_a_row[host] >= IN_A_ROW and kind != "image"
        # What a form answers may be anything; pages that are asked for plainly are what a firewall stands before.
        plain = request.method == "GET" and response.status not in BUSY
        entrance = plain and kind in ("home", "list", "way", "data")
        if entrance or refused:
            self._leave(f"{reason} at {request.url}")
        if kind == "robots":
            return response
        raise IgnoreRequest(reason)

    def _refusal(self, kind: str, response: Response) -> str | None:
        if response.status in REFUSALS:
            return f"status {response.status}"
        if response.status in BUSY and (seconds := retry_after(response) or 0.0) > LONGEST_WAIT:
            return f"status {response.status}, to come back in {seconds:.0f} s"
        if kind == "robots" or not 200 <= response.status < 300:
            return None
        try:
            return bounded(lambda: challenge(response))
        except TookTooLong:
            return None  # challenges are small; when it is looked through for links, this page is given up

    def _leave(self, reason: str) -> None:
        if self.reason is not None:
            return
        self.reason = reason
        spider = self.crawler.spider
        spider.blocked = reason  # type: ignore[union-attr]
        logger.warning("%s: blocked: %s; the host is left alone", getattr(spider, "name", ""), reason)
        _schedule_coro(self.crawler.engine.close_spider_async(reason="blocked"))


def _asked(request: Request) -> str:
    """What is counted for: a host, its pictures apart from its pages (some give pictures to their own pages only)."""
    host = urlsplit(request.url).hostname or ""
    return f"pictures of {host}" if request.meta.get("kind") == "image" else host
