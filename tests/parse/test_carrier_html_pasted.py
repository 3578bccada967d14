"""What editors paste from Word into a page: numbers and labels in pieces, marks, copies, tags that never end."""

from __future__ import annotations

import random
import re

import pytest
from form_pages import Style, form, leaves, write

from parse.carrier.html import open_html
from parse.document import Document, Grid
from parse.json_form import report_json
from parse.reader import read


def cell(markup: str) -> str:
    """The text of a cell of a table of data."""
    page = f"<html><body><table><tr><td>规章<td>1<td>2<tr><td>文件<td>{markup}</td><td>3</table></body></html>"
    (grid,) = open_html(page).grids()
    found = grid.rows()[1][1]
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("1<span>2</span>", "12"),
        ("<p class=MsoNormal><span lang=EN-US>1</span><font face=宋体>2</font><o:p></o:p></p>", "12"),
        ("<st1:chmetcnv w:st='on' unitname='年'>12</st1:chmetcnv>", "12"),
        ("1<!--[if gte mso 9]><xml><o:x>7</o:x></xml><![endif]-->2", "12"),
        ("<![if !supportEmptyParas]>&nbsp;<![endif]>12", "12"),
        ("<a name=_GoBack></a>1<b>2</b>", "12"),
        ("&nbsp;&nbsp;　12&nbsp;<o:p>&nbsp;</o:p>", "12"),
        ("<script>7</script>12<style>.a{width:3px}</style>", "12"),
        ("1<br>2", "1\n2"),
        ("<p>1</p><p>2</p>", "1\n2"),
        ("<div>1</div>2", "1\n2"),
        ("1 <span>2</span>", "1 2"),
        ("3<sup>1</sup>", "3¹"),
        ("3<sup>①</sup>", "3①"),
        ("3<sub>1</sub>", "3₁"),
        ("<sup>1</sup>3", "¹3"),
        ("3<span style='vertical-align: super'>1</span>", "3¹"),
        ("<p>3<sup><span>1</span><span>2</span></sup></p>", "3¹²"),
        ("<sup>12</sup>", "12"),
        ("<p><span><sub>12</sub></span></p>", "12"),
        ("<del>3</del>5", "3̶5"),
        ("<s>12</s>", "1̶2̶"),
        ("<span style='text-decoration: line-through'>3</span>5", "3̶5"),
        ("<del></del><ins>5</ins>", "5"),
        ("<span style='display:none'>3</span>5", "5"),
        ("<span style='mso-hide:all'>3</span>5", "5"),
        ("<span hidden>3</span>5", "5"),
        ("<span style='visibility:hidden'>3</span>5", "5"),
        ("7&#x1d;064", "7\ufffd064"),
        ("7\x1d064", "7\ufffd064"),
        ("7\x00", "7"),
        ("<select><option>1<option>2</select>5", "5"),
    ],
)
def test_a_cell_in_pieces(markup: str, printed: str) -> None:
    assert cell(markup) == printed


def test_an_invisible_cell_keeps_its_place() -> None:
    page = "<table><tr><td>规章<td>文件<td>其他<tr><td style='visibility: hidden'>7</td><td>2<td>3</table>"
    (grid,) = open_html(page).grids()
    assert [place.text for place in grid.rows()[1] if place] == ["", "2", "3"]


def read_form(style: Style) -> tuple[dict[str, object], set[str]]:
    """Cells that were read otherwise than written (None: not read), and the kinds of problems."""
    made = form("2021", random.Random(style.name), style)
    report = report_json(read(write(made, style), media_type="text/html"))
    cells = dict(leaves(report["tables"]))
    expected = dict(leaves(made.expected))
    wrong = {"/".join(path): value for path, value in cells.items() if value != expected.get(path)}
    return wrong, {problem["kind"] for problem in report["problems"]}


def _twice(page: str, attributes: str) -> str:
    """Every table a second time, as sites do for small screens."""
    return re.sub(r"<table.*?</table>", lambda found: f"<div {attributes}>{found[0]}</div>{found[0]}", page, flags=re.S)


_FRAME = "<table width=100%><tr><td>"
_LIST = "<ul><li>"
SAME = (
    Style("hidden_copies", markup=lambda page: _twice(page, 'style="display: none"')),
    Style("copies_for_small_screens", markup=lambda page: _twice(page, 'class="visible-xs"')),
    Style(
        "tables_in_lists",
        markup=lambda page: page.replace("<table", _LIST + "<table").replace("</table>", "</table></ul>"),
    ),
    Style(
        "tables_in_figures",
        markup=lambda page: page.replace("<table", "<figure><table").replace("</table>", "</table></figure>"),
    ),
    Style(
        "tables_in_tables",
        markup=lambda page: page.replace("<table", _FRAME * 3 + "<table").replace("</table>", "</table>" * 4),
    ),
    Style(
        "word_frames",
        cell=lambda _, text: f"<p class=MsoNormal><b><span><span><font>{text}</font></span></span></b><o:p></o:p></p>",
    ),
    Style("numbers_in_halves", cell=lambda place, text: f"{text[:1]}<span>{text[1:]}</span>" if place.path else text),
    Style(
        "conditional_comments",
        cell=lambda _, text: f"<!--[if !mso]><!-->{text}<!--<![endif]--><!--[if mso]>8<![endif]-->",
    ),
    Style("no_end_of_cells", markup=lambda page: page.replace("</td>", "")),
    Style("no_end_of_rows", markup=lambda page: page.replace("</tr>", "")),
    Style("no_end_of_tables", markup=lambda page: page.replace("</table>", "")),
    Style("nothing_ends", markup=lambda page: re.sub(r"</(?:td|tr|table|p|h1)>", "", page)),
    Style("spans_around_rows", markup=lambda page: page.replace("<tr>", "<span><tr>").replace("</tr>", "</tr></span>")),
    Style("gb2312_without_a_word", encode=lambda page: page.replace('<meta charset="utf-8">', "").encode("gb18030")),
    Style("gbk_called_gb2312", encode=lambda page: page.replace("utf-8", "gb2312").encode("gbk")),
    Style("utf_8_without_a_word", encode=lambda page: page.replace('<meta charset="utf-8">', "").encode()),
    Style("utf_16_little_without_a_mark", encode=lambda page: page.encode("utf-16-le")),
)


