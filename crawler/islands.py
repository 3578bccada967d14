"""Markup and links that stand in a page but not as its elements: in scripts that are data, in trees of nodes, in
answers of interfaces.

Seen of trees: dTree's `d.add(3,0,'公开年报','list.jsp?cat=3')`, zTree's `{name:"2022年",url:"…"}` [C]. HTML comments
are what a portal took off its page, and are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import islice
from typing import Any

from crawler.between import between, without
from crawler.link_words import DATE, LITERAL_ADDRESS
from crawler.scripts import unescaped

_CDATA = re.compile(r"<!\[CDATA\[")
_COMMENT = re.compile(r"<!--()")
_COMMENT_END = {"": re.compile("-->")}
_STRING = r"""(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')"""
_CALL = re.compile(r"\w\s*\(([^(){}]{8,600})\)|\[([^\[\](){}]{8,600})\]")
_OBJECT = re.compile(r"\{([^{}]{8,2000})\}")
_LITERAL = re.compile(_STRING)
_MEMBER = re.compile(r"""["']?([A-Za-z_]\w{0,40})["']?\s*:\s*""" + _STRING)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WRITTEN = re.compile(r"""<a\b[^<>]*?href\s*=\s*\\?["'](?!\s*\+|[^"']*["']\s*\+)[^<>]*>[^<>]*<\\?/a>""", re.IGNORECASE)

NAMES = re.compile(r"(?:\w*(?:title|subject)|name|text|label|bt|doc_?name)", re.IGNORECASE)
"""Keys under which records keep what is shown."""
ADDRESSES = re.compile(r"(?:\w*(?:url|href|link|linkto)|file|src|\w*path)", re.IGNORECASE)
"""Keys under which records keep where it leads."""
DATES = re.compile(r"\w*(?:date|time|created|publish)\w*", re.IGNORECASE)
MOST_RECORDS = 5000
_DEEPEST = 12
_SHORTEST = 8
"""Characters of a text that may be JSON itself."""


def markup(source: str, scripts: list[tuple[str, str]], areas: list[str]) -> Iterator[str]:
    """Pieces of HTML with links: sections of CDATA, `scripts` (type, text) that are no programs, hidden text areas,
    and what programs write."""
    if "<![CDATA[" in source:
        for _, inner in between(without(source, _COMMENT, _COMMENT_END), _CDATA, "]]>"):
            if "<a" in inner or "<A" in inner:
                yield inner
    for kind, text in scripts:
        if "<a" not in text.lower():
            continue
        if kind and not re.search(r"javascript|ecmascript|module|json", kind, re.IGNORECASE):
            if "<![CDATA[" not in text:
                yield text
        elif "write" in text or "innerHTML" in text:
            yield from (
                found[0].replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")
                for found in _WRITTEN.finditer(text)
            )
    yield from (unescape(text) if "<" not in text else text for text in areas if "href" in text.lower())


def nodes(scripts: str) -> Iterator[tuple[str, str, str | None]]:
    """(what is shown, where it leads, ISO date) of the nodes of trees and the records that stand in a script."""
    if not _CHINESE.search(scripts) and "\\u" not in scripts:
        return
    for found in _OBJECT.finditer(scripts):
        members = {
            match[1]: unescaped(match[2] if match[2] is not None else match[3]) for match in _MEMBER.finditer(found[1])
        }
        if record := _record(members):
            yield record
    for found in _CALL.finditer(scripts):
        texts = [unescaped(one if one else other) for one, other in _LITERAL.findall(found[1] or found[2])]
        shown = next((text for text in texts if _CHINESE.search(text) and len(text) <= 60), None)
        leads = next((text for text in texts if LITERAL_ADDRESS.fullmatch(text)), None)
        if shown and leads:
            yield shown, leads, None


def items(source: str) -> Iterator[tuple[str, str, str | None]]:
    """(what is shown, where it leads, ISO date) of the records of a feed or another file of XML."""
    if not _XML.match(source):
        return
    for found in islice(_ITEM.finditer(source), MOST_RECORDS):
        stop = found.end() if found[3] else found.end() + _LONGEST_ITEM
        end = source.find(f"</{found[1]}>", found.end(), stop)
        inner = source[found.end() : max(end, found.end())]
        members = {one[1]: unescape(one[2] if one[2] is not None else one[3]).strip() for one in _CHILD.finditer(inner)}
        members |= {one[1]: unescape(one[2] or one[3] or "").strip() for one in _ATTRIBUTE.finditer(found[2])}
        if record := _record(members):
            yield record


_XML = re.compile(r"\s{0,80}<(?:\?xml|rss|feed)\b", re.IGNORECASE)
_ITEM = re.compile(
    r"<(item|entry|record|row|news|article)((?:\s+[\w:-]{1,40}\s?=\s?(?:'[^'<>]{0,2000}'|\"[^\"<>]{0,2000}\"))*)\s*(/?)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s?=\s?(?:'([^'<>]*)'|\"([^\"<>]*)\")")
_CHILD = re.compile(r"<(\w{1,40})>\s{0,80}(?:<!\[CDATA\[([^\]]{0,2000})\]\]>|([^<>]{0,2000}))\s{0,80}</\1>")
_LONGEST_ITEM = 20_000
"""Characters of a record of XML that are looked at."""


def answer(text: str) -> Any:
    """An interface's answer as data, also one that is wrapped in a call or in brackets, or that is JSON in a text of
    JSON as a whole (`{"d": "[{…}]"}`); None where it is none."""
    wrapped = (
        re.fullmatch(r"\s*[\w$.]{0,80}\s*\((.*)\)\s*;?\s*", text, re.DOTALL) if text.lstrip()[:1] not in "{[" else None
    )
    return _encoded(wrapped[1] if wrapped else text)


def _encoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def records(data: Any) -> Iterator[tuple[str, str, str | None]]:
    """(what is shown, where it leads, ISO date) of the records of an answer, at whatever depth."""
    for number, one in enumerate(_objects(data, 0)):
        if number >= MOST_RECORDS:
            return
        if record := _record({key: value for key, value in one.items() if isinstance(value, str | int)}):
            yield record


def literals(scripts: str) -> Iterator[Any]:
    """The data that stand in scripts as literals (`var NB = {"2022": […]}`), as far as they are JSON but for the marks
    around names and texts."""
    for found in _ASSIGNED.finditer(scripts):
        piece = _balanced(scripts, found.end() - 1)
        if not piece or not _CHINESE.search(piece):
            continue
        for form in (piece, _TRAILING.sub(r"\1", _BARE_NAME.sub(r'\1"\2":', _SINGLE.sub(_doubled, piece)))):
            try:
                yield json.loads(form)
            except ValueError:
                continue
            break


_ASSIGNED = re.compile(r"(?<![=!<>])=\s*[\[{]")
_BARE_NAME = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]{0,40})\s*:")
_SINGLE = re.compile(r"'((?:[^'\\\n]|\\.)*)'")
_TRAILING = re.compile(r",\s*([}\]])")
_LARGEST = 400_000
"""Characters of a literal."""


