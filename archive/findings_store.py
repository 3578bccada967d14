"""What findings are made from and where they are kept: rows in, rows out. What they mean is `findings`' to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from sqlite_utils import Database

from archive.form_tables import columns_of
from archive.rows import insert, one, rows
from archive.times import now

CellKey = tuple[str, str, str]
COUNTED = ("disclosure_requests", "review_and_litigation")
"""The national tables whose cells are counts."""


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The current version of a report; `counts` holds the cells that print a number and no other (no blank, no 0 for
    one)."""

    report: str
    agency: str
    report_year: int
    version: str
    status: str
    counts: Mapping[CellKey, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """What figures show; `chinese` and `english` say it in a sentence. One a kind, report and cell."""

    kind: str
    agency: str
    report_year: int
    report: str
    version: str
    severity: Literal["error", "warning", "info"]
    form_table: str | None
    row_key: str | None
    column_key: str | None
    seen: str | None
    expected: str | None
    other_version: str | None
    chinese: str
    english: str

    @property
    def id(self) -> str:
        place = [part for part in (self.form_table, self.row_key, self.column_key) if part]
        return "-".join((self.kind, self.report, *place))


@dataclass(frozen=True, slots=True)
class FailedLink:
    """A document that the last crawl could not fetch or read; `agency_hint` is the unit whose column links to it."""

    capture: str
    link_text: str
    agency_hint: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class LastWalk:
    """The last closed crawl of a portal: whether its lists were walked to their end, and what failed."""

    crawl: str
    finished: str
    lists_complete: bool
    failed: tuple[FailedLink, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was seen of one year of an agency."""

    agency: str
    report_year: int
    state: Literal["found", "not_seen"]
    reason: str
    basis: str | None
    report: str | None
    as_of: str | None


_TOUCHED = (
    "SELECT agency FROM versions WHERE crawl = :crawl",
    "SELECT v.agency FROM changes AS h JOIN versions AS v ON v.id = h.version WHERE h.crawl = :crawl",
    "SELECT d.agency FROM sightings AS s JOIN documents AS d ON d.id = s.document"
    " WHERE s.crawl = :crawl AND (s.sight <> 'live' OR s.seen_at = d.status_since)",
    "SELECT v.agency FROM rereadings AS r JOIN versions AS v ON v.id = r.version"
    " WHERE r.reread_at > coalesce((SELECT max(findings_made) FROM crawls), '')",
)
"""Agencies of which this crawl changed something that is compared."""


_DERIVED = "findings"


def findings_are_stale(db: Database) -> None:
    """Say that findings and coverage have to be made again, in the transaction that makes them so."""
    insert(db, "derived_by", [{"what": _DERIVED, "rule": "stale", "made": now()}], conflict="REPLACE")


class FindingsStore:
    """Findings and coverage of an archive open for writing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def due(self) -> list[str]:
        """Closed crawls whose findings were not made yet, oldest first."""
        return [
            row["id"]
            for row in rows(
                self._db, "SELECT id FROM crawls WHERE finished IS NOT NULL AND findings_made IS NULL ORDER BY started"
            )
        ]

    def are_stale(self) -> bool:
        """Whether captures were read again since findings were made: any agency may have others now."""
        found = one(self._db, "SELECT rule FROM derived_by WHERE what = ?", (_DERIVED,))
        return found is not None and found["rule"] == "stale"

    def agencies(self) -> list[str]:
        """Every agency."""
        return [row["id"] for row in rows(self._db, "SELECT id FROM agencies ORDER BY id")]

    def touched(self, crawls: Iterable[str]) -> list[str]:
        """The agencies of which these crawls changed something."""
        sql = " UNION ".join(_TOUCHED)
        found = {row[0] for crawl in crawls for row in self._db.conn.execute(sql, {"crawl": crawl})}
        return sorted(agency for agency in found if agency)

    def walked(self, crawls: Iterable[str]) -> list[str]:
        """The agencies of the portals of these crawls."""
        sql = "SELECT a.id FROM agencies AS a JOIN crawl_portals AS k ON k.portal = a.portal WHERE k.crawl = ?"
        return sorted({row["id"] for crawl in crawls for row in rows(self._db, sql, (crawl,))})

    def reports(self, agency: str) -> list[ReportFigures]:
        """The reports of an agency whose year is known, oldest first."""
        return [
            ReportFigures(**row, agency=agency, counts=self._counts(row["version"]))
            for row in rows(
                self._db,
                "SELECT report, report_year, version, status FROM reports WHERE agency = ? AND report_year IS NOT NULL"
                " ORDER BY report_year",
                (agency,),
            )
        ]

    def _counts(self, version: str) -> dict[CellKey, int]:
        counts: dict[CellKey, int] = {}
        for table in COUNTED:
            keys = [column.key for column in columns_of(table)]
            for row in rows(self._db, f"SELECT row_key, {', '.join(keys)} FROM {table} WHERE version = ?", (version,)):
                counts |= {(table, row["row_key"], key): row[key] for key in keys if row[key] is not None}
        other = "SELECT form_table, row_key, column_key FROM cells WHERE version = ? AND state <> 'number'"
        for cell in rows(self._db, other, (version,)):
            counts.pop((cell["form_table"], cell["row_key"], cell["column_key"]), None)
        return counts

    def names(self, agency: str) -> list[str]:
        """Every name an agency is known under."""
        sql = (
            "SELECT name FROM agency_aliases WHERE agency = :agency UNION SELECT core_name FROM agencies"
            " WHERE id = :agency AND core_name IS NOT NULL ORDER BY 1"
        )
        return [row[0] for row in self._db.conn.execute(sql, {"agency": agency})]

    def last_walk(self, agency: str) -> LastWalk | None:
        """The last closed crawl of the agency's portal; None if there is none."""
        walk = one(
            self._db,
            "SELECT c.id AS crawl, c.finished AS finished, k.lists_complete AS lists_complete, k.portal AS portal"
            " FROM agencies AS a JOIN crawl_portals AS k ON k.portal = a.portal JOIN crawls AS c ON c.id = k.crawl"
            " WHERE a.id = ? AND c.finished IS NOT NULL ORDER BY c.started DESC LIMIT 1",
            (agency,),
        )
        if walk is None:
            return None
        failed = rows(
            self._db,
            "SELECT id AS capture, link_text, agency_hint, verdict FROM captures WHERE crawl = ? AND portal = ?"
            " AND purpose = 'document' AND document IS NULL AND link_text IS NOT NULL"
            " AND verdict NOT IN ('report', 'container', 'redirect') ORDER BY fetched_at, id",
            (walk["crawl"], walk["portal"]),
        )
        links = tuple(FailedLink(**row) for row in failed)
        return LastWalk(walk["crawl"], walk["finished"], bool(walk["lists_complete"]), links)

    def save(
        self, findings: Mapping[str, Iterable[Finding]], coverage: Mapping[str, Iterable[Coverage]], done: Iterable[str]
    ) -> None:
        """Put what was found of each agency in the place of what stood there; one transaction. `done`: the crawls."""
        with self._db.atomic():
            for agency, found in findings.items():
                self._db.conn.execute("DELETE FROM findings WHERE agency = ?", (agency,))
                insert(self._db, "findings", [{"id": finding.id, **asdict(finding)} for finding in found])
            for agency, years in coverage.items():
                self._db.conn.execute("DELETE FROM coverage WHERE agency = ?", (agency,))
                insert(self._db, "coverage", [asdict(year) for year in years])
            made = now()
            insert(self._db, "derived_by", [{"what": _DERIVED, "rule": "made", "made": made}], conflict="REPLACE")
            for crawl in done:
                self._db.conn.execute("UPDATE crawls SET findings_made = ? WHERE id = ?", (made, crawl))
