"""The interfaces that a page's scripts fetch its list from: `$.getJSON`, `$.get`, `$.post`, `.load`, `$.ajax`, `fetch`,
`axios`, and tables that a plug-in fills (`crawler.grids`).

Only what can be read off the script as a whole is asked for: an address and parameters of literals, of variables that
hold one, and of the page's number. Counters, weather and logins are left alone. Where an answer's records have numbers
and no addresses, these are put together as the script does it (`'<a href="/a/' + one.id + '.html">'`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from crawler import islands
from crawler.anchors import Link
from crawler.elements import squeeze
from crawler.forms import MOST_FIELDS
from crawler.grids import declared, grids
from crawler.limits import LIST_PAGES
from crawler.page import Page
from crawler.scripts import braces, counted_up, evaluate, parameters_of, read_off, told_by, variables_of, within
from crawler.urls import PARAMETERS, clean_url

MOST = 3
"""Interfaces of one page that are asked."""
_MOST_CALLS = 200
"""Calls of one page that are looked at."""
_LONGEST = 4000
"""Characters of what a call is given."""
_CALL = re.compile(
    r"(?P<library>\$?axios|\$http|\$|jQuery)\s*\.\s*(?P<how>getJSON|get|post)\s*\(\s*|\)\s*\.\s*(?P<load>load)\s*\(\s*(?=[\"'])|\b(?P<fetch>fetch)\s*\(\s*"
)
_XHR = re.compile(r"\.\s*open\s*\(\s*[\"'](GET|POST)[\"']\s*,\s*", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:\\?["']{1,2}|(?=[^\s"']))""", re.IGNORECASE)
_PIECE = re.compile(
    r"""(?P<literal>[^\s"'<>+`]*)\\?["']?\s*\+\s*(?:[\w$]+(?:\[\w+\])?\.)+(?P<name>[\w$]+)\s*(?:\+\s*["']|(?=["']?[\s>]))"""
)
"""A literal and the member of a record that is put behind it."""
_AXIOS = frozenset({"axios", "$axios", "$http"})
_JSON = re.compile(r"JSON\s*\.\s*stringify|application/json", re.IGNORECASE)
_AJAX = re.compile(r"(?:(?:\$|jQuery)\s*\.\s*ajax|(?P<axios>\baxios(?:\s*\.\s*request)?))\s*\(\s*\{")
_STRINGIFIED = re.compile(r"\b[qQ]s\s*\.\s*stringify|x-www-form-urlencoded")
_DATA = re.compile(
    r"\bdata\s*(?:\(\s*\)|:\s*function\s*\(\s*\)|:\s*\(\s*\)\s*=>)\s*(?:\{\s*return\s*|\(\s*)\{|\bdata\s*:\s*\{"
)
_SELF = ("this", "that", "self", "_this", "vm")
_BOUND = re.compile(r"""(?::|v-bind:)href\s*=\s*("[^"<>]{1,300}")""")
"""The addresses that Vue's templates make."""
_MEMBER = re.compile(r"""(?:^|[,{\s])["']?([A-Za-z_][\w]{0,40})["']?\s*:\s*""")
_POST = re.compile(r"""\b(?:type|method)["']?\s*:\s*["']post["']""", re.IGNORECASE)
_LISTS = re.compile(
    r"list|query|search|page|channel|column|catalog|article|news|doc|info|content|xxgk|record|\.(?:json|xml)\b",
    re.IGNORECASE,
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
_OFFSETS, _SIZES = frozenset({"offset", "start", "skip"}), frozenset({"limit", "rows", "pagesize", "size", "length"})
"""Parameters, lower case, that say how many records come before a page, and how many it has."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a script asks for: an address, and what is sent by POST: a form's fields or an object of JSON. `made` are
    the ways in which the script makes an address of a record: literals at even places, names of members between them;
    `page` is the address of the script's page."""

    url: str
    body: str | None = None
    made: tuple[tuple[str, ...], ...] = ()
    page: str = ""

    @property
    def number(self) -> int | None:
        """The number of the page that it asks for, from 1 (from 0 where its first one is so numbered)."""
        place = self._place
        return None if place is None else place[1] // place[2] + (place[2] > 1)

    @property
    def _place(self) -> tuple[str, int, int] | None:
        """(parameter, value, how far apart pages are) of what says which page it asks for: its number, or how many
        records come before it."""
        pairs = self._pairs()
        for name, value in pairs:
            if name.lower() in PARAMETERS and value.isdecimal():
                return name, int(value), 1
        sizes = [int(value) for name, value in pairs if name.lower() in _SIZES and value.isdecimal() and int(value) > 1]
        for name, value in pairs:
            if name.lower() in _OFFSETS and value.isdecimal() and sizes:
                return name, int(value), sizes[0]
        return None

    def following(self) -> Call | None:
        """The same for the next page; None where nothing says which page it is."""
        number, place = self.number, self._place
        if number is None or place is None or number >= LIST_PAGES:
            return None
        name, value, step = place
        if self.body is not None and self.body.startswith("{"):
            sent = json.loads(self.body)
            return replace(self, body=_as_json(sent | {name: type(sent[name])(value + step)}))
        changed = [(one, str(value + step) if one == name else told) for one, told in self._pairs()]
        if self.body is not None:
            return replace(self, body=urlencode(changed))
        return replace(self, url=urlunsplit((*urlsplit(self.url)[:3], urlencode(changed), "")))

    def links(self, page: Page) -> Iterator[Link]:
        """The records of an answer that have no address of their own, with those that the script makes."""
        if not self.made or page.links:
            return
        for shown, members, date in islands.unaddressed(islands.answer(page.text)):
            if url := _addressed(self.page or page.url, self.made, members):
                yield Link(url, squeeze(shown), date)

    def _pairs(self) -> list[tuple[str, str]]:
        if self.body is not None and self.body.startswith("{"):
            return [(name, str(value)) for name, value in json.loads(self.body).items()]
        return parse_qsl(urlsplit(self.url).query if self.body is None else self.body, keep_blank_values=True)


def _as_json(sent: Mapping[str, object]) -> str:
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":"))


