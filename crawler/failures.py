"""Why a page could not be had."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadConnectionRefusedError
from scrapy.http import Response
from twisted.internet.error import ConnectionClosed
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseFailed

from crawler.tls import HANDSHAKE, BadCertificate


def reason_of(failure: Failure) -> str:
    """Why a request brought no page, in a few words."""
    answer = getattr(failure.value, "response", None)
    if isinstance(answer, Response):
        return f"status {answer.status}"
    assert failure.value is not None
    return told(failure.value, getattr(getattr(failure, "request", None), "url", ""))


def is_gone(failure: Failure) -> bool:
    """Whether the answer was that there is nothing."""
    return getattr(getattr(failure.value, "response", None), "status", None) in (404, 410)


def told(error: BaseException, url: str = "") -> str:
    """What an exception of the network's says, in words; `url` is what was asked for."""
    return next(filter(None, (_words(one, url) for one in causes(error))), None) or str(error) or type(error).__name__


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, and what lies under it."""
    yield error
    for reason in getattr(error, "reasons", None) or ():
        yield from causes(reason.value)
    if error.__cause__ is not None:
        yield from causes(error.__cause__)


def _words(error: BaseException, url: str) -> str | None:
    if isinstance(error, BadCertificate):
        return str(error)
    if isinstance(error, SSL.Error):
        reasons = [reason for (*_, reason) in error.args[0]] if error.args and error.args[0] else []
        known = next((HANDSHAKE[reason] for reason in reasons if reason in HANDSHAKE), None)
        return known or f"no agreement on TLS: {', '.join(reasons) or 'the connection ended'}"
    if isinstance(error, ParseError):
        reason, line = error.args[0], error.args[1] if len(error.args) > 1 else b""
        return f"its answer is no HTTP: {reason}, in {line[:60].decode('latin-1')!r}"
    if isinstance(error, DownloadCancelledError):
        return "its body is larger than what is fetched"
    if isinstance(error, CannotResolveHostError):
        return f"no address is known of {urlsplit(url).hostname or 'the host'}"
    if isinstance(error, DownloadConnectionRefusedError):
        http_only = "; perhaps it has http only" if url.startswith("https:") else ""
        return f"nobody listens at port {_port(url)}{http_only}"
    if isinstance(error, ResponseFailed):
        return _answer(error, url)
    return None


def _answer(error: ResponseFailed, url: str) -> str | None:
    """Of an answer that broke: what lies under it and has no words of its own."""
    inner = [one for reason in error.reasons for one in causes(reason.value)]
    if any(isinstance(one, BadCertificate | SSL.Error | ParseError) for one in inner):
        return None
    if coding := next((one for one in inner if isinstance(one, KeyError)), None):
        return f"its answer is no HTTP: no known transfer coding: {coding}"
    if wrong := next((one for one in inner if isinstance(one, ValueError | LookupError)), None):
        return f"its answer is no HTTP: {wrong}"
    if inner and all(isinstance(one, ConnectionClosed | ResponseFailed) for one in inner):
        over_tls = "; perhaps it has https there" if url.startswith("http:") and _port(url) != 80 else ""
        return f"the connection was closed before the head of an answer was there{over_tls}"
    return None


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)
