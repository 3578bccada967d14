"""Downloader middleware: redirects, one address further at a time, each through every check again.

A redirect to the address it came from (a cookie is set on the way) is followed although it was seen before; the number
of redirects is limited as ever, and an address that only leads around is a failure with a row.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.keeping import Keeping


class Redirecting(RedirectMiddleware):
    """See the module."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        try:
            followed = super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            Keeping(self.crawler).keep_failure(request, error, "redirect_loop")
            raise
        if followed.url == request.url or followed.url in followed.meta.get("redirect_urls", ()):
            followed.dont_filter = True
        for name in ("If-None-Match", "If-Modified-Since"):
            followed.headers.pop(name, None)
        return followed
