"""Speed, memory and size of the archive with synthetic reports: `python bench/archive.py --reports 100000`.

    --reports N    how many (default 5000)
    --against M    a smaller number, whose peak memory is compared (default N / 10, at least 3000; 0: none)
    --pages N      how many pages are read too, for the re-crawl with what reading takes (default 200; 0: none)
    --keep DIR     leave the archive there
    --no-copies    without VACUUM INTO, verify and snapshot
    --findings     make the findings too (the narratives are put together from the same clauses, so many are alike)

Reports are made beforehand, in batches: no parsing is in any figure but that of the pages, which are printed forms in
the chrome of a portal (`crawl_site`) and read as a worker reads them. The floor writes the rows of the first crawl once
more, index rows included, by `sqlite3.executemany` into an empty database with the same tables, in the order in which
the reports came. Exits with 1 where a ratio is not kept.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawl_site import Portals
from made_reports import EACH_PORTAL, START, batches, portal_id, portal_name
from sqlite_utils import Database

from archive.archive import Archive, PortalRow
from archive.capture_rows import context_of
from archive.connection import connect
from archive.content import places_of_version, search_parts
from archive.crawls import PortalOutcome
from archive.exchange import Exchange
from archive.releases.making import make_release
from archive.schema import FINDINGS, schema_sql
from archive.search import SEARCH_DDL, SEARCH_TABLE
from archive.search_tokens import row_tokens
from findings.recompute import recompute
from parse.report import Context
from reading.messages import Task
from reading.reader import read

BATCH = 100
"""Reports that are kept, flushed and saved together, and that the floor writes in a transaction."""
LARGE_BATCH = 5_000
"""The same for a floor that may lose so many reports when it is killed."""
CACHE_IS_FULL = 3000
"""Reports of which the rows fill the page cache of a connection (64 MiB): peak memory grows up to them."""
INGEST_RATIO = 0.5
RECRAWL_RATIO = 10
MEMORY_RATIO = 1.2


class Watch:
    """Processor seconds by phase (they are compared: a busy machine slows none of them), and seconds by the clock."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.clock: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        began, clock = time.process_time(), time.perf_counter()
        yield
        self.seconds[phase] = self.seconds.get(phase, 0.0) + time.process_time() - began
        self.clock[phase] = self.clock.get(phase, 0.0) + time.perf_counter() - clock


