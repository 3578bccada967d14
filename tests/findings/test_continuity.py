"""What a report carries forward is what the next one carries over; documents in force and items follow likewise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures_by_hand import AGENCY, TOWN, disclosed, report, requests

from archive.finding_rows import Checked, Finding, ReportFigures
from findings.continuity import continuity


def findings(*reports: ReportFigures) -> list[Finding]:
    return continuity(TOWN, reports).findings


def checks(*reports: ReportFigures, kind: str = "carry_over") -> list[tuple[int, int, int, str | None]]:
    checked: list[Checked] = continuity(TOWN, reports).checked
    return [(one.passed, one.failed, one.not_assessable, one.reason) for one in checked if one.kind == kind]


def test_a_column_that_does_not_go_on_is_a_finding() -> None:
    before = report(2022, requests("carried_forward", natural_person=3, business_enterprise=1, total=4))
    after = report(2023, requests("carried_over", natural_person=2, business_enterprise=1, total=3))
    found = findings(after, before)
    assert [(one.column_key, one.seen, one.expected) for one in found] == [
        ("natural_person", "2", "3"),
        ("total", "3", "4"),
    ]
    first = found[0]
    assert (first.kind, first.agency, first.report_year, first.version, first.other_version) == (
        "carry_over",
        AGENCY,
        2023,
        "version-2023",
        "version-2022",
    )
    assert (first.form_table, first.row_key) == ("disclosure_requests", "carried_over")
    assert first.id == f"carry_over-{AGENCY}-2023-disclosure_requests-carried_over-natural_person"
    assert first.chinese == (
        "2022年度报告“结转下年度继续办理”（自然人）为 3，2023年度报告“上年结转”（自然人）为 2，两数应当相等。"
    )
    assert "2022 report carries 3 forward (Natural persons)" in first.english
    assert checks(after, before) == [(1, 2, 4, "blank")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            report(2022, requests("carried_forward", total=4)),
            report(2023, requests("carried_over", total=4)),
            id="equal",
        ),
        pytest.param(
            report(2020, requests("carried_forward", total=4)),
            report(2022, requests("carried_over", total=0)),
            id="gap",
        ),
        pytest.param(report(2022), report(2023, requests("carried_over", total=3)), id="blank before"),
        pytest.param(report(2022, requests("carried_forward", total=3)), report(2023), id="blank after"),
        pytest.param(
            report(2022, requests("carried_forward", natural_person=3)),
            report(2023, requests("carried_over", total=9)),
            id="other columns",
        ),
        pytest.param(
            report(2022, requests("carried_over", total=3)),
            report(2023, requests("carried_over", total=9)),
            id="other row",
        ),
    ],
)
def test_nothing_is_said_of(before: ReportFigures, after: ReportFigures) -> None:
    assert findings(before, after) == []


def test_each_pair_of_years_is_looked_at_across_editions() -> None:
    years = [
        report(
            year, requests("carried_over", total=year - 2018), requests("carried_forward", total=0),
            edition="2019" if year < 2021 else "2021",
        )
        for year in (2018, 2019, 2020, 2021)
    ]  # fmt: skip
    assert [(one.report_year, one.seen) for one in findings(*years)] == [(2019, "1"), (2020, "2"), (2021, "3")]


BREAK = (
    report(2022, requests("carried_forward", total=4), scope="whole"),
    report(2023, requests("carried_over", total=0), scope="whole"),
)


def test_another_scope_or_a_reorganisation_is_not_assessable() -> None:
    assert [one.severity for one in findings(*BREAK)] == ["warning"]
    other = replace(BREAK[1], scope="own")
    assert (findings(BREAK[0], other), checks(BREAK[0], other)) == ([], [(0, 0, 7, "scope_changed")])
    merged = replace(TOWN, reorganised=frozenset({2023}))
    shown = continuity(merged, BREAK)
    assert shown.findings == []
    assert [one.reason for one in shown.checked if one.kind == "carry_over"] == ["reorganised"]


def test_a_scope_that_one_of_two_reports_does_not_say_makes_it_a_note() -> None:
    assert [one.severity for one in findings(BREAK[0], replace(BREAK[1], scope="unstated"))] == ["info"]


def stock(year: int, edition: str = "2021", **counts: int) -> ReportFigures:
    return report(year, disclosed("normative_documents", **counts), edition=edition)


def test_documents_in_force_follow_from_the_year_before() -> None:
    before = stock(2022, issued=1, repealed=0, in_force=9)
    (found,) = findings(before, stock(2023, issued=3, repealed=2, in_force=12))
    assert (found.kind, found.row_key, found.column_key, found.seen, found.expected) == (
        "stock_chain",
        "normative_documents",
        "in_force",
        "12",
        "10",
    )
    assert found.chinese == (
        "2022年度报告行政规范性文件“现行有效件数”加2023年度“本年制发”减“本年废止”（9 + 3 − 2）应为 10，"
        "2023年度报告“现行有效件数”为 12。"
    )
    assert findings(before, stock(2023, issued=3, repealed=2, in_force=10)) == []
    assert findings(before, stock(2023, issued=3, in_force=12)) == [], "a blank is not 0"
    assert checks(before, stock(2023, issued=3, in_force=12), kind="stock_chain") == [(0, 0, 2, "blank")]


def test_documents_in_force_of_another_form_are_not_compared() -> None:
    old, new = stock(2021, "2019", issued=1, repealed=0, in_force=9), stock(2022, issued=0, repealed=0, in_force=1)
    assert findings(old, new) == []
    assert checks(old, new, kind="stock_chain") == [(0, 0, 2, "edition")]
    assert checks(stock(2020, "2019"), stock(2021), kind="stock_chain") == []


def test_items_of_2020_follow_from_2019() -> None:
    before = report(2019, disclosed("administrative_licensing", prior_year_items=145, change=-8), edition="2019")
    after = report(2020, disclosed("administrative_licensing", prior_year_items=145, change=0), edition="2019")
    (found,) = findings(before, after)
    assert (found.kind, found.seen, found.expected, found.severity) == ("items_chain", "145", "137", "warning")
    assert "（145 + -8）应为 137" in found.chinese
    assert checks(before, after, kind="items_chain") == [(0, 1, 4, "blank")]


def test_what_is_disclosed_in_total_does_not_usually_fall() -> None:
    before = report(2019, disclosed("normative_documents", total_disclosed=8), edition="2019")
    (found,) = findings(before, report(2020, disclosed("normative_documents", total_disclosed=5), edition="2019"))
    assert (found.kind, found.severity, found.seen, found.expected) == ("disclosed_total", "info", "5", "8")
    assert findings(before, report(2020, disclosed("normative_documents", total_disclosed=11), edition="2019")) == []
