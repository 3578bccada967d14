"""Cases without requests: no new request in the year, and yet reconsideration or lawsuits about requests.

They may be about requests of earlier years, so this is a lead. A blank is never 0: where the number of new requests is
not printed, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.findings_store import Finding, ReportFigures
from parse.schema import LITIGATION_GROUPS

KIND = "zero_requests_with_cases"
_REQUESTS = ("disclosure_requests", "new_requests", "total")


def zero_requests(reports: Iterable[ReportFigures]) -> list[Finding]:
    """A finding for each report that prints 0 new requests and a total of cases above 0."""
    found = []
    for report in reports:
        totals = [
            (group, report.counts.get(("review_and_litigation", group.key, "total"))) for group in LITIGATION_GROUPS
        ]
        cases = [(group, total) for group, total in totals if total]
        if report.counts.get(_REQUESTS) != 0 or not cases:
            continue
        chinese = "、".join(f"{group.label} {total} 件" for group, total in cases)
        english = ", ".join(f"{total} × {group.english}" for group, total in cases)
        found.append(
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
    return found
