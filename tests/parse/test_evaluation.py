"""The floor: no cell wrong or invented in any document and carrier, none missing that the document decides, every fact
and every failing check as a person found them. And the evaluation itself must be able to fail."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import office
import pytest
from evaluated import FOUND, OFFICE_CARRIERS, REAL, SEEDS, Case, report_cases, seed_cases, truth
from evaluated_legacy import legacy_lines
from evaluation import UNDECIDED, compare, evaluate, in_process

from parse.report import Report
from samples.carriers import CARRIERS


def _faults(cases: Any) -> list[str]:
    return [
        f"{line.case.name} as {line.case.carrier}{' with other numbers' * line.case.distinct}: {fault}"
        for line in evaluate(cases)
        for fault in line.faults
    ]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_seed_in_every_carrier(carrier: str) -> None:
    if carrier in OFFICE_CARRIERS and not office.INSTALLED:
        pytest.skip("LibreOffice, which makes these files, is not installed")
    cases = list(seed_cases((carrier,)))
    assert len(cases) == 9, "five seeds as printed, four with other numbers (one prints none)"
    assert _faults(cases) == []


@pytest.mark.parametrize("folder", [REAL / "reports", FOUND], ids=lambda folder: folder.name)
def test_every_report_that_a_person_read(folder: Any) -> None:
    assert _faults(report_cases(folder)) == []


def _broken(change: Callable[[Any], None]) -> Callable[[Case], Report]:
    def reader(case: Case) -> Report:
        report = in_process(case)
        tables = copy.deepcopy(dict(report.tables or {}))
        change(tables)
        return replace(report, tables=tables)

    return reader


def _blank_is_zero(tables: Any) -> None:
    for row in tables["disclosure_requests"].values():
        row.update({column: 0 for column, value in row.items() if value is None})


def _columns_swapped(tables: Any) -> None:
    for row in tables["disclosure_requests"].values():
        row["natural_person"], row["total"] = row["total"], row["natural_person"]


def _one_column_on(tables: Any) -> None:
    for row in tables["disclosure_requests"].values():
        values = list(row.values())
        row.update(zip(row, [None, *values[:-1]], strict=True))


def _table_lost(tables: Any) -> None:
    tables["review_and_litigation"] = {}


@pytest.mark.parametrize(
    ("change", "seed", "fault"),
    [
        (_blank_is_zero, "000", "invented"),
        (_columns_swapped, "003", "wrong"),
        (_one_column_on, "003", "wrong"),
        (_table_lost, "003", "missing"),
    ],
)
def test_a_broken_reader_is_seen(change: Callable[[Any], None], seed: str, fault: str) -> None:
    cases = [case for case in seed_cases(("html",)) if case.name.startswith(seed)]
    lines = list(evaluate(cases, _broken(change)))
    assert any(fault in said for line in lines for said in line.faults)


def test_a_reader_that_gives_every_document_the_same_tables_is_seen() -> None:
    one = next(case for case in seed_cases(("txt",)) if case.name.startswith("003"))
    report = in_process(one)
    scores = [compare(case, report).score for case in seed_cases(("txt",))]
    assert sum(len(result.invented) for result in scores) >= 192, "blanks of seed 000 were filled"
    assert any(result.wrong for result in scores)


def test_wrong_facts_and_lost_checks_are_seen() -> None:
    case = next(case for case in seed_cases(("txt",)) if case.name.startswith("002"))
    report = replace(in_process(case), report_year=1999, problems=())
    said = " ".join(compare(case, report).faults)
    assert "report_year" in said
    assert "row_total" in said


def test_every_statistics_table() -> None:
    lines = list(legacy_lines())
    assert len(lines) == 4 * 8, "four reports as stored, and with other numbers in seven carriers"
    assert [f"{line.name} as {line.carrier}: {fault}" for line in lines for fault in line.faults] == []


def test_only_texts_whose_cells_ran_together_may_miss_any() -> None:
    known = truth(REAL) | truth(SEEDS) | truth(FOUND)
    assert {name for name in UNDECIDED if not known[name].get("ambiguous_cells")} == set()
