"""A web page as a walker sees it: its links with what stands around them, its breadcrumb, its scripts.

Nothing here fetches or decides; see `crawler.links` for what the links are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from lxml import etree
from scrapy.http import Response

from crawler import islands
from crawler import link_words as words
from crawler.forms import Form, read_forms
from crawler.scripts import CHOSEN, Scripts, lead, read_scripts
from parse.carrier.encoding import decode
from parse.carrier.html_pictures import address_of

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend"}
_AROUND = frozenset(
    {"li", "tr", "dl", "dd", "p", "div", "td", "ul", "span", "b", "strong", "a", "font", "h3", "h4", "h5", "tbody"}
)
"""Elements that may hold a link and its date."""
_REDIRECT = re.compile(
    r"""(?:(?:window|self|top|parent|document)\s*\.\s*)*location(?:\s*\.\s*href)?\s*=\s*["']([^"'+]+)["']\s*(?:;|$|\n|<|})|"""
    r"""location\s*\.\s*(?:replace|assign)\(\s*["']([^"'+]+)["']\s*\)"""
)
_REFRESH = re.compile(r"""url\s*=\s*["']?([^"'>\s]+)""", re.IGNORECASE)
_STUB = 4096
"""Characters under which a page that only sends elsewhere is taken at its word."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `text` is what a reader sees (the title attribute where the text is cut), without blanks.

    `date` is ISO, from the same list item; `heading` the nearest heading above; `chrome` whether it stands in the
    header, footer or main menu. `vague` is a link that says no more than 查看: its text is then what stands beside it
    in its row, and at the head of its column. `body` is what is sent by POST.
    """

    url: str
    text: str
    date: str | None = None
    heading: str = ""
    chrome: bool = False
    vague: bool = False
    body: str | None = None


class Page:
    """A page, taken apart only as far as it is asked about: of most documents little is asked.

    `text` is its whole source, `root` its parsed elements, `codec` what its bytes were decoded with: a browser sends
    the queries of its links and forms in that.
    """

    codec = "utf-8"

    def __init__(self, url: str, text: str, root: Any) -> None:
        self.url = url
        self.text = text
        self.root = root
        base = root.find(".//base[@href]")
        self.base = url if base is None else urljoin(url, base.get("href") or "")

    def absolute(self, href: str, not_followed: re.Pattern[str] = words.NOT_FOLLOWED) -> str | None:
        """An address that the page gives, absolute and clean; see `clean_url`."""
        if self.codec != "utf-8" and "?" in href and not href.isascii():
            path, _, query = href.partition("?")
            href = f"{path}?{quote(query, safe=_SAFE, encoding=self.codec, errors='xmlcharrefreplace')}"
        return clean_url(self.base, href, not_followed)

    @cached_property
    def title(self) -> str:
        """Without blanks, like all its texts."""
        return squeeze(self.root.findtext(".//title"))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Those of the first three levels."""
        return tuple(filter(None, (squeeze(_text_of(node)) for node in self.root.iter("h1", "h2", "h3"))))

    @cached_property
    def metas(self) -> dict[str, str]:
        """What its head says of it, by name in lower case."""
        return {
            str(node.get("name")).lower(): (node.get("content") or "").strip()
            for node in self.root.iter("meta")
            if node.get("name")
        }

    @cached_property
    def scripts(self) -> str:
        """The text of its scripts."""
        return "\n".join(node.text or "" for node in self.root.iter("script"))

    @cached_property
    def words(self) -> int:
        """Characters that a reader sees, roughly."""
        return _length(self.root)

    @cached_property
    def redirect(self) -> str | None:
        """An address that the page does nothing but send to."""
        found = _redirect(self)
        return found if found is not None and self.words < _FEW else None

    @cached_property
    def crumbs(self) -> tuple[str, ...]:
        """The parts of the breadcrumb, the site's homepage first; empty where the page has none."""
        return tuple(_crumbs(self.root))

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """The addresses of its frames."""
        found = (self.absolute(node.get("src") or "") for node in self.root.iter("iframe", "frame"))
        return tuple(address for address in found if address is not None)

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The addresses of the pictures in its body that may be pages of a report."""
        return tuple(dict.fromkeys(_pictures(self)))

    @cached_property
    def form_tables(self) -> frozenset[str]:
        """The national tables whose labels its text has."""
        return _form_tables(squeeze(_text_of(self.root)))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Its forms."""
        return tuple(read_forms(self.root, self.absolute, self.url, lambda node: squeeze(_text_of(node)), self.codec))

    @cached_property
    def _every_link(self) -> tuple[Link, ...]:
        reader = _Reader(self)
        found = tuple(reader.links(self.root))
        return (*found, *reader.hidden(self.root, {link.url for link in found}))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What leads on, in order."""
        return tuple(link for link in self._every_link if link.body is None)

    @cached_property
    def posts(self) -> tuple[Link, ...]:
        """What its scripts send by POST when something is pressed."""
        return tuple(link for link in self._every_link if link.body is not None)

    @cached_property
    def chrome(self) -> dict[Any, bool]:
        """Whether an element stands in header, footer or main menu, as far as that was asked; see `_in_chrome`."""
        return {}


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


_SAFE = "%/:=&?~#+!$,;'@()*[]"
"""What stands in a query as it is."""


def clean_url(base: str, href: str, not_followed: re.Pattern[str] = words.NOT_FOLLOWED) -> str | None:
    """The absolute http address of a link, without fragment and session; None where there is none to follow."""
    href = href.strip().replace("\\", "/")
    if not href or href.startswith("#") or not_followed.search(href):
        return None
    if _PLAIN.fullmatch(href) and (start := _start(base, href[0] == "/")) is not None:
        return start + href
    return _joined(base, href)


_PLAIN = re.compile(r"/?(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?")
"""Most links: a path of plain names, from the root or from the page's folder."""


@lru_cache(maxsize=1024)
def _start(base: str, root: bool) -> str | None:
    """What a plain path comes after, from the root or from the page's folder; None where that is not so plain."""
    found = _joined(base, "/x" if root else "x")
    if found is None or not found.endswith("/x") or re.search(r"[;?#]", found):
        return None
    return found[:-2] if root else found[:-1]


def _joined(base: str, href: str) -> str | None:
    try:
        url = urldefrag(urljoin(base, href))[0]
        parts = urlsplit(url)
        hash(parts.port)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    url = urlunsplit((parts.scheme, parts.netloc.lower(), path, parts.query, ""))
    return words.SESSION.sub("", url).rstrip("?&")


def squeeze(text: str | None) -> str:
    """Text without blanks of any kind."""
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split()) if text else ""


