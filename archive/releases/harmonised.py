"""One report in the harmonised series: the value of each, or why there is none. Pure: cells in, figures out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from parse.crosswalk import SERIES, Series, Term

CellKey = tuple[str, str, str]
Figure = tuple[float | int | None, str]
"""Value and state; the value is null in every state but `number`."""

PRINTED_BY_BOTH = ("2021", "2019")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A long cell as far as a panel needs it."""

    value: float | None
    yuan: float | None
    state: str


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """What one version prints: its cells, and the figures of free-form reports by indicator (`legacy_figures`)."""

    edition: str | None
    cells: Mapping[CellKey, PrintedCell]
    figures: Mapping[str, Sequence[float | None]]


LARGEST = 10**15
"""Up to here a double is exact, and sums over all bodies fit 64 bits."""


def _number(value: float, *, counts: bool) -> Figure:
    whole = int(value) if value == int(value) else value
    return (None, "out_of_range") if abs(value) > LARGEST or (counts and type(whole) is float) else (whole, "number")


def _cell(report: PrintedReport, key: CellKey, term: Term, *, counts: bool) -> Figure:
    cell = report.cells.get(key)
    if cell is None:
        return None, "row_not_printed" if report.cells else "table_missing"
    if cell.state != "number" or cell.value is None:
        return None, cell.state if cell.state != "number" else "unreadable"
    if not term.yuan:
        return _number(cell.value, counts=counts)
    return (None, "unit_not_printed") if cell.yuan is None else _number(cell.yuan, counts=counts)


def _stated(report: PrintedReport, key: CellKey, term: Term, *, counts: bool) -> Figure:
    del key
    values = {value for value in report.figures.get(term.row, ()) if value is not None}
    if not values:
        return None, "not_stated"
    return (None, "several_figures") if len(values) > 1 else _number(values.pop(), counts=counts)


def _sum(figures: Sequence[Figure]) -> Figure:
    """What figures add up to, where every one of them is a number; else the one reason, or that they are incomplete."""
    total: float | int = 0
    first = figures[0][1]
    for value, state in figures:
        if state != first:
            return None, "out_of_range" if "out_of_range" in (first, state) else "incomplete"
        total += value or 0
    return (total, first) if first == "number" else (None, first)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one edition fills one series: which places to look at, or the reason why it has none."""

    look: Callable[..., Figure]
    terms: tuple[tuple[CellKey, Term], ...]
    counts: bool
    reason: str = ""

    def figure(self, report: PrintedReport) -> Figure:
        if not self.terms:
            return None, self.reason
        if len(self.terms) == 1:
            return self.look(report, *self.terms[0], counts=self.counts)
        return _sum([self.look(report, key, term, counts=self.counts) for key, term in self.terms])


def _plan(series: Series, edition: str | None) -> _Plan:
    counts = series.kind in ("count", "signed")
    source = series.source(edition or "")
    if edition == "mixed":
        first, second = (series.source(known) for known in PRINTED_BY_BOTH)
        if first is None or second is None or first.terms != second.terms:
            return _Plan(_cell, (), counts, "mixed_editions")
        source = first
    if source is None:
        return _Plan(_cell, (), counts, "edition_unknown")
    terms = tuple(((term.table, term.row, term.column), term) for term in source.terms)
    return _Plan(_stated if source.edition == "legacy" else _cell, terms, counts, "not_in_form")


@cache
def _plans(edition: str | None) -> tuple[_Plan, ...]:
    return tuple(_plan(series, edition) for series in SERIES)


def harmonised(report: PrintedReport) -> list[Figure]:
    """The figures of a report in the order of `parse.crosswalk.SERIES`."""
    return [plan.figure(report) for plan in _plans(report.edition)]


def alike(state: str) -> list[Figure]:
    """No figure at all, for one reason."""
    return [(None, state)] * len(SERIES)
