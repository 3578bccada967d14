"""Spreadsheets that show something else than they store: what a reader of the sheet sees is what is read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from documents_read import SEED_TRUTH, SEEDS
from test_carrier_spreadsheet import MAIN, kinds, label, number, printed, record, text, workbook, xls

from parse.carrier import open_document
from parse.document import Document
from parse.json_form import report_json
from parse.reader import read
from parse.tables.values import read_value
from samples.carriers import make
from samples.spreadsheet_file import pack

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLED = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="176" formatCode="CODE"/></numFmts>
<fonts><font><sz val="11"/></font><font><color rgb="FFFFFFFF"/></font><font><strike/></font>
<font><vertAlign val="superscript"/></font><font><color theme="0"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FF0070C0"/></patternFill></fill></fills>
<cellXfs><xf/><xf numFmtId="176"/><xf fontId="1"/><xf fontId="1" fillId="2"/><xf fontId="2"/><xf fontId="3"/>
<xf fontId="4"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>"""


def styled(cell: str, *, code: str = "0", strings: str = "", before: str = "", row: str = "") -> Document:
    """The document of a sheet with 自然人 | the cell | 2; its strings are those of `strings`, from 0."""
    data = f'<row r="1"{row}>{text("A1", "自然人")}{cell}<c r="C1"><v>2</v></c></row>'
    return open_document(package(f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData></worksheet>',
                                 code, strings))  # fmt: skip


def package(sheet: str, code: str = "0", strings: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack(sheet))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            if name == "xl/_rels/workbook.xml.rels":
                more = "".join(
                    f'<Relationship Id="{part}" Type="{OFFICE}/{part}" Target="{part}.xml"/>'
                    for part in ("styles", "sharedStrings")
                )
                xml = xml.replace("</Relationships>", f"{more}</Relationships>")
            new.writestr(name, xml)
        new.writestr("xl/styles.xml", STYLED.replace("CODE", code.replace('"', "&quot;")))
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return buffer.getvalue()


def run(words: str, properties: str = "") -> str:
    return f"<r><rPr>{properties}</rPr><t>{words}</t></r>"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (run("3") + run("1", '<vertAlign val="superscript"/>'), "3¹"),
        (run("3") + run("1", '<vertAlign val="subscript"/>'), "3₁"),
        (run("3") + run("1", "<strike/>"), "31\u0336"),
        (run("3") + run("1", '<strike val="0"/>'), "31"),
        (run("3") + run("1", '<color rgb="FFFFFFFF"/>'), "3\ufffd"),
        (run("3") + run("1", "<b/>"), "31"),
        (run("31", '<vertAlign val="superscript"/>'), "31"),
        ("<r><t>3</t></r><rPh><t>9</t></rPh>" + run("1", '<vertAlign val="superscript"/>'), "3¹"),
    ],
)
def test_parts_of_a_cell_that_are_raised_lowered_struck_or_white(runs: str, shown: str) -> None:
    shared = styled('<c r="B1" t="s"><v>1</v></c>', strings=f"<si><t>x</t></si><si>{runs}</si>")
    assert printed(shared) == ["自然人", shown, "2"]
    inline = styled(f'<c r="B1" t="inlineStr"><is>{runs}</is></c>')
    assert printed(inline) == ["自然人", shown, "2"]
    assert read_value(shown, "count", None).value == (31 if shown == "31" else None)


@pytest.mark.parametrize(
    ("style", "shown"), [(2, "\ufffd\ufffd"), (6, "\ufffd\ufffd"), (3, "31"), (4, "3\u03361\u0336"), (5, "31")]
)
def test_the_font_of_a_whole_cell(style: int, shown: str) -> None:
    """White on paper is not read, white on blue is; struck out is no number; raised alone is no footnote."""
    assert printed(styled(f'<c r="B1" s="{style}"><v>31</v></c>'))[1] == shown
    assert printed(styled(f'<c r="B1" s="{style}" t="s"><v>0</v></c>', strings="<si><t>31</t></si>"))[1] == shown


