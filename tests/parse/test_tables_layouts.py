"""Ways in which the same tables are drawn, and what must not be decided in them."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from distinct import HTML_CELL, REGION, distinct, leaves
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring import score

from parse.carrier import open_document
from parse.carrier.text import open_text
from parse.document import Document, Grid, GridCell, Paragraph
from parse.schema import APPLICANT_COLUMNS, REQUEST_ROWS, request_rows
from parse.tables import TablesReading, read_tables

REPORTS = Path(__file__).parents[1] / "documents" / "real" / "reports"
TRUTH: dict[str, Any] = json.loads((REPORTS.parent / "truth.json").read_text(encoding="utf-8"))

HEADING_THREE = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
LABELS = {row.key: row.label for row in REQUEST_ROWS}


def _grid(rows: list[list[str]], *, spans_known: bool = True) -> Grid:
    cells = tuple(GridCell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, len(rows), max(map(len, rows)), spans_known)


def _read(*blocks: list[list[str]] | str, spans_known: bool = True) -> TablesReading:
    document = Document(
        "text/html",
        tuple(Paragraph(b) if isinstance(b, str) else _grid(b, spans_known=spans_known) for b in blocks),
    )
    return read_tables(document)


def _kinds(reading: TablesReading, severity: str = "error") -> set[str]:
    return {problem.kind for problem in reading.problems if problem.severity == severity}


def _row(reading: TablesReading, key: str) -> list[Any]:
    return list(reading.tables["disclosure_requests"][key].values())


def _three(*rows: list[str], heading: list[str] = HEADING_THREE, spans_known: bool = True) -> TablesReading:
    return _read([heading, *rows], spans_known=spans_known)


def test_all_tables_in_one_grid() -> None:
    numbers = iter(range(11, 999))
    rows = [
        ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "5", "6"], ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "7"],
        HEADING_THREE, *[[row.label, *(str(next(numbers)) for _ in range(7))] for row in request_rows("2021")],
        ["行政复议", "行政诉讼"], OUTCOMES * 3, [str(at) for at in range(500, 515)],
    ]  # fmt: skip
    reading = _read(rows)
    assert reading.edition == "2021"
    assert reading.tables["proactive_disclosure"]["art20_1"]["normative_documents"] == {
        "issued": 4, "repealed": 5, "in_force": 6}  # fmt: skip
    assert [v for row in reading.tables["disclosure_requests"].values() for v in row.values()] == list(range(11, 186))
    assert [v for row in reading.tables["review_and_litigation"].values() for v in row.values()] == list(
        range(500, 515)
    )
    assert {p.row for p in reading.problems if p.kind == "row_missing"} == {
        "administrative_penalties", "administrative_compulsion", "administrative_fees"}  # fmt: skip


def test_block_names_in_a_column_of_their_own() -> None:
    block, six = "第二十条第（五）项", "第二十条第（六）项"
    reading = _read(
        [
            [block, "信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
            [block, "行政许可", "9", "-3", "8"],
            [six, "信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
            [six, "行政处罚", "", "增2", "5"],
        ]
    )
    assert reading.tables["proactive_disclosure"] == {
        "art20_5": {"administrative_licensing": {"prior_year_items": 9, "change": -3, "decisions": 8}},
        "art20_6": {"administrative_penalties": {"prior_year_items": None, "change": 2, "decisions": 5}},
    }


def test_columns_in_another_order_are_read_by_their_heading() -> None:
    reading = _read(
        [
            ["第二十条第（一）项"],
            ["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"],
            ["规章", "30", "10", "20"],
        ]
    )
    assert reading.tables["proactive_disclosure"]["art20_1"]["rules"] == {"issued": 10, "repealed": 20, "in_force": 30}


def test_a_unit_named_in_the_heading() -> None:
    reading = _read(
        [["第二十条第（九）项"], ["信息内容", "采购项目数量", "采购总金额（万元）"], ["政府集中采购", "3", "12.5"]]
    )
    amount = reading.tables["proactive_disclosure"]["art20_9"]["centralized_procurement"]["procurement_amount"]
    assert (amount.raw, amount.unit, str(amount.yuan)) == ("12.5", "万元", "125000")


def test_labels_of_both_editions_are_mixed() -> None:
    one, five = ["本年制发件数", "本年废止件数", "现行有效件数"], ["上一年项目数量", "本年增/减", "处理决定数量"]
    reading = _read([["信息内容", *one], ["规章", *"123"], ["信息内容", *five], ["其他对外管理服务事项", *"456"]])
    assert reading.edition == "mixed"
    assert reading.tables["proactive_disclosure"]["art20_5"]["other_external_services"]["decisions"] == 6


def test_a_row_the_form_does_not_have_is_said_and_not_used() -> None:
    reading = _read(
        [
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "1", "2", "3"],
            ["其他主动公开文件", "7", "8", "9"],
        ]
    )
    assert _kinds(reading) == {"unknown_label"}
    assert [p.seen for p in reading.problems if p.kind == "unknown_label"] == ["其他主动公开文件 | 7 | 8 | 9"]


def test_group_lines_without_values_of_their_own() -> None:
    reading = _three(
        [LABELS["granted"], *"1234567"],
        ["（六）其他处理", *[""] * 7],
        [LABELS["other_no_correction"], *"2345678"],
    )
    assert list(reading.tables["disclosure_requests"]) == ["granted", "other_no_correction"]
    reading = _three(["（三）不予公开", *"1111111"], [LABELS["refused_state_secret"], *"2345678"])
    assert list(reading.tables["disclosure_requests"]) == ["refused_state_secret"]
    assert "unknown_label" in _kinds(reading)


def test_a_row_printed_twice() -> None:
    twice = [LABELS["granted"], *"1234567"]
    assert _row(_three(twice, twice), "granted") == [1, 2, 3, 4, 5, 6, 7]
    reading = _three(twice, [LABELS["granted"], *"7654321"])
    assert _row(reading, "granted") == [None] * 7
    assert _kinds(reading) == {"row_repeated"}


@pytest.mark.parametrize("spans_known", [True, False])
def test_a_column_of_units_moves_nothing(spans_known: bool) -> None:
    heading = ["", "", *HEADING_THREE[1:]]
    reading = _three(["一、本年新收政府信息公开申请数量", "件", *"1234567"], heading=heading, spans_known=spans_known)
    assert _row(reading, "new_requests") == [None] * 7
    assert _kinds(reading) == {"ambiguous"}


def test_empty_columns_between_values() -> None:
    heading = [text for label in HEADING_THREE for text in (label, "")]
    row = [
        text for value in ["一、本年新收政府信息公开申请数量", "1", "", "3", "4", "5", "6", "7"] for text in (value, "")
    ]
    full = [text for value in ["二、上年结转政府信息公开申请数量", *"1234567"] for text in (value, "")]
    reading = _three(row, full, heading=heading)
    assert _row(reading, "new_requests") == [1, None, 3, 4, 5, 6, 7]
    assert _row(reading, "carried_over") == [1, 2, 3, 4, 5, 6, 7]


def test_unreadable_cells_are_null_in_their_place() -> None:
    reading = _three(["一、本年新收政府信息公开申请数量", "O", "2", "/", "无", "—", "", "1,207"])
    assert _row(reading, "new_requests") == [None, 2, None, None, None, None, 1207]
    states = [cell.state for cell in reading.cells]
    assert states == ["unreadable", "number", "slash", "none_word", "slash", "blank", "number"]
    assert [(p.kind, p.column, p.seen) for p in reading.problems if p.severity == "error"] == [
        ("unreadable_value", "natural_person", "O")]  # fmt: skip


def test_a_value_over_two_rows_belongs_to_neither() -> None:
    html = (
        "<table><tr>" + "".join(f"<td>{label}</td>" for label in HEADING_THREE) + "</tr>"
        f"<tr><td>{LABELS['granted']}</td><td rowspan=2>5</td>" + "<td>1</td>" * 6 + "</tr>"
        f"<tr><td>{LABELS['results_total']}</td>" + "<td>2</td>" * 6 + "</tr></table>"
    )
    reading = read_tables(open_document(html.encode(), "text/html", None))
    assert _row(reading, "results_total") == [None] * 7
    assert _row(reading, "granted") == [None] * 7
    assert "merged_value" in _kinds(reading)


@pytest.mark.parametrize("labelled", [True, False])
def test_table_four_in_three_parts(labelled: bool) -> None:
    captions = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
    values = [[str(10 * group + at) for at in range(5)] for group in range(3)]
    if labelled:
        reading = _read([["", *OUTCOMES], *[[caption, *row] for caption, row in zip(captions, values, strict=True)]])
    else:
        blocks: list[Any] = ["四、政府信息公开行政复议、行政诉讼情况"]
        for caption, row in zip(captions, values, strict=True):
            blocks += [caption, [OUTCOMES, row]]
        reading = _read(*blocks)
    read = reading.tables["review_and_litigation"]
    assert [list(row.values()) for row in read.values()] == [[10 * g + at for at in range(5)] for g in range(3)]
    assert list(read) == ["review", "litigation_direct", "litigation_after_review"]


def test_table_four_left_blank_or_short() -> None:
    heading = [["行政复议", *[""] * 4, "行政诉讼", *[""] * 9], OUTCOMES * 3]
    blank = _read([*heading, [""] * 15])
    assert {cell.state for cell in blank.cells} == {"blank"}
    short = _read([*heading, ["1"] * 14])
    assert {cell.value for cell in short.cells} == {None}
    assert _kinds(short) == {"short_row"}


def test_tables_that_are_not_of_the_form_are_left_alone() -> None:
    reading = _read(
        [["索引号", "014314799/2024-00002"], ["发布机构", "县发改局"]],
        "各部门申请量如下：",
        [["部门", "行政许可", "行政处罚"], ["公安局", "12", "7"], ["合计", "12", "7"]],
        [["年份", "自然人", "企业"], ["2023", "5", "6"]],
    )
    assert reading.tables == {"proactive_disclosure": {}, "disclosure_requests": {}, "review_and_litigation": {}}
    assert (reading.cells, reading.taken, reading.edition) == ((), frozenset(), None)
    assert {p.kind for p in reading.problems} == {"table_missing"}


def test_a_label_alone_among_numbers_is_not_a_row_of_another_table() -> None:
    """A table of a department with the words of table two, outside of it."""
    reading = _read([["事项", "数量"], ["行政许可", "12"], ["行政处罚", "3"]])
    assert reading.cells == ()


@pytest.mark.parametrize("name", ["shuyang-ndrc-2023.html", "shanghai-office-2019.html", "pingtan-2025.html"])
@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 100_000), change=st.sampled_from(["cut", "before", "after", "no label", "blank label", "twice"])
)
def test_a_cell_lost_or_added_moves_no_value(name: str, seed: int, change: str) -> None:
    """One <td> of a real report (its numbers made different, some blanked) is cut out, or a blank one put beside it."""
    rng = random.Random(seed)
    text = (REPORTS / name).read_text(encoding="utf-8")
    tables = TRUTH[name]["tables"]
    share = rng.choice([0, 0.1, 0.5])
    count = sum(value is not None for _, value in leaves(tables))
    drop = frozenset(at for at in range(count) if rng.random() < share)
    variant = distinct(text, tables, HTML_CELL, seed=seed, drop=drop)
    region = REGION.search(variant.text)
    assert region
    cells = list(re.finditer(r"<td\b[^>]*>.*?</td>", variant.text[slice(*region.span())], re.DOTALL))
    label = change in ("no label", "blank label", "twice")
    words = [m for m in cells if bool(re.search("[\u4e00-\u9fff]", re.sub(r"<[^>]*>|万?元", "", m.group()))) == label]
    cell = rng.choice(words)
    blank = "<td><p>&nbsp;</p></td>"
    new = {"cut": "", "before": blank + cell.group(), "after": cell.group() + blank, "no label": "",
           "blank label": blank,
           "twice": cell.group() * 2}[change]  # fmt: skip
    at = region.start()
    mutant = variant.text[: at + cell.start()] + new + variant.text[at + cell.end() :]
    result = score(read_tables(open_document(mutant.encode(), "text/html", None)).tables, variant.tables)
    assert not result.wrong, result.wrong
    assert not [pair for pair in result.invented if pair[1] is not None], result.invented


def test_numbers_of_prose_are_no_values() -> None:
    text = "二、主动公开政府信息情况\n第二十条第（一）项规定，本机关公开规章3件，规范性文件5件，行政许可7件。\n"
    assert read_tables(open_text(text + "三、其他\n行政处罚 9 起。\n")).cells == ()


def test_schema_order_of_columns_is_that_of_the_heading() -> None:
    assert [column.label for column in APPLICANT_COLUMNS] == HEADING_THREE[1:]


def test_a_table_cut_between_its_heading_lines_keeps_its_heading() -> None:
    """Sixteen cells of which the first is blank: the heading, put together again, is against the order."""
    head = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 10],
        [*OUTCOMES, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 5],
    ]
    rest = [["", *[""] * 4, *OUTCOMES, *OUTCOMES, ""], ["", *(str(700 + at) for at in range(15))]]
    reading = _read(head, rest, spans_known=False)
    assert {cell.value for cell in reading.cells} == {None}
    assert _kinds(reading) == {"ambiguous"}


def test_hostile_tables_end_soon_with_few_problems() -> None:
    text = "申请人情况\t自然人\n1.属于国家秘密\t1\t2\t3\t4\t5\t6\t7\n"
    for line in ("1.属于国家秘密\t7\t2\t3\t4\t5\t6\t1\n", "\t1\t2\t3\n", "甲乙丙丁戊\t\t\n", "9.某某某某\t1\t2\n"):
        reading = read_tables(open_text(text + line * 3_000))
        assert len(reading.problems) < 300


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("3 0 0 0 0 0 3\n- 5 -", [3, 0, 0, 0, 0, 0, 3]),
        ("3 0 0 0 0 0 3\n5", [3, 0, 0, 0, 0, 0, 3]),
        ("3 0 0 0 0 3\n5", [None] * 7),
        ("3 0 0 0 0 3", [None] * 7),
    ],
)
def test_the_number_of_a_page_is_no_value_of_the_row_above_it(printed: str, values: list[int | None]) -> None:
    lines = [f"{row.label} 0 0 0 0 0 0 0" for row in request_rows("2021")]
    lines[0] = f"{LABELS['new_requests']} {printed}"
    reading = read_tables(open_text("\n".join(["三、收到和处理政府信息公开申请情况", *lines, "四、行政复议"])))
    assert _row(reading, "new_requests") == values
    assert ("stray_value" in _kinds(reading)) == (printed.endswith("3\n5") and values[0] == 3)
