"""Pages that do nothing but send to another one: by a refresh in the answer's headers or in the head, by a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy.http import Response

from crawler.markup import Markup

_REDIRECT = re.compile(
    r"""location(?:\s*\.\s*href)?\s*=\s*["']([^"'+]+)["']\s*(?:;|$|\n|<|})|"""
    r"""location\s*\.\s*(?:replace|assign)\(\s*["']([^"'+]+)["']\s*\)"""
)
_REFRESH = re.compile(r"""url\s*=\s*["']?([^"'>\s]+)""", re.IGNORECASE)
_STUB = 4096
"""Characters under which a page that only sends elsewhere is taken at its word."""
_FEW = 200
"""Characters under which a page has nothing to say but where to go."""
_LINKS = 5
"""Links of a page that has something to show."""


def sent_on_to(page: Markup) -> str | None:
    """The address that a page does nothing but send to."""
    found = next(_stated(page), None)
    return found if found is not None and page.words < _FEW else None


def _stated(page: Markup) -> Iterator[str | None]:
    if found := _REFRESH.search(page.refresh):
        yield page.absolute(found.group(1))
    for node in page.root.iter("meta"):
        if (node.get("http-equiv") or "").lower() == "refresh" and (
            found := _REFRESH.search(node.get("content") or "")
        ):
            yield page.absolute(found.group(1))
    if len(page.text) < _STUB and (found := _REDIRECT.search(page.scripts)) and not _shows_links(page):
        yield page.absolute(found.group(1) or found.group(2))


def _shows_links(page: Markup) -> bool:
    """Whether a page has more links than one that only sends on: then its script waits until something is pressed."""
    return len({href for node in page.root.iter("a") if (href := (node.get("href") or "").strip("# "))}) >= _LINKS


def sent_by(response: Response) -> tuple[str, ...]:
    """The addresses of the pages that did nothing but send on, up to this one."""
    return (*response.meta.get("refreshed", ()), response.url)
