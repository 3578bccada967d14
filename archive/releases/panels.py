"""The wide panels, made from the long cells of the same release: body × year and county × year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlite_utils import Database

from archive.findings_store import PLACE
from archive.releases.harmonised import Figure, alike, harmonised
from archive.releases.layout import AGENCY_PANEL, parquet_path
from archive.releases.panel_columns import SUMMED
from archive.releases.printed import PrintedReports
from archive.rows import Row
from parse.crosswalk import SERIES

BATCH_ROWS = 1000
"""Rows of a panel held at a time: each has some five hundred columns."""

_GOVERNMENTS = ("province", "prefecture", "county")
_UNITS = ("department", "township", "subdistrict")

_FRAME = f"""
WITH years(agency, report_year) AS (
  SELECT agency, report_year FROM coverage
  UNION SELECT agency, report_year FROM current WHERE report_year IS NOT NULL
)
SELECT {PLACE} AS place, a.id AS agency, y.report_year AS report_year, a.name AS agency_name, a.level AS level,
  a.function AS agency_function, a.portal AS portal, a.division_code AS division_code, p.county AS county,
  coalesce(g.state, 'found') AS coverage_state, g.reason AS coverage_reason,
  (SELECT min(l.started) FROM crawl_portals AS k JOIN crawls AS l ON l.id = k.crawl
    WHERE k.portal = a.portal AND l.finished IS NOT NULL) AS observed_from,
  c.report AS report, c.version AS version, v.edition AS edition, v.scope AS scope,
  (SELECT r.status FROM reports AS r WHERE r.version = c.version) AS status,
  v.published_on AS published_on, v.signed_on AS signed_on,
  (SELECT min(o.first_seen) FROM versions AS o WHERE o.report = c.report) AS first_seen,
  (SELECT max(o.last_seen) FROM versions AS o WHERE o.report = c.report) AS last_seen,
  (SELECT count(*) FROM problems AS x WHERE x.version = c.version AND x.origin = 'source' AND x.severity <> 'info')
    AS source_problems,
  (SELECT count(*) FROM problems AS x WHERE x.version = c.version AND x.origin = 'reading' AND x.severity <> 'info')
    AS reading_problems,
  v.checks_failed AS checks_failed, v.parser AS parser
