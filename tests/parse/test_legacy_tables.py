"""Statistics forms of reports before 2019, in every carrier and layout: each row exact, nothing split or guessed."""

from __future__ import annotations

import office
import pytest
from documents_read import real
from hypothesis import example, given, settings
from hypothesis import strategies as st
from legacy_pages import CARRIERS, REPORTS, WITH_TABLE, rewritten
from statistics_form import FIGURES, FORM, PROSE, TITLE, figure_cell, page, table

from parse.json_form import report_json
from parse.reader import read
from parse.report import LegacyFigure, Report

SEPARATE = ("pingtan-2011.txt", "pingtan-2014.txt")
"""Texts whose cells are parted by blanks; in the others the digits of two columns ran together."""


def _printed(report: Report) -> list[tuple[str, str | None, object, object]]:
    return [(one.label, one.unit, one.value, one.cumulative) for one in report.legacy_figures]


def _kinds(report: Report) -> set[str]:
    return {problem.kind for problem in report.problems}


@pytest.mark.parametrize("name", SEPARATE)
def test_every_row_of_a_table_parted_by_blanks(name: str) -> None:
    rows = REPORTS[name]["legacy_figures"]["table"]["rows"]
    figures = real(name)["legacy_figures"][-len(rows) :]
    keys = ("label", "unit", "value", "cumulative")
    assert [tuple(one[key] for key in keys) for one in figures] == [tuple(row[key] for key in keys) for row in rows]
    assert figures[0]["sentence"].startswith(rows[0]["label"])


@pytest.mark.parametrize("name", sorted(set(WITH_TABLE) - set(SEPARATE)))
def test_digits_that_ran_together_are_null_and_told(name: str) -> None:
    rows = REPORTS[name]["legacy_figures"]["table"]["rows"]
    report = real(name)
    figures = report["legacy_figures"][-len(rows) :]
    assert [(one["label"], one["unit"]) for one in figures] == [(row["label"], row["unit"]) for row in rows]
    assert {(one["value"], one["cumulative"]) for one in figures} == {(None, None)}
    told = [p for p in report["problems"] if p["kind"] == "run_together" and p["table"] == "legacy_figures"]
    assert len(told) == len(rows)


def test_ran_together_digits_are_seen_as_printed() -> None:
    seen = [p["seen"] for p in real("pingtan-2018-excerpt.txt")["problems"] if p["kind"] == "run_together"]
    assert seen[:3] == ["主动公开文件数条206912106", "其中：1.政府网站公开数条206912106", "2.政府公报公开数条00"]


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", WITH_TABLE)
def test_real_tables_with_other_numbers_in_other_carriers(name: str, carrier: str) -> None:
    made = rewritten(name, carrier)
    report = read(made.data, url=made.url)
    assert (report.edition, report.report_year) == ("legacy", REPORTS[name]["document"]["report_year"])
    assert _printed(report)[-len(made.figures) :] == made.figures
    assert not [problem for problem in report.problems if problem.severity == "error"]


@pytest.mark.skipif(not office.INSTALLED, reason="LibreOffice makes the PDF")
def test_a_real_table_with_other_numbers_as_a_pdf() -> None:
    made = rewritten("pingtan-2014.txt", "pdf")
    report = read(made.data, url=made.url)
    assert _printed(report)[-len(made.figures) :] == made.figures


EXPECTED = [(key, label, value, unit) for label, unit, value, key in FIGURES]


def _form(report: Report) -> list[tuple[str | None, str, object, str | None]]:
    return [(one.key, one.label, one.value, one.unit) for one in report.legacy_figures]


def test_the_form_of_2014_in_three_columns() -> None:
    rows = [["统 计 指 标", "单位", "统计数"], *([label, unit, figure_cell(value)] for label, unit, value, _ in FORM)]
    report = read(page(table(rows)))
    assert (report.edition, report.tables) == ("legacy", {})
    assert _form(report) == EXPECTED
    assert report.problems == ()


def test_the_form_with_numbered_rows_and_remarks() -> None:
    rows = [["序号", "统计指标", "计量单位", "数量", "备注"]]
    rows += [[str(at), label, unit, figure_cell(value), "含乡镇" if at == 2 else ""]
             for at, (label, unit, value, _) in enumerate(FORM, 1)]  # fmt: skip
    assert _form(read(page(table(rows)))) == EXPECTED


