"""The identities of one report as checks and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parse.checks.identities import identities
from parse.report import Check, Checks, Origin, Problem

_PLACES_NAMED = 6


def check_identities(tables: Mapping[str, Any], unread: frozenset[str]) -> tuple[Checks, list[Problem]]:
    """How the identities came out. A failure is an error of its own; what is not assessable is one note a kind.

    `unread` are the tables with cells that we could not read.
    """
    every = tuple(identities(tables))
    failed = [check for check in every if check.outcome == "fail"]
    unknown = [check for check in every if check.outcome == "not_assessable"]
    problems = [_failure(check) for check in failed]
    for kind in dict.fromkeys(check.kind for check in unknown):
        problems.append(_not_assessable([check for check in unknown if check.kind == kind], every, unread))
    return Checks(every), problems


def _failure(check: Check) -> Problem:
    return Problem(
        kind=check.kind,
        origin="source",
        severity="error",
        message=f"The figures do not add up ({check.words}): {check.left} is not {check.right}.",
        table=check.table,
        row=check.row,
        column=check.column,
        seen=str(check.left),
        expected=str(check.right),
    )


def _not_assessable(unknown: list[Check], every: tuple[Check, ...], unread: frozenset[str]) -> Problem:
    kind, table = unknown[0].kind, unknown[0].table
    of_kind = sum(check.kind == kind for check in every)
    origin: Origin = "reading" if table in unread else "source"
    places = [check.row or check.column or "" for check in unknown]
    more = f" and {len(places) - _PLACES_NAMED} more" if len(places) > _PLACES_NAMED else ""
    return Problem(
        kind=kind,
        origin=origin,
        severity="info",
        message=(
            f"{len(unknown)} of {of_kind} cannot be assessed, because cells have no number: "
            f"{', '.join(places[:_PLACES_NAMED])}{more}. {' '.join(_lenient(unknown))}"
        ),
        table=table,
        row=unknown[0].row if len(unknown) == 1 else None,
        column=unknown[0].column if len(unknown) == 1 else None,
        seen=str(len(unknown)),
        expected=str(of_kind),
    )


def _lenient(unknown: list[Check]) -> Iterator[str]:
    """What the same identities would be with blank read as 0; said apart from the strict reading, never instead."""
    outcomes = [check.lenient_outcome for check in unknown]
    if all(outcome == "not_assessable" for outcome in outcomes):
        yield "There are no numbers to compare."
        return
    failing = [check.row or check.column or "" for check in unknown if check.lenient_outcome == "fail"]
    if failing:
        yield f"With blank read as 0 these would fail: {', '.join(failing[:_PLACES_NAMED])}."
    else:
        yield "With blank read as 0 all that have numbers would hold."
