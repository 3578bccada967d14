"""The forms of a page: what they send, and where to. Nothing here sends anything."""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

MOST_FIELDS = 60


@dataclass(frozen=True, slots=True)
class Form:
    """`fields` are those that are sent as they stand, in order; `names` the field of each id; `choices` the options of
    its menus, as (value, what is shown); `charset` what it is sent in: its own, else that of its page (GBK on
    old sites)."""

    url: str
    post: bool
    fields: Mapping[str, str]
    names: Mapping[str, str]
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    charset: str = "utf-8"

    def has(self, field: str) -> bool:
        """Whether a field of this name or id is in it. Its program fills ASP.NET's own."""
        own = field.startswith("__EVENT") and "__VIEWSTATE" in self.fields
        return own or field in self.fields or field in self.names

    def sent(self, changed: Mapping[str, str]) -> tuple[str, str | None]:
        """Address and body of the form sent with some fields (by name or id) changed; no body where it is a GET."""
        values = dict(self.fields) | {self.names.get(name, name): value for name, value in changed.items()}
        told = urlencode(values, encoding=self.charset, errors="xmlcharrefreplace")
        return (self.url, told) if self.post else (urlunsplit((*urlsplit(self.url)[:3], told, "")), None)

    def combinations(self, menus: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Every choice of these menus, leaving out options without a value where there are others."""
        options = [[value for value, _ in self.choices[menu] if value.strip()] for menu in menus]
        for values in itertools.product(*options):
            yield dict(zip(menus, values, strict=True))

    def shown(self, menu: str, value: str) -> str:
        """What a menu shows for a value."""
        return next((text for one, text in self.choices[menu] if one == value), "")


def read_forms(root: Any, absolute: Any, url: str, text_of: Any, charset: str = "utf-8") -> list[Form]:
    """The forms below an element. `absolute(href)` cleans an address, or gives None; `text_of(node)` is its text;
    `charset` is that of the page."""
    found = []
    for node in root.iter("form"):
        at = absolute(node.get("action") or "") or (url if not (node.get("action") or "").strip("# ") else None)
        if at is None:
            continue
        fields: dict[str, str] = {}
        names: dict[str, str] = {}
        choices: dict[str, tuple[tuple[str, str], ...]] = {}
        for field in node.iter("input", "select", "textarea"):
            name = field.get("name") or ""
            kind = (field.get("type") or "text").lower()
            if not name or kind in ("submit", "button", "image", "reset", "file", "password"):
                continue
            if kind in ("checkbox", "radio") and field.get("checked") is None:
                continue
            if len(fields) >= MOST_FIELDS:
                break
            if field.get("id"):
                names[field.get("id")] = name
            if field.tag == "select":
                options = [(_value(one, text_of), text_of(one)) for one in field.iter("option")]
                choices[name] = tuple(options)
                fields[name] = next(
                    (_value(one, text_of) for one in field.iter("option") if one.get("selected") is not None),
                    options[0][0] if options else "",
                )
            else:
                fields[name] = field.get("value") or ""
        post = (node.get("method") or "").lower() == "post"
        found.append(Form(at, post, fields, names, choices, _charset(node.get("accept-charset")) or charset))
    return found


def _charset(told: str | None) -> str | None:
    """The first of a form's charsets that is one."""
    for name in (told or "").replace(",", " ").split():
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def _value(option: Any, text_of: Any) -> str:
    value = option.get("value")
    return str(text_of(option)) if value is None else str(value)
