"""Tables of two years that are the same; an all-zero report twice is another, weaker thing."""

from __future__ import annotations

from figures_by_hand import TOWN, report

from archive.finding_rows import CellKey
from findings.identical_tables import identical_tables

KEYS: list[CellKey] = [
    ("disclosure_requests", f"row {row}", f"column {column}") for row in range(25) for column in range(7)
]


def table(*not_zero: int, leave_out: int = 0) -> dict[CellKey, int]:
    """175 cells, the first ones as given, the others 0; the last ones blank."""
    values = [*not_zero, *[0] * (len(KEYS) - len(not_zero))]
    return dict(list(zip(KEYS, values, strict=True))[: len(KEYS) - leave_out])


def kinds(*tables: dict[CellKey, int], edition: str = "2021") -> list[tuple[str, str, int]]:
    reports = [report(2022 + number, cells, edition=edition) for number, cells in enumerate(tables)]
    return [(one.kind, one.severity, one.report_year) for one in identical_tables(TOWN, reports).findings]


def test_equal_figures_two_and_three_years_running() -> None:
    twelve = table(*range(1, 13))
    assert kinds(twelve, twelve) == [("identical_tables", "warning", 2023)]
    assert kinds(twelve, twelve, twelve) == [
        ("identical_tables", "warning", 2023),
        ("identical_tables", "warning", 2024),
    ]


def test_few_figures_that_are_not_0_are_a_note() -> None:
    assert kinds(table(1, 1, 1, 1, 1, 1), table(1, 1, 1, 1, 1, 1)) == [("identical_tables", "info", 2023)]


def test_all_zero_towns_are_not_called_copies() -> None:
    assert kinds(table(), table()) == [("all_zero_again", "info", 2023)]


def test_one_figure_or_one_blank_makes_a_difference() -> None:
    twelve = table(*range(1, 13))
    assert kinds(twelve, table(*range(1, 12), 13)) == []
    assert kinds(twelve, table(*range(1, 13), leave_out=1)) == [], "a blank is not the 0 that stood there"


def test_a_body_that_leaves_the_columns_of_applicants_blank_is_compared_too() -> None:
    # 沭阳县发展和改革局 2023 prints natural persons and totals only
    totals = table(*range(1, 13), leave_out=175 - 73)
    assert kinds(totals, totals) == [("identical_tables", "warning", 2023)]


def test_a_table_that_was_hardly_read_is_not_compared() -> None:
    few = table(*range(1, 13), leave_out=130)
    assert kinds(few, few) == []
