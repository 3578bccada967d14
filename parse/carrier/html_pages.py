"""Text that goes on behind `</html>`: a browser shows it all, the parser would end there.

Old portals put header and article together from whole pages, and some store two reports in one file.
"""

from __future__ import annotations

import re

from parse.carrier.html_tables import holds_form

_END = re.compile(r"</html\s*>", re.IGNORECASE)
_BEGINS = re.compile(r"(?:\s*<!--.{0,2000}?-->){0,20}\s*<(?:!doctype|html)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
MAX_PAGES = 200


def pages_in(text: str) -> list[str]:
    """The whole pages of a file, each without its end tag; nearly always one."""
    first = text.find("</html")
    first = first if first >= 0 else text.find("</HTML")
    if first < 0 or not text[first + len("</html>") :].strip():
        return [text]
    pages: list[list[str]] = [[]]
    start = 0
    for number, end in enumerate(_END.finditer(text)):
        pages[-1].append(text[start : end.start()])
        start = end.end()
        if number < MAX_PAGES and _BEGINS.match(text, start):
            pages.append([])
    pages[-1].append(text[start:])
    return ["".join(page) for page in pages]


def with_form(pages: list[str]) -> list[str]:
    """Those of the pages that hold labels of the national form."""
    return [page for page in pages if holds_form([_TAG.sub("", page)])]
