"""The identities of one report as problems and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parse.checks.identities import Identity, identities
from parse.report import CheckCounts, Origin, Problem

_PLACES_NAMED = 6


def check_identities(tables: Mapping[str, Any], unread: frozenset[str]) -> tuple[CheckCounts, list[Problem]]:
    """How the identities came out. A failure is an error of its own; what is not assessable is one note a kind.

    `unread` are the tables with cells that we could not read.
    """
    every = list(identities(tables))
    failed = [identity for identity in every if identity.outcome is False]
    unknown = [identity for identity in every if identity.outcome is None]
    problems = [_failure(identity) for identity in failed]
    for kind in dict.fromkeys(identity.kind for identity in unknown):
        problems.append(_not_assessable([identity for identity in unknown if identity.kind == kind], every, unread))
    passed = len(every) - len(failed) - len(unknown)
    return CheckCounts(passed, len(failed), len(unknown)), problems


def _failure(identity: Identity) -> Problem:
    return Problem(
        kind=identity.kind,
        origin="source",
        severity="error",
        message=f"The figures do not add up ({identity.words}): {identity.left.value} is not {identity.right.value}.",
        table=identity.table,
        row=identity.row,
        column=identity.column,
        seen=str(identity.left.value),
        expected=str(identity.right.value),
    )


def _not_assessable(unknown: list[Identity], every: list[Identity], unread: frozenset[str]) -> Problem:
    kind, table = unknown[0].kind, unknown[0].table
    of_kind = sum(identity.kind == kind for identity in every)
    origin: Origin = "reading" if table in unread else "source"
    places = [identity.row or identity.column or "" for identity in unknown]
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


def _lenient(unknown: list[Identity]) -> Iterator[str]:
    """What the same identities would be with blank read as 0; said apart from the strict reading, never instead."""
    outcomes = [identity.lenient_outcome for identity in unknown]
    if all(outcome is None for outcome in outcomes):
        yield "There are no numbers to compare."
        return
    failing = [identity.row or identity.column or "" for identity in unknown if identity.lenient_outcome is False]
    if failing:
        yield f"With blank read as 0 these would fail: {', '.join(failing[:_PLACES_NAMED])}."
    else:
        yield "With blank read as 0 all that have numbers would hold."