_pages: WeakKeyDictionary[Response, Page] = WeakKeyDictionary()


def page_of(response: Response) -> Page:
    """The page of a response: parsed once for everybody who looks at it."""
    if (page := _pages.get(response)) is None:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = _pages[response] = read_page(response.url, response.body, content_type)
    return page


def read_page(url: str, body: bytes, content_type: str | None = None) -> Page:
    """Parse a page; never raises on any bytes (what is no page has no links)."""
    text, codec = decode(body, content_type)
    page = page_of_text(url, text)
    page.codec = codec
    return page


def page_of_text(url: str, text: str) -> Page:
    """Parse the source of a page or of a fragment of one."""
    if "<" not in text or text.lstrip()[:1] in ("{", "[") or _WRAPPED.match(text):
        # Answers of interfaces have tags inside their strings, whose quotes are escaped.
        return _Answer(url, text)
    # The parser takes str with an encoding declaration for an error, so that must go.
    return Page(url, text, _parsed(re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:8_000_000].replace("\x00", ""))))


def _parsed(source: str) -> Any:
    """The elements of a page; an empty one where there are none. Elements of lxml.html would each cost a look-up."""
    try:
        root = etree.fromstring(source, etree.HTMLParser())
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    return etree.Element("html") if root is None else root


_text_of: Any = etree.XPath("string()", smart_strings=False)
_texts_of: Any = etree.XPath(".//text()", smart_strings=False)
_FEW = 200
"""Characters under which a page has nothing to say but where to go."""
_LABELS = 3
"""Different labels of a table that show it to be in a text: sentences about a report name one or two of them."""


def _form_tables(text: str) -> frozenset[str]:
    return frozenset(table for table, labels in words.FORM_LABELS.items() if len(set(labels.findall(text))) >= _LABELS)


_SMALL = 120
"""Pixels under which no table can be read."""
_PIXELS = re.compile(r"(?<![-\w])(?:width|height)\s*:\s*([0-9]{1,5})(?:\.[0-9]+)?\s*px", re.IGNORECASE)
_SIZE = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*\Z", re.IGNORECASE)


def _pictures(page: Page) -> Iterator[str]:
    for node in page.root.iter("img"):
        url = page.absolute(address_of(node), words.PICTURE_URL)
        if url is None or words.ORNAMENT.search(urlsplit(url).path) or _is_small(node) or _in_chrome(page, node):
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


def _length(root: Any) -> int:
    """Characters that a reader sees, roughly."""
    body = root.find(".//body")
    top = root if body is None else body
    unseen = sum(len(squeeze(node.text)) for node in top.iter("script", "style"))
    return len(squeeze(_text_of(top))) + len(squeeze(top.tail)) - unseen


def _redirect(page: Page) -> str | None:
    for node in page.root.iter("meta"):
        if (node.get("http-equiv") or "").lower() == "refresh" and (
            found := _REFRESH.search(node.get("content") or "")
        ):
            return page.absolute(found.group(1))
    if len(page.text) < _STUB and (found := _REDIRECT.search(page.scripts)):
        return page.absolute(found.group(1) or found.group(2))
    return None


