"""The edition of the form, found from labels alone: the year and the notice a report cites prove nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parse.document import Document, Paragraph
from parse.label_form import label_form
from parse.schema import EDITION_MARKS, PROACTIVE_BLOCKS
from parse.tables.labels import match_proactive_column, match_request
from parse.tables.locate import THREE, TWO, Located

_ONLY = {row.label: block.edition for block in PROACTIVE_BLOCKS for row in block.rows if len(row.editions) == 1}
"""Rows of table two that only one edition has."""


def edition_of(located: Sequence[Located], document: Document) -> str | None:
    """`2019`, `2021`, `mixed` (labels of both), or None where no label proves one."""
    found: set[str] = set()
    for entry in located:
        if entry.line is None:
            continue
        forms = entry.line.words
        if entry.table == TWO:
            found.update(_by_columns(forms))
            found.update(_by_words(forms))
        elif entry.table == THREE and entry.role == "row":
            matches = [match for form in forms if (match := match_request(form)) and match.exact]
            if any(row.editions == ("2021",) for match in matches for row in match.rows):
                found.add("2021")
    if not found:
        found.update(_by_text(document))
    return found.pop() if len(found) == 1 else "mixed" if found else None


def _by_columns(forms: Iterable[str]) -> set[str]:
    editions: set[str] = set()
    for form in forms:
        match = match_proactive_column(form)
        if match and len({block.edition for block in match.blocks}) == 1:
            editions.add(match.blocks[0].edition)
    return editions


def _by_words(forms: Iterable[str]) -> set[str]:
    return {_ONLY[form] for form in forms if form in _ONLY}


def _by_text(document: Document) -> set[str]:
    """Marks in running text, where the cells of the tables were glued together."""
    marks = {edition: [label_form(mark) for mark in labels] for edition, labels in EDITION_MARKS.items()}
    found: set[str] = set()
    for block in document.blocks:
        if not isinstance(block, Paragraph) or "信息内容" not in block.text:
            continue
        form = label_form(block.text)
        for edition, labels in marks.items():
            if sum(1 for label in labels if label in form) >= 2 or (
                len(form) < 40 and any(la in form for la in labels)
            ):
                found.add(edition)
    return found
