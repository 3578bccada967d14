"""Figures of reports before 2019: of the statistics form (that of 2014 and local ones) and of free-form text."""

from __future__ import annotations

from collections.abc import Sequence

from parse.document import Document
from parse.legacy.grids import grid_tables, without
from parse.legacy.rows import StatisticsTable, figures_of
from parse.legacy.runs import laid_out, run_tables
from parse.legacy.text import text_figures
from parse.report import LegacyFigure, Problem
from parse.sections import Outline
from parse.tables import MAX_PROBLEMS

MAX_FIGURES = 2000
"""Figures of one report; the fullest have some three hundred."""

__all__ = ["StatisticsTable", "laid_out", "legacy_figures", "statistics_tables", "without"]


def statistics_tables(document: Document) -> tuple[StatisticsTable, ...]:
    """The statistics forms of a document, in grids first, then in running text. Never raises on any Document."""
    return (*grid_tables(document), *run_tables(document))


def legacy_figures(
    tables: Sequence[StatisticsTable], outline: Outline, report_year: int | None, *, free_form: bool
) -> tuple[tuple[LegacyFigure, ...], tuple[Problem, ...]]:
    """The figures of a report and what could not be decided of them.

    A statistics form is read in a report of any edition; figures of running text only in a report of the free form,
    for in later ones the national tables say the same with certainty.
    """
    figures: list[LegacyFigure] = []
    problems: list[Problem] = []
    for table in tables:
        found, told = figures_of(table, report_year)
        figures += found
        problems += told
    if free_form:
        figures = [*text_figures(outline, report_year), *figures]
    return tuple(figures[:MAX_FIGURES]), tuple(problems[:MAX_PROBLEMS])
