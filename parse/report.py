"""What the reader gives back: the Report, its cells, problems and claims (as JSON: `parse.json_form`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Origin = Literal["source", "reading", "access"]
Severity = Literal["error", "warning", "info"]
State = Literal[
    "number",
    "blank",
    "slash",
    "none_word",
    "unreadable",
    "ambiguous",
    "row_not_printed",
    "not_in_form",
    "table_missing",
]
PlacedBy = Literal["label", "order", "geometry", "arithmetic"]
Scope = Literal["own", "whole", "unstated"]
"""Whose figures a county's or city's report gives: its own office's (本机关), those of all its bodies (全县汇总), or it
does not say (未说明)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person must know.

    `origin` says whose it is: source (the report contradicts itself or the form), reading (we could not decide),
    access (we could not fetch). Places are keys of `parse.schema`; seen and expected are as printed.
    """

    kind: str
    origin: Origin
    severity: Severity
    message: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    seen: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as printed. `yuan` is exact; it and `unit` are None where no unit is printed (a bare number)."""

    raw: str
    value: Decimal | None
    unit: str | None
    yuan: Decimal | None


Value = int | Decimal | Money | None


class Cell(NamedTuple):
    """One cell of a national table. `grid`, `grid_row`, `grid_column` count from 0; `page` from 1 (PDF only)."""

    table: str
    row: str
    column: str
    printed: str | None
    value: Value
    state: State
    page: int | None = None
    grid: int | None = None
    grid_row: int | None = None
    grid_column: int | None = None
    placed_by: PlacedBy = "label"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the running text; `id` is a section key of `parse.schema` or None, `position` counts from 0."""

    id: str | None
    position: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure or fact that the narrative states, with its sentence. Keys are those of truth.json's `narrative`."""

    key: str
    value: Any
    sentence: str


@dataclass(frozen=True, slots=True)
class LegacyFigure:
    """A figure of a free-form report (2008-2018) or of the 2014 statistics form.

    `key` is one of `parse.legacy.indicators` or None where we do not know the printed label. `value` is that of the
    report year, `cumulative` that since an earlier year (历年累计). `sentence` is the sentence or the row as printed;
    `approximate`: the sentence says 约, 近, 余, 多 or 以上. `state` says why `value` is None where the form has a place
    for it (blank, slash, none_word, unreadable, ambiguous), `cumulative_state` that of `cumulative`; None elsewhere.
    `heading` is None in running text; in a form it is the printed labels that the row stands under, outermost first and
    divided by line feeds, "" where it stands under none.
    """

    key: str | None
    label: str
    value: Decimal | None
    cumulative: Decimal | None
    unit: str | None
    sentence: str
    approximate: bool = False
    state: State | None = None
    cumulative_state: State | None = None
    heading: str | None = None


Outcome = Literal["pass", "fail", "not_assessable"]


@dataclass(frozen=True, slots=True)
class Check:
    """One identity of the form at one place and how it came out.

    `left` and `right` are its two sides and `outcome` what they give, read strictly: a blank cell leaves a side None
    and the identity not assessable. The `lenient` three are the same with blank read as 0, never used in their place;
    a side without any number is None there too. `left_cells` and `right_cells` are the (row, column) of the cells
    added up (table four: group, outcome).
    """

    kind: str
    table: str
    row: str | None
    column: str | None
    words: str
    outcome: Outcome
    left: int | Decimal | None
    right: int | Decimal | None
    lenient_outcome: Outcome
    lenient_left: int | Decimal | None
    lenient_right: int | Decimal | None
    left_cells: tuple[tuple[str, str], ...]
    right_cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """The identities of one report in printed order, and how many came out how."""

    results: tuple[Check, ...] = ()

    def _count(self, outcome: Outcome) -> int:
        return sum(check.outcome == outcome for check in self.results)

    @property
    def passed(self) -> int:
        return self._count("pass")

    @property
    def failed(self) -> int:
        return self._count("fail")

    @property
    def not_assessable(self) -> int:
        return self._count("not_assessable")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document from the way to it; every field may be missing. Stored in the WARC beside it."""

    portal: str | None = None
    portal_name: str | None = None
    agency: str | None = None
    column: str | None = None
    column_url: str | None = None
    link_text: str | None = None
    list_date: str | None = None
    crawl: str | None = None
    parent_url: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One reading of one document. `tables` is None where the document is no report or could not be read.

    `text` is the running text (title, preamble, sections) without the national tables, paragraphs divided by a line
    feed. Dates are ISO strings. `agency_source` is one of title, signature, compiler, publisher, or None.
    """

    media_type: str
    is_report: bool
    verdict: str
    title: str | None = None
    agency_name: str | None = None
    agency_source: str | None = None
    agency_level: str | None = None
    report_year: int | None = None
    report_year_source: str | None = None
    edition: str | None = None
    cited_notice: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    published_on: str | None = None
    signed_on: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    scope: Scope | None = None
    scope_sentence: str | None = None
    text: str = ""
    sections: tuple[Section, ...] = ()
    tables: Mapping[str, Any] | None = None
    cells: tuple[Cell, ...] = ()
    legacy_figures: tuple[LegacyFigure, ...] = ()
    narrative: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    checks: Checks = Checks()
    parser: str = ""
