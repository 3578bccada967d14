"""Reports found in public repositories, labelled before the reader saw them (tests/documents/found/README.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from distinct import HTML_CELL, distinct, leaves
from documents_read import DOCUMENT_FIELDS, claims, places, reading
from scoring import score

from parse.reader import read

FOUND = Path(__file__).parents[1] / "documents" / "found"
TRUTH: dict[str, Any] = json.loads((FOUND / "truth.json").read_text(encoding="utf-8"))
NOT_REPORTS: dict[str, Any] = TRUTH.pop("not_reports")
WITH_TABLES = {
    "huaian-2024.pdf": 200,
    "hongze-2024.pdf": 186,
    "shanghai-science-2024.md": 200,
    "huaian-2024-page-four.txt": 94,
    "pingtan-2024.html": 200,
    "pingtan-2019.html": 198,
}
RUN_TOGETHER = {"pingtan-2021.txt": 4}
"""Texts whose cells an extractor glued together, and how many cells stand apart all the same."""
FORMS = (*WITH_TABLES, *RUN_TOGETHER)
LEGACY = ("pingtan-county-2013.html", "pingtan-2016.txt")
SCOPES = {
    "huaian-2024.pdf": "whole",
    "hongze-2024.pdf": "unstated",
    "shanghai-science-2024.md": None,
    "huaian-2024-page-four.txt": None,
    "pingtan-2024.html": "unstated",
    "pingtan-2019.html": "unstated",
    "pingtan-2021.txt": "whole",
    "pingtan-county-2013.html": "whole",
    "pingtan-2016.txt": "whole",
}
VERDICTS = {
    "notice-form-2019.txt": "notice",
    "notice-form-2021.txt": "notice",
    "pingtan-guide-2024.txt": "guide",
    "pingtan-letter-2014.txt": "notice",
    "form-template-2021.docx": "rules",
}
NOT_CLAIMED = {
    ("pingtan-2021.txt", key) for key in ("requests_received", "requests_completed", "requests_carried_forward")
}
"""Claims that a person reads and the reader does not: 共收到70件申请 does not say applications for what."""
NOT_READ = {"公众查阅点"}
"""Figures of a free-form report that a person reads and the reader does not know."""


def _tables(text: str, suffix: str) -> Mapping[str, Any]:
    tables = read(text.encode(), url=f"http://example.gov.cn/1.{suffix}").tables
    assert tables is not None
    return tables


def test_every_document_has_a_case() -> None:
    assert set(FORMS) | set(LEGACY) == set(TRUTH) == set(SCOPES)
    files = {path.name for path in FOUND.iterdir() if path.is_file()}
    assert files == set(TRUTH) | {"README.md", "truth.json"}
    assert {path.name for path in (FOUND / "not-reports").iterdir()} == set(NOT_REPORTS) == set(VERDICTS)


@pytest.mark.parametrize("name", TRUTH)
def test_it_is_a_report_and_its_metadata_are_those_of_the_document(name: str) -> None:
    report, known = reading(FOUND / name), TRUTH[name]["document"]
    assert report["verdict"] == "report"
    assert {field: report[field] for field in DOCUMENT_FIELDS.values()} == {
        field: known[fact] for fact, field in DOCUMENT_FIELDS.items()
    }
    assert report["scope"] == SCOPES[name]


@pytest.mark.parametrize("name", WITH_TABLES)
def test_every_cell_is_right(name: str) -> None:
    result = score(reading(FOUND / name)["tables"], TRUTH[name]["tables"])
    assert result.exact(), result
    assert result.right == WITH_TABLES[name]


@pytest.mark.parametrize("name", RUN_TOGETHER)
def test_digits_that_ran_together_are_never_split(name: str) -> None:
    report = reading(FOUND / name)
    result = score(report["tables"], TRUTH[name]["tables"])
    assert (result.wrong, result.invented, result.right) == ([], [], RUN_TOGETHER[name])
    told = {row for _, row, _ in places(report, "run_together")}
    assert {path[-2] for path in result.missing} - {"litigation_direct", "litigation_after_review"} == told


@pytest.mark.parametrize("name", WITH_TABLES)
def test_the_checks_that_fail_are_those_that_a_person_found(name: str) -> None:
    told = {kind for kind, _, _ in places(reading(FOUND / name), severity="error")}
    assert told - {"stray_value"} == {failure["check"] for failure in TRUTH[name]["expected_check_failures"]}


@pytest.mark.parametrize("name", FORMS)
def test_a_claim_is_what_the_text_states(name: str) -> None:
    made = claims(reading(FOUND / name))
    for key, value in (TRUTH[name].get("narrative") or {}).items():
        if key == "notes":
            continue
        assert made.get(key) == (None if (name, key) in NOT_CLAIMED else value), key


def test_an_office_that_counts_its_own_requests_is_told_with_both_numbers() -> None:
    (problem,) = [p for p in reading(FOUND / "hongze-2024.pdf")["problems"] if p["severity"] == "error"]
    assert (problem["kind"], problem["seen"], problem["expected"]) == ("narrative_received_vs_table", "17", "95")


@pytest.mark.parametrize("name", ["pingtan-2024.html", "pingtan-2019.html"])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_is_another(name: str, seed: int) -> None:
    made = distinct((FOUND / name).read_text(encoding="utf-8"), TRUTH[name]["tables"], HTML_CELL, seed=seed)
    result = score(_tables(made.text, "html"), made.tables)
    assert result.exact(), result
    assert result.right == WITH_TABLES[name]


SCIENCE = "shanghai-science-2024.md"
WITHOUT_LABEL = (
    "partially_granted", "refused_prohibited_by_law", "refused_internal_affairs", "unable_not_held",
    "unable_requires_creation", "unable_still_unclear", "not_processed_excessive_requests",
    "not_processed_confirm_or_reissue", "other_no_correction", "other_fee_unpaid",
)  # fmt: skip
"""Rows of the science commission's table three that a converter took from their labels."""


