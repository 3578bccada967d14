"""The numbers that Word counts itself: 一、（一） 1. in front of headings and labels are not in the file's text."""

from __future__ import annotations

import re

import lxml.etree
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart

from parse.carrier.docx_text import W

_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "chineseLegalSimplified",
    )
)
_PLACE = re.compile(r"%([1-9])")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


class Numbering:
    """Counts the numbered paragraphs of one document; `label` must be asked in document order."""

    def __init__(self, word: WordDocument) -> None:
        self._levels: dict[str, dict[int, lxml.etree._Element]] = {}
        self._abstract: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._styles = {style.get(f"{W}styleId"): style for style in word.styles.element.iter(f"{W}style")}
        try:
            # the property numbering_part makes an empty part where there is none
            part = word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return
        if not isinstance(part, XmlPart):
            return
        root = part.element
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {int(level.get(f"{W}ilvl") or 0): level for level in abstract.iter(f"{W}lvl")}
            self._levels[abstract.get(f"{W}abstractNumId") or ""] = levels
        for number in root.iter(f"{W}num"):
            target = number.find(f"{W}abstractNumId")
            if target is not None:
                self._abstract[number.get(f"{W}numId") or ""] = target.get(f"{W}val") or ""

    def label(self, paragraph: lxml.etree._Element) -> str:
        """The printed number of a paragraph with its punctuation, or nothing; bullets are nothing."""
        found = self._numbering_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, {})
        counters[depth] = counters.get(depth, _start(level) - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        pattern = _value(level, "lvlText")
        if _value(level, "numFmt") in ("bullet", "none", ""):
            return ""

        def printed(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            of = levels.get(place)
            count = counters.get(place, _start(of) if of is not None else 1)
            return numeral(count, _value(of, "numFmt") if of is not None else "decimal")

        return _PLACE.sub(printed, pattern)

    def outline_level(self, paragraph: lxml.etree._Element) -> int | None:
        """Heading level 1 to 9 by outline or style, or None."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None and (own.get(f"{W}val") or "").isdigit():
            level = int(own.get(f"{W}val") or 9) + 1
            return level if level <= 9 else None
        style = self._style_of(paragraph)
        match = _HEADING.match(_value(style, "name")) if style is not None else None
        return int(match.group(1)) if match else None

    def _style_of(self, paragraph: lxml.etree._Element) -> lxml.etree._Element | None:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(named.get(f"{W}val")) if named is not None else None

    def _numbering_of(self, paragraph: lxml.etree._Element) -> tuple[str, int] | None:
        style = self._style_of(paragraph)
        holders = [paragraph] + ([style] if style is not None else [])
        for holder in holders:
            found = holder.find(f"{W}pPr/{W}numPr")
            if found is not None:
                number, depth = _value(found, "numId"), _value(found, "ilvl")
                # numId 0 takes the numbering of the style away
                return (number, int(depth) if depth.isdigit() else 0) if number not in ("", "0") else None
        return None


def _value(element: lxml.etree._Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return (found.get(f"{W}val") or "") if found is not None else ""


def _start(level: lxml.etree._Element) -> int:
    start = _value(level, "start")
    return int(start[:6]) if start.isascii() and start.isdigit() else 1


def numeral(count: int, form: str) -> str:
    """A count in one of Word's number formats; formats that Chinese reports do not use are printed in digits."""
    if form in _CHINESE and 0 <= count < 100:
        tens, ones = divmod(count, 10)
        if tens == 0:
            return _DIGITS[ones]
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= 20:
        return chr(0x245F + count)
    if form == "decimalFullWidth":
        return "".join(chr(0xFEE0 + ord(digit)) for digit in str(count))
    if form in ("upperLetter", "lowerLetter") and 1 <= count <= 26:
        return chr((64 if form == "upperLetter" else 96) + count)
    return str(count)
