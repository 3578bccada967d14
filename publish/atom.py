"""Atom feeds (RFC 4287): every feed of ours is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from datasette.utils.asgi import Response

NAMESPACE = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01T00:00:00Z"
"""What an empty feed says of its last change: a feed must say something."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: `id` is a name made by `identifier`, `link` a whole address, `updated` a time in ISO 8601.

    All texts are plain text; what stands in them is escaped.
    """

    id: str
    title: str
    updated: str
    link: str
    summary: str = ""


def identifier(kind: str, *parts: object) -> str:
    """The name of a thing that no move of the site changes: `urn:nianbao:version:…`."""
    return ":".join(("urn:nianbao", kind, *(quote(str(part), safe="") for part in parts)))


def feed(title: str, page: str, own: str, entries: Iterable[Entry]) -> bytes:
    """A feed as XML. `page` is the page that shows the same, `own` the address of the feed; both whole.

    The feed was updated when its newest entry was; it is named after its own address.
    """
    found = list(entries)
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh-CN"})
    _text(root, "id", own)
    _text(root, "title", title)
    _text(root, "updated", max((entry.updated for entry in found), default=NEVER))
    ElementTree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": _clean(own)})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": _clean(page)})
    _text(ElementTree.SubElement(root, "author"), "name", "年报 nianbao")
    for entry in found:
        node = ElementTree.SubElement(root, "entry")
        _text(node, "id", entry.id)
        _text(node, "title", entry.title)
        _text(node, "updated", entry.updated)
        ElementTree.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": _clean(entry.link)})
        _text(node, "summary", entry.summary)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def answer(title: str, page: str, own: str, entries: Iterable[Entry]) -> Any:
    """The feed as a response."""
    body = feed(title, page, own, entries)
    return Response(body.decode(), content_type="application/atom+xml; charset=utf-8")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
