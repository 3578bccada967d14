"""Carriers keep what the reports have: every cell, and every quirk that was found by eye in the texts."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from portal_client import tables

from samples.carriers import CARRIERS, distinct, fragment, make
from samples.portal import DOCUMENTS

Grid = list[list[tuple[str, int, int]]]
HERE = Path(__file__).parent / "documents"
TOWNS = ("dongning", "fengcheng", "yueqing", "helan", "huoqiu")
HTML = ("html", "html_grid", "word_html", "word_html_grid")
MERGED = ("html", "word_html")


def source(town: str) -> str:
    return (DOCUMENTS / town / "source.txt").read_text("utf-8")


def grids(town: str, carrier: str) -> list[Grid]:
    return tables(fragment(source(town), carrier))


def row(found: list[Grid], label: str) -> list[str]:
    """The cells of the row that has a label, without blanks around them."""
    matching = [line for grid in found for line in grid if any(cell[0].strip() == label for cell in line)]
    assert len(matching) == 1, label
    return [cell[0].strip(" \xa0\u3000") for cell in matching[0]]


def squeezed(text: str) -> str:
    return "".join(text.split())


def characters_of_tables(text: str) -> list[str]:
    """Every printed character of the tables of a text; a line without a tab right under a cell belongs to it."""
    found, inside = "", False
    for line in text.splitlines():
        inside = "\t" in line or (inside and bool(line.strip()))
        if inside and not line.startswith("---"):
            found += squeezed(line)
    return sorted(found)


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("carrier", HTML)
def test_no_character_of_a_table_is_lost_or_added(town: str, carrier: str) -> None:
    cells = [cell[0] for grid in grids(town, carrier) for line in grid for cell in line]
    assert sorted(squeezed("".join(cell for cell in cells if "---" not in cell))) == characters_of_tables(source(town))


@pytest.mark.parametrize("carrier", HTML)
def test_surplus_sixteenth_value_without_a_label(carrier: str) -> None:
    table = grids("helan", carrier)[-1]
    assert [cell[0] for cell in table[-1]] == ["0"] * 16
    labels = [cell[0] for line in table[:-1] for cell in line if cell[0].strip()]
    assert len(labels) == 2 + 7 + 10


@pytest.mark.parametrize("carrier", HTML)
def test_blank_pending_cell(carrier: str) -> None:
    values = [cell[0].strip(" \xa0") for cell in grids("yueqing", carrier)[-1][-1]]
    assert values == ["0", "0", "0", "0", "0", "2", "0", "0", "", "2", "0", "0", "0", "0", "0"]


@pytest.mark.parametrize("carrier", HTML)
def test_wrong_totals(carrier: str) -> None:
    found = grids("yueqing", carrier)
    assert row(found, "1. 本机关不掌握相关政府信息")[-7:] == ["0", "1", "0", "0", "0", "0", "0"]
    assert [cell for cell in row(found, "(七) 总计") if cell][-7:] == ["0", "1", "0", "0", "0", "0", "0"]


@pytest.mark.parametrize("carrier", HTML)
def test_row_broken_by_a_page(carrier: str) -> None:
    found = grids("yueqing", carrier)
    assert [cell for cell in row(found, "5. 属于三类内部事务") if cell][1:] == ["0"] * 7
    assert [cell for cell in row(found, "信息") if cell] == ["信息"]
    assert len(found) == 6  # tables two and three are cut


@pytest.mark.parametrize("carrier", ["html_grid", "word_html_grid"])
def test_shifted_cells_stay_where_they_were(carrier: str) -> None:
    found = grids("helan", carrier)
    assert row(found, "一、本年新收政府信息公开申请数量")[1:] == ["", "1", "0", "0", "0", "0", "0", "1", ""]
    assert row(found, "(七)总计") == ["", "(七)总计", "", "1", "0", "0", "0", "0", "0", "1"]
    assert row(grids("dongning", carrier), "2. 重复申请") == ["", "", "2. 重复申请"] + [""] * 6


@pytest.mark.parametrize("carrier", MERGED)
def test_merged_cells_are_those_of_the_printed_form(carrier: str) -> None:
    three = grids("fengcheng", carrier)[1]
    assert [cell[1:] for cell in three[0]] == [(3, 3), (7, 1)]
    assert [cell[1:] for cell in three[1]] == [(1, 2), (5, 1), (1, 2)]
    spans = {cell[0]: cell[1:] for line in three for cell in line}
    assert spans["三、本年度办理结果"] == (1, 22)
    assert spans["(三)不予公开"] == (1, 8)
    assert spans["(五)不予公开"] == (1, 5)
    assert spans["(六)其他处理"] == (1, 3)
    assert spans["(七)总计"] == (2, 1)
    two = grids("huoqiu", carrier)[0]
    assert [cell[1] for cell in two[-1]] == [1, 1, 2]
    four = grids("helan", carrier)[-1]
    assert [cell[1] for cell in four[0]] == [5, 11]


@pytest.mark.parametrize("town", ["fengcheng", "yueqing", "helan", "huoqiu"])
@pytest.mark.parametrize("carrier", MERGED)
def test_every_row_of_a_filled_table_is_as_wide_as_its_table(town: str, carrier: str) -> None:
    for grid in grids(town, carrier):
        width = max(sum(cell[1] for cell in line) for line in grid)
        reaching = [0] * len(grid)
        for index, line in enumerate(grid):
            for _, columns, rows in line:
                for covered in range(index, index + rows):
                    reaching[covered] += columns
        surplus = [reach for reach in reaching if reach != width]
        assert not surplus, (town, reaching)


def test_blank_report_stays_blank_and_its_sub_rows_a_cell_short() -> None:
    found = grids("dongning", "html")
    values = [cell[0] for grid in found for line in grid for cell in line if cell[0].strip().isdigit()]
    assert values == []
    assert len(row(found, "2. 重复申请")) == 7
    assert len(found[-1]) == 3  # no data row


def test_padding_of_cells_stays() -> None:
    cells = [cell[0] for grid in grids("huoqiu", "html") for line in grid for cell in line]
    assert "\u30000\u3000" in cells
    assert "0\xa0" in cells
    assert cells.count("\xa00") > 150
    assert "\u3000183" in cells
    assert "1344000.00元" in cells


@pytest.mark.parametrize("carrier", HTML)
def test_labels_stay_as_printed(carrier: str) -> None:
    assert row(grids("fengcheng", carrier), "5.要求行政机关确认或新出具已获取信息")[-7:] == ["0"] * 7
    assert "社会组织" in {cell[0] for cell in grids("helan", carrier)[2][2]}
    assert "结 果 维 持" in {cell[0] for cell in grids("yueqing", carrier)[-1][1]}
    assert "结果\n维持" in {cell[0] for cell in grids("fengcheng", carrier)[-1][1]}


def test_headings_and_missing_parts() -> None:
    yueqing = fragment(source("yueqing"), "html")
    assert yueqing.index("二、政府信息公开工作情况") < yueqing.index("二、主动公开政府信息情况")
    assert "六、" not in fragment(source("dongning"), "html")
    huoqiu = fragment(source("huoqiu"), "html")
    assert "年度报告" not in huoqiu
    assert huoqiu.startswith("<p> 1、 总体情况</p>")
    assert "**" not in fragment(source("helan"), "html")


def test_word_file_has_the_same_cells() -> None:
    document: Any = docx.Document(io.BytesIO(make(source("helan"), "docx")))
    last = document.tables[-1]
    assert [cell.text for cell in last.rows[-1].cells] == ["0"] * 16
    three = document.tables[2]
    granted = [cell.text for cell in three.rows[5].cells]
    assert granted == ["三、本年度办理结果", "(一) 予以公开", "(一) 予以公开", *"1000001"]
    assert len(document.tables) == 5
    blank: Any = docx.Document(io.BytesIO(make(source("dongning"), "docx")))
    short = next(line for line in blank.tables[1].rows if "2. 重复申请" in [cell.text for cell in line.cells])
    assert len(short._tr.tc_lst) == 3 + 6


def test_committed_files_are_what_the_maker_makes() -> None:
    for town, carrier in (
        ("dongning", "html"),
        ("fengcheng", "word_html"),
        ("yueqing", "html_grid"),
        ("helan", "html"),
    ):
        assert (DOCUMENTS / town / "body.html").read_text("utf-8") == fragment(source(town), carrier)
    for town in ("helan", "huoqiu"):
        assert (DOCUMENTS / town / "report.docx").read_bytes() == make(source(town), "docx")
    assert (DOCUMENTS / "dongning" / "report.gb18030.txt").read_bytes().decode("gb18030") == source("dongning")


@pytest.mark.parametrize("path", [DOCUMENTS / "yueqing" / "report.pdf", DOCUMENTS / "fengcheng" / "report.pdf"])
def test_committed_pdf_has_the_words_of_its_text(path: Path) -> None:
    shown = pdf_text(path.read_bytes())
    text = (path.parent / "source.txt").read_text("utf-8")
    for line in text.splitlines():
        if "\t" not in line and "#" not in line and "[" not in line:
            assert squeezed(line) in shown


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return squeezed("".join(pages)).replace("\ufffe", "")


def test_distinct_numbers_are_all_in_the_committed_pdf_and_no_two_are_equal() -> None:
    rows = json.loads((HERE / "distinct.json").read_text("utf-8"))
    numbers = [number for line in rows for number in line[1:]]
    assert len(set(numbers)) == len(numbers) == 22 + 161 + 16
    shown = pdf_text((HERE / "distinct.pdf").read_bytes())
    assert all(squeezed(number) in shown for number in numbers)
    text, again = distinct(source("helan"))
    assert again == rows
    assert text == (HERE / "distinct.txt").read_text("utf-8")


@pytest.mark.parametrize("town", TOWNS)
def test_distinct_keeps_blanks_labels_and_text(town: str) -> None:
    text, rows = distinct(source(town), 5001)
    old, new = source(town).splitlines(), text.splitlines()
    assert len(old) == len(new)
    assert [line for line in old if "\t" not in line] == [line for line in new if "\t" not in line]
    assert [line.count("\t") for line in old] == [line.count("\t") for line in new]
    filled = {"dongning": 0, "fengcheng": 10 + 175 + 15, "yueqing": 22 + 161 + 14, "helan": 199, "huoqiu": 198}
    assert sum(len(line) - 1 for line in rows) == filled[town]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_pdf_is_made_where_libreoffice_is_installed() -> None:
    assert make("某镇年度报告\n\n一、总体情况\n", "pdf").startswith(b"%PDF-")


def test_unknown_carrier() -> None:
    assert "pdf" in CARRIERS
    with pytest.raises(ValueError, match="no such carrier"):
        make("", "fax")
