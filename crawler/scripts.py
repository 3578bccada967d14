"""Where a page's scripts lead to, as far as it can be read off them: no script is ever run.

Read are literals and names joined by `+` (`'list.asp?cid=5&page=' + n`), the page's own functions that put such a sum
into an address or into a form, and calls of them. What is anything else leads nowhere.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import cast
from urllib.parse import parse_qsl, urlencode

from crawler.characters import whole
from crawler.link_words import LITERAL_ADDRESS

CHOSEN = (
    "this.value",
    "this.options[this.selectedIndex].value",
    "$(this).val()",
    "$(this).find('option:selected').val()",
)
"""How the handler of a menu names the value that was chosen."""


def read_off(field: str) -> tuple[str, ...]:
    """How a script names the value of a field with this id."""
    return tuple(
        name
        for quote in ("'", '"')
        for name in (
            f"document.getElementById({quote}{field}{quote}).value",
            f"$({quote}#{field}{quote}).val()",
            f"$({quote}#{field} option:selected{quote}).val()",
            f"jQuery({quote}#{field}{quote}).val()",
        )
    )


def told_by(attribute: str) -> tuple[str, ...]:
    """How the handler of an element names what an attribute of it says (`data-id`)."""
    name = attribute.removeprefix("data-")
    named = (f"attr({{0}}{attribute}{{0}})", f"data({{0}}{name}{{0}})")
    quoted = [f"{this}.{one}" for this in ("$(this)", "jQuery(this)") for one in named]
    quoted.append(f"this.getAttribute({{0}}{attribute}{{0}})")
    return (*(one.format(quote) for one in quoted for quote in "'\""), f"this.dataset.{name}")


_READ_OFF = re.compile(
    r"\s*((?:this\.|(?:\$|jQuery)\([^()\n]{1,80}\)\s*\.|document\.getElementById\([^()\n]{1,80}\)\s*\.)"
    r"(?:find\([^()\n]{1,60}\)\.|dataset\.)?[\w$]{1,40}(?:\[[\w.]{1,40}\]\.\w{1,20}|\([^()\n]{0,60}\))?)"
)
"""The names of values of the page's fields, and of an object's own members."""
_TOKEN = re.compile(
    r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`|(\d{1,15})(?![\w.])|([A-Za-z_$][\w$]*(?:\.[\w$]+|\[[^\[\]]{1,40}\]|\([^()]{0,40}\)(?=\.))*)(\(\))?)"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_HOLE = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
_FUNCTION = re.compile(
    r"\bfunction\s+([\w$]{1,60})\s*\(([^()]{0,200})\)\s*\{|\b([\w$]{1,60})\s*[=:]\s*function\s*\(([^()]{0,200})\)\s*\{|"
    r"\b([\w$]{1,60})\s*[=:]\s*\(?([\w$,\s]{0,200})\)?\s*=>\s*\{"
)
_HANDLER = re.compile(
    r"(?:\.\s*(?:click|change)|\.\s*(?:on|bind|addEventListener)\s*\(\s*[\"'](?:click|change)[\"']\s*,(?:\s*[\"'][^\"'\n]{1,80}[\"']\s*,)?)\s*\(?\s*function\s*\([^()]{0,60}\)\s*\{"
)
_VARIABLE = re.compile(r"(?:\bvar\s+|\blet\s+|\bconst\s+|[,;{}\n][ \t\r]{0,80})([A-Za-z_$][\w$]{0,60})\s*=(?!=)\s*")
_LOCATION = re.compile(
    r"\blocation(?:\s*\.\s*href)?\s*=(?!=)\s*|\blocation\s*\.\s*(?:assign|replace)\s*\(\s*|\bopen\s*\(\s*|\.\s*src\s*=(?!=)\s*|\.attr\(\s*[\"']src[\"']\s*,\s*|"
    r"(?P<piece>\)\s*\.\s*load\s*\(\s*|(?:\$|jQuery)\s*\.\s*get\s*\(\s*)"
)
"""Where an address follows: the page's own, a window's, a frame's, and that of a piece that is put into the page."""
_METHOD = re.compile(r"\s*[\"'](?:GET|POST)[\"']", re.IGNORECASE)
_WITH_DATA = re.compile(r"\s*,\s*\{")
"""What is sent beside the address, as an object: then that alone does not lead there."""
_POSTED = re.compile(r"(?:\$|jQuery)\s{0,20}\.\s{0,20}post\s{0,20}\(\s{0,20}")
_AJAX = re.compile(r"(?:\$|jQuery)\s{0,20}\.\s{0,20}ajax\s{0,20}\(\s{0,20}\{")
_MEMBER = re.compile(r"""(?:^|[,{\s])["']?(url|data)["']?\s{0,20}:\s{0,20}""")
_POST = re.compile(r"""\b(?:type|method)["']?\s{0,20}:\s{0,20}["']post["']""", re.IGNORECASE)
_FEW = 20
"""Calls of one handler that are looked at."""
_FIELD = re.compile(
    r"""(?:\.|(?P<quoted>\[\s*["']|getElementsBy(?:Name|Id)\(\s*["']|getElementById\(\s*["']|\$\(\s*["'][#.]?|name=["']?))"""
    r"""((?(quoted)[\w$.]|[\w$]){1,60})["'\]\)]{0,4}(?:\[0\])?\s*\.\s*(?:value\s*=(?!=)\s*|val\(\s*)"""
)
_COUNTS = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s{0,9}(?:\+\+|\+=\s{0,9}1(?!\w))|\+\+\s{0,9}([A-Za-z_$][\w$]{0,60})"
)
_SUBMIT = re.compile(r"\.\s*submit\s*\(")
_CALL = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s*\(")
_LONGEST = 4000
"""Characters of a function that are looked at."""
_LONGEST_HANDLER = 20_000
"""Characters of what is called when something is pressed."""
_MOST = 2000
"""Functions of a page that are looked at."""
_MORE, _LESS = re.compile(r"\s*\+(?!\+)"), re.compile(r"\s*-\s*(\d{1,6})(?![\w.])")
_OPERATION = re.compile(r"\s*(?:[-*%?.\[]|/(?![/*])|\|\||&&|==)")
_CONVERSIONS = frozenset({"encodeURIComponent", "encodeURI", "escape", "String", "parseInt", "Number", "$.trim"})
_NUMBERS = frozenset({"parseInt", "Number"})
_NEAR = 400
"""Characters before an address in which a number is counted up."""
POST_BACK = "__doPostBack"
"""ASP.NET's function, which the page that calls it does not always show."""


@dataclass(frozen=True, slots=True)
class Leading:
    """Where a script leads: an `address` as written, or a form sent with some `fields` set; with both, these are sent
    there by POST."""

    address: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scripts:
    """A page's functions, as parameters and body by name, and the literals that its variables hold."""

    functions: Mapping[str, tuple[tuple[str, ...], str]]
    variables: Mapping[str, str]


def read_scripts(text: str) -> Scripts:
    """The functions and variables of a page's scripts."""
    functions: dict[str, tuple[tuple[str, ...], str]] = {}
    for found in islice(_FUNCTION.finditer(text), _MOST):
        name, parameters = found[1] or found[3] or found[5], found[2] or found[4] or found[6] or ""
        names = tuple(part.strip() for part in parameters.split(",") if part.strip())
        functions.setdefault(name, (names, block_of(text, found.end())))
    return Scripts(functions, variables_of(text))


def handlers_of(text: str) -> Iterator[str]:
    """What a page's scripts do when something is pressed or chosen (`$('#go').click(function () {…})`)."""
    for found in _HANDLER.finditer(text):
        yield block_of(text, found.end())


def variables_of(text: str, known: Mapping[str, str] | None = None) -> ChainMap[str, str]:
    """The variables of a piece of script that are sums of literals and of `known` ones; the first value of each."""
    set_here: dict[str, str] = {}
    found = within(set_here, known or {})
    for match in _VARIABLE.finditer(text):
        if match[1] not in set_here and (value := evaluate(text[match.end() : match.end() + 400], found)) is not None:
            set_here[match[1]] = value
    return found


def within(inner: Mapping[str, str], outer: Mapping[str, str]) -> ChainMap[str, str]:
    """A scope inside of another one, which is not copied: a page may have many of both."""
    return ChainMap(*(cast("MutableMapping[str, str]", one) for one in (inner, *_maps(outer))))


def _maps(scope: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    return scope.maps if isinstance(scope, ChainMap) else (scope,)


def evaluate(expression: str, scope: Mapping[str, str]) -> str | None:
    """The value of a sum of literals and names at the start of a text; None where a part of it is unknown."""
    found = _sum(expression, 0, scope, 0)
    return found[0] if found else None


def lead(script: str, page: Scripts, scope: Mapping[str, str] | None = None, depth: int = 0) -> Leading | None:
    """Where a handler, a `javascript:` address or the body of a function leads to."""
    script = script[:_LONGEST_HANDLER]
    known = variables_of(script, within(scope or {}, page.variables))
    for match in _LOCATION.finditer(script):
        if _METHOD.match(script, match.end()):
            continue  # XMLHttpRequest's `open`
        here = counted_up(script[max(0, match.start() - _NEAR) : match.start()], known)
        found = _sum(script[: match.end() + 600], match.end(), here, 0)
        data = _WITH_DATA.match(script, found[1]) if found and match["piece"] else None
        if not found or not found[0]:
            continue
        if data is None:
            return Leading(found[0])
        if (sent := parameters_of(script[data.end() - 1 :][:_LONGEST], here)) and ".get" in match["piece"].replace(
            " ", ""
        ):
            return Leading(with_query(found[0], sent))
    for match in islice(_AJAX.finditer(script), _FEW):
        block = braces(script, match.end())
        members = {one[1]: one.end() for one in _MEMBER.finditer(block)}
        url = evaluate(block[members["url"] :], known) if "url" in members else None
        sent = parameters_of(block[members["data"] :], known) if "data" in members else None
        if url and sent:
            post = _POST.search(block) is not None
            return _posted(url, sent) if post else Leading(with_query(url, sent))
    for match in islice(_POSTED.finditer(script), _FEW):
        found = _sum(script[: match.end() + 600], match.end(), known, 0)
        data = _WITH_DATA.match(script, found[1]) if found else None
        if found and data and (sent := parameters_of(script[data.end() - 1 :][:_LONGEST], known)):
            return _posted(found[0], sent)
    if _SUBMIT.search(script):
        fields = {
            match[2]: value
            for match in _FIELD.finditer(script)
            if (value := evaluate(script[match.end() : match.end() + 200], known)) is not None
        }
        if fields:
            return Leading(fields=fields)
    for match in _CALL.finditer(script):
        arguments = list(_arguments(script, match.end(), known))
        if match[1] == POST_BACK and len(arguments) == 2 and None not in arguments:
            return Leading(fields={"__EVENTTARGET": arguments[0] or "", "__EVENTARGUMENT": arguments[1] or ""})
        if match[1] in page.functions and depth < 3:
            names, body = page.functions[match[1]]
            bound = within({n: v for n, v in zip(names, arguments, strict=False) if v is not None}, scope or {})
            if inner := lead(body, page, bound, depth + 1):
                return inner
        for value in arguments:
            if value and LITERAL_ADDRESS.fullmatch(value):
                return Leading(value)
    return None


def _posted(address: str, sent: Mapping[str, str | int]) -> Leading:
    return Leading(address, {name: str(value) for name, value in sent.items()})


def counted_up(before: str, known: ChainMap[str, str]) -> ChainMap[str, str]:
    """A scope after what a script counts up before an address (`page++`)."""
    names = {one[1] or one[2] for one in _COUNTS.finditer(before)}
    counted = {name: str(int(known[name]) + 1) for name in names if known.get(name, "").isdecimal()}
    return within(counted, known) if counted else known


def with_query(address: str, sent: Mapping[str, str | int]) -> str:
    """An address with what is sent behind it."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(sent)}"


def unescaped(literal: str) -> str:
    """A string literal's text."""
    return whole(_ESCAPE.sub(lambda one: chr(int(one[1] or one[2], 16)) if one[1] or one[2] else one[3], literal))


def block_of(text: str, start: int) -> str:
    """What stands between a brace, behind which `start` is, and the one that closes it."""
    depth, quote = 1, ""
    for place in range(start, min(len(text), start + _LONGEST)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote and text[place - 1] != "\\" else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
            if not depth:
                return text[start:place]
    return text[start : start + _LONGEST]


def _arguments(text: str, start: int, scope: Mapping[str, str]) -> Iterator[str | None]:
    """The values of a call's arguments; None for one that is unknown, after which nothing more is read."""
    place = start
    for _ in range(8):
        found = _sum(text, place, scope, 0)
        if found is None:
            return
        value, place = found
        yield value
        following = re.compile(r"\s*,").match(text, place)
        if not following:
            return
        place = following.end()


def _sum(text: str, place: int, scope: Mapping[str, str], depth: int) -> tuple[str, int] | None:
    total: str | None = None
    numbers = True
    while True:
        found = _term(text, place, scope, depth)
        if found is None:
            return None
        value, place, number = found
        if total is None:
            total, numbers = value, number
        elif numbers and number:
            total = str(int(total) + int(value))
        else:
            total, numbers = total + value, False
        while numbers and (less := _LESS.match(text, place)):
            total, place = str(int(total) - int(less[1])), less.end()
        following = _MORE.match(text, place)
        if not following:
            # Any other operation makes the value something we do not know.
            return None if _OPERATION.match(text, place) else (total, place)
        place = following.end()


def _term(text: str, place: int, scope: Mapping[str, str], depth: int) -> tuple[str, int, bool] | None:
    if depth < 4 and (opened := re.compile(r"\s*\(").match(text, place)):
        inner = _sum(text, opened.end(), scope, depth + 1)
        closed = re.compile(r"\s*\)").match(text, inner[1]) if inner else None
        return (inner[0], closed.end(), inner[0].isdecimal()) if inner and closed else None
    if (chosen := _READ_OFF.match(text, place)) and chosen[1] in scope:
        return scope[chosen[1]], chosen.end(), False
    match = _TOKEN.match(text, place)
    if not match:
        return None
    double, single, template, number, name, called = match.groups()
    if double is not None or single is not None:
        return unescaped(double if double is not None else single), match.end(), False
    if template is not None:
        filled = _HOLE.sub(lambda one: scope.get(one[1], "\0"), template)
        return None if "\0" in filled or "${" in filled else (filled, match.end(), False)
    if number is not None:
        return number, match.end(), True
    if name in _CONVERSIONS and not called and depth < 4 and text[match.end() : match.end() + 1] == "(":
        inner = _sum(text, match.end() + 1, scope, depth + 1)
        closed = re.compile(r"\s*(?:,\s*\d+\s*)?\)").match(text, inner[1]) if inner else None
        return (inner[0], closed.end(), name in _NUMBERS and inner[0].isdecimal()) if inner and closed else None
    if name in ("true", "false") and not called:
        return name, match.end(), False
    if called or name not in scope:
        return None
    return scope[name], match.end(), scope[name].isdecimal()


def parameters_of(data: str, scope: Mapping[str, str], first: Collection[str] = ()) -> dict[str, str | int] | None:
    """The members of an object at the start of a text, numbers as numbers; None where one of them is not known. Those
    of a name (lower case) in `first` are 1 where they are a name that is not known: numbers of pages."""
    if not data.lstrip().startswith("{"):
        text = evaluate(data, scope)
        return None if text is None else dict(parse_qsl(text, keep_blank_values=True))
    block = braces(data, data.index("{") + 1)
    found: dict[str, str | int] = {}
    for one in re.finditer(r"""\s*["']?([\w$.\[\]]{1,60})["']?\s*:\s*""" + "|" + r"\s*(,)", block):
        if one[1]:
            value = evaluate(block[one.end() :], scope)
            if value is None and one[1].lower() in first and _LONE.match(block, one.end()):
                value = "1"
            if value is None:
                return None
            bare = value.isdecimal() and str(int(value)) == value and block[one.end() : one.end() + 1] not in "\"'"
            found[one[1]] = int(value) if bare else value
    return found


_LONE = re.compile(r"\s{0,20}[A-Za-z_$][\w$]{0,60}\s{0,20}(?:,|\}|$)")


def braces(text: str, start: int) -> str:
    """What stands between braces, whatever is in quotes there; `start` is behind the first."""
    depth = 1
    for place in range(start, min(len(text), start + 3000)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return text[start:place]
    return text[start : start + 3000]
