"""The seeds with every number different, with numbers blanked and blanks filled: never a cell in a wrong place."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from distinct import Variant, distinct, leaves, with_leaf
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring import score

from parse.carrier.text import open_text
from parse.tables import read_tables

SEEDS = Path(__file__).parents[1] / "documents" / "seeds"
TRUTH = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))
NUMBERED = sorted(name for name in TRUTH if not name.startswith("000"))
SURPLUS = {"003_7c65fe511f0a5482.txt": 1}
COUNT = {name: sum(v is not None for _, v in leaves(TRUTH[name]["tables"])) + SURPLUS.get(name, 0) for name in TRUTH}


def _variant(name: str, seed: int = 1, drop: frozenset[int] = frozenset()) -> Variant:
    text = (SEEDS / name).read_bytes().decode("utf-8")
    return distinct(text, TRUTH[name]["tables"], surplus=SURPLUS.get(name, 0), seed=seed, drop=drop)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", NUMBERED)
def test_every_number_is_another(name: str, seed: int) -> None:
    variant = _variant(name, seed)
    numbers = [value for _, value in leaves(variant.tables) if isinstance(value, int)]
    assert len(set(numbers)) == len(numbers) > 190
    reading = read_tables(open_text(variant.text))
    result = score(reading.tables, variant.tables)
    assert result.exact(), result
    if name in SURPLUS:
        _, start, end = variant.places[-1]
        surplus = [p for p in reading.problems if p.kind == "surplus_value"]
        assert [p.seen for p in surplus] == [variant.text[start:end]]


def _never_wrong(name: str, drop: frozenset[int]) -> int:
    """Read a masked variant: nothing wrong or invented, each missing number has a problem. How many are missing."""
    variant = _variant(name, drop=drop)
    reading = read_tables(open_text(variant.text))
    result = score(reading.tables, variant.tables)
    assert not result.wrong, (sorted(drop), result.wrong)
    assert not result.invented, (sorted(drop), result.invented)
    undecided = {(p.table, p.row) for p in reading.problems if p.severity == "error"}
    for path in result.missing:
        table, row = path[0], path[-2]
        assert (table, row) in undecided or (table == "review_and_litigation" and (table, "review") in undecided), path
    return len(result.missing)


@pytest.mark.parametrize("name", NUMBERED)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_random_blanks_never_move_a_number(name: str, data: st.DataObject) -> None:
    share = data.draw(st.sampled_from([0.02, 0.1, 0.3, 0.6, 0.9]))
    seed = data.draw(st.integers(0, 10_000))
    rng = random.Random(seed)
    _never_wrong(name, frozenset(i for i in range(COUNT[name]) if rng.random() < share))


@pytest.mark.parametrize("name", NUMBERED)
def test_a_blank_column_of_applicants_moves_nothing(name: str) -> None:
    paths = [path for path, value in leaves(TRUTH[name]["tables"]) if value is not None]
    for column in ("natural_person", "research_institution", "total"):
        _never_wrong(name, frozenset(i for i, path in enumerate(paths) if path[-1] == column))


@pytest.mark.parametrize("name", ["001_ae53f9282b2209bb.txt", "004_4b1104c5c2484d6c.txt"])
def test_one_cell_a_line_leaves_no_doubt_about_blanks(name: str) -> None:
    rng = random.Random(7)
    for share in (0.1, 0.5, 0.8):
        drop = frozenset(i for i in range(COUNT[name]) if rng.random() < share)
        assert _never_wrong(name, drop) == 0


def test_single_blanks_of_a_shifted_table_cost_few_cells() -> None:
    """Seed 002: third-level rows have exactly seven cells, so a blank there is blank in its place."""
    paths = [path for path, value in leaves(TRUTH["002_d1d250c2011c14d6.txt"]["tables"]) if value is not None]
    third = [
        i for i, path in enumerate(paths) if len(path) == 3 and path[1].startswith(("refused_st", "unable", "not_"))
    ]
    for index in third[::5]:
        assert _never_wrong("002_d1d250c2011c14d6.txt", frozenset({index})) == 0


BLANK = "000_bbc32dee6d9bf6c2.txt"
"""The seed whose cells are all blank: rows of tables two and three as they stand, by line of the file."""


def _filled(numbers: dict[tuple[int, int], int], last: str = "") -> str:
    lines = (SEEDS / BLANK).read_text(encoding="utf-8").split("\n")
    for (line, cell), number in numbers.items():
        cells = lines[line].split("\t")
        cells[cell] = str(number)
        lines[line] = "\t".join(cells)
    if last:
        lines[66] += "\n" + last
    return "\n".join(lines)


ROWS_OF_TABLE_THREE = {38: "new_requests", 39: "carried_over", 40: "granted", 41: "partially_granted",
                       58: "other_processing", 59: "results_total", 60: "carried_forward"}  # fmt: skip
"""Lines whose values stand below the heading: 自然人 in cell 2 … 总计 in cell 8."""
COLUMNS = ("natural_person", "business_enterprise", "research_institution", "public_welfare_organization",
           "legal_service_institution", "other_organization", "total")  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(places=st.sets(st.tuples(st.sampled_from(sorted(ROWS_OF_TABLE_THREE)), st.integers(0, 6)), min_size=1))
def test_blanks_filled_at_random_stand_below_their_heading(places: set[tuple[int, int]]) -> None:
    numbers = {(line, 2 + at): 1000 + 10 * line + at for line, at in sorted(places)}
    expected: dict[str, Any] = copy.deepcopy(TRUTH[BLANK]["tables"])
    for line, at in places:
        with_leaf(expected, ("disclosure_requests", ROWS_OF_TABLE_THREE[line], COLUMNS[at]), 1000 + 10 * line + at)
    result = score(read_tables(open_text(_filled(numbers))).tables, expected)
    assert result.exact(), result


@pytest.mark.parametrize("count", range(1, 7))
def test_a_row_with_six_cells_for_seven_columns_is_not_decided(count: int) -> None:
    text = _filled({(42, 3 + at): 500 + at for at in range(count)})
    reading = read_tables(open_text(text))
    assert score(reading.tables, TRUTH[BLANK]["tables"]).exact()  # every cell null
    row = [cell for cell in reading.cells if cell.row == "refused_state_secret"]
    assert {cell.state for cell in row} == {"ambiguous"}
    assert [p.seen for p in reading.problems if p.kind == "short_row"] == [
        " | ".join(["", "(三) 不予公开", "1. 属于国家秘密", *(str(500 + at) if at < count else "" for at in range(6))])
    ]


@pytest.mark.parametrize("blank", [None, 0, 3, 9, 14])
def test_table_four_with_a_row_of_values_added(blank: int | None) -> None:
    cells = ["" if at == blank else str(700 + at) for at in range(15)]
    tables = read_tables(open_text(_filled({}, "\t".join([*cells, ""])))).tables["review_and_litigation"]
    read = [value for group in tables.values() for value in group.values()]
    assert read == [None if at == blank else 700 + at for at in range(15)]


@pytest.mark.parametrize("blank", [0, 1, 7, 14])
def test_sixteen_cells_of_which_one_is_blank_decide_nothing(blank: int) -> None:
    """Fifteen values in sixteen cells: by order one thing, by the heading another."""
    cells = ["" if at == blank else str(700 + at) for at in range(16)]
    reading = read_tables(open_text(_filled({}, "\t".join(cells))))
    values = [value for group in reading.tables["review_and_litigation"].values() for value in group.values()]
    assert values == [None] * 15
    assert [p.kind for p in reading.problems if p.severity == "error"] == ["ambiguous"]


def test_the_test_can_fail() -> None:
    """A reader that shifts one row by one column is caught, although zeros would hide it."""
    name = "002_d1d250c2011c14d6.txt"
    variant = _variant(name)
    tables = copy.deepcopy(read_tables(open_text(variant.text)).tables)
    row = tables["disclosure_requests"]["refused_state_secret"]
    values = list(row.values())
    row.update(zip(row, [*values[1:], values[0]], strict=True))
    assert len(score(tables, variant.tables).wrong) == 7