def calls(page: Page) -> list[Call]:
    """The interfaces that may bring a page's list, those that number pages first."""
    text = f"{page.scripts}\n{declared(page.root)}"
    if "(" not in text or not re.search(
        r"ajax|getJSON|\.open|\.get|\.post|\.load|fetch|axios|[dt]grid|datagrid|jqGrid|bootstrapTable|\.render", text
    ):
        return []
    known = {**dict.fromkeys(_NUMBERS, "1"), **_typed(page), **_told(page), **_own_data(text)}
    scope = variables_of(text, known | _own_objects(text, known))
    found = list(dict.fromkeys(call for call in _calls(page, text, scope) if call.url != page.url))
    found = [
        call
        for call in found
        if not _OTHERS.search(urlsplit(call.url).path) and _LISTS.search(f"{call.url} {call.body}")
    ]
    made = _made_by(page, text) if found else ()
    return [
        replace(call, made=made, page=page.url) for call in sorted(found, key=lambda call: call.number is None)[:MOST]
    ]


def inline(page: Page) -> Iterator[Link]:
    """The records that stand in a page's scripts as data, with the addresses that its templates make of them."""
    if not _LITERAL.search(page.scripts):
        return
    if made := _made_by(page, page.scripts):
        for data in islice(islands.literals(page.scripts), _MOST_LITERALS):
            for shown, members, date in islands.unaddressed(data):
                if url := _addressed(page.url, made, members):
                    yield Link(url, squeeze(shown), date)


_LITERAL = re.compile(r"=\s*[\[{]")
_MOST_LITERALS = 20


