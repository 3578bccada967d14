"""The edition is found from labels: of the tables, of the text, of the outline; the year is the last resort."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_read import REAL, SEEDS
from statistics_form import FIGURES, FORM, PROSE, figure_cell, page, table

from parse.reader import read
from parse.report import Report
from parse.schema import SECTIONS

OUTLINE = (
    "一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息情况", "四、政府信息公开的收费及减免情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼和申诉的情况", "六、主要问题和改进措施",
)  # fmt: skip
STATISTICS = table([["统计指标", "单位", "统计数"], *([la, unit, figure_cell(value)] for la, unit, value, _ in FORM)])


def _titled(year: int | str) -> str:
    return f"示例县人民政府{year}政府信息公开工作年度报告"


def _with_outline(title: str, headings: tuple[str, ...], body: str = PROSE) -> Report:
    parts = "".join(f"<p>{heading}</p><p>{body}</p>" for heading in headings)
    return read(f"<html><body><h1>{title}</h1><p>{PROSE}</p>{parts}</body></html>".encode(), media_type="text/html")


def test_an_outline_of_the_years_before_the_form_is_legacy_in_any_year() -> None:
    report = _with_outline(_titled("2020年"), OUTLINE)
    assert (report.edition, report.report_year) == ("legacy", 2020)
    assert {p.table for p in report.problems if p.kind == "table_missing"} == {
        "proactive_disclosure", "disclosure_requests", "review_and_litigation",
    }  # fmt: skip


def test_no_table_is_missing_where_there_was_no_form_yet() -> None:
    report = _with_outline(_titled("2013年"), OUTLINE)
    assert report.edition == "legacy"
    assert "table_missing" not in {p.kind for p in report.problems}


def test_headings_of_the_form_without_its_tables_prove_no_edition() -> None:
    headings = tuple(f"{kind.ordinal}、{kind.heading}" for kind in SECTIONS)
    assert _with_outline(_titled("2021年"), headings).edition is None


def test_the_year_alone_decides_only_before_2019_and_only_where_labels_do_not() -> None:
    headings = ("一、工作开展情况", "二、下一步工作")
    assert _with_outline(_titled("2017年"), headings).edition == "legacy"
    assert _with_outline(_titled("2022年"), headings).edition is None


def test_a_report_of_2018_with_the_tables_of_2019_has_their_edition() -> None:
    text = (SEEDS / "003_7c65fe511f0a5482.txt").read_text(encoding="utf-8").replace("2020", "2018")
    report = read(text.encode(), media_type="text/plain")
    assert (report.edition, report.report_year) == ("2019", 2018)
    assert report.legacy_figures == ()


def test_a_statistics_form_alone_is_legacy_in_any_year() -> None:
    report = read(page(STATISTICS, title=_titled("2020年")))
    assert (report.edition, len(report.legacy_figures)) == ("legacy", len(FIGURES))


NATIONAL = [
    path
    for path in (*sorted(SEEDS.glob("*.txt")), *sorted((REAL / "reports").iterdir()))
    if path.suffix != ".pdf" and not path.stem.startswith(("pingtan-201", "pingtan-county", "pingtan-tax"))
]


@pytest.mark.parametrize("path", NATIONAL, ids=lambda path: path.name)
def test_national_tables_are_no_statistics_form(path: Path) -> None:
    assert read(path.read_bytes(), url=f"http://www.example.gov.cn/{path.name}").legacy_figures == ()


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("pingtan-2025.html", True),
        ("pingtan-2025.html", False),
        ("shanghai-office-2019.html", True),
        ("shanghai-office-2019.html", False),
        ("shuyang-ndrc-2023.html", False),
    ],
)
def test_a_statistics_form_beside_the_national_tables_takes_nothing_from_them(name: str, first: bool) -> None:
    path = REAL / "reports" / name
    text = path.read_text(encoding="utf-8")
    at = text.lower().index("<table") if first else text.lower().rindex("</table>") + len("</table>")
    both = read(f"{text[:at]}{STATISTICS}<p></p>{text[at:]}".encode(), media_type="text/html")
    alone = read(path.read_bytes(), media_type="text/html")
    assert both.edition == alone.edition
    assert both.tables == alone.tables
    figures = [(one.key, one.label, one.value) for one in both.legacy_figures]
    assert figures == [(key, label, value) for label, _, value, key in FIGURES]


def test_outcomes_without_a_unit_column_are_not_table_four() -> None:
    rows = [["统计指标", "统计数"], ["收到申请数", "7"], ["四、行政复议数量", "5"], ["（一）维持具体行政行为数", "4"],
            ["（二）被依法纠错数", "1"], ["五、行政诉讼数量", ""]]  # fmt: skip
    report = read(page(table(rows)))
    assert (report.edition, report.tables) == ("legacy", {})
    assert [(one.key, one.value) for one in report.legacy_figures] == [
        ("requests_received", 7), ("reviews", 5), ("reviews_upheld", 4), ("reviews_corrected", 1), ("lawsuits", None),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted((REAL / "not-reports").iterdir()), ids=lambda path: path.name)
def test_statistics_of_other_kinds_are_no_report_and_give_no_figures(path: Path) -> None:
    report = read(path.read_bytes(), media_type="text/html")
    assert not report.is_report
    assert report.legacy_figures == ()


def test_a_table_of_other_statistics_in_a_free_report_is_left_alone() -> None:
    rows = [
        ["指标名称", "计量单位", "2016年"],
        ["地区生产总值", "亿元", "88"],
        ["人口", "人", "52001"],
        ["耕地", "亩", "31"],
    ]
    assert read(page(table(rows))).legacy_figures == ()
