"""Word and Excel files whose cells gave a wrong number, or none without a word, when the reader first met them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from parse.carrier import open_document
from parse.carrier.marks import PICTURE
from parse.document import Document, Paragraph
from parse.tables.values import read_value
from samples.spreadsheet_file import pack

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _word(paragraph: str) -> Document:
    """A Word file whose table has 自然人 | the paragraph (XML of its content), as one of two cells."""
    word = docx.Document()
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "自然人"
    cell = table.cell(0, 1)._tc
    cell.remove(cell.p_lst[0])
    cell.append(parse_xml(f"<w:p {nsdecls('w', 'a')}>{paragraph}</w:p>"))
    buffer = io.BytesIO()
    word.save(buffer)
    return open_document(buffer.getvalue())


def _cell(document: Document) -> str:
    return next(document.grids()).cells[1].text


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ('<w:vertAlign w:val="superscript"/>', "3¹"),
        ('<w:vertAlign w:val="subscript"/>', "3₁"),
        ("<w:strike/>", "31\u0336"),
        ("<w:dstrike/>", "31\u0336"),
    ],
)
def test_raised_lowered_and_struck_figures_are_no_digits_of_the_number_beside_them(
    properties: str, printed: str
) -> None:
    cell = _cell(_word(_run("3") + _run("1", properties)))
    assert cell == printed
    assert read_value(cell, "count", None).value is None


@pytest.mark.parametrize("properties", ['<w:vertAlign w:val="superscript"/>', '<w:strike w:val="0"/>', ""])
def test_figures_alone_in_their_cell_are_its_number(properties: str) -> None:
    assert _cell(_word(_run("31", properties))) == "31"


def test_a_picture_that_is_all_of_a_cell_is_not_nothing() -> None:
    assert _cell(_word("<w:r><w:drawing><a:blip/></w:drawing></w:r>")) == PICTURE
    assert read_value(PICTURE, "count", None).problem is not None


def test_a_table_of_one_cell_is_a_box_around_the_number_in_it() -> None:
    word = docx.Document()
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "自然人"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "7"
    buffer = io.BytesIO()
    word.save(buffer)
    document = open_document(buffer.getvalue())
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["自然人", "7"]
    assert not [block for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ('<c r="B1"><f>SUM(C1:D1)</f></c>', "=SUM(C1:D1)"),
        ('<c r="B1"><f>SUM(C1:D1)</f><v></v></c>', "=SUM(C1:D1)"),
        ('<c r="B1"><f>SUM(C1:D1)</f><v/></c>', "=SUM(C1:D1)"),
        ('<c r="B1"><f>SUM(C1:D1)</f><v>5</v></c>', "5"),
        ('<c r="B1" t="str"><f>IF(1,"","")</f><v></v></c>', ""),
    ],
)
def test_a_formula_that_nobody_computed_is_no_blank(cell: str, printed: str) -> None:
    words = '<c r="A1" t="inlineStr"><is><t>自然人</t></is></c>'
    third = '<c r="C1"><v>2</v></c>'
    row = f'<row r="1">{words}{cell}{third}</row>'
    document = open_document(pack(f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'))
    found = {(cell.row, cell.column): cell.text for grid in document.grids() for cell in grid.cells}
    assert found.get((0, 1), "") == printed
