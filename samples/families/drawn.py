"""A portal of no known product that shows its lists only to a browser: a script asks for them by POST, with a number
that it reckons out, and puts them into the page; a button without address leads to the next page.

What no visitor of a portal needs stands in its pages too: a picture, a style with a font, a script of another host, a
beacon and a socket.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings

SERVICE = "/svc/q"


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """The service of all lists."""
    del portal
    yield Endpoint(SERVICE, {"k": "", "t": ""})


def pages(portal: Portal) -> Iterator[Page]:
    """Pages of columns, which list nothing, and the answers of the service."""
    for column in portal.columns:
        if column.kind != "list":
            continue
        key = int(column.meta["key"])
        context = column_context(portal, column) | {"key": key}
        yield Page(column.path, "drawn/list.html", context, **settings(portal))
        cut = list_pages(portal, column)
        for number, articles in enumerate(cut, 1):
            listed = [[one.path, one.label, one.day] for one in articles]
            text = json.dumps({"c": 0, "m": len(cut), "d": listed}, ensure_ascii=False)
            address = f"{SERVICE}?k={key}&t={token(key, number)}"
            yield Page(address, "static/text", {"text": text}, media_type="application/json")
    yield Page("/static/list.js", "drawn/list.js", media_type="application/javascript")


def token(key: int, number: int) -> str:
    """What the script reckons out for a page of a list; the service answers nothing else."""
    value = (number * 7919 + key * 31) ^ 0x5A5A
    digits = ""
    while value:
        value, rest = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
