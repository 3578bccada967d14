"""What findings are made from and where they are kept: rows in, rows out. What they mean is `findings`' to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlite_utils import Database

from archive.finding_rows import (
    AgencyFacts,
    CellKey,
    Checked,
    CountyCoverage,
    Coverage,
    DueRow,
    FailedLink,
    FeeStatement,
    Finding,
    FunctionRow,
    KindRow,
    KnownReport,
    LastWalk,
    ReportFigures,
    UnitFigures,
)
from archive.form_tables import FormField, form_fields, value_column
from archive.numbers import number
from archive.place_key import place_key
from archive.rows import insert, one, rows, value
from archive.times import now

PLACE = place_key()
"""The county of a body: its division code, else its portal, else the host that its report stands on."""

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
_RULE = "findings 5"
"""Raised whenever findings would come out otherwise from the same rows: all of them are then made again."""


def findings_are_stale(db: Database) -> None:
    """Say that findings and coverage have to be made again, in the transaction that makes them so."""
    insert(db, "derived_by", [{"what": _DERIVED, "rule": "stale", "made": now()}], conflict="REPLACE")


class FindingsStore:
    """Findings and coverage of an archive open for writing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._tables = {
            table: {field.column_key: value_column(table, field.column_key) for field in fields}
            for table, fields in _by_table().items()
        }

    def due(self) -> list[str]:
        """Closed crawls whose findings were not made yet, oldest first."""
        return [
            row["id"]
            for row in rows(
                self._db, "SELECT id FROM crawls WHERE finished IS NOT NULL AND findings_made IS NULL ORDER BY started"
            )
        ]

    def are_stale(self) -> bool:
        """Whether all findings are to be made again: captures were read again, or the rules are others now."""
        found = one(self._db, "SELECT rule FROM derived_by WHERE what = ?", (_DERIVED,))
        return found is not None and found["rule"] != _RULE

    def agencies(self) -> list[str]:
        """Every agency."""
        return [row["id"] for row in rows(self._db, "SELECT id FROM agencies ORDER BY id")]

    def touched(self, crawls: Iterable[str]) -> list[str]:
        """The agencies of which these crawls changed something, and those that follow or precede them."""
        sql = " UNION ".join(_TOUCHED)
        found = {row[0] for crawl in crawls for row in self._db.conn.execute(sql, {"crawl": crawl}) if row[0]}
        related = "SELECT id FROM agencies WHERE predecessor = :id OR successor = :id"
        found |= {row[0] for agency in sorted(found) for row in self._db.conn.execute(related, {"id": agency})}
        return sorted(found)

    def walked(self, crawls: Iterable[str]) -> list[str]:
        """The portals of these crawls."""
        sql = "SELECT portal FROM crawl_portals WHERE crawl = ?"
        return sorted({row["portal"] for crawl in crawls for row in rows(self._db, sql, (crawl,))})

    def portals(self) -> list[str]:
        """Every portal."""
        return [row["id"] for row in rows(self._db, "SELECT id FROM portals ORDER BY id")]

    def places(self, agencies: Iterable[str], portals: Iterable[str]) -> list[str]:
        """The counties of these agencies and portals."""
        of_agency = f"SELECT {PLACE} FROM agencies AS a WHERE a.id = ?"
        of_portal = f"SELECT DISTINCT {PLACE} FROM agencies AS a WHERE a.portal = ?1"
        own = "SELECT coalesce(division_code, id) FROM portals WHERE id = ?1"
        found = {value(self._db, of_agency, (agency,)) for agency in agencies}
        for portal in portals:
            found |= {row[0] for row in self._db.conn.execute(f"{of_portal} UNION {own}", (portal,))}
        return sorted(place for place in found if place)

    def bodies(self, place: str) -> list[AgencyFacts]:
        """The agencies of a county, by id."""
        sql = f"SELECT id FROM (SELECT a.id AS id, {PLACE} AS place FROM agencies AS a) WHERE place = ? ORDER BY id"
        return [self.facts(row["id"]) for row in rows(self._db, sql, (place,))]

    def portal_of(self, place: str) -> str | None:
        """The portal of a county, the first by id where there are several."""
        sql = "SELECT id FROM portals WHERE coalesce(division_code, id) = ? ORDER BY id LIMIT 1"
        found = value(self._db, sql, (place,))
        return None if found is None else str(found)

    def facts(self, agency: str) -> AgencyFacts:
        """What is known of an agency."""
        sql = f"SELECT a.*, {PLACE} AS place, p.county FROM agencies AS a LEFT JOIN portals AS p ON p.id = a.portal"
        row = one(self._db, f"{sql} WHERE a.id = ?", (agency,))
        if row is None:
            raise KeyError(agency)
        names = (
            "SELECT name FROM agency_aliases WHERE agency = :agency UNION SELECT core_name FROM agencies"
            " WHERE id = :agency AND core_name IS NOT NULL ORDER BY 1"
        )
        before = (
            "SELECT max(c.report_year) FROM current AS c WHERE c.agency IN (SELECT predecessor FROM agencies"
            " WHERE id = :agency UNION SELECT id FROM agencies WHERE successor = :agency) GROUP BY c.agency"
        )
        last = "SELECT max(report_year) FROM current WHERE agency = ?"
        return AgencyFacts(
            id=agency,
            name=row["name"],
            core=row["core_name"],
            level=row["level"],
            place=row["place"],
            portal=row["portal"],
            county=row["county"],
            names=tuple(found[0] for found in self._db.conn.execute(names, {"agency": agency})),
            reorganised=frozenset(
                found[0] + 1 for found in self._db.conn.execute(before, {"agency": agency}) if found[0] is not None
            ),
            ended=value(self._db, last, (agency,)) if row["successor"] else None,
            listed_since=value(self._db, "SELECT min(since) FROM units WHERE agency = ?", (agency,)),
        )

    def reports(self, agency: str) -> list[ReportFigures]:
        """The reports of an agency whose year is known, oldest first."""
        sql = (
            "SELECT r.report, r.report_year, r.version, r.status, r.edition, r.scope, r.scope_sentence, r.first_seen,"
            " v.signed_on, (SELECT min(o.published_on) FROM versions AS o WHERE o.report = r.report) AS published_on"
            " FROM reports AS r JOIN versions AS v ON v.id = r.version"
            " WHERE r.agency = ? AND r.report_year IS NOT NULL ORDER BY r.report_year"
        )
        return [
            ReportFigures(**row, agency=agency, counts=self._counts(row["version"]))
            for row in rows(self._db, sql, (agency,))
        ]

    def _counts(self, version: str) -> dict[CellKey, int | float]:
        counts: dict[CellKey, int | float] = {}
        for table, columns in self._tables.items():
            sql = f"SELECT row_key, {', '.join(columns.values())} FROM {table} WHERE version = ?"
            for row in rows(self._db, sql, (version,)):
                counts |= {
                    (table, row["row_key"], key): row[name] for key, name in columns.items() if row[name] is not None
                }
        other = "SELECT form_table, row_key, column_key FROM cells WHERE version = ? AND state <> 'number'"
        for cell in rows(self._db, other, (version,)):
            counts.pop((cell["form_table"], cell["row_key"], cell["column_key"]), None)
        return counts

    def known(self, agency: str) -> list[KnownReport]:
        """Which reports of an agency there are, oldest first."""
        sql = "SELECT report, report_year, version, status FROM reports WHERE agency = ? AND report_year IS NOT NULL"
        return [KnownReport(**row) for row in rows(self._db, f"{sql} ORDER BY report_year", (agency,))]

    def totals(self, place: str, keys: Iterable[tuple[str, str]]) -> list[UnitFigures]:
        """The printed totals of these (table, row) in every report of a county, by year and agency."""
        listed = rows(
            self._db,
            f"SELECT a.id AS agency, a.name, a.level, c.report, c.report_year, c.version, v.scope, v.scope_sentence"
            f" FROM agencies AS a JOIN current AS c ON c.agency = a.id JOIN versions AS v ON v.id = c.version"
            f" WHERE {PLACE} = ? AND c.report_year IS NOT NULL ORDER BY c.report_year, a.id",
            (place,),
        )
        totals: dict[str, dict[tuple[str, str], int]] = {row["version"]: {} for row in listed}
        for table, row in keys:
            sql = (
                f"SELECT t.version, t.total FROM {table} AS t LEFT JOIN cells AS c ON c.version = t.version"
                " AND c.form_table = ?2 AND c.row_key = t.row_key AND c.column_key = 'total'"
                " WHERE t.version = ?1 AND t.row_key = ?3 AND t.total IS NOT NULL"
                " AND coalesce(c.state, 'number') = 'number'"
            )
            for version in totals:
                for found in self._db.conn.execute(sql, (version, table, row)):
                    totals[version][table, row] = found[1]
        return [UnitFigures(**row, totals=totals[row["version"]]) for row in listed]

    def last_walk(self, portal: str | None) -> LastWalk | None:
        """The last closed crawl of a portal; None if there is none."""
        walk = one(
            self._db,
            "SELECT c.id AS crawl, c.finished AS finished, k.lists_complete AS lists_complete, k.outcome AS outcome,"
            " (SELECT min(o.started) FROM crawls AS o JOIN crawl_portals AS p ON p.crawl = o.id"
            "   WHERE p.portal = k.portal AND p.lists_complete) AS first"
            " FROM crawl_portals AS k JOIN crawls AS c ON c.id = k.crawl"
            " WHERE k.portal = ? AND c.finished IS NOT NULL ORDER BY c.started DESC LIMIT 1",
            (portal,),
        )
        if walk is None:
            return None
        failed = rows(
            self._db,
            "SELECT id AS capture, link_text, agency_hint, verdict FROM captures WHERE crawl = ? AND portal = ?"
            " AND purpose = 'document' AND document IS NULL AND link_text IS NOT NULL"
            " AND verdict NOT IN ('report', 'container', 'redirect') ORDER BY fetched_at, id",
            (walk["crawl"], portal),
        )
        short = rows(
            self._db,
            "SELECT DISTINCT agency FROM lists WHERE crawl = ? AND portal = ? AND state = 'short' ORDER BY agency",
            (walk["crawl"], portal),
        )
        return LastWalk(
            crawl=walk["crawl"],
            finished=walk["finished"],
            lists_complete=bool(walk["lists_complete"]),
            failed=tuple(FailedLink(**row) for row in failed),
            outcome=walk["outcome"] or "walked",
            first=walk["first"],
            short=tuple(row["agency"] for row in short),
        )

    def save_kinds(self, kinds: Iterable[KindRow]) -> None:
        """Write what each kind of finding means; the findings of kinds that are no more go with them."""
        wanted = [asdict(kind) for kind in kinds]
        gone = {row["kind"] for row in rows(self._db, "SELECT kind FROM finding_kinds")} - {
            one["kind"] for one in wanted
        }
        for kind in gone:
            for table in ("findings", "finding_checks", "finding_kinds"):
                self._db.conn.execute(f"DELETE FROM {table} WHERE kind = ?", (kind,))
        for row in wanted:
            assignments = ", ".join(f"{name} = excluded.{name}" for name in row if name != "kind")
            self._db.conn.execute(
                f"INSERT INTO finding_kinds ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
                f" ON CONFLICT (kind) DO UPDATE SET {assignments}",
                list(row.values()),
            )

    def save_guides(self, functions: Iterable[FunctionRow], due: Iterable[DueRow]) -> None:
        """Write what functions there are and by when reports are due; in the caller's transaction."""
        for table, told in (("functions", functions), ("due_dates", due)):
            self._db.conn.execute(f"DELETE FROM {table}")
            insert(self._db, table, [asdict(one) for one in told])

    def save_function(self, agency: str, function: tuple[str, str] | None) -> None:
        """Write what a body is there for and what says so; None: not decided. In the caller's transaction."""
        sql = "UPDATE agencies SET function = ?1, function_basis = ?2 WHERE id = ?3 AND function IS NOT ?1"
        self._db.conn.execute(sql, (*(function or (None, None)), agency))

    def save(self, agency: str, kinds: Iterable[str], findings: Sequence[Finding], checked: Sequence[Checked]) -> None:
        """Put what was found of an agency of these kinds in the place of what stood there; in the caller's
        transaction."""
        for kind in kinds:
            for table in ("findings", "finding_checks"):
                self._db.conn.execute(f"DELETE FROM {table} WHERE agency = ? AND kind = ?", (agency, kind))
        self.add_findings(findings)
        insert(self._db, "finding_checks", [asdict(one) for one in checked])

    def forget_findings(self, version: str, kinds: Iterable[str]) -> None:
        """Take away the findings of these kinds of one version; in the caller's transaction."""
        for kind in kinds:
            self._db.conn.execute("DELETE FROM findings WHERE version = ? AND kind = ?", (version, kind))

    def forget_kinds(self, kinds: Iterable[str]) -> None:
        """Take away every finding of these kinds; in the caller's transaction."""
        for kind in kinds:
            self._db.conn.execute("DELETE FROM findings WHERE kind = ?", (kind,))

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Keep findings beside those that are there; in the caller's transaction."""
        insert(self._db, "findings", [{"id": finding.id, **asdict(finding)} for finding in findings])

    def save_fees(self, agency: str, fees: Sequence[FeeStatement]) -> None:
        """Put what the reports of an agency say of fees in the place of what stood there; in the caller's
        transaction."""
        self._db.conn.execute("DELETE FROM information_fees WHERE agency = ?", (agency,))
        insert(self._db, "information_fees", [{**asdict(fee), "yuan": number(fee.yuan)} for fee in fees])

    def save_coverage(self, agency: str, coverage: Sequence[Coverage]) -> None:
        """Put the coverage of an agency in the place of what stood there; in the caller's transaction."""
        self._db.conn.execute("DELETE FROM coverage WHERE agency = ?", (agency,))
        insert(self._db, "coverage", [asdict(year) for year in coverage])

    def forget_counties(self) -> None:
        """Take away the coverage of every county; in the caller's transaction."""
        self._db.conn.execute("DELETE FROM county_coverage")

    def save_county(self, place: str, coverage: Sequence[CountyCoverage]) -> None:
        """Put the coverage of a county in the place of what stood there; in the caller's transaction."""
        self._db.conn.execute("DELETE FROM county_coverage WHERE place = ?", (place,))
        insert(self._db, "county_coverage", [asdict(year) for year in coverage])

    def done(self, crawls: Iterable[str]) -> None:
        """Say that findings are made, of these crawls too; in the caller's transaction."""
        made = now()
        insert(self._db, "derived_by", [{"what": _DERIVED, "rule": _RULE, "made": made}], conflict="REPLACE")
        for crawl in crawls:
            self._db.conn.execute("UPDATE crawls SET findings_made = ? WHERE id = ?", (made, crawl))


def _by_table() -> dict[str, list[FormField]]:
    tables: dict[str, list[FormField]] = {}
    for field in form_fields():
        tables.setdefault(field.form_table, []).append(field)
    return tables
