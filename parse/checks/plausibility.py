"""Figures that can be but seldom are: warnings, never errors (format.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parse.checks.terms import cell
from parse.report import Problem

TABLE = "proactive_disclosure"
_MAY_NOT_MAKE_RULES = {"township", "subdistrict", "county"}
"""规章 are made by the State Council's departments, provinces and cities with districts (立法法)."""


def check_plausibility(tables: Mapping[str, Any], level: str | None) -> Iterator[Problem]:
    """Warnings on table two: more disclosed than in total, items below zero, fewer in force than issued less repealed,
    rules by a body that cannot make them."""
    blocks = tables.get(TABLE) or {}
    for block in blocks.values():
        for row in block:
            yield from _row(block, row)
    rules = blocks.get("art20_1") or {}
    for column in ("newly_made", "issued"):
        made = cell(rules, "rules", column)
        if level in _MAY_NOT_MAKE_RULES and made:
            yield _warning(
                "rules_by_lower_body", "rules", column, str(made), "0", "A body of this level cannot make 规章."
            )


def _row(block: Mapping[str, Any], row: str) -> Iterator[Problem]:
    disclosed, in_total = cell(block, row, "newly_disclosed"), cell(block, row, "total_disclosed")
    if disclosed is not None and in_total is not None and disclosed > in_total:
        yield _warning(
            "disclosed_exceeds_total",
            row,
            "total_disclosed",
            str(in_total),
            f"at least {disclosed}",
            "More were disclosed this year than in total.",
        )
    before, change = cell(block, row, "prior_year_items"), cell(block, row, "change")
    if before is not None and change is not None and before + change < 0:
        yield _warning(
            "items_below_zero",
            row,
            "change",
            str(change),
            f"at least -{before}",
            "More items were dropped than there were.",
        )
    issued, repealed, in_force = (cell(block, row, column) for column in ("issued", "repealed", "in_force"))
    if issued is not None and repealed is not None and in_force is not None and in_force < issued - repealed:
        yield _warning(
            "in_force_below_issued",
            row,
            "in_force",
            str(in_force),
            f"at least {issued - repealed}",
            "Fewer are in force than were issued less repealed.",
        )


def _warning(kind: str, row: str, column: str, seen: str, expected: str, message: str) -> Problem:
    return Problem(kind, "source", "warning", message, TABLE, row, column, seen, expected)
