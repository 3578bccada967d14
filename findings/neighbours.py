"""A report and that of the year before, of one public body; and why the two cannot be set beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.finding_rows import AgencyFacts, Checked, ReportFigures

_STATED = frozenset(("own", "whole"))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two reports of consecutive years; `reason` says why they cannot be compared, None where they can.

    `unsure`: one of the two does not say whose figures it gives, the other does.
    """

    before: ReportFigures
    report: ReportFigures
    reason: str | None
    unsure: bool

    def checked(self, kind: str, passed: int, failed: int, not_assessable: int, reason: str | None) -> Checked:
        """How one kind of comparison of the two came out."""
        now = self.report
        return Checked(
            report=now.report,
            kind=kind,
            agency=now.agency,
            report_year=now.report_year,
            passed=passed,
            failed=failed,
            not_assessable=not_assessable,
            reason=reason,
        )


def neighbours(agency: AgencyFacts, reports: Sequence[ReportFigures]) -> Iterator[Neighbours]:
    """Each report that has one of the year before, oldest first."""
    by_year = {report.report_year: report for report in reports}
    for year in sorted(by_year):
        before, report = by_year.get(year - 1), by_year[year]
        if before is None:
            continue
        scopes = {before.scope, report.scope}
        reason = None
        if year in agency.reorganised:
            reason = "reorganised"
        elif scopes == _STATED:
            reason = "scope_changed"
        yield Neighbours(before, report, reason, len(scopes & _STATED) == 1 and len(scopes) == 2)
