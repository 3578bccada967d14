"""Identifiers: text made from natural keys, so that shards merge and releases stay citable (docs/architecture.md).

An address is identified without its scheme and without `www.`: portals moved to https and added `www.` while their
documents stayed. Session ids and campaign marks are dropped; every other parameter says which document is meant.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from archive.times import stamp

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|aspsessionid\w*)=[^/?#;]*|/\((?:[A-Z]\([0-9A-Z]{8,}\))+\)(?=/)", re.IGNORECASE
)
"""In paths: of Java and PHP, and `/(S(…))` of ASP.NET where it sets no cookie."""
_SESSION_NAMES = re.compile(
    r"(?:jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w*|utm_\w+|spm|isappinstalled|gclid|fbclid)\Z",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DOTS = re.compile(r"/\.(?=/|\Z)")
_UP = re.compile(r"/[^/]+/\.\.(?=/|\Z)")


def _percent_form(text: str) -> str:
    """Percent-encoding in one form: UTF-8 for what is not ASCII, upper-case hex, unreserved characters plain."""

    def one(match: re.Match[str]) -> str:
        byte = unquote_to_bytes(match.group())[0]
        return chr(byte) if byte in _UNRESERVED else match.group().upper()

    return quote(_PERCENT.sub(one, text), safe="!#$%&'()*+,/:;=?@[]~|")


def _path_form(path: str) -> str:
    path = _SESSION_PATH.sub("", path) or "/"
    path = _DOTS.sub("", path) or "/"
    while (shorter := _UP.sub("", path, count=1)) != path:
        path = shorter or "/"
    path = re.sub(r"\A(?:/\.\.)+(?=/|\Z)", "", path) or "/"
    return _percent_form(path if path.startswith("/") else "/" + path)


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """The address that stands for `url`: host and scheme lower-case, no default port, fragment or session id.

    The order of parameters and the case of the path are kept: to some servers they are the document.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    try:
        port = parts.port
    except ValueError:
        port = None
    if port is not None and port != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{port}"
    pairs = [pair for pair in parts.query.split("&") if pair and not _SESSION_NAMES.match(pair.split("=", 1)[0])]
    return urlunsplit((scheme, host, _path_form(parts.path), _percent_form("&".join(pairs)), ""))


def address_id(url: str) -> str:
    """16 hexadecimal digits for an address, the same with http and https, with and without `www.`."""
    return hashlib.sha256(_bare(url).encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def _bare(url: str) -> str:
    return re.sub(r"\Ahttps?://(?:www\.)?", "", canonical_url(url))


def member_url(url: str, path: str) -> str:
    """The address of a file inside a container: that of the container, `#`, and the path, percent-encoded."""
    return f"{canonical_url(url)}#{quote(path, safe='/')}"


def member_id(url: str, path: str) -> str:
    """16 hexadecimal digits for a file inside a container; nothing is dropped from its path."""
    return hashlib.sha256(f"{_bare(url)}#{path}".encode()).hexdigest()[:16]


def address_rank(url: str) -> tuple[bool, int, str]:
    """Order of the addresses of one document, the best first: without a query, then shorter, then alphabetical.

    The first in this order of those that showed it in the crawl it first appeared in is its canonical address. A page's
    own path outlives the parameters of a search or module page that shows it too, and of two paths the longer one has
    something in it that need not be there; the alphabet only makes the order complete.
    """
    bare = _bare(url)
    return "?" in bare, len(bare), bare


def capture_id(url: str, fetched_at: str) -> str:
    """Address and time (ISO with microseconds)."""
    return f"{address_id(url)}-{stamp(fetched_at)}"


def version_id(document: str, content_sha256: str, fetched_at: str) -> str:
    """Document, content digest and the time of the first capture that showed it (at the canonical address)."""
    return f"{document}-{content_sha256[:12]}-{stamp(fetched_at)}"


def agency_id(place: str, core_name: str) -> str:
    """Division code (or, where the division is not known, the portal) and core name."""
    return f"{place}-{core_name}"


def report_id(agency: str, report_year: int | None, document: str) -> str:
    """The report a version belongs to. Without a year nothing says that two documents are one report."""
    return f"{agency}-{report_year if report_year is not None else document}"
