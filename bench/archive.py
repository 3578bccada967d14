"""Speed, memory and size of the archive with synthetic reports: `python bench/archive.py --reports 100000`.

    --reports N    how many (default 5000)
    --against M    a smaller number, whose peak memory is compared (default N / 10; 0: none)
    --keep DIR     leave the archive there

Reports are made beforehand, in batches: no parsing is in any figure. The floor writes the same rows, index rows
included, by `sqlite3.executemany` into an empty database with the same tables. Exits with 1 where a ratio is not kept.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from made_reports import EACH_PORTAL, batches, portal_id, portal_name

from archive.archive import Archive, PortalRow
from archive.content import places_of_version, search_parts
from archive.crawls import PortalOutcome
from archive.schema import schema_sql
from archive.search import SEARCH_DDL, SEARCH_TABLE, row_tokens
from findings.recompute import recompute

BATCH = 100
INGEST_RATIO = 0.5
RECRAWL_RATIO = 10
MEMORY_RATIO = 1.2


class Watch:
    """Seconds by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[phase] = self.seconds.get(phase, 0.0) + time.perf_counter() - began


def portals_of(reports: int) -> list[str]:
    return [portal_id(number) for number in range((reports + EACH_PORTAL - 1) // EACH_PORTAL)]


def first(archive: Archive, reports: int, watch: Watch) -> None:
    """The first crawl: keep, flush, save, close."""
    for number, portal in enumerate(portals_of(reports)):
        archive.upsert_portal(PortalRow(portal, portal_name(number), county=f"合成县{number:04d}"))
    crawl = archive.begin_crawl(portals_of(reports))
    for batch in batches(reports, crawl, BATCH):
        with watch("keep"):
            captures = [archive.keep(made.exchange) for made in batch]
            archive.flush()
        with watch("save"), archive.together():
            for capture, made in zip(captures, batch, strict=True):
                archive.save_reading(capture, made.report)
    listed = {portal: frozenset[str]() for portal in portals_of(reports)}
    with watch("close"):
        archive.finish_crawl(crawl, [PortalOutcome(portal, "walked") for portal in portals_of(reports)], listed=listed)
    with watch("findings"):
        recompute(archive)


def again(archive: Archive, reports: int, watch: Watch) -> None:
    """The second crawl: the same bytes from every address."""
    crawl = archive.begin_crawl(portals_of(reports))
    for batch in batches(reports, crawl, BATCH):
        exchanges = [made.again(crawl) for made in batch]
        with watch("again keep"):
            for exchange in exchanges:
                archive.keep(exchange)
            archive.flush()
    with watch("again close"):
        archive.finish_crawl(crawl, [PortalOutcome(portal, "walked") for portal in portals_of(reports)])
    with watch("again findings"):
        recompute(archive)


def floor(path: Path, target: Path) -> tuple[int, float, float]:
    """The same rows by executemany into an empty database: (rows, seconds, of these for index rows)."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db = sqlite3.connect(target)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"):
        db.execute(f"PRAGMA {pragma}")
    db.executescript(schema_sql() + SEARCH_DDL)
    total, seconds, indexing = 0, 0.0, 0.0
    tables = [name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    known = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in tables:
        if table.startswith((SEARCH_TABLE, "sqlite_")) or table not in known:
            continue
        cursor = source.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" * len(cursor.description))
        while rows := cursor.fetchmany(10_000):
            began = time.perf_counter()
            with db:
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            seconds += time.perf_counter() - began
            total += len(rows)
    from sqlite_utils import Database

    kept = Database(sqlite3.connect(f"file:{path}?mode=ro", uri=True))
    versions = source.execute("SELECT id, search_id, title, text FROM versions ORDER BY search_id")
    while rows := versions.fetchmany(500):
        tokens = [
            (search_id, *row_tokens(title, search_parts(text, places_of_version(kept, version))))
            for version, search_id, title, text in rows
        ]
        began = time.perf_counter()
        columns = [name for (_, name, *_) in db.execute(f"PRAGMA table_info({SEARCH_TABLE})")]
        with db:
            db.executemany(
                f"INSERT INTO {SEARCH_TABLE} (rowid, {', '.join(columns)}) VALUES (?, {', '.join('?' * len(columns))})",
                tokens,
            )
        indexing += time.perf_counter() - began
        total += len(rows)
    return total, seconds + indexing, indexing


def sizes(path: Path) -> dict[str, int]:
    """Bytes by table, its indexes included."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return dict(
        db.execute(
            "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat AS s LEFT JOIN sqlite_master AS m"
            " ON m.name = s.name WHERE s.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    )


def crawl_twice(path: Path, reports: int) -> dict[str, float]:
    """Both crawls in this process: seconds by phase, and its peak memory in MiB under `memory`."""
    watch = Watch()
    with Archive.open(path, write=True) as archive:
        first(archive, reports, watch)
        again(archive, reports, watch)
    return {**watch.seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def in_a_process(path: Path, reports: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--reports", str(reports), "--only-crawl", str(path)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measure(folder: Path, reports: int, against: int) -> bool:
    """Print every figure; whether all ratios are kept."""
    path = folder / "synthetic.db"
    spent = in_a_process(path, reports)
    ingest = spent["keep"] + spent["save"] + spent["close"]
    recrawl = spent["again keep"] + spent["again close"]
    for phase, figure in spent.items():
        unit = "MiB" if phase == "memory" else "s"
        print(f"{phase:20} {figure:9.1f} {unit}  {figure / reports * 1000:8.3f} per 1000 reports")
    rows, seconds, indexing = floor(path, folder / "floor.db")
    ratio = seconds / ingest
    print(f"{'rows':20} {rows:9} ({rows / reports:.0f} a report); ours {rows / ingest:,.0f}/s,"
          f" floor {rows / seconds:,.0f}/s (index {indexing:.1f} of {seconds:.1f} s): {ratio:.2f}, at least {INGEST_RATIO}")  # fmt: skip
    quicker = ingest / recrawl
    print(f"{'unchanged re-crawl':20} {recrawl:9.1f} s: {quicker:.1f} times as fast, at least {RECRAWL_RATIO}")
    kept = ratio >= INGEST_RATIO and quicker >= RECRAWL_RATIO
    megabytes = path.stat().st_size / 1e6
    began = time.perf_counter()
    db = sqlite3.connect(path)
    db.execute("VACUUM INTO ?", (str(folder / "vacuum.db"),))
    print(f"{'VACUUM INTO':20} {megabytes / (time.perf_counter() - began):9.0f} MB/s of {megabytes:,.0f} MB")
    warcs = sum(file.stat().st_size for file in (folder / "synthetic.db.warc").iterdir()) / 1e6
    began = time.perf_counter()
    with Archive.open(path) as archive:
        found = archive.verify()
    spent_verifying = time.perf_counter() - began
    print(f"{'verify':20} {(megabytes + warcs) / spent_verifying:9.1f} MB/s of {megabytes + warcs:,.0f} MB"
          f" in {spent_verifying:.1f} s, {len(found)} findings")  # fmt: skip
    kept &= not found
    if against:
        less = in_a_process(folder / "less.db", against)
        grown = spent["memory"] / less["memory"]
        print(f"{'memory':20} {spent['memory']:9.0f} MiB, {less['memory']:.0f} MiB with {against}: {grown:.2f},"
              f" at most {MEMORY_RATIO}")  # fmt: skip
        kept &= grown <= MEMORY_RATIO
    print("bytes per report, indexes included:")
    for table, size in sizes(path).items():
        if size / reports >= 10:
            print(f"  {table:28} {size / reports:9.0f}")
    print(f"  {'WARC files (two crawls)':28} {warcs * 1e6 / reports:9.0f}")
    return kept


def main() -> int:
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--against", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only-crawl", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only_crawl:
        print(json.dumps(crawl_twice(chosen.only_crawl, chosen.reports)))
        return 0
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="nianbao-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        against = chosen.reports // 10 if chosen.against is None else chosen.against
        return 0 if measure(folder, chosen.reports, against) else 1
    finally:
        if not chosen.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
