"""The form written in many ways, every number another: no cell wrong or invented, none missing without a problem."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from form_pages import APPLICANTS, Form, Place, Rows, Style, form, leaves, write

from parse.json_form import report_json
from parse.reader import read

_FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
VARIANTS = {
    "社会公益组织": "公益组织",
    "总计": "合计",
    "（七）总计": "（七）合计",
    "四、结转下年度继续办理": "四、结转下一年度继续办理",
    "（五）不予处理": "(五)不予公开",
    "5.要求行政机关确认或重新出具已获取信息": "5、要求行政机关确认或新出具",
    "规范性文件": "行政规范性文件",
    "行政规范性文件": "规范性文件",
    "本年收费金额（单位：万元）": "本年收费金额",
    "一、本年新收政府信息公开申请数量": "一、本年新收申请数量",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "2.重复申请": "2．重复申请",
    "三、本年度办理结果": "三、办理结果",
    "（六）其他处理": "（六）其他",
}


def _each(change: Callable[[Rows], None]) -> Callable[[Form], None]:
    def changed(made: Form) -> None:
        for rows in (made.two, made.three, made.four):
            change(rows)

    return changed


def _at(made: Form, row: str) -> int:
    """The printed row of table three with this key."""
    return next(at for at, places in enumerate(made.three) if any(p.path and p.path[1] == row for p in places))


def _shrink(made: Form, label: str, by: int) -> None:
    for places in made.three:
        for at, place in enumerate(places):
            if place.text.startswith(label):
                places[at] = replace(place, rows=place.rows - by)


def _empty_column(rows: Rows) -> None:
    for row in rows:
        row.append(Place(""))


def _totals_of_table_four(made: Form) -> None:
    """Each group's four outcomes give its total: what tells which blank cell is that of the empty column."""
    row = made.four[3]
    for start, group in ((0, "review"), (5, "litigation_direct"), (10, "litigation_after_review")):
        cells = made.expected["review_and_litigation"][group]
        cells["total"] = sum(cells[outcome] or 0 for outcome in ("upheld", "corrected", "other", "pending"))
        row[start + 4] = replace(row[start + 4], text=str(cells["total"]))


def _empty_column_and_totals(made: Form) -> None:
    _totals_of_table_four(made)
    _each(_empty_column)(made)


def _numbered_rows(made: Form) -> None:
    made.three[0].insert(0, Place("序号", rows=3))
    for number, row in enumerate(made.three[3:], start=1):
        row.insert(0, Place(str(number)))


def _row_left_out(made: Form) -> None:
    made.three.pop(_at(made, "unable_requires_creation"))
    _shrink(made, "（四）无法提供", 1)
    _shrink(made, "三、", 1)
    made.expected["disclosure_requests"].pop("unable_requires_creation")


def _row_doubled(made: Form) -> None:
    made.three.append(list(made.three[-1]))


def _row_doubled_with_other_values(made: Form) -> None:
    made.three.append([replace(place, text="7") if place.path else place for place in made.three[-1]])
    made.expected["disclosure_requests"]["carried_forward"] = dict.fromkeys(APPLICANTS)


def _rows_in_another_order(made: Form) -> None:
    for row in ("new_requests", "not_processed_repeat_request"):
        at = _at(made, row)
        made.three[at], made.three[at + 1] = made.three[at + 1], made.three[at]


def _no_total_column(made: Form) -> None:
    made.three[0][1] = replace(made.three[0][1], columns=6)
    made.three[1].pop()
    for row in made.three[3:]:
        row.pop()
    for values in made.expected["disclosure_requests"].values():
        values["total"] = None


def _other_processing_as_one_row(made: Form) -> None:
    values = made.expected["disclosure_requests"]
    if "other_processing" in values:
        return
    at = _at(made, "other_no_correction")
    kept = [replace(p, path=("", "other_processing")) for p in made.three[at] if p.path]
    made.three[at : at + 3] = [[Place("（六）其他处理", columns=2), *kept]]
    values["other_processing"] = values.pop("other_no_correction")
    del values["other_fee_unpaid"], values["other_misc"]
    _shrink(made, "三、", 2)


def _heading_in_the_middle(made: Form) -> None:
    made.three[12:12] = [list(row) for row in made.three[:3]]


def _other_labels(rows: Rows) -> None:
    for row in rows:
        for at, place in enumerate(row):
            if place.path is None:
                row[at] = replace(place, text=VARIANTS.get(place.text, place.text))


def _broken(place: Place, text: str) -> str:
    middle = len(text) // 2
    return text if place.path else f"{text[:middle]}<br>{text[middle:]}"


def _menu_and_frames(page: str) -> str:
    menu = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>'
    frame = '<table width="100%"><tr><td><table><tr><td><div>'
    return page.replace("<body>", f"<body>{menu}{frame}").replace(
        "</body>", "</div></td></tr></table></td></tr></table></body>"
    )


def _xhtml(page: str) -> str:
    kind = 'html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"'
    page = page.replace("<!DOCTYPE html>", f"<!DOCTYPE {kind}>")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + page.replace(
        "<html>", '<html xmlns="http://www.w3.org/1999/xhtml">'
    )


def _short_rowspans(page: str) -> str:
    return re.sub(r'rowspan="(1\d|2\d)"', lambda span: f'rowspan="{int(span[1]) - 3}"', page)


