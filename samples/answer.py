"""What an address answers, after the changes a test made to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from samples.site import Page, Site, render_template

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Change:
    """A change of what an address answers. `stands_for` is the address whose page is shown instead."""

    body: bytes | None = None
    media_type: str | None = None
    status: int = 200
    gone: bool = False
    location: str | None = None
    edits: tuple[tuple[str, str], ...] = ()
    stands_for: str | None = None
    made: datetime | None = None

    def edited(self, old: str, new: str) -> Change:
        """The same with one more edit."""
        return replace(self, edits=(*self.edits, (old, new)))

    def standing_for(self, address: str) -> Change:
        """The same for the page of another address."""
        return replace(self, stands_for=self.stands_for or address)


@dataclass(frozen=True)
class Answer:
    """A response before its transfer: bytes, their type, and what validates them (None: the server says nothing)."""

    status: int
    body: bytes
    media_type: str = "text/html"
    encoding: str = "utf-8"
    charset: str | None = "utf-8"
    etag: str | None = None
    modified: datetime | None = None
    location: str | None = None
    gzip: bool = False


def answer(site: Site, address: str, change: Change | None, visits: int) -> Answer:
    """The answer of a portal at an address, 404 where it has no such page."""
    change = change or Change()
    page = site.pages.get(change.stands_for or address)
    if change.location is not None:
        return Answer(change.status, b"", location=change.location)
    if change.gone or (page is None and change.body is None):
        return _missing(site, change.status if change.gone else 404)
    if page is None:
        page = Page(address, media_type=change.media_type or "text/html")
    body = change.body if change.body is not None else site.render(page, visits)
    for old, new in change.edits:
        text = body.decode(page.encoding, "replace")
        body = text.replace(old, new).encode(page.encoding, "xmlcharrefreplace")
    return Answer(
        change.status,
        body,
        change.media_type or page.media_type,
        page.encoding,
        page.encoding if page.charset_in_header else None,
        None if page.counted else _etag(body),
        None if page.counted else (change.made or _modified(page)),
        gzip=site.portal.gzip,
    )


def index_page(sites: Mapping[str, Site]) -> Answer:
    """The page of the bare address: the portals that live behind this port."""
    body = render_template("static/portals.html", sites=sites.values()).encode()
    return Answer(200, body, etag=_etag(body))


def _missing(site: Site, status: int) -> Answer:
    body = render_template("static/missing.html", portal=site.portal).encode(site.portal.encoding)
    return Answer(status, body, encoding=site.portal.encoding, charset=site.portal.encoding)


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _modified(page: Page) -> datetime:
    day = datetime.strptime(page.date[:10], "%Y-%m-%d").replace(hour=10, tzinfo=BEIJING)
    return day.astimezone(UTC)