def test_the_form_as_two_tables_side_by_side_is_read_column_by_column() -> None:
    half = (len(FORM) + 1) // 2
    left, right = FORM[:half], [*FORM[half:], *[("", "", None, None)] * (2 * half - len(FORM))]
    rows = [["统计指标", "单位", "统计数", "统计指标", "单位", "统计数"]]
    for one, other in zip(left, right, strict=True):
        rows.append([one[0], one[1], figure_cell(one[2]), other[0], other[1], figure_cell(other[2])])
    assert _form(read(page(table(rows)))) == EXPECTED


def test_units_printed_in_the_cells() -> None:
    rows = [
        ["指标", "数量"],
        *([label, f"{value}{unit}" if value is not None else ""] for label, unit, value, _ in FORM),
    ]
    expected = [(key, label, value, unit if value is not None else None) for key, label, value, unit in EXPECTED]
    assert _form(read(page(table(rows)))) == expected


def test_the_form_cut_by_a_page_break_goes_on_in_the_next_table() -> None:
    rows = [[label, unit, figure_cell(value)] for label, unit, value, _ in FORM]
    first, second = table([["统计指标", "单位", "统计数"], *rows[:47]]), table(rows[47:])
    assert _form(read(page(f"{first}<p></p>{second}"))) == EXPECTED


def test_the_form_without_its_heading_line() -> None:
    rows = [[label, unit, figure_cell(value)] for label, unit, value, _ in FORM]
    assert _form(read(page(table(rows)))) == EXPECTED


def test_the_form_in_running_text_with_a_cell_a_line() -> None:
    cells = ["统计指标", "单位", "统计数"]
    for label, unit, value, _ in FORM:
        cells += [label, unit, figure_cell(value)] if value is not None else [label, unit]
    text = "\n".join([TITLE, PROSE, "附件：政府信息公开情况统计表", *cells])
    report = read(text.encode(), media_type="text/plain")
    assert _form(report) == EXPECTED


def test_labels_in_merged_cells_are_parts_of_what_spans_them() -> None:
    html = """<table border=1>
    <tr><td colspan=2>指标名称</td><td>计量单位</td><td>2016年度</td><td>历年累计</td></tr>
    <tr><td rowspan=2>主动公开</td><td>主动公开政府信息数</td><td>条</td><td>731</td><td>9042</td></tr>
    <tr><td>制发规范性文件总数</td><td>件</td><td>15</td><td></td></tr>
    <tr><td rowspan=3>行政复议数量</td><td>维持具体行政行为数</td><td>件</td><td>3</td><td>28</td></tr>
    <tr><td>被依法纠错数</td><td>件</td><td>/</td><td>6</td></tr>
    <tr><td>其他情形数</td><td>件</td><td>无</td><td>4</td></tr>
    <tr><td colspan=2>行政诉讼数量</td><td>件</td><td>2</td><td>17</td></tr>
    </table>"""
    report = read(page(html))
    assert [(one.key, one.value, one.cumulative) for one in report.legacy_figures] == [
        ("items_disclosed", 731, 9042),
        ("normative_issued", 15, None),
        ("reviews_upheld", 3, 28),
        ("reviews_corrected", None, 6),
        ("reviews_other", None, 4),
        ("lawsuits", 2, 17),
    ]


def test_an_outcome_without_a_known_parent_has_no_key() -> None:
    rows = [["统计指标", "单位", "统计数"], ["收到申请数", "件", "7"], ["当面申请数", "件", "4"], ["信函申请数", "件", "3"],  # noqa: E501
            ["信访事项", "件", "9"], ["1．被依法纠错数", "件", "5"]]  # fmt: skip
    keys = {one.label: one.key for one in read(page(table(rows))).legacy_figures}
    assert keys["信访事项"] is None
    assert keys["1．被依法纠错数"] is None


def test_an_unknown_indicator_keeps_its_printed_label_without_a_key() -> None:
    rows = [["指标名称", "计量单位", "本年度"], ["主动公开信息数", "条", "61"], ["其中：1.网站公开", "条", "44"],
            ["2.村务公开栏公开数", "条", "17"], ["行政复议数", "件", "0"]]  # fmt: skip
    report = read(page(table(rows)))
    assert [(one.key, one.label, one.value) for one in report.legacy_figures] == [
        ("items_disclosed", "主动公开信息数", 61),
        ("disclosed_by_website", "其中：1.网站公开", 44),
        (None, "2.村务公开栏公开数", 17),
        ("reviews", "行政复议数", 0),
    ]


