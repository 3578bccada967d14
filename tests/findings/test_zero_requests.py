"""No new request and yet cases: a lead; a blank is never 0."""

from __future__ import annotations

from figures_by_hand import cases, report, requests

from findings.zero_requests import zero_requests


def test_cases_without_requests_are_a_finding() -> None:
    shown = zero_requests(
        [
            report(
                2023,
                requests("new_requests", total=0),
                cases("review", 2),
                cases("litigation_direct", 0),
                cases("litigation_after_review", 1),
            )
        ]
    )
    (found,) = shown.findings
    assert (found.kind, found.row_key, found.column_key, found.seen) == (
        "zero_requests_with_cases",
        "new_requests",
        "total",
        "0",
    )
    assert found.chinese == "2023年度报告新收申请为 0，却有行政复议 2 件、复议后起诉 1 件；案件可能源于以前年度的申请。"
    assert "2 × Administrative reconsideration, 1 × Lawsuits after reconsideration" in found.english
    assert [(one.passed, one.failed, one.not_assessable) for one in shown.checked] == [(0, 1, 0)]


def test_nothing_is_said_of_other_reports() -> None:
    shown = zero_requests(
        [
            report(2018, cases("review", 2)),
            report(2019, requests("new_requests", natural_person=0), cases("review", 2)),
            report(2020, requests("new_requests", total=5), cases("review", 2)),
            report(2021, requests("new_requests", total=0)),
            report(2022, requests("new_requests", total=0), cases("review", 0), cases("litigation_direct", 0)),
        ]
    )
    assert shown.findings == []
    assert [(one.report_year, one.passed, one.reason) for one in shown.checked] == [
        (2018, 0, "blank"),
        (2019, 0, "blank"),
        (2020, 1, None),
        (2021, 0, "blank"),
        (2022, 0, "blank"),
    ]


def test_all_three_totals_printed_0_are_a_pass() -> None:
    zero = [cases(group, 0) for group in ("review", "litigation_direct", "litigation_after_review")]
    shown = zero_requests([report(2022, requests("new_requests", total=0), *zero)])
    assert [(one.passed, one.failed, one.reason) for one in shown.checked] == [(1, 0, None)]
