"""Real reports in every carrier against what a person read in them. Nothing wrong, nothing invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from distinct import HTML_CELL, MARKDOWN_CELL, distinct, leaves
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring import Score, score

from parse.carrier import open_document
from parse.document import Document
from parse.tables import TablesReading, read_tables

REPORTS = Path(__file__).parents[1] / "documents" / "real" / "reports"
TRUTH: dict[str, Any] = json.loads((REPORTS.parent / "truth.json").read_text(encoding="utf-8"))
EXACT = {
    "hongze-2023.pdf": 186,
    "shuyang-ndrc-2023.html": 200,
    "shanghai-office-2019.html": 198,
    "pingtan-2025.html": 200,
    "pingtan-2020-table-two-fragment.html": 22,
    "shuyang-2025.md": 200,
}
GLUED = {"pingtan-2019.txt": 19, "pingtan-2020-tables.txt": 26, "pingtan-2022.txt": 19, "pingtan-2023.txt": 6}
"""Texts whose cells an extractor glued together, and how many cells stand apart all the same (or are blank)."""


def _document(name: str, text: str | None = None) -> Document:
    data = (REPORTS / name).read_bytes() if text is None else text.encode()
    media = {".html": "text/html", ".md": "text/markdown", ".txt": "text/plain", ".pdf": "application/pdf"}
    return open_document(data, media[Path(name).suffix], None)


def _read(name: str) -> tuple[TablesReading, Score]:
    reading = read_tables(_document(name))
    return reading, score(reading.tables, TRUTH[name]["tables"])


@pytest.mark.parametrize("name", sorted(EXACT))
def test_every_cell_is_right(name: str) -> None:
    reading, result = _read(name)
    assert result.exact(), result
    assert result.right == EXACT[name]
    assert reading.edition == TRUTH[name]["document"]["template_generation"]
    assert not [p for p in reading.problems if p.severity == "error"]


@pytest.mark.parametrize("name", sorted(GLUED))
def test_glued_digits_are_never_split(name: str) -> None:
    reading, result = _read(name)
    assert result.wrong == []
    assert result.invented == []
    assert result.right == GLUED[name]
    told = {(p.table, p.row) for p in reading.problems if p.kind == "run_together"}
    assert {(path[0], path[-2]) for path in result.missing if path[0] != "review_and_litigation"} <= told
    assert reading.edition == TRUTH[name]["document"]["template_generation"]


def test_separate_tokens_of_glued_texts_are_read() -> None:
    table_four = _read("pingtan-2022.txt")[0].tables["review_and_litigation"]
    assert [list(group.values()) for group in table_four.values()] == [
        [0, 1, 1, 0, 2],
        [1, 0, 0, 0, 1],
        [0, 0, 0, 0, 0],
    ]
    tables = _read("pingtan-2020-tables.txt")[0].tables
    assert list(tables["disclosure_requests"]["other_processing"].values()) == [4, 0, 0, 0, 0, 0, 4]
    assert tables["proactive_disclosure"]["art20_8"]["administrative_fees"] == {"prior_year_items": 35, "change": -15}
    assert tables["proactive_disclosure"]["art20_6"]["administrative_penalties"] == {
        "prior_year_items": 2648, "change": None, "decisions": None}  # fmt: skip
    assert tables["proactive_disclosure"]["art20_9"]["centralized_procurement"]["procurement_amount"] is None


def test_shreds_of_a_pdf_are_placed_where_only_one_place_is_left() -> None:
    reading, result = _read("shanghai-office-2025.md")
    assert (result.right, result.wrong, result.invented) == (194, [], [])
    assert {path[2] for path in result.missing} == {"rules", "normative_documents"}
    by_order = {p.row for p in reading.problems if p.kind == "placed_by_order"}
    assert by_order == {"not_processed_confirm_or_reissue", "other_no_correction"}
    assert {p.seen for p in reading.problems if p.kind == "stray_value"} == {"22", "55"}


def test_one_row_for_other_processing_in_a_report_of_2021() -> None:
    tables = _read("hongze-2023.pdf")[0].tables["disclosure_requests"]
    assert "other_processing" in tables
    assert not {"other_no_correction", "other_fee_unpaid", "other_misc"} & set(tables)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("shuyang-ndrc-2023.html", HTML_CELL),
        ("shanghai-office-2019.html", HTML_CELL),
        ("pingtan-2025.html", HTML_CELL),
        ("pingtan-2020-table-two-fragment.html", HTML_CELL),
        ("shuyang-2025.md", MARKDOWN_CELL),
    ],
)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_other_numbers_and_blanks_stand_in_their_places(name: str, pattern: Any, data: st.DataObject) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    tables = TRUTH[name]["tables"]
    count = sum(value is not None for _, value in leaves(tables))
    drop = data.draw(st.frozensets(st.integers(0, count - 1), max_size=count // 2))
    variant = distinct(text, tables, pattern, seed=data.draw(st.integers(1, 99)), drop=drop)
    result = score(read_tables(_document(name, variant.text)).tables, variant.tables)
    assert result.exact(), result
