"""How long findings take: all of N synthetic reports, then those of one changed. `python bench/compare_findings.py N`.

The reports are made up: counties of 50 bodies, ten years each. Half of a text is the county's template, a third the
body's own of the year before, the rest new; one body in forty takes another's text.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.pop(0)  # bench/archive.py is not the package

from archive.archive import Archive
from archive.findings_store import findings_are_stale
from archive.rows import Row, insert, value
from findings.recompute import recompute
from parse import schema

BODIES, YEARS = 50, range(2015, 2025)
HAN = [chr(code) for code in range(0x4E00, 0x5600)]


def sentences(rng: random.Random, count: int) -> list[str]:
    """Sentences of characters that follow one another by chance."""
    return ["".join(rng.choices(HAN, k=rng.randint(20, 45))) + "。" for _ in range(count)]


def texts(rng: random.Random, counties: int) -> Iterator[tuple[int, int, int, str]]:
    """(county, body, year, text), a body's years one after another."""
    for county in range(counties):
        template, last = sentences(rng, 25), ""
        for body in range(BODIES):
            own = sentences(rng, 20)
            for year in YEARS:
                own = [*rng.sample(own, 16), *sentences(rng, 4)]
                words = "".join(rng.sample(template, 20) + own + sentences(rng, 8))
                if rng.random() < 1 / 40:
                    words = last or words
                last = words
                yield county, body, year, words


def counts(rng: random.Random, version: str) -> Iterator[tuple[str, Row]]:
    """The rows of the two tables of counts; figures of a body with few requests."""
    new = rng.randrange(6)
    for row in schema.request_rows("2021"):
        figure = new if row.key in ("new_requests", "results_total", "granted") else 0
        figures = {
            column.key: figure if column.key in ("natural_person", "total") else 0
            for column in schema.APPLICANT_COLUMNS
        }
        yield "disclosure_requests", {"version": version, "row_key": row.key, **figures}
    for group in schema.LITIGATION_GROUPS:
        yield (
            "review_and_litigation",
            {
                "version": version,
                "row_key": group.key,
                **dict.fromkeys((column.key for column in schema.OUTCOME_COLUMNS), 0),
            },
        )


def fill(archive: Archive, reports: int) -> None:
    """Write the rows that findings read, and no others; nothing of it could be rebuilt."""
    rng, db = random.Random(1), archive.db
    db.conn.execute("PRAGMA foreign_keys = OFF")
    rows: dict[str, list[Row]] = {}

    def put(table: str, row: Row) -> None:
        rows.setdefault(table, []).append(row)

    made = "2026-01-01T00:00:00.000000Z"
    put("crawls", {"id": "first", "started": made, "finished": made, "portals": "[]"})
    for number, (county, body, year, text) in enumerate(texts(rng, max(reports // (BODIES * len(YEARS)), 1))):
        place, name = f"{340000 + county}", f"第{county}县" if body == 0 else f"第{body}镇"
        agency, version = f"{place}-{name}", f"{place}-{name}-{year}-version"
        if year == YEARS[0]:
            if body == 0:
                put("portals", {"id": f"p{county}", "name": name, "county": name, "division_code": place})
                put(
                    "crawl_portals",
                    {"crawl": "first", "portal": f"p{county}", "outcome": "walked", "lists_complete": 1},
                )
            level = "county" if body == 0 else "department" if body % 3 else "township"
            put("agencies", {"id": agency, "portal": f"p{county}", "division_code": place, "name": name,
                             "core_name": name, "level": level, "basis": "title"})  # fmt: skip
        put("documents", {"id": version, "portal": f"p{county}", "agency": agency, "url": version, "kind": "html",
                          "status": "live"})  # fmt: skip
        put("versions", {"id": version, "search_id": number + 1, "document": version, "number": 1,
                         "report": f"{agency}-{year}", "agency": agency, "report_year": year, "first_capture": "c",
                         "crawl": "first", "content_sha256": "0", "edition": "2021", "scope": None,
                         "published_on": f"{year + 1}-01-20", "first_seen": made, "last_seen": made,
                         "cells_decided": 200, "checks_passed": 0, "checks_failed": 0, "checks_not_assessable": 0,
                         "parser": "bench", "text": text})  # fmt: skip
        put("section_places", {"version": version, "position": 0, "id": "overall", "heading": "", "start": 0,
                               "length": len(text)})  # fmt: skip
        put("current", {"report": f"{agency}-{year}", "agency": agency, "report_year": year, "version": version,
                        "chosen_by": "only"})  # fmt: skip
        for table, row in counts(rng, version):
            put(table, row)
        if number % 1000 == 999:
            _write(archive, rows)
    _write(archive, rows)


def _write(archive: Archive, rows: dict[str, list[Row]]) -> None:
    with archive.db.atomic():
        for table, some in rows.items():
            insert(archive.db, table, some)
    rows.clear()


def change_one(archive: Archive, crawl: str) -> None:
    """A crawl in which the text of one report became that of another."""
    made = "2026-02-01T00:00:00.000000Z"
    with archive.db.atomic():
        insert(archive.db, "crawls", [{"id": crawl, "started": made, "finished": made, "portals": "[]"}])
        archive.db.conn.execute(
            "UPDATE versions SET crawl = ?, content_sha256 = ?, text = (SELECT text FROM versions WHERE search_id = 7)"
            " WHERE search_id = 25",
            (crawl, crawl),
        )


def main(reports: int) -> None:
    """Print the seconds each step took, and what it wrote."""
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "bench.db", write=True) as archive:
        fill(archive, reports)
        before = Path(archive.path).stat().st_size
        for step in ("all", "one changed", "nothing changed", "all again"):
            if step == "all again":
                with archive.db.atomic():
                    findings_are_stale(archive.db)
            elif step == "one changed":
                change_one(archive, "second")
            start, processor = time.perf_counter(), time.process_time()
            compared = recompute(archive)
            seconds = f"{time.perf_counter() - start:.2f} s, of the processor {time.process_time() - processor:.2f} s"
            print(f"{step}: {seconds}; {compared} bodies")
        for table in ("findings", "finding_checks", "coverage", "similar_reports", "text_sentences", "text_buckets"):
            print(f"{table}: {value(archive.db, f'SELECT count(*) FROM {table}')} rows")
        archive.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        grown = Path(archive.path).stat().st_size - before
        print(
            f"{grown / reports:.0f} bytes a report; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
