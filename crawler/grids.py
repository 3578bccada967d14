"""Tables that a plug-in fills from an interface: what EasyUI's datagrid, jqGrid, layui's table and bootstrap-table ask
for first, as far as it can be read off their settings, which stand in a script or in attributes of the table.

EasyUI and jqGrid ask for `page` and `rows`, layui for `page` and `limit`, bootstrap-table (with `sidePagination:
'server'`) for `limit` and `offset`; what a page adds stands in an object, or in what a function makes of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from crawler.scripts import block_of, braces, evaluate, parameters_of, read_scripts, within

_MOST = 200
"""Tables of one page that are looked at."""
_GRID = re.compile(
    r"(?:\.\s*(?P<name>datagrid|treegrid|jqGrid|bootstrapTable)|\b(?P<layui>table)\s*\.\s*render)\s*\(\s*\{"
)
_MEMBER = re.compile(r"""(?:^|[,{\s])["']?([A-Za-z_][\w]{0,40})["']?\s*:\s*""")
_METHOD = re.compile(r"""\b(?:type|method|mtype)["']?\s*:\s*["'](get|post)["']""", re.IGNORECASE)
_SERVER = re.compile(r"""\bsidePagination["']?\s*:\s*["']server["']""")
_FORM = re.compile(r"x-www-form-urlencoded", re.IGNORECASE)
_INLINE = re.compile(r"\s*(?:function\b[\w\s]{0,60}\(\s*(\w{0,40})\s*\)|\(?\s*(\w{1,40})\s*\)?\s*=>)\s*\{")
_NAME = re.compile(r"\s*([A-Za-z_$][\w$]{0,60})\s*(?:[,}\n]|$)")
_RESULT = re.compile(r"(?:\breturn|=)\s*(?=\{)")
_NUMBER = r"\(?\s*{0}\.offset\s*/\s*{0}\.limit\s*\)?\s*\+\s*1(?!\w)"
"""How a page makes the number of the page of what bootstrap-table says."""
_RENAMED = {
    "page": re.compile(r"""\bpageName["']?\s*:\s*["'](\w{1,40})["']"""),
    "limit": re.compile(r"""\blimitName["']?\s*:\s*["'](\w{1,40})["']"""),
}
"""How a layui table is told other names of what it sends."""
_SORTING = ("search", "searchText", "sort", "sortName", "order", "sortOrder", "filter")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table asks for first: an address as written and what is sent with it, by POST as a form's fields or as an
    object of JSON."""

    address: str
    sent: dict[str, str | int]
    post: bool
    as_json: bool = False


def grids(text: str, scope: Mapping[str, str]) -> Iterator[Asked]:
    """What the tables of a page's scripts ask for, where all of it is known; `scope` are the variables' values."""
    for found in islice(_GRID.finditer(text), _MOST):
        block = braces(text, found.end())
        members = {one[1]: block[one.end() :] for one in _MEMBER.finditer(block)}
        address = evaluate(members.get("url", ""), scope)
        size = next((evaluate(members[one], scope) for one in ("pageSize", "limit", "rowNum") if one in members), None)
        rows = int(size) if size and size.isdecimal() else 10
        method = _METHOD.search(block)
        post = method is not None and method[1].lower() == "post"
        if found["name"] == "bootstrapTable":
            paged = _SERVER.search(block) is not None
            sent = _by_bootstrap(members.get("queryParams", ""), text, scope, rows, paged)
            as_json = post and _FORM.search(block) is None
        else:
            told = members.get("queryParams") or members.get("where") or members.get("postData") or ""
            sent = parameters_of(told, scope) if told else {}
            if sent is not None:
                page, size = (told_as(block, one) for one in ("page", "limit"))
                sent = {**sent, page: 1, size: rows} if found["layui"] else {**sent, "page": 1, "rows": rows}
            post, as_json = post or (method is None and (found["name"] or "").endswith("grid")), False
        if address and sent is not None:
            yield Asked(address, sent, post, as_json)


def told_as(block: str, name: str) -> str:
    """What a layui table calls `page` or `limit`."""
    found = _RENAMED[name].search(block)
    return found[1] if found else name


def declared(root: Any) -> str:
    """The tables of a page that attributes declare, as calls of a script: bootstrap-table's `data-url`, EasyUI's
    `data-options`, layui's `lay-data`."""
    calls = []
    for node in islice(_declared(root), _MOST):
        if node.get("lay-data"):
            calls.append(f"table.render({node.get('lay-data')});")
        elif node.get("data-toggle") == "table":
            told = {_camel(name): str(value) for name, value in node.items() if name.startswith("data-")}
            members = (f"{name}: {_literal(name, value)}" for name, value in told.items() if name != "toggle")
            calls.append(f"$(t).bootstrapTable({{{', '.join(members)}}});")
        else:
            of_own = "".join(f", {one}: '{node.get(one)}'" for one in ("url", "method") if node.get(one))
            calls.append(f"$(t).datagrid({{{node.get('data-options') or ''}{of_own}}});")
    return "\n".join(calls)


_declared: Any = etree.XPath(
    "descendant::table[@lay-data or (@data-toggle='table' and @data-url) or "
    "((contains(@class, 'easyui-datagrid') or contains(@class, 'easyui-treegrid')) and (@url or @data-options))]"
)


def _camel(name: str) -> str:
    return re.sub(r"-(\w)", lambda one: one[1].upper(), name.removeprefix("data-"))


def _literal(name: str, value: str) -> str:
    """A setting as a script has it: functions by name, objects and numbers as they are."""
    plain = value.isdecimal() or value.lstrip().startswith("{")
    named = name == "queryParams" and re.fullmatch(r"[A-Za-z_$][\w$]*", value)
    return value if plain or named else "'" + value.replace("'", "\\'") + "'"


def _by_bootstrap(
    told: str, text: str, scope: Mapping[str, str], rows: int, paged: bool
) -> dict[str, str | int] | None:
    """What bootstrap-table sends; None where a part of it is not known."""
    first: dict[str, str | int] = {"limit": rows, "offset": 0} if paged else {}
    if not told:
        return first
    if told.lstrip().startswith("{"):
        sent = parameters_of(told, scope)
        return None if sent is None else first | sent
    if inline := _INLINE.match(told):
        name, body = inline[1] or inline[2] or "", block_of(told, inline.end())
    elif (named := _NAME.match(told)) and named[1] in (functions := read_scripts(text).functions):
        names, body = functions[named[1]]
        name = names[0] if names else ""
    else:
        return None
    result = _RESULT.search(body)
    if result is None:
        return first | _added(body, name, scope) if re.search(rf"\breturn\s+{re.escape(name)}\b", body) else None
    values = {
        "limit": str(rows),
        "offset": "0",
        "pageSize": str(rows),
        "pageNumber": "1",
        **dict.fromkeys(_SORTING, ""),
    }
    plain = re.sub(_NUMBER.format(re.escape(name)), "1", body[result.end() :])
    sent = parameters_of(plain, within({f"{name}.{one}": value for one, value in values.items()}, scope))
    return None if sent is None else {one: value for one, value in sent.items() if value != ""}


def _added(body: str, name: str, scope: Mapping[str, str]) -> dict[str, str | int]:
    """What a function adds to what it is given (`params.channel = 'nb'`), as far as it is known."""
    set_here = re.finditer(rf"\b{re.escape(name)}\s*\.\s*(\w{{1,40}})\s*=(?!=)\s*", body)
    told = ((one[1], evaluate(body[one.end() : one.end() + 300], scope)) for one in islice(set_here, _MOST))
    return {key: value for key, value in told if value}
