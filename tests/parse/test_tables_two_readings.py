"""Rows that could be read in two ways: nothing is decided and a problem says what was seen, unless totals decide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from form_pages import GROUPS, OUTCOMES, Form, Place, Style, form, leaves, write

from parse.carrier import open_document
from parse.tables import TablesReading, read_tables

STYLE = Style("two readings")
NO_HEADING = Place("", rows=3)


def _form() -> Form:
    return form("2021", random.Random(7), STYLE)


def _read(made: Form) -> TablesReading:
    return read_tables(open_document(write(made, STYLE), "text/html", None))


def _four(cells: Sequence[str], unlabelled: bool = False) -> TablesReading:
    made = _form()
    made.four[3] = [Place(text) for text in cells]
    if unlabelled:
        made.four[0].append(NO_HEADING)
    return _read(made)


def _values(reading: TablesReading) -> list[int | None]:
    table = reading.tables["review_and_litigation"]
    return [table[group][outcome] for group in GROUPS for outcome in OUTCOMES]


def _said(reading: TablesReading, table: str) -> set[str]:
    return {one.kind for one in reading.problems if one.table == table and one.severity == "error"}


def test_a_blank_cell_inside_a_row_whose_heading_has_a_column_without_a_label() -> None:
    """16 cells, the last blank: the column without a label may be any blank one of them."""
    row = ["", "", "", "613", "930", "441", "221", "", "372", "902", "299", "", "", "", "361", ""]
    reading = _four(row, unlabelled=True)
    assert _values(reading) == [None] * 15
    assert "ambiguous" in _said(reading, "review_and_litigation")


def test_totals_that_hold_in_one_reading_only_say_which_blank_is_that_of_the_column_without_a_label() -> None:
    row = ["3", "", "", "4", "7", "", "2", "", "", "2", "", "", "", "5", "5", ""]
    assert _values(_four(row, unlabelled=True)) == [
        *(3, None, None, 4, 7), *(None, 2, None, None, 2), *(None, None, None, 5, 5),
    ]  # fmt: skip


def test_totals_that_hold_only_with_the_blank_cell_inside_decide_nothing() -> None:
    row = ["3", "", "", "", "4", "7", "", "2", "", "", "2", "", "", "", "5", "5"]
    assert set(_values(_four(row, unlabelled=True))) == {None}


def test_a_full_row_needs_no_totals() -> None:
    row = [str(number) for number in range(101, 116)]
    assert _values(_four([*row, ""], unlabelled=True)) == list(range(101, 116))


def test_a_row_that_lost_its_first_cell_and_got_one_at_its_end() -> None:
    """73 … printed one column to the left: all three totals are wrong, and right a column further on."""
    row = ["730", "650", "192", "1572", "973", "943", "900", "302", "3118", "916", "291", "820", "216", "2243", ""]
    reading = _four(row)
    assert _values(reading) == [None] * 15
    assert "ambiguous" in _said(reading, "review_and_litigation")


@pytest.mark.parametrize(
    "row",
    [
        (10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0),  # totals left at 0
        (10, 1, 0, 0, 12, 3, 4, 0, 0, 8, 5, 0, 0, 0, 6),  # three wrong totals
        (10, 1, 0, 0, "", 3, 4, 0, 0, "", 5, 0, 0, 0, ""),  # totals left blank
        (2, 1, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ],
)
def test_wrong_totals_stay_as_printed(row: Sequence[int | str]) -> None:
    assert _values(_four([str(number) for number in row])) == [number if number != "" else None for number in row]


def test_words_in_a_row_whose_totals_do_not_hold() -> None:
    row = ["12", "见说明", "30", "5", "6", "53", "0", "7", "1", "2", "10", "4", "0", "0", "4"]
    reading = _four(row)
    assert _values(reading) == [None] * 15
    assert "ambiguous" in _said(reading, "review_and_litigation")


def test_words_in_a_row_whose_totals_hold_cost_their_own_cell() -> None:
    row = ["12", "见说明", "30", "5", "53", "0", "7", "1", "2", "10", "4", "0", "0", "3", "7"]
    assert _values(_four(row)) == [12, None, 30, 5, 53, 0, 7, 1, 2, 10, 4, 0, 0, 3, 7]


def _row_of(made: Form, key: str) -> tuple[list[Place], int]:
    row = next(row for row in made.three if any(place.path and place.path[1] == key for place in row))
    return row, next(at for at, place in enumerate(row) if place.path)


@pytest.mark.parametrize("labelled_width", [False, True])
@pytest.mark.parametrize("merged", [2, 5])
def test_a_blank_merged_cell_in_a_table_wider_than_its_headings(merged: int, labelled_width: bool) -> None:
    """Seven cells in eight columns, one of them blank and two wide: an empty column came in further left or there."""
    made = _form()
    if labelled_width:
        made.three[0].append(NO_HEADING)
    for line in made.three[3:]:
        at = next(at for at, place in enumerate(line) if place.path)
        line.insert(at + 1, Place(""))
    row, at = _row_of(made, "unable_not_held")
    row[at + 1 + merged : at + 3 + merged] = [Place("", columns=2)]
    reading = _read(made)
    assert set(reading.tables["disclosure_requests"]["unable_not_held"].values()) == {None}
    assert {"ambiguous"} <= {one.kind for one in reading.problems if one.row == "unable_not_held"}


def test_every_other_row_is_read() -> None:
    made = _form()
    row, at = _row_of(made, "unable_not_held")
    row[at + 2 : at + 4] = [replace(row[at + 2], text="", columns=2)]
    read = dict(leaves(_read(made).tables))
    lost = {path for path, value in leaves(made.expected) if read.get(path) is None and value is not None}
    assert lost <= {path for path, _ in leaves(made.expected) if path[1] == "unable_not_held"}
