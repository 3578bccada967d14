"""Words on pages, Chinese and English, for the keys of the archive, and times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from archive.printed_form import section_names

BEIJING = timezone(timedelta(hours=8))

Words = tuple[str, str]

STATUS: dict[str, Words] = {
    "live": ("原网址可打开", "live"),
    "missing_once": ("最近一次未能打开", "not reachable at the last look"),
    "withdrawn": ("原网址打不开", "not reachable"),
    "moved": ("换了地址", "moved"),
    "unlisted": ("已从栏目消失", "no longer listed"),
    "never_seen": ("未见", "not seen"),
}
ORIGIN: dict[str, Words] = {
    "source": ("原文疑点", "discrepancy in the report"),
    "reading": ("未能读出", "could not read"),
    "access": ("未能访问", "could not reach"),
}
EDITION: dict[str, Words] = {
    "2021": ("2021 格式", "2021 form"),
    "2019": ("2019 试行格式", "2019 trial form"),
    "legacy": ("旧式", "free form before 2019"),
    "mixed": ("两种格式混用", "both forms mixed"),
}
LEVEL: dict[str, Words] = {
    "province": ("省级", "province"),
    "prefecture": ("地级", "prefecture"),
    "county": ("县级", "county"),
    "department": ("部门", "department"),
    "township": ("乡镇", "township"),
    "subdistrict": ("街道", "subdistrict"),
}
TABLES: dict[str, str] = {
    "proactive_disclosure": "表二（主动公开）",
    "disclosure_requests": "表三（依申请公开）",
    "review_and_litigation": "表四（复议与诉讼）",
}
KIND_OF_CHANGE: dict[str, Words] = {
    "cell": ("数字", "figure"),
    "section": ("正文", "text"),
    "title": ("标题", "title"),
    "date": ("日期", "date"),
    "form": ("格式", "form"),
    "status": ("状态", "state"),
}
RECOGNISED_SIDE: dict[str, Words] = {
    "old": ("改前的内容是从图片中识别的，可能有误", "what stood before was recognised in a picture and may be misread"),
    "new": ("改后的内容是从图片中识别的，可能有误", "what stands now was recognised in a picture and may be misread"),
    "both": ("前后内容都是从图片中识别的，可能有误", "both sides were recognised in pictures and may be misread"),
}
SECTIONS: dict[str, Words] = section_names()
FEEDS: dict[str, Words] = {
    "reports": ("新收年报", "New reports"),
    "changes": ("改动", "Changes"),
    "withdrawals": ("不见了", "No longer reachable"),
    "problems": ("对不上", "What does not add up"),
    "unseen": ("未见", "Not seen"),
    "corrections": ("我们改正的读数", "Readings that we corrected"),
}
KIND_OF_FILE: dict[str, Words] = {
    "html": ("网页", "web page"),
    "pdf": ("PDF 文件", "PDF"),
    "docx": ("Word 文件", "Word"),
    "doc": ("Word 文件", "Word"),
    "wps": ("WPS 文件", "WPS"),
    "rtf": ("RTF 文件", "RTF"),
    "xlsx": ("Excel 文件", "Excel"),
    "xls": ("Excel 文件", "Excel"),
    "text": ("文本", "plain text"),
    "txt": ("文本", "plain text"),
    "markdown": ("文本", "plain text"),
}
STATE: dict[str, Words] = {
    "blank": ("空白（未填，不等于 0）", "blank: not filled in, which is not 0"),
    "slash": ("斜线", "a slash"),
    "none_word": ("无", "the word 无 (none)"),
    "unreadable": ("未能读出", "could not read"),
    "ambiguous": ("不能确定属于哪一格", "could not tell which cell"),
    "row_not_printed": ("原文未印该行", "the report does not print this row"),
    "not_in_form": ("该格式无此格", "not in this form"),
    "table_missing": ("未见该表", "no such table was seen"),
}
NO_TABLE: dict[str, Words] = {
    "tables_are_images": (
        "该表以图片形式刊登，未能读出",
        "This table is published as a picture that could not be read",
    ),
    "table_among_pictures": (
        "未能读出该表：正文没有，文中有图片，可能以图片形式刊登",
        "This table could not be read: the text lacks it and the document shows pictures, of which it may be one",
    ),
    "table_unread": (
        "未能读出该表：文中有该表的文字，或有部分内容未能读取",
        "This table could not be read: words of it stand in the document, or a part of that could not be read",
    ),
    "table_missing": ("文中没有这张表", "This table is not in the document"),
}
"""What stands in the place of a table without a line, by the kind of problem that says why; the first that holds."""
NOTHING_READ: Words = ("未读到该表", "No line of this table was read")


SIDES: dict[str, tuple[Words, Words]] = {
    "balance": (("第一项加第二项", "one + two"), ("第三项加第四项", "three + four")),
    "row_total": (("所印总计", "printed total"), ("各类之和", "sum of its parts")),
    "results_total": (("所印总计", "printed total"), ("各项之和", "sum of its parts")),
    "group_total": (("所印总计", "printed total"), ("各项之和", "sum of its parts")),
    "narrative_breakdown_sum": (("所说总数", "total as stated"), ("分项之和", "sum of the parts")),
    "agency_not_named": (("据网页栏目", "as the portal's column has it"), ("", "")),
    "missing_section": (("所印", "printed"), ("所缺", "missing")),
    "surplus_value": (("多出", "surplus"), ("规定", "form")),
    "rendering_disagrees": (("本形式", "this form of it"), ("另一形式", "the other")),
    "carry_over": (("上年结转", "carried over"), ("上一年度所报", "reported the year before")),
    "http_error": (("回应", "answer"), ("", "")),
    "fetch_failed": (("情形", "what happened"), ("", "")),
    "body_truncated": (("情形", "what happened"), ("", "")),
}
"""What `seen` and `expected` of a kind of problem are."""

AGENCY_SOURCE: dict[str, Words] = {
    "title": ("报告标题", "title of the report"),
    "signature": ("报告落款", "signature of the report"),
    "compiler": ("报告中“由…编制”", "the report's “compiled by …”"),
    "publisher": ("报告未写明；据所在网页", "not in the report; from the page it stands on"),
}
SCOPE: dict[str, Words] = {
    "own": ("本机关", "the body's own office only"),
    "whole": ("全县（市、区）汇总", "all bodies of the county or city together"),
    "unstated": ("未说明", "the report does not say"),
}
"""Whose figures a government's report gives."""
PLACED_BY: dict[str, Words] = {
    "arithmetic": ("所在格由合计关系确定", "placed in its cell by the totals of the form"),
}
STATEMENTS: dict[str, Words] = {
    "is_report": ("是年报", "is a report"),
    "is_not_report": ("不是年报", "is no report"),
    "agency": ("单位是", "is of the body"),
    "report_year": ("报告年度是", "is of the year"),
    "judged": ("看过这一问题", "looked at the problem"),
}
"""What people say in corrections."""
NOT_NAMED: Words = ("报告未写明；据所在栏目", "not in the report; from the column it stands in")


