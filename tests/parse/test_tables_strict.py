"""Whatever is put into a page beyond the form is told, and moves no other cell: no silent loss, no shift."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from form_pages import Form, Place, Rows, Style, form, leaves, write
from hypothesis import given, settings
from hypothesis import strategies as st

from parse.carrier import open_document
from parse.tables import TablesReading, read_tables

NUMBER = "867530"
"""A number that no form here holds: theirs have at most five digits."""
WORDS = "甲乙丙丁事项"

Change = Callable[[Rows, random.Random], None]


def _row_with_label(rows: Rows, source: random.Random) -> None:
    width = source.choice([1, 3, 7])
    rows.insert(source.randrange(3, len(rows) + 1), [Place(WORDS), *(Place(NUMBER) for _ in range(width))])


def _row_of_numbers(rows: Rows, source: random.Random) -> None:
    rows.insert(source.randrange(3, len(rows) + 1), [Place(NUMBER) for _ in range(source.choice([1, 3, 7, 15]))])


def _number_beside_the_values(rows: Rows, source: random.Random) -> None:
    """Not in a row that is wholly blank: alone in the first column a number is a value."""
    row = source.choice([row for row in rows if any(place.path and place.text for place in row)])
    first = next(at for at, place in enumerate(row) if place.path)
    row.insert(source.randrange(first, len(row) + 1), Place(NUMBER))


def _number_before_the_label(rows: Rows, source: random.Random) -> None:
    row = source.choice([row for row in rows if any(place.path for place in row)])
    row.insert(0, Place(NUMBER))


def _words_among_the_values(rows: Rows, source: random.Random) -> None:
    row = source.choice([row for row in rows if any(place.path for place in row)])
    first = next(at for at, place in enumerate(row) if place.path)
    row.insert(source.randrange(first, len(row) + 1), Place(WORDS))


def _number_in_a_heading(rows: Rows, source: random.Random) -> None:
    row = source.choice([row for row in rows if not any(place.path for place in row)])
    row.insert(source.randrange(1, len(row) + 1), Place(NUMBER))


CHANGES: dict[str, tuple[Change, str]] = {
    "a row with a label": (_row_with_label, WORDS),
    "a row of numbers": (_row_of_numbers, NUMBER),
    "a number beside the values": (_number_beside_the_values, NUMBER),
    "a number before the label": (_number_before_the_label, NUMBER),
    "words among the values": (_words_among_the_values, WORDS),
    "a number in a heading": (_number_in_a_heading, NUMBER),
}


def _page(edition: str, source: random.Random, *, blanks: bool, one_table: bool) -> tuple[Form, Style]:
    style = Style("strict", blanks=blanks, one_table=one_table)
    return form(edition, source, style), style


def _read(made: Form, style: Style) -> TablesReading:
    return read_tables(open_document(write(made, style), "text/html", None))


def _never_shifted(made: Form, reading: TablesReading) -> None:
    """Every cell is right or null with a problem of its table; nothing is where nothing was printed."""
    read = dict(leaves(reading.tables))
    told = {problem.table for problem in reading.problems if problem.severity != "info"}
    for path, value in leaves(made.expected):
        assert read.get(path) in (value, None), (path, value, read.get(path))
        assert read.get(path) == value or path[0] in told, path
    expected = {path for path, _ in leaves(made.expected)}
    assert not {path: value for path, value in read.items() if path not in expected and value is not None}


@pytest.mark.parametrize("part", ["two", "three", "four"])
@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6), edition=st.sampled_from(["2019", "2021"]), blanks=st.booleans(),
       one_table=st.booleans())  # fmt: skip
def test_what_the_form_does_not_have_is_told(
    change: str, part: str, seed: int, edition: str, blanks: bool, one_table: bool
) -> None:
    source = random.Random(seed)
    made, style = _page(edition, source, blanks=blanks, one_table=one_table)
    put, token = CHANGES[change]
    put(getattr(made, part), source)
    reading = _read(made, style)
    _never_shifted(made, reading)
    assert any(token in (problem.seen or "") for problem in reading.problems), [
        (problem.kind, problem.seen) for problem in reading.problems
    ]


@pytest.mark.parametrize("at", range(1, 4))
def test_a_number_in_a_heading_of_table_four_is_no_value_of_a_group(at: int) -> None:
    """Behind 未经复议直接起诉 it looked like the first outcome of that group."""
    made, style = _page("2019", random.Random(378), blanks=False, one_table=False)
    heading = next(row for row in made.four if any(place.text == "未经复议直接起诉" for place in row))
    where = next(index for index, place in enumerate(heading) if place.text == "未经复议直接起诉")
    heading.insert(where + at - 1, Place(NUMBER))
    reading = _read(made, style)
    _never_shifted(made, reading)
    assert any(NUMBER in (problem.seen or "") for problem in reading.problems)
