"""Downloader middleware: redirects, one address further at a time, each through every check again.

A redirect to the address it came from (a cookie is set on the way) is followed although it was seen before; so is a
page that sets a cookie and does nothing but load itself again. The number of redirects is limited as ever. An address
that only leads around, or leads to where nothing can be asked for, is a failure with a row. `Request.meta["refreshed"]`
are the addresses of the pages by which the spider was sent here.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.keeping import Keeping, sends_to
from crawler.own_hosts import netloc


class Redirecting(RedirectMiddleware):
    """See the module."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """See RedirectMiddleware."""
        if "from_archive" in response.flags:
            return response
        if 300 <= response.status < 400:
            try:
                followed: Request | Response = super().process_response(request, response)
            except ValueError:
                followed = response
            if isinstance(followed, Request) and followed.url == request.url and "Set-Cookie" not in response.headers:
                around = IgnoreRequest(f"status {response.status} leads to itself")
                self._failed(request, around, "redirect_loop")
                raise around
            if isinstance(followed, Request) and netloc(followed.url):
                return followed
            where = (response.headers.get("Location") or b"nowhere").decode("latin-1")
            self._failed(request, OSError(f"status {response.status} leads to {where[:200]}"), "leads_nowhere")
            return response
        address = sends_to(response)
        if address == request.url and "Set-Cookie" in response.headers:
            return self._redirect(request.copy(), request, "cookie")
        if address is not None and address in (request.url, *request.meta.get("refreshed", ())):
            self._failed(request, OSError("a page that only leads around"), "redirect_loop")
        return response

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        try:
            followed = super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            self._failed(request, error, "redirect_loop")
            raise
        if followed.url == request.url or followed.url in followed.meta.get("redirect_urls", ()):
            followed.dont_filter = True
        for name in ("If-None-Match", "If-Modified-Since"):
            followed.headers.pop(name, None)
        return followed

    def _failed(self, request: Request, error: Exception, kind: str) -> None:
        Keeping(self.crawler).keep_failure(request, error, kind)