def test_rows_that_lost_their_labels_are_told() -> None:
    report = reading(FOUND / SCIENCE)
    assert {row for _, row, _ in places(report, "placed_by_order")} == set(WITHOUT_LABEL)
    (stray,) = [p for p in report["problems"] if p["kind"] == "stray_value"]
    assert stray["seen"] == "1"
    assert report["tables"]["disclosure_requests"]["carried_forward"]["total"] is None


def test_rows_that_lost_their_labels_go_by_order_and_not_by_the_label_above() -> None:
    """Other numbers in every row of seven: each still stands in its own row, or in none."""
    text, tables = (FOUND / SCIENCE).read_text(encoding="utf-8"), TRUTH[SCIENCE]["tables"]["disclosure_requests"]
    printed = [row for row, cells in tables.items() if row in WITHOUT_LABEL and cells]
    lines = text.split("\n")
    bare = [at for at, line in enumerate(lines) if _is_bare(line)]
    assert len(bare) == len(printed) == len(WITHOUT_LABEL)
    expected = {}
    for number, (at, row) in enumerate(zip(bare, printed, strict=True), start=1):
        values = [1000 * number + column for column in range(6)]
        values.append(sum(values))
        lines[at] = "|" + "|".join(map(str, values)) + "|"
        expected[row] = values
    read_rows = _tables("\n".join(lines), "md")["disclosure_requests"]
    for row, values in expected.items():
        assert list(read_rows[row].values()) in (values, [None] * 7), row
    assert sum(list(read_rows[row].values()) == values for row, values in expected.items()) == len(WITHOUT_LABEL)


def _is_bare(line: str) -> bool:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return len(cells) == 7 and all(cell.isdigit() for cell in cells)


PAGE = "huaian-2024-page-four.txt"
ROW = "（一）予以公开 1288 21 0 0 50 3 1362"


@pytest.mark.parametrize(
    ("written", "is_read"),
    [
        ("（一）予以公开 1288 21 0 0 50 3\n4", False),
        ("（一）予以公开 1288 21 0 0 50 3\n1362", False),
        ("（一）予以公开 1288 21 0 0 50 1362", False),
        ("（一）予以公开 1288 21 0 0 50 3 1362 9", False),
        ("（一）予以公开 128821005031362", False),
        ("（一）予以公开 1288 21 0 0 50 3 1362\n- 4 -", True),
        ("（一）予以公开\n1288 21 0 0 50 3 1362", True),
    ],
)
def test_a_row_of_running_text_is_seven_numbers_or_nothing(written: str, is_read: bool) -> None:
    text = (FOUND / PAGE).read_text(encoding="utf-8")
    assert text.count(ROW) == 1
    tables = _tables(text.replace(ROW, written), "txt")
    row = list(tables["disclosure_requests"]["granted"].values())
    assert row == ([1288, 21, 0, 0, 50, 3, 1362] if is_read else [None] * 7)
    others = score(tables, TRUTH[PAGE]["tables"])
    assert not others.wrong
    assert not others.invented


@pytest.mark.parametrize("name", LEGACY)
def test_figures_of_a_free_form_report_are_those_of_its_text(name: str) -> None:
    report, known = reading(FOUND / name), TRUTH[name]["legacy_figures"]
    figures = report["legacy_figures"][: -len(known["table"]["rows"])]
    made = [(figure["label"], figure["unit"], figure["value"]) for figure in figures]
    for one in known["text"]:
        like = [at for at, (label, unit, value) in enumerate(made)
                if label.endswith(one["label"]) and (unit, value) == (one["unit"], one["value"])]  # fmt: skip
        assert bool(like) is (one["label"] not in NOT_READ), one
        made = [figure for at, figure in enumerate(made) if at not in like[:1]]
    beyond = {label for label, _, _ in made}
    assert {figure["key"] for figure in figures if figure["label"] in beyond} <= {None}
    assert report["counts"]["failed"] == 0


def test_a_statistics_form_in_a_word_table() -> None:
    name = "pingtan-county-2013.html"
    rows = TRUTH[name]["legacy_figures"]["table"]["rows"]
    made = reading(FOUND / name)["legacy_figures"][-len(rows) :]
    keys = ("label", "unit", "value", "cumulative")
    assert [tuple(figure[key] for key in keys) for figure in made] == [tuple(row[key] for key in keys) for row in rows]
    assert reading(FOUND / name)["problems"] == []


def test_a_statistics_form_whose_columns_ran_together_has_no_values() -> None:
    name = "pingtan-2016.txt"
    rows = TRUTH[name]["legacy_figures"]["table"]["rows"]
    report = reading(FOUND / name)
    made = report["legacy_figures"][-len(rows) :]
    assert [(figure["label"], figure["unit"]) for figure in made] == [(row["label"], row["unit"]) for row in rows]
    assert {(figure["value"], figure["cumulative"]) for figure in made} == {(None, None)}
    assert len(places(report, "run_together")) == len(rows)


@pytest.mark.parametrize("name", NOT_REPORTS)
def test_what_looks_like_a_report_is_none(name: str) -> None:
    report = reading(FOUND / "not-reports" / name)
    assert report["verdict"] == VERDICTS[name]
    assert report["is_report"] is False
    assert [value for _, value in leaves(report["tables"] or {}) if value is not None] == []
