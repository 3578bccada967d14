"""The rules of the checks one by one, on small tables made for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from parse.checks import check_report
from parse.checks.identities import identities
from parse.metadata import Metadata
from parse.problem_kinds import KINDS
from parse.reader import read
from parse.report import Cell, Claim, Money, Problem
from parse.schema import APPLICANT_COLUMNS, LITIGATION_GROUPS, OUTCOME_COLUMNS, request_rows

COLUMNS = [column.key for column in APPLICANT_COLUMNS]
NAMED = Metadata(
    title="东宁镇2021年政府信息公开工作年度报告",
    agency_name="东宁镇",
    agency_source="title",
    agency_level="township",
    report_year=2021,
    title_year=2021,
)


def requests(edition: str, **rows: list[int | None]) -> dict[str, Any]:
    """Table three of zeros with some rows filled in, seven values each."""
    table = {row.key: dict.fromkeys(COLUMNS, 0) for row in request_rows(edition)}
    for key, values in rows.items():
        table[key] = dict(zip(COLUMNS, values, strict=True))  # type: ignore[arg-type]
    return {"disclosure_requests": table}


def litigation(**groups: list[int | None]) -> dict[str, Any]:
    table = {group.key: dict.fromkeys([c.key for c in OUTCOME_COLUMNS], 0) for group in LITIGATION_GROUPS}
    for key, values in groups.items():
        table[key] = dict(zip([c.key for c in OUTCOME_COLUMNS], values, strict=True))  # type: ignore[arg-type]
    return {"review_and_litigation": table}


def problems(
    tables: dict[str, Any], *, claims: tuple[Claim, ...] = (), metadata: Metadata = NAMED, cells: tuple[Cell, ...] = ()
) -> list[Problem]:
    return list(check_report(tables, cells, claims, metadata, (), None)[1])


ONE = [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_request_that_is_counted_everywhere_adds_up(edition: str) -> None:
    assert problems(requests(edition, new_requests=ONE, granted=ONE, results_total=ONE)) == []


def test_six_is_one_row_or_three_but_never_both() -> None:
    one_row = requests("2019", new_requests=ONE, other_processing=ONE, results_total=ONE)
    three_rows = requests("2021", new_requests=ONE, other_misc=ONE, results_total=ONE)
    assert [i.outcome for i in identities(one_row)] == ["pass"] * (7 + 23 + 7)
    assert [i.outcome for i in identities(three_rows)] == ["pass"] * (7 + 25 + 7)


def test_a_wrong_total_fails_in_its_row_and_its_column() -> None:
    wrong = problems(requests("2021", new_requests=[1, 0, 0, 0, 0, 0, 2], granted=ONE, results_total=ONE))
    assert [(p.kind, p.row, p.column, p.seen, p.expected) for p in wrong] == [
        ("balance", None, "total", "2", "1"),
        ("row_total", "new_requests", None, "2", "1"),
    ]


def test_a_missing_row_leaves_the_sum_open() -> None:
    tables = requests("2021")
    del tables["disclosure_requests"]["refused_state_secret"]
    assert [(p.kind, p.severity, p.seen) for p in problems(tables)] == [("results_total", "info", "7")]


def test_blank_as_zero_that_would_fail_is_told_and_is_no_failure() -> None:
    (note,) = problems(litigation(review=[1, None, 0, 0, 3]))
    assert (note.kind, note.severity, note.origin) == ("group_total", "info", "source")
    assert "would fail: review" in note.message


def test_what_we_could_not_read_is_our_gap() -> None:
    cells = (Cell("review_and_litigation", "review", "corrected", "l0", None, "unreadable"),)
    (note,) = problems(litigation(review=[1, None, 0, 0, 1]), cells=cells)
    assert note.origin == "reading"
    blank = litigation(review=[None] * 5)
    claims = (Claim("review_total", 2, "行政复议2件"),)
    told = {p.kind: p.origin for p in problems(blank, claims=claims, cells=cells)}
    assert told["narrative_table_unread"] == "reading"
    assert {p.kind for p in problems(blank, claims=claims)} >= {"narrative_table_blank"}


def test_lawsuits_in_the_text_are_both_kinds_of_lawsuits_in_the_table() -> None:
    tables = litigation(litigation_direct=[1, 0, 0, 0, 1], litigation_after_review=[1, 0, 0, 0, 1])
    assert problems(tables, claims=(Claim("litigation_total", 2, "行政诉讼2件"),)) == []
    (found,) = problems(tables, claims=(Claim("litigation_total", 3, "行政诉讼3件"),))
    assert (found.kind, found.seen, found.expected) == ("narrative_litigation_vs_table", "3", "2")


def test_an_approximate_figure_is_not_compared() -> None:
    claims = (Claim("requests_received", 9, ""), Claim("requests_received_is_approximate", True, ""))
    assert problems(requests("2021"), claims=claims) == []


@pytest.mark.parametrize(
    ("block", "row", "values", "kind"),
    [
        ("art20_1", "normative_documents", {"newly_disclosed": 5, "total_disclosed": 3}, "disclosed_exceeds_total"),
        ("art20_5", "administrative_licensing", {"prior_year_items": 2, "change": -3}, "items_below_zero"),
        ("art20_1", "normative_documents", {"issued": 5, "repealed": 1, "in_force": 3}, "in_force_below_issued"),
        ("art20_1", "rules", {"issued": 2, "repealed": 0, "in_force": 2}, "rules_by_lower_body"),
    ],
)  # fmt: skip
def test_implausible_figures_are_warnings(block: str, row: str, values: dict[str, int], kind: str) -> None:
    found = problems({"proactive_disclosure": {block: {row: values}}})
    assert [(p.kind, p.severity, p.row) for p in found] == [(kind, "warning", row)]
    assert kind in KINDS


def test_a_title_and_a_period_of_different_years() -> None:
    metadata = Metadata(title="东宁镇2021年政府信息公开工作年度报告", agency_name="东宁镇", agency_source="title",
                        agency_level="township", report_year=2021, title_year=2021, period_year=2020)  # fmt: skip
    (found,) = problems({}, metadata=metadata)
    assert (found.kind, found.severity, found.seen, found.expected) == ("year_conflict", "error", "2021", "2020")


def test_a_report_whose_pages_are_pictures_is_a_report_with_a_problem() -> None:
    title = "东宁镇2021年政府信息公开工作年度报告"
    pictures = "".join(f"<p><img src='/upload/{number}.jpg' width=800 height=1100></p>" for number in range(3))
    head = f"<head><meta charset='utf-8'><title>{title}</title><meta name='ArticleTitle' content='{title}'></head>"
    report = read(f"<html>{head}<body><h1>{title}</h1><div class='content'>{pictures}</div></body></html>".encode())
    assert (report.is_report, report.title, report.report_year) == (True, title, 2021)
    assert "tables_are_images" in {problem.kind for problem in report.problems}
    assert all(value == {} for value in (report.tables or {"none": 1}).values())


def test_a_check_tells_both_sides_its_cells_and_what_blank_as_zero_would_give() -> None:
    table = requests("2021", new_requests=[1, 0, 0, 0, 0, 0, None], granted=ONE, results_total=ONE)
    checks = {(check.kind, check.row or check.column): check for check in identities(table)}
    total = checks["row_total", "new_requests"]
    assert (total.outcome, total.left, total.right) == ("not_assessable", None, 1)
    assert (total.lenient_outcome, total.lenient_left, total.lenient_right) == ("not_assessable", None, 1)
    balance = checks["balance", "total"]
    assert (balance.outcome, balance.left, balance.right) == ("not_assessable", None, 1)
    assert (balance.lenient_outcome, balance.lenient_left, balance.lenient_right) == ("fail", 0, 1)
    assert balance.left_cells == (("new_requests", "total"), ("carried_over", "total"))
    assert balance.right_cells == (("results_total", "total"), ("carried_forward", "total"))


def test_text_against_table_two_is_a_warning_because_the_two_may_count_differently() -> None:
    tables = {
        "proactive_disclosure": {
            "art20_1": {"normative_documents": {"issued": 77, "repealed": 132, "in_force": 470}},
            "art20_8": {"administrative_fees": {"fee_amount_wan_yuan": Decimal("12.50")}},
            "art20_9": {
                "centralized_procurement": {
                    "procurement_items": 34,
                    "procurement_amount": Money("50.92万元", Decimal("50.92"), "万元", Decimal("509200")),
                }
            },
        }
    }
    claims = (
        Claim("normative_documents_in_force", 393, "现行有效行政规范性文件393件"),
        Claim("normative_documents_issued", 77, "本年度制发的规范性文件77件"),
        Claim("fees_charged_yuan", "125000", "行政事业性收费12.5万元"),
        Claim("procurement_amount_yuan", "509000", "采购总金额50.9万元"),
    )
    found = [p for p in problems(tables, claims=claims) if p.kind.startswith("narrative_")]
    assert [(p.kind, p.row, p.column, p.seen, p.expected, p.severity) for p in found] == [
        ("narrative_documents_in_force_vs_table", "normative_documents", "in_force", "393", "470", "warning"),
        ("narrative_procurement_amount_vs_table", "centralized_procurement", "procurement_amount", "509000", "509200",
         "warning"),
    ]  # fmt: skip
    assert {p.kind for p in found} <= set(KINDS)