FROM years AS y
JOIN agencies AS a ON a.id = y.agency
LEFT JOIN portals AS p ON p.id = a.portal
LEFT JOIN coverage AS g ON g.agency = y.agency AND g.report_year = y.report_year
LEFT JOIN current AS c ON c.agency = y.agency AND c.report_year = y.report_year
LEFT JOIN versions AS v ON v.id = c.version
ORDER BY place, agency, report_year
"""
_FACTS = (
    "place", "agency", "report_year", "agency_name", "level", "agency_function", "portal", "division_code", "county",
    "coverage_state", "coverage_reason", "observed_from", "report", "version", "edition", "scope", "status",
    "published_on", "signed_on", "first_seen", "last_seen", "source_problems", "reading_problems", "checks_failed",
    "parser",
)  # fmt: skip
_EXACT = {edition: [series.source(edition) for series in SERIES] for edition in ("2021", "2019")}
_SUMMED = [SERIES.index(series) for series in SUMMED]


_Coverage = tuple[str | None, str | None]
"""State and reason."""


@dataclass(frozen=True, slots=True)
class _BodyYear:
    """One row of the panel of bodies: its facts, and its figures in the order of the series."""

    facts: Row
    figures: list[Figure]


@dataclass
class _PlaceYear:
    own: list[_BodyYear] = field(default_factory=list)
    expected: int = 0
    found: int = 0
    unknown: int = 0
    sums: list[int] = field(default_factory=lambda: [0] * len(_SUMMED))
    numbers: list[int] = field(default_factory=lambda: [0] * len(_SUMMED))

    def add(self, body: _BodyYear) -> None:
        found = body.facts["version"] is not None
        if body.facts["level"] in _GOVERNMENTS:
            self.own += [body] if found else []
        elif body.facts["level"] in _UNITS:
            self.expected += body.facts["coverage_state"] != "not_expected"
            self.found += found
            self._add_up(body)
        else:
            self.unknown += 1

    def _add_up(self, body: _BodyYear) -> None:
        sources = _EXACT.get(body.facts["edition"] or "")
        for place, index in enumerate(_SUMMED if sources else ()):
            source, (value, state) = sources[index] if sources else None, body.figures[index]
            if source and source.match == "exact" and state == "number" and isinstance(value, int):
                self.sums[place] += value
                self.numbers[place] += 1

    def row(self, place: _Place, year: int, coverage: _Coverage) -> tuple[Any, ...]:
        own = self.own[0] if len(self.own) == 1 else None
        figures = own.figures if own else alike("several_bodies" if self.own else coverage[0] or "not_seen")
        facts: Row = own.facts if own else {}
        units: list[int | None] = []
        for total, numbers in zip(self.sums, self.numbers, strict=True):
            units += [total if numbers else None, numbers]
        return (
            place.place, year, place.division_code, place.county, len(self.own), *coverage,
            *(facts.get(name) for name in ("agency", "report", "version", "edition", "scope", "status")),
            self.expected, self.found, self.expected - self.found, self.unknown,
            *(item for figure in figures for item in figure), *units,
        )  # fmt: skip


def agency_rows(db: Database, release: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of the panel of bodies, from the long cells of the release: every body and year of the frame.

    Raises ValueError where the long cells hold a current report that the frame has not, or in another order.
    """
    printed = PrintedReports(release, db)
    for row in db.conn.execute(_FRAME):
        facts = dict(row)
        if facts["version"] is None:
            facts |= {"source_problems": None, "reading_problems": None}
            figures = alike(facts["coverage_state"])
        else:
            figures = harmonised(printed.report(facts["version"], facts["edition"]))
        yield (*(facts[name] for name in _FACTS), *(item for figure in figures for item in figure))
    if printed.left is not None:
        raise ValueError(f"the long cells hold version {printed.left}, which no body and year of the release has")


def _bodies(release: Path) -> Iterator[_BodyYear]:
    """The rows of the released panel of bodies."""
    with pq.ParquetFile(release / parquet_path(AGENCY_PANEL)) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                figures = iter(row[len(_FACTS) :])
                yield _BodyYear(dict(zip(_FACTS, row, strict=False)), list(zip(figures, figures, strict=True)))


@dataclass(frozen=True, slots=True)
class _Place:
    place: str
    division_code: str | None
    county: str | None


def _places(db: Database, release: Path) -> Iterator[tuple[_Place, list[_BodyYear]]]:
    """Every place in order, with the rows of its bodies: those of the panel, and those where no body is known yet."""
    sql = (
        "SELECT DISTINCT g.place, p.division_code, p.county FROM county_coverage AS g"
        " LEFT JOIN portals AS p ON p.id = g.portal"
        " WHERE NOT EXISTS (SELECT 1 FROM coverage AS c WHERE c.place = g.place) ORDER BY g.place"
    )
    empty = (_Place(*row) for row in db.conn.execute(sql))
    waiting = next(empty, None)
    for place, group in groupby(_bodies(release), key=lambda body: body.facts["place"]):
        while waiting and waiting.place < place:
            yield waiting, []
            waiting = next(empty, None)
        bodies = list(group)
        yield _Place(place, bodies[0].facts["division_code"], bodies[0].facts["county"]), bodies
    while waiting:
        yield waiting, []
        waiting = next(empty, None)


def county_rows(db: Database, release: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of the county panel, from the panel of bodies of the same release and its coverage by county."""
    known = "SELECT report_year, state, reason FROM county_coverage WHERE place = ?"
    for place, bodies in _places(db, release):
        years: dict[int, _PlaceYear] = defaultdict(_PlaceYear)
        for body in bodies:
            years[body.facts["report_year"]].add(body)
        coverage: dict[int, _Coverage] = {row[0]: (row[1], row[2]) for row in db.conn.execute(known, (place.place,))}
        for year in sorted(years.keys() | coverage.keys()):
            yield years[year].row(place, year, coverage.get(year, (None, None)))