@pytest.mark.parametrize("style", SAME, ids=lambda style: style.name)
def test_a_pasted_page_is_read_whole(style: Style) -> None:
    wrong, _ = read_form(style)
    assert wrong == {}


DOUBTFUL = (
    Style("footnotes_at_numbers", cell=lambda place, text: f"{text}<sup>1</sup>" if place.path else text),
    Style("struck_numbers", cell=lambda place, text: f"<del>{text}</del>" if place.path else text),
    Style("struck_and_new_numbers", cell=lambda place, text: f"<s>7</s>{text}" if place.path else text),
    Style("numbers_over_two_lines", cell=lambda place, text: f"{text[:2]}<br>{text[2:]}" if place.path else text),
    Style("two_numbers_in_a_cell", cell=lambda place, text: f"<p>{text}</p><p>7</p>" if place.path else text),
)


@pytest.mark.parametrize("style", DOUBTFUL, ids=lambda style: style.name)
def test_what_a_person_would_ask_about_is_null_and_said(style: Style) -> None:
    wrong, kinds = read_form(style)
    assert wrong
    assert set(wrong.values()) == {None}
    assert kinds & {"unreadable_value", "short_row", "ambiguous_row", "no_data_row", "row_missing", "unreadable_row"}


def test_big5_by_its_label() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>政府資訊公開工作年度報告，請參閱下列各項說明。</p>'
    document = read_bytes(page.encode("big5hkscs"))
    assert document == ["政府資訊公開工作年度報告，請參閱下列各項說明。"]


def read_bytes(data: bytes) -> list[str]:
    from parse.carrier import open_document

    return [paragraph.text for paragraph in open_document(data, "text/html").paragraphs()]


def outline(document: Document) -> list[str | list[list[str]]]:
    return [
        [[place.text if place else "" for place in row] for row in block.rows()]
        if isinstance(block, Grid)
        else block.text
        for block in document.blocks
    ]


def test_text_between_the_rows_of_a_table_is_not_lost() -> None:
    page = (
        "<table><tr><td>规章<td>5</td></tr><p>五、存在的主要问题</p><tr><td>文件<td>6</td></tr></table><p>六、其他</p>"
    )
    assert outline(open_html(page)) == [[["规章", "5"], ["文件", "6"]], "五、存在的主要问题", "六、其他"]


def test_what_follows_a_table_that_never_ends_is_not_its_last_cell() -> None:
    page = (
        "<p>二、主动公开政府信息情况</p><table><tr><td>第二十条第（一）项<tr><td>信息内容<td>本年制发件数<tr><td>规章<td>5"
        "<p>三、收到和处理政府信息公开申请情况</p><p>全年未收到申请。</p>"
    )
    assert outline(open_html(page)) == [
        "二、主动公开政府信息情况",
        [["第二十条第（一）项", ""], ["信息内容", "本年制发件数"], ["规章", "5"]],
        "三、收到和处理政府信息公开申请情况",
        "全年未收到申请。",
    ]


def test_a_page_too_deep_keeps_hidden_and_raised_figures_apart() -> None:
    deep = "<span>" * 3000
    page = f"{deep}<table><tr><td>规章<td>3<span style='display:none'>7</span><tr><td>文件<td>4<sup>1</sup></table>"
    texts = "".join(block.text for block in open_html(page).paragraphs())
    cells = [place.text for grid in open_html(page).grids() for place in grid.cells]
    assert not {"37", "41"} & set(re.findall(r"\d+", texts + " ".join(cells)))


def test_a_control_character_between_the_rows_of_a_table_costs_nothing_but_itself() -> None:
    """Found by damaging a real page: the tree does not take back a character that the parser let through."""
    style = Style("control", markup=lambda page: page.replace("</tr>\n<tr>", "</tr>文\x0c字<tr>", 1))
    made = form("2021", random.Random(3), style)
    report = read(write(made, style), url="http://www.example.gov.cn/1.html")
    assert dict(leaves(report_json(report)["tables"])) == dict(leaves(made.expected))
    assert "文\ufffd字" in report.text
