"""What a crawl brought, portal by portal, for the table an operator sees."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from archive.rows import rows, value


@dataclass(frozen=True, slots=True)
class PortalSummary:
    """Counts of one portal in one crawl.

    found: reports seen; new: reports never seen before; changed: reports with a change seen for the first time;
    unread: pages and files of this crawl that nothing could be read from, so that nobody knows whether they are
    reports; problems: by origin, of the reports seen (source, reading) and of this walk (access); outcome as in
    PortalOutcome, None while the walk is not closed.
    """

    portal: str
    name: str
    outcome: str | None
    message: str | None
    found: int
    new: int
    changed: int
    not_report: int
    unread: int
    source_problems: int
    reading_problems: int
    access_problems: int

    @property
    def problems(self) -> int:
        return self.source_problems + self.reading_problems + self.access_problems


_SEEN = (
    "SELECT DISTINCT v.report FROM captures AS c JOIN version_captures AS s ON s.capture = c.id"
    " JOIN versions AS v ON v.id = s.version WHERE c.crawl = :crawl AND c.portal = :portal"
)
_COUNTS = {
    "found": f"SELECT count(*) FROM ({_SEEN})",
    "new": f"SELECT count(*) FROM ({_SEEN}) AS r WHERE NOT EXISTS (SELECT 1 FROM versions AS o"
    " WHERE o.report = r.report AND (o.crawl IS NULL OR o.crawl <> :crawl))",
    "changed": "SELECT count(DISTINCT h.report) FROM changes AS h JOIN versions AS v ON v.id = h.version"
    " JOIN documents AS d ON d.id = v.document WHERE h.crawl = :crawl AND d.portal = :portal AND h.repeats IS NULL",
    "not_report": "SELECT count(*) FROM captures WHERE crawl = :crawl AND portal = :portal AND purpose = 'document'"
    " AND verdict NOT IN ('report', 'container', 'failed', 'redirect', 'http_error', 'truncated')",
    "unread": "SELECT count(DISTINCT c.id) FROM captures AS c JOIN problems AS p ON p.capture = c.id"
    " WHERE c.crawl = :crawl AND c.portal = :portal AND c.purpose = 'document' AND p.version IS NULL"
    " AND p.origin = 'reading' AND p.severity = 'error'",
    "source_problems": "SELECT count(*) FROM problems AS p WHERE p.origin = 'source' AND p.severity <> 'info'"
    f" AND p.version IN (SELECT version FROM current WHERE report IN ({_SEEN}))",
    "reading_problems": "SELECT count(*) FROM problems AS p WHERE p.origin = 'reading' AND p.severity <> 'info'"
    f" AND p.version IN (SELECT version FROM current WHERE report IN ({_SEEN}))",
    "access_problems": "SELECT count(*) FROM problems AS p WHERE p.origin = 'access' AND p.severity <> 'info'"
    " AND p.crawl = :crawl AND p.portal = :portal",
}


def portal_summary(db: Database, crawl: str, portal: str) -> PortalSummary:
    """The counts of one portal in one crawl."""
    counts = {
        name: int(db.conn.execute(sql, {"crawl": crawl, "portal": portal}).fetchone()[0])
        for name, sql in _COUNTS.items()
    }
    row = rows(db, "SELECT outcome, message FROM crawl_portals WHERE crawl = ? AND portal = ?", (crawl, portal))
    return PortalSummary(
        portal=portal,
        name=value(db, "SELECT name FROM portals WHERE id = ?", (portal,)) or portal,
        outcome=row[0]["outcome"] if row else None,
        message=row[0]["message"] if row else None,
        **counts,
    )


def crawl_summary(db: Database, crawl: str) -> list[PortalSummary]:
    """The counts of every portal of a crawl, in the order of their names."""
    return [
        portal_summary(db, crawl, row["portal"])
        for row in rows(db, "SELECT portal FROM crawl_portals WHERE crawl = ? ORDER BY portal", (crawl,))
    ]


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """What the archive holds of one portal; `outcome` and `message` are those of its last closed crawl.

    `gaps`: years of its public bodies for which a report was expected and not seen.
    Problems: source and reading over its current reports, access over its last crawl; notes (info) are not counted.
    """

    portal: str
    last_crawl: str | None
    outcome: str | None
    message: str | None
    reports: int
    withdrawn: int
    gaps: int
    source_problems: int
    reading_problems: int
    access_problems: int


_STATUS = """
SELECT p.id AS portal, c.finished AS last_crawl, w.outcome AS outcome, w.message AS message,
  (SELECT count(*) FROM reports AS r WHERE r.portal = p.id) AS reports,
  (SELECT count(*) FROM reports AS r WHERE r.portal = p.id AND r.status = 'withdrawn') AS withdrawn,
  (SELECT count(*) FROM coverage AS g JOIN agencies AS a ON a.id = g.agency
    WHERE a.portal = p.id AND g.state = 'not_seen') AS gaps,
  (SELECT coalesce(sum(r.source_problems), 0) FROM reports AS r WHERE r.portal = p.id) AS source_problems,
  (SELECT coalesce(sum(r.reading_problems), 0) FROM reports AS r WHERE r.portal = p.id) AS reading_problems,
  (SELECT count(*) FROM problems AS x WHERE x.portal = p.id AND x.crawl = c.id AND x.origin = 'access'
    AND x.severity <> 'info') AS access_problems
FROM portals AS p
LEFT JOIN crawls AS c ON c.id = (
  SELECT max(l.id) FROM crawls AS l JOIN crawl_portals AS k ON k.crawl = l.id
  WHERE k.portal = p.id AND l.finished IS NOT NULL)
LEFT JOIN crawl_portals AS w ON w.crawl = c.id AND w.portal = p.id
ORDER BY p.id
"""


def status(db: Database) -> list[PortalStatus]:
    """What the archive holds, portal by portal."""
    return [PortalStatus(**row) for row in rows(db, _STATUS)]
