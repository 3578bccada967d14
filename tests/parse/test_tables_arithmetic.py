"""Numbers that stand apart but in no columns: placed where the form's identities leave one reading, else null."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parse.carrier.text import open_text
from parse.schema import APPLICANT_COLUMNS, request_rows
from parse.tables import TablesReading, read_tables

COLUMNS = [column.key for column in APPLICANT_COLUMNS]
LABELS = {row.key: row.label for row in request_rows("2021")}
RESULTS = [row.key for row in request_rows("2021") if row.ordinals[0] == "三" and row.key != "results_total"]
Rows = dict[str, list[int | None]]


def _form(parts: dict[str, list[int]]) -> Rows:
    """A form that adds up: results as given, all else from them; every request is of this year."""
    rows: dict[str, list[int]] = {key: parts.get(key, [0] * 6) for key in RESULTS}
    total = [sum(rows[key][at] for key in RESULTS) for at in range(6)]
    rows |= {"results_total": total, "new_requests": total, "carried_over": [0] * 6, "carried_forward": [0] * 6}
    return {key: [*rows[key], sum(rows[key])] for key in LABELS}


def _read(rows: Rows) -> TablesReading:
    """The form as lines of text in which a blank cell leaves no trace."""
    lines = [f"{LABELS[key]} {' '.join(str(v) for v in rows[key] if v is not None)}" for key in LABELS]
    return read_tables(open_text("三、收到和处理政府信息公开申请情况\n" + "\n".join(lines) + "\n四、行政复议\n"))


PARTS = {
    "granted": [120, 0, 35, 0, 0, 0],
    "partially_granted": [44, 17, 0, 0, 0, 28],
    "other_misc": [0, 63, 0, 0, 0, 0],
}


def test_one_reading_is_left() -> None:
    rows = _form(PARTS)
    rows["partially_granted"] = [44, 17, None, None, None, 28, 89]
    reading = _read(rows)
    assert list(reading.tables["disclosure_requests"]["partially_granted"].values()) == [
        44, 17, None, None, None, 28, 89]  # fmt: skip
    cells = [cell for cell in reading.cells if cell.row == "partially_granted"]
    assert {cell.placed_by for cell in cells} == {"arithmetic"}
    assert [cell.state for cell in cells] == ["number", "number", "blank", "blank", "blank", "number", "number"]
    assert [cell.printed for cell in cells] == ["44", "17", "", "", "", "28", "89"]
    told = [p for p in reading.problems if p.row == "partially_granted"]
    assert [(p.kind, p.seen) for p in told] == [("placed_by_arithmetic", "44 17 28 89")]
    assert {cell.placed_by for cell in reading.cells if cell.row == "granted"} == {"order"}


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("granted", [120, 35, 0, 155]),  # behind the 35 there are three columns for the 0
        ("carried_over", [0, 0, 0]),
        ("other_misc", [63]),
    ],
)
def test_more_than_one_reading_is_left(row: str, printed: list[int]) -> None:
    rows = _form(PARTS)
    rows[row] = [*printed, *[None] * (7 - len(printed))]
    reading = _read(rows)
    assert set(reading.tables["disclosure_requests"][row].values()) == {None}
    assert {cell.state for cell in reading.cells if cell.row == row} == {"ambiguous"}
    assert [p.kind for p in reading.problems if p.row == row and p.severity == "error"] == ["run_together"]


def test_small_numbers_are_equal_by_accident() -> None:
    rows = _form({"granted": [1, 0, 0, 0, 0, 0], "partially_granted": [0, 0, 1, 0, 0, 0]})
    rows["granted"] = [1, None, None, None, None, None, 1]
    assert set(_read(rows).tables["disclosure_requests"]["granted"].values()) == {None}


@pytest.mark.parametrize(
    ("row", "at"), [("results_total", 0), ("results_total", 6), ("granted", 6), ("new_requests", 2)]
)
def test_a_wrong_total_stays_and_nothing_is_placed_by_it(row: str, at: int) -> None:
    rows = _form(PARTS)
    rows["partially_granted"] = [44, 17, None, None, None, 28, 89]
    rows[row][at] = (rows[row][at] or 0) + 30
    tables = _read(rows).tables["disclosure_requests"]
    assert list(tables[row].values()) == rows[row]
    assert set(tables["partially_granted"].values()) == {None}


def test_a_row_that_is_not_there_leaves_nothing_to_add_up() -> None:
    rows = _form(PARTS)
    rows["partially_granted"] = [44, 17, None, None, None, 28, 89]
    text = "\n".join(
        f"{LABELS[key]} {' '.join(str(v) for v in rows[key] if v is not None)}" for key in LABELS if key != "other_misc"
    )
    reading = read_tables(open_text(f"三、收到和处理政府信息公开申请情况\n{text}\n四、行政复议\n"))
    assert set(reading.tables["disclosure_requests"]["partially_granted"].values()) == {None}


def test_digits_that_ran_together_are_not_split_though_the_sums_would_tell() -> None:
    lines = [f"{LABELS[key]} {' '.join(map(str, values))}" for key, values in _form(PARTS).items()]
    text = "\n".join(lines).replace("44 17 0 0 0 28 89", "4417 0 0 0 28 89")
    reading = read_tables(open_text(f"三、收到和处理政府信息公开申请情况\n{text}\n四、行政复议\n"))
    assert set(reading.tables["disclosure_requests"]["partially_granted"].values()) == {None}


def test_many_rows_without_columns_end_soon() -> None:
    rows: Rows = {key: [11, 12, 23, None, None, None, None] for key in LABELS}
    assert set(_read(rows).tables["disclosure_requests"]["granted"].values()) == {None}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), slips=st.integers(0, 3), big=st.sampled_from([1, 5, 60, 5000]))
def test_never_a_number_in_a_wrong_column(seed: int, slips: int, big: int) -> None:
    """Forms with blanks that leave no trace, some with wrong figures in any cell."""
    source = random.Random(seed)
    rows = _form({key: [source.randint(1, big) * (source.random() < 0.3) for _ in range(6)] for key in RESULTS})
    for _ in range(slips):
        row, at = source.choice(list(rows)), source.randrange(7)
        rows[row][at] = max(0, (rows[row][at] or 0) + source.choice([-20, -10, -1, 1, 2, 10, source.randint(1, 90)]))
    for row in source.sample(list(rows), 2):
        rows[row] = [None if value == 0 and source.random() < 0.8 else value for value in rows[row]]
    tables = _read(rows).tables["disclosure_requests"]
    for row, values in rows.items():
        for at, value in enumerate(values):
            assert tables[row][COLUMNS[at]] in (value, None), (row, at, values)
