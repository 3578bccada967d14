"""Text against tables: figures that the narrative states and the same figures in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from parse.checks.counterparts import COUNTERPARTS, LAWSUITS, PARTS, Counterpart, rows
from parse.checks.identities import LITIGATION, REQUESTS
from parse.checks.terms import Number, Sum, cell, total
from parse.chinese_date import compact
from parse.narrative.breakdown import count
from parse.narrative.patterns import AGAIN
from parse.report import Claim, Problem

Tables = Mapping[str, Any]

REPLIES = "reply_breakdown_legacy_categories"
_RECEIVED_KINDS = {"received_natural_person", "received_organizations"}
_APPLICANTS = {"natural_person": ("natural_person",), "business_enterprise": ("business_enterprise",)}


def check_narrative(claims: tuple[Claim, ...], tables: Tables, unread: frozenset[str]) -> Iterator[Problem]:
    """Where the text contradicts itself or a table; where a table is blank it says so, which is not agreement.

    `unread` are tables with cells that we could not read: what is missing there is our gap, not the report's.
    """
    stated = {claim.key: claim for claim in claims}
    yield from _breakdown(stated)
    yield from _kind_of_applicant(stated, tables)
    yield from _all_upheld(stated, tables)
    if REPLIES in stated and tables.get(REQUESTS):
        yield Problem(
            "narrative_old_categories", "source", "info",
            "The text counts replies by the categories of the statistics form of 2014.", table=REQUESTS,
            seen=stated[REPLIES].sentence[:200],
        )  # fmt: skip
    blank: dict[str, list[str]] = {}
    for key, claim in stated.items():
        part = COUNTERPARTS.get(key)
        if part is None or f"{key}_is_approximate" in stated or not tables.get(part.table):
            continue
        printed = part.value(tables[part.table])
        if key in _RECEIVED_KINDS and _counts_carried_over(stated, tables):
            continue
        if printed.lenient is None or (printed.blanks and part.table in unread):
            blank.setdefault(part.table, []).append(f"{key} {claim.value}")
        elif printed.lenient != _number(claim.value) and not _says_both(claim, printed.lenient):
            yield _difference(part, claim, printed, tables)
    for table, figures in blank.items():
        ours = table in unread
        gap = "could not be read in the table" if ours else "the table leaves blank"
        yield Problem(
            "narrative_table_unread" if ours else "narrative_table_blank",
            "reading" if ours else "source",
            "info",
            f"The text states figures that {gap}, so they cannot be compared.",
            table=table,
            seen="; ".join(figures),
        )


def _says_both(claim: Claim, printed: Number) -> bool:
    """Whether the sentence counts for two bodies (全县共收到 90 件，县政府办公室收到 12 件), the table too."""
    again = AGAIN.get(claim.key)
    return again is not None and printed in [count(match["n"]) for match in again.finditer(compact(claim.sentence))]


def _number(stated: object) -> object:
    """A claim as a number: amounts are decimal strings."""
    return Decimal(stated) if isinstance(stated, str) else stated


def _printed(number: Number | None) -> str:
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)


def _difference(part: Counterpart, claim: Claim, printed: Sum, tables: Tables) -> Problem:
    strict = printed.value is not None
    message = f"The text says {claim.value}, the table {_printed(printed.lenient)}"
    message += "." if strict else f" (blank cells read as 0: {printed.blanks})."
    if claim.key == "requests_received" and _counts_carried_over({claim.key: claim}, tables):
        message += " It is the sum of new requests and those carried over."
    return Problem(
        kind=f"narrative_{part.check}_vs_table",
        origin="source",
        severity="error" if strict and not part.loose else "warning",
        message=message,
        table=part.table,
        row=part.row,
        column=part.column,
        seen=str(claim.value),
        expected=_printed(printed.lenient),
    )


def _counts_carried_over(stated: Mapping[str, Claim], tables: Tables) -> bool:
    """Whether the number received in the text is new requests and those carried over (then its kinds are, too)."""
    claim, table = stated.get("requests_received"), tables.get(REQUESTS) or {}
    both, new = rows("new_requests", "carried_over")(table).value, rows("new_requests")(table).value
    return claim is not None and both is not None and both != new and claim.value == both


def _breakdown(stated: dict[str, Claim]) -> Iterator[Problem]:
    items, summed = stated.get("proactively_disclosed_items"), stated.get("breakdown_sum")
    same_sentence = items is not None and summed is not None and items.sentence == summed.sentence
    if items is None or summed is None or not same_sentence or "proactively_disclosed_items_is_approximate" in stated:
        return
    if items.value != summed.value:
        yield Problem(
            "narrative_breakdown_sum", "source", "error",
            f"The text says {items.value} items and lists kinds that add up to {summed.value}.",
            seen=str(items.value), expected=str(summed.value),
        )  # fmt: skip


def _kind_of_applicant(stated: dict[str, Claim], tables: Tables) -> Iterator[Problem]:
    claim = stated.get("applicant_kind")
    table = tables.get(REQUESTS) or {}
    columns = _APPLICANTS.get(claim.value) if claim else None
    if claim is None or columns is None:
        return
    said = total(cell(table, "new_requests", column) for column in columns)
    others = {part: cell(table, "new_requests", part) for part in PARTS if part not in columns}
    filled = [part for part, value in others.items() if value]
    if said.value == 0 and filled:
        yield Problem(
            "narrative_applicant_kind_vs_table", "source", "error",
            f"The text says that the applicant is a {claim.value}, the table counts {', '.join(filled)}.",
            table=REQUESTS, row="new_requests", column=filled[0], seen=str(claim.value), expected=", ".join(filled),
        )  # fmt: skip


def _all_upheld(stated: dict[str, Claim], tables: Tables) -> Iterator[Problem]:
    claim = stated.get("review_and_litigation_all_upheld")
    table = tables.get(LITIGATION) or {}
    if claim is None or not table:
        return
    groups = ("review", *LAWSUITS)
    otherwise = [
        f"{group}.{column} {value}"
        for group in groups
        for column in ("corrected", "other", "pending")
        if (value := cell(table, group, column))
    ]
    if otherwise:
        yield Problem(
            "narrative_all_upheld_vs_table", "source", "error",
            "The text says that all cases were upheld, the table has others.",
            table=LITIGATION, seen="upheld", expected="; ".join(otherwise),
        )  # fmt: skip
