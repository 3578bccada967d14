"""Sheets as text (.csv): cells divided by commas, semicolons or tabs, with quotes where programs write them."""

from __future__ import annotations

import csv
import io

import pytest
from documents_read import SEED_TRUTH, SEEDS

from parse.carrier import open_document
from parse.json_form import report_json
from parse.reader import read
from samples.carriers import blocks
from samples.dump import Paragraph
from samples.word_file import place


def exported(name: str, mark: str, *, rectangular: bool = True) -> str:
    """A seed as a spreadsheet program exports it: every line as wide as the sheet, or each as it is."""
    rows: list[list[str]] = []
    for block in blocks((SEEDS / name).read_text("utf-8"), grid=False):
        if isinstance(block, Paragraph):
            rows.append([block.text])
            continue
        cells = place(block)[0]
        table = [[""] * (1 + max(column for _, column, _ in cells)) for _ in range(1 + max(row for row, _, _ in cells))]
        for row, column, cell in cells:
            table[row][column] = cell.text
        rows += table
    width = max(map(len, rows)) if rows and rectangular else 0
    target = io.StringIO()
    csv.writer(target, delimiter=mark).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return target.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("rectangular", [True, False])
@pytest.mark.parametrize("name", SEED_TRUTH)
def test_a_seed_as_a_sheet_of_text(name: str, mark: str, rectangular: bool) -> None:
    text = exported(name, mark, rectangular=rectangular)
    for data in (text.encode("gb18030"), b"\xef\xbb\xbf" + text.encode()):
        report = report_json(read(data, media_type="text/csv", url="https://x.gov.cn/a.csv"))
        assert report["tables"] == SEED_TRUTH[name]["tables"]


def _rows(text: str) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for grid in open_document(text.encode()).grids()
            for row in grid.rows()]  # fmt: skip


HEAD = "信息内容,本年制发件数,本年废止件数,现行有效件数\r\n"
LINES = "行政规范性文件,1,2,3\r\n行政许可,4,5,6\r\n行政处罚,7,8,9\r\n行政强制,1,1,1\r\n"


def test_a_number_that_is_cut_by_the_mark_is_no_number() -> None:
    cut = _rows(HEAD + "规章,1,234,0,0\r\n" + LINES)
    assert not any("234" in row for row in cut)
    quoted = _rows(HEAD + '规章,"1,234",0,0\r\n' + LINES)
    assert quoted[1] == ["规章", "1,234", "0", "0"]


def test_a_sentence_that_lists_the_labels_is_no_row() -> None:
    sentence = "本年行政许可,行政处罚,行政强制,行政事业性收费,均已公开。\n"
    document = open_document((sentence * 9).encode())
    assert not list(document.grids())
    assert len(document.blocks) == 9
