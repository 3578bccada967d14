"""The arithmetic of the form: what must add up within one report (勾稽关系).

The balance is printed in the form itself (第一项加第二项之和，等于第三项加第四项之和); the three totals
follow from their labels. Counts, so there is no tolerance. A blank is not 0: an identity with a blank term is not
assessable, and what it would be with blanks read as 0 is only told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parse.checks.terms import Sum, cell, total
from parse.schema import APPLICANT_COLUMNS, LITIGATION_GROUPS, OUTCOME_COLUMNS, REQUEST_ROWS

REQUESTS = "disclosure_requests"
LITIGATION = "review_and_litigation"
_RESULTS_2019 = tuple(
    row.key for row in REQUEST_ROWS if row.ordinals[0] == "三" and "2019" in row.editions and row.key != "results_total"
)
_RESULTS_2021 = tuple(
    row.key for row in REQUEST_ROWS if row.ordinals[0] == "三" and "2021" in row.editions and row.key != "results_total"
)
_PARTS = tuple(column.key for column in APPLICANT_COLUMNS if column.key != "total")
_OUTCOMES = tuple(column.key for column in OUTCOME_COLUMNS if column.key != "total")


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity at one place: `left` is the printed side, `right` the side that it must equal; words for both."""

    kind: str
    table: str
    row: str | None
    column: str | None
    left: Sum
    right: Sum
    words: str

    @property
    def outcome(self) -> bool | None:
        """True passes, False fails, None is not assessable."""
        if self.left.value is None or self.right.value is None:
            return None
        return self.left.value == self.right.value

    @property
    def lenient_outcome(self) -> bool | None:
        """The same with blanks read as 0; None where one side has no number at all."""
        if self.left.lenient is None or self.right.lenient is None:
            return None
        return self.left.lenient == self.right.lenient


def result_rows(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The rows that (七)总计 adds up: (六) as one row where it is printed so (2019, some of 2021), else its three."""
    return _RESULTS_2019 if "other_processing" in table else _RESULTS_2021


def identities(tables: Mapping[str, Any]) -> Iterator[Identity]:
    """Every identity of the tables that the document has, in printed order."""
    requests = tables.get(REQUESTS) or {}
    if requests:
        yield from _balances(requests)
        yield from _row_totals(requests)
        yield from _results_totals(requests)
    litigation = tables.get(LITIGATION) or {}
    if litigation:
        yield from _group_totals(litigation)


def _balances(table: Mapping[str, Any]) -> Iterator[Identity]:
    for column in APPLICANT_COLUMNS:
        left = _named(table, column.key, ("new_requests", "carried_over"))
        right = _named(table, column.key, ("results_total", "carried_forward"))
        yield Identity("balance", REQUESTS, None, column.key, left, right, "一 + 二 = 三(七) + 四")


def _row_totals(table: Mapping[str, Any]) -> Iterator[Identity]:
    for row in REQUEST_ROWS:
        if row.key in table:
            printed = total([cell(table, row.key, "total")])
            parts = total(cell(table, row.key, column) for column in _PARTS)
            yield Identity("row_total", REQUESTS, row.key, None, printed, parts, "总计 = 自然人 + 法人或其他组织")


def _results_totals(table: Mapping[str, Any]) -> Iterator[Identity]:
    rows = result_rows(table)
    for column in APPLICANT_COLUMNS:
        printed = total([cell(table, "results_total", column.key)])
        parts = _named(table, column.key, rows)
        yield Identity("results_total", REQUESTS, None, column.key, printed, parts, "(七)总计 = (一) + … + (六)")


def _group_totals(table: Mapping[str, Any]) -> Iterator[Identity]:
    for group in LITIGATION_GROUPS:
        if group.key in table:
            printed = total([cell(table, group.key, "total")])
            parts = total(cell(table, group.key, outcome) for outcome in _OUTCOMES)
            yield Identity(
                "group_total", LITIGATION, group.key, None, printed, parts, "总计 = 维持 + 纠正 + 其他 + 尚未审结"
            )


def _named(table: Mapping[str, Any], column: str, rows: tuple[str, ...]) -> Sum:
    return total(cell(table, row, column) for row in rows)