@pytest.mark.parametrize(
    ("stored", "code", "shown", "told"),
    [
        ("2653.4", "0", "2653", ["rounded_figure"]),
        ("2653.5", "#,##0", "2654", ["rounded_figure"]),
        ("3.0", "0", "3", []),
        ("50.923412", "0.00", "50.92", ["rounded_figure"]),
        ("50.9", "0.00", "50.9", []),
        ("1", "0%", "100%", []),
        ("0.5", "0.0%", "50%", []),
        ("0", "0;-0;;@", "", ["hidden_text"]),
        ("7", "0;-0;;@", "7", []),
        ("7", ";;;", "", ["hidden_text"]),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-", []),
        ("3", '0"件"', "3件", []),
        ("508000", "0!.0,", "508000〔0!.0,〕", []),
        ("508000", '0.00,"千元"', '508000〔0.00,"千元"〕', []),
        ("3", "General", "3", []),
        ("3", "@", "3", []),
        ("-3", "0_);(0)", "-3", []),
        ("3", "[=3]7;0", "3〔[=3]7;0〕", []),
        ("3", "[Red]0", "3", []),
        ("1E+20", "0.0000000000", "100000000000000000000〔0.0000000000〕", []),
    ],
)
def test_numbers_are_read_as_their_format_shows_them(stored: str, code: str, shown: str, told: list[str]) -> None:
    document = styled(f'<c r="B1" s="1"><v>{stored}</v></c>', code=code)
    assert printed(document)[1] == shown
    assert kinds(document) == told


@pytest.mark.parametrize(("style", "shown"), [(7, "300%"), (8, "1900-01-03")])
def test_percentages_and_dates_are_no_counts(style: int, shown: str) -> None:
    assert printed(styled(f'<c r="B1" s="{style}"><v>3</v></c>'))[1] == shown
    assert read_value(shown, "count", None).value is None


def test_a_text_that_its_format_hides_and_zeros_that_the_sheet_hides() -> None:
    hidden = styled('<c r="B1" s="1" t="s"><v>0</v></c>', code=";;;", strings="<si><t>31</t></si>")
    assert (printed(hidden), kinds(hidden)) == (["自然人", "", "2"], ["hidden_text"])
    zeros = styled('<c r="B1"><v>0</v></c>', before='<sheetViews><sheetView showZeros="0"/></sheetViews>')
    assert (printed(zeros), kinds(zeros)) == (["自然人", "", "2"], ["hidden_text"])


def test_hidden_columns_and_rows_are_no_part_of_the_table() -> None:
    cell = '<c r="B1"><v>31</v></c>'
    columns = styled(cell, before='<cols><col min="2" max="2" width="9" hidden="1"/></cols>')
    assert (printed(columns), kinds(columns)) == (["自然人", "2"], ["hidden_text"])
    assert columns.problems[0].seen == "31"
    narrow = styled(cell, before='<cols><col min="2" max="2" width="0" customWidth="1"/></cols>')
    assert printed(narrow) == ["自然人", "2"]
    row = styled(cell, row=' hidden="1"')
    assert (printed(row), kinds(row)) == ([], ["hidden_text"])
    unused = styled(cell, before='<cols><col min="4" max="16384" hidden="1"/></cols>')
    assert (printed(unused), kinds(unused)) == (["自然人", "31", "2"], [])


