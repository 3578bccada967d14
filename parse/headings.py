"""Section headings: what one looks like in every spelling seen, and which of the six parts it opens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parse.label_form import label_form
from parse.schema import REQUEST_GROUPS, REQUEST_ROWS, SECTIONS

LONGEST = 44
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)}
_ORDINAL = r"(?:第?(?P<chinese>[一二三四五六七八九十]{1,3})(?:部分)?\s*[、.．,，:：]|(?P<arabic>\d{1,2})\s*[、.．])"
_NUMBERED = re.compile(rf"\s*{_ORDINAL}\s*(?P<words>.*?)\s*\Z", re.DOTALL)
_SENTENCE = re.compile(r"[。；，,;！？!?]")
_TAIL = re.compile(r"[:：。.,]+\Z")
_ANNEX = re.compile(r"\s*附件\s*\d*\s*[:：].{2,40}统计表\s*\Z")
_ROW_LABELS = tuple(
    label_form(label)[2:]
    for row in (*REQUEST_ROWS, *REQUEST_GROUPS)
    if len(row.ordinals) == 1
    for label in (row.label, *row.variants)
)
"""Labels of table three that look like headings (三、本年度办理结果) where a converter made lines of them."""

EXACT: dict[str, str] = {}
for _kind in SECTIONS:
    for _label in (_kind.heading, *_kind.variants):
        EXACT[label_form(_label)] = _kind.key
    EXACT[f"{label_form(_kind.heading)}部分"] = _kind.key

# Words of headings that differ from the form's (2008-2018 outlines, local wordings), first match wins.
# A heading that matches none is kept without a key: seed wordings such as 政府信息公开工作情况 say nothing.
WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:总体情况|概述|概况|基本情况|工作概述|总体概述|总体概况)$"), "overall"),
    (re.compile(r"复议|诉讼"), "review_and_litigation"),
    (re.compile(r"依申请公开|公开申请(?:的)?(?:办理)?情况$|收到和处理"), "disclosure_requests"),
    (re.compile(r"^(?:政府信息)?主动公开|主动公开(?:政府)?信息(?:的)?情况$"), "proactive_disclosure"),
    (re.compile(r"问题.*(?:改进|措施|整改|打算|安排)|^(?:存在的)?(?:主要)?问题$"), "problems_and_improvements"),
    (
        re.compile(r"其他(?:需要|须)?(?:报告|说明)?(?:的)?(?:事项|情况)$|需要(?:说明|报告)的(?:其他)?事项"),
        "other_matters",
    ),
)
_NOTHING = re.compile(r"收费|减免")

_EXACT_PRINT = sorted(
    {label for kind in SECTIONS for label in (kind.heading, *kind.variants)},
    key=len,
    reverse=True,
)


def _spaced(label: str) -> str:
    return r"\s*".join("[、，,和]" if char == "、" else re.escape(char) for char in label)


_BOUNDARY = r"(?:(?<=^)|(?<=[。；;！!？?）)\]】”\"\s0-9>]))"
_NOT_LISTED = r"(?<![，、：,:和括为])"
_GLUED_EXACT = re.compile(
    rf"{_NOT_LISTED}(?P<heading>[一二三四五六七八九]\s*[、.．]\s*(?:{'|'.join(map(_spaced, _EXACT_PRINT))}))"
    r"(?![，、；,;和及])"
)
_GLUED_SHAPE = re.compile(
    rf"{_BOUNDARY}(?P<heading>(?:(?P<ordinal>[一二三四五六七八九])、\s*[^，。；：！？\s（(\d]{{0,36}}?"
    r"(?:概述|概况|情况(?!统计表|[和及与、])|措施|统计表|打算|事项(?!及))|附件\s*\d*\s*[:：]\s*[^，。；\s]{4,40}?统计表))"
)
_GLUED_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a section: its number if it has one, and its section key if its words say it."""

    ordinal: int | None
    key: str | None
    exact: bool
    chinese: bool


def number(numeral: str) -> int:
    """The value of a Chinese numeral up to 99, 0 for what is none."""
    if numeral in _NUMERALS:
        return _NUMERALS[numeral]
    tens, found, units = numeral.partition("十")
    if not found:
        return 0
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(units, 0)


def read_heading(line: str) -> Heading | None:
    """What the line opens if it stands alone, or None where it is no heading by its look."""
    if len(line.strip()) > LONGEST:
        return None
    match = _NUMBERED.match(line)
    words = _TAIL.sub("", label_form(match["words"] if match else line))
    key = EXACT.get(words)
    if match is None:
        if _ANNEX.match(line):
            return Heading(None, None, False, False)
        return Heading(None, key, True, False) if key else None
    ordinal = number(match["chinese"]) if match["chinese"] else int(match["arabic"])
    if key:
        return Heading(ordinal, key, True, bool(match["chinese"]))
    if not match["chinese"] or not words or _SENTENCE.search(match["words"]) or words.startswith(_ROW_LABELS):
        return None
    return Heading(ordinal, section_key(words), False, True)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading as printed: its number in the script it is printed in (None without one) and its words (label form)."""

    ordinal: str | None
    words: str


def numbered(heading: str) -> Numbered:
    """A heading cut into its number and its words."""
    match = _NUMBERED.match(heading)
    words = _TAIL.sub("", label_form(match["words"] if match else heading))
    return Numbered((match["chinese"] or match["arabic"]) if match else None, words)


def section_key(words: str) -> str | None:
    """The section that the words of a heading mean (in label form), or None."""
    if words in EXACT:
        return EXACT[words]
    if _NOTHING.search(words):
        return None
    return next((key for pattern, key in WORDS if pattern.search(words)), None)


def begins_exact(line: str) -> bool:
    """Whether the line is the beginning of one of the form's headings (the rest stands on the next line)."""
    match = _NUMBERED.match(line) if len(line) <= LONGEST else None
    words = label_form(match["words"]) if match else ""
    return len(words) >= 6 and any(label.startswith(words) and label != words for label in EXACT)


def cut_glued(line: str) -> list[str]:
    """The line cut before and after each heading that is glued into it (text dumps without line breaks)."""
    if read_heading(line) is not None:
        return [line]
    spans = [match.span("heading") for match in _GLUED_EXACT.finditer(line)]
    if len(line) > _GLUED_LENGTH:
        last = 0
        for match in _GLUED_SHAPE.finditer(line):
            ordinal = _NUMERALS.get(match["ordinal"] or "")
            covered = any(start <= match.start("heading") < end for start, end in spans)
            if ordinal is not None and ordinal not in (last + 1, last if last > 1 else 0) and last:
                continue
            last = ordinal or last
            if not covered:
                spans.append(match.span("heading"))
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        pieces += [line[at:start], line[start:end]]
        at = end
    pieces.append(line[at:])
    return [piece for piece in pieces if piece.strip()]
