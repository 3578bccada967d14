"""Decoded HTML to a tree, with bounds, and the plain rules of HTML text: blocks and blanks."""

from __future__ import annotations

import re
from typing import cast

import lxml.etree
import lxml.html

_BLOCK_WORDS = """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre
    section summary table tbody td tfoot th thead tr ul ucapcontent"""
BLOCKS = frozenset(_BLOCK_WORDS.split())
"""Elements that begin and end a line."""
_INLINE_WORDS = r"font span b i u em strong big small a o:p st1:\w+ label tt ins"
_WRAPPER_WORDS = "div section center article main form blockquote ul ol li dl dd dt"
_START_TAG = re.compile(r"<([\w:]++)([^<>]*+)>")
_TELLING = re.compile(r"none|hid|super|sub\b|line-through", re.IGNORECASE)
"""What attributes say that take their text off the page, raise, lower or strike it."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_IN_NUMBER = re.compile(r"(?<=\d)[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]+(?=\d)")
_UNTIDY = re.compile(r"[\t\n\f\r\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]|  ")
_COLLAPSED = re.compile(r"[ \t\n\f\r]+")
# CSS Text 3, 4.1.3: a line break in the source between two wide characters is no blank; between others it is one
_WIDE = (
    "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\u201c\u201d\u2018\u2019\u2014\u2026"
)
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_BREAK = re.compile(r"[\r\n][ \t\r\n]*+")
_EDGES = " \t\r\n\f\v\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff"

_ONE_CLASS = lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
"""What trafilatura asks for, looked up without a call of Python for each element."""


def parse_html(text: str) -> tuple[lxml.html.HtmlElement | None, str | None]:
    """(root, repair). `repair` says what had to be left out of the markup; root is None for no markup at all.

    libxml2 gives up below 2048 nested elements and drops the rest of the page without a word: such a page is parsed
    again without its inline tags, then without its wrappers, so that no text is lost.
    """
    text = _without_wide_breaks(_without_directives(_without_controls(text)))
    root, too_deep = _parse(text)
    if not too_deep:
        return root, None
    # what hides or marks its text stays: without its tags the text would be read as any other
    kept = {tag.lower() for tag, attributes in _START_TAG.findall(text) if _TELLING.search(attributes)}
    flatter = _without_tags(text, _INLINE_WORDS, kept, "")
    root, too_deep = _parse(flatter)
    if not too_deep:
        return root, "Elements are nested deeper than 2048: read without inline tags."
    root, too_deep = _parse(_without_tags(flatter, _WRAPPER_WORDS, kept, "<br>"))
    return root, "Elements are nested deeper than 2048: read without wrappers" + (" and cut off." if too_deep else ".")


def _without_tags(text: str, words: str, kept: set[str], instead: str) -> str:
    names = "|".join(word for word in words.split() if word not in kept)
    return re.sub(rf"</?(?:{names})\b[^<>]*+>", instead, text, flags=re.IGNORECASE) if names else text


def _without_controls(text: str) -> str:
    """Text without control characters; between two digits one is a lost character, and the digits are no number."""
    if not _CONTROL.search(text):
        return text
    return _CONTROL.sub("", _CONTROL_IN_NUMBER.sub("\ufffd", text))


def _without_directives(text: str) -> str:
    """Pages saved from the server's source carry its directives (<%@ page … %>) as text."""
    kept: list[str] = []
    start = 0
    while (opening := text.find("<%", start)) >= 0 and (closing := text.find("%>", opening)) >= 0:
        kept.append(text[start:opening])
        start = closing + 2
    return "".join([*kept, text[start:]])


def _without_wide_breaks(text: str) -> str:
    """Text without its line breaks (and the blanks around them) that stand between two wide characters."""
    kept: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        begin, end = match.span()
        if not _WIDE_CHARACTER.match(text, end):
            continue
        while begin and text[begin - 1] in " \t":
            begin -= 1
        if begin and _WIDE_CHARACTER.match(text, begin - 1):
            kept.append(text[start:begin])
            start = end
    return "".join([*kept, text[start:]])


def _parse(text: str) -> tuple[lxml.html.HtmlElement | None, bool]:
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None, False
    limit = lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, any(entry.type == limit for entry in parser.error_log)


def printed(text: str) -> str:
    """A run of HTML text as a browser prints it: source blanks collapsed, blanks at its edges dropped."""
    if _UNTIDY.search(text):
        text = _COLLAPSED.sub(" ", _without_controls(text))
    return text.strip(_EDGES)


def elements_at(path: lxml.etree.XPath, root: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """What an XPath that finds elements finds, in document order."""
    return cast("list[lxml.html.HtmlElement]", path(root))


def values_at(path: lxml.etree.XPath, root: lxml.html.HtmlElement) -> list[str]:
    """What an XPath that finds attributes finds."""
    return cast("list[str]", path(root))


def tag_of(element: lxml.html.HtmlElement) -> str:
    """The lower-case tag; entities and the like have none."""
    return element.tag if isinstance(element.tag, str) else ""
