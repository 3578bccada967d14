"""Downloader middleware nearest to the network: every answer and every failure goes to the archive before anything
reads it, redirects, errors and robots.txt too.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.headers import Headers
from twisted.web._newclient import ParseError

from archive.content_coding import UndecodableBody, decoded
from archive.exchange import Exchange, FailedFetch, Truncated
from crawler.addresses import AddressRefused
from crawler.blocks import SMALL
from crawler.conditional import AlreadyCaptured
from crawler.failures import causes, told
from crawler.family import FamilySpider
from crawler.keeper import Keeper
from crawler.not_modified import doubted
from crawler.own_hosts import ForeignHost
from crawler.page import read_page
from crawler.robots import RobotsForbid
from crawler.session import Session
from crawler.tls import BadCertificate
from parse.report import Context

PURPOSES = {
    "document": "document", "attachment": "document", "list": "document", "trial": "document", "data": "api",
    "image": "image",
}  # fmt: skip
"""Kind of a request to purpose of its exchange. A list may itself be the report, so lists are read too; a picture
and a further page of an article are no documents of their own, but read with the page that leads to them."""


class Keeping:
    """Hands exchanges to the session of the Keeper extension."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keeping:
        return cls(crawler)

    @property
    def session(self) -> Session:
        """The archive and reading queue of this process."""
        keeper = self.crawler.get_extension(Keeper)
        if keeper is None or keeper.session is None:
            raise RuntimeError("the Keeper extension is off: nothing may be fetched that is not kept")
        return keeper.session

    def process_request(self, request: Request) -> None:
        """Nothing is fetched unless it will be kept."""
        del request
        self.session.check()

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the exchange; leaves the capture's id in `request.meta["capture"]`."""
        if "from_archive" in response.flags:
            return response
        if (doubt := doubted(request, response)) is not None:
            # Kept as an answer, it would say that the copy we have still stands.
            self.keep_failure(request, OSError(doubt), "doubted_304")
            return response
        now = datetime.now(UTC)
        exchange = Exchange(
            url=request.url,
            method=request.method,
            request_headers=(("Host", urlsplit(request.url).netloc), *pairs(request.headers)),
            request_body=request.body,
            status=response.status,
            reason=_phrase(response.status),
            response_headers=pairs(response.headers),
            body=response.body,
            started=request.meta.get("exchange_started", now),
            finished=now,
            context=self._context(request),
            truncated=_truncated(response),
            redirect_to=redirect_of(response),
            ip=str(response.ip_address) if response.ip_address else None,
            purpose=_purpose(request),
        )
        capture = request.meta["capture"] = self.session.keep(exchange)
        keeper = self.crawler.get_extension(Keeper)
        if keeper is not None and keeper.awaited is not None and _is_page(request, response):
            keeper.awaited.kept(capture)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep the failure, unless it was our own decision not to ask."""
        if isinstance(exception, AlreadyCaptured):
            return
        if isinstance(exception, IgnoreRequest) and not isinstance(exception, RobotsForbid | ForeignHost):
            return
        self.keep_failure(request, exception, failure_kind(exception))

    def keep_failure(self, request: Request, exception: Exception, kind: str) -> None:
        """Keep that a request brought nothing; `kind` is a word of `failure_kind`, or what the caller knows better."""
        now = datetime.now(UTC)
        self.session.keep_failure(
            FailedFetch(
                url=request.url,
                kind=kind,
                message=told(exception, request.url),
                started=request.meta.get("exchange_started", now),
                finished=now,
                method=request.method,
                context=self._context(request),
                purpose=_purpose(request),
            )
        )

    def _context(self, request: Request) -> Context:
        context, spider = request.meta.get("context"), self.crawler.spider
        if isinstance(context, Context):
            return spider.context_of(request) if isinstance(spider, FamilySpider) else context
        return spider.context() if isinstance(spider, FamilySpider) else Context()


def pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Headers as (name, value), Latin-1, one for each line sent. Twisted gives names in their usual capitalisation."""
    found: list[tuple[str, str]] = []
    for name in headers:
        for value in headers.getlist(name):
            key = name if isinstance(name, bytes) else str(name).encode()
            found.append((key.decode("latin-1"), (value or b"").decode("latin-1")))
    return tuple(found)


_ODD = (ValueError, LookupError)
"""What Twisted raises over numbers and codings of a head that are none."""


def failure_kind(exception: Exception) -> str:
    """A short, stable word for why there is no response."""
    if isinstance(exception, AddressRefused):
        return "address_refused"
    if isinstance(exception, RobotsForbid):
        return "robots"
    if isinstance(exception, ForeignHost):
        return "foreign_host"
    if isinstance(exception, DownloadTimeoutError):
        return "timeout"
    if isinstance(exception, DownloadCancelledError):
        return "too_large"
    inner = list(causes(exception))
    if any(isinstance(one, BadCertificate | SSL.Error) for one in inner):
        return "tls"
    if any(isinstance(one, ParseError) or (one is not exception and isinstance(one, _ODD)) for one in inner):
        return "bad_answer"
    name = type(exception).__name__.lower()
    text = f"{name} {exception}".lower()
    for word, kind in (
        ("resolve", "dns"),
        ("dns", "dns"),
        ("refused", "refused"),
        ("unreachable", "no_route"),
        ("no route", "no_route"),
        ("timeout", "timeout"),
        ("ssl", "tls"),
        ("tls", "tls"),
        ("certificate", "tls"),
        ("dataloss", "disconnect"),
        ("failed", "disconnect"),
        ("lost", "disconnect"),
        ("connection", "disconnect"),
    ):
        if word in text:
            return kind
    return "error"


_SENDS_ON = re.compile(rb"location|http-equiv\s*=\s*.?refresh", re.IGNORECASE)


def redirect_of(response: Response) -> str | None:
    """Where an answer sends to: by its header, or as a page that does nothing else."""
    if 300 <= response.status < 400:
        location = (response.headers.get("Location") or b"").decode("latin-1")
        try:
            return urljoin(response.url, location) if location else None
        except ValueError:
            return None
    found = sends_to(response)
    return found if found != response.url else None


def sends_to(response: Response) -> str | None:
    """The address that a page does nothing but send to, possibly its own."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if response.status != 200 or "html" not in content_type.lower() or len(response.body) > SMALL:
        return None
    try:
        codings = b", ".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        body = decoded(response.body, codings, limit=SMALL)
    except UndecodableBody:
        return None
    refresh = (response.headers.get("Refresh") or b"").decode("latin-1")
    return read_page(response.url, body, content_type, refresh).redirect if refresh or _SENDS_ON.search(body) else None


def _is_page(request: Request, response: Response) -> bool:
    """Whether the spider will look for pictures on it."""
    html = b"html" in (response.headers.get("Content-Type") or b"html").lower()
    return response.status in (200, 304) and html and request.meta.get("kind") in ("document", "attachment")


def _purpose(request: Request) -> str:
    kind = request.meta.get("kind")
    return "robots" if kind is None else PURPOSES.get(kind, str(kind))


def _truncated(response: Response) -> Truncated | None:
    if response.status == HTTPStatus.PARTIAL_CONTENT:
        return "unspecified"
    if "dataloss" in response.flags:
        return "disconnect"
    return "length" if "download_stopped" in response.flags else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
