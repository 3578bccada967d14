"""The cells of the tables that state the same as a claim of the narrative (format.md 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parse.checks.identities import LITIGATION, REQUESTS
from parse.checks.terms import Sum, cell, total
from parse.report import Money
from parse.schema import APPLICANT_COLUMNS, OUTCOME_COLUMNS, REQUEST_ROWS

PROACTIVE = "proactive_disclosure"
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
    loose: bool = False
    """Whether text and table may count differently without either being wrong (whose documents, which decisions)."""


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


def _proactive(block: str, row: str, column: str) -> Callable[[Mapping[str, Any]], Sum]:
    return lambda table: total([cell(table.get(block) or {}, row, column)])


def _fees_in_yuan(table: Mapping[str, Any]) -> Sum:
    amount = cell(table.get("art20_8") or {}, "administrative_fees", "fee_amount_wan_yuan")
    return total([None if amount is None else amount * 10_000])


def _procurement_in_yuan(table: Mapping[str, Any]) -> Sum:
    row = (table.get("art20_9") or {}).get("centralized_procurement") or {}
    amount = row.get("procurement_amount")
    return total([amount.yuan if isinstance(amount, Money) else None])


_DECIDED: tuple[tuple[str, str, str, str, str], ...] = (
    ("normative_documents_issued", "documents_issued", "art20_1", "normative_documents", "issued"),
    ("normative_documents_repealed", "documents_repealed", "art20_1", "normative_documents", "repealed"),
    ("normative_documents_in_force", "documents_in_force", "art20_1", "normative_documents", "in_force"),
    ("licensing_decisions", "licensing", "art20_5", "administrative_licensing", "decisions"),
    ("penalty_decisions", "penalties", "art20_6", "administrative_penalties", "decisions"),
    ("compulsion_decisions", "compulsion", "art20_6", "administrative_compulsion", "decisions"),
    ("procurement_items", "procurement", "art20_9", "centralized_procurement", "procurement_items"),
)
"""Claim, check, and the block, row and column of table two that states the same."""


def _counterparts() -> dict[str, Counterpart]:
    parts = {
        "requests_received": Counterpart("received", REQUESTS, "new_requests", "total", rows("new_requests")),
        "requests_completed": Counterpart("completed", REQUESTS, "results_total", "total", rows("results_total")),
        "requests_carried_over": Counterpart("carried_over", REQUESTS, "carried_over", "total", rows("carried_over")),
        "requests_carried_forward": Counterpart(
            "carried_forward", REQUESTS, "carried_forward", "total", rows("carried_forward")
        ),
        "requests_granted": Counterpart("granted", REQUESTS, "granted", "total", rows("granted")),
        "requests_partially_granted": Counterpart(
            "partially_granted", REQUESTS, "partially_granted", "total", rows("partially_granted")
        ),
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
    for claim, check, block, line, column in _DECIDED:
        parts[claim] = Counterpart(check, PROACTIVE, line, column, _proactive(block, line, column), loose=True)
    parts["fees_charged_yuan"] = Counterpart(
        "fees", PROACTIVE, "administrative_fees", "fee_amount_wan_yuan", _fees_in_yuan, loose=True
    )
    parts["procurement_amount_yuan"] = Counterpart(
        "procurement_amount",
        PROACTIVE,
        "centralized_procurement",
        "procurement_amount",
        _procurement_in_yuan,
        loose=True,
    )
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
