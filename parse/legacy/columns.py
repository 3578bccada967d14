"""Headings of a statistics form: which column holds names, units, the figure of the year, the figure of all years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from parse.label_form import LONGEST_KEPT, label_form

Role = Literal["label", "unit", "aside", "figure"]
Meaning = Literal["value", "cumulative"]

_LABEL = frozenset(("指标名称", "统计指标", "指标", "项目", "统计项目", "项目名称", "指标项", "统计内容", "内容"))
_UNIT = frozenset(("计量单位", "单位"))
_ASIDE = frozenset(("序号", "代码", "编号", "备注", "说明", "指标代码"))
_CUMULATIVE = re.compile(r"(?:历年|自\S{0,12}以来)?累计(?:数|数量|总数)?")
_YEAR = re.compile(r"((?:19|20)\d\d)年度?(?:统计)?(?:数|数量|数据|合计|累计|累计数)?")
_THIS_YEAR = frozenset(
    ("本年度", "本年", "年度", "当年", "全年", "本年数", "本年度数", "年度数", "本年累计", "本年度累计", "当年数",
     "本年实际", "全年数", "年度数量", "本年数量")
)  # fmt: skip
_FIGURE = frozenset(("统计数", "数量", "数值", "数据", "数据统计数", "统计数据", "统计数量", "数", "合计", "总计"))
_OTHER = re.compile(r".{1,12}(?:统计数|数量|数值|数据|实际|实际数)|本期|本季度|上年度?|上一年度?")


def role_of(printed: str) -> Role | None:
    """What a heading cell heads, or None where it is no heading that we know."""
    return _role_of_form(label_form(printed[:LONGEST_KEPT]))


@lru_cache(4096)
def _role_of_form(form: str) -> Role | None:
    if form in _LABEL:
        return "label"
    if form in _UNIT:
        return "unit"
    if form in _ASIDE:
        return "aside"
    return "figure" if _is_figure(form) else None


def _is_figure(form: str) -> bool:
    patterns = (_CUMULATIVE, _YEAR, _OTHER)
    return form in _THIS_YEAR or form in _FIGURE or any(pattern.fullmatch(form) for pattern in patterns)


def meanings(headings: Sequence[str], report_year: int | None) -> tuple[Meaning | None, ...]:
    """What the figure columns hold, by their headings: the figure of the report year, that of all years, or None: a
    column of another year or of some bodies only. Two columns that could both be the year's are neither."""
    forms = [label_form(heading) for heading in headings]
    found: list[Meaning | None] = []
    for form in forms:
        year = _YEAR.fullmatch(form)
        if form in _THIS_YEAR:
            found.append("value")
        elif _CUMULATIVE.fullmatch(form):
            found.append("cumulative")
        elif year:
            found.append("value" if report_year in (None, int(year.group(1))) else None)
        else:
            found.append("value" if form in _FIGURE else None)
    for meaning in ("value", "cumulative"):
        if found.count(meaning) > 1:
            found = [None if one == meaning else one for one in found]
    return tuple(found)
