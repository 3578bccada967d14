"""Numbers of documents: the notice on the form that a report cites, and a report's own number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parse.document import Document

_NUMBER = r"[\u4e00-\u9fff]{1,14}[〔\[［（(【]\d{4}[〕\]］）)】]第?\d{1,4}号"
_FORM_NOTICE = re.compile(r"国办公开办函[〔\[［（(【]\d{4}[〕\]］）)】]\d{1,3}号")
_REPORT_NOTICE = re.compile(rf"年度报告[^。；]{{0,40}}?[》〉>][》〉]?(?:的?通知)?[（(](?P<number>{_NUMBER})[）)]")
_OWN_NUMBER = re.compile(rf"[（(]?({_NUMBER})[）)]?\Z")
_HEAD_LINES = 6
_YEAR = re.compile(r"([〔\[［（(【])(\d{4})([〕\]］）)】])")
_PAIRS = frozenset(("〔〕", "[]", "［］", "（）", "()", "【】"))


def cited_notice(text: str) -> str | None:
    """The notice on the annual report that the text cites, its number as printed (blanks left out)."""
    packed = "".join(text.split())
    match = _FORM_NOTICE.search(packed)
    if match:
        return match[0]
    other = _REPORT_NOTICE.search(packed)
    return other["number"] if other else None


def settled(number: str | None, document: Document) -> str | None:
    """The number, its year between 〔〕 where a picture was recognised to open one kind of bracket and close another:
    that is a slip of the recognition. Where the document's own text has it so, it stays as printed."""
    if number is None or (found := _YEAR.search(number)) is None or found[1] + found[3] in _PAIRS:
        return number
    read = "".join(paragraph.text for paragraph in document.paragraphs() if not paragraph.recognised)
    if number in "".join(read.split()) or not any(paragraph.recognised for paragraph in document.paragraphs()):
        return number
    return f"{number[: found.start()]}〔{found[2]}〕{number[found.end() :]}"


def own_number(head: Iterable[str]) -> str | None:
    """A document number that stands alone in a line above the text: 南政发[2013]05号."""
    for line in list(head)[:_HEAD_LINES]:
        match = _OWN_NUMBER.match("".join(line.split()))
        if match:
            return match[1]
    return None


def notice_year(number: str | None) -> int | None:
    """2019 or 2021 for the two national notices on the form, else None."""
    if number is None or not number.startswith("国办公开办函"):
        return None
    digits = re.sub(r"\D", " ", number).split()
    return {("2019", "60"): 2019, ("2021", "30"): 2021}.get((digits[0], digits[1])) if len(digits) == 2 else None
