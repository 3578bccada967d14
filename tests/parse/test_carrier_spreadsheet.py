"""Spreadsheets: numbers as stored, merged cells as ranges, lines of text apart from tables, and bounds."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from decimal import Decimal

import pytest
from distinct import distinct
from documents_read import SEED_TRUTH, SEEDS

from parse.carrier import open_document, sniff
from parse.document import Document, Grid
from parse.json_form import report_json
from parse.reader import read
from samples.carriers import blocks, make
from samples.spreadsheet_file import pack, write

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SURPLUS = {"003_7c65fe511f0a5482.txt": 1}


def sheet(data: str, rest: str = "") -> Document:
    """The document in a workbook of one sheet, by the XML of its rows."""
    return open_document(pack(f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{rest}</worksheet>'))


def text(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def printed(document: Document) -> list[str]:
    """Every cell of every grid, and every paragraph."""
    return [
        words
        for block in document.blocks
        for words in ([cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text])
    ]


def kinds(document: Document) -> list[str]:
    return [problem.kind for problem in document.problems]


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_a_seed_as_a_spreadsheet(name: str) -> None:
    truth = SEED_TRUTH[name]
    written = (SEEDS / name).read_text("utf-8")
    report = report_json(read(make(written, "xlsx")))
    assert (report["media_type"], report["is_report"]) == (sniff.XLSX, True)
    assert report["tables"] == truth["tables"]
    assert report["title"] == truth["document"]["title"]
    assert [section["text"].startswith("第二十条") for section in report["sections"]] == [False] * len(
        report["sections"]
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", SEED_TRUTH)
def test_every_number_another_one(name: str, seed: int) -> None:
    written = (SEEDS / name).read_text("utf-8")
    try:
        variant = distinct(written, SEED_TRUTH[name]["tables"], surplus=SURPLUS.get(name, 0), seed=seed)
    except AssertionError:
        pytest.skip("cells of its text ran together")
    assert report_json(read(make(variant.text, "xlsx")))["tables"] == variant.tables


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("3", "3"), ("3.0", "3"), ("0", "0"), ("-0.0", "0"), ("50.92", "50.92"), ("50.920000000000002", "50.92"),
        ("0.30000000000000004", "0.3"), ("1.1000000000000001", "1.1"), ("128000", "128000"), ("1E+5", "100000"),
        ("123456789012345", "123456789012345"), ("1234567.891", "1234567.891"), ("2.5E-3", "0.0025"),
        ("100", "100"), ("-7", "-7"),
    ],
)  # fmt: skip
def test_numbers(stored: str, shown: str) -> None:
    assert printed(sheet(f'<row r="1"><c r="A1"><v>{stored}</v></c>{text("B1", "x")}</row>')) == [shown, "x"]


def test_no_number_of_two_decimals_has_noise() -> None:
    chance = random.Random(1)
    values = [Decimal(chance.randrange(10**9)) / 100 for _ in range(2000)]
    cells = "".join(f'<row r="{at + 1}"><c r="A{at + 1}"><v>{float(value)!r}</v></c><c r="B{at + 1}"><v>1</v></c></row>'
                    for at, value in enumerate(values))  # fmt: skip
    assert [Decimal(word) for word in printed(sheet(cells))[::2]] == values


def test_what_is_no_value_is_not_blank() -> None:
    cells = (
        '<c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1"><f>SUM(C1:D1)</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1"/>' + text("F1", "无")
    )
    assert printed(sheet(f'<row r="1">{cells}</row>')) == ["#DIV/0!", "=SUM(C1:D1)", "2", "TRUE", "", "无"]


def test_an_error_in_the_form_is_unreadable_and_no_number() -> None:
    written = (SEEDS / "000_bbc32dee6d9bf6c2.txt").read_text("utf-8")
    data = make(written, "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    label = xml.index("行政许可")
    at = xml.index("</row>", label)
    last = xml.rindex('<c r="', 0, at)
    place = xml[last + 6 : xml.index('"', last + 6)]
    broken = xml[:last] + f'<c r="{place}" t="e"><v>#REF!</v></c>' + xml[at:]
    report = read(pack(broken.partition("\n")[2]))
    (cell,) = [cell for cell in report.cells if cell.printed == "#REF!"]
    assert (cell.row, cell.value, cell.state) == ("administrative_licensing", None, "unreadable")


def test_merged_ranges_and_text_around_a_table() -> None:
    rows = (
        f'<row r="1">{text("A1", "年报")}</row><row r="2">{text("A2", "一、总体情况")}</row>'
        f'<row r="4">{text("A4", "申请人情况")}{text("C4", "总计")}</row>'
        f'<row r="5">{text("A5", "上")}{text("B5", "甲")}<c r="C5"><v>1</v></c></row>'
        f'<row r="6">{text("B6", "乙")}</row>'
        f'<row r="7">{text("A7", "四、存在的主要问题及改进情况")}</row><row r="9">{text("A9", "没有。")}</row>'
    )
    merges = '<mergeCells count="2"><mergeCell ref="A4:B4"/><mergeCell ref="A5:A6"/></mergeCells>'
    document = sheet(rows, merges)
    assert [paragraph.text for paragraph in document.paragraphs()] == [
        "年报", "一、总体情况", "四、存在的主要问题及改进情况", "没有。"
    ]  # fmt: skip
    (grid,) = document.grids()
    assert (grid.height, grid.width, grid.spans_known) == (3, 3, True)
    assert [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells] == [
        ("申请人情况", 0, 0, 1, 2), ("总计", 0, 2, 1, 1),
        ("上", 1, 0, 2, 1), ("甲", 1, 1, 1, 1), ("1", 1, 2, 1, 1),
        ("乙", 2, 1, 1, 1), ("", 2, 2, 1, 1),
    ]  # fmt: skip


def test_a_sheet_without_merged_cells_does_not_claim_to_know_them() -> None:
    data = write(blocks((SEEDS / "000_bbc32dee6d9bf6c2.txt").read_text("utf-8"), grid=True))
    document = open_document(data)
    assert [grid.spans_known for grid in document.grids()] == [False] * 3
    assert report_json(read(data))["tables"] == SEED_TRUTH["000_bbc32dee6d9bf6c2.txt"]["tables"]


def workbook(*sheets: tuple[str, str, str]) -> bytes:
    """A workbook of sheets as (name, attributes, text of A1)."""
    listed, related, parts = "", "", {}
    for number, (name, attributes, words) in enumerate(sheets, 1):
        listed += f'<sheet name="{name}" sheetId="{number}" {attributes} r:id="rId{number}"/>'
        related += f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>'  # noqa: E501
        data = f'<row r="1">{text("A1", words)}</row>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack(""))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            if name == "xl/workbook.xml":
                xml = xml[: xml.index("<sheets>")] + f"<sheets>{listed}</sheets></workbook>"
            if name == "xl/_rels/workbook.xml.rels":
                xml = xml[: xml.index("<Relationship ")] + f"{related}</Relationships>"
            new.writestr(name, parts.pop(name, xml))
        for name, xml in parts.items():
            new.writestr(name, xml)
    return buffer.getvalue()


def test_sheets_follow_each_other_and_hidden_ones_are_left_out() -> None:
    document = open_document(
        workbook(
            ("一", "", "first"), ("旧", 'state="hidden"', "old"), ("藏", 'state="veryHidden"', "x"), ("二", "", "last")
        )
    )
    assert printed(document) == ["first", "last"]
    assert [(problem.kind, problem.seen) for problem in document.problems] == [
        ("hidden_text", "旧"),
        ("hidden_text", "藏"),
    ]


FAR = {
    "the last place of all": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a million rows": "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 10**6, 2)),
    "rows and cells that do not say where they are": "<row/>" * 10**5 + f"<row>{'<c><v>1</v></c>' * 10**4}</row>",
    "lower case and blanks": "<row r='1048576'><c  r = 'xfd1048576' ><v >1</v></c></row>",
    "a prefix": '<x:row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "a formula that was never computed": '<row r="1"><c r="XFD1048576"><f>1+1</f></c></row>',
}


@pytest.mark.parametrize("data", FAR.values(), ids=FAR)
def test_larger_than_any_report_is_one_problem(data: str) -> None:
    document = open_document(
        pack(f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData>{data}</sheetData></worksheet>')
    )
    assert (document.blocks, kinds(document)) == ((), ["unreadable"])


def test_formatted_blank_cells_to_the_end_of_the_sheet_do_no_harm() -> None:
    first = f'<row r="1">{text("A1", "a")}{text("B1", "b")}<c r="XFD1" s="1"/></row>'
    assert printed(sheet(first + '<row r="1048576"><c r="A1048576" s="1"/></row>')) == ["a", "b"]


def test_bombs_and_broken_files_are_one_problem() -> None:
    whole = make((SEEDS / "000_bbc32dee6d9bf6c2.txt").read_text("utf-8"), "xlsx")
    bomb = pack(f'<worksheet xmlns="{MAIN}"><sheetData>{" " * (80 * 2**20)}</sheetData></worksheet>')
    entities = pack(f'<!DOCTYPE x [<!ENTITY a "{"a" * 1000}">]><worksheet xmlns="{MAIN}">{"&a;" * 1000}</worksheet>')
    for data in (bomb, whole[: len(whole) // 2], entities, pack("<worksheet"), pack("")):
        document = open_document(data)
        assert document.blocks == ()
        assert kinds(document) in (["unreadable"], [])


def test_mutated_files_never_raise_and_invent_nothing() -> None:
    """A changed byte inside a deflated part fails its checksum; so the parts are stored."""
    written = (SEEDS / "000_bbc32dee6d9bf6c2.txt").read_text("utf-8")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make(written, "xlsx"))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    chance = random.Random(1)
    for _ in range(150):
        data = bytearray(buffer.getvalue())
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        document = open_document(bytes(data))
        assert document.blocks or document.problems


# An .xls of our own: MS-CFB and MS-XLS allow very small ones, and no office program is needed to write them.

CHAIN_END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def label(row: int, column: int, words: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    places = (struct.pack("<HHHH", first, last, left, right) for first, left, last, right in ranges)
    return record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(places))


def xls(cells: bytes, styles: bytes = b"") -> bytes:
    """A workbook of one sheet in a compound file: header, table of sectors, directory, stream. `styles`: records of
    the workbook itself."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    name = struct.pack("<BB", 1, 1) + "表".encode("utf-16-le")
    head = len(record(0x0809, begin)) + 4 + 6 + len(name) + 4 + 4
    sheet_name = record(0x0085, struct.pack("<IH", head - 4, 0) + name)
    book = record(0x0809, begin) + sheet_name + styles + record(0x000A, b"")
    book = book.replace(struct.pack("<I", head - 4), struct.pack("<I", len(book)), 1)
    book += record(0x0809, begin[:2] + struct.pack("<H", 0x10) + begin[4:]) + cells + record(0x000A, b"")
    book = book.ljust(max(4096, -(-len(book) // 512) * 512), b"\0")
    sectors = len(book) // 512
    table = [FAT_SECTOR, CHAIN_END, *range(3, sectors + 2), CHAIN_END]
    fat = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, CHAIN_END, 0, CHAIN_END, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return (
        header
        + fat
        + entry("Root Entry", 5, 1, CHAIN_END, 0)
        + entry("Workbook", 2, FREE, 2, len(book))
        + bytes(256)
        + book
    )


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII16x4x16xIQ", encoded, len(encoded) + 2, kind, 1, FREE, FREE, child, start, size)


def test_an_xls_has_its_cells_merged_ranges_and_errors() -> None:
    above = label(0, 0, "申请人情况") + merged((0, 0, 0, 2)) + label(0, 3, "总计")
    cells = above + label(1, 0, "甲") + number(1, 1, 3.0) + number(1, 2, 50.92) + error(2, 1, 0x17) + label(2, 0, "乙")
    document = open_document(xls(cells), "application/msword", "x.doc")
    assert (document.media_type, kinds(document)) == (sniff.XLS, [])
    (grid,) = document.grids()
    assert [(cell.text, cell.row, cell.column, cell.colspan) for cell in grid.cells] == [
        ("申请人情况", 0, 0, 3), ("总计", 0, 3, 1), ("甲", 1, 0, 1), ("3", 1, 1, 1), ("50.92", 1, 2, 1), ("", 1, 3, 1),
        ("乙", 2, 0, 1), ("#REF!", 2, 1, 1), ("", 2, 2, 1), ("", 2, 3, 1),
    ]  # fmt: skip


def test_an_xls_that_reaches_too_far_is_one_problem() -> None:
    document = open_document(xls(number(0, 0, 1.0) + number(65535, 65535, 1.0)))
    assert (document.media_type, document.blocks, kinds(document)) == (sniff.XLS, (), ["unreadable"])


def test_an_xls_whose_sectors_go_round_is_one_problem() -> None:
    data = bytearray(xls(number(0, 0, 1.0)))
    struct.pack_into("<I", data, 512 + 4 * 3, 2)
    document = open_document(bytes(data), None, "x.xls")
    assert (document.blocks, kinds(document)) == ((), ["unreadable"])


def test_mutated_xls_files_never_raise() -> None:
    whole = xls(label(0, 0, "甲") + number(0, 1, 3.0) + error(1, 1, 0x17) + merged((0, 0, 0, 2)))
    chance = random.Random(1)
    for _ in range(1000):
        data = bytearray(whole[: chance.randrange(512, len(whole) + 1)])
        for _ in range(chance.randrange(1, 12)):
            data[chance.choice((chance.randrange(512), chance.randrange(len(data))))] = chance.randrange(256)
        open_document(bytes(data), None, "x.xls")