def _long_rowspans(page: str) -> str:
    return re.sub(r'rowspan="(1\d|2\d)"', lambda span: f'rowspan="{int(span[1]) + 5}"', page)


def _head_and_body(page: str) -> str:
    head = r'<table border="1"><caption>表</caption><colgroup><col><col></colgroup><thead>\1</thead><tbody>'
    return re.sub(r'<table border="1">\n(.*?</tr>)', head, page, flags=re.DOTALL)


STYLES = (
    Style("as_the_form_prints_it"),
    Style("small_numbers", big=False),
    Style("full_width_digits", number=lambda n: str(n).translate(_FULL_WIDTH)),
    Style("thousands_separators", number=lambda n: f"{n:,}"),
    Style("full_width_thousands_separators", number=lambda n: f"{n:,}".translate(_FULL_WIDTH)),
    Style("padded_with_no_break_spaces", cell=lambda _, text: f"&nbsp;&nbsp;{text}&nbsp;<o:p></o:p>"),
    Style("letter_by_letter", cell=lambda _, text: "".join(f"<span lang=EN-US>{html.escape(c)}</span>" for c in text)),
    Style("labels_broken", cell=_broken),
    Style("word_paragraphs", cell=lambda _, text: f"<p class=MsoNormal><span><font>{text}</font></span></p>"),
    Style("a_box_around_every_text", cell=lambda _, text: f"<div><table><tr><td>{text}</td></tr></table></div>"),
    Style("blanks_at_random", blanks=True),
    Style("small_numbers_and_blanks", blanks=True, big=False),
    Style("one_table", one_table=True),
    Style("one_table_with_blanks", one_table=True, blanks=True),
    Style("an_empty_last_column", change=_each(_empty_column)),
    Style("an_empty_last_column_and_blanks", change=_empty_column_and_totals, blanks=True),
    Style("rows_numbered", change=_numbered_rows),
    Style("rows_numbered_small", change=_numbered_rows, big=False),
    Style("rows_numbered_and_blanks", change=_numbered_rows, blanks=True),
    Style("a_row_left_out", change=_row_left_out, seen=("row_missing",)),
    Style("a_row_doubled", change=_row_doubled),
    Style("a_row_doubled_with_other_values", change=_row_doubled_with_other_values, seen=("row_repeated",)),
    Style("rows_in_another_order", change=_rows_in_another_order),
    Style("no_total_column", change=_no_total_column, seen=("column_missing",)),
    Style("no_total_column_and_blanks", change=_no_total_column, blanks=True, seen=("column_missing",)),
    Style("other_processing_as_one_row", change=_other_processing_as_one_row),
    Style("heading_in_the_middle", change=_heading_in_the_middle),
    Style("other_labels", change=_each(_other_labels), seen=("label_variant",)),
    Style("heading_cells", markup=lambda page: page.replace("<td", "<th").replace("</td", "</th")),
    Style("head_and_body", markup=_head_and_body),
    Style("no_end_tags", markup=lambda page: re.sub(r"</(td|tr|p)>", "", page)),
    Style("upper_case_tags", markup=lambda page: re.sub(r"</?\w+", lambda tag: tag.group().upper(), page)),
    Style("xhtml", markup=_xhtml),
    Style("a_hidden_column", markup=lambda page: page.replace("</tr>", '<td style="display:none">99</td></tr>')),
    Style("cells_in_comments", markup=lambda page: page.replace("<td", "<!-- <td>7</td> --><td")),
    Style("menu_and_frames", markup=_menu_and_frames),
    Style("no_spans", markup=lambda page: re.sub(r' (row|col)span="\d+"', "", page)),
    Style("no_spans_and_blanks", markup=lambda page: re.sub(r' (row|col)span="\d+"', "", page), blanks=True),
    Style("spans_too_short", markup=_short_rowspans),
    Style("spans_too_short_and_blanks", markup=_short_rowspans, blanks=True),
    Style("spans_too_long", markup=_long_rowspans),
    Style("gb18030_called_utf_8", encode=lambda page: page.encode("gb18030")),
    Style("utf_8_called_gb2312", encode=lambda page: page.replace("utf-8", "gb2312").encode()),
    Style("utf_8_with_a_mark", encode=lambda page: b"\xef\xbb\xbf" + page.encode()),
    Style("utf_16_with_a_mark", encode=lambda page: page.encode("utf-16")),
    Style("utf_16_without_a_mark", encode=lambda page: page.encode("utf-16-be")),
)  # fmt: skip


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_cell_is_read_in_its_place(style: Style, edition: str) -> None:
    made = form(edition, random.Random(f"{style.name} {edition}"), style)
    style.change(made)
    report = report_json(read(write(made, style), media_type="text/html"))
    assert report["edition"] == edition
    read_cells = dict(leaves(report["tables"]))
    expected = dict(leaves(made.expected))
    assert {path: value for path, value in read_cells.items() if path in expected} == expected
    assert [path for path, value in read_cells.items() if path not in expected and value is not None] == []
    kinds = {problem["kind"] for problem in report["problems"]}
    assert set(style.seen) <= kinds
    assert {p["kind"] for p in report["problems"] if p["severity"] == "error" and p["origin"] == "reading"} == set()
