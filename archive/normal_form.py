"""The one normal form of text, for index, query and tests: what a reader takes for the same words has the same form.

Character by character: full-width and compatibility forms (NFKC), accents dropped, lower case, traditional →
simplified, common variants as one (`archive.variants`), quotes, brackets, dashes and dots unified, zero-width
characters dropped. Then blanks: kept as one space between two Latin words, between two numbers, and
between `,` or `.` and a number; dropped everywhere else. A number is one unit: `1,234` is `1234`; `0.66` is one
number and does not contain 66; `2020.12.31` is three numbers; in `1.2020年`
the dot follows an ordinal. The form is stable (`normal_form(normal_form(t)) == normal_form(t)`), and the form of a
piece of a text is a piece of the form of the text, unless the cut goes through a number or a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol

from opencc import OpenCC

from archive.variants import VARIANTS

NORMAL_FORM = 2
"""Raised whenever some text gets another form: what was made with the form is then made again (archive.derived)."""

FIRST_HAN = 0x2E80
"""From here on letters are written without blanks between words (Han, kana, hangul)."""

_SAME = {
    **dict.fromkeys("“”„‟«»「」『』〝〞‘’‚‛'`´′″", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘⸺⸻", "-"),
    **dict.fromkeys("〔【〖", "["),
    **dict.fromkeys("〕】〗", "]"),
    **dict.fromkeys("•・‧∙⋅●", "·"),
    **dict.fromkeys("○◯", "〇"),
}
_BLANK_LOOKS = {"\u2800", "\u3164", "\u115f", "\u1160", "\uffa0"}
_DROPPED = {"Cf", "Mn", "Me", "Cs", "Cc", "Cn"}

_MANY_BLANKS = re.compile(" +")
_BLANK_BEFORE_POINT = re.compile(r" (?<=\d )(?=[.,])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_THREE_DIGITS = re.compile(r",\d{3}")
_CHAIN = re.compile(r"\d+(?:\.\d+)+")
_YEAR = re.compile(r"\d+\.(?:19|20)\d\d")
_POINT_BEFORE_NUMBER = re.compile(r"[.,](?=\d)(?:(?<=,)|(?<!\d\.))")
_LATIN = rf"[^\W\d_\u{FIRST_HAN:04x}-\U0010ffff]"
_KEPT_BLANK = re.compile(rf" (?:(?<={_LATIN} )(?={_LATIN})|(?<=[\d.,] )(?=\d))")
OTHER_UNIT = rf"\d+(?:\.\d+)?|{_LATIN}+|[^ ]"
_UNIT = re.compile(OTHER_UNIT)
HAN = rf"[^\W\0-\u{FIRST_HAN - 1:04x}]"
"""A regular expression for a character of which `is_han` says yes."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    converter: _Converter = OpenCC("t2s")
    return converter


def _simplified(character: str) -> str:
    """The simplified form of one Han character, variants of it included; characters without one stay."""
    seen = {character}
    while (simpler := _converter().convert(character)) not in seen and len(simpler) == 1:
        seen.add(simpler)
        character = simpler
    return VARIANTS.get(character, character)


def _folded_part(character: str) -> str:
    if ord(character) >= FIRST_HAN:
        return _simplified(_SAME.get(character, character))
    plain = "".join(part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
    return "".join(_SAME.get(part, part) for part in plain.casefold())


class _Folding(dict[int, str]):
    """Character → its folded form ('' to several characters), worked out at first sight."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        return folded

    @staticmethod
    def _fold(character: str) -> str:
        category = unicodedata.category(character)
        if character.isspace() or category[0] == "Z" or character in _BLANK_LOOKS:
            return " "
        if category in _DROPPED:
            return ""
        if character.isdecimal():
            return str(unicodedata.decimal(character))
        parts = unicodedata.normalize("NFKC", _SAME.get(character, character))
        folded = "".join(_folded_part(part) for part in parts if unicodedata.category(part) not in _DROPPED)
        # ① or ² or ㏠ beside a number is not a digit of it
        return f" {folded} " if any(part.isdecimal() for part in folded) else folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The first half of the normal form: each character by itself; every blank is a space."""
    return text.translate(_FOLDING)


def _chain(match: re.Match[str]) -> str:
    printed = match.group()
    is_year = _YEAR.fullmatch(printed) and match.string[match.end() : match.end() + 2].lstrip().startswith("年")
    return printed if printed.count(".") == 1 and not is_year else printed.replace(".", ". ")


def _only_kept_blanks(text: str) -> str:
    return _KEPT_BLANK.sub("\x1f", text).replace(" ", "").replace("\x1f", " ")


def normal_form(text: str) -> str:
    """The form in which texts are searched (see the module)."""
    form = fold(text)
    if " " in form:
        form = _MANY_BLANKS.sub(" ", form)
        form = _BLANK_BEFORE_POINT.sub("", form)
        form = _only_kept_blanks(form)
    if "," in form or "." in form:
        if _THREE_DIGITS.search(form):
            form = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), form)
        if "." in form:
            form = _CHAIN.sub(_chain, form)
        form = _POINT_BEFORE_NUMBER.sub(lambda match: f"{match.group()} ", form)
        form = _only_kept_blanks(form)
    return form


def units(normal: str) -> list[str]:
    """What a text in normal form consists of: numbers, Latin words, single Han characters, single signs."""
    return _UNIT.findall(normal)


def is_han(unit: str) -> bool:
    """Whether a unit is a character of a script without blanks between words."""
    return ord(unit[0]) >= FIRST_HAN and unit.isalnum()


def unit_spans(text: str) -> list[tuple[str, int, int]]:
    """Each unit of a printed text with the place where it is printed, [start, end)."""
    letters = [(part, at) for at, sign in enumerate(text) for part in _FOLDING[ord(sign)] if part != " "]
    spans: list[tuple[str, int, int]] = []
    place = 0
    for unit in units(normal_form(text)):
        start = end = -1
        for part in unit:
            # only thousands separators are missing from the normal form
            while letters[place][0] != part:
                place += 1
            end = letters[place][1] + 1
            start = letters[place][1] if start < 0 else start
            place += 1
        spans.append((unit, start, end))
    return spans
