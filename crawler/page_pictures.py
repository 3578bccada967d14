"""The pictures of a page that may be pages of a report: no ornaments, no small ones, none that is a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from crawler import link_words as words
from crawler.chrome import in_chrome
from crawler.markup import Markup
from parse.carrier.html_pictures import address_of

_SMALL = 120
"""Pixels under which no table can be read."""
_PIXELS = re.compile(r"(?<![-\w])(?:width|height)\s*:\s*([0-9]{1,5})(?:\.[0-9]+)?\s*px", re.IGNORECASE)
_SIZE = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*\Z", re.IGNORECASE)


def pictures(page: Markup) -> Iterator[str]:
    """Their addresses, in order."""
    for node in page.root.iter("img"):
        url = page.absolute(address_of(node), words.PICTURE_URL)
        if url is None or words.ORNAMENT.search(urlsplit(url).path) or _is_small(node) or in_chrome(node, page.chrome):
            continue
        if not any(above.tag == "a" and _leads_away(above.get("href") or "") for above in node.iterancestors()):
            yield url


def _is_small(node: Any) -> bool:
    """Whether the page says so; a picture of unknown size may be a large one."""
    stated = [found.group(1) for name in ("width", "height") if (found := _SIZE.match(node.get(name) or ""))]
    return any(int(size) < _SMALL for size in (*stated, *_PIXELS.findall(node.get("style") or "")))


def _leads_away(href: str) -> bool:
    """Whether a link around a picture leads elsewhere than to the picture itself."""
    href = href.strip().lower()
    return bool(href) and not href.startswith(("#", "javascript")) and not re.search(r"\.(?:jpe?g|png|gif|bmp)", href)
