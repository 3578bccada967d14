"""The links of a page: its anchors, the choices of its menus, and elements that a script makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from lxml import etree

from crawler import link_words as words
from crawler.chrome import in_chrome
from crawler.elements import fits, text_of
from crawler.link_text import beside, body_above, body_beside, date_of, headed, shown, uncounted
from crawler.markup import Markup
from crawler.scripts import CHOSEN, Scripts, handlers_of, lead, read_off, read_scripts, told_by

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `text` is what a reader sees (the title attribute where the text is cut), without blanks.

    `date` is ISO, from the same list item; `heading` the nearest heading above; `chrome` whether it stands in the
    header, footer or main menu, where no item has a date. `vague` is a link that says no more than 查看: its text is
    then what stands beside it in its row, and at the head of its column. `body` is what is sent by POST; `beside` the
    public body that its row names.
    """

    url: str
    text: str
    date: str | None = None
    heading: str = ""
    chrome: bool = False
    vague: bool = False
    body: str | None = None
    beside: str = ""


class LinkReader:
    """Makes links of a page's elements, also of those that only its scripts make one."""

    def __init__(self, page: Markup) -> None:
        self.page = page
        self._scripts: Scripts | None = None
        self._handlers: tuple[str, ...] = ()

    def links(self) -> Iterator[Link]:
        """In order."""
        root = self.page.root
        self._handlers = tuple(islice(handlers_of(self.page.scripts), _MOST_HANDLERS))
        clickable = frozenset(_clickable(root))
        if self._handlers:
            clickable |= frozenset(islice((node for node in root.iter() if _told(node)), _MOST_TOLD))
        heading = ""
        for node in root.iter() if clickable else root.iter("a", "area", "option", *_HEADINGS):
            if not isinstance(node.tag, str):
                continue
            if node.tag in _HEADINGS and (words_of := text_of(node)) and len(words_of) <= 40:
                # The banner of a site (<h2>某县人民政府</h2>) heads none of its lists.
                heading = heading if in_chrome(node, self.page.chrome) else words_of
            if node.tag in ("a", "area", "option"):
                found = self._address(node)
            elif node in clickable:
                found = self._pressed(node)
            else:
                continue
            if found is None:
                continue
            url, body = found
            text = uncounted(shown(node))
            vague, chrome = (
                bool(words.VAGUE.match(text)) or (not text and (_is_file(url) or _is_cell(node))),
                in_chrome(node, self.page.chrome),
            )
            text, date = (vague and beside(node)) or text, None if chrome else date_of(node)
            above = "" if chrome else (words.MORE.match(text) and headed(node)) or heading
            named = "" if chrome else body_beside(node) if words.ANY_YEAR.search(text) else body_above(node)
            yield Link(url, text, date, above, chrome, vague, body, named)

    def _address(self, node: Any) -> tuple[str, str | None] | None:
        href = node.get("href") or (node.get("value") if node.tag == "option" else "") or ""
        if node.tag == "option":
            return self._chosen(node, href)
        if href.lower().lstrip().startswith("javascript") or not href or href.lstrip().startswith("#"):
            return self._pressed(node) or self._followed(re.sub(r"(?i)^\s*javascript:", "", href))
        # What a script opens has no page of its own: `crawler.single_page` tells of it.
        url = None if words.ROUTE.search(href) else self.page.absolute(href)
        return None if url is None else (url, None)

    def _chosen(self, node: Any, value: str) -> tuple[str, str | None] | None:
        above = next(node.iterancestors("select"), None)
        handler = "" if above is None else above.get("onchange") or ""
        if handler and value.strip():
            own = read_off(above.get("id")) if above is not None and above.get("id") else ()
            if found := self._followed(handler, dict.fromkeys((*CHOSEN, *own), value)):
                return found
        if "/" not in value and "." not in value:
            return None
        url = self.page.absolute(value)
        return None if url is None else (url, None)

    def _pressed(self, node: Any) -> tuple[str, str | None] | None:
        if node.tag not in ("a", "area") and (_is_long(node) or _holds_links(node)):
            return None
        for name in () if node.get("data-toggle") == "table" else _LEADING:
            if (node.get(name) or "").strip() and (url := self.page.absolute(node.get(name))) is not None:
                return url, None
        return self._followed(node.get("onclick") or "") or self._handled(node)

    def _handled(self, node: Any) -> tuple[str, str | None] | None:
        """Where the page's handlers lead with what an element carries for them (`data-id="802"`)."""
        told = _told(node) if self._handlers else {}
        scope = {name: value for attribute, value in told.items() for name in told_by(attribute)}
        for handler in self._handlers if scope else ():
            found = self._followed(handler, scope)
            if found is None:
                continue
            told_there = found[1] if found[1] is not None else found[0].partition("://")[2].partition("/")[2]
            if any(value in told_there for value in told.values()):
                return found
        return None

    def _followed(self, script: str, scope: dict[str, str] | None = None) -> tuple[str, str | None] | None:
        """Address and body of what a piece of script leads to."""
        if not script.strip():
            return None
        if self._scripts is None:
            self._scripts = read_scripts(self.page.scripts)
        leading = lead(script, self._scripts, scope)
        if leading is None:
            return None
        if leading.address is not None:
            url = self.page.absolute(leading.address)
            return None if url is None else (url, urlencode(leading.fields) if leading.fields else None)
        form = next((one for one in self.page.forms if any(one.has(name) for name in leading.fields)), None)
        return None if form is None else form.sent(leading.fields)


def _is_file(url: str) -> bool:
    """Whether an address is a file's: the picture of one may be all that is shown of it."""
    return bool(words.ATTACHMENT_URL.search(url) or words.ATTACHMENT_SCRIPT.search(url))


def _is_cell(node: Any) -> bool:
    """Whether an anchor is all that a cell of a table holds: its row and its column say what it leads to."""
    cell = next((above for above in islice(node.iterancestors(), 3) if above.tag == "td"), None)
    if cell is None or text_of(cell):
        return False
    return cell.getnext() is not None or cell.getprevious() is not None


def _told(node: Any) -> dict[str, str]:
    """The short words that an element carries for a script, by attribute."""
    if not isinstance(node.tag, str):
        return {}
    return {
        str(name): str(value)
        for name, value in node.items()
        if name.startswith("data-") and name not in _LEADING and re.fullmatch(r"[\w-]{1,40}", value)
    }


def _is_long(node: Any) -> bool:
    return not fits(node, 10 * _LONGEST_LABEL) or len(text_of(node)) > _LONGEST_LABEL


def _holds_links(node: Any) -> bool:
    hrefs = ((one.get("href") or "").strip(" #").lower() for one in node.iter("a"))
    return any(href and not href.startswith("javascript") for href in hrefs)


_clickable: Any = etree.XPath("descendant::*[@onclick or @data-href or @data-url or @data-link or @data-remote]")
_LEADING = ("data-href", "data-url", "data-link", "data-remote")
"""Attributes that are addresses."""
_MOST_HANDLERS, _MOST_TOLD = 10, 1000
"""Handlers of a page, and elements with words for them, that are looked at."""
_LONGEST_LABEL = 160
"""Characters of an element that is one link as a whole."""
