"""Downloader middleware: a portal's crawl goes nowhere but to the portal's own hosts.

Other than Scrapy's offsite filter it has no exceptions (`dont_filter`, redirects and start requests are checked too),
knows ports, and takes a host with and without `www.` as the same portal.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest


class ForeignHost(IgnoreRequest):
    """The address belongs to no host of this portal."""


def netloc(url: str) -> str:
    """`host` or `host:port` of an address as it is asked for: lower case, other letters than ASCII as in DNS, without
    user name and default ports; empty where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, 80, 443) else f"{host}:{port}"


def is_own(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address lies on one of the portal's hosts, over http or https."""
    return url.lower().startswith(("http:", "https:")) and netloc(url) in hosts


class OwnHosts:
    """Raises ForeignHost for requests to other hosts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OwnHosts:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """See Scrapy's downloader middlewares."""
        hosts: frozenset[str] = getattr(self.crawler.spider, "hosts", frozenset())
        if not is_own(request.url, hosts):
            self.crawler.stats.inc_value("nianbao/foreign")
            raise ForeignHost(f"{netloc(request.url) or request.url} is no host of this portal")
