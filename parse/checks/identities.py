"""The arithmetic of the form: what must add up within one report (勾稽关系).

The balance is printed in the form itself (第一项加第二项之和，等于第三项加第四项之和); the three totals
follow from their labels. Counts, so there is no tolerance. A blank is not 0: an identity with a blank term is not
assessable, and what it would be with blanks read as 0 is only told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parse.checks.terms import Number, total_of
from parse.report import Check, Outcome
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


Cells = tuple[tuple[str, str], ...]
"""(row, column) of the cells of one side; in table four (group, outcome)."""


def result_rows(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The rows that (七)总计 adds up: (六) as one row where it is printed so (2019, some of 2021), else its three."""
    return _RESULTS_2019 if "other_processing" in table else _RESULTS_2021


def identities(tables: Mapping[str, Any]) -> Iterator[Check]:
    """Every identity of the tables that the document has, in printed order, and how it came out."""
    requests = tables.get(REQUESTS) or {}
    if requests:
        for column in APPLICANT_COLUMNS:
            left = _in_column(column.key, ("new_requests", "carried_over"))
            right = _in_column(column.key, ("results_total", "carried_forward"))
            words = "一 + 二 = 三(七) + 四"
            yield _check("balance", REQUESTS, requests, None, column.key, words, left, right)
        for row in REQUEST_ROWS:
            if row.key in requests:
                words = "总计 = 自然人 + 法人或其他组织"
                parts = tuple((row.key, part) for part in _PARTS)
                yield _check("row_total", REQUESTS, requests, row.key, None, words, ((row.key, "total"),), parts)
        rows = result_rows(requests)
        for column in APPLICANT_COLUMNS:
            printed, parts = (("results_total", column.key),), _in_column(column.key, rows)
            words = "(七)总计 = (一) + … + (六)"
            yield _check("results_total", REQUESTS, requests, None, column.key, words, printed, parts)
    litigation = tables.get(LITIGATION) or {}
    for group in LITIGATION_GROUPS:
        if group.key in litigation:
            parts = tuple((group.key, outcome) for outcome in _OUTCOMES)
            words = "总计 = 维持 + 纠正 + 其他 + 尚未审结"
            yield _check("group_total", LITIGATION, litigation, group.key, None, words, ((group.key, "total"),), parts)


def _in_column(column: str, rows: tuple[str, ...]) -> Cells:
    return tuple((row, column) for row in rows)


def _check(
    kind: str,
    key: str,
    table: Mapping[str, Any],
    row: str | None,
    column: str | None,
    words: str,
    left_cells: Cells,
    right_cells: Cells,
) -> Check:
    left, right = total_of(table, left_cells), total_of(table, right_cells)
    return Check(
        kind, key, row, column, words,
        _outcome(left.value, right.value), left.value, right.value,
        _outcome(left.lenient, right.lenient), left.lenient, right.lenient,
        left_cells, right_cells,
    )  # fmt: skip


def _outcome(left: Number | None, right: Number | None) -> Outcome:
    if left is None or right is None:
        return "not_assessable"
    return "pass" if left == right else "fail"
