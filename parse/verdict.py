"""Whether a document is an annual report on open government information, and if not, what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parse.document import Document
from parse.flow import joined
from parse.metadata import Metadata
from parse.metadata.title import is_report_title, other_title, title_form
from parse.sections import Outline

REPORT = "report"
_UNOPENED = {"unreadable": "unreadable", "needs_converter": "unsupported", "empty": "empty"}

# What a title says that its document is, first match wins. Seen in annual-report columns of real portals.
_TITLE_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"政府网站.{0,8}年度.{0,4}报表|网站工作年度报表"), "website_report"),
    (re.compile(r"解读|图解|一图读懂|一图看懂|数说|问答"), "interpretation"),
    (re.compile(r"通知|公告|通报|函(?:\Z|[（(])|意见(?:\Z|[（(])|征求|方案"), "notice"),
    (re.compile(r"制度|办法|规定|条例|规则|细则|格式|要求|规范"), "rules"),
    (re.compile(r"指南"), "guide"),
    (re.compile(r"发布|公布|出炉|举办|召开|开展|组织|推进|晒出|亮出"), "news"),
    (re.compile(r"目录|列表|栏目|索引"), "list"),
)
_FORM_WORDS = re.compile(r"统计期限|统计时限|年度报告|年报|数据.{0,6}期限")
_SUBJECT = re.compile(r"信息公开|政务公开")
_LIST_TITLES = 3
_PROSE = 200
_FEW_WORDS = 60
_SECTIONS_OF_A_REPORT = 4


def judge(document: Document, outline: Outline, metadata: Metadata, tables: Mapping[str, Any]) -> str:
    """`report`, or why not: guide, rules, notice, interpretation, news, website_report, list, other_tables, unreadable,
    unsupported, empty. A page that names itself something else is believed, whatever form it carries in an annex."""
    unopened = _unopened(document)
    if unopened:
        return unopened
    name = metadata.title or other_title(document) or _first_line(outline)
    reason = _reason(name) or _reason(metadata.body_title)
    if reason:
        return reason
    keys = {part.key for part in outline.parts if part.key}
    prose = sum(len(line) for part in outline.parts for line in part.lines) + sum(map(len, outline.head))
    if any(tables.values()) or len(keys) >= _SECTIONS_OF_A_REPORT:
        return REPORT
    if _is_list(outline, keys):
        return "list"
    if metadata.title and metadata.report_year and (keys or prose >= _PROSE):
        return REPORT
    if metadata.title and document.image_count and (metadata.report_year or keys):
        return REPORT
    text = "".join([*outline.head, *(line for part in outline.parts for line in part.lines)])
    if metadata.title and len(keys) >= 2 and _FORM_WORDS.search(text):
        return REPORT
    return _otherwise(document, text)


def _unopened(document: Document) -> str | None:
    if any(True for _ in document.blocks):
        return None
    kinds = [problem.kind for problem in document.problems]
    return next((verdict for kind, verdict in _UNOPENED.items() if kind in kinds), None)


def _reason(name: str | None) -> str | None:
    if not name:
        return None
    words = title_form(name)
    return next((reason for pattern, reason in _TITLE_REASONS if pattern.search(words)), None)


def _first_line(outline: Outline) -> str | None:
    return next((line for line in outline.head[:3] if len(line.strip()) <= _FEW_WORDS), None)


def _is_list(outline: Outline, keys: set[str]) -> bool:
    lines = [line for line in outline.head if len(line) <= _FEW_WORDS]
    rows = [cell for row in outline.head_rows for cell in row.split("\t")]
    dated = (
        re.sub(r"[\[(（]?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[\])）]?.*\Z", "", line).strip(" ·•-") for line in [*lines, *rows]
    )
    titles = {title_form(line) for line in dated if is_report_title(line)}
    return not keys and len(titles) >= _LIST_TITLES


def _otherwise(document: Document, text: str) -> str:
    if not text.strip() and not any(True for _ in document.grids()):
        return "empty"
    if any(True for _ in document.grids()):
        return "other_tables"
    paragraphs = joined(paragraph.text for paragraph in document.paragraphs())
    short = sum(len(line) <= _FEW_WORDS for line in paragraphs)
    if len(paragraphs) >= 5 and short >= 0.8 * len(paragraphs):
        return "list"
    if not _SUBJECT.search(text) and len(text) < _FEW_WORDS:
        return "empty"
    return "news"
