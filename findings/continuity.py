"""Carry-over: what a report carries forward to the next year is what the next report carries over.

Rule Y1: carried_over(N) = carried_forward(N-1) in each column, across editions too. No official formula; a notice of
2020 asks that figures of two years follow from one another. A change of scope or a merger breaks it rightly.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from archive.findings_store import Finding, ReportFigures
from parse.schema import APPLICANT_COLUMNS

KIND = "carry_over"
_TABLE, _NOW, _BEFORE = "disclosure_requests", "carried_over", "carried_forward"


def continuity(reports: Iterable[ReportFigures]) -> list[Finding]:
    """A finding for each column that does not go on from one year to the next, for the reports of one agency.

    Only consecutive report years, and only where both values are printed; everything else is not assessable.
    """
    found = []
    for before, report in pairwise(sorted(reports, key=lambda report: report.report_year)):
        if before.report_year != report.report_year - 1:
            continue
        for column in APPLICANT_COLUMNS:
            expected = before.counts.get((_TABLE, _BEFORE, column.key))
            seen = report.counts.get((_TABLE, _NOW, column.key))
            if expected is None or seen is None or expected == seen:
                continue
            found.append(
                Finding(
                    kind=KIND,
                    agency=report.agency,
                    report_year=report.report_year,
                    report=report.report,
                    version=report.version,
                    severity="warning",
                    form_table=_TABLE,
                    row_key=_NOW,
                    column_key=column.key,
                    seen=str(seen),
                    expected=str(expected),
                    other_version=before.version,
                    chinese=f"{before.report_year}年度报告“结转下年度继续办理”（{column.label}）为 {expected}，"
                    f"{report.report_year}年度报告“上年结转”（{column.label}）为 {seen}，两数应当相等。",
                    english=f"The {before.report_year} report carries {expected} forward ({column.english}); "
                    f"the {report.report_year} report prints {seen} carried over. The two should be equal.",
                )
            )
    return found
