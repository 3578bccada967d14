"""The title of a report: how one looks, where it is printed, and its one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from parse.chinese_date import YEAR, compact, year_value
from parse.document import Document
from parse.flow import is_page_number
from parse.metadata.facts import ARTICLE_TITLE_NAMES, WINDOW_TITLE_NAMES, fact_values

_SUBJECT = r"(?:政府信息公开|政务信息公开|政务公开|政府信息|信息公开)"
_KIND = r"(?:工作)?的?(?:年度)?(?:工作)?(?:情况)?的?(?:年度报告|年报|报告|年度总结报告)"
REPORT_TITLE = re.compile(
    rf"(?P<before>[^，。；：:,;!?]{{0,50}}?)(?P<subject>{_SUBJECT})(?P<middle>[^，。；：:,;!?]{{0,16}}?)(?P<kind>{_KIND})"
    r"(?P<rest>[（(][^（）()]{1,12}[）)])?"
)
"""A title in compact form: 2020年东宁镇政府信息公开工作年度报告, 政务信息公开工作年报, 信息公开工作报告 …"""

_SUFFIX = re.compile(r"(?<=报告|年报)(?:[-_|—－].*)\Z")
_BODY_LINES = 24
_LINE_LENGTH = 60
_WINDOW = 3
_LONGEST_FACT = 400
_BODY_NAME = re.compile(
    r"(?:政府|委员会|管委会|办公室|办公厅|办事处|街道办|局|厅|镇|乡|县|区|市|中心|院|站|处|所|大队)\Z"
)
_BREADCRUMB = re.compile(r"首页(?:[>»›/|\-]|网站)|(?:当前|所在)(?:的)?位置")
"""首页 > 政府信息公开年报: a page saved as Word or text keeps it as a line."""
_YEAR_IN_TITLE = re.compile(rf"(?<!\d)({YEAR})(?:年|(?=政府信息|政务|信息公开|[)）]))")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its one form, where it stands (body or page), and how many lines of the body's head it takes."""

    text: str
    place: str
    head_lines: int = 0


def title_form(printed: str) -> str:
    """The title without the blanks that line breaks left; a blank between Latin words stays."""
    words = unicodedata.normalize("NFC", printed).replace("\u3000", " ").replace("\xa0", " ").split()
    text = ""
    for word in words:
        latin = text[-1:].isascii() and text[-1:].isalpha() and word[:1].isascii() and word[:1].isalpha()
        text += f" {word}" if latin else word
    return text


def is_report_title(printed: str) -> bool:
    """Whether the words are the title of an annual report and nothing else."""
    matchable = _matchable(printed)
    return REPORT_TITLE.fullmatch(matchable) is not None and _BREADCRUMB.search(matchable) is None


def title_year(title: str) -> int | None:
    """The year in a title. Two different years in one title decide nothing."""
    years = {year_value(match[1]) for match in _YEAR_IN_TITLE.finditer(compact(title))} - {None}
    return years.pop() if len(years) == 1 else None


def printed_title(head: tuple[str, ...]) -> Title | None:
    """The title printed above the text: one line or up to three, of the lines above the first section."""
    lines = [(index, line) for index, line in enumerate(head[:_BODY_LINES]) if not is_page_number(line)]
    for last in range(len(lines)):
        for length in range(1, min(_WINDOW, last + 1) + 1):
            window = lines[last - length + 1 : last + 1]
            if any(len(line.strip()) > _LINE_LENGTH for _, line in window):
                break
            text = title_form("".join(line for _, line in window))
            if is_report_title(text):
                for _, above in reversed(lines[max(0, last - length - 1) : last - length + 1]):
                    text = title_form(above) + text if _belongs(above, text) else text
                return Title(text, "body", _said_again(head, window[-1][0] + 1, text))
    return None


def _said_again(head: tuple[str, ...], end: int, title: str) -> int:
    """Where the title ends in the head: a page often prints it above the article and again as its first line, there
    with the county in front of it or without."""
    for length in range(1, _WINDOW + 1):
        again = title_form("".join(head[end : end + length]))
        if is_report_title(again) and (again.endswith(title) or title.endswith(again)):
            return end + length
    return end


def page_title(document: Document) -> Title | None:
    """The title that the page's own metadata gives the article, without the site's name behind it.

    The window's title is asked last, and on web pages only: the title property of a Word file or a PDF is often that
    of the document it was once copied from.
    """
    places: list[tuple[tuple[str, ...], str]] = [(ARTICLE_TITLE_NAMES, "page")]
    if document.media_type == "text/html":
        places.append((WINDOW_TITLE_NAMES, "window"))
    for names, place in places:
        for value in fact_values(document, names):
            text = _SUFFIX.sub("", title_form(_without_site(value[:_LONGEST_FACT])))
            if is_report_title(text):
                return Title(text, place)
    return None


def _without_site(printed: str) -> str:
    """A page's title without the site's name in front of it (某县人民政府 某镇2020年…年度报告): what stands behind a
    blank names a body itself."""
    for blank in re.finditer(r"\s+", printed.strip()):
        rest = printed.strip()[blank.end() :]
        if is_report_title(_SUFFIX.sub("", title_form(rest))) and _names_a_body(title_form(rest)):
            return rest
    return printed


def quoted_title(document: Document) -> Title | None:
    """The title that the announcement of one report names: 关于公布《某镇2023年政府信息公开工作年度报告》的通知."""
    named = re.findall(r"《([^《》]+)》", article_title(document) or "")
    return Title(named[0], "quoted") if len(named) == 1 and is_report_title(named[0]) else None


def article_title(document: Document) -> str | None:
    """What the page calls the article, whatever it is."""
    value = next(fact_values(document, ARTICLE_TITLE_NAMES), None)
    return title_form(value[:_LONGEST_FACT]) if value else None


def window_title(document: Document) -> str | None:
    """The title of the browser's window (web pages only); it often names the site or the column, not the article."""
    if document.media_type != "text/html":
        return None
    value = next(fact_values(document, WINDOW_TITLE_NAMES), None)
    return title_form(value[:_LONGEST_FACT]) if value else None


def choose_title(body: Title | None, page: Title | None) -> Title | None:
    """The page's title of the article, where it does not contradict the one printed in the body or say less."""
    if body is None or page is None:
        return page or body
    if page.place == "window" or title_year(body.text) not in (None, title_year(page.text)):
        return body
    if _names_a_body(body.text) and not _names_a_body(page.text):
        return body
    return Title(page.text, page.place, body.head_lines)


def _names_a_body(title: str) -> bool:
    match = REPORT_TITLE.fullmatch(_matchable(title))
    return match is not None and bool(re.sub(rf"{YEAR}|年度?|\d", "", match["before"]))


def _matchable(printed: str) -> str:
    return compact(printed).strip("《》")


def _belongs(above: str, title: str) -> bool:
    """Whether the line above is part of the title: 洪泽区人民政府 / 2023年政府信息公开工作年度报告."""
    name = title_form(above)
    match = REPORT_TITLE.fullmatch(_matchable(title))
    bare = match is not None and not _names_a_body(title)
    headless = match is not None and not match["before"]
    ends = _BODY_NAME.search(name) or (headless and re.search(rf"{YEAR}年度?\Z", name))
    return bare and len(name) <= 30 and bool(ends) and not re.search(r"[，。：:；]", name)
