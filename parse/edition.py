"""The edition of a report: what its tables prove, else the labels of its text, else those of a report before 2019.

The year alone is the last resort, and only before the national form existed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parse.document import Document
from parse.headings import numbered
from parse.label_form import label_form
from parse.legacy import StatisticsTable
from parse.schema import EDITION_MARKS
from parse.sections import Outline
from parse.tables import TablesReading

FIRST_FORM_YEAR = 2019
"""The first report year of a national form (国办公开办函〔2019〕60号)."""
_MARKS_AT_LEAST = 2
_FORM_HEADINGS = frozenset(
    map(label_form, ("总体情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"))
)
"""Headings of the national form that no outline of the years before has."""
_OLD_HEADINGS = (
    re.compile(r"概述\Z"),
    re.compile(r"依申请公开|不予公开"),
    re.compile(r"收费(?:及|和|,|与)?减免|减免情况"),
    re.compile(r"申诉"),
    re.compile(r"统计(?:报)?表|附表"),
    re.compile(r"咨询"),
)
_TELLING = 2
"""The headings from here on were in no form after 2018; those before may be a local wording of any year."""


def edition_of(
    reading: TablesReading,
    document: Document,
    outline: Outline,
    statistics: Sequence[StatisticsTable],
    report_year: int | None,
) -> str | None:
    """`2019`, `2021`, `mixed`, `legacy`, or None where nothing in the document decides."""
    if reading.edition:
        return reading.edition
    text = label_form("".join(paragraph.text for paragraph in document.paragraphs()))
    marks = {edition: sum(label_form(label) in text for label in labels) for edition, labels in EDITION_MARKS.items()}
    proven = [edition for edition, count in marks.items() if count >= _MARKS_AT_LEAST]
    if proven:
        return proven[0] if len(proven) == 1 else "mixed"
    if _is_old(outline, statistics) or (report_year is not None and report_year < FIRST_FORM_YEAR):
        return "legacy"
    return None


def _is_old(outline: Outline, statistics: Sequence[StatisticsTable]) -> bool:
    words = [numbered(part.heading).words for part in outline.parts]
    if any(word in _FORM_HEADINGS for word in words):
        return False
    if statistics:
        return True
    found = [any(pattern.search(word) for word in words) for pattern in _OLD_HEADINGS]
    return sum(found) >= _MARKS_AT_LEAST and any(found[_TELLING:])
