"""Every year of a body and of a county: expected, found, or one reason why not; never that it was not published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures_by_hand import AGENCY, TOWN

from archive.finding_rows import AgencyFacts, Coverage, FailedLink, KnownReport, LastWalk
from findings.coverage import county_coverage, coverage

BOTH = [
    KnownReport(f"{AGENCY}-2021", 2021, "version-2021", "live"),
    KnownReport(f"{AGENCY}-2023", 2023, "version-2023", "withdrawn"),
]


def years(walk: LastWalk | None, agency: AgencyFacts = TOWN, first_year: int = 2021) -> list[Coverage]:
    return coverage(agency, BOTH, walk, first_year)


def gap(walk: LastWalk | None) -> tuple[str, str, str | None, str | None]:
    rows = years(walk)[:3]
    assert [(row.report_year, row.state) for row in rows] == [(2021, "found"), (2022, "not_seen"), (2023, "found")]
    assert [(row.reason, row.report, row.basis) for row in rows if row.state == "found"] == [
        ("live", f"{AGENCY}-2021", "version-2021"),
        ("withdrawn", f"{AGENCY}-2023", "version-2023"),
    ]
    return rows[1].state, rows[1].reason, rows[1].basis, rows[1].as_of


def walk(
    *failed: FailedLink,
    complete: bool = True,
    outcome: str = "walked",
    finished: str = "2024-03-02",
    first: str = "2022-05-01",
) -> LastWalk:
    return LastWalk("crawl-7", finished, complete, failed, outcome, first)


def link(text: str, verdict: str = "http_error", hint: str | None = None) -> FailedLink:
    return FailedLink("capture-1", text, hint, verdict)


def test_lists_walked_to_their_end() -> None:
    assert gap(walk()) == ("not_seen", "not_on_lists", "crawl-7", "2024-03-02")


def test_a_year_whose_season_was_over_before_the_first_visit() -> None:
    assert gap(walk(first="2023-12-31"))[1] == "not_on_lists"
    assert gap(walk(first="2024-01-01"))[1] == "before_first_visit"


def test_a_list_that_announces_more_than_was_found() -> None:
    """The nearer reason, where the list may be this body's."""
    short = replace(walk(complete=False, outcome="cut_short"), short=(None,))
    assert gap(short)[1:3] == ("list_short", "crawl-7")
    assert gap(replace(short, short=("别的镇",)))[1] == "lists_not_walked"


def test_lists_not_walked_to_their_end() -> None:
    assert gap(walk(complete=False)) == ("not_seen", "lists_not_walked", "crawl-7", "2024-03-02")
    assert gap(None) == ("not_seen", "not_walked", None, None)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("blocked", "portal_blocked"),
        ("unreachable", "portal_failed"),
        ("no_column", "portal_failed"),
        ("cut_short", "lists_not_walked"),
        ("interrupted", "lists_not_walked"),
    ],
)
def test_a_portal_that_could_not_be_walked(outcome: str, reason: str) -> None:
    assert gap(walk(complete=False, outcome=outcome))[1:3] == (reason, "crawl-7")


@pytest.mark.parametrize(
    "text",
    [
        "众兴集镇2022年政府信息公开工作年度报告",
        "霍邱县众兴集镇人民政府2022年度政府信息公开年报",
        "众兴集镇人民政府 2022 年度报告",
        "2022年度众兴集镇政府信息公开工作年度报告",
    ],
)
def test_a_link_that_could_not_be_followed(text: str) -> None:
    assert gap(walk(link(text)))[1:3] == ("not_reached", "capture-1")
    assert gap(walk(link(text, "unreadable")))[1:3] == ("not_read", "capture-1")
    assert gap(walk(link(text, "reading_limit")))[1:3] == ("not_read", "capture-1")
    assert gap(walk(link(text), complete=False, outcome="blocked"))[1] == "not_reached", "the nearest reason"


def test_a_link_in_the_column_of_the_unit() -> None:
    assert gap(walk(link("2022年政府信息公开年报", hint="众兴集镇")))[1] == "not_reached"
    assert gap(walk(link("2022年政府信息公开年报", hint="城关镇")))[1] == "not_on_lists"


@pytest.mark.parametrize(
    "failed",
    [
        link("众兴集镇2020年政府信息公开工作年度报告"),
        link("城关镇2022年政府信息公开工作年度报告"),
        link("众兴集镇财政所2022年政府信息公开工作年度报告"),
        link("众兴集镇2022年政府信息公开指南", "guide"),
    ],
    ids=["another year", "another body", "a body of this body", "no report"],
)
def test_what_says_nothing_about_this_year(failed: FailedLink) -> None:
    assert gap(walk(failed))[1] == "not_on_lists"


