"""Pagers that only a script draws: how many pages there are, and how it makes the address of one. Pure functions.

Known are the calls of layui and laypage, of the plug-ins of jQuery (pagination, jqPaginator, bootstrapPaginator,
kkpager and their like), the classes of old sites (`new showPages('pg')`, `new Page({…})`), and a page's own functions
beside a variable that counts its pages (`var pageCount = 3; function go(n) { location = 'index_' + n + '.html' }`). No
script is run: what is not a sum of literals, variables and one number stays unknown, and then only the number of pages
is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.announced import NOTHING, Announced
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.scripts import block_of, evaluate, variables_of, within
from crawler.urls import same_list

_CALL = re.compile(
    r"(?P<name>\.\s*(?:pagination|jqPaginator|bootstrapPaginator|twbsPagination|simplePagination|jpage|[Pp]ag(?:e|er|ing)|createPage|zPager)|"
    r"\blaypage(?:\s*\.\s*render)?|\bkkpager\s*\.\s*\w{1,40}|\bnew\s+\w{0,40}[Pp]ag(?:e|er|es|ing|ination)\w{0,20})"
    r"\s{0,20}\(\s{0,20}(?P<first>[^(){};]{0,70},\s{0,20})?\{"
)
"""The call of a plug-in with what it is told; what stands before that may be the number of entries."""
_OWN = re.compile(
    r"(?<![\w$])(?:\w{1,30}\.)?(?P<name>pageCount|pagecount|PageCount|totalPages?|total_?pages?|pageTotal|countPage)\s{0,20}=(?!=)"
)
_MEMBER = re.compile(r"""(?<![\w$.])["']?(?P<name>[A-Za-z_]\w{1,30})["']?\s{0,20}:(?!:)""")
_PAGES = ("pagecount", "pages", "totalpages", "totalpage", "pagetotal", "countpage")
_ROWS = ("totalrecords", "totalrecord", "count", "totalcount", "datatotal", "recordcount", "items", "total")
_SIZE = ("limit", "pagesize", "itemsonpage", "items_per_page", "pageamount", "perpage", "rows", "page_size")
_CURRENT = re.compile(
    r"(?<![\w$])(?:current_?page|cur_?page|curr_?page|page_?index|curr?|current)\s{0,20}[=:]\s{0,20}[\"']?(\d{1,5})\b",
    re.I,
)
_ROUNDED = re.compile(r"\s{0,20}Math\s{0,3}\.\s{0,3}ceil\s{0,3}\(([^()/]{1,80})/([^()/]{1,80})\)")
_SHOWN = re.compile(r"(?<![\w$])([\w$]{1,40})\s{0,20}=\s{0,20}new\s+showPages\b")
_ARGUMENT = re.compile(r"\.argName\s{0,20}=\s{0,20}[\"'](\w{1,30})[\"']")
_LEADS = re.compile(
    r"\blocation(?:\s{0,20}\.\s{0,20}href)?\s{0,20}=(?!=)|\blocation\s{0,20}\.\s{0,20}(?:assign|replace)\s{0,20}\(|"
    r"\bopen\s{0,20}\(|\breturn\b|\bhref\s{0,20}=\s{0,20}(?P<quote>\\?[\"'])"
)
"""Where an address follows: a page's own, one that a function answers, one in a link that a script writes."""
_CHOICE = re.compile(
    r"\s{0,20}\(?[\w$.()]{1,60}\s{0,20}[=<>!]{1,3}\s{0,20}\d{1,4}\s{0,20}\)?\s{0,20}\?([^:;?]{0,200}):"
)
_NAME = re.compile(r"(?<![\w$.\"'])[A-Za-z_$][\w$]{0,40}(?:\.[A-Za-z_$][\w$]{0,40}(?:\(\))?)?")
_PAGE_NAME = re.compile(r"page|cur|num|no$|idx|index|^[nipkx]$", re.IGNORECASE)
_OWN_MEMBER = re.compile(r"""(?<![\w$.])(\w{2,30})\s{0,20}:\s{0,20}(["'])([^"'\\\n]{0,100})\2""")
_LONGEST = 400
"""Characters of an expression that are looked at."""
_NEAR = 1500
"""Characters before a place in which the members of its object stand."""
_MOST = 200
"""Calls and places that are looked at."""


@dataclass(frozen=True, slots=True)
class DrawnPager:
    """What a script says of its list: pages, entries (None where it does not say), in which words; and the addresses of
    the second page and on, as far as they can be made."""

    pages: int
    entries: int | None
    words: str
    following: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """The numbers of a pager, the object that it is told, and whether its pages count from 0."""

    pages: int
    entries: int | None
    words: str
    block: str = ""
    from_zero: bool = False


def drawn_pager(page: Page) -> DrawnPager | None:
    """The pager that a page's script draws, or None."""
    text = page.scripts
    if not _CALL.search(text) and not _OWN.search(text):
        return None
    scope = _scope(text)
    if (told := _told(text, scope)) is None:
        return None
    hrefs = _by_members(told) or _by_parameter(page, text, told.pages)
    hrefs = hrefs or _by_places(page, told.block, scope, told) or _by_places(page, text, scope, told)
    made = (page.absolute(href) for href in hrefs)
    following = tuple(dict.fromkeys(url for url in made if url is not None and url != page.url))
    return DrawnPager(told.pages, told.entries, told.words, following)


def announced_by(page: Page) -> Announced:
    """What the pager that a page's script draws says of the list's length."""
    found = drawn_pager(page)
    return NOTHING if found is None else Announced(found.entries, found.pages, found.words)


def _told(text: str, scope: Mapping[str, str]) -> _Told | None:
    for found in islice(_CALL.finditer(text), _MOST):
        if (told := _of_call(found, text, scope)) is not None:
            return told
    for found in islice(_OWN.finditer(text), _MOST):
        if number := _number(text[found.end() :][:_LONGEST], scope):
            current = _CURRENT.search(text)
            return _Told(number, None, f"{found['name']} {number}", "", current is not None and current[1] == "0")
    return None


def _of_call(found: re.Match[str], text: str, scope: Mapping[str, str]) -> _Told | None:
    """What the call of a plug-in says."""
    block, called = block_of(text, found.end()), "".join(found["name"].split()).strip(".")
    values: dict[str, int] = {}
    names: dict[str, str] = {}
    for one in islice(_MEMBER.finditer(block), _MOST):
        number = _number(block[one.end() :][:_LONGEST], scope)
        if number is not None and values.setdefault(one["name"].lower(), number) == number:
            names[one["name"].lower()] = one["name"]
    entries = _number(found["first"] or "", scope)
    size, pages, rows = (next((one for one in known if values.get(one)), None) for known in (_SIZE, _PAGES, _ROWS))
    if entries and size:
        return _Told(-(-entries // values[size]), entries, f"{called} {entries}", block, from_zero=True)
    if pages is None and rows is not None and "total" in values and (rows != "total" or size is None):
        pages = "total"  # kkpager: pages are `total`, entries `totalRecords`
    if pages is not None:
        entries = values[rows] if rows is not None and rows != pages and values[rows] >= values[pages] else None
        return _Told(values[pages], entries, f"{names[pages]} {values[pages]}", block)
    if rows is not None and size is not None:
        return _Told(-(-values[rows] // values[size]), values[rows], f"{names[rows]} {values[rows]}", block)
    return None


def _scope(text: str) -> MutableMapping[str, str]:
    """The variables of the scripts, with those that count pages as a rounded quotient."""
    scope = variables_of(text)
    for found in islice(_OWN.finditer(text), _MOST):
        if found["name"] not in scope and (number := _number(text[found.end() :][:_LONGEST], scope)) is not None:
            scope[found["name"]] = str(number)
    return scope


def _number(expression: str, scope: Mapping[str, str]) -> int | None:
    """The whole number at the start of a text: a literal, a variable, a rounded quotient."""
    if rounded := _ROUNDED.match(expression):
        parts = [evaluate(part, scope) or "" for part in rounded.groups()]
        return (
            -(-int(parts[0]) // int(parts[1])) if all(re.fullmatch("[1-9][0-9]{0,5}", one) for one in parts) else None
        )
    found = evaluate(expression, scope)
    return int(found) if found is not None and re.fullmatch("[0-9]{1,6}", found) else None


def _numbers(pages: int) -> range:
    return range(2, min(pages, LIST_PAGES) + 1)


def _by_members(told: _Told) -> list[str]:
    """The addresses of plug-ins that are told what stands around the number."""
    said: dict[str, str] = {}
    for one in islice(_MEMBER.finditer(told.block), _MOST):
        if (value := evaluate(told.block[one.end() :][:_LONGEST], {})) is not None:
            said.setdefault(one["name"].lower(), value)
    if (prefix := said.get("hreftextprefix", "#")) and not prefix.startswith("#"):
        return [f"{prefix}{number}{said.get('hreftextsuffix', '')}" for number in _numbers(told.pages)]
    if "__id__" in (link := said.get("link_to", "")):
        return [link.replace("__id__", str(number - 1)) for number in _numbers(told.pages)]
    if "{{number}}" in (link := said.get("href", "")):
        return [link.replace("{{number}}", str(number)) for number in _numbers(told.pages)]
    return []


def _by_parameter(page: Page, text: str, pages: int) -> list[str]:
    """The addresses of showPages: the page's own, with a parameter."""
    if _SHOWN.search(text) is None:
        return []
    name = found[1] if (found := _ARGUMENT.search(text)) else "page"
    parts = urlsplit(page.url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return [urlunsplit((*parts[:3], urlencode([*query, (name, str(number))]), "")) for number in _numbers(pages)]


def _by_places(page: Page, text: str, scope: Mapping[str, str], told: _Told) -> list[str]:
    """The addresses that a script makes of the number of a page, wherever it does; the first whose number is named like
    one, else the first."""
    best: list[str] = []
    for place in islice(_LEADS.finditer(text), _MOST):
        around = within(_members_before(text, place.start()), scope)
        for expression in _expressions(text, place):
            for name in dict.fromkeys(_NAME.findall(expression)):
                hrefs = [] if name in around else _filled(page, expression, around, name, told)
                if hrefs and _PAGE_NAME.search(name):
                    return hrefs
                best = best or hrefs
            whole = evaluate(expression, around)
            if not best and whole and _turns(page, whole):
                best = _after(page, whole, text, told.pages)
    return best


def _after(page: Page, href: str, text: str, pages: int) -> list[str]:
    """The addresses after this page's, one of which a script made as a sum of the current page's number: from the
    list's first page all of them, as there it shows whether counting starts at 0 or at 1."""
    current, last = _CURRENT.search(text), re.search(r"(\d{1,4})(?=\D*$)", href)
    if current is None or last is None or int(last[1]) != int(current[1]) + 1:
        return []
    now = int(current[1])
    if now <= 1 and page.absolute(_numbered(href, last, now)) != page.url:
        return [_numbered(href, last, now + more) for more in range(1, min(pages, LIST_PAGES))]
    return [href] if now + 1 < max(pages, 3) else []


def _numbered(href: str, last: re.Match[str], number: int) -> str:
    return f"{href[: last.start()]}{number}{href[last.end() :]}"


def _filled(page: Page, expression: str, scope: Mapping[str, str], name: str, told: _Told) -> list[str]:
    """The addresses that an expression makes of the numbers of pages, put in the place of a name; none where they are
    no pages of the list."""
    shift = 1 if told.from_zero else 0
    second, third = (evaluate(expression, within({name: str(number)}, scope)) for number in (2, 3))
    if not second or not third or second == third or not _turns(page, third):
        return []
    numbers = (str(number - shift) for number in _numbers(told.pages))
    return [evaluate(expression, within({name: number}, scope)) or "" for number in numbers]


def _turns(page: Page, href: str) -> bool:
    """Whether an address is that of another page of the same list."""
    url = page.absolute(href)
    return url is not None and url != page.url and same_list(page.url, url)


def _expressions(text: str, place: re.Match[str]) -> Iterator[str]:
    """What stands at a place as an address; both where a script chooses between two."""
    if quote := place["quote"]:
        # `'<a href="nb-' + (n + 1) + '.html">'`: up to the end of the attribute, in the quotes of the script.
        end = text.find(quote, place.end(), place.end() + _LONGEST)
        inner = text[place.end() : max(end, place.end())]
        of_script = "`" if "${" in inner else quote[-1] if len(quote) > 1 else "'" if quote == '"' else '"'
        yield f"{of_script}{inner}{of_script}"
        return
    expression = text[place.end() : place.end() + _LONGEST]
    if chosen := _CHOICE.match(expression):
        yield expression[chosen.end() :]
        yield chosen[1]
    else:
        yield expression


def _members_before(text: str, place: int) -> dict[str, str]:
    """The literal members of the object that a function stands in, as it names them (`this.hrefFormer`)."""
    if "this." not in text[place : place + _LONGEST]:
        return {}
    return {f"this.{one[1]}": one[3] for one in _OWN_MEMBER.finditer(text, max(0, place - _NEAR), place)}
