"""Running text: lines that a page break or a line width cut in two are put together where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST_CUT = 15
"""A line this short may be a heading of its own and is never joined to the next one."""

_OPEN_END = re.compile(r"[\u3400-\u9fff0-9A-Za-z，、,（(《“〔\-—]\Z")
_GOES_ON = re.compile(r"[\u3400-\u9fff0-9A-Za-z，、。；：）)》”〕％%\"“（(《]")
LIST_MARK = re.compile(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[）)]|第?[一二三四五六七八九十]{1,3}[、.．:：]"
    r"|\d{1,2}\s*[、.．](?!\d)|[一二三四五六七八九十]{1,2}(?:是|要)|[①-⑳●■◆·•]|附件?\s*\d*[:：]|[-*]\s)"
)
_PAGE_NUMBER = re.compile(r"[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[-—–－\s]*\Z")
_DATE_LINE = re.compile(r"[（(]?\s*[12〇○零一二三四五六七八九]\S{3}\s*年[^，。]{2,12}日?\s*[）)]?\Z")
_SENTENCE_MARK = re.compile(r"[。；：]")


def is_page_number(line: str) -> bool:
    """`- 1 -`, `— 12 —`, `第3页`: furniture of a printed page. A bare number is not (it may be a cell)."""
    return bool(_PAGE_NUMBER.match(line)) and bool(re.search(r"[-—–－页]", line)) and any(c.isdigit() for c in line)


def continues(above: str, below: str) -> bool:
    """Whether `below` is certainly the rest of the sentence in `above`: that one has no end, this one no beginning."""
    above, below = above.rstrip(), below.lstrip()
    if len(above) < SHORTEST_CUT or not _OPEN_END.search(above) or not _GOES_ON.match(below):
        return False
    if LIST_MARK.match(below) or _DATE_LINE.match(below) or _DATE_LINE.match(above):
        return False
    return not LIST_MARK.match(above) or bool(_SENTENCE_MARK.search(above))


def joined(lines: Iterable[str]) -> list[str]:
    """The lines as paragraphs; page numbers between two halves of a sentence are dropped."""
    paragraphs: list[list[str]] = []
    last = ""
    for line in lines:
        if is_page_number(line):
            continue
        if paragraphs and continues(last, line):
            paragraphs[-1][-1] = paragraphs[-1][-1].rstrip()
            paragraphs[-1] += [_space(paragraphs[-1][-1], line.lstrip()), line.lstrip()]
        else:
            paragraphs.append([line])
        last = line
    return ["".join(pieces) for pieces in paragraphs]


def _space(above: str, below: str) -> str:
    """The blank that a line break stood for: one between Latin words, none in Chinese."""
    latin = above[-1:].isascii() and above[-1:].isalpha() and below[:1].isascii() and below[:1].isalpha()
    return " " if latin else ""
