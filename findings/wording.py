"""A report's wording as it is compared: sentences in normal form without signs, every number the same.

Whoever takes a text over changes its figures, dates and names first, so a number is one unit whatever it says, and so
is the name of the body or of its county. A stream has one character a unit: a Han character, a Latin word, a number,
a name of its own.
"""

from __future__ import annotations

import re
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from archive.finding_rows import ReportText
from archive.normal_form import normal_form, unit_spans, units
from findings.legal_wording import LEGAL_PHRASES
from parse import schema

RULE = "wording 2"
"""Raised when the same text gets other sentences or streams; marks of texts are then made again."""
FORM_UNITS = 5
"""Labels of the form of so many units are its words wherever they stand; shorter ones (予以公开) are anybody's."""
SENTENCE_UNITS = 12
"""A shorter sentence is nobody's own."""
LEGAL_SHARE = 0.5
"""A sentence of which no more than this is left without legal phrases and labels is the law's or the form's."""

SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_NUMBER, _NAME = "0", "\uf8ff"
_WORDS, _WORD_PLACES = 0xE000, 0x1800


class _Signs(dict[str, str]):
    """Unit → the one character that stands for it, worked out at first sight; '' for a sign, which is not compared."""

    def __missing__(self, unit: str) -> str:
        found = unit
        if not unit[0].isalnum():
            found = ""
        elif unit[0].isdecimal():
            found = _NUMBER
        elif len(unit) > 1:
            # one private character a Latin word
            found = chr(_WORDS + zlib.crc32(unit.encode()) % _WORD_PLACES)
        if len(unit) == 1:
            self[unit] = found
        return found


_SIGNS = _Signs()


def stream_of(text: str, names: tuple[str, ...] = ()) -> str:
    """A printed text as it is compared; `names` are the body's own."""
    stream = "".join([_SIGNS[unit] for unit in units(normal_form(text))])
    own = _own_names(names)
    return own.sub(_NAME, stream) if own else stream


@lru_cache(256)
def _own_names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any run of the body's own names; the county's stands before the town's as often as not."""
    streams = sorted({stream for name in names if len(stream := stream_of(name)) > 1}, key=lambda one: (-len(one), one))
    return re.compile(f"(?:{'|'.join(map(re.escape, streams))})+") if streams else None


def _form_labels() -> set[str]:
    """What the tables of the form print: a table that is no table in the file is running text like any other."""
    printed = [part.label for block in schema.PROACTIVE_BLOCKS for part in block.columns]
    printed += [part.label for block in schema.PROACTIVE_BLOCKS for part in block.rows]
    printed += [part.label for part in (*schema.REQUEST_ROWS, *schema.REQUEST_GROUPS, *schema.LITIGATION_GROUPS)]
    printed += [part.label for part in schema.APPLICANT_COLUMNS]
    printed = [label.partition(")")[2] or label for label in printed]
    labels = {stream_of(label).lstrip("0一二三四") for label in printed}
    of_cases = {stream_of(column.label) for column in schema.OUTCOME_COLUMNS}
    return {label for label in labels if len(label) >= FORM_UNITS} | {label for label in of_cases if len(label) > 2}


@cache
def _legal() -> re.Pattern[str]:
    phrases = {*LEGAL_PHRASES, *_form_labels()}
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda one: (-len(one), one))))


def is_own(stream: str) -> bool:
    """Whether a sentence is long enough, and not mostly legal wording or labels of the form."""
    if len(stream) < SENTENCE_UNITS:
        return False
    return len(_legal().sub("", stream)) > LEGAL_SHARE * len(stream)


def digest(stream: str) -> int:
    """A sentence as a signed number of 64 bits."""
    found: int = struct.unpack("<q", blake2b(stream.encode(), digest_size=8).digest())[0]
    return found


def own_sentences(text: ReportText) -> Iterator[tuple[int, str]]:
    """(digest, stream) of each sentence that may be the report's own, in printed order."""
    for part in text.parts:
        if part.start is not None:
            for match in SENTENCE.finditer(part.text):
                stream = stream_of(match.group(), text.names)
                if is_own(stream):
                    yield digest(stream), stream


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as one stream. `starts` and `ends` are where each unit is printed in `versions.text`; `own` are the
    sentences that may be its own: (first unit, number of units, digest)."""

    stream: str
    starts: array[int]
    ends: array[int]
    own: tuple[tuple[int, int, int], ...]


def _with_names(found: list[tuple[str, int, int]], names: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Units with their places, each own name as one of them."""
    own = _own_names(names)
    if own is None:
        return found
    named, cursor = [], 0
    for match in own.finditer("".join(sign for sign, _, _ in found)):
        named += [*found[cursor : match.start()], (_NAME, found[match.start()][1], found[match.end() - 1][2])]
        cursor = match.end()
    return [*named, *found[cursor:]]


def wording(text: ReportText) -> Wording:
    """The wording of a report with its places."""
    streams: list[str] = []
    starts, ends = array("I"), array("I")
    own: list[tuple[int, int, int]] = []
    for part in text.parts:
        if part.start is None:
            continue
        for match in SENTENCE.finditer(part.text):
            offset = part.start + match.start()
            found = [(sign, start, end) for unit, start, end in unit_spans(match.group()) if (sign := _SIGNS[unit])]
            found = _with_names(found, text.names)
            stream = "".join([sign for sign, _, _ in found])
            if is_own(stream):
                own.append((len(starts), len(stream), digest(stream)))
            streams.append(stream)
            starts.extend([offset + start for _, start, _ in found])
            ends.extend([offset + end for _, _, end in found])
    return Wording("".join(streams), starts, ends, tuple(own))
