"""Words of the search page, Chinese and English."""

from __future__ import annotations

from publish.words import Words

NOTES: dict[str, Words] = {
    "bracket": ("有括号不成对，未计", "a bracket has no partner and was left out"),
    "operator": (
        "有的 AND、OR、NOT（与、或、非）旁边没有词，未计",
        "an AND, OR or NOT had no term beside it and was left out",
    ),
    "too_many": ("词太多，后面的未计", "too many terms; the last were left out"),
}
ORDER: dict[str, Words] = {
    "relevance": ("相关", "relevance"),
    "newest": ("最近收入", "newest"),
    "year": ("年度", "year"),
}
STATES: dict[str, Words] = {
    "problems": ("有原文疑点", "with discrepancies"),
    "changed": ("改过", "changed"),
    "withdrawn": ("原网址打不开", "not reachable"),
}
WHOSE: dict[str, Words] = {
    "province": ("省", "province"),
    "county": ("县（市、区）", "county"),
    "portal": ("政府网站", "portal"),
    "agency": ("单位", "public body"),
    "level": ("层级", "level"),
}
COLUMNS: dict[str, Words] = {
    "agency": ("单位", "public body"),
    "report_year": ("报告年度", "report year"),
    "section": ("部分", "section"),
    "snippet": ("原文（【】为检索词）", "words around the hit"),
    "page": ("本站页面", "page"),
    "source": ("来源", "source"),
    "published_on": ("所印发布日期", "date of publication as printed"),
    "first_seen": ("首次见到", "first seen"),
    "last_seen": ("最后见到", "last seen"),
    "status": ("状态", "status"),
    "portal": ("政府网站", "portal"),
    "level": ("层级", "level"),
    "title": ("标题", "title"),
    "version": ("内容编号", "version"),
}
"""Columns of the hits as a table, in their order."""
