"""Glyphs to lines, lines to paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median

from parse.carrier.pdf_page import Glyph

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－―_·.~～]*(?:第\s*)?\d{1,4}\s*(?:页)?[\s,，/／]*(?:共?\s*\d{1,4}\s*页?)?[\s\-—–－―_·.~～]*"
)
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十]+"
)
_OPENING, CLOSING = "“‘（《〈「『〔【([", "，。、；：？！”’）》〉」』〕】)],.;:?!%％"
_UNIT = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[^\u2e80-\uffff\s]+|[\u2e80-\uffff]?)[{re.escape(CLOSING)}]*", re.DOTALL
)
"""What a line break does not divide."""
_DIGITS = frozenset("0123456789.,０１２３４５６７８９．，")
_OF_FIGURES = _DIGITS | frozenset("+-－ 百千万亿元件¥￥")
_TRIMMED = 1.0
"""Points by which the box of a last digit is narrower than its advance."""
_MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and where it stands."""

    text: str
    x0: float
    x1: float
    y: float
    height: float
    page: int
    em: float
    """Width of a Chinese character."""
    glyphs: tuple[Glyph, ...] = field(default=(), repr=False, compare=False)


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """Lines from top to bottom; a glyph belongs to the line whose middle it shares."""
    rows: list[list[Glyph]] = []
    middle = usual = 0.0
    for y, _, glyph in sorted([(-(glyph.y0 + glyph.y1) / 2, number, glyph) for number, glyph in enumerate(glyphs)]):
        height = max(glyph.y1 - glyph.y0, 0.1)
        if rows and abs(-y - middle) <= 0.5 * (height if height > usual else usual):
            row = rows[-1]
            row.append(glyph)
            middle += (-y - middle) / len(row)
            usual += (height - usual) / len(row)
        else:
            rows.append([glyph])
            middle, usual = -y, height
    found = []
    for row in rows:
        row.sort(key=_left)
        printed = [glyph for glyph in row if not glyph.char.isspace()]
        if printed:
            found.append(
                Line(
                    _joined(row),
                    printed[0].x0,
                    max([glyph.x1 for glyph in printed]),
                    median([(glyph.y0 + glyph.y1) / 2 for glyph in printed]),
                    median_height(printed),
                    page,
                    _em(printed),
                    tuple(row),
                )
            )
    return found


_left = attrgetter("x0")
_OVER = 0.5
"""The part of a digit's width by which another digit may cover it."""