def test_columns_of_several_bodies_are_kept_apart_without_keys() -> None:
    rows = [["序号", "统计指标", "单位", "区政府统计数", "区直单位统计数"], ["1", "主动公开政府信息数", "条", "51", "212"],  # noqa: E501
            ["2", "收到申请数", "件", "6", ""], ["3", "行政复议数量", "件", "1", "0"]]  # fmt: skip
    report = read(page(table(rows)))
    assert [(one.key, one.label, one.value) for one in report.legacy_figures] == [
        ("items_disclosed", "主动公开政府信息数", None),
        (None, "主动公开政府信息数 / 区政府统计数", 51),
        (None, "主动公开政府信息数 / 区直单位统计数", 212),
        ("requests_received", "收到申请数", None),
        (None, "收到申请数 / 区政府统计数", 6),
        ("reviews", "行政复议数量", None),
        (None, "行政复议数量 / 区政府统计数", 1),
        (None, "行政复议数量 / 区直单位统计数", 0),
    ]


def test_the_column_of_another_year_is_not_that_of_the_report() -> None:
    rows = [["指标名称", "单位", "2015年", "2016年"], ["主动公开政府信息数", "条", "300", "417"],
            ["收到申请数", "件", "8", "5"], ["行政诉讼数量", "件", "2", "1"]]  # fmt: skip
    figures = read(page(table(rows))).legacy_figures
    assert [(one.label, one.value) for one in figures if one.key] == [
        ("主动公开政府信息数", 417), ("收到申请数", 5), ("行政诉讼数量", 1),
    ]  # fmt: skip
    assert [one.label for one in figures if not one.key] == [
        "主动公开政府信息数 / 2015年", "收到申请数 / 2015年", "行政诉讼数量 / 2015年",
    ]  # fmt: skip


def test_a_local_form_with_codes_and_a_line_of_column_letters() -> None:
    rows = [["指 标 名 称", "计量单位", "代码", "本期实际", "本年累计"], ["甲", "乙", "丙", "1", "2"],
            ["主动公开信息数", "条", "01", "92", "370"], ["其中：全文电子化的主动公开信息数", "条", "02", "81", "355"],
            ["申请总数", "条", "10", "4", "19"], ["其中：1.当面申请数", "条", "11", "3", "12"],
            ["2.传真申请数", "条", "12", "1", "7"], ["单位负责人：", "", "", "填报人：", ""]]  # fmt: skip
    report = read(page(table(rows)))
    assert [(one.key, one.value) for one in report.legacy_figures if one.key] == [
        ("items_disclosed", 370), ("items_digitised", 355), ("requests_received", 19), ("requests_in_person", 12),
        ("requests_by_fax", 7),
    ]  # fmt: skip
    assert "legacy_total" not in _kinds(report)


def test_one_cell_over_two_columns_is_not_two_values() -> None:
    html = """<table border=1><tr><td>指标名称</td><td>单位</td><td>2016年度</td><td>历年累计</td></tr>
    <tr><td>主动公开政府信息数</td><td>条</td><td colspan=2>640</td></tr>
    <tr><td>收到申请数</td><td>件</td><td>5</td><td>31</td></tr>
    <tr><td>行政复议数量</td><td>件</td><td>1</td><td>2</td></tr></table>"""
    report = read(page(html))
    assert [(one.value, one.cumulative) for one in report.legacy_figures] == [(None, None), (5, 31), (1, 2)]
    assert [p.row for p in report.problems if p.kind == "merged_value"] == ["items_disclosed"]


@pytest.mark.parametrize(
    ("cells", "kind"), [("约百余", "unreadable_value"), ("0075", "run_together"), ("12345678901", "run_together")]
)
def test_what_is_no_number_is_null_with_a_problem(cells: str, kind: str) -> None:
    rows = [["指标", "单位", "数量"], ["主动公开政府信息数", "条", cells], ["收到申请数", "件", "5"],
            ["行政复议数量", "件", "1"]]  # fmt: skip
    report = read(page(table(rows)))
    assert [one.value for one in report.legacy_figures] == [None, 5, 1]
    assert [(p.kind, p.row, p.table) for p in report.problems] == [(kind, "items_disclosed", "legacy_figures")]


def test_kinds_that_do_not_add_up_are_told_and_left_as_printed() -> None:
    changed = [(label, unit, 160 if key == "requests_received" else value) for label, unit, value, key in FORM]
    rows = [["统计指标", "单位", "统计数"], *([label, unit, figure_cell(value)] for label, unit, value in changed)]
    report = read(page(table(rows)))
    (told,) = report.problems
    assert (told.kind, told.severity, told.origin, told.row) == (
        "legacy_total",
        "warning",
        "source",
        "requests_received",
    )
    assert (told.seen, told.expected) == ("160", "154")
    assert next(one.value for one in report.legacy_figures if one.key == "requests_received") == 160


