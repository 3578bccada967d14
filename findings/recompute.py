"""Making findings again: after a crawl for the agencies that it touched, after a rereading for all."""

from __future__ import annotations

from archive.archive import Archive
from archive.findings_store import Coverage, Finding, FindingsStore
from findings.continuity import continuity
from findings.coverage import coverage
from findings.zero_requests import zero_requests


def recompute(archive: Archive) -> int:
    """Make the findings of every closed crawl that has none yet (also of one that was killed before), and all of them
    where captures were read again. Returns how many agencies were compared again; coverage is renewed for every agency
    of the portals walked."""
    store = FindingsStore(archive.db)
    due, stale = store.due(), store.are_stale()
    if not due and not stale:
        return 0
    touched = store.agencies() if stale else store.touched(due)
    found: dict[str, list[Finding]] = {}
    covered: dict[str, list[Coverage]] = {}
    for agency in sorted({*touched, *store.walked(due)}):
        reports = store.reports(agency)
        covered[agency] = coverage(agency, reports, store.last_walk(agency), store.names(agency))
        if agency in touched:
            found[agency] = [*continuity(reports), *zero_requests(reports)]
    store.save(found, covered, due)
    return len(found)
