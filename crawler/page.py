"""A web page as a walker sees it: its links with what stands around them, its breadcrumb, its scripts.

Nothing here fetches or decides; see `crawler.links` for what the links are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from lxml import etree
from scrapy.http import Response

from crawler import islands
from crawler import link_words as words
from crawler.anchors import Link, LinkReader
from crawler.breadcrumb import breadcrumb
from crawler.characters import whole_escapes
from crawler.elements import parsed, squeeze, text_of
from crawler.forms import Chooser, read_choosers
from crawler.markup import Markup
from crawler.page_pictures import pictures
from crawler.scripts import evaluate, variables_of
from crawler.sending_on import sent_on_to
from crawler.urls import clean_url, file_shown
from parse.carrier.encoding import decode


class Page(Markup):
    """A page, taken apart only as far as it is asked about: of most documents little is asked."""

    @cached_property
    def title(self) -> str:
        """Without blanks, like all its texts."""
        return squeeze(self.root.findtext(".//title"))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Those of the first three levels."""
        return tuple(filter(None, (text_of(node) for node in self.root.iter("h1", "h2", "h3"))))

    @cached_property
    def metas(self) -> dict[str, str]:
        """What its head says of it, by name in lower case."""
        return {
            str(node.get("name")).lower(): (node.get("content") or "").strip()
            for node in self.root.iter("meta")
            if node.get("name")
        }

    @cached_property
    def redirect(self) -> str | None:
        """An address that the page does nothing but send to."""
        return sent_on_to(self)

    @cached_property
    def crumbs(self) -> tuple[str, ...]:
        """The parts of the breadcrumb, the site's homepage first; empty where the page has none."""
        return tuple(breadcrumb(self.root))

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """The addresses of its frames that are pages."""
        return tuple(url for url in self._framed if not _is_file(url))

    @cached_property
    def files_shown(self) -> tuple[str, ...]:
        """The files that it shows in a frame of its own: as they are, and by a viewer's address."""
        return tuple(dict.fromkeys(file_shown(url) or url for url in self._framed if _is_file(url)))

    @cached_property
    def _framed(self) -> tuple[str, ...]:
        nodes = self.root.iter("iframe", "frame", "embed", "object")
        found = ((node.tag, self.absolute(node.get("data" if node.tag == "object" else "src") or "")) for node in nodes)
        framed = [url for tag, url in found if url is not None and (tag in ("iframe", "frame") or _is_file(url))]
        return (*framed, *(url for url in self._filled_frames() if url not in framed))

    def _filled_frames(self) -> Iterator[str]:
        """The addresses that scripts give to frames without one (`getElementById('f').src = 'a.jsp?c=' + c`)."""
        names = {
            node.get("id") for node in self.root.iter("iframe", "frame") if not self.absolute(node.get("src") or "")
        }
        if names - {None}:
            scope = variables_of(self.scripts)
            for found in islice(_FILLS.finditer(self.scripts), _MOST_FILLED):
                href = evaluate(self.scripts[found.end() : found.end() + 400], scope) if found[1] in names else None
                if href and (url := self.absolute(href)) is not None:
                    yield url

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The addresses of the pictures in its body that may be pages of a report."""
        return tuple(dict.fromkeys(pictures(self)))

    @cached_property
    def form_tables(self) -> frozenset[str]:
        """The national tables whose labels its text has."""
        return _form_tables(text_of(self.root))

    @cached_property
    def own_scripts(self) -> tuple[str, ...]:
        """The addresses of its own scripts: those of libraries, counters and players are left out."""
        found = (clean_url(self.base, node.get("src") or "", words.NO_SCRIPT) for node in self.root.iter("script"))
        return tuple(
            dict.fromkeys(url for url in found if url is not None and not words.LIBRARY.search(url.rpartition("/")[2]))
        )

    def with_script(self, text: str) -> Page:
        """What leads on from a page by a script of its own, with those that stand in it and what calls them, and
        nothing else of it."""
        inner = re.sub(r"</(?=script)", r"<\\/", f"{self.scripts}\n{text}", flags=re.IGNORECASE)
        made = Page(self.url, f"<script>{inner}</script>", etree.Element("html"))
        body = etree.SubElement(made.root, "body")
        etree.SubElement(body, "script").text = _NOT_XML.sub("", inner)
        body.extend(deepcopy(node) for node in islice(filter(_is_small, _calling(self.root)), _MOST_CALLING))
        made.base, made.codec = self.base, self.codec
        return made

    @cached_property
    def choosers(self) -> tuple[Chooser, ...]:
        """Its menus outside of forms."""
        return tuple(read_choosers(self.root, self.scripts, self.absolute, text_of))

    @cached_property
    def _every_link(self) -> tuple[Link, ...]:
        found = tuple(LinkReader(self).links())
        known = {link.url for link in found}
        return (*found, *(link for link in _hidden(self) if link.url not in known))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What leads on, in order."""
        return tuple(link for link in self._every_link if link.body is None)

    @cached_property
    def posts(self) -> tuple[Link, ...]:
        """What its scripts send by POST when something is pressed."""
        return tuple(link for link in self._every_link if link.body is not None)


