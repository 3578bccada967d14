"""Who has not published, as far as the lists show; what we did not look at; and who was late by a printed date."""

from __future__ import annotations

from typing import Any

from archive.indicator_store import LOOKED
from publish.coverage_words import REASONS
from publish.database import Row, rows
from publish.indicator_rows import FUNCTIONS
from publish.listing import Filters, cut, limits, number_of
from publish.page import archive_or_404, page

FILTERS = ("report_year", "level", "portal", "function", "place")
TABS = {
    "unseen": ("未见（栏目走完而无）", "not on lists that were walked whole"),
    "ours": ("我们没有查到或读出", "not looked at or read by us"),
    "late": ("晚于期限", "late by a printed date"),
}
LISTS_WALKED = {"unseen": 1, "ours": 0}
"""Tab → `not_seen.lists_walked` of its rows."""
YEARS = """
SELECT report_year, sum(reports) AS reports, sum(not_seen) AS not_seen, sum(not_looked) AS not_looked
FROM level_years WHERE function = '' AND province = '' GROUP BY report_year ORDER BY report_year DESC
"""
REASONS_OF_YEAR = """
SELECT reason, count(*) AS n FROM coverage WHERE report_year = :report_year AND state = 'not_seen'
GROUP BY reason ORDER BY reason
"""
LATE_OF_YEAR = "SELECT count(*) AS n FROM findings WHERE kind = 'late' AND report_year = :report_year"
DUE = """
SELECT * FROM due_dates WHERE first_year <= :report_year AND :report_year <= coalesce(last_year, 9999)
ORDER BY month, day, binding, level
"""
LIST = f"""
WITH chosen AS (SELECT c.agency, c.report_year FROM coverage AS c {{2}}
  WHERE c.state = 'not_seen' AND c.report_year = :report_year AND c.reason {{0}} {LOOKED} {{1}}
  ORDER BY c.agency LIMIT :limit OFFSET :offset)
SELECT n.* FROM chosen AS k CROSS JOIN not_seen AS n ON n.agency = k.agency AND n.report_year = k.report_year
ORDER BY n.agency
"""
LATE = """
WITH chosen AS (SELECT f.version FROM findings AS f {1}
  WHERE f.kind = 'late' AND f.report_year = :report_year {0} ORDER BY f.agency LIMIT :limit OFFSET :offset)
SELECT l.* FROM chosen AS k JOIN late_reports AS l ON l.version = k.version ORDER BY l.agency
"""
_WHERE = {
    "level": "a.level = :level",
    "portal": "a.portal = :portal",
    "function": "a.function = :function",
    "place": "a.id >= :place AND a.id < :place || '~'",
}
"""Filter → SQL over `agencies` AS a; the id of a body begins with the code of its county."""


def _where(asked: Filters) -> str:
    return "".join(f" AND {sql}" for name, sql in _WHERE.items() if name in asked.chosen)


async def not_seen(datasette: Any, request: Any) -> Any:
    """GET /not-seen: tab (unseen, ours, late), report_year, level, portal, function, place, page."""
    database = await archive_or_404(datasette)
    query, number = Filters.of(request.args, FILTERS), number_of(request.args)
    tab = request.args.get("tab")
    tab = tab if tab in TABS else "unseen"
    years = await rows(database, YEARS)
    known = [year["report_year"] for year in years]
    asked = query.chosen.get("report_year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else max(known, default=None)
    keys = {**query.chosen, "report_year": year, **limits(number)}
    where = _where(query)
    joined = "JOIN agencies AS a ON a.id = {}.agency" if where else ""
    sql = LATE.format(where, joined.format("f"))
    if tab != "late":
        sql = LIST.format("IN" if tab == "unseen" else "NOT IN", where, joined.format("c"))
    late = await rows(database, LATE_OF_YEAR, keys)
    reasons = await rows(database, REASONS_OF_YEAR, keys)
    return await page(
        datasette,
        request,
        "not_seen.html",
        {
            "database": database.name,
            "query": query,
            "view": "late_reports" if tab == "late" else "not_seen",
            "rows_of_view": query.of_table(report_year=year, lists_walked=LISTS_WALKED.get(tab)),
            "tab": tab,
            "tabs": TABS,
            "counted": {**_by_tab(reasons), "late": late[0]["n"]},
            "reasons": REASONS,
            "why": reasons,
            "years": years,
            "year": year,
            "due": _due(await rows(database, DUE, keys)),
            "found": cut(await rows(database, sql, keys), number),
            "functions": await rows(database, FUNCTIONS),
            "portals": await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000"),
        },
    )


def _by_tab(reasons: list[Row]) -> dict[str, int]:
    seen = {"unseen": 0, "ours": 0}
    for counted in reasons:
        seen["unseen" if f"'{counted['reason']}'" in LOOKED else "ours"] += counted["n"]
    return seen


def _due(dates: list[Row]) -> list[tuple[Row, list[str]]]:
    """Each date that is set, once, with the levels that it is set for."""
    told: dict[tuple[Any, ...], tuple[Row, list[str]]] = {}
    for due in dates:
        key = (due["month"], due["day"], due["binding"], due["chinese"])
        told.setdefault(key, (due, []))[1].append(due["level"])
    return list(told.values())
