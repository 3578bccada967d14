"""The statements of a page about itself: which of its names say the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from parse.chinese_date import find_date
from parse.document import Document
from parse.label_form import label_form

ARTICLE_TITLE_NAMES = ("meta:articletitle", "标题", "名称", "信息名称", "文件名称", "h1")
WINDOW_TITLE_NAMES = ("meta:og:title", "title")
PUBLISHED_NAMES = ("meta:pubdate", "meta:publishdate", "公开日期", "发布日期", "发布时间", "发布于", "公开时间")
DATED_NAMES = ("发文日期", "生成日期", "日期", "时间", "meta:article:published_time")
"""Asked where a page does not say when it was published: when the text was made, or a date without more."""
PUBLISHER_NAMES = ("发布机构", "发布单位", "公开机构", "公开责任部门", "责任部门")
SOURCE_NAMES = ("信息来源", "来源", "meta:contentsource")
"""A source may be a site or a newspaper; it is a publisher only where it is the name of a body."""
INDEX_NAMES = ("索引号", "索引", "信息索引号", "信息索引")
NUMBER_NAMES = ("文号", "发文字号", "文件编号", "发文文号")

_EMPTY = {"", "无", "-", "--", "/", "暂无"}


def fact_values(document: Document, names: tuple[str, ...]) -> Iterator[str]:
    """The printed values of facts with one of the names, the earlier name first; empty ones are left out."""
    by_name = _by_name(document.facts)
    for name in names:
        yield from by_name.get(name, ())


@lru_cache(16)
def _by_name(facts: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """The values under each name in its compared form; a reader asks the facts of one document a dozen times."""
    found: dict[str, list[str]] = {}
    for printed, value in facts:
        if label_form(value) not in _EMPTY:
            found.setdefault(label_form(printed).rstrip(":").lower(), []).append(value.strip())
    return found


def numbers(document: Document, names: tuple[str, ...]) -> tuple[str, ...]:
    """The different facts with a digit in them, the one to take first: an empty form such as 〔〕号 is no number."""
    return tuple(dict.fromkeys(value for value in fact_values(document, names) if any(map(str.isdigit, value))))


def no_day(document: Document) -> str | None:
    """A date of publication that the page prints and that is no day (2024-13-45)."""
    values = fact_values(document, PUBLISHED_NAMES)
    return next((value for value in values if any(map(str.isdigit, value)) and find_date(value) is None), None)


def published_days(document: Document) -> tuple[str, ...]:
    """The days on which the page says that it was published; nothing but the page's own metadata is asked.

    More than one where the page contradicts itself; the first is the one to take.
    """
    for names in (PUBLISHED_NAMES, DATED_NAMES):
        days = tuple(dict.fromkeys(day for day in map(find_date, fact_values(document, names)) if day))
        if days:
            return days if names is PUBLISHED_NAMES else days[:1]
    return ()
