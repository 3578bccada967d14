"""Structural irregularities that truth.json lists in words come out as problems of a kind, each with its origin."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_read import REAL_TRUTH, SEED_TRUTH, reading, real, seed

from parse.problem_kinds import KINDS

S000, S001, S002, S003, S004 = SEED_TRUTH

EXPECTED = [
    (S000, "table_blank", "proactive_disclosure"),
    (S000, "table_blank", "disclosure_requests"),
    (S000, "no_data_row", "review_and_litigation"),
    (S000, "unlabelled_shift", "disclosure_requests"),
    (S000, "missing_section", "other_matters"),
    (S000, "narrative_table_blank", "review_and_litigation"),
    (S001, "wrong_notice_cited", None),
    (S001, "label_variant", "disclosure_requests"),
    (S002, "duplicate_section_number", None),
    (S002, "year_not_in_title", None),
    (S002, "broken_row", "disclosure_requests"),
    (S002, "unlabelled_shift", "disclosure_requests"),
    (S002, "narrative_breakdown_sum", None),
    (S002, "narrative_applicant_kind_vs_table", "disclosure_requests"),
    (S003, "surplus_value", "review_and_litigation"),
    (S003, "broken_row", "disclosure_requests"),
    (S003, "unlabelled_shift", "disclosure_requests"),
    (S003, "label_variant", "disclosure_requests"),
    (S004, "title_missing", None),
    (S004, "agency_not_named", None),
]
STRUCTURE = {"missing_section", "duplicate_section_number", "wrong_notice_cited", "title_missing", "agency_not_named",
             "year_not_in_title", "year_conflict", "report_year_unknown"}  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "table"), EXPECTED)
def test_an_irregularity_is_a_problem(name: str, kind: str, table: str | None) -> None:
    found = [problem for problem in seed(name)["problems"] if problem["kind"] == kind and problem["table"] == table]
    assert found
    assert {problem["origin"] for problem in found} == {"source"}


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_no_irregularity_of_structure_is_reported_that_is_not_there(name: str) -> None:
    expected = {(kind, table) for document, kind, table in EXPECTED if document == name and kind in STRUCTURE}
    found = {(p["kind"], p["table"]) for p in seed(name)["problems"] if p["kind"] in STRUCTURE}
    assert found == expected


def test_the_cited_notice_and_the_right_one_are_told() -> None:
    problem = next(p for p in seed(S001)["problems"] if p["kind"] == "wrong_notice_cited")
    assert (problem["seen"], problem["expected"]) == ("国办公开办函[2019]60号", "国办公开办函〔2021〕30号")


ALL = [Path("seeds") / name for name in SEED_TRUTH] + [Path("real/reports") / name for name in REAL_TRUTH]


@pytest.mark.parametrize("path", ALL, ids=str)
def test_every_problem_is_of_a_documented_kind_and_says_something(path: Path) -> None:
    for problem in reading(Path(__file__).parents[1] / "documents" / path)["problems"]:
        assert problem["kind"] in KINDS
        assert problem["message"]
        assert problem["origin"] in ("source", "reading")
        assert problem["severity"] in ("error", "warning", "info")


def test_a_converted_report_without_a_heading_is_told_so() -> None:
    found = [p["table"] for p in real("shanghai-office-2025.md")["problems"] if p["kind"] == "missing_section"]
    assert found == ["problems_and_improvements"]


def test_rows_of_table_three_that_a_converter_made_headings_are_no_sections() -> None:
    assert "duplicate_section_number" not in {p["kind"] for p in real("shuyang-2025.md")["problems"]}


def test_a_free_form_report_has_no_form_to_miss() -> None:
    report = real("pingtan-2011.txt")
    assert report["edition"] == "legacy"
    assert report["tables"] == {}
    assert {p["kind"] for p in report["problems"]} & {"missing_section", "table_missing"} == set()