class _Reader:
    """Makes links of a page's elements and scripts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._scripts: Scripts | None = None

    def links(self, root: Any) -> Iterator[Link]:
        """The links of elements, in order."""
        clickable = frozenset(_clickable(root))
        heading = ""
        for node in root.iter() if clickable else root.iter("a", "area", "option", *_HEADINGS):
            if not isinstance(node.tag, str):
                continue
            if node.tag in _HEADINGS and (words_of := squeeze(_text_of(node))) and len(words_of) <= 40:
                # The banner of a site (<h2>某县人民政府</h2>) heads none of its lists.
                heading = heading if _in_chrome(self.page, node) else words_of
            if node.tag in ("a", "area", "option"):
                found = self._address(node)
            elif node in clickable:
                found = self._pressed(node)
            else:
                continue
            if found is None:
                continue
            url, body = found
            text = _text(node)
            vague = bool(words.VAGUE.match(text))
            yield Link(
                url, (vague and _beside(node)) or text, _date(node), heading, _in_chrome(self.page, node), vague, body
            )

    def hidden(self, root: Any, known: set[str]) -> Iterator[Link]:
        """The links that stand in islands and in scripts."""
        pieces = islands.markup(
            self.page.text,
            [(node.get("type") or "", node.text or "") for node in root.iter("script")],
            [node.text or "" for node in root.iter("textarea")],
        )
        for piece in pieces:
            yield from (link for link in _fragment(self.page.base, piece) if link.url not in known)
        for shown, href, date in islands.nodes(self.page.scripts):
            if (url := self.page.absolute(href)) is not None and url not in known:
                yield Link(url, squeeze(shown), date)

    def _address(self, node: Any) -> tuple[str, str | None] | None:
        href = node.get("href") or (node.get("value") if node.tag == "option" else "") or ""
        if node.tag == "option":
            return self._chosen(node, href)
        if href.lower().lstrip().startswith("javascript") or not href or href.lstrip().startswith("#"):
            return self._pressed(node) or self._followed(re.sub(r"(?i)^\s*javascript:", "", href))
        url = self.page.absolute(href)
        return None if url is None else (url, None)

    def _chosen(self, node: Any, value: str) -> tuple[str, str | None] | None:
        above = next(node.iterancestors("select"), None)
        handler = "" if above is None else above.get("onchange") or ""
        if handler and value.strip() and (found := self._followed(handler, dict.fromkeys(CHOSEN, value))):
            return found
        if "/" not in value and "." not in value:
            return None
        url = self.page.absolute(value)
        return None if url is None else (url, None)

    def _pressed(self, node: Any) -> tuple[str, str | None] | None:
        if node.tag not in ("a", "area") and (_is_long(node) or _holds_links(node)):
            return None
        for name in ("data-href", "data-url", "data-link"):
            if (node.get(name) or "").strip() and (url := self.page.absolute(node.get(name))) is not None:
                return url, None
        return self._followed(node.get("onclick") or "")

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
            return None if url is None else (url, None)
        form = next((one for one in self.page.forms if any(one.has(name) for name in leading.fields)), None)
        return None if form is None else form.sent(leading.fields)


def _is_long(node: Any) -> bool:
    return len(squeeze(_text_of(node))) > _LONGEST_LABEL


def _holds_links(node: Any) -> bool:
    hrefs = ((one.get("href") or "").strip(" #").lower() for one in node.iter("a"))
    return any(href and not href.startswith("javascript") for href in hrefs)


_WRAPPED = re.compile(r"\s*[\w$.]{1,80}\s*\(\s*[{\[]")
_clickable: Any = etree.XPath(
    "descendant::*/@onclick/.. | descendant::*/@data-href/.. | descendant::*/@data-url/.. | descendant::*/@data-link/.."
)
_LONGEST_LABEL = 160
"""Characters of an element that is one link as a whole."""


def _fragment(url: str, piece: str) -> list[Link]:
    """The links of a piece of markup."""
    page = Page(url, piece, _parsed(f"<html><body><ul>{piece}</ul></body></html>"))
    return [link for link in _Reader(page).links(page.root) if link.body is None]


def _answered(url: str, text: str) -> Iterator[Link]:
    """The links of an interface's answer."""
    data = islands.answer(text)
    for shown, href, date in islands.records(data):
        if (address := clean_url(url, href)) is not None:
            yield Link(address, squeeze(shown), date)
    for piece in islands.inner_markup(data):
        yield from _fragment(url, piece)