def test_a_merged_cell_shows_its_text_where_its_first_row_is_hidden() -> None:
    rows = (
        f'<row r="1">{text("A1", "申请人")}{text("B1", "总计")}</row>'
        f'<row r="2" hidden="1">{text("A2", "上年")}<c r="B2"><v>9</v></c></row>'
        f'<row r="3"><c r="B3"><v>5</v></c></row>'
    )
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    document = open_document(pack(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'))
    (grid,) = document.grids()
    assert [[cell.text if cell else None for cell in row] for row in grid.rows()] == [["申请人", "总计"], ["上年", "5"]]


SEED = "000_bbc32dee6d9bf6c2.txt"


def _sheets(*reports: str) -> bytes:
    """A workbook with the sheet of each of these reports."""
    sheets = []
    for report in reports:
        with zipfile.ZipFile(io.BytesIO(make(report, "xlsx"))) as package:
            sheets.append(package.read("xl/worksheets/sheet1.xml"))
    frame = workbook(*((f"镇{number}", "", "x") for number in range(len(sheets))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(frame)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            at = name.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
            new.writestr(name, sheets[int(at) - 1] if at.isdigit() else old.read(name))
    return buffer.getvalue()


def test_the_reports_of_several_towns_are_never_one() -> None:
    first, second = ((SEEDS / name).read_text("utf-8") for name in list(SEED_TRUTH)[:2])
    report = read(_sheets(first, second))
    assert not report.cells
    (told,) = [told for told in report.problems if told.kind == "several_reports"]
    assert (told.origin, told.severity, told.seen) == ("reading", "error", "镇0; 镇1")


def test_a_sheet_and_its_copy_are_one_report() -> None:
    written = (SEEDS / SEED).read_text("utf-8")
    report = report_json(read(_sheets(written, written)))
    assert report["tables"] == SEED_TRUTH[SEED]["tables"]


def test_a_report_with_a_sheet_for_each_table() -> None:
    written = (SEEDS / SEED).read_text("utf-8")
    cut = written.index("三、收到和处理政府信息公开申请情况")
    report = report_json(read(_sheets(written[:cut], written[cut:])))
    assert report["tables"] == SEED_TRUTH[SEED]["tables"]


# The same in an .xls: MS-XLS 2.4 has the records.


def _font(flags: int = 0, color: int = 0x7FFF, position: int = 0) -> bytes:
    return record(0x0031, struct.pack("<HHHHH", 220, flags, color, 400, position) + bytes(5))


def _xf(font: int, code: int, fill: int = 0) -> bytes:
    return record(0x00E0, struct.pack("<HH10xIH", font, code, fill << 26, 30 if fill else 0))


def _shared(row: int, column: int, number: int, style: int = 0) -> bytes:
    return record(0x00FD, struct.pack("<HHHI", row, column, style, number))


def _packed(row: int, column: int, value: int, style: int) -> bytes:
    """A whole number in the short form; `| 1` in it would make it hundredths."""
    return record(0x027E, struct.pack("<HHHI", row, column, style, value << 2 | 2))


def _old(cells: bytes) -> Document:
    """An .xls with 自然人, these cells and 2 in its first row. Fonts: 0 plain, 1 raised, 2 struck, 3 white; styles: 0
    plain, 1 percent, 2 struck, 3 white, 4 `;;;`, 5 white on a ground; shared text 0 is 3 with a raised 1, cut in the
    middle of its record, 1 is 31."""
    fonts = _font() + _font(position=1) + _font(flags=8) + _font(color=9)
    codes = record(0x041E, struct.pack("<HHB", 176, 3, 0) + b";;;")
    styles = _xf(0, 0) + _xf(0, 9) + _xf(2, 0) + _xf(3, 0) + _xf(0, 176) + _xf(3, 0, 1)
    rich = struct.pack("<HBH", 2, 0x08, 1) + b"31" + struct.pack("<HH", 1, 1)
    plain = struct.pack("<HB", 2, 0) + b"31"
    strings = record(0x00FC, struct.pack("<II", 2, 2) + rich[:6]) + record(0x003C, b"\0" + rich[6:] + plain)
    return open_document(xls(label(0, 0, "自然人") + cells + number(0, 2, 2.0), fonts + codes + styles + strings))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (_shared(0, 1, 0), "3¹"),
        (_shared(0, 1, 1), "31"),
        (_shared(0, 1, 1, 2), "3\u03361\u0336"),
        (_shared(0, 1, 1, 3), "\ufffd\ufffd"),
        (_shared(0, 1, 1, 4), ""),
        (_shared(0, 1, 1, 5), "31"),
        (_packed(0, 1, 31, 0), "31"),
        (_packed(0, 1, 31, 1), "3100%"),
        (_packed(0, 1, 31, 3), "\ufffd\ufffd"),
        (_packed(0, 1, 31, 4), ""),
        (record(0x0203, struct.pack("<HHHd", 0, 1, 1, 0.5)), "50%"),
        (record(0x00BD, struct.pack("<HHHIH", 0, 1, 1, 1 << 2 | 2, 1)), "100%"),
    ],
)
def test_an_xls_shows_its_cells_as_they_are_set(cell: bytes, shown: str) -> None:
    document = _old(cell)
    assert printed(document) == ["自然人", shown, "2"]
    assert kinds(document) == (["hidden_text"] if not shown else [])


def test_hidden_columns_and_rows_of_an_xls_are_no_part_of_the_table() -> None:
    column = _old(record(0x007D, struct.pack("<HHHHHH", 1, 1, 2000, 0, 1, 0)) + _packed(0, 1, 31, 0))
    assert (printed(column), kinds(column)) == (["自然人", "2"], ["hidden_text"])
    row = _old(record(0x0208, struct.pack("<HHHHHHHH", 0, 0, 3, 300, 0, 0, 0x20, 0)) + _packed(0, 1, 31, 0))
    assert (printed(row), kinds(row)) == ([], ["hidden_text"])


def test_an_xls_whose_sheet_hides_zeros() -> None:
    document = _old(record(0x023E, struct.pack("<H16x", 0x00A6)) + _packed(0, 1, 0, 0))
    assert printed(document) == ["自然人", "", "2"]
