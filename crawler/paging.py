"""The next pages of a list, whatever drives its pager. Pure functions over `crawler.page`.

Known drivers: 下一页 links, numbered links, <option> jumps, TRS `createPageHTML(total, current, "index", "html")` and
the variable form (`countPage`, `currentPage`), address parameters (pageIndex=N) beside an announced number of pages,
and where none of these leads on, pagers that only a script draws (`crawler.script_pagers`).
Page addresses are never taken for identity: some products renumber them whenever a page fills up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler import link_words as words
from crawler.anchors import Link
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.script_pagers import drawn_pager
from crawler.urls import PARAMETERS, clean_url, same_list

_CREATE = re.compile(r"(?<!\w)\w{0,20}page\w{0,20}\s{0,9}\(([^()]{3,300})\)", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(?:countPage|pageCount|totalPage|totalpages?|page_?count)\s*[=:]\s*[\"']?(\d{1,5})", re.IGNORECASE
)
_CURRENT = re.compile(r"\b(?:currentPage|curPage|pageIndex|currpage)\s*[=:]\s*[\"']?(\d{1,5})", re.IGNORECASE)
_ANNOUNCED = re.compile(r"共(?:计)?(?:<[^<>]{1,80}>|&nbsp;|\s){0,30}(\d{1,5})(?:<[^<>]{1,20}>|&nbsp;|\s){0,30}页")
_OF = re.compile(r"\d(?:<[^<>]{1,20}>|\s){0,30}/(?:<[^<>]{1,80}>|\s){0,30}(\d{1,4})(?:<[^<>]{1,20}>|\s){0,30}页")
_PLAIN = re.compile(r"<[^<>]{0,200}>|&nbsp;|\s+")
_ITEMS = re.compile(
    r"共(?:有|计)?(\d{1,5})(?:条|篇|个)(?:记录|信息|文章|数据|内容)?(?=[^\u4e00-\u9fff]|第|每|分|共|当|首|上|下|页|$)|"
    r"(?:总数|总记录数|记录总数)[:：](\d{1,5})"
)


@dataclass(frozen=True, slots=True)
class Pager:
    """What a list page says of its pages: addresses to go on with, the announced number of pages and of documents, and
    what its links send by POST (with the page's number, where the link says one)."""

    following: tuple[str, ...]
    total: int | None
    items: int | None = None
    posts: tuple[tuple[int | None, Link], ...] = ()


def read_pager(page: Page) -> Pager:
    """The addresses of the pages after this one (any order, possibly known ones), and the number of pages."""
    following = [
        *_by_text(page.links),
        # The list's first page is where the walk began, at whatever address.
        *(
            link.url
            for link in page.links
            if (number := number_of(link) or 0) > 1
            and (
                same_list(page.url, link.url)
                or _is_page(page.url, link.url, number)
                or _is_numbered(page.url, link.url, number)
            )
        ),
    ]
    nexts = _by_text(page.links)
    following += [
        link.url for link in page.links if nexts and (number_of(link) or 0) > 1 and same_list(nexts[0], link.url)
    ]
    total = _announced(page)
    created = _by_create_page(page)
    following += created
    if not created:
        following += _by_variables(page)
    if not _by_text(page.links) and not created:
        following += _up_to_the_last(page, total)
    if not following and (drawn := drawn_pager(page)):
        following += drawn.following
        total = total or drawn.pages
    if not following and total and total > 1:
        following += _by_parameter(page.url, total)
    seen = dict.fromkeys(url for url in following if url != page.url)
    found = _ITEMS.search(_PLAIN.sub("", page.text)) if "共" in page.text else None
    return Pager(tuple(seen), total, int(found[1] or found[2]) if found else None, tuple(_posts(page)))


def article_pages(page: Page) -> list[str]:
    """The further pages of an article that is split: createPageHTML with the article's own name; 下一页 and numbers
    within it, to its own name with a number behind, or to its own address with a page's number in it. A list's pages
    are none."""
    name = _stem(page.url)
    if not name or name in ("index", "list", "default"):
        return []
    stem = re.sub(r"_\d{1,2}$", "", name)
    found = [url for url in _by_create_page(page) if _stem(url).startswith(stem)]
    turning = (link for link in page.links if words.NEXT.match(link.text) or (number_of(link) or 0) > 1)
    found += [link.url for link in turning if _goes_on(page.url, link.url, stem)]
    return list(dict.fromkeys(url for url in found if url != page.url))


def _goes_on(url: str, further: str, stem: str) -> bool:
    """Whether an address is that of another page of the same article."""
    if urlsplit(url).path == urlsplit(further).path:
        return url != further and same_list(url, further)
    if urlsplit(url).path.rpartition("/")[0] != urlsplit(further).path.rpartition("/")[0]:
        return False
    return re.fullmatch(re.escape(stem) + r"[_-]\d{1,2}", _stem(further)) is not None


def _stem(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].rpartition(".")[0]


def number_of(link: Link) -> int | None:
    """The page that a link's text names."""
    found = re.fullmatch(r"[\[【(（<]?第?(\d{1,4})页?[\])）】>]?", link.text)
    return int(found[1]) if found else None


def _is_page(url: str, further: str, number: int) -> bool:
    """Whether an address in a list's own folder is called by the number of a page (DedeCMS: `/nb/`, then
    `/nb/list_12_2.html`)."""
    folder, _, name = urlsplit(further).path.rpartition("/")
    at, _, own = urlsplit(url).path.rpartition("/")
    plain = not own or re.fullmatch(r"(?:index|default)\.\w+", own) is not None
    return plain and folder == at and re.fullmatch(rf"list_(?:\d+_)?{number}\.\w+", name) is not None


_SIZES = range(2, 101)
"""Entries of a page, where an address says how many come before."""


def _is_numbered(url: str, further: str, number: int) -> bool:
    """Whether the address that a page's number leads to differs from the list's own by one parameter of any name that
    counts pages or the entries before (`?c=9&ye=2`, `?c=9&start=10`), or is the number below the list's own folder
    (`/nb/`, then `/nb/page/2`)."""
    one, other = urlsplit(url), urlsplit(further)
    if one.netloc.removeprefix("www.") != other.netloc.removeprefix("www."):
        return False
    if one.path == other.path:
        had, has = set(parse_qsl(one.query)), set(parse_qsl(other.query))
        more, less = has - had, had - has
        if len(more) != 1 or len(less) > 1 or {name for name, _ in less} - {name for name, _ in more}:
            return False
        value = next(iter(more))[1]
        if not re.fullmatch("[0-9]{1,5}", value):
            return False
        size, rest = divmod(int(value), number - 1)
        return int(value) in (number, number - 1) or (rest == 0 and size in _SIZES)
    folder = re.sub(r"(?:index|default)\.\w+$", "", one.path)
    folder += "" if "." in folder.rpartition("/")[2] or folder.endswith("/") else "/"
    below = other.path.removeprefix(folder)
    return folder.endswith("/") and bool(re.fullmatch(rf"(?:page[/_-]?|p[/_-]?)?{number}(?:/|\.s?html?)?", below))


def _posts(page: Page) -> Iterator[tuple[int | None, Link]]:
    """What links send by POST to turn the page: to the next one, else by its number."""
    nexts = [(None, link) for link in page.posts if words.NEXT.match(link.text)]
    yield from nexts or ((number, link) for link in page.posts if (number := number_of(link)) is not None)


def _up_to_the_last(page: Page, total: int | None) -> list[str]:
    """The pages between, where only the last one is linked: its address ends with its number, counted from 1 or 0."""
    for link in page.links:
        found = re.search(r"(\d{1,3})(\.\w{3,5})$", urlsplit(link.url).path)
        if not words.LAST.match(link.text) or not found or not same_list(page.url, link.url):
            continue
        last = int(found[1])
        if last > LIST_PAGES or (len(found[1]) > 1 and found[1].startswith("0")):
            return []
        first = 2 if last == total else 1
        path = urlsplit(link.url).path
        return [urljoin(link.url, f"{path[: found.start(1)]}{number}{found[2]}") for number in range(first, last + 1)]
    return []


def _by_text(links: tuple[Link, ...]) -> list[str]:
    return [link.url for link in links if words.NEXT.match(link.text)]


def _by_create_page(page: Page) -> list[str]:
    """createPageHTML(total, current, name, extension): page k of the list is name_<k>.extension.

    Some products put an element's id first. Where counting starts (0 in TRS, 1 elsewhere) shows on the first page,
    whose address carries no number: there a current of 1 means that counting starts at 1. So all pages are named from
    the first one, and none from the others.
    """
    if re.search(r"_\d{1,4}\.\w+$", urlsplit(page.url).path) and not re.search(r"/t\d+_\d+\.\w+$", page.url):
        return []
    for call in _CREATE.finditer(page.scripts):
        arguments = [part.strip().strip("\"'") for part in call.group(1).split(",")]
        numbers = [int(part) for part in arguments if part.isdigit()]
        names = [part for part in arguments if part and not part.isdigit()]
        if len(numbers) < 2 or len(names) < 2:
            continue
        total, current = numbers[0], numbers[1]
        name, extension = names[-2], names[-1]
        if not re.fullmatch(r"s?html?|jsp|aspx?|php", extension) or total > LIST_PAGES:
            continue
        start = 1 if current == 0 else 2
        pages = (clean_url(page.url, f"{name}_{number}.{extension}") for number in range(start, total + start - 1))
        return [url for url in pages if url]
    return []


def _by_variables(page: Page) -> list[str]:
    count, current = _COUNT.search(page.scripts), _CURRENT.search(page.scripts)
    if not count or not current or '_"' not in page.scripts.replace("'", '"'):
        return []
    total, now = int(count.group(1)), int(current.group(1))
    if now + 1 >= total or total > LIST_PAGES:
        return []
    path = urlsplit(page.url).path
    name = re.sub(r"_\d{1,4}$", "", path.rpartition("/")[2].rpartition(".")[0]) or "index"
    extension = path.rpartition(".")[2] if "." in path.rpartition("/")[2] else "html"
    return [urljoin(page.url, f"{name}_{now + 1}.{extension}")]


def _announced(page: Page) -> int | None:
    """The number of pages that the pager states."""
    for source in (page.scripts, page.text):
        if found := _COUNT.search(source):
            return int(found.group(1))
    found = _ANNOUNCED.search(page.text) or _OF.search(page.text)
    return int(found.group(1)) if found else None


def _by_parameter(url: str, total: int) -> list[str]:
    """The next page by an address parameter that is already there."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for position, (name, value) in enumerate(query):
        if name.lower() in PARAMETERS and value.isdigit():
            if int(value) >= total:
                return []
            query[position] = (name, str(int(value) + 1))
            return [urlunsplit((*parts[:3], urlencode(query), ""))]
    return []