def test_channels_of_one_item_are_no_parts_of_a_sum() -> None:
    assert sum(value or 0 for _, _, value, key in FORM if key and key.startswith("disclosed_")) != 4811
    rows = [["统计指标", "单位", "统计数"], *([label, unit, figure_cell(value)] for label, unit, value, _ in FORM)]
    assert "legacy_total" not in _kinds(read(page(table(rows))))


def test_a_row_with_too_few_numbers_in_running_text_is_undecided() -> None:
    rows = "主动公开信息数 条 20 31 收到申请数 件 4 行政复议数 件 0 1"
    text = f"{TITLE}\n{PROSE}\n指标名称 计量单位 2016年度 历年累计 {rows}"
    report = read(text.encode(), media_type="text/plain")
    assert [(one.key, one.value, one.cumulative) for one in report.legacy_figures] == [
        ("items_disclosed", 20, 31), ("requests_received", None, None), ("reviews", 0, 1),
    ]  # fmt: skip
    assert [(p.kind, p.row) for p in report.problems] == [("short_row", "requests_received")]


def test_a_blank_row_in_text_without_blanks_does_not_lend_its_label() -> None:
    rows = "主动公开信息数条20政府信息公开收费减免金额元行政复议数件5行政诉讼数件1"
    text = f"{TITLE}\n{PROSE}\n指标名称计量单位2016年度{rows}"
    figures = read(text.encode(), media_type="text/plain").legacy_figures
    assert [(one.key, one.label, one.value) for one in figures] == [
        ("items_disclosed", "主动公开信息数", 20),
        ("fees_waived", "政府信息公开收费减免金额", None),
        ("reviews", "行政复议数", 5),
        ("lawsuits", "行政诉讼数", 1),
    ]


def _figure(report: Report, key: str) -> LegacyFigure:
    return next(one for one in report.legacy_figures if one.key == key)


def test_the_contract_prints_decimals_and_whole_numbers() -> None:
    rows = [["统计指标", "单位", "统计数"], ["收到申请数", "件", "1,234"], ["依申请公开信息收取的费用", "万元", "0.35"],
            ["政府信息公开专项经费", "万元", "12.50"]]  # fmt: skip
    report = read(page(table(rows)))
    assert str(_figure(report, "fees_charged").value) == "0.35"
    assert [one["value"] for one in report_json(report)["legacy_figures"]] == [1234, 0.35, 12.5]


def test_a_missing_cell_leaves_two_columns_undecided() -> None:
    rows = [["指标名称", "单位", "2016年度", "历年累计"], ["主动公开政府信息数", "条", "640"], ["收到申请数", "件", "5", "31"],  # noqa: E501
            ["行政复议数量", "件", "1", "2"]]  # fmt: skip
    report = read(page(table(rows)))
    assert [(one.value, one.cumulative) for one in report.legacy_figures] == [(None, None), (5, 31), (1, 2)]
    assert [(p.kind, p.row) for p in report.problems] == [("short_row", "items_disclosed")]


def test_a_number_beyond_the_columns_leaves_its_row_undecided() -> None:
    rows = [["指标名称", "单位", "数量"], ["主动公开政府信息数", "条", "64", "0"], ["收到申请数", "件", "5"],
            ["行政复议数量", "件", "1"]]  # fmt: skip
    report = read(page(table(rows)))
    assert [one.value for one in report.legacy_figures] == [None, 5, 1]
    assert [(p.kind, p.row) for p in report.problems] == [("stray_value", "items_disclosed")]


def test_a_heading_that_names_too_few_columns_decides_nothing() -> None:
    rows = [["指标名称", "单位", "2016年度", "（说明）"], ["主动公开政府信息数", "条", "64", "912"],
            ["收到申请数", "件", "5", "31"], ["行政复议数量", "件", "1"]]  # fmt: skip
    report = read(page(table(rows)))
    assert {one.value for one in report.legacy_figures} == {None}
    assert {p.kind for p in report.problems} == {"heading_missing"}


def test_outcomes_behind_a_missing_parent_are_not_those_of_the_parent_before() -> None:
    rows = [["统计指标", "单位", "统计数"], *([label, unit, figure_cell(value)] for label, unit, value, key in FORM
                                        if key != "lawsuits")]  # fmt: skip
    keys = [(one.key, one.value) for one in read(page(table(rows))).legacy_figures if "情形数" in one.label]
    assert keys == [("reviews_other", 2), (None, 5)]


