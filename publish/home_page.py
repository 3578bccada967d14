"""The home page: what this is, the search box, what is new, what there is."""

from __future__ import annotations

from typing import Any

from publish.database import row, rows
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
FROM current AS c JOIN versions AS v ON v.id = c.version JOIN agencies AS a ON a.id = c.agency
  LEFT JOIN portals AS p ON p.id = a.portal
ORDER BY v.first_seen DESC, c.report LIMIT 12
"""
CHANGES = """
SELECT h.report, h.kind, h.form_table, h.row_key, h.column_key, h.old, h.new, h.last_seen_old, h.first_seen_new,
  h.version, v.report_year, a.name AS agency_name, f.row_label, f.column_label
FROM changes AS h JOIN versions AS v ON v.id = h.version JOIN agencies AS a ON a.id = v.agency
  LEFT JOIN fields AS f ON f.form_table = h.form_table AND f.row_key = h.row_key AND f.column_key = h.column_key
WHERE h.repeats IS NULL ORDER BY h.first_seen_new DESC, h.id LIMIT 12
"""
PORTALS = """
SELECT p.id, p.name, p.homepage, p.known_by, p.seen_live IS NOT NULL OR EXISTS (SELECT 1 FROM crawl_portals AS k
    WHERE k.portal = p.id AND k.outcome IN ('walked', 'cut_short')) AS seen_live,
  count(c.report) AS reports, min(c.report_year) AS first_year,
  max(c.report_year) AS last_year
FROM portals AS p LEFT JOIN agencies AS a ON a.portal = p.id LEFT JOIN current AS c ON c.agency = a.id
GROUP BY p.id ORDER BY reports DESC, p.id LIMIT 100
"""


async def home(datasette: Any, request: Any) -> Any:
    """GET /"""
    database = await archive_or_404(datasette)
    return await page(
        datasette,
        request,
        "home.html",
        {
            "database": database.name,
            "counts": await row(database, COUNTS),
            "problems": {found["origin"]: found["problems"] for found in await rows(database, PROBLEMS)},
            "newest": await rows(database, NEWEST),
            "changes": await rows(database, CHANGES),
            "portals": await rows(database, PORTALS),
        },
    )
