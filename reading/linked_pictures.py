"""The pictures of a web page in the order and at the places where it shows them, packed for their recognition.

The tables of a page may be pictures that it shows by their addresses (`<img src>`); they were fetched for it and come
with it (`reading.messages.Task.images`). A package is a ZIP without compression: `pictures.json`, a list of {"address",
"before"} in the order of the page, and the bytes of the picture of index n as the member `n`; without a member where a
bound left it out.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from parse.document import Document

MEDIA_TYPE = "application/vnd.nianbao.pictures+zip"
ENDING = "pictures"
_LIST = "pictures.json"
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=.-]+)*;base64,", re.IGNORECASE)
_MIN_EMBEDDED = 4_000
"""Bytes under which a picture inside a page is an icon or what stands there until a script shows the picture."""
_MAX_EMBEDDED = 32 * 2**20
EMBEDDED = "data:"
"""What stands for the address of a picture that the page holds itself."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A picture of a page: its address, the index of the block of text that follows it, its bytes (empty: left out)."""

    address: str
    before: int
    data: bytes


def linked_pictures(page: Document, url: str | None, images: Sequence[tuple[str, bytes]]) -> list[Linked]:
    """The pictures of a page in its order, each once. `images`: (address, bytes) of those that were fetched.

    One that the page shows at an address that leads elsewhere stands behind the one that was asked for before it.
    """
    fetched = {_key(address): number for number, (address, _) in enumerate(images)}
    places: dict[int, tuple[int, int]] = {}
    own: list[tuple[tuple[int, int], Linked]] = []
    for shown, picture in enumerate(page.pictures):
        if (embedded := _embedded(picture.address)) is not None:
            own.append(((shown, 0), Linked(EMBEDDED, picture.before, embedded)))
            continue
        number = fetched.get(_absolute(url or "", picture.base, picture.address))
        if number is not None and number not in places:
            places[number] = (shown, picture.before)
    found = own
    last = next((places[number] for number in sorted(places)), (0, len(page.blocks)))
    for number, (address, data) in enumerate(images):
        last = places.get(number, last)
        found.append(((last[0], 1 + number), Linked(address, last[1], data)))
    return [linked for _, linked in sorted(found, key=lambda item: item[0])]


def _absolute(url: str, base: str, address: str) -> tuple[str, str, str] | None:
    try:
        return _key(urljoin(urljoin(url, base), address.replace("\\", "/")))
    except ValueError:
        return None


def _key(url: str) -> tuple[str, str, str] | None:
    """What two spellings of one address have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.netloc.lower(), re.sub(r"/{2,}", "/", parts.path.partition(";")[0]), parts.query


def _embedded(address: str) -> bytes | None:
    """The bytes of a picture inside its page that is large enough to be a page of a report."""
    head = _DATA.match(address)
    if head is None or not _MIN_EMBEDDED <= len(address) <= _MAX_EMBEDDED:
        return None
    try:
        return base64.b64decode(address[head.end() :])
    except (binascii.Error, ValueError):
        return None


def pack(pictures: Sequence[Linked]) -> bytes:
    """The package."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        shown = [{"address": picture.address, "before": picture.before} for picture in pictures]
        package.writestr(_LIST, json.dumps(shown, ensure_ascii=False))
        for number, picture in enumerate(pictures):
            if picture.data:
                package.writestr(str(number), picture.data)
    return file.getvalue()


def unpack(data: bytes) -> Iterator[Linked]:
    """The pictures in a package that `pack` made."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        for number, shown in enumerate(json.loads(package.read(_LIST))):
            content = package.read(str(number)) if str(number) in names else b""
            yield Linked(shown["address"], shown["before"], content)