def _text(node: Any) -> str:
    if node.tag == "tr":
        # A row that is one link as a whole is named by its longest cell: the others are numbers and dates.
        return max((squeeze(_text_of(cell)) for cell in node.iter("td", "th")), key=len, default="")
    if node.tag == "area":
        return squeeze(node.get("alt") or node.get("title"))
    shown = squeeze(_text_of(node))
    title = squeeze(node.get("title"))
    if title and (not shown or shown.endswith(("...", "…", "..")) or (len(title) > len(shown) and shown in title)):
        return title
    if not shown:
        image = node if node.tag == "img" else node.find(".//img")
        if image is not None and (named := squeeze(image.get("alt") or image.get("title"))):
            return named
        if words.NEXT_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return "下一页"
    return shown


_ROWS = frozenset({"tr", "li", "dl", "p"})


def _beside(node: Any) -> str:
    """What stands beside a link in its row, and, where that is a table, at the head of the link's column."""
    row = next((above for above in node.iterancestors() if above.tag in _ROWS), None)
    if row is None:
        return ""
    if row.tag != "tr":
        text = squeeze(_text_of(row))
        return re.sub(words.DATE.pattern, "", text.replace(squeeze(_text_of(node)), "")).strip("·•.-:：[]【】()（）")
    mine = next((above for above in node.iterancestors("td", "th")), None)
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    texts = [squeeze(_text_of(cell)) for cell in cells if cell is not mine and cell.find(".//a") is None]
    named = [text for text in texts if _CHINESE.search(text) and not words.VAGUE.match(text)]
    table = next(row.iterancestors("table"), None)
    first = None if table is None else next(table.iter("tr"), None)
    heads = [] if first is None or first is row else [cell for cell in first if cell.tag in ("td", "th")]
    head = squeeze(_text_of(heads[cells.index(mine)])) if mine in cells and len(heads) == len(cells) else ""
    return max(named, key=len, default="") + (head if words.YEAR.match(head) else "")


_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _date(node: Any) -> str | None:
    """The date in the same item: the nearest ancestor that holds this link only, or two links to one address."""
    item = node
    for _ in range(4):
        parent = item.getparent()
        if parent is None or parent.tag not in _AROUND:
            break
        links = parent.iter("a")
        href = next((other.get("href") for other in links), None)
        if any(other.get("href") != href for other in links):
            break
        item = parent
    # Parts apart: 2020-01-12 may stand right before a title that begins with 2019年.
    found = words.DATE.search(" ".join(_texts_of(item))[-200:] if item is not node else "")
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _in_chrome(page: Page, node: Any) -> bool:
    """Whether an element stands in header, footer or main menu."""
    found, above = False, []
    for element in node.iterancestors():
        if (known := page.chrome.get(element)) is not None:
            found = known
            break
        above.append(element)
        found = element.tag in ("header", "footer", "nav") or _says(words.CHROME, element)
        if found or element.tag in ("body", "html"):
            found = found and element.tag not in ("body", "html")
            break
    page.chrome.update(dict.fromkeys(above, found))
    return found


def _says(what: re.Pattern[str], node: Any) -> bool:
    """Whether an element's class or id says what it is."""
    kind, name = node.get("class"), node.get("id")
    return bool(kind or name) and _matches(what, f"{kind or ''} {name or ''}")


@lru_cache(maxsize=4096)
def _matches(what: re.Pattern[str], mark: str) -> bool:
    """Pages of one site have few marks, each many times."""
    return bool(mark.strip()) and what.search(mark) is not None


_MAY_BE_CRUMBS: Any = etree.XPath(".//*[@class or @id or contains(text(), '置') or contains(*[1]/text(), '置')]")
"""Elements with a mark, or that begin with words before a breadcrumb: every form of these has this character."""
_BLOCKS = {"div", "p", "td", "span", "ul", "li", "nav", "section", "dl"}


def _crumbs(root: Any) -> list[str]:
    """The parts of the breadcrumb, the site's homepage first; empty where the page has none."""
    best: list[str] = []
    for node in _MAY_BE_CRUMBS(root):
        if node.tag not in _BLOCKS:
            continue
        if not _says(words.CRUMB, node):
            beginning = squeeze((node.text or "") + (node[0].text or "" if len(node) else ""))
            if not words.CRUMB_WORDS.search(beginning):
                continue
        text = squeeze(_text_of(node))
        if len(text) > 200:
            continue
        text = words.CRUMB_WORDS.sub("", text, count=1)
        parts = [part for part in re.split(r"[>›»＞→/|]|-+(?=>)|->", text) if part]
        if len(parts) == 1 and _says(words.CRUMB, node):
            # Items of a list, whose dividers are drawn by the style.
            named = [squeeze(_text_of(link)) for link in node.iter("a")]
            parts = named if len(named) > 1 and named[0].endswith("首页") else parts
        if len(parts) > len(best) and (parts[0].endswith("首页") or len(parts) > 1):
            best = parts
    return best
