"""The forms of a page: what they send, and where to. Nothing here sends anything."""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from crawler.scripts import handlers_of, lead, read_off, read_scripts

MOST_FIELDS = 60
_MOST_HANDLERS = 100
"""Handlers of a page that are looked at."""


class Menus:
    """What lets choose: `choices` are the options of its menus, as (value, what is shown)."""

    __slots__ = ()
    choices: Mapping[str, tuple[tuple[str, str], ...]]

    def sent(self, changed: Mapping[str, str]) -> tuple[str, str | None]:
        """Address and body of a choice; no body where it is a GET."""
        raise NotImplementedError

    def combinations(self, menus: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Every choice of these menus, leaving out options without a value where there are others."""
        options = [
            [value for value, text in self.choices[menu] if value.strip() and "请选择" not in text] for menu in menus
        ]
        for values in itertools.product(*options):
            yield dict(zip(menus, values, strict=True))

    def set_to(self, menu: str) -> str:
        """The value that a menu has before anybody chooses."""
        return self.choices[menu][0][0] if self.choices[menu] else ""

    def shown(self, menu: str, value: str) -> str:
        """What a menu shows for a value."""
        return next((text for one, text in self.choices[menu] if one == value), "")


@dataclass(frozen=True, slots=True)
class Form(Menus):
    """`fields` are those that are sent as they stand, in order; `names` the field of each id; `choices` the options of
    its menus, as (value, what is shown); `charset` what it is sent in: its own, else that of its page (GBK on
    old sites). `texts` are the fields that a reader writes into, `around` whether it stands in header or footer."""

    url: str
    post: bool
    fields: Mapping[str, str]
    names: Mapping[str, str]
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    charset: str = "utf-8"
    texts: tuple[str, ...] = ()
    around: bool = False

    def set_to(self, menu: str) -> str:
        """The value that a menu has before anybody chooses."""
        return self.fields[menu]

    def has(self, field: str) -> bool:
        """Whether a field of this name or id is in it. Its program fills ASP.NET's own."""
        own = field.startswith("__EVENT") and "__VIEWSTATE" in self.fields
        return own or field in self.fields or field in self.names

    def sent(self, changed: Mapping[str, str]) -> tuple[str, str | None]:
        """Address and body of the form sent with some fields (by name or id) changed; no body where it is a GET."""
        values = dict(self.fields) | {self.names.get(name, name): value for name, value in changed.items()}
        told = urlencode(values, encoding=self.charset, errors="xmlcharrefreplace")
        return (self.url, told) if self.post else (urlunsplit((*urlsplit(self.url)[:3], told, "")), None)


@dataclass(frozen=True, slots=True)
class Chooser(Menus):
    """Menus outside of any form whose values a script puts into an address. `choices` as in a form, by the menus' ids;
    `lead_of(values)` is that address, None where there is none."""

    choices: Mapping[str, tuple[tuple[str, str], ...]]
    lead_of: Callable[[Mapping[str, str]], str | None]

    def sent(self, changed: Mapping[str, str]) -> tuple[str, str | None]:
        """Address of a choice, empty where there is none."""
        return self.lead_of(changed) or "", None


def read_choosers(root: Any, scripts: str, absolute: Any, text_of: Any) -> list[Chooser]:
    """The menus below an element that stand in no form and have no handler of their own, with the first handler of the
    page that makes an address of them: another one for each of their options."""
    menus: dict[str, tuple[tuple[str, str], ...]] = {}
    for node in islice(root.iter("select"), MOST_FIELDS):
        name = node.get("id") or ""
        if name and not node.get("onchange") and next(node.iterancestors("form"), None) is None:
            menus[name] = tuple((_value(one, text_of), text_of(one)) for one in node.iter("option"))
    if not menus:
        return []
    read = read_scripts(scripts)
    handlers = [node.get("onclick") for node in root.iter() if isinstance(node.tag, str) and node.get("onclick")]

    def lead_of(handler: str, chosen: Mapping[str, str]) -> str | None:
        scope = {name: value for menu, value in chosen.items() for name in read_off(menu)}
        found = lead(handler, read, scope)
        return absolute(found.address) if found is not None and found.address and not found.fields else None

    for handler in islice(dict.fromkeys((*handlers, *islice(handlers_of(scripts), _MOST_HANDLERS))), _MOST_HANDLERS):
        first = {menu: options[0][0] for menu, options in menus.items() if options}
        used = tuple(
            menu
            for menu, options in menus.items()
            if len({lead_of(handler, {**first, menu: value}) for value, _ in options[:3]} - {None}) > 1
        )
        if used:
            return [Chooser({menu: menus[menu] for menu in used}, partial(lead_of, handler))]
    return []


def read_forms(
    root: Any,
    absolute: Any,
    url: str,
    text_of: Any,
    charset: str = "utf-8",
    around: Callable[[Any], bool] = lambda _: False,
) -> list[Form]:
    """The forms below an element, but those that ask for a password. `absolute(href)` cleans an address, or gives None;
    `text_of(node)` is its text; `charset` is that of the page; `around(node)` says what stands in header or footer."""
    found = []
    for node in root.iter("form"):
        at = absolute(node.get("action") or "") or (url if not (node.get("action") or "").strip("# ") else None)
        if at is None:
            continue
        texts: list[str] = []
        if any((one.get("type") or "").lower() == "password" for one in node.iter("input")):
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
            if field.tag == "input" and kind in ("text", "search"):
                texts.append(name)
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
        sent_in = _charset(node.get("accept-charset")) or charset
        found.append(Form(at, post, fields, names, choices, sent_in, tuple(texts), around(node)))
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
