"""Printed numbers of a statistics form and of running text, with the unit printed beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from parse.report import State
from parse.tables.values import MAX_COUNT_DIGITS, MAX_LENGTH, clean, read_value

UNITS = (
    "人次", "场次", "件次", "篇次", "条次", "家次", "万人次", "万条", "万件", "万次", "万篇", "万份", "亿元", "百万元",
    "万元", "千元", "百元", "元", "条", "件", "次", "篇", "个", "人", "份", "期", "场", "项", "起", "宗", "批", "部",
    "册", "本", "名", "位", "家", "则", "例", "幅", "块", "处", "页", "封", "台", "张", "套", "个单位",
)  # fmt: skip
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CELL = re.compile(rf"({DIGITS})\s*({UNIT})?(?:\s*\((.*)\))?", re.DOTALL | re.ASCII)
_LEADING_ZERO = re.compile(r"0\d")
_UNIT_CELL = re.compile(rf"\(?(?:单位[::])?\s*({UNIT})\)?")
_DASHES = re.compile(r"[\s/\\\-—―─–]+")
_NOTHING = ("blank", "slash", "none_word")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a value cell says. `problem` is a kind of `parse.problem_kinds` or None; a blank has value None without.
    `nothing` is the state of a cell that prints no number and has no problem."""

    value: Decimal | None
    unit: str | None = None
    problem: str | None = None
    nothing: State = "blank"

    @property
    def state(self) -> State | None:
        """Why there is no value, or None where there is one."""
        if self.value is not None:
            return None
        return "unreadable" if self.problem else self.nothing


def read_cell(printed: str) -> Printed:
    """Read a value cell: a number with or without a unit; blank, strokes and 无 are no number."""
    text = clean(printed)
    if len(text) > MAX_LENGTH:
        return Printed(None, None, "unreadable_value")
    state = read_value(printed, "count").state
    if state in _NOTHING or is_dash(printed):
        return Printed(None, nothing=state if state in _NOTHING else "slash")
    match = _CELL.fullmatch(text)
    if not match:
        return Printed(None, None, "unreadable_value")
    value = number(match.group(1))
    if value is None:
        return Printed(None, match.group(2), "run_together")
    return Printed(value, match.group(2), "gloss_in_cell" if match.group(3) else None)


def number(digits: str) -> Decimal | None:
    """The number, or None where the digits are those of more than one (007, ten digits and more)."""
    plain = digits.replace(",", "")
    if _LEADING_ZERO.match(plain) or len(plain.partition(".")[0]) > MAX_COUNT_DIGITS:
        return None
    return Decimal(plain)


def is_number(printed: str) -> bool:
    """Whether a cell holds a number and nothing but its unit or a remark."""
    text = clean(printed)
    return len(text) <= MAX_LENGTH and bool(_CELL.fullmatch(text))


def is_dash(printed: str) -> bool:
    """Whether a cell holds strokes only, as where a heading has neither unit nor figure."""
    return bool(_DASHES.fullmatch(clean(printed)))


def unit_cell(printed: str) -> str | None:
    """The unit that a cell of the unit column names, or None."""
    match = _UNIT_CELL.fullmatch(clean(printed).replace(" ", ""))
    return match.group(1) if match else None
