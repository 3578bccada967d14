"""The coverage frame: which portal was known and walked for which report year, and since when it was observed."""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from archive.releases.writing import Column, Table

TABLE = Table(
    "coverage_frame",
    "观测范围 Coverage frame",
    "每个网站、每个报告年度一行：何时起观测、当季走过几次、走完几次。网站由维护者挑选，是便利样本，不是随机样本"
    " / one row for each portal and report year: since when it was observed, how often it was walked. The portals were"
    " chosen by those who keep the archive: a convenience sample, no probability sample",
    (
        Column("portal", "text", "政府网站 / portal (portals.id)", True),
        Column("report_year", "integer", "报告年度 / report year", True),
        Column("portal_name", "text", "网站名称 / name of the portal"),
        Column("county", "text", "县（市、区）/ county"),
        Column("division_code", "text", "行政区划代码 / administrative division code"),
        Column("division_year", "integer", "区划代码所据名录的年份 / year of the list the division code is from"),
        Column("known_by", "text", "认定依据 / how the portal is known"),
        Column(
            "observed_from", "datetime", "首次走访（UTC）；空：从未走访 / first walk (UTC); null where never walked"
        ),
        Column("last_walked", "datetime", "最近一次走访（UTC）/ last walk (UTC)"),
        Column(
            "walks_in_season",
            "integer",
            "发布当年（报告年度的次年）走访次数 / walks in the calendar year after the report year, when it is due",
            True,
        ),
        Column(
            "healthy_in_season",
            "integer",
            "其中栏目走完的次数 / of those, walks that went through all of its lists",
            True,
        ),
        Column("walks_since", "integer", "发布当年起至今走访次数 / walks since then, that year included", True),
        Column("healthy_since", "integer", "其中栏目走完的次数 / of those, walks through all of its lists", True),
        Column(
            "retrospective",
            "integer",
            "1：发布当年未曾观测，所见为存留者 / 1 where it was not observed in that year: what was found is what survived",
            True,
            ("0", "1"),
        ),
        Column("reports_found", "integer", "所见年报 / reports found", True),
        Column("bodies_not_seen", "integer", "已知单位中未见者 / known bodies whose report was not seen", True),
    ),
    ("portal", "report_year"),
    ((("portal",), "portals", ("id",)),),
)

_ROWS = """
WITH RECURSIVE span(low, high) AS (
  SELECT min(report_year), max(report_year) FROM current WHERE report_year IS NOT NULL
), years(year) AS (
  SELECT low FROM span WHERE low IS NOT NULL
  UNION ALL SELECT year + 1 FROM years, span WHERE year < high
), walks AS (
  SELECT k.portal AS portal, c.started AS started, CAST(substr(c.started, 1, 4) AS INTEGER) AS year,
    k.outcome = 'walked' AND k.lists_complete = 1 AS healthy
  FROM crawl_portals AS k JOIN crawls AS c ON c.id = k.crawl WHERE c.finished IS NOT NULL
), found AS (
  SELECT d.portal AS portal, c.report_year AS year, count(*) AS reports
  FROM current AS c JOIN versions AS v ON v.id = c.version JOIN documents AS d ON d.id = v.document
  WHERE c.report_year IS NOT NULL GROUP BY d.portal, c.report_year
), missing AS (
  SELECT a.portal AS portal, g.report_year AS year, count(*) AS bodies
  FROM coverage AS g JOIN agencies AS a ON a.id = g.agency WHERE g.state = 'not_seen'
  GROUP BY a.portal, g.report_year
)
SELECT p.id, y.year, p.name, p.county, p.division_code, p.division_year, p.known_by,
  (SELECT min(started) FROM walks AS w WHERE w.portal = p.id),
  (SELECT max(started) FROM walks AS w WHERE w.portal = p.id),
  (SELECT count(*) FROM walks AS w WHERE w.portal = p.id AND w.year = y.year + 1),
  (SELECT count(*) FROM walks AS w WHERE w.portal = p.id AND w.year = y.year + 1 AND w.healthy),
  (SELECT count(*) FROM walks AS w WHERE w.portal = p.id AND w.year > y.year),
  (SELECT count(*) FROM walks AS w WHERE w.portal = p.id AND w.year > y.year AND w.healthy),
  coalesce((SELECT min(w.year) FROM walks AS w WHERE w.portal = p.id) > y.year + 1, 1),
  coalesce(f.reports, 0), coalesce(m.bodies, 0)
FROM portals AS p JOIN years AS y
LEFT JOIN found AS f ON f.portal = p.id AND f.year = y.year
LEFT JOIN missing AS m ON m.portal = p.id AND m.year = y.year
ORDER BY p.id, y.year
"""


def rows(db: Database) -> Iterator[tuple[Any, ...]]:
    """The rows of the released table."""
    for row in db.conn.execute(_ROWS):
        yield tuple(row)


def span(db: Database) -> dict[str, Any]:
    """The frame in few figures, for the manifest: portals, when they were observed, reports and gaps."""
    row = db.conn.execute(
        "SELECT (SELECT count(*) FROM portals), (SELECT count(DISTINCT k.portal) FROM crawl_portals AS k JOIN crawls AS c"
        " ON c.id = k.crawl WHERE c.finished IS NOT NULL), (SELECT min(started) FROM crawls WHERE finished IS NOT NULL),"
        " (SELECT max(finished) FROM crawls), (SELECT count(*) FROM agencies), (SELECT count(*) FROM current),"
        " (SELECT min(report_year) FROM current), (SELECT max(report_year) FROM current),"
        " (SELECT count(*) FROM coverage WHERE state = 'not_seen')"
    ).fetchone()
    names = (
        "portals_known", "portals_walked", "observed_from", "observed_until", "bodies", "reports",
        "first_report_year", "last_report_year", "body_years_not_seen",
    )  # fmt: skip
    return {"sample": "convenience", **dict(zip(names, row, strict=True))}
