"""The breadcrumb of a page: 当前位置：首页 > 政府信息公开 > 年报."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from crawler import link_words as words
from crawler.chrome import says
from crawler.elements import squeeze, text_of

_MAY_BE_CRUMBS: Any = etree.XPath(".//*[@class or @id or contains(text(), '置') or contains(*[1]/text(), '置')]")
"""Elements with a mark, or that begin with words before a breadcrumb: every form of these has this character."""
_BLOCKS = {"div", "p", "td", "span", "ul", "li", "nav", "section", "dl"}


def breadcrumb(root: Any) -> list[str]:
    """The parts of the breadcrumb, the site's homepage first; empty where the page has none."""
    best: list[str] = []
    for node in _MAY_BE_CRUMBS(root):
        if node.tag not in _BLOCKS:
            continue
        if not says(words.CRUMB, node):
            beginning = squeeze((node.text or "") + (node[0].text or "" if len(node) else ""))
            if not words.CRUMB_WORDS.search(beginning):
                continue
        text = text_of(node)
        if len(text) > 200:
            continue
        text = words.CRUMB_WORDS.sub("", text, count=1)
        parts = [part for part in re.split(r"[>›»＞→/|]|-+(?=>)|->", text) if part]
        if len(parts) == 1 and says(words.CRUMB, node):
            # Items of a list, whose dividers are drawn by the style.
            named = [text_of(link) for link in node.iter("a")]
            parts = named if len(named) > 1 and named[0].endswith("首页") else parts
        if len(parts) > len(best) and (parts[0].endswith("首页") or len(parts) > 1):
            best = parts
    return best