def _made_by(page: Page, text: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a page makes addresses of records, by its scripts and by its templates."""
    bound = " ".join(f"href={one}" for told in islice(_BOUND.findall(page.text), _MOST_CALLS) for one in _either(told))
    return tuple(_made_addresses(f"{text}\n{bound}"))


def _either(expression: str) -> Iterator[str]:
    """What an attribute's expression may be: `one.url || ('/a/' + one.id)`, `one.url ? one.url : '/a/' + one.id`."""
    for one in re.split(r"\|\||\?|(?<=[\w\s]):", expression.strip('"')):
        yield '"' + one.strip().removeprefix("(").removesuffix(")").strip() + '"'


def _addressed(url: str, made: tuple[tuple[str, ...], ...], members: Mapping[str, Any]) -> str | None:
    """The address of a record, in the first way for which it has all members."""
    for parts in made:
        values = [members.get(name) for name in parts[1::2]]
        if all(isinstance(one, int | str) and str(one).strip() for one in values):
            href = "".join(part if at % 2 == 0 else str(members[part]) for at, part in enumerate(parts))
            if found := clean_url(url, href):
                return found
    return None


def _typed(page: Page) -> dict[str, str]:
    """What stands in the page's boxes before anybody types there, and what an element carries for a script (`data-cid`)
    where all that carry it say the same, by how a script reads it."""
    boxes = islice((node for node in page.root.iter("input") if node.get("id")), MOST_FIELDS)
    typed = {name: node.get("value") or "" for node in boxes for name in read_off(node.get("id"))}
    carried: dict[str, set[str]] = {}
    for node in islice(_carrying(page.root), _MOST_CALLS):
        for name, value in node.items():
            if name.startswith("data-"):
                carried.setdefault(name, set()).add(value)
    return typed | {
        said: value
        for name, values in carried.items()
        if len(values) == 1
        for value in values
        for said in told_by(name)
    }


def _told(page: Page) -> dict[str, str]:
    """What the head of a page says of it (`<meta name="SiteId">`), by how a script reads it."""
    named = (node for node in page.root.iter("meta") if node.get("name") and "attr(" in page.scripts)
    named_so = ("{0}", "'{0}'", '"{0}"')
    forms = [
        f"$({q}meta[name={name}]{q}).attr({q}content{q})" for name in named_so for q in ("'", '"') if q not in name
    ]
    return {one.format(node.get("name")): node.get("content") or "" for node in named for one in forms}


_carrying: Any = etree.XPath("descendant::*[@*[starts-with(name(), 'data-')]]")


def next_call(call: Call, page: Page, had: int) -> Call | None:
    """What to ask for after an answer, of which `had` records were seen so far with those before it."""
    items, pages, _ = islands.counted(islands.answer(page.text))
    number = call.number
    if items is not None and had >= items:
        return None
    if pages is not None and number is not None and number >= pages:
        return None
    return call.following()


def _own_data(text: str) -> dict[str, str]:
    """What the data of a Vue app hold at first, as its methods name it (`this.pageSize`)."""
    found: dict[str, str] = {}
    for place in islice(_DATA.finditer(text), _MOST_CALLS):
        block = braces(text, place.end())
        for one in islice(_MEMBER.finditer(block), _MOST_CALLS):
            if (value := evaluate(block[one.end() : one.end() + _LONGEST], {})) is not None:
                found.update(dict.fromkeys((f"{own}.{one[1]}" for own in _SELF), value))
    return found


def _own_objects(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """The members of the objects that a script holds in variables, as it names them (`pubParam.organId`)."""
    found: dict[str, str] = {}
    for place in islice(_OBJECT.finditer(text), _MOST_CALLS):
        block = braces(text, place.end())
        for one in islice(_MEMBER.finditer(block), _MOST_CALLS):
            if (value := evaluate(block[one.end() : one.end() + _LONGEST], known)) is not None:
                found.setdefault(f"{place[1]}.{one[1]}", value)
    return found


_OBJECT = re.compile(r"(?:\bvar|\blet|\bconst|[;\n,])\s*([A-Za-z_$][\w$]{0,40})\s*=\s*\{")


def _calls(page: Page, text: str, scope: Mapping[str, str]) -> Iterator[Call]:
    for found in islice(_AJAX.finditer(text), _MOST_CALLS):
        block = braces(text, found.end())
        members = {one[1]: block[one.end() :] for one in _MEMBER.finditer(block)}
        url = evaluate(members.get("url", ""), scope)
        data = _object(members.get("data") or members.get("params") or "", text)
        sent = parameters_of(data, scope, PARAMETERS) if data else {}
        if url is not None and sent is not None:
            as_json = bool(_JSON.search(block)) or (found["axios"] is not None and not _STRINGIFIED.search(block))
            yield from _made(page, url, sent, post=bool(_POST.search(block)), as_json=as_json)
    for table in grids(text, scope):
        yield from _made(page, table.address, table.sent, post=table.post, as_json=table.as_json)
    for found in islice(_XHR.finditer(text), _MOST_CALLS):
        yield from _by_xhr(page, found, text, scope)
    for found in islice(_CALL.finditer(text), _MOST_CALLS):
        url = evaluate(text[found.end() : found.end() + 600], scope)
        if url is None:
            continue
        rest = re.match(r"[^,;{}()]{0,300},\s*(?=\{|[A-Za-z_$])", _without_holes(text[found.end() : found.end() + 700]))
        data = _object(text[found.end() + rest.end() :][:_LONGEST], text) if rest else ""
        post, as_json = found["how"] == "post", found["library"] in _AXIOS
        if found["fetch"] and data:
            # The second argument holds settings: the method and, in `body`, what is sent.
            settings = braces(data, 1)
            post = as_json = bool(_POST.search(settings))
            members = {one[1]: settings[one.end() :] for one in _MEMBER.finditer(settings)}
            data = _object(members.get("body", ""), text) if post else ""
        elif found["library"] in _AXIOS and not post and data:
            data = _object(next((data[one.end() :] for one in _MEMBER.finditer(data) if one[1] == "params"), ""), text)
        sent = parameters_of(data, scope, PARAMETERS) if data else {}
        if sent is not None:
            yield from _made(page, url, sent, post=post, as_json=as_json)


def _by_xhr(page: Page, found: re.Match[str], text: str, scope: Mapping[str, str]) -> Iterator[Call]:
    """What an XMLHttpRequest asks for: its address, and of POST the object that it sends."""
    url = evaluate(text[found.end() : found.end() + 600], scope)
    if url and found[1].upper() == "GET":
        yield from _made(page, url, {}, post=False)
    elif url and (sends := _SENDS.search(text, found.end(), found.end() + _LONGEST)):
        here = counted_up(text[max(0, found.start() - _BEFORE) : found.start()], within({}, scope))
        if sent := parameters_of(text[sends.end() :][:_LONGEST], here, PARAMETERS):
            yield from _made(page, url, sent, post=True, as_json=bool(sends["json"]))


_BEFORE = 400
"""Characters before a request in which the number of its page is counted up."""
_SENDS = re.compile(r"\.\s*send\s*\(\s*(?P<json>JSON\s*\.\s*stringify\s*\()?\s*(?=[{\"'])")


def _object(data: str, text: str) -> str:
    """Data as an object's source: `JSON.stringify` and `qs.stringify` taken off, a variable followed to its object."""
    data = re.sub(r"^\s*(?:JSON|qs|Qs|\$)\s*\.\s*(?:stringify|param)\s*\(\s*", "", data)
    if data.lstrip().startswith(("{", "'", '"')):
        return data
    name = re.match(rf"\s*(?P<own>(?:{'|'.join(_SELF)})\s*\.\s*)?([A-Za-z_$][\w$]*)\s*(?:[,;)}}\n]|$)", data)
    held = name and re.search(rf"(?<![\w$.]){re.escape(name[2])}\s*{'[:=]' if name['own'] else '='}\s*(?=\{{)", text)
    return text[held.end() : held.end() + 3000] if held else ""


def _without_holes(text: str) -> str:
    """The same length of text, with nothing of `${…}` in it that looks like the script's own braces."""
    return re.sub(r"\$\{[^{}]{0,60}\}", lambda one: "_" * len(one[0]), text)


def _made(page: Page, href: str, sent: dict[str, str | int], *, post: bool, as_json: bool = False) -> Iterator[Call]:
    url = clean_url(page.url, href)
    if url is None and href.split("?")[0].endswith((".json", ".xml")):
        url = clean_url(page.url, href, re.compile(r"^(?:data|file|javascript):"))
    if url is None:
        return
    if post:
        yield Call(url, _as_json(sent) if as_json else urlencode(sent))
    elif sent:
        yield Call(f"{url}{'&' if '?' in url else '?'}{urlencode(sent)}")
    else:
        yield Call(url)


def _made_addresses(scripts: str) -> Iterator[tuple[str, ...]]:
    """How a script makes the addresses of a list's entries: `href="/a/' + one.id + '.html"`, `:href="'/a/' + one.id"`,
    `href="/a/${one.id}.html"`."""
    for found in islice(_HREF.finditer(scripts), _MOST_CALLS):
        if parts := _address_parts(scripts[found.end() : found.end() + 300]):
            yield parts


def _address_parts(text: str) -> tuple[str, ...] | None:
    if templated := re.match(r"[^\s\"'<>+`{}]*(?:\{\{=?\s*[^{}\"'<>]{1,80}\}\}[^\s\"'<>+`{}]*)+", text):
        parts = re.split(r"\{\{=?\s*(?:[\w$]+\.)+([\w$]+)\s*\}\}", templated[0])
        return tuple(parts) if len(parts) > 1 and not any("{{" in one for one in parts) else None
    filled = re.match(r"[^\s\"'<>+`]*\$\{[^\s\"'<>`]*", text)
    if filled:
        parts = re.split(r"\$\{\s*(?:[\w$]+(?:\[\w+\])?\.)+([\w$]+)\s*\}", filled[0])
        return tuple(parts) if len(parts) > 1 and not any("${" in one for one in parts) else None
    parts, place = [], 0
    while match := _PIECE.match(text, place):
        parts += [match["literal"], match["name"]]
        place = match.end()
    if not parts:
        return None
    end = re.match(r"[^\s\"'<>\\+]*", text[place:])
    return (*parts, end[0] if end else "")
