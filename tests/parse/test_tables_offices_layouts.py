"""Layouts that offices make of tables three and four: columns of their own, merged cells, outcomes as rows."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from form_pages import OUTCOME_LABELS, Form, Place, Style, form, leaves, write

from parse.carrier import open_document
from parse.tables import TablesReading, read_tables


def _form(edition: str = "2021", *, blanks: bool = True) -> Form:
    return form(edition, random.Random(11), Style("", blanks=blanks))


def _read(made: Form) -> TablesReading:
    return read_tables(open_document(write(made, Style("")), "text/html", None))


def _missing(made: Form, reading: TablesReading) -> set[tuple[str, ...]]:
    """Cells that are null though printed; any other value than the printed one fails."""
    read = dict(leaves(reading.tables))
    said = dict(leaves(made.expected))
    assert not {path: value for path, value in read.items() if value is not None and value != said.get(path)}
    return {path for path, value in said.items() if value is not None and read.get(path) is None}


def _first(row: list[Place]) -> int:
    return next(at for at, place in enumerate(row) if place.path)


def _kinds(reading: TablesReading) -> set[str]:
    return {told.kind for told in reading.problems}


def _in_front(made: Form, name: str, text: str) -> None:
    made.three[0].insert(1, Place(name, rows=3))
    for row in made.three[3:]:
        row.insert(_first(row), Place(text))


def _behind(made: Form, name: str, text: str) -> None:
    made.three[0].append(Place(name, rows=3))
    for row in made.three[3:]:
        row.append(Place(text))


def _subtotal(made: Form, name: str, text: str) -> None:
    made.three[0][1] = replace(made.three[0][1], columns=8)
    made.three[1][1] = replace(made.three[1][1], columns=6)
    made.three[2].append(Place(name))
    for row in made.three[3:]:
        row.insert(_first(row) + 6, Place(text))


NAMED = [
    (_in_front, "单位", "件"),
    (_in_front, "行次", "8"),
    (_behind, "占比", "12%"),
    (_behind, "备注", "见说明"),
    (_behind, "序号", "9"),
    (_subtotal, "小计", "700"),
]


@pytest.mark.parametrize(("add", "name", "text"), NAMED)
def test_a_named_column_of_the_offices_own_moves_no_value_and_is_told(
    add: Callable[[Form, str, str], None], name: str, text: str
) -> None:
    made = _form()
    add(made, name, text)
    reading = _read(made)
    assert not _missing(made, reading)
    assert [told.seen for told in reading.problems if told.kind == "surplus_column"] == [name]


@pytest.mark.parametrize(("add", "name", "text"), NAMED)
def test_a_row_short_of_a_cell_beside_a_named_column_is_null(
    add: Callable[[Form, str, str], None], name: str, text: str
) -> None:
    made = _form(blanks=False)
    add(made, name, text)
    row = made.three[4]
    lost = row.pop(_first(row) + 2)
    assert lost.path is not None
    reading = _read(made)
    assert {path[1] for path in _missing(made, reading)} == {"carried_over"}
    assert "ambiguous" in _kinds(reading)


def test_an_empty_column_and_a_dropped_cell_decide_nothing() -> None:
    made = _form(blanks=False)
    made.three[0].append(Place("", rows=3))
    for row in made.three[3:]:
        row.append(Place(""))
    made.three[7].pop(_first(made.three[7]) + 2)
    reading = _read(made)
    assert {path[1] for path in _missing(made, reading)} == {"refused_state_secret"}
    assert "ambiguous" in _kinds(reading)


@pytest.mark.parametrize("cell", [[], [Place("", columns=3)]])
def test_a_note_over_two_heading_lines_moves_no_column(cell: list[Place]) -> None:
    made = _form()
    made.three[0][0] = replace(made.three[0][0], rows=2)
    made.three[2][:0] = cell
    assert not _missing(made, _read(made))


def test_a_merged_value_leaves_only_the_columns_below_it_undecided() -> None:
    made = _form(blanks=False)
    row = made.three[9]
    at = _first(row) + 1
    lost = {place.path for place in row[at : at + 2]}
    row[at : at + 2] = [replace(row[at], columns=2)]
    reading = _read(made)
    assert _missing(made, reading) == lost
    assert "merged_value" in _kinds(reading)


def _downwards(made: Form) -> None:
    values = made.four[3]
    head = [Place("案件结果"), Place("行政复议"), Place("未经复议直接起诉"), Place("复议后起诉")]
    made.four = [head, *([Place(name), *values[at::5]] for at, name in enumerate(OUTCOME_LABELS))]


def _a_heading_for_each_group(made: Form) -> None:
    values, names = made.four[3], [Place(name) for name in OUTCOME_LABELS]
    made.four = []
    for at, group in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉")):
        made.four += [[Place(group, columns=5)], names, values[5 * at : 5 * at + 5]]


def _two_rows(made: Form) -> None:
    values, names = made.four[3], [Place(name) for name in OUTCOME_LABELS]
    groups = [Place("未经复议直接起诉", columns=5), Place("复议后起诉", columns=5)]
    made.four = [[Place("行政复议", columns=5)], names, values[:5], [Place("行政诉讼", columns=10)], groups, names * 2]
    made.four.append(values[5:])


def _a_row_for_each_group_total_first(made: Form) -> None:
    values = made.four[3]
    made.four = [[Place(""), *(Place(OUTCOME_LABELS[at]) for at in (4, 0, 1, 2, 3))]]
    for at, group in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉")):
        five = values[5 * at : 5 * at + 5]
        made.four.append([Place(group), five[4], *five[:4]])


@pytest.mark.parametrize("blanks", [True, False])
@pytest.mark.parametrize(
    "arrange", [_downwards, _a_heading_for_each_group, _two_rows, _a_row_for_each_group_total_first]
)
def test_table_four_is_read_by_its_labels(arrange: Callable[[Form], None], blanks: bool) -> None:
    made = _form(blanks=blanks)
    arrange(made)
    assert not _missing(made, _read(made))


@pytest.mark.parametrize("arrange", [_downwards, _two_rows, _a_row_for_each_group_total_first])
def test_a_row_short_of_a_cell_in_an_arranged_table_four_is_null(arrange: Callable[[Form], None]) -> None:
    made = _form(blanks=False)
    arrange(made)
    made.four[2].pop(1)
    _missing(made, _read(made))