def test_years_after_the_last_report_are_expected_once_they_are_due() -> None:
    assert [row.report_year for row in years(walk(finished="2024-03-02"))] == [2021, 2022, 2023]
    early = years(walk(finished="2025-01-31T23:00:00.000000Z"))[-1]
    assert (early.report_year, early.state, early.reason, early.basis) == (
        2024, "not_expected", "not_due", "2025-01-31",
    )  # fmt: skip
    due = years(walk(finished="2025-02-01T01:00:00.000000Z"))[-1]
    assert (due.report_year, due.state, due.reason) == (2024, "not_seen", "not_on_lists")
    county = replace(TOWN, level="county")
    assert years(walk(finished="2025-03-31"), county)[-1].reason == "not_due"


def test_years_before_the_first_report_only_where_a_link_names_the_body() -> None:
    rows = years(walk(link("众兴集镇2020年政府信息公开工作年度报告")), first_year=2019)
    assert [(row.report_year, row.state, row.reason) for row in rows[:3]] == [
        (2019, "not_expected", "not_known_to_exist"),
        (2020, "not_seen", "not_reached"),
        (2021, "found", "live"),
    ]


def test_a_body_that_another_one_followed_is_not_expected() -> None:
    rows = years(walk(finished="2026-03-02"), replace(TOWN, ended=2023))
    assert [(row.report_year, row.state, row.reason) for row in rows[3:]] == [
        (2024, "not_expected", "succeeded"),
        (2025, "not_expected", "succeeded"),
    ]


def test_no_report_no_rows() -> None:
    assert coverage(TOWN, [], walk(), 2019) == []


COUNTY = AgencyFacts("341522-霍邱县", "霍邱县人民政府", "霍邱县", "county", "341522", "huoqiu")


def test_a_county_counts_its_bodies_and_names_its_own_report() -> None:
    last = walk(finished="2024-05-02")
    own = coverage(COUNTY, [KnownReport("341522-霍邱县-2022", 2022, "version-c", "live")], last, 2021)
    rows = county_coverage("341522", "huoqiu", [TOWN, COUNTY], {TOWN.id: years(last), COUNTY.id: own}, last)
    assert [
        (row.report_year, row.expected, row.found, row.withdrawn, row.not_seen, row.not_expected) for row in rows
    ] == [
        (2021, 2, 1, 0, 1, 0),
        (2022, 2, 1, 0, 1, 0),
        (2023, 2, 1, 1, 1, 0),
    ]
    assert [(row.state, row.reason, row.report) for row in rows] == [
        ("not_seen", "not_on_lists", None),
        ("found", "live", "341522-霍邱县-2022"),
        ("not_seen", "not_on_lists", None),
    ]


def test_a_county_had_a_government_before_its_first_report_and_a_zone_perhaps_not() -> None:
    first = [KnownReport("341522-霍邱县-2022", 2022, "version-c", "live")]
    last = walk(finished="2024-05-02", first="2024-05-01")
    rows = coverage(COUNTY, first, last, 2006)
    assert [(row.report_year, row.state, row.reason) for row in rows[:4]] == [
        (2006, "not_expected", "not_known_to_exist"),
        (2007, "not_expected", "not_known_to_exist"),
        (2008, "not_seen", "before_first_visit"),
        (2009, "not_seen", "before_first_visit"),
    ]
    zone = replace(COUNTY, core="平潭综合实验区")
    assert {row.reason for row in coverage(zone, first, last, 2019)[:3]} == {"not_known_to_exist"}


def test_where_a_zone_and_a_county_share_a_place_the_report_that_is_there_counts() -> None:
    last, zone = walk(finished="2024-05-02"), replace(COUNTY, id="341522-平潭综合实验区", core="平潭综合实验区")
    of_zone = coverage(zone, [KnownReport("341522-平潭综合实验区-2022", 2022, "version-z", "live")], last, 2022)
    of_county = coverage(COUNTY, [KnownReport("341522-霍邱县-2023", 2023, "version-c", "live")], last, 2022)
    rows = county_coverage("341522", "huoqiu", [COUNTY, zone], {COUNTY.id: of_county, zone.id: of_zone}, last)
    assert [row.report for row in rows] == ["341522-平潭综合实验区-2022", "341522-霍邱县-2023"]


def test_a_county_of_which_nothing_is_known_says_why() -> None:
    (row,) = county_coverage("341522", "huoqiu", [], {}, walk(complete=False, outcome="blocked"))
    assert (row.report_year, row.expected, row.state, row.reason, row.basis) == (
        2023, None, "not_seen", "portal_blocked", "crawl-7",
    )  # fmt: skip