def _doubled(found: re.Match[str]) -> str:
    return json.dumps(unescaped(found[1]), ensure_ascii=False)


def _balanced(text: str, start: int) -> str:
    """What a bracket at a place opens, up to the one that closes it; nothing where that is too far."""
    depth, quote, place, end = 0, "", start, min(len(text), start + _LARGEST)
    while place < end:
        letter = text[place]
        if quote:
            if letter == "\\":
                place += 1
            elif letter == quote:
                quote = ""
        elif letter in "\"'":
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
            if not depth:
                return text[start : place + 1]
        place += 1
    return ""


def unaddressed(data: Any) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """(what is shown, the record, ISO date) of the records of an answer that say nothing of where they lead."""
    for one in islice(_objects(data, 0), MOST_RECORDS):
        names = [str(value) for key, value in one.items() if NAMES.fullmatch(key) and _CHINESE.search(str(value))]
        if names and _record(one) is None:
            dates = (_date(value) for key, value in one.items() if DATES.fullmatch(key))
            yield re.sub(r"<[^>]*>", "", max(names, key=len)), one, next(filter(None, dates), None)


def inner_markup(data: Any) -> Iterator[str]:
    """The pieces of HTML with links in an answer."""
    for one in _objects(data, 0):
        yield from (value for value in one.values() if isinstance(value, str) and "<a" in value.lower())


def counted(data: Any) -> tuple[int | None, int | None, int | None]:
    """The numbers of records and of pages that an answer states, and that of its own page, counted from 1."""
    totals: dict[str, int] = {}
    for one in islice(_objects(data, 0), 5):
        for key, value in one.items():
            if isinstance(value, int | str) and str(value).isdecimal():
                totals.setdefault(key.lower(), int(value))
    items = next((totals[key] for key in _ITEMS if key in totals), None)
    pages = next((totals[key] for key in _PAGES if key in totals), None)
    return items, pages, next((totals[key] for key in _NUMBER if totals.get(key)), None)


_ITEMS = (
    "total",
    "totalcount",
    "totalelements",
    "recordcount",
    "totalrecord",
    "totalrecords",
    "totalnum",
    "totalrow",
    "count",
    "records",
)
_NUMBER = ("current", "currentpage", "curpage", "currpage", "pageno", "pagenum", "pageindex", "pagenumber")
_PAGES = ("totalpage", "totalpages", "pagecount", "pages", "pagetotal")


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, str) and data[:1] in ("{", "[") and len(data) > _SHORTEST:
        data = _encoded(data)
    if isinstance(data, dict):
        yield {str(key): value for key, value in data.items()}
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _objects(value, depth + 1)


def _record(members: dict[str, Any]) -> tuple[str, str, str | None] | None:
    names = [str(value) for key, value in members.items() if NAMES.fullmatch(key) and _CHINESE.search(str(value))]
    leads = [
        str(value)
        for key, value in members.items()
        if ADDRESSES.fullmatch(key) and LITERAL_ADDRESS.fullmatch(str(value).strip())
    ]
    if not names or not leads:
        return None
    dates = (_date(value) for key, value in members.items() if DATES.fullmatch(key))
    return re.sub(r"<[^>]*>", "", max(names, key=len)), leads[0], next(filter(None, dates), None)


def _date(value: Any) -> str | None:
    text = str(value)
    if text.isdecimal() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), UTC).date().isoformat()
    found = DATE.search(text)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
