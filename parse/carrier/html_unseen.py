"""What of a page's tree is not printed, or printed otherwise than as plain text: taken out or written out beforehand.

Afterwards every text node is what a reader sees, and the inline elements that mean nothing to the walk are gone: a page
pasted from Word keeps a quarter of its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import lxml.etree
import lxml.html

from parse.carrier.html_pale import mark_pale
from parse.carrier.html_tree import BLOCKS, elements_at, values_at
from parse.carrier.marks import MARKS

_UNSEEN_WORDS = """script style noscript template head iframe object embed applet select option textarea button
    svg math map audio video canvas datalist frameset noframes input title meta link rt rp rtc"""
_UNSEEN = tuple(_UNSEEN_WORDS.split())
"""Elements without printed text, and the small print above the text (ruby), which is no part of a figure."""
_FIELDS = ("input", "textarea", "select")
_TYPED = frozenset(("", "text", "number", "tel"))
_FIGURE = re.compile(r"\s*[+-]?\d[\d,.]*\s*\Z")
_INLINE_WORDS = (
    "span font b strong i em u big small tt label ins o:p st1:chsdate st1:chmetcnv sup sub del s strike ruby rb"
)
_INLINE = tuple(_INLINE_WORDS.split())

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)\b", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"(?:^|;)\s*(?:visibility\s*:\s*(?:hidden|collapse)\b|opacity\s*:\s*0*(?:\.0*)?\s*(?:;|!|\Z)"
    r"|(?:text-indent|left|top)\s*:\s*-\d{4})",
    re.IGNORECASE,
)
_WORDS = (
    "none", "None", "NONE", "hid", "Hid", "HID", "collapse", "super", "sub", "line-through", "opacity", ":-", ": -",
)  # fmt: skip
_TELLING = lxml.etree.XPath(f"//*[@style][{' or '.join(f'contains(@style,{word!r})' for word in _WORDS)}]|//*[@hidden]")
"""Elements whose style may say that they are not seen, raised, lowered or struck."""
_STYLES = lxml.etree.XPath("//@style", smart_strings=False)
_HIDES = lxml.etree.XPath("//@hidden", smart_strings=False)
_GONE = "nianbao-gone"

_MARKS = {"sup": "raised", "sub": "lowered", "del": "struck", "s": "struck", "strike": "struck"}
_MARK_STYLES = (
    (re.compile(r"vertical-align\s*:\s*super\b", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE), "sub"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE), "del"),
)
_DIGIT = re.compile("[0-9]")
_FEW = 20
"""Text nodes that are looked at to see whether an element has any text."""


def take_out_unseen(root: lxml.html.HtmlElement, *, hidden: bool = False) -> bool:
    """Change the tree in place; whether anything was taken out that only its own markup hides (with `hidden` it stays).

    Classes are not looked up. Raised, lowered and struck figures become the characters that Unicode has for them:
    3<sup>1</sup> is 3¹, not 31. An invisible cell stays, without its text.
    """
    taken = False
    marks: list[tuple[lxml.html.HtmlElement, str]] = []
    styles = "\n".join(values_at(_STYLES, root))
    for element in _telling(root, styles):
        style = element.get("style") or ""
        if not hidden and element is not root:
            if element.get("hidden") is not None or _HIDDEN.search(style):
                element.tag = _GONE
                taken = True
                continue
            if _INVISIBLE.search(style):
                for node in element.iter():
                    node.text = None
                    if node is not element:
                        node.tail = None
                taken = True
        marks += [(element, mark) for pattern, mark in _MARK_STYLES if pattern.search(style)]
    taken = (not hidden and mark_pale(root, styles)) or taken
    for field in list(root.iter(*_FIELDS)):
        _show_figure(field)
    lxml.etree.strip_elements(root, *_UNSEEN, _GONE, with_tail=False)
    marks += [(element, element.tag) for element in root.iter(*_MARKS)]
    for element, mark in marks:
        if not _DIGIT.search("".join(element.itertext())):
            continue
        if mark not in ("sup", "sub") or (element.tag not in BLOCKS and _touches(element)):
            _write_out(element, mark)
    lxml.etree.strip_tags(root, *_INLINE)
    return taken


def _telling(root: lxml.html.HtmlElement, styles: str) -> list[lxml.html.HtmlElement]:
    """Hardly any page has one: the styles of all elements at once are looked through many times faster than each."""
    if any(word in styles for word in _WORDS) or values_at(_HIDES, root):
        return elements_at(_TELLING, root)
    return []


def _show_figure(field: lxml.html.HtmlElement) -> None:
    """Make a form field in a table cell that shows a figure plain text: offices publish the form they filled in."""
    if field.tag == "input":
        shown = field.get("value") or "" if (field.get("type") or "").lower() in _TYPED else ""
    elif field.tag == "select":
        shown = "".join("".join(option.itertext()) for option in field.iter("option") if "selected" in option.attrib)
    else:
        shown = field.text or ""
    if _FIGURE.match(shown) and next(field.iterancestors("td", "th"), None) is not None:
        for child in list(field):
            field.remove(child)
        field.tag, field.text = "span", shown


def _write_out(element: lxml.html.HtmlElement, mark: str) -> None:
    for node in element.iter():
        if node.text:
            node.text = node.text.translate(MARKS[_MARKS[mark]])
        if node is not element and node.tail:
            node.tail = node.tail.translate(MARKS[_MARKS[mark]])


def _touches(element: lxml.html.HtmlElement) -> bool:
    """Whether anything is printed beside the element on its line: figures alone in a cell are no footnote's."""
    return any(map(_prints, _before(element))) or any(map(_prints, _behind(element)))


def _prints(piece: lxml.html.HtmlElement | str | None) -> bool:
    texts = islice(piece.itertext(), _FEW) if isinstance(piece, lxml.html.HtmlElement) else (piece or "",)
    return any(text.strip() for text in texts)


def _before(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement | str | None]:
    while True:
        sibling = element.getprevious()
        if sibling is not None:
            yield sibling.tail
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return
            yield sibling
            element = sibling
            continue
        parent = element.getparent()
        if parent is None:
            return
        yield parent.text
        if parent.tag in BLOCKS:
            return
        element = parent


def _behind(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement | str | None]:
    while True:
        yield element.tail
        sibling = element.getnext()
        if sibling is not None:
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return
            yield sibling
            element = sibling
            continue
        parent = element.getparent()
        if parent is None or parent.tag in BLOCKS:
            return
        element = parent
