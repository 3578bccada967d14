"""Which lines and captions of a document belong to which national table: by their label words, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parse.document import Document, Grid
from parse.label_form import label_form
from parse.tables.labels import (
    Match,
    block_of,
    litigation_groups,
    match_applicant,
    match_outcome,
    match_proactive_column,
    match_proactive_row,
    match_request,
)
from parse.tables.lines import Line, grid_lines

TWO = "proactive_disclosure"
THREE = "disclosure_requests"
FOUR = "review_and_litigation"

Role = Literal["block", "heading", "row", "values", "other", "caption"]

MAX_LINES = 20_000
"""Rows looked at in one document: the three tables have some sixty."""
_CAPTION_LENGTH = 60
_KEPT_LENGTH = 200
"""Characters of the words of a line whose role is kept: the lines of the form come back in every report."""
_OUTCOMES = frozenset({"upheld", "corrected", "other", "pending"})
_APPLICANTS = frozenset({"法人或其他组织", "申请人情况"})
_NUMBERED = re.compile(r"(?:表?[一二三四五六七]|[1-7])[,.:]")
_TITLES = (
    (TWO, re.compile(r"主动公开政府信息(?:的)?情况")),
    (THREE, re.compile(r"(?:收到和处理|收到|办理|处理).{0,8}申请(?:的)?情况")),
    (FOUR, re.compile(r"行政复议.{0,8}行政诉讼")),
)
_OTHER_SECTION = re.compile(r"总体情况|概述|存在.{0,8}问题|其他需要报告|需要说明")


@dataclass(frozen=True, slots=True)
class Located:
    """A line of a table, or a caption (a short paragraph) between its lines."""

    table: str
    role: Role
    block: int
    line: Line | None = None
    caption: str = ""


def locate(document: Document) -> list[Located]:
    """The lines and captions of the three tables, in reading order."""
    return list(_walk(document))


def _walk(document: Document) -> Iterator[Located]:
    context: str | None = None
    number = seen = 0
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Grid):
            form = label_form(block.text) if len(block.text) <= 4 * _CAPTION_LENGTH else ""
            table, title = _of_paragraph(form, context)
            context = table
            if table and not title and form and len(form) <= _CAPTION_LENGTH:
                yield Located(table, "caption", index, caption=block.text)
            continue
        lines = grid_lines(block, index, number)
        number += 1
        for line in lines:
            seen += 1
            if seen > MAX_LINES:
                return
            if not line.printed:
                if context == FOUR and len(line.units) >= 5:
                    yield Located(FOUR, "values", index, line)  # a row of values that was left blank
                continue
            table, role = _of_line(line, context)
            if table is not None:
                context = table
                yield Located(table, role, index, line)


def _of_paragraph(form: str, context: str | None) -> tuple[str | None, bool]:
    """The table that follows a paragraph, and whether the paragraph is its title or that of another section."""
    if not form or len(form) > _CAPTION_LENGTH:
        return context, False
    block = block_of(form)
    if block:
        return TWO, False
    numbered = bool(_NUMBERED.match(form))
    for table, title in _TITLES:
        match = title.search(form)
        if match and (numbered or match.end() == len(form)) and not _is_claim(form):
            return table, True
    if numbered and _OTHER_SECTION.search(form):
        return None, True
    return context, False


def _is_claim(form: str) -> bool:
    return bool(re.search(r"\d+(?:件|条|起)", form))


def _of_line(line: Line, context: str | None) -> tuple[str | None, Role]:
    forms = line.words
    values = len(line.printed) - len(forms)
    short = sum(map(len, forms)) <= _KEPT_LENGTH
    return _role_kept(forms, values > 0, context) if short else _role(forms, values > 0, context)


def _role(forms: tuple[str, ...], values: bool, context: str | None) -> tuple[str | None, Role]:
    """The table and role of a line by the forms of its words, and whether it prints values too."""
    if any(block_of(form) for form in forms):
        forms = tuple(form for form in forms if not block_of(form))
        if not forms:
            return TWO, "block"
        context = TWO  # the block's name beside its lines, in a cell that spans them
    if forms and (forms[0] == "信息内容" or (not values and any(match_proactive_column(form) for form in forms))):
        return TWO, "heading"
    if not values and _is_litigation_heading(forms):
        return FOUR, "heading"
    if not values and _is_request_heading(forms):
        return THREE, "heading"
    if context == TWO and forms and match_proactive_row(forms[0]):
        return TWO, "row"
    if forms and litigation_groups(forms[-1]) and values and len(forms) <= 2:
        return FOUR, "row"
    labels = request_labels(forms, near=context == THREE)
    if labels:
        if len(labels) > 1 and not values and len({rows for rows in labels if rows}) > 1:
            return (THREE, "other") if context == THREE else (None, "other")
        if context == THREE or any(_telling(form) for form in forms):
            return THREE, "row"
    if not forms:
        return context, "values"
    return context, "other"


_role_kept = lru_cache(4096)(_role)


def _is_request_heading(forms: tuple[str, ...]) -> bool:
    if any("勾稽关系" in form for form in forms):
        return True
    if any(form in _APPLICANTS for form in forms):
        return True
    return len({match[0].key for form in forms if (match := match_applicant(form))}) >= 3


def _is_litigation_heading(forms: tuple[str, ...]) -> bool:
    for form in forms:
        outcome = match_outcome(form)
        if (outcome and outcome.key in _OUTCOMES) or form in ("行政复议", "行政诉讼") or litigation_groups(form):
            return True
    return False


def request_labels(forms: tuple[str, ...], *, near: bool = True) -> tuple[tuple[str, ...], ...]:
    """For each label of table three among the forms: its row keys (empty for a group)."""
    matches = (request_label(form, first=at == 0, near=near) for at, form in enumerate(forms))
    return tuple(tuple(row.key for row in match.rows) for match in matches if match)


def request_label(form: str, *, first: bool, near: bool = True) -> Match | None:
    """A label of table three; 总计 without its (七) only at the head of a line, elsewhere it is a column."""
    if not first and form in ("总计", "合计"):
        return None
    return match_request(form, near=near)


@lru_cache(4096)
def _telling(form: str) -> bool:
    """Whether a label of table three can stand in no other table: long enough, and exact."""
    match = match_request(form, near=False)
    return bool(match and match.exact and len(form) >= 8)
