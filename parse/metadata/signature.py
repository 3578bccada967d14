"""The end of a report: the lines below its last sentence, and the day on which it was signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parse.chinese_date import YEAR, compact, find_date, only_date
from parse.metadata.agency import is_name

_TAIL_LINES = 10
_HEAD_LINES = 4
_NAME_AND_DATE = re.compile(
    rf"(?P<name>[\u4e00-\u9fff（）()]{{3,40}}?)[（(]?(?P<date>{YEAR}年\S{{1,3}}月\S{{1,3}}日)[）)]?\Z"
)
_GLUED = re.compile(
    rf"[。；！;!](?P<name>[\u4e00-\u9fff]{{4,30}}?)?(?P<date>{YEAR}年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)(?=附件|附表|附:|\Z)"
)


def signed_on(head: Sequence[str], tail: Sequence[str]) -> str | None:
    """The day in the signature: a line of the end, or under the title, that is a date or a body's name and a date."""
    under_title = [line for line in list(head)[:_HEAD_LINES] if "年" in line]  # 2020-01-31 there is the page's date
    for line in [*reversed(list(tail)[-_TAIL_LINES:]), *under_title]:
        day = only_date(line) or _name_and_date(line)
        if day:
            return day
    for line in reversed(list(tail)[-_TAIL_LINES:]):
        match = _GLUED.search(compact(line))
        if match and (not match["name"] or is_name(match["name"])):
            return find_date(match["date"])
    return None


def _name_and_date(line: str) -> str | None:
    match = _NAME_AND_DATE.match(compact(line))
    return find_date(match["date"]) if match and is_name(match["name"]) else None
