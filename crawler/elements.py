"""The elements of a page, and the text of one as a reader sees it, without blanks."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree


def parsed(source: str) -> Any:
    """The elements of a page; an empty one where there are none. Elements of lxml.html would each cost a look-up.

    What stands behind an early `</html>` belongs to the page, as in a browser: the parser would end there.
    """
    try:
        root = etree.fromstring(_ENDS.sub("", source), etree.HTMLParser(huge_tree=True))
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    return etree.Element("html") if root is None else root


_ENDS = re.compile(r"</(?:html|body)\s{0,20}>", re.IGNORECASE)


def squeeze(text: str | None) -> str:
    """Text without blanks of any kind."""
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split()) if text else ""


def text_of(node: Any) -> str:
    """The text of an element and all in it."""
    return squeeze(_text_of(node))


def fits(node: Any, most: int) -> bool:
    """Whether the text of an element, blanks too, has at most so many characters: it is read no further than that."""
    left = most
    for text in node.itertext():
        left -= len(text)
        if left < 0:
            return False
    return True


def texts_of(node: Any) -> list[str]:
    """The pieces of text in an element, as written."""
    found: list[str] = _texts_of(node)
    return found


_text_of: Any = etree.XPath("string()", smart_strings=False)
_texts_of: Any = etree.XPath(".//text()", smart_strings=False)


def length(root: Any) -> int:
    """Characters that a reader sees, roughly."""
    body = root.find(".//body")
    top = root if body is None else body
    unseen = sum(len(squeeze(node.text)) for node in top.iter("script", "style"))
    return len(text_of(top)) + len(squeeze(top.tail)) - unseen
