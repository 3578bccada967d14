"""Coverage: of each year of a body and of a county, whether a report was expected, whether we have it, and if not, why.

One reason for each gap, the nearest one, with its basis; only from what was walked. A year without a report is
`not_seen` as of the last crawl; nobody can tell from it that the report was not published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from archive.agencies import ZONES
from archive.finding_rows import (
    AgencyFacts,
    CountyCoverage,
    Coverage,
    CoverageState,
    FailedLink,
    KnownReport,
    LastWalk,
)
from findings.due_dates import expected_from

_VERDICTS = {
    "not_reached": ("failed", "http_error", "truncated"),
    "not_read": ("unreadable", "unsupported", "empty", "reader_crashed", "reading_limit"),
}
"""Why a link gave no report, by its verdict; one that is something else (a guide, a notice …) is no reason."""
_OUTCOMES = {
    "blocked": "portal_blocked",
    "unreachable": "portal_failed",
    "no_column": "portal_failed",
    "cut_short": "lists_not_walked",
    "interrupted": "lists_not_walked",
}
"""Why a walk gave no whole lists, by its outcome."""
FIRST_YEAR = 2008
"""The first report year: the Regulations came into force on 1 May 2008."""
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


def _day(time: str) -> date:
    return date.fromisoformat(time[:10])


def _gap(agency: AgencyFacts, year: int, walk: LastWalk | None) -> tuple[str, str | None]:
    """The nearest reason why an expected report was not seen, and what says so."""
    if walk is None:
        return "not_walked", None
    for reason, verdicts in _VERDICTS.items():
        for link in walk.failed:
            if link.verdict in verdicts and _names(link, agency.names, year):
                return reason, link.capture
    if any(body is None or body in agency.names for body in walk.short):
        return "list_short", walk.crawl
    if not walk.lists_complete:
        return _OUTCOMES.get(walk.outcome, "lists_not_walked"), walk.crawl
    # what the lists showed in the year of publication we did not see
    if walk.first is not None and _day(walk.first).year > year + 1:
        return "before_first_visit", walk.crawl
    return "not_on_lists", walk.crawl


def _was_there(agency: AgencyFacts, year: int) -> bool:
    """Whether a body is known to have had to report before its first report that we have: a county has a government.

    Zones were set up at some time, bureaus come and go; of them only a link that names them says so.
    """
    return agency.level == "county" and not (agency.core or "").endswith(ZONES) and year >= FIRST_YEAR


def coverage(
    agency: AgencyFacts, known: Sequence[KnownReport], walk: LastWalk | None, first_year: int
) -> list[Coverage]:
    """A row for each year from `first_year` (the first that anything of the county is known of) to the last that is due
    or seen, in order; without reports, from the first year that a list of units expects one of. `walk` is the last
    closed crawl of its portal.
    """
    by_year = {report.report_year: report for report in known}
    as_of = walk.finished if walk else None
    if not by_year:
        return _only_listed(agency, walk)
    last_due = _day(as_of).year - 1 if as_of else max(by_year)
    rows = []
    for year in range(min(first_year, min(by_year)), max(last_due, max(by_year)) + 1):
        report = by_year.get(year)
        state: CoverageState = "not_expected"
        basis: str | None
        if report is not None:
            state, reason, basis = "found", report.status, report.version
        elif year < min(by_year):
            reason, basis = _gap(agency, year, walk)
            listed = agency.listed_since is not None and agency.listed_since <= year
            known_then = reason in _VERDICTS or listed or _was_there(agency, year)
            state = "not_seen" if known_then else "not_expected"
            reason, basis = (reason, basis) if known_then else ("not_known_to_exist", by_year[min(by_year)].version)
        elif agency.ended is not None and year > agency.ended:
            reason, basis = "succeeded", agency.id
        elif as_of and _day(as_of) <= expected_from(agency.level, year) and year > max(by_year):
            reason, basis = "not_due", expected_from(agency.level, year).isoformat()
        else:
            reason, basis = _gap(agency, year, walk)
            state = "not_seen"
        rows.append(
            Coverage(
                agency=agency.id,
                report_year=year,
                place=agency.place,
                state=state,
                reason=reason,
                basis=basis,
                report=report.report if report else None,
                as_of=as_of,
            )
        )
    return rows


def _only_listed(agency: AgencyFacts, walk: LastWalk | None) -> list[Coverage]:
    """The years of a body of which nothing is known but that a list of the portal's units names it."""
    if agency.listed_since is None or walk is None:
        return []
    rows = []
    for year in range(agency.listed_since, _day(walk.finished).year):
        state: CoverageState = "not_seen"
        reason, basis = _gap(agency, year, walk)
        if _day(walk.finished) <= expected_from(agency.level, year):
            state, reason, basis = "not_expected", "not_due", expected_from(agency.level, year).isoformat()
        elif reason == "not_on_lists":
            reason = "unit_not_on_lists"
        rows.append(Coverage(agency.id, year, agency.place, state, reason, basis, None, walk.finished))
    return rows


_ORDER: tuple[CoverageState, ...] = ("found", "not_seen", "not_expected")


def county_coverage(
    place: str,
    portal: str | None,
    bodies: Iterable[AgencyFacts],
    years: Mapping[str, Sequence[Coverage]],
    walk: LastWalk | None,
) -> list[CountyCoverage]:
    """A row for each year of a county: its bodies counted from their own `years`, and its government's own report.

    `expected` counts bodies the archive knows; a county has more of them where some were never seen. A county of which
    no body is known has one row, for the last year that is due, with the reason.
    """
    level = {body.id: body.level for body in bodies}
    by_year: dict[int, list[Coverage]] = {}
    for rows in years.values():
        for row in rows:
            by_year.setdefault(row.report_year, []).append(row)
    as_of = walk.finished if walk else None
    if not by_year:
        if walk is None:
            return []
        unknown = AgencyFacts("", None, None, "county", place)
        reason, basis = _gap(unknown, _day(walk.finished).year - 1, walk)
        return [
            CountyCoverage(
                place, _day(walk.finished).year - 1, portal, None, 0, 0, 0, 0, "not_seen", reason, basis, None, as_of
            )
        ]
    found = []
    for year, rows in sorted(by_year.items()):
        states = [row.state for row in rows]
        # where a zone and a county share a place, the one that has the report
        governments = [row for row in rows if level.get(row.agency) == "county"]
        own = min(governments, key=lambda row: (_ORDER.index(row.state), row.agency), default=None)
        if own is None:
            reason, basis = _gap(AgencyFacts("", None, None, "county", place), year, walk)
        else:
            reason, basis = own.reason, own.basis
        found.append(
            CountyCoverage(
                place=place,
                report_year=year,
                portal=portal,
                expected=states.count("found") + states.count("not_seen"),
                found=states.count("found"),
                withdrawn=sum(row.reason == "withdrawn" for row in rows),
                not_seen=states.count("not_seen"),
                not_expected=states.count("not_expected"),
                state=own.state if own else "not_seen",
                reason=reason,
                basis=basis,
                report=own.report if own else None,
                as_of=as_of,
            )
        )
    return found