def portals_of(reports: int) -> list[str]:
    return [portal_id(number) for number in range((reports + EACH_PORTAL - 1) // EACH_PORTAL)]


def first(archive: Archive, reports: int, watch: Watch) -> None:
    """The first crawl: keep (the WARC), flush (rows of captures), save (all else of a report), close."""
    for number, portal in enumerate(portals_of(reports)):
        archive.upsert_portal(PortalRow(portal, portal_name(number), county=f"合成县{number:04d}"))
    crawl = archive.begin_crawl(portals_of(reports))
    for batch in batches(reports, crawl, BATCH):
        with watch("keep"):
            captures = [archive.keep(made.exchange) for made in batch]
        with watch("flush"):
            archive.flush()
        with watch("save"), archive.together():
            for capture, made in zip(captures, batch, strict=True):
                archive.save_reading(capture, made.report)
    listed = {portal: frozenset[str]() for portal in portals_of(reports)}
    with watch("close"):
        archive.finish_crawl(crawl, [PortalOutcome(portal, "walked") for portal in portals_of(reports)], listed=listed)


def again(archive: Archive, reports: int, watch: Watch) -> None:
    """The second crawl: the same bytes from every address."""
    crawl = archive.begin_crawl(portals_of(reports))
    for batch in batches(reports, crawl, BATCH):
        exchanges = [made.again(crawl) for made in batch]
        with watch("again keep"):
            for exchange in exchanges:
                archive.keep(exchange)
        with watch("again flush"):
            archive.flush()
    with watch("again close"):
        archive.finish_crawl(crawl, [PortalOutcome(portal, "walked") for portal in portals_of(reports)])


def pages_of(pages: int, crawl: str, days: int) -> list[Exchange]:
    """Pages of reports in the chrome of a portal, as one crawl gets them."""
    site, portal = Portals(pages, 20, 1.0), portal_id(0)
    found = []
    for number in range(pages):
        path = f"/zfxxgknb/202601/t20260115_{number:06d}.html"
        body, at = site.body(0, path), START + timedelta(days=days, seconds=number)
        assert body is not None
        headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"'))
        context = Context(portal=portal, portal_name=portal_name(0), column="年报", crawl=crawl)
        url = f"http://{portal}.localhost{path}"
        found.append(Exchange(url, 200, headers, body, at, at + timedelta(milliseconds=300), context=context))
    return found


def with_reading(path: Path, pages: int) -> dict[str, float]:
    """Processor seconds of a crawl of pages that are read, and of one that finds the same bytes."""
    watch = Watch()
    walked = [PortalOutcome(portal_id(0), "walked")]
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PortalRow(portal_id(0), portal_name(0), county="合成县"))
        for phase, days in (("first", 0), ("again", 30)):
            crawl = archive.begin_crawl([portal_id(0)])
            exchanges = pages_of(pages, crawl, days)
            for start in range(0, pages, BATCH):
                with watch(phase):
                    for exchange in exchanges[start : start + BATCH]:
                        archive.keep(exchange)
                    waiting = archive.flush()
                readings = []
                for name in waiting:
                    row = archive.capture(name)
                    with watch("reading"):
                        task = Task(archive.payload(name), row["content_type"], row["url"], context_of(row))
                        readings.append(read(task).report)
                assert all(report.is_report for report in readings)
                with watch(phase), archive.together():
                    for name, report in zip(waiting, readings, strict=True):
                        archive.save_reading(name, report)
            with watch(phase):
                archive.finish_crawl(crawl, walked)
    return watch.seconds


CLOSING = ("sightings", "chains", "chain_entries", "crawl_portals")
"""Tables that the close of a crawl writes, at once."""


def as_they_came(source: sqlite3.Connection, reports: int, batch: int) -> Iterator[list[tuple[str, list[Any]]]]:
    """Rows of the archive by table, for so many reports at a time: what hangs on a version comes with it, all else in
    the order in which it was written. What the close writes comes last."""
    made_again = (SEARCH_TABLE, "sqlite_", "_migrations", *re.findall(r"CREATE TABLE (\w+)", FINDINGS))
    names = [name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    streams = []
    for table in names:
        if table.startswith(made_again) or table in CLOSING:
            continue
        rows = source.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        columns = [name for (_, name, *_) in source.execute(f"PRAGMA table_info({table})")]
        of_version = f"versions AS v CROSS JOIN {table} AS t ON t.version = v.id ORDER BY v.rowid"
        found = source.execute(f"SELECT t.* FROM {of_version if 'version' in columns else f'{table} AS t'}")
        streams.append((table, found, -(-rows * batch // reports)))
    for _ in range(0, reports, batch):
        yield [(table, found.fetchmany(share)) for table, found, share in streams]
    yield [(table, source.execute(f"SELECT * FROM {table}").fetchall()) for table in CLOSING]


def floor(path: Path, target: Path, reports: int, batch: int) -> tuple[int, dict[str, float]]:
    """The same rows by executemany into an empty database, a transaction for the rows of so many reports and one for
    their index rows: (rows, processor seconds for rows, index, tokens)."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    kept = Database(sqlite3.connect(f"file:{path}?mode=ro", uri=True))
    db = connect(target, write=True).conn
    db.execute("PRAGMA foreign_keys = OFF")
    db.executescript(schema_sql() + SEARCH_DDL)
    total, watch = 0, Watch()
    columns = [name for (_, name, *_) in db.execute(f"PRAGMA table_info({SEARCH_TABLE})")]
    sql = f"INSERT INTO {SEARCH_TABLE} (rowid, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
    versions = source.execute("SELECT id, search_id, title, text FROM versions ORDER BY search_id")
    for tables in as_they_came(source, reports, batch):
        filled = [(table, rows, ", ".join("?" * len(rows[0]))) for table, rows in tables if rows]
        with watch("rows"), db:
            for table, rows, marks in filled:
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        texts = versions.fetchmany(batch)
        parts = [search_parts(text, places_of_version(kept, version)) for version, _, _, text in texts]
        with watch("tokens"):
            tokens = [(row[1], *row_tokens(row[2], part)) for row, part in zip(texts, parts, strict=True)]
        with watch("index"), db:
            db.executemany(sql, tokens)
        total += sum(len(rows) for _, rows, _ in filled) + len(texts)
    db.close()
    return total, watch.seconds


def sizes(path: Path) -> dict[str, int]:
    """Bytes by table, its indexes included."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return dict(
        db.execute(
            "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat AS s LEFT JOIN sqlite_master AS m"
            " ON m.name = s.name WHERE s.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    )


def peak_mib() -> float:
    """The most memory that this process ever held."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def crawl(path: Path, reports: int, which: str, findings: bool) -> dict[str, dict[str, float]]:
    """The first crawl or the second in this process: processor seconds and seconds by phase, peak memory."""
    watch = Watch()
    archive = Archive.open(path, write=True)
    (first if which == "first" else again)(archive, reports, watch)
    memory = {"archive": peak_mib()}
    if findings and which == "again":
        with watch("findings"):
            recompute(archive)
        memory["findings"] = peak_mib()
    with watch("merge of the index" if which == "first" else "again end"):
        archive.close()
    return {"seconds": watch.seconds, "clock": watch.clock, "memory": memory}


def read_twice(path: Path, pages: int) -> bool:
    """Print how fast a crawl is that finds the same bytes again, with what reading takes in the first; whether it is
    fast enough."""
    spent = with_reading(path, pages)
    first, reading, again = (spent[phase] / pages * 1000 for phase in ("first", "reading", "again"))
    print(
        f"{pages} pages read as a crawl does: {first + reading:.2f} CPU ms a page, of it reading {reading:.2f};"
        f" the same again {again:.2f} ms, {(first + reading) / again:.1f} times as fast, at least {RECRAWL_RATIO}"
        f" (the archive alone {first / again:.1f})"
    )
    return (first + reading) / again >= RECRAWL_RATIO


def in_a_process(path: Path, reports: int, which: str, findings: bool) -> dict[str, dict[str, float]]:
    command = [sys.executable, __file__, "--reports", str(reports), "--only-crawl", which, str(path)]
    command += ["--findings"] * findings
    found: dict[str, dict[str, float]] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def peaks(*crawls: dict[str, dict[str, float]]) -> dict[str, float]:
    """Peak memory of crawls that had a process each."""
    return {what: max(spent["memory"].get(what, 0.0) for spent in crawls) for what in crawls[-1]["memory"]}


def table_of(spent: dict[str, dict[str, float]], reports: int) -> None:
    """Print what the phases of a crawl took."""
    print(f"{'':24} {'CPU s':>8} {'clock s':>8} {'CPU ms a report':>16}")
    for phase, seconds in spent["seconds"].items():
        print(f"{phase:24} {seconds:8.1f} {spent['clock'][phase]:8.1f} {seconds / reports * 1000:16.2f}")


def ingested(spent: dict[str, dict[str, float]], path: Path, reports: int) -> bool:
    """Print the floors for the archive as the first crawl left it; whether the ratio to that of `BATCH` is kept."""
    seconds = spent["seconds"]
    ingest = seconds["flush"] + seconds["save"] + seconds["close"]
    ratios = []
    for batch in (BATCH, LARGE_BATCH):
        target = path.with_name(f"floor-{batch}.db")
        rows, bare = floor(path, target, reports, batch)
        target.unlink()
        inserted = bare["rows"] + bare["index"]
        made = inserted + bare["tokens"]
        ratios.append(made / ingest)
        print(
            f"floor, {batch} reports a transaction: CPU ms a report"
            f" {', '.join(f'{part} {bare[part] / reports * 1000:.2f}' for part in ('rows', 'index', 'tokens'))};"
            f" {rows / made:,.0f} rows/s, with the tokens given {rows / inserted:,.0f}"
        )
        print(
            f"  ingest: {rows} rows ({rows / reports:.0f} a report), {rows / ingest:,.0f} rows/s, {made / ingest:.2f}"
            f" of it{f', at least {INGEST_RATIO}' if batch == BATCH else ''};"
            f" {inserted / ingest:.2f} with the tokens given to the floor,"
            f" {made / (ingest + seconds['keep']):.2f} with the WARC files, which it does not write"
        )
    return ratios[0] >= INGEST_RATIO


def copies(path: Path) -> bool:
    """Print the speed of VACUUM INTO, of verify and of a data release; whether nothing is found."""
    megabytes = path.stat().st_size / 1e6
    warcs = sum(file.stat().st_size for file in path.with_name(path.name + ".warc").iterdir()) / 1e6
    watch = Watch()
    with watch("VACUUM INTO"):
        sqlite3.connect(path).execute("VACUUM INTO ?", (str(path.with_name("vacuum.db")),))
    with watch("verify"), Archive.open(path) as archive:
        found = archive.verify()
    with watch("snapshot"):
        release = make_release(path, path.with_name("releases"))
    written = sum(file.stat().st_size for file in release.rglob("*") if file.is_file()) / 1e6
    print(f"snapshot writes {written:,.0f} MB")
    sized = (("VACUUM INTO", megabytes), ("verify", megabytes + warcs), ("snapshot", megabytes))
    for name, size in sized:
        print(
            f"{name}: {size / watch.clock[name]:.1f} MB/s of {size:,.0f} MB ({size / watch.seconds[name]:.1f} by CPU)"
        )
    print(f"verify finds {len(found)}", *found[:3])
    return not found


def measure(folder: Path, reports: int, against: int, pages: int, findings: bool, with_copies: bool) -> bool:
    """Print every figure; whether all ratios are kept."""
    path = folder / "synthetic.db"
    less = None
    if against:
        less = peaks(*(in_a_process(folder / "less.db", against, which, findings) for which in ("first", "again")))
    first_spent = in_a_process(path, reports, "first", findings)
    table_of(first_spent, reports)
    kept = ingested(first_spent, path, reports)
    again_spent = in_a_process(path, reports, "again", findings)
    table_of(again_spent, reports)
    spent, spent_again = (sum(found["seconds"].values()) for found in (first_spent, again_spent))
    spent_again -= again_spent["seconds"].get("findings", 0.0)
    print(f"unchanged re-crawl, the archive alone without what reading takes: {spent / spent_again:.1f} times as fast")
    memory = peaks(first_spent, again_spent)
    for what, peak in memory.items():
        print(f"peak memory, {what}: {peak:.0f} MiB", end="")
        print(f"; with {against} reports {less[what]:.0f} ({peak / less[what]:.2f})" if less else "")
    if less:
        print(f"(of the archive at most {MEMORY_RATIO})")
        kept &= memory["archive"] <= MEMORY_RATIO * less["archive"]
    if pages:
        kept &= read_twice(folder / "pages.db", pages)
    if with_copies:
        kept &= copies(path)
    print("bytes a report, indexes included:")
    for table, size in sizes(path).items():
        if size / reports >= 10:
            print(f"  {table:28} {size / reports:9.0f}")
    warcs = sum(file.stat().st_size for file in path.with_name(path.name + ".warc").iterdir())
    print(f"  {'WARC files of two crawls':28} {warcs / reports:9.0f}")
    return kept


def main() -> int:
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--against", type=int)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--findings", action="store_true")
    parser.add_argument("--no-copies", action="store_true")
    parser.add_argument("--only-crawl", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only_crawl:
        which, path = chosen.only_crawl
        print(json.dumps(crawl(Path(path), chosen.reports, which, chosen.findings)))
        return 0
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="nianbao-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        against = max(chosen.reports // 10, CACHE_IS_FULL) if chosen.against is None else chosen.against
        kept = measure(folder, chosen.reports, against, chosen.pages, chosen.findings, not chosen.no_copies)
        return 0 if kept else 1
    finally:
        if not chosen.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
