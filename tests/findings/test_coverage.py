"""Every year between the first and the last known report, with what was seen of it; never that it was not published."""

from __future__ import annotations

import pytest
from figures_by_hand import AGENCY, report

from archive.findings_store import FailedLink, LastWalk
from findings.coverage import coverage

NAMES = ["众兴集镇", "霍邱县众兴集镇人民政府"]
REPORTS = [report(2021), report(2023, status="withdrawn")]


def gap(walk: LastWalk | None) -> tuple[str, str, str | None, str | None]:
    rows = coverage(AGENCY, REPORTS, walk, NAMES)
    assert [(row.report_year, row.state) for row in rows] == [(2021, "found"), (2022, "not_seen"), (2023, "found")]
    assert [(row.reason, row.report) for row in rows if row.state == "found"] == [
        ("live", f"{AGENCY}-2021"),
        ("withdrawn", f"{AGENCY}-2023"),
    ]
    return rows[1].state, rows[1].reason, rows[1].basis, rows[1].as_of


def walk(*failed: FailedLink, complete: bool = True) -> LastWalk:
    return LastWalk("crawl-7", "2026-03-02", complete, failed)


def link(text: str, verdict: str = "http_error", hint: str | None = None) -> FailedLink:
    return FailedLink("capture-1", text, hint, verdict)


def test_lists_walked_to_their_end() -> None:
    assert gap(walk()) == ("not_seen", "not_on_lists", "crawl-7", "2026-03-02")


def test_lists_not_walked_to_their_end() -> None:
    assert gap(walk(complete=False)) == ("not_seen", "lists_not_walked", "crawl-7", "2026-03-02")
    assert gap(None) == ("not_seen", "lists_not_walked", None, None)


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


def test_no_report_no_rows() -> None:
    assert coverage(AGENCY, [], walk(), NAMES) == []
