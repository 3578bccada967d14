"""Figures of a table that are set in the colour of paper, or too small to be seen, by the markup of their own page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

import lxml.etree
import lxml.html

from parse.carrier.html_tree import elements_at, values_at
from parse.carrier.marks import figures_only, written

_COLOR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]*)", re.IGNORECASE)
_SIZE = re.compile(r"(?<![-\w])font-size\s*:\s*([^;!]*)", re.IGNORECASE)
_NO_SIZE = re.compile(r"\s*0*(?:\.0*)?(?:px|pt|em|rem|ex|%|mm|cm|in)?\s*\Z", re.IGNORECASE)
_WHITE = re.compile(
    r"\s*(?:#[fF]{3,4}|#[fF][a-fA-F5-9][fF][a-fA-F5-9][fF][a-fA-F5-9](?:[fF]{2})?|white|transparent|[fF]{6}"
    r"|rgba?\(\s*2(?:4[5-9]|5\d)\s*[, ]\s*2(?:4[5-9]|5\d)\s*[, ]\s*2(?:4[5-9]|5\d)\s*(?:[,/][^)]*)?\)"
    r"|rgba\([^)]*[,/]\s*0(?:\.0*)?\s*\))\s*\Z",
    re.IGNORECASE,
)
_GROUND = re.compile(r"(?<![-\w])background(?:-color|-image)?\s*:\s*([^;!]*)", re.IGNORECASE)
_PAPER = re.compile(r"\s*(?:none|inherit|initial|unset|repeat|scroll|no-repeat|0)?\s*\Z", re.IGNORECASE)
_STYLES = (":#f", ":#F", ": #f", ": #F", "hite", "HITE", "ransparent", "(2", "( 2", "rgba", "RGBA", "ize:0", "ize: 0",
           "ize:.0", "IZE: 0", "IZE:0")  # fmt: skip
_TELLING = re.compile(
    r"(?<![-\w])(?:color\s*:\s*(?:#f[5-9a-f]?f|white|transparent|rgba?\()|font-size\s*:\s*[.0]+(?![.\d]))",
    re.IGNORECASE,
)
_FONTS = lxml.etree.XPath("//font/@color", smart_strings=False)
_CANDIDATES = lxml.etree.XPath("//td//*[@style]|//td[@style]|//th[@style]|//th//*[@style]|//td//font[@color]")
_Place = tuple[lxml.html.HtmlElement, Literal["text", "tail"]]


def mark_pale(root: lxml.html.HtmlElement, styles: str) -> bool:
    """Change the tree: figures in cells that are white on no ground that the markup names get their mark
    (`parse.carrier.marks`), text of no size goes. Whether any text went. `styles`: all style attributes of the page.

    A ground that a style sheet draws is not known: so nothing that is white is blank, and headings are left alone.
    """
    in_styles = any(word in styles for word in _STYLES) and _TELLING.search(styles)
    if not in_styles and not any(_WHITE.match(color) for color in values_at(_FONTS, root)):
        return False
    gone = False
    for element in elements_at(_CANDIDATES, root):
        if (size := _size(element)) is not None and _NO_SIZE.match(size):
            for holder, part in _own(element, _size):
                gone = gone or bool((getattr(holder, part) or "").strip())
                setattr(holder, part, None)
        if (color := _color(element)) is not None and _WHITE.match(color):
            for holder, part in _own(element, _color):
                text = getattr(holder, part)
                if text and figures_only(text) and not _on_ground(holder if part == "text" else holder.getparent()):
                    setattr(holder, part, written([(text, "pale")]))
    return gone


def _color(element: lxml.html.HtmlElement) -> str | None:
    """The colour that an element sets for its text, or None; a link has its own."""
    found = _COLOR.findall(element.get("style") or "")
    if found:
        return str(found[-1])
    return element.get("color") if element.tag == "font" else "blue" if element.tag == "a" else None


def _size(element: lxml.html.HtmlElement) -> str | None:
    found = _SIZE.findall(element.get("style") or "")
    return str(found[-1]) if found else "3" if element.tag == "font" and element.get("size") else None


def _own(element: lxml.html.HtmlElement, says: Callable[[lxml.html.HtmlElement], str | None]) -> Iterator[_Place]:
    """The texts of an element that no element inside it sets otherwise."""
    yield element, "text"
    stack = list(element)
    while stack:
        inner = stack.pop()
        yield inner, "tail"
        if isinstance(inner.tag, str) and says(inner) is None:
            yield inner, "text"
            stack.extend(inner)


def _on_ground(element: lxml.html.HtmlElement | None) -> bool:
    """Whether the markup says that an element stands on another colour than that of paper, or on a picture."""
    while element is not None:
        grounds = _GROUND.findall(element.get("style") or "")
        own = [element.get("bgcolor") or "", element.get("background") or "", *grounds]
        if not all(_PAPER.match(ground) or _WHITE.match(ground) for ground in own):
            return True
        if any(ground and _WHITE.match(ground) for ground in own):
            return False
        element = element.getparent()
    return False
