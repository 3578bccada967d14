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
    (S000, "too_few_cells", "disclosure_requests"),
    (S000, "surplus_column", "review_and_litigation"),
    (S001, "wrong_notice_cited", None),
    (S001, "label_variant", "disclosure_requests"),
    (S002, "duplicate_section_number", None),
    (S002, "year_not_in_title", None),
    (S002, "broken_row", "disclosure_requests"),
    (S002, "unlabelled_shift", "disclosure_requests"),
    (S002, "narrative_breakdown_sum", None),
    (S002, "section_unknown", None),
    (S002, "narrative_old_categories", "disclosure_requests"),
    (S002, "narrative_applicant_kind_vs_table", "disclosure_requests"),
    (S003, "surplus_value", "review_and_litigation"),
    (S003, "surplus_column", "review_and_litigation"),
    (S003, "broken_row", "disclosure_requests"),
    (S003, "unlabelled_shift", "disclosure_requests"),
    (S003, "label_variant", "disclosure_requests"),
    (S004, "title_missing", None),
    (S004, "agency_not_named", None),
    (S004, "section_number_variant", "overall"),
    (S004, "section_number_variant", "problems_and_improvements"),
]
STRUCTURE = {"missing_section", "duplicate_section_number", "wrong_notice_cited", "title_missing", "agency_not_named",
             "section_unknown", "section_number_variant", "section_heading_variant",
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


def test_the_note_and_a_group_of_table_three_in_other_words() -> None:
    told = {(p["seen"], p["expected"]) for p in seed(S001)["problems"] if p["kind"] == "label_variant"}
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert ("（本列表的勾稽关系：第一项加第二项之和，等于第三项加第四项之和）", note) in told
    assert ("(五)不予公开", "(五)不予处理") in told


def test_the_only_identity_that_a_blank_leaves_open_is_named() -> None:
    (told,) = [p for p in seed(S002)["problems"] if p["kind"] == "group_total"]
    assert (told["row"], told["severity"]) == ("litigation_direct", "info")


def test_headings_of_a_converters_own_making_are_told() -> None:
    told = real("shuyang-2025.md")["problems"]
    assert any(p["kind"] == "heading_unknown" and "本年新收件数" in p["seen"] for p in told)
    assert any(p["kind"] == "heading_missing" and "自然人" in p["seen"] for p in told)


@pytest.mark.parametrize(
    ("name", "table", "seen"),
    [
        ("shuyang-ndrc-2023.html", "problems_and_improvements", "五、存在的主要问题及整改措施"),
        ("pingtan-2022.txt", "review_and_litigation", "四、政府信息公开行政法复议、行政诉讼情况"),
    ],
)
def test_section_headings_in_other_words(name: str, table: str, seen: str) -> None:
    told = [(p["table"], p["seen"]) for p in real(name)["problems"] if p["kind"] == "section_heading_variant"]
    assert told == [(table, seen)]


def test_a_table_that_runs_over_two_pages_says_so() -> None:
    told = {p["table"]: p["message"] for p in real("hongze-2023.pdf")["problems"] if p["kind"] == "table_split"}
    assert told == {
        "proactive_disclosure": "The table runs over pages 2, 3",
        "disclosure_requests": "The table runs over pages 3, 4",
    }
