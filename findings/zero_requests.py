"""Cases without requests: no new request in the year, and yet reconsideration or lawsuits about requests.

They may be about requests of earlier years, so this is a lead. A blank is never 0: where the number of new requests is
not printed, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.finding_rows import Checked, Finding, ReportFigures, Shown
from parse.schema import LITIGATION_GROUPS

KIND = "zero_requests_with_cases"
_REQUESTS = ("disclosure_requests", "new_requests", "total")
_CASES = tuple((group, ("review_and_litigation", group.key, "total")) for group in LITIGATION_GROUPS)


def zero_requests(reports: Iterable[ReportFigures]) -> Shown:
    """A finding for each report that prints 0 new requests and a total of cases above 0."""
    shown = Shown()
    for report in reports:
        requests = report.counts.get(_REQUESTS)
        totals = [(group, report.counts.get(key)) for group, key in _CASES]
        cases = [(group, total) for group, total in totals if total]
        if requests is None and all(total is None for _, total in totals):
            continue
        blank = requests is None or (requests == 0 and not cases and None in [total for _, total in totals])
        failed = requests == 0 and bool(cases)
        shown.checked.append(
            Checked(
                report=report.report,
                kind=KIND,
                agency=report.agency,
                report_year=report.report_year,
                passed=int(not blank and not failed),
                failed=int(failed),
                not_assessable=int(blank),
                reason="blank" if blank else None,
            )
        )
        if not failed:
            continue
        chinese = "、".join(f"{group.label} {total} 件" for group, total in cases)
        english = ", ".join(f"{total} × {group.english}" for group, total in cases)
        shown.findings.append(
            Finding(
                kind=KIND,
                agency=report.agency,
                report_year=report.report_year,
                report=report.report,
                version=report.version,
                severity="warning",
                form_table=_REQUESTS[0],
                row_key=_REQUESTS[1],
                column_key=_REQUESTS[2],
                seen="0",
                expected=None,
                other_version=None,
                chinese=f"{report.report_year}年度报告新收申请为 0，却有{chinese}；案件可能源于以前年度的申请。",
                english=f"The {report.report_year} report prints 0 new requests and yet cases ({english}); "
                "they may be about requests of earlier years.",
            )
        )
    return shown
