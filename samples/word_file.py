"""Blocks of a report as a Word document with ruled tables (needs python-docx)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from samples.dump import Paragraph
from samples.form import Cell, Layout
from samples.markup import Block

FONT = "Noto Serif CJK SC"
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def write(blocks: Sequence[Block]) -> bytes:
    """The .docx; its bytes are the same each time."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2021, 1, 4, tzinfo=UTC)
    for block in blocks:
        if isinstance(block, Paragraph):
            _paragraph(document, block)
        else:
            _table(document, block)
            document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed_times(buffer.getvalue())


def _paragraph(document: Any, paragraph: Paragraph) -> None:
    target = document.add_paragraph()
    for index, part in enumerate(_BOLD.split(paragraph.text)):
        if part:
            run = target.add_run(part)
            run.bold = bool(index % 2 or paragraph.level)
            run.font.size = Pt(16 if paragraph.level == 1 else 12)
    if paragraph.level == 1:
        target.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, layout: Layout) -> None:
    placed, width = place(layout)
    table = document.add_table(rows=len(layout), cols=width)
    table.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for row, column, cell in placed:
        taken.update((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns))
        target = table.cell(row, column)
        if cell.rows > 1 or cell.columns > 1:
            target = target.merge(table.cell(row + cell.rows - 1, column + cell.columns - 1))
        run = target.paragraphs[0].add_run(cell.text)
        run.font.size = Pt(9)
    for row in range(len(layout)):
        _end_row(table.rows[row], sum((row, column) not in taken for column in range(width)))


def place(layout: Layout) -> tuple[list[tuple[int, int, Cell]], int]:
    """Row and column of each cell, and the number of columns, by HTML's rule: the next place that is free."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(layout):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, cell))
            taken.update((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns))
    return placed, max(column for _, column in taken) + 1


def _end_row(row: Any, missing: int) -> None:
    """A row with fewer cells than the table has columns ends early (w:gridAfter)."""
    if not missing:
        return
    for cell in row._tr.tc_lst[-missing:]:
        row._tr.remove(cell)
    properties = row._tr.get_or_add_trPr()
    after = OxmlElement("w:gridAfter")
    after.set(qn("w:val"), str(missing))
    properties.append(after)


def _fixed_times(data: bytes) -> bytes:
    """The same archive with one time for all members."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2021, 1, 4, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