def _is_file(url: str) -> bool:
    """Whether a frame's address is that of a file, or of a viewer that names one."""
    return bool(words.ATTACHMENT_URL.search(urlsplit(url).path)) or (
        file_shown(url) is not None and not words.ATTACHMENT_SCRIPT.search(url)
    )


def _is_small(node: Any) -> bool:
    return len(list(islice(node.iter(), _FEW_ELEMENTS))) < _FEW_ELEMENTS


_FILLS = re.compile(
    r"(?:getElementById\(\s*[\"']|\$\(\s*[\"']#)([\w-]{1,60})[\"']\s*\)(?:\[0\])?\s*\.\s*(?:src\s*=(?!=)|attr\(\s*[\"']src[\"']\s*,)\s*"
)
"""A script that says what a frame shows."""
_MOST_FILLED = 20
_calling: Any = etree.XPath("//*[@onclick or (self::a and starts-with(@href, 'javascript:'))]")
_MOST_CALLING = 500
"""Elements of a page that call scripts which are looked at."""
_FEW_ELEMENTS = 20
"""Elements in an entry of a menu: what has more is no entry."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class _Answer(Page):
    """An interface's answer: it has links and nothing else."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__(url, text, etree.Element("html"))

    @cached_property
    def words(self) -> int:
        return len(self.text)

    @cached_property
    def _every_link(self) -> tuple[Link, ...]:
        return tuple(_answered(self.url, self.text))


def _hidden(page: Page) -> Iterator[Link]:
    """The links that stand in islands and in scripts."""
    pieces = islands.markup(
        page.text,
        [(node.get("type") or "", node.text or "") for node in page.root.iter("script")],
        [node.text or "" for node in page.root.iter("textarea")],
    )
    for piece in pieces:
        yield from _fragment(page.base, piece)
    for said, href, date in (*islands.nodes(page.scripts), *islands.items(page.text)):
        if (url := page.absolute(href)) is not None:
            yield Link(url, squeeze(said), date)


def _fragment(url: str, piece: str) -> list[Link]:
    """The links of a piece of markup."""
    page = Page(url, piece, parsed(f"<html><body><ul>{piece}</ul></body></html>"))
    return [link for link in LinkReader(page).links() if link.body is None]


def _answered(url: str, text: str) -> Iterator[Link]:
    """The links of an interface's answer."""
    data = islands.answer(text)
    for shown, href, date in islands.records(data):
        if (address := clean_url(url, href)) is not None:
            yield Link(address, squeeze(shown), date)
    for piece in islands.inner_markup(data):
        yield from _fragment(url, piece)


_WRAPPED = re.compile(r"\s*[\w$.]{0,80}\s*\(\s*[{\[]")
_LABELS = 3
"""Different labels of a table that show it to be in a text: sentences about a report name one or two of them."""


def _form_tables(text: str) -> frozenset[str]:
    return frozenset(table for table, labels in words.FORM_LABELS.items() if len(set(labels.findall(text))) >= _LABELS)


_pages: WeakKeyDictionary[Response, Page] = WeakKeyDictionary()


def page_of(response: Response) -> Page:
    """The page of a response: parsed once for everybody who looks at it."""
    if (page := _pages.get(response)) is None:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        refresh = (response.headers.get("Refresh") or b"").decode("latin-1")
        page = _pages[response] = read_page(response.url, response.body, content_type, refresh)
    return page


def read_page(url: str, body: bytes, content_type: str | None = None, refresh: str = "") -> Page:
    """Parse a page; never raises on any bytes (what is no page has no links)."""
    text, codec = decode(body, content_type)
    page = page_of_text(url, text)
    page.codec, page.refresh = codec, refresh
    return page


def page_of_text(url: str, text: str) -> Page:
    """Parse the source of a page or of a fragment of one."""
    text = whole_escapes(text)
    if "<" not in text or text.lstrip()[:1] in ("{", "[") or _WRAPPED.match(text):
        # Answers of interfaces have tags inside their strings, whose quotes are escaped.
        return _Answer(url, text)
    # The parser takes str with an encoding declaration for an error, so that must go.
    return Page(url, text, parsed(re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:8_000_000].replace("\x00", ""))))
