"""The interfaces that a page's scripts fetch its list from: `$.getJSON`, `$.get`, `$.post`, `.load`, `$.ajax`, `fetch`.

Only what can be read off the script as a whole is asked for: an address and parameters of literals, of variables that
hold one, and of the page's number. Counters, weather and logins are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler import islands
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.paging import PARAMETERS
from crawler.scripts import evaluate, variables_of
from crawler.urls import clean_url

MOST = 3
"""Interfaces of one page that are asked."""
_CALL = re.compile(
    r"(?:\$|jQuery|axios)\s*\.\s*(?P<how>getJSON|get|post)\s*\(\s*|\)\s*\.\s*(?P<load>load)\s*\(\s*(?=[\"'])|\b(?P<fetch>fetch)\s*\(\s*"
)
_AJAX = re.compile(r"(?:\$|jQuery)\s*\.\s*ajax\s*\(\s*\{")
_MEMBER = re.compile(r"""(?:^|[,{\s])["']?([A-Za-z_][\w]{0,40})["']?\s*:\s*""")
_POST = re.compile(r"""\b(?:type|method)["']?\s*:\s*["']post["']""", re.IGNORECASE)
_LISTS = re.compile(
    r"list|query|search|page|channel|column|catalog|article|news|doc|info|content|xxgk|record", re.IGNORECASE
)
_OTHERS = re.compile(
    r"login|visit|hits?\b|count(?:er)?\.|click|weather|user|token|/log|stat(?:s|istic)|captcha|config|comment|share|vote|survey|wechat|hot",
    re.IGNORECASE,
)
_NUMBERS = (
    "page",
    "pageNo",
    "pageno",
    "pageIndex",
    "pageindex",
    "pageNum",
    "pagenum",
    "pageNumber",
    "curPage",
    "currPage",
    "currentPage",
    "pn",
)
"""Variables that number pages, where a script gets them from elsewhere."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a script asks for: an address, and what is sent by POST."""

    url: str
    body: str | None = None

    @property
    def number(self) -> int | None:
        """The number of the page that it asks for."""
        return next(
            (int(value) for name, value in self._pairs() if name.lower() in PARAMETERS and value.isdecimal()), None
        )

    def following(self) -> Call | None:
        """The same for the next page; None where nothing numbers its pages."""
        number = self.number
        if number is None or number >= LIST_PAGES:
            return None
        done = False
        changed = []
        for name, value in self._pairs():
            mine = not done and name.lower() in PARAMETERS and value.isdecimal()
            changed.append((name, str(number + 1) if mine else value))
            done = done or mine
        if self.body is not None:
            return Call(self.url, urlencode(changed))
        return Call(urlunsplit((*urlsplit(self.url)[:3], urlencode(changed), "")))

    def _pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.url).query if self.body is None else self.body, keep_blank_values=True)


def calls(page: Page) -> list[Call]:
    """The interfaces that may bring a page's list, those that number pages first."""
    if "(" not in page.scripts or not re.search(r"ajax|getJSON|\.get|\.post|\.load|fetch", page.scripts):
        return []
    scope = dict.fromkeys(_NUMBERS, "1") | variables_of(page.scripts)
    found = list(dict.fromkeys(call for call in _calls(page, scope) if call.url != page.url))
    found = [
        call
        for call in found
        if not _OTHERS.search(urlsplit(call.url).path) and _LISTS.search(f"{call.url} {call.body}")
    ]
    return sorted(found, key=lambda call: call.number is None)[:MOST]


def next_call(call: Call, page: Page, had: int) -> Call | None:
    """What to ask for after an answer, of which `had` records were seen so far with those before it."""
    items, pages = islands.counted(islands.answer(page.text))
    number = call.number
    if items is not None and had >= items:
        return None
    if pages is not None and number is not None and number >= pages:
        return None
    return call.following()


def _calls(page: Page, scope: dict[str, str]) -> Iterator[Call]:
    text = page.scripts
    for found in _AJAX.finditer(text):
        block = _braces(text, found.end())
        members = {one[1]: block[one.end() :] for one in _MEMBER.finditer(block)}
        url = evaluate(members.get("url", ""), scope)
        data = members.get("data", "")
        sent = _parameters(data, scope) if data else {}
        if url is not None and sent is not None:
            yield from _made(page, url, sent, post=bool(_POST.search(block)))
    for found in _CALL.finditer(text):
        url = evaluate(text[found.end() : found.end() + 600], scope)
        if url is None:
            continue
        rest = re.match(r"[^,;{}()]{0,300},\s*(?=\{)", text[found.end() : found.end() + 700])
        data = text[found.end() + rest.end() :] if rest else ""
        if found["fetch"] and data:
            # The second argument holds settings, of which only the method is of interest.
            if _POST.search(_braces(data, 1)):
                continue
            data = ""
        sent = _parameters(data, scope) if data else {}
        if sent is not None:
            yield from _made(page, url, sent, post=found["how"] == "post")


def _made(page: Page, href: str, sent: dict[str, str], *, post: bool) -> Iterator[Call]:
    url = clean_url(page.url, href)
    if url is None and href.split("?")[0].endswith(".json"):
        url = clean_url(page.url, href, re.compile(r"^(?:data|file|javascript):"))
    if url is None:
        return
    if post:
        yield Call(url, urlencode(sent))
    elif sent:
        yield Call(f"{url}{'&' if '?' in url else '?'}{urlencode(sent)}")
    else:
        yield Call(url)


def _parameters(data: str, scope: dict[str, str]) -> dict[str, str] | None:
    """The members of an object at the start of a text; None where one of them is not known."""
    if not data.lstrip().startswith("{"):
        text = evaluate(data, scope)
        return None if text is None else dict(parse_qsl(text, keep_blank_values=True))
    block = _braces(data, data.index("{") + 1)
    found: dict[str, str] = {}
    for one in re.finditer(r"""\s*["']?([\w$.\[\]]{1,60})["']?\s*:\s*""" + "|" + r"\s*(,)", block):
        if one[1]:
            value = evaluate(block[one.end() :], scope)
            if value is None:
                return None
            found[one[1]] = value
    return found


def _braces(text: str, start: int) -> str:
    depth = 1
    for place in range(start, min(len(text), start + 3000)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return text[start:place]
    return text[start : start + 3000]
