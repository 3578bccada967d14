"""Sites of one page that a script draws (Vue, React, Angular): the empty place for it, and addresses behind `#/`.

Such a page has nothing to walk without a browser, and is none of a firewall's: these have no place to draw into, or
show what they are (`crawler.blocks`). No script is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from crawler import link_words as words
from crawler.elements import squeeze, text_of
from crawler.markup import Markup

_PLACES = re.compile(
    r"(?:^|\s)(?:app|root|__nuxt|__next|___gatsby|main-?app|vue-?app|react-?root|q-app|wrapper|container)(?:\s|$)"
)
"""Ids and classes of the element that a script draws into."""
_FEW = 60
"""Characters of a place that says no more than that it is loading."""

NEEDS_BROWSER = "is drawn by a script; a line with browser=lists draws it"
BEHIND_HASH = "stands behind a # that only a script opens: it needs a browser"


NOT_READ = "is drawn by a script: it was not read"
"""What is said of a document."""
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}")
_STARTED = re.compile(r"\bnew\s+Vue\s*\(|\bcreateApp\s*\(|\bReactDOM\s*\.|\bangular\s*\.\s*module\s*\(")


def is_template(page: Markup) -> bool:
    """Whether a page has nothing but the names of what its own script puts in (`<h1>{{ info.title }}</h1>`)."""
    if not _STARTED.search(page.scripts) or not ("{{" in page.text or "v-html" in page.text):
        return False
    return page.words - sum(len(squeeze(one)) for one in _TEMPLATE.findall(page.text)) <= _FEW


_FILLS = re.compile(r"\.\s*html\s*\(\s*[^)\s]|\binnerHTML\s*=(?!=)|\bv-html\b")
LITTLE = 300
"""Characters beside links under which a page shows no report."""


def is_filled_in(page: Markup) -> bool:
    """Whether a script of a page writes markup into it."""
    return bool(_FILLS.search(page.scripts) or "v-html" in page.text)


def drawn_into(page: Markup) -> bool:
    """Whether a page is no more than the place for what a script in a file of its own draws."""
    sources = [node.get("src") for node in page.root.iter("script") if (node.get("src") or "").strip()]
    if not sources or next((node for node in page.root.iter("a") if node.get("href")), None) is not None:
        return False
    places = [
        node
        for node in page.root.iter("div", "section", "main", "app-root")
        if node.tag == "app-root" or _PLACES.search(node.get("id") or "") or _PLACES.search(node.get("class") or "")
    ]
    return bool(places) and all(len(text_of(node)) <= _FEW for node in places)


def routes(page: Markup) -> Iterator[tuple[str, str]]:
    """(text, address with what is behind its #) of the links that only a script opens."""
    for node in page.root.iter("a"):
        href = (node.get("href") or "").strip()
        if words.ROUTE.search(href) and not href.lower().startswith("javascript"):
            yield squeeze(node.get("title")) or text_of(node), urljoin(page.base, href)
