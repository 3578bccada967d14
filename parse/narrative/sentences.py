"""The sentences of the narrative, each as printed and in the compact form in which figures are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parse.chinese_date import compact
from parse.sections import Outline

_END = re.compile(r"(?<=[。！？!?])")
LONGEST = 4000
"""No sentence is longer than this; a text without stops is cut, so that no pattern runs over a whole document."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a section (`key` as in the schema, or None); `before` is the compact sentence in front of it."""

    printed: str
    packed: str
    before: str
    key: str | None


def printed_sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph as printed, blank ones left out."""
    return [printed[:LONGEST] for part in _END.split(paragraph) if (printed := part.strip())]


def sentences(outline: Outline) -> Iterator[Sentence]:
    """The sentences of all sections in printed order, the preamble left out (it states no figures of the year)."""
    for part in outline.parts:
        for paragraph in part.paragraphs:
            before = ""
            for printed in printed_sentences(paragraph):
                packed = compact(printed)
                if packed:
                    yield Sentence(printed, packed, before, part.key)
                    before = packed
