"""Coverage: of each year between an agency's first and last known report, what was seen, or why it was not.

Only from what was walked. A year without a report is `not_seen` as of the last crawl, with the nearest reason; nobody
can tell from it that the report was not published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.findings_store import Coverage, FailedLink, LastWalk, ReportFigures

_REASONS = {
    "not_reached": ("failed", "http_error", "truncated"),
    "not_read": ("unreadable", "unsupported", "empty", "reader_crashed", "reading_limit"),
}
"""Why a link gave no report, by its verdict; one that is something else (a guide, a notice …) is no reason."""
_BODY = r"(?:人民政府|政府|办事处|管委会|管理委员会)?"


def _names(link: FailedLink, names: Sequence[str], year: int) -> bool:
    """Whether a link is to this body's report of this year, by its text or by the unit whose column it stands in."""
    text = re.sub(r"\s+", "", link.link_text)
    if link.agency_hint in names and re.search(rf"(?<!\d){year}年", text):
        return True
    return any(
        re.search(rf"{re.escape(name)}{_BODY}[（(]?{year}年", text)
        or re.search(rf"(?<!\d){year}年度?{re.escape(name)}{_BODY}(?:政府)?信息公开", text)
        for name in names
    )


def _gap(agency: str, year: int, walk: LastWalk | None, names: Sequence[str]) -> Coverage:
    if walk is None:
        return Coverage(agency, year, "not_seen", "lists_not_walked", None, None, None)
    for reason, verdicts in _REASONS.items():
        for link in walk.failed:
            if link.verdict in verdicts and _names(link, names, year):
                return Coverage(agency, year, "not_seen", reason, link.capture, None, walk.finished)
    reason = "not_on_lists" if walk.lists_complete else "lists_not_walked"
    return Coverage(agency, year, "not_seen", reason, walk.crawl, None, walk.finished)


def coverage(
    agency: str, reports: Sequence[ReportFigures], walk: LastWalk | None, names: Sequence[str]
) -> list[Coverage]:
    """A row for each year from the first to the last of the agency's reports, in order; none without reports.

    `walk` is the last closed crawl of its portal, `names` every name the agency is known under.
    """
    by_year = {report.report_year: report for report in reports}
    if not by_year:
        return []
    rows = []
    for year in range(min(by_year), max(by_year) + 1):
        report = by_year.get(year)
        if report is None:
            rows.append(_gap(agency, year, walk, names))
        else:
            seen = walk.finished if walk else None
            rows.append(Coverage(agency, year, "found", report.status, report.version, report.report, seen))
    return rows
