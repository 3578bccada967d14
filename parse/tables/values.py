"""What one printed cell says: a number, nothing, a stroke, 无, or something that is not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from parse.report import Money, State, Value
from parse.schema import Kind

# Not NFKC: it turns a footnote mark ① or ² beside a number into one more digit.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PADDING: dict[int, int | str | None] = {0x2212: "-", 0x2013: "-", 0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}
_CHARACTERS = {**_PADDING, **_HALF_WIDTH, 0xAD: None}
_STROKES = frozenset({"/", "\\", "-", "--", "---", "—", "——", "―", "――", "─", "──"})
_ZEROS = frozenset({"〇", "零"})
_NONE_WORDS = frozenset({"无", "暂无"})

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[\u2009\u202f]\d{3})+|\d+)"  # thin blanks divide thousands, no cells
_THOUSANDS = re.compile("[,\u2009\u202f]")
_UNIT = r"件|条|项|个|份|宗|次|部|起|人|人次"
_COUNT = re.compile(rf"([+-]?)\s*({_DIGITS}(?:\.\d+)?)\s*(?:{_UNIT})?\s*(\(.*\))?", re.ASCII | re.DOTALL)
_CHANGE = re.compile(rf"(增加?|减少?)\s*({_DIGITS})\s*(?:{_UNIT})?", re.ASCII | re.DOTALL)
_AMOUNT = re.compile(
    rf"(?:[¥￥]\s*)?([+-]?)\s*({_DIGITS}(?:\.\d+)?|\.\d+)\s*(亿元|百万元|万元|千元|百元|元|人民币元|\(亿元\)|\(万元\)|\(元\))?\s*(?:人民币)?\s*(\(.*\))?",
    re.ASCII | re.DOTALL,
)
_LEADING_ZERO = re.compile(r"0\d")
_WORDS = re.compile(r"[\u4e00-\u9fff]")

YUAN = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""How many yuan a printed unit is."""

MAX_LENGTH = 120
MAX_DIGITS = 15
CERTAIN = 0.9
"""A recognised cell is read as a value from this confidence of its least certain character on. Of 2,500 figures in
scans of 90 to 300 dpi that the witnesses of `reading.recognition` let pass, none at or above it was wrong."""
MAX_COUNT_DIGITS = 9
"""A count of more digits is two cells that ran together: the largest of the country's have eight."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FIGURE = re.compile(r"\d[\d,.\u2009\u202f]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell read. `problem` is a key of `parse.problem_kinds.KINDS` or None."""

    value: Value
    state: State
    problem: str | None = None


_UNREADABLE = Reading(None, "unreadable", "unreadable_value")


def read_value(printed: str, kind: Kind, unit: str | None = None) -> Reading:
    """Read a printed cell of a column of this kind; `unit` is the unit that its column heading names."""
    return _read_kept(printed, kind, unit) if len(printed) <= MAX_LENGTH else _read(printed, kind, unit)


def _read(printed: str, kind: Kind, unit: str | None) -> Reading:
    text = clean(printed)
    empty = _nothing(text)
    if empty is not None:
        return Reading(None, empty)
    if len(text) > MAX_LENGTH:
        return _UNREADABLE
    if text in _ZEROS:
        text = "0"
    if kind in ("amount", "money"):
        return _amount(text, printed, kind, unit)
    return _count(text, kind)


@lru_cache(4096)
def holds_two(printed: str) -> bool:
    """Whether a cell prints two figures: those of two cells that a damaged file or a converter put into one."""
    if len(printed) > MAX_LENGTH:
        return False
    return len(_FIGURE.findall(_BRACKETED.sub("", clean(printed)))) > 1


def clean(printed: str) -> str:
    """Full-width forms made half-width, padding (U+00A0, U+3000, zero-width) dropped; blanks between words stay."""
    return printed.strip() if printed.isascii() else printed.translate(_CHARACTERS).strip()


def is_blank(printed: str) -> bool:
    """Whether nothing is printed."""
    if printed[:1].isalnum():  # no padding is
        return False
    return not (printed.strip() if printed.isascii() else clean(printed))


def is_value(printed: str) -> bool:
    """Whether the cell can be a value (a number, a stroke, 无) rather than a label. A blank is neither."""
    return value_kept(printed) if len(printed) <= MAX_LENGTH else _is_value(printed)


def _is_value(printed: str) -> bool:
    text = clean(printed)
    if not text or len(text) > MAX_LENGTH:
        return False
    if _nothing(text) is not None or text in _ZEROS or _CHANGE.fullmatch(text):
        return True
    for pattern in (_COUNT, _AMOUNT):
        match = pattern.fullmatch(text)
        if match and (not match.groups()[-1] or _WORDS.search(match.groups()[-1])):
            return True
    return False


def _nothing(text: str) -> State | None:
    if not text:
        return "blank"
    bare = re.sub(r"\s", "", text)
    if bare in _STROKES:
        return "slash"
    return "none_word" if bare in _NONE_WORDS else None


def _whole(sign: str, digits: str) -> Decimal | None:
    plain = _THOUSANDS.sub("", digits)
    if _LEADING_ZERO.match(plain) or len(plain) > MAX_DIGITS + 6 or len(plain.partition(".")[0]) > MAX_DIGITS:
        return None  # 007: more than one cell, or no number at all
    return Decimal(("-" if sign == "-" else "") + plain)


def _count(text: str, kind: Kind) -> Reading:
    if kind == "signed":
        change = _CHANGE.fullmatch(text)
        if change:
            number = _whole("-" if change.group(1).startswith("减") else "", change.group(2))
            return Reading(int(number), "number") if number is not None else _UNREADABLE
    match = _COUNT.fullmatch(text)
    if not match:
        return _UNREADABLE
    sign, digits, gloss = match.groups()
    number = _whole(sign, digits)
    if number is None or (gloss and not _WORDS.search(gloss)):
        return _UNREADABLE
    if len(_THOUSANDS.sub("", digits).partition(".")[0]) > MAX_COUNT_DIGITS:
        return Reading(None, "unreadable", "run_together")
    problem = "gloss_in_cell" if gloss else None
    if number != number.to_integral_value():
        return Reading(number, "number", "not_whole")
    if number < 0 and kind == "count":
        problem = "negative_count"
    return Reading(int(number), "number", problem)


def _amount(text: str, printed: str, kind: Kind, unit: str | None) -> Reading:
    match = _AMOUNT.fullmatch(text)
    if not match:
        return _UNREADABLE
    sign, digits, own_unit, gloss = match.groups()
    number = _whole(sign, digits)
    if number is None or (gloss and not _WORDS.search(gloss)):
        return _UNREADABLE
    own = (own_unit or "").strip("()").removeprefix("人民币") or ("元" if text[0] in "¥￥" else None)
    problem = "gloss_in_cell" if gloss else None
    if kind == "money":
        known = own or unit
        yuan = plain_decimal(number * YUAN[known]) if known else None
        money = Money(printed.strip(), number, known, yuan)
        return Reading(money, "number", problem if known else "unit_missing")
    if own and unit and own != unit:
        return Reading(plain_decimal(number * YUAN[own] / YUAN[unit]), "number", "unit_differs")
    return Reading(
        int(number) if number == number.to_integral_value() and "." not in digits else number, "number", problem
    )


def plain_decimal(number: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


# most cells of most reports print one of a few dozen texts
_read_kept = lru_cache(4096)(_read)
value_kept = lru_cache(4096)(_is_value)
