"""HTML tables to grids: spans of every kind, good and bad."""

from __future__ import annotations

import pytest

from parse.carrier.html import open_html
from parse.document import Document, Grid


def grid(markup: str) -> Grid:
    """The one grid of a page."""
    grids = list(open_html(f"<html><body>{markup}</body></html>").grids())
    assert len(grids) == 1
    return grids[0]


def rows(found: Grid) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in found.rows()]


def test_rowspan_and_colspan() -> None:
    found = grid(
        "<table><tr><td rowspan=2 colspan=2>角</td><td colspan=2>上</td></tr><tr><td>左</td><td>右</td></tr>"
        "<tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>"
    )
    assert rows(found) == [["角", "角", "上", "上"], ["角", "角", "左", "右"], ["1", "2", "3", "4"]]
    assert [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in found.cells[:3]] == [
        ("角", 0, 0, 2, 2),
        ("上", 0, 2, 1, 2),
        ("左", 1, 2, 1, 1),
    ]


def test_blank_cells_are_cells_and_missing_ones_are_not() -> None:
    found = grid("<table><tr><td>规章<td><td>&nbsp;</tr><tr><td>文件<td>1</table>")
    assert rows(found) == [["规章", "", ""], ["文件", "1", None]]


@pytest.mark.parametrize("span", ["1000000000", "-3", "0", "abc", "99999999999999999999", "2.7", ""])
def test_bad_spans(span: str) -> None:
    found = grid(
        f'<table><tr><td colspan="{span}" rowspan="{span}">甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>'
    )
    assert {cell.text for cell in found.cells} == {"甲", "乙", "丙"}
    assert found.height == 2
    assert found.width <= 3
    assert all(cell.row + cell.rowspan <= 2 and cell.column + cell.colspan <= found.width for cell in found.cells)


def test_rowspan_zero_ends_with_its_row_group() -> None:
    found = grid("<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody><tbody><tr><td>乙<td>3</tbody></table>")
    assert rows(found) == [["甲", "1"], ["甲", "2"], ["乙", "3"]]


def test_columns_that_nothing_fills_are_dropped() -> None:
    found = grid(
        "<table><tr><td colspan=7>第二十条</td></tr><tr><td colspan=3>规章</td><td colspan=4>5</td></tr></table>"
    )
    assert rows(found) == [["第二十条", "第二十条"], ["规章", "5"]]


def test_unclosed_and_stray_markup() -> None:
    found = grid("<table><tr><td><p>甲<td>1<form><tr><td>乙<td>2</form><div><tr><td>丙</td><td>3</div></table>")
    assert rows(found) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]
    found = grid("<table><tr><td><div>甲<td><div>1<tr><td>乙<td><div>2<tr><td>丙</td><td>3</table>")
    assert rows(found) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]
    assert rows(grid("<table><td>甲<td>1</table>")) == [["甲", "1"]]


def test_cells_taken_off_the_page_are_no_cells() -> None:
    found = grid(
        '<table><tr><td colspan=2>甲</td><td style="display: none">旧</td></tr><tr><td>1</td><td>2</td></tr></table>'
    )
    assert rows(found) == [["甲", "甲"], ["1", "2"]]


def test_text_of_a_cell() -> None:
    found = grid(
        "<table><tr><td><p>本年新<br/>制作数量</p></td><td><span>总</span> <font>计</font></td>"
        "<td>社会\n公益\n组织</td><td><script>x</script>\n 7730.28&nbsp;</td><td><ul><li>1<li>2</ul></td></tr>"
        "<tr><td>a\nb</td><td>1,234</td><td>增2/减1</td><td>/</td><td>无</td></tr></table>"
    )
    assert rows(found) == [
        ["本年新\n制作数量", "总 计", "社会公益组织", "7730.28", "1\n2"],
        ["a b", "1,234", "增2/减1", "/", "无"],
    ]


def test_tables_in_a_layout_table_are_grids_of_their_own() -> None:
    document = open_html(
        "<table><tr><td>导语一句，说明情况。<table><tr><td>规章<td>1<tr><td>文件<td>2</table>中间一句，说明情况。"
        "<table><tr><td>行政许可<td>3</table></td></tr></table>"
    )
    shapes = [rows(block) if isinstance(block, Grid) else block.text for block in document.blocks]
    assert shapes == [
        "导语一句，说明情况。",
        [["规章", "1"], ["文件", "2"]],
        "中间一句，说明情况。",
        [["行政许可", "3"]],
    ]


def test_a_table_in_a_cell_of_a_data_table_follows_it() -> None:
    document = open_html(
        "<table><tr><td>信息内容<td>规章<td>文件<tr><td>数量<td>5<td><table><tr><td>甲<td>6</table></table>"
    )
    assert [rows(found) for found in document.grids()] == [
        [["信息内容", "规章", "文件"], ["数量", "5", ""]],
        [["甲", "6"]],
    ]


def test_equal_tables_are_all_kept() -> None:
    table = "<p>行政复议</p><table><tr><td>结果维持<td>总计</tr><tr><td>0<td>0</tr></table>"
    document: Document = open_html(f"<html><body><div>{table * 3}</div></body></html>")
    assert len(list(document.grids())) == 3
    assert [paragraph.text for paragraph in document.paragraphs()] == ["行政复议"] * 3


@pytest.mark.parametrize(
    "markup",
    [
        "<table>" + ("<tr>" + "<td colspan=1000>x" * 500) * 3 + "</table>",
        "<table><tr>" + "<td>x" * 20_000 + "</tr>" + "<tr><td>y" * 20_000 + "</table>",
        "<table>" + "<tr><td rowspan=60000>x<td>y" * 20_000 + "</table>",
        "<table><tr><td>a<td>b" * 3_000,
    ],
)
def test_hostile_tables_are_bounded_and_lose_no_text(markup: str) -> None:
    document = open_html(markup)
    for found in document.grids():
        assert found.height * found.width <= 1_000_000
    assert document.blocks