def figure(value: int | float | str | None) -> str:
    """A number as a page prints it: no exponent, no digit that was not there."""
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


MAIN_TABLES = ("reports", "changes", "problems", "cells_long", "versions", "captures", "fields")
"""What stands first on the database's page."""

CHECKS = ("balance", "row_total", "results_total", "group_total")
"""The arithmetic checks of the form."""


def sides(kind: str) -> tuple[Words, Words]:
    """What the two sides of a problem are: `seen` and `expected`."""
    if kind in SIDES:
        return SIDES[kind]
    if kind.startswith("narrative_"):
        return (("正文", "text"), ("表格", "table"))
    return (("所印", "printed"), ("对照", "against"))


def pair(words: dict[str, Words], key: str | None) -> Words:
    """The words for a key; an unknown key stands for itself."""
    return words.get(key or "", (key or "", ""))


def _moment(iso: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def beijing(iso: str | None, *, seconds: bool = False) -> str:
    """A UTC time as Beijing time to the minute, or second; text that is no time stays as it is."""
    moment = _moment(iso or "")
    return moment.astimezone(BEIJING).strftime(f"%Y-%m-%d %H:%M{':%S' if seconds else ''}") if moment else iso or ""


def utc(iso: str | None) -> str:
    """A UTC time to the second; text that is no time stays as it is."""
    moment = _moment(iso or "")
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if moment else iso or ""


def digits(iso: str | None) -> str:
    """A UTC time as the 14 digits that web archives put into their addresses; text that is no time gives ""."""
    moment = _moment(iso or "")
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S") if moment else ""


def interval(old: str | None, new: str | None) -> Words:
    """Between which two looks a change lies, in both languages; "" where neither look is known."""
    if old and new:
        exactly = beijing(old) == beijing(new)
        before, after = (beijing(look, seconds=exactly) for look in (old, new))
        return (f"在 {before}—{after} 两次查看之间", f"between our looks of {before} and {after}")
    if new:
        return (f"{beijing(new)} 首次见到", f"first seen {beijing(new)}")
    if old:
        return (f"{beijing(old)} 最后见到", f"last seen {beijing(old)}")
    return ("", "")
