"""Downloader middleware: cookies as Scrapy has them, a jar for each portal, without its way out to the internet.

Scrapy asks tldextract whether a cookie's domain is a public one, and tldextract fetches the list of those from
publicsuffix.org at the first cookie: a request to a foreign host, past every guard. Here it uses the list it brings.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares import cookies
from scrapy.http import Response
from tldextract import TLDExtract

MOST = 200
"""Cookies of one portal; a server that sets more gets none back until it sets them again."""
LONGEST = 4096
"""Bytes of one cookie that is sent back (RFC 6265, 6.1: at least so many; browsers: no more)."""

cookies._split_domain = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class Cookies(cookies.CookiesMiddleware):
    """See the module."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """See CookiesMiddleware."""
        if "Set-Cookie" not in response.headers:
            return response
        short = [line for line in response.headers.getlist("Set-Cookie") if len(line or b"") <= LONGEST]
        response.headers.setlist("Set-Cookie", short)
        answer = super().process_response(request, response)
        for jar in self.jars.values():
            if len(jar) > MOST:
                jar.clear()
        return answer
