"""Word files built here: merges of every kind, numbering, text boxes, content controls, bombs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from parse.carrier import open_document
from parse.document import Document, Grid

MADE = Path(__file__).parents[1] / "documents" / "made"
REAL = Path(__file__).parents[1] / "documents" / "real" / "reports"


def opened(build: Callable[[WordDocument], object]) -> Document:
    word = docx.Document()
    build(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return open_document(buffer.getvalue())


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def rows(grid: Grid) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in grid.rows()]


def add_xml(word: WordDocument, xml: str) -> None:
    word.element.body.insert(len(word.element.body) - 1, parse_xml(xml))


def test_body_order_and_levels() -> None:
    def build(word: WordDocument) -> None:
        word.add_heading("一、总体情况", level=1)
        word.add_paragraph("第一段。\n第二行　")
        table = word.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "规章"
        table.cell(0, 1).text = "0"
        word.add_paragraph("第三段。")
        word.core_properties.title = "某镇年报"

    document = opened(build)
    shown = [rows(block) if isinstance(block, Grid) else (block.text, block.level) for block in document.blocks]
    assert shown == [
        ("一、总体情况", 1),
        ("第一段。", None),
        ("第二行", None),
        [["规章", "0"]],
        ("第三段。", None),
    ]
    assert ("title", "某镇年报") in document.facts
    assert document.problems == ()


def test_merged_cells() -> None:
    def build(word: WordDocument) -> None:
        table = word.add_table(rows=4, cols=4)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = str(number)
        table.cell(0, 0).merge(table.cell(1, 1)).text = "角"
        table.cell(0, 2).merge(table.cell(0, 3)).text = "上"
        table.cell(2, 0).merge(table.cell(3, 0)).text = "三、本年度\n办理结果"

    (grid,) = opened(build).grids()
    assert rows(grid) == [
        ["角", "角", "上", "上"],
        ["角", "角", "6", "7"],
        ["三、本年度\n办理结果", "9", "10", "11"],
        ["三、本年度\n办理结果", "13", "14", "15"],
    ]
    corner = grid.cells[0]
    assert (corner.row, corner.column, corner.rowspan, corner.colspan) == (0, 0, 2, 2)
    assert len(grid.cells) == 11


TABLE = f"""<w:tbl {nsdecls("w")}><w:tblPr/><w:tblGrid/>
<w:tr><w:tc><w:tcPr><w:gridSpan w:val="7"/></w:tcPr><w:p><w:r><w:t>第二十条</w:t></w:r></w:p></w:tc></w:tr>
<w:sdt><w:sdtContent><w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr><w:p><w:r><w:t>规</w:t></w:r>
<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>章</w:t></w:r></w:ins></w:p></w:tc>
<w:sdt><w:sdtContent><w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr><w:p><w:r><w:rPr><w:vanish/></w:rPr>
<w:t>9</w:t></w:r>
<w:r><w:t>5</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>
<w:tr><w:trPr><w:gridBefore w:val="3"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr><w:p><w:r>
<w:t>6</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""


def test_content_controls_tracked_changes_and_slivers() -> None:
    (grid,) = opened(lambda word: add_xml(word, TABLE)).grids()
    assert rows(grid) == [["第二十条", "第二十条"], ["规章", "5"], [None, "6"]]


def test_a_merge_that_goes_on_nothing_is_a_cell() -> None:
    broken = TABLE.replace('<w:gridSpan w:val="7"/>', '<w:gridSpan w:val="1000000000"/><w:vMerge/>')
    (grid,) = opened(lambda word: add_xml(word, broken)).grids()
    assert grid.cells[0].text == "第二十条"
    assert grid.width == 2


def test_tables_in_tables() -> None:
    def build(word: WordDocument) -> None:
        frame = word.add_table(rows=1, cols=1).cell(0, 0)
        frame.text = "框内文字"
        inner = frame.add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "行政许可", "3"
        outer = word.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "外"
        nested = outer.cell(0, 1).add_table(rows=1, cols=2)
        nested.cell(0, 0).text, nested.cell(0, 1).text = "内", "4"

    document = opened(build)
    assert texts(document) == ["框内文字"]
    assert [rows(grid) for grid in document.grids()] == [[["行政许可", "3"]], [["外", ""]], [["内", "4"]]]


BOX = f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<w:r><w:t>前</w:t></w:r>
<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>
<w:p><w:r><w:t>框</w:t></w:r></w:p>
</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>
</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>
<w:r><w:t xml:space="preserve"> 后</w:t></w:r></w:p>"""


def test_text_boxes_are_read_once() -> None:
    assert texts(opened(lambda word: add_xml(word, BOX))) == ["前 后", "框"]


def numbered(fmt: str, pattern: str) -> Callable[[WordDocument], object]:
    def build(word: WordDocument) -> None:
        root = word.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{fmt}"/><w:lvlText w:val="{pattern}"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
            f'<w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        )
        root.insert(0, abstract)
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for text, level in (("总体情况", 0), ("甲", 1), ("乙", 1), ("主动公开", 0), ("丙", 1)):
            add_xml(
                word,
                f'<w:p {nsdecls("w")}><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
                f"<w:r><w:t>{text}</w:t></w:r></w:p>",
            )

    return build


def test_numbers_that_word_counts() -> None:
    assert texts(opened(numbered("chineseCountingThousand", "%1、"))) == [
        "一、总体情况",
        "1.甲",
        "2.乙",
        "二、主动公开",
        "1.丙",
    ]
    assert texts(opened(numbered("japaneseCounting", "（%1）")))[3] == "（二）主动公开"
    assert texts(opened(numbered("bullet", "●")))[0] == "总体情况"


def test_a_report_through_word_is_the_report_of_the_page() -> None:
    """Every cell and paragraph of a real report, converted by LibreOffice, against the page itself."""
    word = open_document((MADE / "shanghai-office-2019.docx").read_bytes())
    page = open_document((REAL / "shanghai-office-2019.html").read_bytes())
    for ours, theirs in zip(word.grids(), page.grids(), strict=True):
        assert [
            (re.sub(r"\s", "", cell.text), cell.row, cell.column, cell.rowspan, cell.colspan) for cell in ours.cells
        ] == [
            (re.sub(r"\s", "", cell.text), cell.row, cell.column, cell.rowspan, cell.colspan) for cell in theirs.cells
        ]
    assert texts(word)[1:] == texts(page)


def package(document: bytes, **more: bytes) -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
        for name, data in more.items():
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        package(b" " * 80_000_000),
        package(b"<w:document/>"),
        package(b"not xml"),
        package(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        package(b"")[:4000],
    ],
)
def test_bombs_and_broken_packages(data: bytes) -> None:
    document = open_document(data, None, "x.docx")
    assert document.blocks == ()
    assert [(problem.kind, problem.origin) for problem in document.problems] == [("unreadable", "reading")]
