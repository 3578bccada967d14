"""Making findings again: after a crawl for the agencies that it touched, after a rereading for all.

What a comparison between bodies gives can change with any of them, so the county's own government is compared again
where one of its units was touched, and what is said of similar texts where the text of a partner was.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.archive import Archive
from archive.finding_rows import Coverage, KnownNames, LastWalk, Shown
from archive.findings_store import FindingsStore, findings_are_stale
from archive.indicator_store import renew_indicators
from archive.report_texts import known_names, looked_for, mentioning, note_looked_for, report_texts
from findings.continuity import continuity
from findings.county_sums import ROWS, county_sums
from findings.coverage import county_coverage, coverage
from findings.due_dates import due_rows
from findings.fees import fees
from findings.functions import function_of, function_rows
from findings.identical_tables import identical_tables
from findings.kinds import FIGURE_KINDS, KINDS
from findings.lateness import lateness
from findings.left_over_names import left_over_names
from findings.left_over_years import left_over_years
from findings.texts_again import compare_all_texts, compare_texts
from findings.zero_requests import zero_requests

ALL_FROM = 0.2
"""From this share of all bodies on it takes longer to find out which texts to compare than to compare all of them."""


def recompute(archive: Archive) -> int:
    """Make the findings of every closed crawl that has none yet (also of one that was killed before), and all of them
    where captures were read again. Returns how many agencies were compared again; coverage is renewed for every agency
    of the portals walked.

    A county is a transaction; one that is broken off is made again, for nothing is called done before all are.
    """
    store = FindingsStore(archive.db)
    due, stale = store.due(), store.are_stale()
    if not due and not stale:
        return 0
    touched = set(store.agencies() if stale else store.touched(due))
    portals = store.portals() if stale else store.walked(due)
    names = known_names(archive.db)
    if not stale:
        # a name that is new to the archive may have stood in other texts all the time
        touched |= mentioning(archive.db, sorted((names.towns | names.counties) - looked_for(archive.db)))
    with archive.db.atomic():
        store.save_kinds(KINDS.values())
        store.save_guides(function_rows(), due_rows())
        if stale:
            store.forget_counties()
    for place in store.places(touched, portals):
        with archive.db.atomic():
            _county(archive.db, store, place, touched, names)
    if stale or len(touched) > ALL_FROM * len(store.agencies()):
        with archive.db.atomic():
            # if this is broken off, everything is made again
            findings_are_stale(archive.db)
        compare_all_texts(archive, store)
    else:
        with archive.db.atomic():
            compare_texts(archive, store, touched)
    with archive.db.atomic():
        renew_indicators(archive.db, None if stale else touched)
        note_looked_for(archive.db, names)
        store.done(due)
    return len(touched)


def _county(db: Database, store: FindingsStore, place: str, touched: set[str], names: KnownNames) -> None:
    """Coverage of a county and its bodies; and the findings of those that were touched, with its government's."""
    bodies = store.bodies(place)
    known = {body.id: store.known(body.id) for body in bodies}
    walks: dict[str | None, LastWalk | None] = {body.portal: None for body in bodies}
    walks = {portal: store.last_walk(portal) for portal in (*walks, store.portal_of(place))}
    years = [report.report_year for reports in known.values() for report in reports]
    covered: dict[str, list[Coverage]] = {
        body.id: coverage(body, known[body.id], walks[body.portal], min(years, default=0)) for body in bodies
    }
    own = walks[store.portal_of(place)]
    store.save_county(place, county_coverage(place, store.portal_of(place), bodies, covered, own))
    sums: dict[str, Shown] = {}
    if any(body.level == "county" for body in bodies):
        complete = own is not None and own.lists_complete
        sums = county_sums(store.totals(place, ROWS), covered, complete)
    for body in bodies:
        store.save_function(body.id, function_of(body))
        store.save_coverage(body.id, covered[body.id])
        if body.id in touched or body.level == "county":
            reports = store.reports(body.id)
            shown = continuity(body, reports) + zero_requests(reports) + identical_tables(body, reports)
            shown += lateness(body, reports) + sums.get(body.id, Shown())
            texts = report_texts(db, body.id)
            statements, charged = fees(texts)
            shown += charged + Shown([*left_over_names(body, texts, names), *left_over_years(texts)])
            store.save_fees(body.id, statements)
            store.save(body.id, FIGURE_KINDS, shown.findings, shown.checked)
