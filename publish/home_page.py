"""The home page: what this is, the search box, what is new, what there is."""

from __future__ import annotations

from typing import Any

from archive.printed_form import problem_names
from publish.change_rows import newest
from publish.database import Row, rows
from publish.discrepancies_page import grouped
from publish.kept_answers import kept_rows
from publish.page import archive_or_404, page

COUNTS = """
SELECT (SELECT count(*) FROM portals) AS portals, (SELECT count(*) FROM current) AS reports,
  (SELECT count(DISTINCT agency) FROM current) AS agencies, (SELECT count(*) FROM versions) AS versions,
  (SELECT count(*) FROM captures) AS captures, (SELECT count(*) FROM changes WHERE repeats IS NULL) AS changes,
  (SELECT max(finished) FROM crawls) AS last_crawl
"""
PROBLEMS = """
SELECT origin, count(*) AS problems FROM problems
WHERE severity <> 'info' AND (version IS NULL OR version IN (SELECT version FROM current)) GROUP BY origin
"""
NEWEST = """
SELECT c.report, c.report_year, v.title, a.name AS agency_name, v.first_seen, p.name AS portal_name
FROM versions AS v JOIN current AS c ON c.version = v.id JOIN agencies AS a ON a.id = c.agency
  LEFT JOIN portals AS p ON p.id = a.portal
ORDER BY v.first_seen DESC LIMIT 10
"""
LISTED = {"limit": 8, "offset": 0}
KINDS = "SELECT kind, count(*) AS n FROM discrepancies GROUP BY kind ORDER BY kind"
MOST_KINDS = 12
COVERAGE = """
SELECT report_year, count(*) AS counties, sum(found) AS found, sum(not_seen) AS not_seen, sum(expected) AS expected
FROM county_coverage GROUP BY report_year ORDER BY report_year DESC LIMIT 12
"""
COPIED = """
SELECT p.* FROM similar_pairs AS p WHERE p.relation = 'other_body' AND NOT EXISTS (SELECT 1 FROM similar_reports AS r
  WHERE r.version = p.other_version AND r.other_version = p.version AND (r.share, r.version) > (p.share, p.version))
ORDER BY p.share DESC LIMIT 6
"""
"""Two bodies' reports are alike from both sides, with a share of each: the larger stands for the two."""
PORTALS = """
SELECT p.id, p.name, p.homepage, p.known_by, p.seen_live IS NOT NULL OR EXISTS (SELECT 1 FROM crawl_portals AS k
    WHERE k.portal = p.id AND k.outcome IN ('walked', 'cut_short')) AS seen_live,
  count(c.report) AS reports, min(c.report_year) AS first_year,
  max(c.report_year) AS last_year
FROM portals AS p LEFT JOIN agencies AS a ON a.portal = p.id LEFT JOIN current AS c ON c.agency = a.id
GROUP BY p.id ORDER BY reports DESC, p.id LIMIT 100
"""


async def _changed(database: Any) -> list[Row]:
    """The newest changes of figures and of text."""
    found = [row for what in ("figures", "text") for row in await rows(database, newest({"what": what}), LISTED)]
    return sorted(found, key=lambda row: (row["first_seen_new"] or "", row["id"]), reverse=True)[: LISTED["limit"]]


async def home(datasette: Any, request: Any) -> Any:
    """GET /"""
    database = await archive_or_404(datasette)
    known = await rows(database, "SELECT kind, chinese, english FROM finding_kinds")
    names = {**problem_names(), **{kind["kind"]: (kind["chinese"], kind["english"]) for kind in known}}
    kinds = {kind["kind"]: kind for kind in await kept_rows(database, KINDS)}
    return await page(
        datasette,
        request,
        "home.html",
        {
            "database": database.name,
            "counts": (await kept_rows(database, COUNTS))[0],
            "problems": {found["origin"]: found["problems"] for found in await kept_rows(database, PROBLEMS)},
            "newest": await rows(database, NEWEST),
            "changes": await _changed(database),
            "gone": await rows(database, newest({"what": "gone"}), LISTED),
            "kinds": [
                {**kinds[kind], "name": names.get(kind, (kind, ""))}
                for same in grouped(kinds).values()
                for kind in same
            ][:MOST_KINDS],
            "coverage": await kept_rows(database, COVERAGE),
            "copied": await kept_rows(database, COPIED),
            "portals": await kept_rows(database, PORTALS),
        },
    )
