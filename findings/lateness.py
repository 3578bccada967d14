"""Reports that were published after the date set, from a dated source alone.

Dated sources are the date that the page prints of itself and the date under the text: what is signed after the date
set was not published before it. The day on which we first saw a report says nothing of when it was published, but one
that we saw by that day was in time whatever a later page prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.agencies import ZONES
from archive.finding_rows import AgencyFacts, Checked, Finding, ReportFigures, Severity, Shown
from findings.due_dates import DueDate, due_dates

KIND = "late"
_NAMES = {
    "published_on": ("页面所载发布日期", "The page gives {date} as its date of publication"),
    "signed_on": ("落款日期", "The text is signed {date}"),
}


def _binding(agency: AgencyFacts) -> tuple[str, ...]:
    """Which dates bind a body: a zone may rank as a county or as a city, and the notices set each its own date."""
    return ("law",) if (agency.core or "").endswith(ZONES) else ("law", "notice")


def _day(printed: str | None) -> date | None:
    return date.fromisoformat(printed[:10]) if printed else None


def _dated(report: ReportFigures) -> tuple[str, date] | None:
    """The date that a report prints of itself and what it is; None where it prints none of use."""
    published, signed = _day(report.published_on), _day(report.signed_on)
    if published is not None:
        return "published_on", published
    return ("signed_on", signed) if signed is not None else None


def _severity(report: ReportFigures, due: DueDate) -> Severity:
    """A note where only a notice set the date, or the text is signed in time and only the page's date is later."""
    signed = _day(report.signed_on)
    in_time = signed is not None and date(report.report_year, 12, 1) <= signed <= due.of(report.report_year)
    return "info" if due.binding != "law" or in_time else "warning"


def _finding(report: ReportFigures, due: DueDate, source: str, day: date) -> Finding:
    limit = due.of(report.report_year)
    chinese, english = _NAMES[source]
    also = f"（落款日期 {report.signed_on}）" if source == "published_on" and report.signed_on else ""
    return Finding(
        kind=KIND,
        agency=report.agency,
        report_year=report.report_year,
        report=report.report,
        version=report.version,
        severity=_severity(report, due),
        form_table=None,
        row_key=None,
        column_key=None,
        seen=day.isoformat(),
        expected=limit.isoformat(),
        other_version=None,
        chinese=f"{report.report_year}年度报告{chinese}为 {day}{also}，晚于 {limit}（{due.source}）。",
        english=f"{english.format(date=day)}, after {limit}, the date set by {due.english}.",
        item=source,
    )


def _checked(report: ReportFigures, late: bool, reason: str | None) -> Checked:
    return Checked(
        report=report.report,
        kind=KIND,
        agency=report.agency,
        report_year=report.report_year,
        passed=int(reason is None and not late),
        failed=int(late),
        not_assessable=int(reason is not None),
        reason=reason,
    )


def lateness(agency: AgencyFacts, reports: Sequence[ReportFigures]) -> Shown:
    """A finding for each report dated after a date of the law or a notice; never for one whose date is custom."""
    shown = Shown()
    for report in reports:
        year = report.report_year
        dates = list(due_dates(agency.level, year))
        binding = [due for due in dates if due.binding in _binding(agency)]
        if not binding:
            shown.checked.append(_checked(report, False, "custom_date" if dates else "level_unknown"))
            continue
        first_seen, dated = _day(report.first_seen), _dated(report)
        if first_seen is not None and first_seen <= binding[0].of(year):
            shown.checked.append(_checked(report, False, None))
            continue
        # a date before the end of the year it reports on is not that of this report
        if dated is None or dated[1] <= date(year, 11, 30):
            shown.checked.append(_checked(report, False, "no_dated_source"))
            continue
        source, day = dated
        missed = [due for due in binding if day > due.of(year) and (first_seen is None or first_seen > due.of(year))]
        if not missed and source == "signed_on":
            # signed in time is not yet published in time
            shown.checked.append(_checked(report, False, "no_dated_source"))
            continue
        shown.checked.append(_checked(report, bool(missed), None))
        if missed:
            law = [due for due in missed if due.binding == "law"]
            shown.findings.append(_finding(report, (law or missed)[-1], source, day))
    return shown
