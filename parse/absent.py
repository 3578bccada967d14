"""Tables of the form that were not read: whose gap that is.

A document lacks a table only where all of it was read and no word of the table stands in it. Else the table may be in a
picture, on a page that was not read, or printed in a way that could not be laid out; that is a problem of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parse.document import Document, Paragraph
from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.report import Problem
from parse.schema import OUTCOME_COLUMNS, TABLES
from parse.tables import TablesReading
from parse.tables.locate import FOUR, THREE, TWO

UNREAD_PARTS = frozenset(
    (
        "article_pages_missing",
        "converter_failed",
        "grid_too_large",
        "hidden_text_layer",
        "needs_converter",
        "no_text_layer",
        "picture_unread",
        "read_by_ocr",
        "several_reports",
        "table_too_large",
        "too_large",
        "too_many_pages",
        "undecodable_bytes",
        "undecodable_text",
    )
)
"""Problems of a document that leave open whether a table stands in what was not read, or not read for certain."""
_LABELS = (
    (TWO, re.compile(r"\A(?:第二十条第\([一五六八九]\)项)?信息内容"), 1),
    (THREE, re.compile(r"\A(?:一,)?本年新收政府信息公开申请数量|\A(?:四,)?结转下年度继续办理"), 1),
    (FOUR, re.compile("|".join(label_form(column.label) for column in OUTCOME_COLUMNS if column.key != "total")), 8),
)
"""What stands in a table and how often at least; lines of text that are no sentences are looked at."""
_SENTENCE = re.compile(r"。")
_LONGEST = 4_000


def told_of_tables(document: Document, reading: TablesReading, *, formless: bool) -> Iterator[Problem]:
    """The problems of the tables, those that were not read with whose gap it is.

    `formless`: whether the report is of a year before the form, where none is missing.
    """
    absent = {told.table for told in reading.problems if told.kind == "table_missing"}
    for told in reading.problems:
        if told.kind != "table_missing":
            yield told
    if formless:
        return
    printed = _printed(document)
    unread = any(told.kind in UNREAD_PARTS for told in (*document.problems, *reading.problems))
    pictures = f"{document.image_count} pictures" if document.image_count else None
    none_read = not any(reading.tables.values())
    if pictures and none_read and not printed:
        yield problem("tables_are_images", f"{KINDS['tables_are_images'].english}: {pictures}")
        return
    for table in TABLES:
        if table.key in absent and (table.key in printed or (unread and not pictures)):
            yield problem("table_unread", KINDS["table_unread"].english, table=table.key)
        elif pictures and not reading.tables.get(table.key):
            text = f"{KINDS['table_among_pictures'].english}: {table.key}"
            yield problem("table_among_pictures", text, table=table.key, seen=pictures)
        elif table.key in absent:
            yield problem("table_missing", KINDS["table_missing"].english, table=table.key)


def _printed(document: Document) -> frozenset[str]:
    """The tables of which labels stand in running text."""
    counts = dict.fromkeys((table for table, _, _ in _LABELS), 0)
    for block in document.blocks:
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST or _SENTENCE.search(block.text):
            continue
        form = label_form(block.text)
        for table, label, _ in _LABELS:
            counts[table] += len(label.findall(form))
    return frozenset(table for table, _, least in _LABELS if counts[table] >= least)
