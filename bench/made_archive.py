"""A synthetic archive of many reports in minutes: 200 are saved as a crawl saves them, and their rows written again.

Every following portal has the rows of the first 200 (cells, problems, captures, history) under names of its own, and
title, text, sections and index rows of its own reports (`made_reports`). Only its WARC files are missing, so such an
archive serves pages and cannot be verified.

    python bench/made_archive.py REPORTS FILE
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from made_reports import EACH_PORTAL, batches, made_report, portal_id, portal_name

from archive.archive import Archive, PortalRow
from archive.content import places, search_parts
from archive.crawls import PortalOutcome
from archive.search import SEARCH_TABLE
from archive.search_tokens import row_tokens
from archive.times import iso, moment

NAMED = ("portals", "agencies", "documents", "addresses", "captures", "versions", "changes")
"""Tables whose ids a following portal has of its own."""
AGAIN = (
    "portals", "agencies", "agency_aliases", "documents", "addresses", "captures", "versions", "version_captures",
    "section_places", "claims", "problems", "cells", "proactive_disclosure", "disclosure_requests",
    "review_and_litigation", "current", "sightings",
)  # fmt: skip


def first_portal(path: Path) -> None:
    """The 200 reports of the first portal, saved as a crawl saves them."""
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PortalRow(portal_id(0), portal_name(0), county="合成县0000", division_code="110000"))
        crawl = archive.begin_crawl([portal_id(0)])
        for batch in batches(EACH_PORTAL, crawl, 100):
            captures = [archive.keep(made.exchange) for made in batch]
            archive.flush()
            with archive.together():
                for capture, made in zip(captures, batch, strict=True):
                    archive.save_reading(capture, made.report)
        archive.finish_crawl(crawl, [PortalOutcome(portal_id(0), "walked")])


class Clone:
    """The rows of the first portal, written again for others."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.rows: dict[str, list[tuple[object, ...]]] = {}
        self.columns: dict[str, list[str]] = {}
        for table in AGAIN:
            cursor = db.execute(f"SELECT * FROM {table}")
            self.columns[table] = [column[0] for column in cursor.description]
            self.rows[table] = cursor.fetchall()
        self.names = {row[0] for table in NAMED for (row) in db.execute(f"SELECT id FROM {table}")}
        self.names |= {row[0] for row in db.execute("SELECT report FROM current")}
        self.times = [row[0] for row in db.execute("SELECT fetched_at FROM captures")]
        at = self.columns["versions"].index("title")
        titles = {row[at]: row[0] for row in self.rows["versions"]}
        self.number = {titles[made_report(number).title]: number for number in range(EACH_PORTAL)}

    def write(self, portal: int) -> None:
        """All rows of a portal, in a transaction."""
        names: dict[object, object] = {name: self._renamed(name, portal) for name in self.names}
        names |= {time: _later(time, portal) for time in self.times}
        index: list[tuple[object, ...]] = []
        places_of: list[tuple[object, ...]] = []
        with self.db:
            for table in AGAIN:
                if table == "section_places":
                    continue
                found: Iterable[tuple[object, ...]] = self.rows[table]
                if table == "versions":
                    found = [self._version(row, portal, index, places_of, names) for row in self.rows[table]]
                marks = ", ".join("?" * len(self.columns[table]))
                renamed = [tuple(names.get(value, value) for value in row) for row in found]
                if table == "portals":
                    renamed = [self._portal(row, portal) for row in renamed]
                self.db.executemany(f"INSERT INTO {table} VALUES ({marks})", renamed)
            self.db.executemany("INSERT INTO section_places VALUES (?, ?, ?, ?, ?, ?, ?)", places_of)
            columns = ("rowid", *(name for (_, name, *_) in self.db.execute(f"PRAGMA table_info({SEARCH_TABLE})")))
            by_name = dict(zip(("rowid", *TOKENS), zip(*index, strict=True), strict=True))
            rows = list(zip(*(by_name[column] for column in columns), strict=True))
            marks = ", ".join("?" * len(columns))
            self.db.executemany(f"INSERT INTO {SEARCH_TABLE} ({', '.join(columns)}) VALUES ({marks})", rows)

    @staticmethod
    def _renamed(name: str, portal: int) -> str:
        return portal_id(portal) if name == portal_id(0) else f"{portal:04d}.{name}"

    def _portal(self, row: tuple[object, ...], portal: int) -> tuple[object, ...]:
        known = dict(zip(self.columns["portals"], row, strict=True))
        code = f"{11 + portal % 31:02d}{portal // 31:04d}"
        known |= {"name": portal_name(portal), "county": f"合成县{portal:04d}", "division_code": code}
        return tuple(known.values())

    def _version(
        self,
        row: tuple[object, ...],
        portal: int,
        index: list[tuple[object, ...]],
        places_of: list[tuple[object, ...]],
        names: dict[object, object],
    ) -> tuple[object, ...]:
        known = dict(zip(self.columns["versions"], row, strict=True))
        number = self.number[str(known["id"])] + portal * EACH_PORTAL
        report = made_report(number)
        known |= {"search_id": number + 1, "title": report.title, "text": report.text}
        found = places(report)
        index.append((number + 1, *row_tokens(report.title, search_parts(report.text, found))))
        places_of += [
            (names[known["id"]], place.position, place.id, place.heading, place.start, place.length, place.own_text)
            for place in found
        ]
        return tuple(known.values())


def _later(time: str, portal: int) -> str:
    """When the report of another portal was fetched: a second after the one before it."""
    return iso(moment(time) + timedelta(seconds=portal * EACH_PORTAL))


TOKENS = (
    "title", "preamble", "overall", "proactive_disclosure", "disclosure_requests", "review_and_litigation",
    "problems_and_improvements", "other_matters", "borders",
)  # fmt: skip
"""What `row_tokens` gives, in its order."""


def build(reports: int, path: Path) -> None:
    """Write an archive of so many reports (whole portals of 200)."""
    first_portal(path)
    db = sqlite3.connect(path)
    for pragma in ("journal_mode = WAL", "synchronous = OFF", "cache_size = -65536", "foreign_keys = OFF"):
        db.execute(f"PRAGMA {pragma}")
    clone = Clone(db)
    for portal in range(1, reports // EACH_PORTAL):
        clone.write(portal)
        if portal % 20 == 0:
            print(f"{(portal + 1) * EACH_PORTAL} reports", file=sys.stderr, flush=True)
    with db:
        db.execute(f"INSERT INTO {SEARCH_TABLE}({SEARCH_TABLE}) VALUES ('optimize')")
    db.execute("ANALYZE")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    build(int(sys.argv[1]), Path(sys.argv[2]))
