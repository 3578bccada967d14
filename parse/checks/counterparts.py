"""The cells of the tables that state the same as a claim of the narrative (format.md 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parse.checks.identities import LITIGATION, REQUESTS
from parse.checks.terms import Sum, cell, total
from parse.schema import APPLICANT_COLUMNS, OUTCOME_COLUMNS, REQUEST_ROWS

PARTS = tuple(column.key for column in APPLICANT_COLUMNS if column.key != "total")
_ORGANIZATIONS = tuple(column.key for column in APPLICANT_COLUMNS if column.group == "organizations")
_OUTCOMES = tuple(column.key for column in OUTCOME_COLUMNS if column.key != "total")
LAWSUITS = ("litigation_direct", "litigation_after_review")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The cells that state the same as a claim: their sum, and their place for the problem."""

    check: str
    table: str
    row: str | None
    column: str | None
    value: Callable[[Mapping[str, Any]], Sum]


def rows(*keys: str) -> Callable[[Mapping[str, Any]], Sum]:
    """The 总计 of rows; of a row whose 总计 is blank, the sum over its applicants (a blank there stays a blank)."""

    def value(table: Mapping[str, Any]) -> Sum:
        sums = []
        for key in keys:
            printed = cell(table, key, "total")
            sums.append(total([printed]) if printed is not None else total(cell(table, key, part) for part in PARTS))
        return _added(sums)

    return value


def _added(sums: list[Sum]) -> Sum:
    strict = total(part.value for part in sums)
    lenient = total(part.lenient for part in sums)
    return Sum(strict.value, lenient.lenient, sum(part.blanks for part in sums))


def _group_rows(group: str) -> Callable[[Mapping[str, Any]], Sum]:
    keys = tuple(row.key for row in REQUEST_ROWS if row.group == group)
    return rows(*keys)


def _other(table: Mapping[str, Any]) -> Sum:
    if "other_processing" in table:
        return rows("other_processing")(table)
    return _group_rows("other")(table)


def _columns(row: str, columns: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Sum]:
    return lambda table: total(cell(table, row, column) for column in columns)


def _cases(groups: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Sum]:
    """The 总计 of groups of table four; of a group whose 总计 is blank, the sum of its outcomes."""

    def value(table: Mapping[str, Any]) -> Sum:
        sums = []
        for group in groups:
            printed = cell(table, group, "total")
            sums.append(
                total([printed]) if printed is not None else total(cell(table, group, column) for column in _OUTCOMES)
            )
        return _added(sums)

    return value


def _outcome(groups: tuple[str, ...], column: str) -> Callable[[Mapping[str, Any]], Sum]:
    return lambda table: total(cell(table, group, column) for group in groups)


def _counterparts() -> dict[str, Counterpart]:
    parts = {
        "requests_received": Counterpart("received", REQUESTS, "new_requests", "total", rows("new_requests")),
        "requests_completed": Counterpart("completed", REQUESTS, "results_total", "total", rows("results_total")),
        "requests_carried_over": Counterpart("carried_over", REQUESTS, "carried_over", "total", rows("carried_over")),
        "requests_carried_forward": Counterpart(
            "carried_forward", REQUESTS, "carried_forward", "total", rows("carried_forward")
        ),
        "requests_granted": Counterpart("granted", REQUESTS, "granted", "total", rows("granted")),
        "requests_granted_or_partial": Counterpart(
            "granted_or_partial", REQUESTS, None, "total", rows("granted", "partially_granted")
        ),
        "requests_refused": Counterpart("refused", REQUESTS, None, "total", _group_rows("refused")),
        "requests_unable": Counterpart("unable", REQUESTS, None, "total", _group_rows("unable")),
        "requests_not_processed": Counterpart("not_processed", REQUESTS, None, "total", _group_rows("not_processed")),
        "requests_other": Counterpart("other", REQUESTS, None, "total", _other),
        "received_natural_person": Counterpart(
            "received_natural_person", REQUESTS, "new_requests", "natural_person",
            _columns("new_requests", ("natural_person",)),
        ),
        "received_organizations": Counterpart(
            "received_organizations", REQUESTS, "new_requests", None, _columns("new_requests", _ORGANIZATIONS)
        ),
        "review_and_litigation_total": Counterpart(
            "review_and_litigation", LITIGATION, None, "total", _cases(("review", *LAWSUITS))
        ),
    }  # fmt: skip
    for name, groups in (("review", ("review",)), ("litigation", LAWSUITS)):
        row = groups[0] if len(groups) == 1 else None
        for outcome in ("total", "upheld", "corrected", "other"):
            check = name if outcome == "total" else f"{name}_{outcome}"
            parts[f"{name}_{outcome}"] = Counterpart(
                check, LITIGATION, row, outcome, _cases(groups) if outcome == "total" else _outcome(groups, outcome)
            )
    return parts


COUNTERPARTS = _counterparts()
"""Claim key → the cells that state the same."""
