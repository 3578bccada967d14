"""Whether a document is an annual report on open government information, and if not, what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parse.chinese_date import YEAR, compact
from parse.document import Document
from parse.flow import joined
from parse.metadata import Metadata
from parse.metadata.title import REPORT_TITLE, article_title, is_report_title, title_form, window_title
from parse.sections import Outline

REPORT = "report"
_UNOPENED = {
    "unreadable": "unreadable",
    "reading_limit": "unreadable",
    "needs_converter": "unsupported",
    "empty": "empty",
}

# What a title says that its document is, first match wins. Seen in annual-report columns of real portals.
_TITLE_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"政府网站.{0,8}年度.{0,4}报表|网站工作年度报表"), "website_report"),
    (re.compile(r"解读|图解|一图读懂|一图看懂|问答"), "interpretation"),
    (re.compile(r"通知|公告|通报|函(?:\Z|[（(])|意见(?:\Z|[（(])|征求|方案"), "notice"),
    (re.compile(r"制度|办法|规定|条例|规则|细则|格式|规范(?:\Z|[（(])"), "rules"),
    (re.compile(r"指南"), "guide"),
    (re.compile(r"发布|公布|出炉|举办|召开|开展|推进|晒出|亮出"), "news"),
    (re.compile(r"目录|列表|栏目|索引"), "list"),
)
# A title may have the form of a report's and still be about one: what stands in front of its subject says so.
_ABOUT_A_REPORT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:一图读懂|一图看懂|图解|解读|数说)"), "interpretation"),
    (re.compile(rf"(?:编制|报送|做好|上报)(?:好|了)?(?:{YEAR}年度?)?(?:的)?\Z"), "notice"),
    (re.compile(rf"(?:发布|公布|公开|晒出|亮出|出台|向社会公布)(?:了)?(?:其|{YEAR}年度?)?(?:的)?\Z"), "news"),
)
_TEMPLATE = re.compile(
    r"模板|模版|样表|样本|样式|样例|范本|范例|范文|示范文本|参考(?:格式|文本|样式)|(?:填报|填写|编写|编制)(?:说明|要求|参考)"
)
"""Words for a form that is handed out to be filled in, or is filled in as an example."""
_EXPLAINED = re.compile(r"解读|图解|动漫|动画|H5", re.IGNORECASE)
_WEAK = {"list", "news"}
_ANNOUNCED = {"notice", "news", "list"}
"""A report may be published under the title of its announcement (关于公布…年度报告的公告); then its body decides."""
_FORM_WORDS = re.compile(r"统计期限|统计时限|年度报告|年报|数据.{0,6}期限")
_FILLED_TABLES = 2
_LIST_TITLES = 3
_PROSE = 200
_FEW_WORDS = 60
_SENTENCE_LENGTH = 40
_SECTIONS_OF_A_REPORT = 4


def judge(
    document: Document, outline: Outline, metadata: Metadata, tables: Mapping[str, Any], *, statistics: bool = False
) -> str:
    """`report`, or why not: guide, rules, notice, interpretation, news, website_report, list, other_tables, unreadable,
    unsupported, empty.

    A page whose own title names something else is believed, whatever form it carries in an annex; without such a title
    the national tables decide, then the sections, then a report's title above running text or above a statistics form
    of the years before 2019 (`statistics`).
    """
    unopened = _unopened(document)
    if unopened:
        return unopened
    has_tables = any(tables.values())
    reason = _reason(document, outline, metadata)
    filled = sum(_has_number(table) for table in tables.values())
    announced = (
        reason in _ANNOUNCED and filled >= _FILLED_TABLES and bool(metadata.body_title or metadata.title_is_quoted)
    )
    keys = {part.key for part in outline.parts if part.key}
    in_sections = len(keys) >= _SECTIONS_OF_A_REPORT
    # The heading of a site (政府信息公开目录) may stand where an article's title does.
    contradicted = (has_tables and reason in _WEAK) or (in_sections and reason == "list")
    if reason and not announced and not contradicted:
        return reason
    if has_tables or in_sections:
        return REPORT
    if _is_list(outline, keys):
        return "list"
    text = "".join([*outline.head, *(line for part in outline.parts for line in part.lines)])
    if metadata.title and metadata.report_year and statistics:
        return REPORT
    if metadata.title and _is_told(outline, metadata, keys, document, text):
        return REPORT
    return _otherwise(document, metadata, text)


def _is_told(outline: Outline, metadata: Metadata, keys: set[str], document: Document, text: str) -> bool:
    """Whether something that has a report's title has a report's body: running text, sections, or pictures of it."""
    lines = [*outline.head, *(line for part in outline.parts for line in part.lines)]
    prose = sum(len(line) for line in lines if len(line) >= _SENTENCE_LENGTH)
    if metadata.report_year and (prose >= _PROSE or (keys and prose)):
        return True
    if len(keys) >= 2 and _FORM_WORDS.search(text):
        return True
    return bool(document.image_count) and metadata.report_year is not None


def _has_number(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return isinstance(value, (int, Decimal))
    # a loop: `any` over a generator takes twice as long, and blank tables are walked whole
    for inner in value.values():  # noqa: SIM110
        if inner is not None and _has_number(inner):
            return True
    return False


def _unopened(document: Document) -> str | None:
    if any(True for _ in document.blocks):
        return None
    kinds = [problem.kind for problem in document.problems]
    return next((verdict for kind, verdict in _UNOPENED.items() if kind in kinds), None)


def _reason(document: Document, outline: Outline, metadata: Metadata) -> str | None:
    """What the title says against a report: the article's own title, or the line that stands above the text."""
    article = article_title(document)
    if any(name and _TEMPLATE.search(name) for name in (metadata.title, article)):
        return "rules"
    if metadata.title:
        about = REPORT_TITLE.fullmatch(compact(metadata.title).strip("《》"))
        reason = _match(_ABOUT_A_REPORT, about["before"]) if about else None
        if about and about["rest"] and _EXPLAINED.search(about["rest"]):
            return "interpretation"
        other = article if article and not is_report_title(article) else None
        return reason or (_match(_TITLE_REASONS, other) if other else None)
    name = article or window_title(document) or _first_line(outline)
    return _match(_TITLE_REASONS, title_form(name)) if name else None


def _match(reasons: tuple[tuple[re.Pattern[str], str], ...], words: str) -> str | None:
    return next((reason for pattern, reason in reasons if pattern.search(words)), None)


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


def _otherwise(document: Document, metadata: Metadata, text: str) -> str:
    if not text.strip() and not any(True for _ in document.grids()):
        return "empty"
    if any(True for _ in document.grids()):
        return "other_tables"
    if metadata.title:  # a page that only leads to the report (its attachment)
        return "list"
    paragraphs = joined(paragraph.text for paragraph in document.paragraphs())
    short = sum(len(line) <= _FEW_WORDS for line in paragraphs)
    if len(paragraphs) >= 5 and short >= 0.8 * len(paragraphs):
        return "list"
    return "news"
