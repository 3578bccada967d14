"""Pages that were pictures, after the recognition of characters (OCR): JSON bytes to the pages that parse reads.

The bytes are of our own media type and come from `reading.recognition`; they hold the recognised pages only, and travel
beside the document that the pages belong to:

    {"pages": [{"number", "width", "height", "characters": [[x0, y0, x1, y1, character, confidence], ...],
                "horizontal": [[at, start, end], ...], "vertical": [...]}, ...], "left_out": [number, ...]}

Lengths are points, y grows upwards; `number` counts the pages of a PDF or the pictures of any other document from 1.
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


@dataclass(frozen=True, slots=True)
class Recognised:
    """Recognised pages by number, and the numbers of those that a bound left out."""

    pages: dict[int, Page]
    left_out: tuple[int, ...] = ()

    def problems(self) -> tuple[Problem, ...]:
        """What a reader must know of them."""
        numbers = ", ".join(map(str, sorted(self.pages)))
        told = []
        if self.pages:
            told.append(problem("read_by_ocr", f"{KINDS['read_by_ocr'].english}: {numbers}", seen=numbers))
        if self.left_out:
            rest = ", ".join(map(str, self.left_out))
            told.append(problem("too_many_pages", f"Pages that were not recognised: {rest}"[:200], seen=rest[:200]))
        return tuple(told)


def read_recognised(data: bytes) -> Recognised:
    """The pages in the bytes. Raises ValueError where they are not what `reading.recognition` writes."""
    try:
        found = json.loads(data)
        pages = [_page(page) for page in found["pages"][:MAX_PAGES]]
        return Recognised({page.number: page for page in pages}, tuple(int(number) for number in found["left_out"]))
    except (KeyError, TypeError, IndexError, RecursionError) as error:
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


def _rules(found: Sequence[Any]) -> list[Rule]:
    return [Rule(_length(at), _length(start), _length(end)) for at, start, end in found[:MAX_MARKS]]


def _length(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > 1_000_000:
        raise ValueError(f"no length: {value!r}")
    return number
