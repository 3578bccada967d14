"""What stands in a table and is no part of it: text between its rows, and all that follows where its end is missing.

It is moved behind the table, so that nothing of it is lost and nothing becomes part of a cell.
"""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import cast

import lxml.etree
import lxml.html

from parse.carrier.html_tree import elements_at
from parse.headings import read_heading

_LEVELS = (".", "./tbody", "./thead", "./tfoot", "./tr", "./tbody/tr", "./thead/tr", "./tfoot/tr")
_PARTS = ("tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup", "col")
_BETWEEN = lxml.etree.XPath(
    "|".join(f"{level}/*[not({' or '.join(f'self::{part}' for part in _PARTS)})]" for level in _LEVELS)
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that the parser lets through and the tree does not take back."""
_TEXT_BETWEEN = lxml.etree.XPath("|".join(f"{level}/text()[normalize-space()]" for level in _LEVELS))


def move_out_text(table: lxml.html.HtmlElement) -> None:
    """Put what stands between rows and cells behind the table: a browser shows it outside too."""
    for text in cast("list[lxml.etree._ElementUnicodeResult]", _TEXT_BETWEEN(table)):
        holder = text.getparent()
        if holder is None:
            continue
        line = lxml.html.Element("p")
        line.text = _CONTROL.sub("\ufffd", str(text))
        if text.is_tail:
            holder.tail = None
            holder.addnext(line)
        else:
            holder.text = None
            holder.insert(0, line)
    for element in reversed(elements_at(_BETWEEN, table)):
        if element.tag == "table" or next(element.iter("tr", "td", "th"), None) is None:
            tail, element.tail = element.tail, None
            table.addnext(element)
            element.tail = tail if tail and tail.strip() else None


def cut_off_rest(cell: lxml.html.HtmlElement, table: lxml.html.HtmlElement) -> bool:
    """Put the sections that stand in the last cell of a table behind it; whether there were any."""
    rest = list(dropwhile(lambda child: not _is_heading(child), cell))
    for element in reversed(rest):
        table.addnext(element)
    return bool(rest)


def _is_heading(element: lxml.html.HtmlElement) -> bool:
    if element.tag == "table":
        return False
    text = "".join(element.itertext()).strip()
    heading = read_heading(text) if len(text) < 60 else None
    return heading is not None and heading.exact and heading.ordinal is not None
