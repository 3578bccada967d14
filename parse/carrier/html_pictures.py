"""The pictures that a web page shows: where each may be had, and what stands behind it in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import lxml.html

from parse.document import Picture

ADDRESSES = ("data-src", "data-original", "original", "data-url", "_src", "src")
"""Attributes with a picture's address: where a script puts it into `src` later, what stands there is a placeholder."""


def address_of(image: lxml.html.HtmlElement) -> str:
    """The address of an `<img>` as its page gives it, or nothing."""
    return next((found for name in ADDRESSES if (found := (image.get(name) or "").strip())), "")


def is_ornament(image: lxml.html.HtmlElement) -> bool:
    """Whether an `<img>` is no page of a document: the sign of a file (`icon16/doc.gif`), or what is pressed to get
    one."""
    if _FILE_SIGN.search(address_of(image)):
        return True
    links = ((above.get("href") or "").strip().lower() for above in image.iterancestors("a"))
    return any(href and not href.startswith(("#", "javascript")) and not _PICTURE.search(href) for href in links)


_FILE_SIGN = re.compile(
    r"(?:^|[/_-])(?:icons?|ico|file_?types?\w{0,6}|sysimage)\d{0,3}/[\w-]{1,20}\.(?:gif|png|jpg|svg)|"
    r"(?:^|[/_-])(?:icon_?)?(?:docx?|pdf|xlsx?|wps|zip|rar|txt|down|download)\.(?:gif|png|svg)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp)(?:[?#]|$)")


def base_of(root: lxml.html.HtmlElement) -> str:
    """What addresses on a page are relative to, where the page says so; else nothing."""
    node = root.find(".//base[@href]")
    return "" if node is None else node.get("href") or ""


def pictures_in(shown: Sequence[tuple[int, str]], body: Sequence[int], base: str) -> tuple[Picture, ...]:
    """The pictures of a page with their places among the blocks of its body.

    `shown`: (index of the item that follows, address) of each; `body`: indices of the items that are blocks.
    """
    return tuple(Picture(address, base, bisect_left(body, place)) for place, address in shown if address)
