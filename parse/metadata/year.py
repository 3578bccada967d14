"""The report year: title, else the stated period, else the body where it names one year only. Never the address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from parse.chinese_date import YEAR, compact, year_value

_QUOTED = re.compile(r"《[^》]*》|〔\d{4}〕|\[\d{4}\]\d+号|https?://[\w./?=&%-]+")
_WHOLE_DATE = re.compile(rf"{YEAR}年(?:\d{{1,2}}|[一二三四五六七八九十]+)月(?:\d{{1,2}}|[一二三四五六七八九十]+)日")
_PLAN = re.compile(r"(?:下一步|明年|计划|将要?|打算|力争|规划|下一年|新的一年)")
_MENTION = re.compile(rf"(?<!\d)({YEAR})年度?")
_OTHER_YEAR = re.compile(r"(?:较|比|与|同比|上年|去年|自|从|于)\Z")
_WORDS_BEFORE = 4
_TO_END_OF_YEAR = re.compile(r"(?:截[至止]到?)\Z")


def year_of_period(start: str | None, end: str | None) -> int | None:
    """The year of a period that lies in one year."""
    if start and end and start[:4] == end[:4]:
        return int(start[:4])
    return None


def year_of_body(paragraphs: Iterable[str]) -> int | None:
    """The only year that the text states figures or work for; None where it names two or none.

    Years inside 《titles》, document numbers, addresses and whole dates, years after words of comparison, and sentences
    that speak of plans are not counted.
    """
    years: Counter[int] = Counter()
    for paragraph in paragraphs:
        text = compact(paragraph)
        if "年" not in text:
            continue
        text = _WHOLE_DATE.sub("", _QUOTED.sub("", text))
        for sentence in re.split(r"[。；;]", text):
            if "年" not in sentence or _PLAN.search(sentence):
                continue
            for match in _MENTION.finditer(sentence):
                before = sentence[max(0, match.start() - _WORDS_BEFORE) : match.start()]
                if _OTHER_YEAR.search(before) and not _TO_END_OF_YEAR.search(before):
                    continue
                year = year_value(match[1])
                if year is not None:
                    years[year] += 1
    return next(iter(years)) if len(years) == 1 else None
