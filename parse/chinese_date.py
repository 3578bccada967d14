"""Dates and years as Chinese documents print them. Everything is ISO text, nothing is completed by guessing."""

from __future__ import annotations

import datetime
import re

from parse.label_form import nfkc

_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "О": "0",
    "O": "0",
    "0": "0",
}
_YEAR_CHARS = "〇○零OО一二三四五六七八九"
_CHINESE_YEAR = rf"[{_YEAR_CHARS}]{{4}}"
_CHINESE_SMALL = r"[一二三四五六七八九十廿卅]{1,3}"
YEAR = rf"(?:(?:19|20)\d\d|{_CHINESE_YEAR})"
"""A regular expression (no groups) for a year in compact form, without 年."""

_DATE = re.compile(
    rf"(?P<year>{YEAR})(?:年|[-/.])(?P<month>\d{{1,2}}|{_CHINESE_SMALL})(?:月|[-/.])(?P<day>\d{{1,2}}|{_CHINESE_SMALL})日?"
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def compact(text: str) -> str:
    """NFKC without any blank: the form in which dates and figures are matched (`2017- 01- 13`, full-width digits)."""
    return "".join(nfkc(text).split())


def year_value(printed: str) -> int | None:
    """2020 for `2020` and `二〇二〇`; None for anything that is no year between 1990 and 2100."""
    digits = "".join(_DIGITS.get(char, char) for char in printed)
    if len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
        return None
    value = int(digits)
    return value if _FIRST_YEAR <= value <= _LAST_YEAR else None


def small_value(printed: str) -> int | None:
    """A month or day: `9`, `09`, `九`, `二十一`, `廿一`."""
    if printed.isascii() and printed.isdigit():
        return int(printed)
    spelled = printed.replace("廿", "二十").replace("卅", "三十")
    tens, found, units = spelled.partition("十")
    if not found:
        return int(_DIGITS[spelled]) if spelled in _DIGITS else None
    if (tens and tens not in _DIGITS) or (units and units not in _DIGITS):
        return None
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(units, "0"))


def iso_date(year: int | None, month: int | None, day: int | None) -> str | None:
    """The ISO date, or None where there is no such day."""
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def find_date(text: str) -> str | None:
    """The first whole date in a text, as ISO; a time glued to it (`2021-03-2918:26`) does not disturb."""
    packed = compact(text)
    for match in _DATE.finditer(packed):
        found = iso_date(year_value(match["year"]), small_value(match["month"]), small_value(match["day"]))
        if found:
            return found
    return None


def only_date(text: str) -> str | None:
    """The date if the line holds nothing else (brackets allowed), else None."""
    packed = compact(text).strip("()[]")
    match = _DATE.fullmatch(packed)
    if match is None:
        return None
    return iso_date(year_value(match["year"]), small_value(match["month"]), small_value(match["day"]))