def _wide(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0


def _em(glyphs: Sequence[Glyph]) -> float:
    wide = [glyph.x1 - glyph.x0 for glyph in glyphs if is_wide(glyph.char)]
    return median(wide) if wide else 0.75 * median_height(glyphs)


def median_height(glyphs: Iterable[Glyph]) -> float:
    """The usual height of some glyphs."""
    return median([glyph.y1 - glyph.y0 for glyph in glyphs])


def _joined(row: list[Glyph]) -> str:
    """The text of a line. Chinese is justified by gaps: next to a wide character only a wide gap is a blank."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if glyph.char.isspace() or glyph.char in "\u200b\ufeff":
            if parts and parts[-1] != " ":
                parts.append(" ")
            continue
        if last is not None and parts[-1] != " ":
            if glyph.char == last.char and glyph.x0 - last.x0 < 0.2 * (last.x1 - last.x0):
                continue  # printed twice with a small shift: a poor man's bold
            gap = glyph.x0 - last.x1
            if (
                gap < 0
                and glyph.char.isdigit()
                and last.char.isdigit()
                and -gap > _OVER * min(_wide(glyph), _wide(last))
            ):
                parts.append(
                    "\ufffd"
                )  # one upon the other, as a font with broken widths sets them: no order is certain
            far = 1.2 if is_wide(glyph.char) or is_wide(last.char) else 0.25
            if gap > far * min(glyph.height, last.height):
                parts.append(" ")
        parts.append(glyph.char)
        last = glyph
    return "".join(parts).strip()


def is_wide(char: str) -> bool:
    """Whether the character is full-width (Chinese text and its punctuation)."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·"


def cell_text(lines: Sequence[Line], left: float, right: float) -> str:
    """The text of a cell, a line feed between its lines. `left` and `right` bound its text.

    A line that had no room for what the next one begins with was broken by that width, not by its author: then nothing
    stands between them, so that a figure in a narrow column stays one figure. Letters set one below the other are one.
    """
    texts = [line.text for line in lines]
    if len(texts) >= 3 and all(len(text.replace(" ", "")) <= 1 for text in texts) and not "".join(texts).isdigit():
        return "".join(texts)
    parts = texts[:1]
    for above, line in pairwise(lines):
        parts.append("" if is_full(above, line, left, right) else "\n")
        parts.append(line.text)
    return "".join(parts)


def is_figure(text: str) -> bool:
    """Whether a text is a number, perhaps with a unit of money, and no label."""
    return any(char.isdigit() for char in text) and not set(text) - _OF_FIGURES


def wraps_figure(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether `cell_text` puts a figure of these lines together: a digit ends a full line, and one begins the next."""
    return is_figure("".join(line.text for line in lines)) and any(
        above.text[-1] in _DIGITS and line.text[0] in _DIGITS and is_full(above, line, left, right)
        for above, line in pairwise(lines)
    )


def is_full(above: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line of a cell had no room for the beginning of the next; a figure breaks between any two digits."""
    return room_after(above, line.x0, left, right) < beginning(line) + _TRIMMED


def room_after(line: Line, start: float, left: float, right: float) -> float:
    """What a line leaves free of a cell whose lines begin at `start`: on its right where that is the left edge (blanks
    in front of a first line are no glyphs), on both sides together where the text is centred."""
    return right - line.x1 if start <= left + 1 else right - left - (line.x1 - line.x0)


def beginning(line: Line) -> float:
    """Width of what a line begins with and a break does not divide: a digit of a figure, else `first_unit`."""
    if any(is_wide(char) or char.isalpha() for char in line.text):
        return first_unit(line.text, line.em)
    return (line.x1 - line.x0) / max(len(line.text), 1)


def drop_page_numbers(lines: list[Line], height: float) -> list[Line]:
    """Without the number at the head or foot of the page."""
    kept = []
    for line in lines:
        in_margin = line.y < _MARGIN * height or line.y > (1 - _MARGIN) * height
        alone = all(other is line or abs(other.y - line.y) > line.height for other in lines)
        at_edge = line is lines[-1] or line is lines[0]
        if not (in_margin and alone and at_edge and _PAGE_NUMBER.fullmatch(line.text)):
            kept.append(line)
    return kept


@dataclass(frozen=True, slots=True)
class Measure:
    """The column of text of a document: its left and right edge."""

    left: float
    right: float


def measure(lines: Sequence[Line], page_width: float) -> Measure | None:
    """The edges that most long lines share; None where no line is half as wide as the page: then none is full."""
    if not lines:
        return None
    widest = max(line.x1 - line.x0 for line in lines)
    long = [line for line in lines if line.x1 - line.x0 >= 0.8 * widest]
    rights = sorted(line.x1 for line in long)
    lefts = sorted(line.x0 for line in long)
    left, right = lefts[len(lefts) // 10], rights[(len(rights) * 9) // 10]
    return Measure(left, right) if right - left >= 0.5 * page_width else None


def continues(above: Line, line: Line, column: Measure) -> bool:
    """Whether a line goes on the paragraph of the line above: that one is full, this one begins at the margin.

    Full is a line that had no room for what the next one begins with: a character with the punctuation that sticks to
    it, a number, a Latin word. Chinese paragraphs and headings begin two characters further in, titles are centred.
    """
    if abs(above.height - line.height) > 0.3 * max(above.height, line.height):
        return False
    if line.x0 > column.left + 0.9 * max(line.em, above.em):
        return False
    if above.page == line.page and above.y - line.y > 3.2 * line.em + 12:
        return False
    if above.text[-1] in "。！？；：" and _HEADING.match(line.text):
        return False
    return above.x1 + first_unit(line.text, line.em) >= column.right - 0.7 * line.em


def first_unit(text: str, em: float) -> float:
    """Width of the first piece of a text that a line break does not divide."""
    unit = _UNIT.match(text)
    return sum(em if is_wide(char) else em * 0.55 for char in (unit.group() if unit else text[:1]))


def append(text: str, more: str) -> str:
    """Two pieces of a paragraph; a blank only between Latin words."""
    if text and more and not is_wide(text[-1]) and not is_wide(more[0]) and text[-1].isalpha() and more[0].isalpha():
        return f"{text} {more}"
    return text + more


def has_ordinal(text: str) -> bool:
    """Whether a text begins as a numbered label or heading does."""
    return _ORDINAL.match(text) is not None
