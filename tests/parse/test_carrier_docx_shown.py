"""Word files: hidden, white, deleted and prompting text is no value, a field is its last result."""

from __future__ import annotations

import pytest
from test_red_team_office import _cell, _run, _word

from parse.carrier import open_document
from parse.document import Document
from parse.tables.values import read_value

PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
FILLED = '<w:sdt><w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


def kinds(document: Document) -> list[str]:
    return [problem.kind for problem in document.problems]


def field(instruction: str, result: str | None) -> str:
    """A field as Word writes it: signs, the instruction, the result."""
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    if result is not None:
        end = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}{end}'
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{end}'


@pytest.mark.parametrize(
    ("paragraph", "shown", "told"),
    [
        (_run("9", "<w:vanish/>") + _run("5"), "5", ["hidden_text"]),
        (_run("9", "<w:vanish/>"), "", ["hidden_text"]),
        (_run("9", '<w:vanish w:val="0"/>'), "9", []),
        (_run("9", '<w:sz w:val="1"/>'), "", ["hidden_text"]),
        (_run("3") + _run("1", '<w:color w:val="FFFFFF"/>'), "3\ufffd", []),
        (_run("31", '<w:color w:val="FFFFFF"/>'), "\ufffd\ufffd", []),
        (_run("31", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="0070C0"/>'), "31", []),
        (_run("31", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'), "31", []),
        (_run("31", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>'), "\ufffd\ufffd", []),
        (_run("2.行政强制", '<w:color w:val="FFFFFF"/>'), "2.行政强制", []),
        (_run("31", '<w:color w:val="000000"/>'), "31", []),
        (PROMPT.format(_run("0")), "", ["placeholder_text"]),
        (PROMPT.format(_run("请填写")), "请填写", []),
        (FILLED.format(_run("7")), "7", []),
        ("<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins>" + _run("5") + "</w:ins>", "5", []),
        ("<w:ins>" + _run("5") + "<w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:ins>", "5", []),
        ('<w:moveFrom w:id="1">' + _run("9") + '</w:moveFrom><w:moveTo w:id="2">' + _run("5") + "</w:moveTo>", "5", []),
        ('<w:fldSimple w:instr="=SUM(LEFT)">' + _run("5") + "</w:fldSimple>", "5", []),
        ('<w:fldSimple w:instr="=SUM(LEFT)"/>', "{=SUM(LEFT)}", []),
        (field("=SUM(LEFT)", _run("5")), "5", []),
        (field("=SUM(LEFT)", None), "{=SUM(LEFT)}", []),
        (field("=SUM(LEFT)", ""), "{=SUM(LEFT)}", []),
        (field(r"EQ \o\ac(○,1)", None), r"{EQ \o\ac(○,1)}", []),
        (field("FORMTEXT", ""), "", []),
        (field('IF </w:instrText></w:r>' + field("MERGEFIELD n", _run("9")) + "<w:r><w:instrText> = 9", _run("5")),
         "5", []),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _run("5"), "5", []),
    ],
)  # fmt: skip
def test_what_is_shown_in_a_cell(paragraph: str, shown: str, told: list[str]) -> None:
    document = _word(paragraph)
    assert (_cell(document), kinds(document)) == (shown, told)
    assert read_value(shown, "count", None).value == (int(shown) if shown.isdigit() else None)


def test_a_drop_down_list_shows_the_entry_that_was_chosen() -> None:
    entries = '<w:listEntry w:val="0"/><w:listEntry w:val="4"/>'
    listed = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{listed}</w:fldChar></w:r>'
    rest = '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert _cell(_word(begin + rest)) == "4"


def test_styles_hide_and_whiten_too() -> None:
    import io

    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import RGBColor

    word = docx.Document()
    base = word.styles.add_style("Base", 2)
    base.font.hidden = True
    derived = word.styles.add_style("Derived", 2)
    derived.base_style = base
    pale = word.styles.add_style("Pale", 1)
    pale.font.color.rgb = RGBColor(255, 255, 255)
    table = word.add_table(rows=1, cols=3)
    table.cell(0, 0).paragraphs[0].add_run("9", style="Derived")
    table.cell(0, 1).paragraphs[0].style = pale
    table.cell(0, 1).paragraphs[0].add_run("8")
    table.cell(0, 2).paragraphs[0].style = pale
    table.cell(0, 2).paragraphs[0].add_run("7")
    table.cell(0, 2)._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="C00000"/>'))
    buffer = io.BytesIO()
    word.save(buffer)
    document = open_document(buffer.getvalue())
    assert [cell.text for grid in document.grids() for cell in grid.cells] == ["", "\ufffd", "7"]
    assert kinds(document) == ["hidden_text"]