def test_a_label_cut_over_two_cells_is_one_label() -> None:
    rows = [["统计指标", "", "单位", "统计数"], ["1．", "当面申请数", "件", "4"], ["2．信函", "申请数", "件", "3"],
            ["4．不", "同意公开答复数", "件", "9"], ["行政复议数量", "", "件", "1"]]  # fmt: skip
    report = read(page(table(rows)))
    assert [(one.key, one.value) for one in report.legacy_figures] == [
        ("requests_in_person", 4), ("requests_by_letter", 3), ("replies_refused", 9), ("reviews", 1),
    ]  # fmt: skip


def test_a_row_that_cannot_be_read_in_running_text_does_not_end_the_table() -> None:
    rows = "主动公开信息数 条 20 31 收到申请数 4 7 行政复议数 件 0 1"
    report = read(f"{TITLE}\n{PROSE}\n指标名称 计量单位 2016年度 历年累计 {rows}".encode(), media_type="text/plain")
    assert [(one.key, one.value, one.cumulative) for one in report.legacy_figures] == [
        ("items_disclosed", 20, 31), ("reviews", 0, 1),
    ]  # fmt: skip
    assert [(p.kind, p.seen) for p in report.problems] == [("stray_value", "收到申请数 4 7")]


def test_a_heading_with_its_figures_before_the_labels_is_not_understood() -> None:
    rows = [["统计数", "指标"], ["7", "收到申请数"], ["2", "行政复议数量"], ["1", "行政诉讼数量"]]
    report = read(page(table(rows)))
    assert "reader_failed" not in _kinds(report)
    assert not [one for one in report.legacy_figures if one.value is not None]


def test_an_indicator_about_heads_is_no_signature() -> None:
    rows = [["统计指标", "单位", "统计数"], ["收到申请数", "件", "7"], ["行政复议数量", "件", "2"],
            ["行政诉讼数量", "件", "1"], ["主要负责人解读次数", "次", "5"],
            ["单位负责人：甲", "", "填报人：乙"]]  # fmt: skip
    assert [one.value for one in read(page(table(rows))).legacy_figures] == [7, 2, 1, 5]


_KINDS = st.sampled_from(("drop cell", "drop row", "blank", "shift", "join", "cut", "words"))
_CHANGES = st.lists(st.tuples(_KINDS, st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=12)


def _changed(rows: list[list[str]], changes: list[tuple[str, int, int]]) -> list[list[str]]:
    rows = [list(row) for row in rows]
    for kind, where, place in changes:
        row = rows[where % len(rows)]
        at = place % max(len(row), 1)
        if kind == "drop row":
            rows.pop(where % len(rows))
        elif kind == "shift":
            row.insert(at, "")
        elif row and kind == "drop cell":
            row.pop(at)
        elif row and kind in ("blank", "words"):
            row[at] = "" if kind == "blank" else "说明文字"
        elif kind == "join" and at + 1 < len(row):
            row[at : at + 2] = [row[at] + row[at + 1]]
        elif row and kind == "cut" and len(row[at]) > 2:
            row[at : at + 1] = [row[at][: len(row[at]) // 2], row[at][len(row[at]) // 2 :]]
    return rows


@settings(max_examples=60, deadline=None)
@example(
    changes=[("drop cell", 1225, 1), ("drop cell", 4129, 1), ("drop row", 1, 0), ("drop cell", 102, 0)], carrier="\n"
)
@given(changes=_CHANGES, carrier=st.sampled_from(("html", "\t", "\n", " ")))
def test_no_change_of_the_form_gives_an_indicator_anothers_figure(
    changes: list[tuple[str, int, int]], carrier: str
) -> None:
    rows = [["统计指标", "单位", "统计数"], *([label, unit, figure_cell(value)] for label, unit, value, _ in FORM)]
    rows = _changed(rows, changes)
    if carrier == "html":
        report = read(page(table(rows)), media_type="text/html")
    else:
        lines = ("\n" if carrier != " " else " ").join(carrier.join(row) for row in rows)
        report = read(f"{TITLE}\n{PROSE}\n{lines}".encode(), media_type="text/plain")
    values = {key: value for _, _, value, key in FIGURES}
    whole = {key: carrier.join((label, unit)) for label, unit, _, key in FIGURES}
    for one in report.legacy_figures:
        if carrier in "\n " and one.key and one.sentence == f"{whole[one.key]}{carrier}{one.value}":
            continue  # without lines, a row that lost its figure and the next one with its figure alone are one row
        assert one.key is None or one.value is None or one.value == values[one.key], one
