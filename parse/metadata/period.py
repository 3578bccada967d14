"""The period of the figures: 数据统计期限自2020年1月1日起至2020年12月31日止."""

from __future__ import annotations

import re

from parse.chinese_date import YEAR, compact, iso_date, small_value, year_value

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PERIOD = re.compile(
    rf"(?:期限|时限|时间|期间|时段|周期|数据)[^。；]{{0,14}}?(?P<y1>{YEAR})年(?P<m1>{_NUMBER})月(?P<d1>{_NUMBER})日?起?[,，]?"
    rf"(?:至|到|—|-|~|–|——|截至|截止)+(?P<y2>{YEAR}年)?(?P<m2>{_NUMBER})月(?P<d2>{_NUMBER})日"
)
_SUBJECT = re.compile(r"统计|数据|时限|期限")


def stated_period(text: str) -> tuple[str | None, str | None]:
    """First and last day of the stated period, as ISO dates; (None, None) where none is stated."""
    packed = compact(text)
    for match in _PERIOD.finditer(packed):
        sentence = packed[packed.rfind("。", 0, match.start()) + 1 : match.end()]
        if not _SUBJECT.search(sentence):
            continue
        first = year_value(match["y1"])
        last = year_value(match["y2"][:-1]) if match["y2"] else first
        start = iso_date(first, small_value(match["m1"]), small_value(match["d1"]))
        end = iso_date(last, small_value(match["m2"]), small_value(match["d2"]))
        if start and end:
            return start, end
    return None, None
