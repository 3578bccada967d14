"""Late only from a dated source, by the date of the law or of the notice; a town's date is custom from 2019 on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from figures_by_hand import TOWN, report

from findings.due_dates import NOTICES, due_dates, expected_from
from findings.lateness import lateness

FOUND = Path(__file__).parent.parent / "documents" / "found" / "not-reports"
BUREAU = replace(TOWN, id="341522-财政局", core="财政局", level="department")
COUNTY = replace(TOWN, id="341522-霍邱县", core="霍邱县", level="county")


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.number)
def test_what_is_quoted_of_a_notice_stands_in_it(notice: object) -> None:
    text = (FOUND / f"notice-form-{notice.first_year}.txt").read_text("utf-8")  # type: ignore[attr-defined]
    for part in ("departments", "governments", "county", "prefecture", "towns"):
        assert getattr(notice, part) in text


@pytest.mark.parametrize(
    ("level", "year", "dates"),
    [
        ("department", 2024, [("law", date(2025, 1, 31))]),
        ("county", 2019, [("notice", date(2020, 2, 20)), ("law", date(2020, 3, 31))]),
        ("county", 2024, [("notice", date(2025, 2, 20)), ("law", date(2025, 3, 31))]),
        ("prefecture", 2021, [("notice", date(2022, 3, 10)), ("law", date(2022, 3, 31))]),
        ("province", 2024, [("law", date(2025, 3, 31))]),
        ("township", 2024, [("custom", date(2025, 1, 31))]),
        ("township", 2018, [("law", date(2019, 3, 31))]),
        ("department", 2018, [("law", date(2019, 3, 31))]),
        ("department", 2007, []),
        (None, 2024, []),
    ],
)
def test_the_dates_by_level_and_year(level: str | None, year: int, dates: list[tuple[str, date]]) -> None:
    assert [(due.binding, due.of(year)) for due in due_dates(level, year)] == dates
    assert expected_from(level, year) == (dates[-1][1] if dates else date(year + 1, 3, 31))


def late(agency: object, year: int, **dates: str) -> list[tuple[str | None, str | None, str]]:
    found = lateness(agency, [report(year, **dates)]).findings  # type: ignore[arg-type]
    return [(one.seen, one.expected, one.severity) for one in found]


def reason(agency: object, year: int, **dates: str) -> str | None:
    (checked,) = lateness(agency, [report(year, **dates)]).checked  # type: ignore[arg-type]
    return checked.reason


def test_a_bureau_whose_page_is_dated_after_january() -> None:
    assert late(BUREAU, 2024, published_on="2025-02-03") == [("2025-02-03", "2025-01-31", "warning")]
    assert late(BUREAU, 2024, published_on="2025-01-31") == []
    (found,) = lateness(BUREAU, [report(2024, published_on="2025-02-03", signed_on="2025-01-20")]).findings
    assert found.severity == "info", "signed in time: the page may have got a new date"
    assert found.chinese == (
        "2024年度报告页面所载发布日期为 2025-02-03（落款日期 2025-01-20），晚于 2025-01-31"
        "（条例第四十九条：县级以上人民政府部门应当在每年1月31日前向本级政府信息公开工作主管部门提交本机关年度报告并向社会公布）。"
    )


def test_to_report_year_2018_the_date_is_31_march() -> None:
    assert late(BUREAU, 2018, published_on="2019-03-29") == []
    assert late(TOWN, 2018, published_on="2019-04-02") == [("2019-04-02", "2019-03-31", "warning")]


def test_a_county_after_the_notice_and_within_the_law_is_a_note() -> None:
    assert late(COUNTY, 2024, published_on="2025-03-01") == [("2025-03-01", "2025-02-20", "info")]
    assert late(COUNTY, 2024, published_on="2025-04-01") == [("2025-04-01", "2025-03-31", "warning")]


def test_a_town_is_never_late_from_2019_on() -> None:
    assert late(TOWN, 2024, published_on="2025-06-01") == []
    assert reason(TOWN, 2024, published_on="2025-06-01") == "custom_date"


def test_without_a_dated_source_nothing_is_said() -> None:
    assert (late(BUREAU, 2024), reason(BUREAU, 2024)) == ([], "no_dated_source")
    assert late(BUREAU, 2024, first_seen="2026-03-02T01:00:00.000000Z") == [], "seen late is not published late"
    assert reason(BUREAU, 2024, signed_on="2025-01-20") == "no_dated_source", "signed in time is not published in time"
    assert late(BUREAU, 2024, signed_on="2025-02-10") == [("2025-02-10", "2025-01-31", "warning")]
    assert reason(BUREAU, 2024, published_on="2024-03-01") == "no_dated_source", "the date of something else"


def test_what_was_seen_in_time_was_in_time() -> None:
    """A page that was posted again prints a later date."""
    assert late(BUREAU, 2024, published_on="2025-05-05", first_seen="2025-01-30T02:00:00.000000Z") == []
