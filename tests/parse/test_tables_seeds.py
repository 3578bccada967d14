"""Every cell of the five seed reports, typed by eye in truth.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scoring import score

from parse.carrier.text import open_text
from parse.tables import TablesReading, read_tables

SEEDS = Path(__file__).parents[1] / "documents" / "seeds"
TRUTH = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))
CELLS = {"000": 198, "001": 200, "002": 198, "003": 198, "004": 198}


def _read(name: str) -> TablesReading:
    return read_tables(open_text((SEEDS / name).read_bytes().decode("utf-8")))


def _seed(number: str) -> str:
    return next(name for name in TRUTH if name.startswith(number))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_every_cell_is_right(name: str) -> None:
    reading = _read(name)
    result = score(reading.tables, TRUTH[name]["tables"])
    assert result.exact(), result
    assert result.right == CELLS[name[:3]] == len(reading.cells)
    assert reading.edition == TRUTH[name]["document"]["template_generation"]


def test_no_cell_of_the_992_is_lost() -> None:
    numbers = blanks = 0
    for name in TRUTH:
        for cell in _read(name).cells:
            numbers += cell.value is not None
            blanks += cell.value is None
    assert (numbers, blanks) == (793, 199)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_sections_of_text_are_not_taken(name: str) -> None:
    document = open_text((SEEDS / name).read_bytes().decode("utf-8"))
    reading = read_tables(document)
    grids = {index for index, block in enumerate(document.blocks) if not hasattr(block, "text")}
    assert reading.taken == grids


@pytest.mark.parametrize(
    ("number", "kind", "table", "row", "column", "seen"),
    [
        ("000", "no_data_row", "review_and_litigation", None, None, None),
        ("000", "table_blank", "disclosure_requests", None, None, None),
        ("000", "unlabelled_shift", "disclosure_requests", None, None, None),
        ("001", "label_variant", "disclosure_requests", "not_processed", None, "(五)不予公开"),
        ("001", "label_variant", "disclosure_requests", "not_processed_confirm_or_reissue", None,
         "5.要求行政机关确认或新出具已获取信息"),
        ("002", "broken_row", "disclosure_requests", "refused_internal_affairs", None, None),
        ("002", "table_split", "proactive_disclosure", None, None, "2"),
        ("002", "table_split", "disclosure_requests", None, None, "3"),
        ("002", "unlabelled_shift", "disclosure_requests", None, None, None),
        ("003", "surplus_value", "review_and_litigation", "litigation_after_review", None, "0"),
        ("003", "broken_row", "disclosure_requests", "not_processed_public_publication", None, None),
        ("003", "label_variant", "disclosure_requests", None, "public_welfare_organization", "社会组织"),
        ("003", "unlabelled_shift", "disclosure_requests", None, None, None),
    ],
)  # fmt: skip
def test_irregularities_are_problems(
    number: str, kind: str, table: str, row: str | None, column: str | None, seen: str | None
) -> None:
    found = [
        p for p in _read(_seed(number)).problems if (p.kind, p.table, p.row, p.column) == (kind, table, row, column)
    ]
    assert len(found) == 1
    assert seen is None or found[0].seen == seen


def test_a_clean_report_has_no_problem() -> None:
    assert _read(_seed("004")).problems == ()


def test_cells_keep_print_state_and_place() -> None:
    cells = {(c.row, c.column): c for c in _read(_seed("004")).cells}
    padded = cells["rules", "newly_made"]
    assert (padded.printed, padded.value, padded.state) == ("\u30000\u3000", 0, "number")
    assert (padded.grid, padded.grid_row, padded.grid_column) == (0, 2, 1)
    blank = next(c for c in _read(_seed("002")).cells if (c.row, c.column) == ("litigation_direct", "pending"))
    assert (blank.printed, blank.value, blank.state) == ("", None, "blank")
    absent = [c for c in _read(_seed("000")).cells if c.table == "review_and_litigation"]
    assert len(absent) == 15
    assert {(c.printed, c.state) for c in absent} == {(None, "row_not_printed")}
