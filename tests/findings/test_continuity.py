"""What a report carries forward is what the next one carries over."""

from __future__ import annotations

import pytest
from figures_by_hand import AGENCY, report, requests

from archive.findings_store import ReportFigures
from findings.continuity import continuity


def test_a_column_that_does_not_go_on_is_a_finding() -> None:
    before = report(2022, requests("carried_forward", natural_person=3, business_enterprise=1, total=4))
    after = report(2023, requests("carried_over", natural_person=2, business_enterprise=1, total=3))
    found = continuity([after, before])
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
    assert continuity([before, after]) == []


def test_each_pair_of_years_is_looked_at_across_editions() -> None:
    years = [
        report(year, requests("carried_over", total=year - 2018), requests("carried_forward", total=0))
        for year in (2018, 2019, 2020, 2021)
    ]
    assert [(one.report_year, one.seen) for one in continuity(years)] == [(2019, "1"), (2020, "2"), (2021, "3")]
