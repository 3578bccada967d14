"""The identities that hold from one year's report to the next one's: data for `findings.continuity`.

None is an official formula of the whole country: Y1 is asked for by local notices, Y2 follows from the labels of the
form of 2021, Y3 from a province's gloss on the form of 2019, Y4 is no more than usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.finding_rows import CellKey, Severity
from parse import schema

REQUESTS, DISCLOSED = "disclosure_requests", "proactive_disclosure"


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of the report or of the one before, added or taken away."""

    year: Literal["before", "now"]
    sign: Literal[1, -1]
    key: CellKey


@dataclass(frozen=True, slots=True)
class Identity:
    """One cell of a report and what the two reports make of it; labels as printed and in English."""

    seen: CellKey
    terms: tuple[Term, ...]
    label: str
    english: str


@dataclass(frozen=True, slots=True)
class ChainRule:
    """Identities of one kind. `editions`: those of both reports, None for any; `year`: the only report year.

    In the sentences: {year}, {before} years; {label}, {english} of the cell; {seen}, {expected}; {terms} as added up.
    """

    kind: str
    identities: tuple[Identity, ...]
    relation: Literal["equal", "not_below"]
    severity: Severity
    editions: frozenset[str] | None
    first_year: int | None
    last_year: int | None
    chinese: str
    english: str


def _term(year: Literal["before", "now"], sign: Literal[1, -1], row: str, column: str) -> Term:
    return Term(year, sign, (DISCLOSED, row, column))


def _rows(edition: str, column: str) -> tuple[schema.Row, ...]:
    """The rows of table two that print this column in this edition."""
    blocks = schema.proactive_blocks(edition)
    return tuple(row for block in blocks if column in [one.key for one in block.columns] for row in block.rows)


RULES = (
    ChainRule(
        "carry_over",
        tuple(
            Identity(
                (REQUESTS, "carried_over", column.key),
                (Term("before", 1, (REQUESTS, "carried_forward", column.key)),),
                column.label,
                column.english,
            )
            for column in schema.APPLICANT_COLUMNS
        ),
        "equal",
        "warning",
        None,
        None,
        None,
        "{before}年度报告“结转下年度继续办理”（{label}）为 {expected}，"
        "{year}年度报告“上年结转”（{label}）为 {seen}，两数应当相等。",
        "The {before} report carries {expected} forward ({english}); the {year} report prints {seen} carried over. "
        "The two should be equal.",
    ),
    ChainRule(
        "stock_chain",
        tuple(
            Identity(
                (DISCLOSED, row.key, "in_force"),
                (
                    _term("before", 1, row.key, "in_force"),
                    _term("now", 1, row.key, "issued"),
                    _term("now", -1, row.key, "repealed"),
                ),
                row.label,
                row.english,
            )
            for row in _rows("2021", "in_force")
        ),
        "equal",
        "warning",
        frozenset(("2021",)),
        2022,
        None,
        "{before}年度报告{label}“现行有效件数”加{year}年度“本年制发”减“本年废止”（{terms}）应为 {expected}，"
        "{year}年度报告“现行有效件数”为 {seen}。",
        "In force in {before} plus issued minus repealed in {year} ({english}: {terms}) gives {expected}; "
        "the {year} report prints {seen} in force.",
    ),
    ChainRule(
        "items_chain",
        tuple(
            Identity(
                (DISCLOSED, row.key, "prior_year_items"),
                (_term("before", 1, row.key, "prior_year_items"), _term("before", 1, row.key, "change")),
                row.label,
                row.english,
            )
            for row in _rows("2019", "prior_year_items")
        ),
        "equal",
        "warning",
        frozenset(("2019",)),
        2020,
        2020,
        "{before}年度报告{label}“上一年项目数量”加“本年增/减”（{terms}）应为 {expected}，"
        "{year}年度报告“上一年项目数量”为 {seen}。",
        "Items of the year before plus the change in the {before} report ({english}: {terms}) give {expected}; "
        "the {year} report prints {seen} items of the year before.",
    ),
    ChainRule(
        "disclosed_total",
        tuple(
            Identity(
                (DISCLOSED, row.key, "total_disclosed"),
                (_term("before", 1, row.key, "total_disclosed"),),
                row.label,
                row.english,
            )
            for row in _rows("2019", "total_disclosed")
        ),
        "not_below",
        "info",
        frozenset(("2019",)),
        2020,
        2020,
        "{before}年度报告{label}“对外公开总数量”为 {expected}，{year}年度报告为 {seen}，总数一般不会减少。",
        "{english}: {expected} disclosed in total in {before}, {seen} in {year}; totals do not usually fall.",
    ),
)
