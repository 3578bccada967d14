"""Every check that truth.json expects to fail is found, and no identity fails beyond those."""

from __future__ import annotations

from typing import Any

import pytest
from documents_read import REAL_TRUTH, SEED_TRUTH, real, seed

IDENTITIES = ("balance", "row_total", "results_total", "group_total")
CASES = [pytest.param(seed, name, SEED_TRUTH[name], id=name) for name in SEED_TRUTH] + [
    pytest.param(real, name, REAL_TRUTH[name], id=name)
    for name in REAL_TRUTH
    if REAL_TRUTH[name].get("tables") and not name.endswith(".txt")
]


def failures(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [problem for problem in report["problems"] if problem["severity"] == "error"]


def of_kind(report: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [problem for problem in report["problems"] if problem["kind"] == kind and problem["severity"] != "info"]


@pytest.mark.parametrize(("opened", "name", "truth"), CASES)
def test_expected_failures_of_identities_are_found_and_no_others(opened: Any, name: str, truth: dict[str, Any]) -> None:
    expected = set()
    for failure in truth["expected_check_failures"]:
        if failure["check"] in IDENTITIES:
            expected.add((failure["check"], failure.get("row") or failure.get("group"), failure.get("column")))
    found = {(p["kind"], p["row"], p["column"]) for p in failures(opened(name)) if p["kind"] in IDENTITIES}
    assert found == expected


@pytest.mark.parametrize(("opened", "name", "truth"), CASES)
def test_expected_failures_of_the_text_are_found(opened: Any, name: str, truth: dict[str, Any]) -> None:
    expected = {entry["check"] for entry in truth["expected_check_failures"] if entry["check"].startswith("narrative")}
    report = opened(name)
    found = {
        problem["kind"]
        for problem in report["problems"]
        if problem["kind"].startswith("narrative") and problem["severity"] != "info"
    }
    assert found == expected


def test_both_sides_of_a_failure_are_told() -> None:
    report = seed("002_d1d250c2011c14d6.txt")
    told = {(p["kind"], p["row"], p["column"]): (p["seen"], p["expected"]) for p in failures(report)}
    assert told["row_total", "unable_not_held", None] == ("0", "1")
    assert told["row_total", "results_total", None] == ("0", "1")
    assert told["balance", None, "total"] == ("1", "0")
    assert told["narrative_breakdown_sum", None, None] == ("66", "65")
    assert {problem["origin"] for problem in failures(report)} == {"source"}


def test_a_blank_report_passes_nothing_and_fails_nothing() -> None:
    report = seed("000_bbc32dee6d9bf6c2.txt")
    assert report["counts"]["passed"] == report["counts"]["failed"] == 0
    notes = [problem for problem in report["problems"] if problem["kind"] in IDENTITIES]
    assert {problem["kind"] for problem in notes} == set(IDENTITIES)
    assert {problem["severity"] for problem in notes} == {"info"}
    blank = [problem for problem in report["problems"] if problem["kind"] == "narrative_table_blank"]
    assert [(problem["table"], problem["origin"]) for problem in blank] == [("review_and_litigation", "source")]


def test_a_blank_cell_is_not_zero_but_what_zero_would_give_is_told() -> None:
    report = seed("002_d1d250c2011c14d6.txt")
    notes = [p for p in report["problems"] if p["kind"] == "group_total"]
    assert [note["severity"] for note in notes] == ["info"]
    assert "litigation_direct" in notes[0]["message"]
    assert "would hold" in notes[0]["message"]
    assert report["counts"] == {"passed": 36, "failed": 3, "not_assessable": 1}


def test_every_identity_of_a_full_report_is_counted() -> None:
    assert seed("003_7c65fe511f0a5482.txt")["counts"] == {"passed": 7 + 23 + 7 + 3, "failed": 0, "not_assessable": 0}
    assert seed("001_ae53f9282b2209bb.txt")["counts"] == {"passed": 7 + 25 + 7 + 3, "failed": 0, "not_assessable": 0}


def test_blank_columns_leave_sums_open_and_the_filled_ones_hold() -> None:
    checks = real("shuyang-ndrc-2023.html")["counts"]
    assert checks == {"passed": 2 + 2 + 3, "failed": 0, "not_assessable": 5 + 25 + 5}


def test_a_number_received_that_counts_those_carried_over_is_explained() -> None:
    problem = of_kind(real("shuyang-2025.md"), "narrative_received_vs_table")[0]
    assert (problem["seen"], problem["expected"]) == ("749", "713")
    assert "carried over" in problem["message"]
