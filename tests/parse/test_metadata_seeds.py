"""Title, agency, level, year, edition, notice, period and dates of the five seeds and of the real reports."""

from __future__ import annotations

from typing import Any

import pytest
from documents_read import DOCUMENT_FIELDS, REAL_TRUTH, SEED_TRUTH, real, seed

CASES = [(seed, name, SEED_TRUTH) for name in SEED_TRUTH] + [(real, name, REAL_TRUTH) for name in REAL_TRUTH]
FIELDS = [
    pytest.param(opened, name, truth[name]["document"][theirs], ours, id=f"{name}-{ours}")
    for opened, name, truth in CASES
    for theirs, ours in DOCUMENT_FIELDS.items()
    if theirs in truth[name]["document"]
]


@pytest.mark.parametrize(("opened", "name", "expected", "field"), FIELDS)
def test_a_field_is_what_the_document_says(opened: Any, name: str, expected: Any, field: str) -> None:
    assert opened(name)[field] == expected


SOURCES = {"000": "title", "001": "title", "002": "title", "003": "title", "004": None}


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_the_agency_says_where_it_is_known_from(name: str) -> None:
    assert seed(name)["agency_source"] == SOURCES[name[:3]]


YEAR_SOURCES = {"000": "title", "001": "title", "002": "text", "003": "title", "004": "text"}


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_the_year_says_where_it_is_known_from(name: str) -> None:
    assert seed(name)["report_year_source"] == YEAR_SOURCES[name[:3]]


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_sections_present_and_missing_are_those_of_the_document(name: str) -> None:
    keys = ["overall", "proactive_disclosure", "disclosure_requests", "review_and_litigation",
            "problems_and_improvements", "other_matters"]  # fmt: skip
    printed = [section["id"] for section in seed(name)["sections"] if section["id"] in keys]
    assert printed == [keys[int(number) - 1] for number in SEED_TRUTH[name]["sections_present"]]


@pytest.mark.parametrize(
    "name", [name for name in REAL_TRUTH if REAL_TRUTH[name].get("sections_present") and "excerpt" not in name]
)
def test_sections_of_real_reports(name: str) -> None:
    keys = ["overall", "proactive_disclosure", "disclosure_requests", "review_and_litigation",
            "problems_and_improvements", "other_matters"]  # fmt: skip
    printed = {section["id"] for section in real(name)["sections"]} & set(keys)
    assert printed == {keys[int(number) - 1] for number in REAL_TRUTH[name]["sections_present"]}


@pytest.mark.parametrize("name", [name for name in REAL_TRUTH if REAL_TRUTH[name].get("sections")])
def test_sections_of_free_form_reports(name: str) -> None:
    expected = [(section["heading"], section["maps_to"]) for section in REAL_TRUTH[name]["sections"]]
    found = [
        (section["heading"].split("、", 1)[-1].strip() if section["heading"][1:2] == "、" else section["heading"],
         section["id"])
        for section in real(name)["sections"]
        if section["id"] != "preamble"
    ]  # fmt: skip
    assert found == expected


def test_the_preamble_is_a_section_of_its_own_and_positions_count_on() -> None:
    sections = seed("003_7c65fe511f0a5482.txt")["sections"]
    assert sections[0]["id"] == "preamble"
    assert sections[0]["text"].startswith("本年度报告根据《中华人民共和国政府信息公开条例》")
    assert [section["position"] for section in sections] == list(range(7))


def test_an_inserted_section_keeps_its_place_and_has_no_key() -> None:
    sections = seed("002_d1d250c2011c14d6.txt")["sections"]
    assert [(section["id"], section["heading"]) for section in sections][:3] == [
        ("overall", "一、总体情况"),
        (None, "二、政府信息公开工作情况"),
        ("proactive_disclosure", "二、主动公开政府信息情况"),
    ]


def test_a_sentence_cut_by_a_page_break_is_whole_and_the_tables_are_not_in_the_text() -> None:
    report = seed("000_bbc32dee6d9bf6c2.txt")
    assert "以求真务实的作风，切实做好 2021 年" in report["text"]
    assert "本年新制作数量" not in report["text"]
    assert report["text"].startswith("2020年东宁镇政府信息公开工作年度报告\n一、总体情况\n")


def test_metadata_blocks_of_a_page() -> None:
    report = real("shuyang-ndrc-2023.html")
    assert report["index_number"] == "014314799/2024-00002"
    assert report["document_number"] is None
