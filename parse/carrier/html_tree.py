"""Decoded HTML to a tree, with bounds, and the plain rules of HTML text: blocks, blanks, hidden elements."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

_BLOCK_WORDS = """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre
    section summary table tbody td tfoot th thead tr ul ucapcontent"""
_UNSEEN_WORDS = """script style noscript template head iframe object embed applet select option textarea button
    svg math map audio video canvas datalist frameset noframes input title meta link"""
BLOCKS = frozenset(_BLOCK_WORDS.split())
"""Elements that begin and end a line."""
UNSEEN = frozenset(_UNSEEN_WORDS.split())
"""Elements without printed text."""

_INLINE_TAGS = re.compile(
    r"</?(?:font|span|b|i|u|s|em|strong|big|small|sub|sup|a|o:p|st1:\w+|label|tt)\b[^>]*>", re.IGNORECASE
)
_WRAPPERS = re.compile(
    r"</?(?:div|section|center|article|main|form|blockquote|ul|ol|li|dl|dd|dt)\b[^>]*>", re.IGNORECASE
)
_CONTROLS = dict.fromkeys([*range(0x9), 0xB, *range(0xE, 0x20), 0x7F, 0xFFFE, 0xFFFF])
_COLLAPSED = re.compile(r"[ \t\n\f\r]+")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)\b", re.IGNORECASE)
# CSS Text 3, 4.1.3: a line break in the source between two wide characters is no blank; between others it is one
_WIDE = (
    "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\u201c\u201d\u2018\u2019\u2014\u2026"
)
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_EDGES = " \t\r\n\f\v\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff"


def parse_html(text: str) -> tuple[lxml.html.HtmlElement | None, str | None]:
    """(root, repair). `repair` says what had to be left out of the markup; root is None for no markup at all.

    libxml2 gives up below 2048 nested elements and drops the rest of the page without a word: such a page is parsed
    again without its inline tags, then without its wrappers, so that no text is lost.
    """
    text = _without_directives(text.translate(_CONTROLS))
    root, too_deep = _parse(text)
    if not too_deep:
        return root, None
    flatter = _INLINE_TAGS.sub("", text)
    root, too_deep = _parse(flatter)
    if not too_deep:
        return root, "Elements are nested deeper than 2048: read without inline tags."
    root, too_deep = _parse(_WRAPPERS.sub("<br>", flatter))
    return root, "Elements are nested deeper than 2048: read without wrappers" + (" and cut off." if too_deep else ".")


def _without_directives(text: str) -> str:
    """Pages saved from the server's source carry its directives (<%@ page … %>) as text."""
    kept: list[str] = []
    start = 0
    while (opening := text.find("<%", start)) >= 0 and (closing := text.find("%>", opening)) >= 0:
        kept.append(text[start:opening])
        start = closing + 2
    return "".join([*kept, text[start:]])


def _parse(text: str) -> tuple[lxml.html.HtmlElement | None, bool]:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None, False
    limit = lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, any(entry.type == limit for entry in parser.error_log)


def printed(text: str) -> str:
    """A run of HTML text as a browser prints it: source blanks collapsed, blanks at its edges dropped."""
    return _COLLAPSED.sub(" ", text.translate(_CONTROLS)).strip(_EDGES)


def joined(text: str) -> str:
    """One text node without the line breaks that its source has between two wide characters."""
    return _WIDE_BREAK.sub("", text) if "\n" in text or "\r" in text else text


def is_hidden(element: lxml.html.HtmlElement) -> bool:
    """Whether the element's own markup takes it off the page (classes are not looked up)."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


def tag_of(element: lxml.html.HtmlElement) -> str:
    """The lower-case tag; entities and the like have none."""
    return element.tag if isinstance(element.tag, str) else ""
