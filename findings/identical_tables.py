"""The tables of two years that are the same in every figure, and bodies whose figures are all 0 two years running."""

from __future__ import annotations

from collections.abc import Sequence

from archive.finding_rows import AgencyFacts, Finding, ReportFigures, Shown
from findings.neighbours import Neighbours, neighbours

SAME, ZERO = "identical_tables", "all_zero_again"
FIGURES_AT_LEAST = 48
"""So many figures has a report that leaves all columns of applicants blank: the totals of the 25 rows of table two, 15
of table four, and most of table one. Fewer are not a table that could be called the same."""
NOT_ZERO_AT_LEAST = 10
"""One request that is granted fills six cells: below this, equal tables are no more than a note."""


def _finding(pair: Neighbours, not_zero: int) -> Finding:
    now, year, before = pair.report, pair.report.report_year, pair.before.report_year
    figures = len(now.counts)
    if not_zero:
        chinese = f"{year}年度与{before}年度报告三张表所印 {figures} 个数字全部相同，其中 {not_zero} 个不为 0。"
        english = f"All {figures} figures of the tables of {year} are those of {before}; {not_zero} of them are not 0."
    else:
        chinese = f"{before}、{year}两年度报告三张表所印 {figures} 个数字全部为 0。"
        english = f"All {figures} figures of the tables are 0 in {before} and in {year}."
    return Finding(
        kind=SAME if not_zero else ZERO,
        agency=now.agency,
        report_year=year,
        report=now.report,
        version=now.version,
        severity="warning" if not_zero >= NOT_ZERO_AT_LEAST else "info",
        form_table=None,
        row_key=None,
        column_key=None,
        seen=str(not_zero),
        expected=None,
        other_version=pair.before.version,
        chinese=chinese,
        english=english,
    )


def identical_tables(agency: AgencyFacts, reports: Sequence[ReportFigures]) -> Shown:
    """A finding for each report whose figures are all those of the year before.

    Two reports that print figures at different places are not the same: no blank is taken for anything.
    """
    shown = Shown()
    for pair in neighbours(agency, reports):
        before, now = pair.before.counts, pair.report.counts
        if min(len(before), len(now)) < FIGURES_AT_LEAST:
            continue
        if pair.before.edition != pair.report.edition:
            shown.checked.append(pair.checked(SAME, 0, 0, 1, "edition"))
            continue
        same = dict(before) == dict(now)
        shown.checked.append(pair.checked(SAME, int(not same), int(same), 0, None))
        if same:
            shown.findings.append(_finding(pair, sum(1 for count in now.values() if count)))
    return shown
