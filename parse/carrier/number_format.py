"""What a number format of a spreadsheet makes of a number: 0.5 may be shown as 50%, 0 as nothing, 2653.4 as 2653.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt); MS-XLS 2.4.126 (Format) has the same codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that a file names by number only. Those of dates are left to the library that opens the file."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]?|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)'
    r"|(?P<general>General|G/通用格式)|(?P<section>;)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CURRENCY = re.compile(r"\$([^-]*)")
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|[黑蓝青绿红白黄]色?|洋红|(?:color|颜色)\s*\d+|dbnum\d",
    re.IGNORECASE,
)
_PLAIN = frozenset(" -+()/:¥￥$%@")
_DATE = frozenset("yYmMdDhHsSeEgGaAbB年月日时分秒")
_LONGEST = 255
_DIGITS = 25
"""Digits of a number above which it is none that people write."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: what stands before and behind the digits, how many decimals; `odd` says that it shows
    something else than the number's own digits."""

    before: str
    behind: str
    decimals: int | None
    percent: bool
    general: bool
    odd: bool


def shown_number(value: Decimal, code: str) -> str | None:
    """What the format shows of a number, without separators of thousands; None where it is the number as it stands, or
    a date. What cannot be said without the program (scaled, conditional, cut by words) is the number with its format.
    """
    if not code:
        return None
    if len(code) > _LONGEST:
        return f"{_plain(value)}〔{code[:20]}…〕"
    sections, date = _sections(code)
    if date or not sections:
        return None
    if len(sections) == 1 or value > 0 or (value == 0 and len(sections) == 2):
        section, sign = sections[0], "-" if value < 0 else ""
    else:
        section, sign = (sections[1], "") if value < 0 else (sections[2], "")
    if section.odd:
        return f"{_plain(value)}〔{code}〕"
    if section.general:
        return None if not (section.before or section.behind) else f"{section.before}{_plain(value)}{section.behind}"
    if section.decimals is None:
        return f"{section.before}{section.behind}"
    shown = abs(value) * 100 if section.percent else abs(value)
    if section.decimals + max(shown.adjusted(), 0) > _DIGITS:
        return f"{_plain(value)}〔{code[:20]}〕"
    rounded = shown.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    text = f"{sign if rounded else ''}{section.before}{_plain(rounded)}{section.behind}"
    if not sign and value < 0 and re.fullmatch(r"\([^()]*\)", text):
        text = f"-{text[1:-1]}"
    return text


def hides_text(code: str) -> bool:
    """Whether the format shows nothing of a text."""
    sections = _sections(code)[0] if len(code) <= _LONGEST else ()
    return len(sections) == 4 and sections[3] == _NOTHING


_NOTHING = _Section("", "", None, False, False, False)


def _plain(value: Decimal) -> str:
    """Without an exponent and without trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(256)
def _sections(code: str) -> tuple[tuple[_Section, ...], bool]:
    """The sections of a format, and whether it is one of dates or times."""
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["section"]:
            parts.append([])
        else:
            parts[-1].append(token)
    date = any(token["other"] in _DATE for part in parts for token in part if token["other"])
    date = date and not any(token["digits"] and "E" not in code.upper() for part in parts for token in part)
    return tuple(_section(part) for part in parts[:4]), date


def _section(tokens: list[re.Match[str]]) -> _Section:
    before = behind = ""
    digits: str | None = None
    odd = general = percent = False
    for token in tokens:
        literal = ""
        if token["digits"]:
            odd = odd or digits is not None or token["digits"].endswith(",") or ",." in token["digits"]
            digits = token["digits"]
        elif token["general"] or token["other"] == "@":
            general = True
        elif token["bracket"] is not None:
            currency = _CURRENCY.match(token["bracket"])
            literal = currency.group(1) if currency else ""
            odd = odd or not (currency or _COLOUR.fullmatch(token["bracket"]))
        elif token["other"]:
            percent = percent or token["other"] == "%"
            literal = token["other"].strip()
            odd = odd or not (token["other"].isspace() or token["other"] in _PLAIN or token["other"] >= "\u4e00")
        else:
            literal = token["quoted"] or token["escaped"] or ""
        if digits is None and not general:
            before += literal
        else:
            behind += literal
    if digits is not None and set(digits) == {"?"} and before.strip():
        digits = None  # `"-"??`: places that nothing fills
    decimals = None if digits is None else len(digits.partition(".")[2])
    return _Section(before.strip(), behind.strip(), decimals, percent, general, odd)
