"""What a table of a page is for: layout (transparent), a block of metadata (facts), or data (a Grid)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import lxml.html

from parse.carrier.html_grid import TableRow, boxed_cell
from parse.carrier.html_labels import STRONG_LABELS, label_of, pairs
from parse.label_form import label_form

Role = Literal["layout", "metadata", "data"]

_FORM_WORDS = """第二十条第 信息内容 申请人情况 自然人 本年新收政府信息公开申请 上年结转政府信息公开申请
    本年度办理结果 结转下年度 不予公开 无法提供 不予处理 行政复议 未经复议直接起诉 复议后起诉 行政许可 行政处罚
    行政事业性收费 结果维持"""
_FORM_MARKS = tuple(label_form(mark) for mark in _FORM_WORDS.split())
LONG = 300
"""Characters above which a cell holds an article."""
_LABEL_LENGTH = 120
_METADATA_CELLS = 80


def holds_form(texts: Iterable[str]) -> bool:
    """Whether the cells of a table carry labels of the national form."""
    form = "".join(map(label_form, texts))
    return sum(mark in form for mark in _FORM_MARKS) >= 2


def role_of(table: lxml.html.HtmlElement, rows: list[TableRow], texts: list[str], form: bool) -> Role:
    """The role of a table, from the texts of its own cells (without those of tables inside it); `form`: it carries
    labels of the national form.

    A table around other tables is layout unless all that is left of it are short cells in two columns or more. A table
    of one cell, or with an article in a cell, is layout. Labels of the national form are never metadata.
    """
    counts = [len(row.cells) for row in rows]
    total = sum(counts)
    if total <= 1:
        return "layout"
    if total > 20_000:
        return "data"
    filled = [text for text in texts if text]
    nested = any(boxed_cell(inner) is None for inner in table.iterdescendants("table"))
    if nested and (len(filled) < 4 or max(counts) < 2 or any(len(text) > _LABEL_LENGTH for text in filled)):
        return "layout"
    if not form:
        if _mostly_links(rows, texts):
            return "layout"
        # a title over its info line, an article in a frame: lines, and nothing that has columns
        if max(counts) == 1:
            return "layout"
        long = sum(len(text) for text in filled if len(text) > LONG)
        if long * 2 > sum(map(len, filled)):
            return "layout"
        if total <= _METADATA_CELLS and _is_metadata(filled):
            return "metadata"
    elif any(len(text) > 1500 for text in filled) and max(counts) <= 3:
        return "layout"
    return "data"


def _is_metadata(filled: list[str]) -> bool:
    """Two or more strong labels, and labels with their values are most of what is printed."""
    labels = 0
    strong = 0
    for text in filled:
        if label := label_of(text):
            labels += 2
            strong += label in STRONG_LABELS
        elif found := pairs(text):
            labels += 1
            strong += sum(name in STRONG_LABELS for name, _ in found)
    return strong >= 2 and labels * 2 >= len(filled)


def _mostly_links(rows: list[TableRow], texts: list[str]) -> bool:
    """Menus and lists of old portals are laid out in tables: half of the filled cells are links and nothing else."""
    linked = filled = 0
    cells = [cell for row in rows for cell in row.cells]
    for cell, text in zip(cells, texts, strict=True):
        if text:
            filled += 1
            links = sum(len("".join("".join(link.itertext()).split())) for link in cell.iterdescendants("a"))
            linked += links >= len("".join(text.split()))
    return linked * 2 >= filled > 0
