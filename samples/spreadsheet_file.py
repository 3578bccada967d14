"""A report as an Excel file (.xlsx): paragraphs and tables below each other on one sheet, merged cells as laid out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from samples.dump import Paragraph
from samples.form import Layout
from samples.markup import Block
from samples.word_file import place

_NUMBER = re.compile(r"(?:0|[1-9]\d{0,9})(?:\.\d{1,4})?")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="年报" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}

Placed = tuple[int, int, str]
"""Row and column from 0, text."""


def write(blocks: Sequence[Block]) -> bytes:
    """The .xlsx; its bytes are the same each time. A blank row stands above and below each table."""
    cells: list[Placed] = []
    merged: list[str] = []
    row = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            cells.append((row, 0, block.text.replace("**", "")))
            row += 1
        else:
            row += 1
            merged += _table(block, row, cells)
            row += len(block) + 1
    return pack(_sheet(cells, merged))


def pack(sheet: str) -> bytes:
    """A workbook of one sheet, whose XML is given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (*_PARTS.items(), ("xl/worksheets/sheet1.xml", sheet)):
            package.writestr(zipfile.ZipInfo(name, (2021, 1, 4, 0, 0, 0)), _HEAD + text, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _table(layout: Layout, top: int, cells: list[Placed]) -> Iterator[str]:
    """The merged ranges of a table, whose cells are added."""
    for row, column, cell in place(layout)[0]:
        cells.append((top + row, column, cell.text))
        if cell.rows > 1 or cell.columns > 1:
            yield f"{_name(top + row, column)}:{_name(top + row + cell.rows - 1, column + cell.columns - 1)}"


def _name(row: int, column: int) -> str:
    """`A1` for (0, 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _sheet(cells: Sequence[Placed], merged: Sequence[str]) -> str:
    rows: dict[int, list[str]] = {}
    for row, column, text in sorted(cells):
        rows.setdefault(row, []).append(_cell(_name(row, column), text))
    data = "".join(f'<row r="{row + 1}">{"".join(inner)}</row>' for row, inner in rows.items())
    ranges = "".join(f'<mergeCell ref="{name}"/>' for name in merged)
    ranges = f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{ranges}</worksheet>'


def _cell(name: str, text: str) -> str:
    """A number as a number, other text as it stands."""
    if _NUMBER.fullmatch(text):
        return f'<c r="{name}"><v>{text}</v></c>'
    if not text:
        return f'<c r="{name}"/>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
