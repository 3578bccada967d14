"""One report in the harmonised series: the value of each, or why there is none. Pure: cells in, figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parse.crosswalk import SERIES, Series, Source, Term

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


NOTHING = PrintedReport("legacy", {}, {})


LARGEST = 10**15
"""Up to here a double is exact, and sums over all bodies fit 64 bits."""


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _cell(report: PrintedReport, term: Term) -> Figure:
    cell = report.cells.get((term.table, term.row, term.column))
    if cell is None:
        return None, "row_not_printed" if report.cells else "table_missing"
    if cell.state != "number" or cell.value is None:
        return None, cell.state if cell.state != "number" else "unreadable"
    if term.yuan:
        return (None, "unit_not_printed") if cell.yuan is None else (_whole(cell.yuan), "number")
    return _whole(cell.value), "number"


def _stated(report: PrintedReport, term: Term) -> Figure:
    values = {value for value in report.figures.get(term.row, ()) if value is not None}
    if not values:
        return None, "not_stated"
    if len(values) > 1:
        return None, "several_figures"
    return _whole(values.pop()), "number"


def _sum(figures: Sequence[Figure]) -> Figure:
    states = Counter(state for _, state in figures)
    if set(states) == {"number"}:
        return sum(value for value, _ in figures if value is not None), "number"
    return None, next(iter(states)) if len(states) == 1 else "incomplete"


def _of(report: PrintedReport, source: Source) -> Figure:
    if source.match == "none":
        return None, "not_in_form"
    look = _stated if source.edition == "legacy" else _cell
    return _sum([look(report, term) for term in source.terms])


def _figure(report: PrintedReport, series: Series) -> Figure:
    if report.edition == "mixed":
        sources = [series.source(edition) for edition in PRINTED_BY_BOTH]
        first, second = sources
        if first and second and first.terms == second.terms:
            return _of(report, first)
        return None, "mixed_editions"
    source = series.source(report.edition or "")
    return (None, "edition_unknown") if source is None else _of(report, source)


def _countable(figure: Figure, series: Series) -> Figure:
    value, _ = figure
    if value is not None and (abs(value) > LARGEST or (series.kind in ("count", "signed") and value != int(value))):
        return None, "out_of_range"
    return figure


def harmonised(report: PrintedReport) -> list[Figure]:
    """The figures of a report in the order of `parse.crosswalk.SERIES`."""
    return [_countable(_figure(report, series), series) for series in SERIES]


def alike(state: str) -> list[Figure]:
    """No figure at all, for one reason."""
    return [(None, state)] * len(SERIES)
