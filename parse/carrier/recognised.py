"""Pages that were pictures, after the recognition of characters (OCR): JSON bytes to the pages that parse reads.

The bytes are of our own media type and come from `reading.recognition`; they hold the recognised pages only, and travel
beside the document that the pages belong to:

    {"pages": [{"number", "width", "height", "characters": [[x0, y0, x1, y1, character, confidence], ...],
                "horizontal": [[at, start, end], ...], "vertical": [...]}, ...], "left_out": [number, ...]}

Lengths are points, y grows upwards; `number` counts the pages of a PDF or the pictures of any other document from 1.
Where the pictures are those that a web page shows by their addresses, "pictures" is a list of them in the order of the
page, [{"address", "before", "pages": [number, ...] or null where a bound left it out}, ...]: `before` is the index of
the block of the page's own text that follows, `pages` what was recognised in it.
Ink in which no character was recognised is U+FFFD with confidence 0: it is never blank.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parse.carrier.pdf_page import Glyph, Page, Rule
from parse.problem_kinds import KINDS, problem
from parse.report import Problem

MEDIA_TYPE = "application/vnd.nianbao.recognised+json"
MAX_PAGES = 200
MAX_MARKS = 60_000
"""Characters, or rules, of one page."""
MAX_SEEN = 4_000
"""Characters of addresses that a problem names."""


@dataclass(frozen=True, slots=True)
class LinkedPicture:
    """A picture that a page shows: its address, the index of the block that follows it, the numbers of the pages that
    were recognised in it (None: a bound left it out)."""

    address: str
    before: int
    pages: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """Recognised pages by number, and the numbers of those that a bound left out; the pictures that they were, where
    these are a web page's by their addresses."""

    pages: dict[int, Page]
    left_out: tuple[int, ...] = ()
    pictures: tuple[LinkedPicture, ...] = ()

    def problems(self) -> tuple[Problem, ...]:
        """What a reader must know of them."""
        pages = ", ".join(map(str, sorted(self.pages)))
        rest = ", ".join(map(str, self.left_out))
        if self.pictures:
            pages = " ".join(picture.address for picture in self.pictures if picture.pages) if self.pages else ""
            rest = " ".join(picture.address for picture in self.pictures if picture.pages is None)[:MAX_SEEN]
        told = []
        if pages:
            seen = pages[:MAX_SEEN]
            told.append(problem("read_by_ocr", f"{KINDS['read_by_ocr'].english}: {seen}", seen=seen))
        if rest and self.pictures:
            told.append(problem("picture_unread", f"{KINDS['picture_unread'].english}: {rest}", seen=rest))
        elif rest:
            told.append(problem("too_many_pages", f"Pages that were not recognised: {rest}"[:200], seen=rest[:200]))
        return tuple(told)

    def runs(self) -> list[tuple[int, list[Page]]]:
        """Pages that follow each other without a gap, in order: (index of the block of text that follows, pages).

        Of any document but a web page with addressed pictures: one run, behind all text (index -1).
        """
        if not self.pictures:
            return [(-1, [page for _, page in sorted(self.pages.items())])]
        found: list[tuple[int, list[Page]]] = []
        is_gap = True
        for picture in self.pictures:
            pages = [self.pages[number] for number in picture.pages or () if number in self.pages]
            if is_gap or picture.before != found[-1][0]:
                found.append((picture.before, pages))
            else:
                found[-1][1].extend(pages)
            is_gap = picture.pages is None
        return sorted(found, key=lambda run: run[0])


def read_recognised(data: bytes) -> Recognised:
    """The pages in the bytes. Raises ValueError where they are not what `reading.recognition` writes."""
    try:
        found = json.loads(data)
        pages = [_page(page) for page in found["pages"][:MAX_PAGES]]
        left_out = tuple(int(number) for number in found["left_out"])
        pictures = tuple(_picture(picture) for picture in found.get("pictures", ())[:MAX_PAGES])
        return Recognised({page.number: page for page in pages}, left_out, pictures)
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError(f"no recognised pages: {error!r}") from error


def _page(found: Any) -> Page:
    page = Page(int(found["number"]), _length(found["width"]), _length(found["height"]), images=1)
    for x0, y0, x1, y1, char, sure in found["characters"][:MAX_MARKS]:
        if not isinstance(char, str) or len(char) != 1 or not 0 <= _length(sure) <= 1:
            raise ValueError(f"no character: {char!r}")
        page.glyphs.append(Glyph(char, _length(x0), _length(y0), _length(x1), _length(y1), float(sure)))
    page.horizontal = _rules(found["horizontal"])
    page.vertical = _rules(found["vertical"])
    return page


def _picture(found: Any) -> LinkedPicture:
    pages = None if found["pages"] is None else tuple(int(number) for number in found["pages"][:MAX_PAGES])
    return LinkedPicture(str(found["address"]), max(int(found["before"]), 0), pages)


def _rules(found: Sequence[Any]) -> list[Rule]:
    return [Rule(_length(at), _length(start), _length(end)) for at, start, end in found[:MAX_MARKS]]


def _length(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > 1_000_000:
        raise ValueError(f"no length: {value!r}")
    return number
