"""Web pages: what the markup of a page itself makes invisible is no value."""

from __future__ import annotations

import pytest
from documents_read import SEED_TRUTH, SEEDS

from parse.carrier import open_document
from parse.document import Document
from parse.json_form import report_json
from parse.reader import read
from parse.tables.values import read_value
from samples.carriers import make


def _opened(cell: str, around: str = "<table>{}</table>") -> Document:
    """A page whose table has 自然人 | the cell | 2, and enough words that nothing else is looked for."""
    row = f"<tr><td>自然人</td>{cell}<td>2</td></tr><tr><td>行政许可</td><td>6</td><td>7</td></tr>"
    return open_document(f"<html><body><p>本年度报告。</p>{around.format(row)}</body></html>".encode(), "text/html")


def _cells(document: Document) -> list[str]:
    return [cell.text for grid in document.grids() for cell in grid.cells][:3]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<td><span style="color:#fff">31</span></td>', "\ufffd\ufffd"),
        ('<td style="COLOR: #FFFFFF">31</td>', "\ufffd\ufffd"),
        ('<td>3<font color="#ffffff">1</font></td>', "3\ufffd"),
        ('<td>3<font color="white">1</font></td>', "3\ufffd"),
        ('<td>3<span style="font-size:9pt; color: rgb(255, 255, 255)">1</span></td>', "3\ufffd"),
        ('<td>3<span style="color:transparent">1</span></td>', "3\ufffd"),
        ('<td>3<span style="color:rgba(0,0,0,0)">1</span></td>', "3\ufffd"),
        ('<td>3<span style="color:#fefefe">1</span></td>', "3\ufffd"),
        ('<td style="background:#fff"><span style="color:#fff">31</span></td>', "\ufffd\ufffd"),
        ('<td style="background:#0070c0"><span style="color:#fff">31</span></td>', "31"),
        ('<td bgcolor="#0070c0"><font color="#fff">31</font></td>', "31"),
        ('<td style="color:#fff"><span style="color:#000">31</span></td>', "31"),
        ('<td style="background-color:#fff">31</td>', "31"),
        ('<td style="color:#f00">31</td>', "31"),
        ('<td style="color:#fff">2.行政强制</td>', "2.行政强制"),
        ('<td>3<span style="font-size:0">1</span></td>', "3"),
        ('<td>3<span style="font-size:0px;color:red">1</span></td>', "3"),
        ('<td style="font-size:0"><span style="font-size:14px">31</span></td>', "31"),
        ('<td style="font-size:0.9em">31</td>', "31"),
        ('<td>3<span style="opacity:0">1</span></td>', "3"),
        ('<td>3<span style="opacity:0.9">1</span></td>', "31"),
        ('<td>3<span style="display:none">1</span></td>', "3"),
        ('<td>3<span style="DISPLAY: none">1</span></td>', "3"),
        ('<td>3<span style="visibility:hidden">1</span></td>', "3"),
        ('<td>3<span style="position:absolute;left:-9999px">1</span></td>', "3"),
        ('<td style="text-indent:-21pt">31</td>', "31"),
        ("<td>3<span hidden>1</span></td>", "3"),
        ("<td>3<sup>1</sup></td>", "3¹"),
    ],
)
def test_what_is_shown_in_a_cell(cell: str, shown: str) -> None:
    assert _cells(_opened(cell)) == ["自然人", shown, "2"]
    assert read_value(shown, "count", None).value == (int(shown) if shown.isascii() else None)


def test_white_on_the_ground_of_a_whole_table_is_read() -> None:
    ground = '<table style="background-color: rgb(0, 80, 160); color: white">{}</table>'
    assert _cells(_opened('<td><span style="color:white">31</span></td>', ground)) == ["自然人", "31", "2"]


SEED, OTHER = "002_d1d250c2011c14d6.txt", "004_4b1104c5c2484d6c.txt"
FRAME = "<!DOCTYPE html><html><head><title>某县人民政府</title></head><body><p>{}</p></body></html>\n"


def _page(name: str) -> str:
    return make((SEEDS / name).read_text("utf-8"), "html").decode()


@pytest.mark.parametrize("before", ["首页", "某某新闻内容，今天天气很好。" * 40])
def test_a_report_behind_another_whole_page_is_read(before: str) -> None:
    for whole in (FRAME.format(before) + _page(SEED), _page(SEED) + FRAME.format(before)):
        assert report_json(read(whole.encode()))["tables"] == SEED_TRUTH[SEED]["tables"]


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    inner = _page(SEED).partition("<body>")[2]
    assert (
        report_json(read(f"<html><body><p>首页</p></body></html>{inner}".encode()))["tables"]
        == (SEED_TRUTH[SEED]["tables"])
    )


def test_two_reports_in_one_file_are_never_one() -> None:
    report = read((_page(SEED) + _page(OTHER)).encode())
    assert [told.kind for told in report.problems if told.severity == "error"][:1] == ["several_reports"]
    assert not any(cell.value is not None for cell in report.cells)


def test_a_page_and_its_copy_are_one_report() -> None:
    assert report_json(read((_page(SEED) * 2).encode()))["tables"] == SEED_TRUTH[SEED]["tables"]


@pytest.mark.parametrize(
    ("image", "counted"),
    [
        ("<img src='/Editor/sysimage/icon16/doc.gif'>", 0),
        ("<img src='/images/icon_pdf.png'>", 0),
        ("<a href='/up/a.docx'><img src='/images/go.jpg'></a>", 0),
        ("<a href='/up/1.jpg'><img src='/up/1.jpg'></a>", 1),
        ("<img src='/unicorn/2023/1.jpg'>", 1),
        ("<img src='/up/file/202301/report_1.png'>", 1),
    ],
)
def test_the_sign_of_a_file_is_no_picture_of_a_report(image: str, counted: int) -> None:
    page = f"<html><body><p>本年度报告见下图，请阅读全文。</p><p>{image}</p><p>某县人民政府办公室。</p></body></html>"
    assert open_document(page.encode(), "text/html").image_count == counted
