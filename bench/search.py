"""Search against a plain scan and against LIKE, and pages, on a synthetic archive (`bench/made_archive.py`).

    python bench/made_archive.py 100000 synthetic.db && python bench/search.py synthetic.db

    --queries N    how many random queries are compared with a scan (default 1000; 0: none)
    --scan-seconds how long the scan may take; what it has not come to is not compared (default 3600)
    --no-speeds    without the second part
    --port N       where the pages are served for the last part (default 8101; 0: not)

1. Random queries of 1 to 12 characters out of titles and texts, and absent ones, find the same reports as a scan of all
texts in normal form. 2. Queries of 1, 2, 4 characters and phrases, with and without filters, cold (a new connection,
nothing remembered; the file in the system's cache) and warm (again), and `LIKE` over the texts; all of it in processor
time, so that a busy machine does not decide it. 3. Pages, asked of `nianbao serve` by one client and by eight: by the
clock, with the server's processor time for each. Exits with 1 where a bound is not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent))

import httpx
from datasette.app import Datasette

from archive.normal_form import normal_form, units
from archive.query import Node, Not, Query, Term, parse
from archive.search import SEARCH_TABLE, match_query
from publish import search_facts
from publish.search_asked import Asked
from publish.search_results import PAGE, find

RARE = 0.01
LIKE_RATIO = 100
COMMONEST_MS = 100
INDEX_RATIO = 0.8
PAGE_MS = {"report": 30, "table": 20}
TABLES = (
    "reports", "versions", "documents", "captures", "disclosure_requests", "cells_long", "discrepancies", "agency_years"
)  # fmt: skip
FIRST_PAGES = 3
"""Of each of these tables so many pages are asked for, in the order in which Datasette shows its rows."""
ROUNDS = 7
MANY = 0.9
EACH = 40


class Kept:
    """Whether every bound was kept."""

    def __init__(self) -> None:
        self.all = True

    def __call__(self, what: str, holds: bool) -> None:
        self.all &= holds
        print(f"  {'kept' if holds else 'NOT KEPT'}: {what}", flush=True)


def p(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def texts(db: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    yield from db.execute("SELECT search_id, title, text FROM versions ORDER BY search_id")


def random_queries(db: sqlite3.Connection, count: int, chance: random.Random) -> list[str]:
    """Pieces of 1 to 12 characters of random texts; a tenth of them shuffled, to be absent."""
    (last,) = db.execute("SELECT max(search_id) FROM versions").fetchone()
    queries: list[str] = []
    while len(queries) < count:
        row = db.execute("SELECT title, text FROM versions WHERE search_id = ?", (chance.randint(1, last),)).fetchone()
        if row is None:
            continue
        text = row[0] if chance.random() < 0.05 else row[1]
        start, length = chance.randrange(len(text)), chance.randint(1, 12)
        piece = text[start : start + length].strip()
        if len(queries) % 10 == 0:
            piece = "".join(chance.sample(piece, len(piece)))
        if parse(piece).tree is not None:
            queries.append(piece)
    return queries


def equal(db: sqlite3.Connection, count: int, seconds: float) -> bool:
    """Compare on all reports, or on as many as are scanned in some seconds.

    A term without digits and Latin letters is looked for as a piece of the text in normal form, others as whole units.
    """
    queries = random_queries(db, count, random.Random(1))
    scanned: list[set[int]] = [set() for _ in queries]
    plain: list[tuple[int, str]] = []
    others: list[tuple[int, Query, dict[str, str]]] = []
    for number, query in enumerate(queries):
        read = parse(query)
        if isinstance(read.tree, Term) and not re.search(r"[0-9a-z]", read.tree.text):
            plain.append((number, read.tree.text))
        else:
            others.append((number, read, {term: _apart(term) for term in _terms(read.tree)}))
    begun = time.perf_counter()
    looked: set[int] = set()
    for search_id, title, text in texts(db):
        if time.perf_counter() - begun > seconds:
            break
        looked.add(search_id)
        whole = f"{normal_form(title)}\x1e{normal_form(text)}"
        spread = _apart(whole)
        for number, term in plain:
            if term in whole:
                scanned[number].add(search_id)
        for number, read, apart in others:
            if read.holds(lambda term, apart=apart, spread=spread: apart[term] in spread):
                scanned[number].add(search_id)
    spent = time.perf_counter() - begun
    wrong = []
    for query, expected in zip(queries, scanned, strict=True):
        sql = f"SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH ?"
        if {row[0] for row in db.execute(sql, (match_query(query),))} & looked != expected:
            wrong.append(query)
    sizes = sorted(map(len, scanned))
    print(
        f"{count} random queries ({len(others)} with digits, letters or operators) on {len(looked):,} reports,", end=" "
    )
    print(f"scan of {spent:.0f} s; hits: median {sizes[len(sizes) // 2]:,}, none for {sizes.count(0)};", end=" ")
    print(f"differing: {len(wrong)}", *wrong[:5])
    return not wrong


def _apart(normal: str) -> str:
    """A text in normal form with a sign between its units, so that a number is found whole."""
    return "\x1f".join(("", *units(normal), ""))


def _terms(tree: Node | None) -> list[str]:
    if isinstance(tree, Term):
        return [tree.text]
    if isinstance(tree, Not):
        return _terms(tree.part)
    return [term for part in tree.parts for term in _terms(part)] if tree else []


def shares(db: sqlite3.Connection) -> tuple[str, list[str]]:
    """The commonest pair of characters, and pairs in at most 1 % of the reports."""
    (reports,) = db.execute("SELECT count(*) FROM versions").fetchone()
    db.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', '{SEARCH_TABLE}', 'row')")
    pair = "length(term) = 2 AND unicode(term) > 19968 AND unicode(substr(term, 2)) > 19968"
    common = db.execute(f"SELECT term FROM words WHERE {pair} ORDER BY doc DESC, cnt DESC LIMIT 1").fetchone()
    rare = db.execute(
        f"SELECT term FROM words WHERE {pair} AND doc BETWEEN 2 AND ? ORDER BY random() LIMIT ?",
        (int(RARE * reports), 2 * EACH),
    ).fetchall()
    return common[0], [row[0] for row in rare]


def pieces(db: sqlite3.Connection, length: int, count: int, chance: random.Random) -> list[str]:
    """Stretches of Chinese of one length out of random texts."""
    found: list[str] = []
    while len(found) < count:
        (text,) = db.execute("SELECT text FROM versions WHERE search_id = ?", (chance.randint(1, 1000),)).fetchone()
        runs = [run for run in re.findall(r"[\u4e00-\u9fff]+", text) if len(run) >= length]
        run = chance.choice(runs)
        start = chance.randint(0, len(run) - length)
        found.append(run[start : start + length])
    return found


class Searching:
    """The search as the page does it, without its words around the hits: count, order, counts by year and portal."""

    def __init__(self, path: Path) -> None:
        self.datasette = Datasette([str(path)], settings={"sql_time_limit_ms": 60_000})
        self.path = path

    async def once(self, query: str, **filters: str) -> tuple[float, int]:
        database = self.datasette.databases[self.path.stem]
        begun = time.process_time()
        found = await find(self.datasette, database, Asked.of({"q": query, **filters}), 0, PAGE)
        return 1000 * (time.process_time() - begun), found.count

    def forget(self) -> None:
        """Nothing of an earlier query is remembered, and every connection's page cache is empty."""
        for shelf in search_facts._SHELVES.values():
            if shelf.facts:
                shelf.facts._hits.clear()

    def cold_and_warm(self, queries: list[str], **filters: str) -> tuple[list[float], list[float], list[int]]:
        async def run() -> tuple[list[float], list[float], list[int]]:
            cold, warm, counts = [], [], []
            for query in queries:
                self.forget()
                database = self.datasette.databases[self.path.stem]
                await database.execute_fn(lambda db: db.execute("PRAGMA shrink_memory"))
                spent, count = await self.once(query, **filters)
                cold.append(spent)
                self.forget()
                warm.append((await self.once(query, **filters))[0])
                counts.append(count)
            return cold, warm, counts

        return asyncio.run(run())


def speeds(db: sqlite3.Connection, path: Path, kept: Kept) -> None:
    chance = random.Random(2)
    commonest, rare = shares(db)
    searching = Searching(path)
    begun = time.perf_counter()
    asyncio.run(searching.once(commonest))
    print(f"the first search makes the facts: {time.perf_counter() - begun:.1f} s")
    filters = {"from": "2022", "to": "2024", "level": "township", "problems": "1"}
    classes: dict[str, tuple[list[str], dict[str, str]]] = {
        f"{length} characters": (pieces(db, length, EACH, chance), {}) for length in (1, 2, 4)
    }
    classes["phrase of 8"] = (pieces(db, 8, EACH, chance), {})
    classes["4 characters, filters"] = (pieces(db, 4, EACH, chance), filters)
    classes["a OR b -c"] = (
        [f"{a} OR {b} -{c}" for a, b, c in zip(*[iter(pieces(db, 2, 90, chance))] * 3, strict=True)],
        {},
    )
    classes["at most 1 %"] = (rare[:EACH], {})
    classes["at most 1 %, filters"] = (rare[EACH : 2 * EACH], filters)
    measured: dict[str, float] = {}
    print("                          p50 cold  p95 cold  p50 warm  p95 warm, CPU ms; hits (median)")
    for name, (queries, narrowed) in classes.items():
        cold, warm, counts = searching.cold_and_warm(queries, **narrowed)
        measured[name] = statistics.median(cold)
        figures = "".join(f"{value:10.1f}" for value in (p(cold, 0.5), p(cold, 0.95), p(warm, 0.5), p(warm, 0.95)))
        print(f"  {name:22}{figures}  {statistics.median(counts):,.0f}", flush=True)
    like = []
    for query in rare[:5]:
        begun = time.process_time()
        db.execute("SELECT count(*) FROM versions WHERE text LIKE ?", (f"%{query}%",)).fetchone()
        like.append(1000 * (time.process_time() - begun))
    ratio = statistics.median(like) / measured["at most 1 %"]
    print(f"  LIKE over the texts: {statistics.median(like):,.0f} ms (count alone)")
    kept(
        f"terms in at most 1 % of reports {ratio:,.0f} times as fast as LIKE (at least {LIKE_RATIO})",
        ratio >= LIKE_RATIO,
    )
    for query in (commonest, "的"):
        cold, warm, counts = searching.cold_and_warm([query] * 9, sort="newest")
        said = f"{query}, in {counts[0]:,} reports, newest first: {statistics.median(cold):.0f} ms cold,"
        kept(
            f"{said} {statistics.median(warm):.0f} warm (at most {COMMONEST_MS})",
            statistics.median(cold) <= COMMONEST_MS,
        )
    (index,) = db.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name LIKE '{SEARCH_TABLE}%'").fetchone()
    (text,) = db.execute(
        "SELECT sum(length(CAST(text AS BLOB)) + length(CAST(title AS BLOB))) FROM versions"
    ).fetchone()
    kept(
        f"index {index / text:.2f} of the text (at most {INDEX_RATIO}): {index / 1e6:,.0f} MB",
        index <= INDEX_RATIO * text,
    )


def served(path: Path, port: int, db: sqlite3.Connection, kept: Kept) -> None:
    """Ask for pages as browsers do."""
    chance = random.Random(3)
    reports = [row[0] for row in db.execute("SELECT report FROM current ORDER BY random() LIMIT 400")]
    rare = pieces(db, 4, 200, chance)
    base = f"http://127.0.0.1:{port}"
    addresses: dict[str, Callable[[], str]] = {
        "report": lambda: f"/report/{quote(chance.choice(reports), safe='')}",
        "search": lambda: f"/search?q={quote(chance.choice(rare))}",
        "table": lambda: chance.choice(tables),
    }
    command = [sys.executable, "-m", "nianbao", "serve", "--archive", str(path), "--port", str(port)]
    server = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=base, timeout=60) as client:
            for _ in range(120):
                try:
                    client.get("/search?q=%E5%85%AC%E5%BC%80")
                    break
                except httpx.TransportError:
                    time.sleep(0.5)
            tables = [page for table in TABLES for page in _pages(f"/{path.stem}/{table}", client)]
            for name, address in addresses.items():
                _page(name, address, client, base, kept, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def _pages(table: str, client: httpx.Client) -> list[str]:
    """The first pages of a table, as a reader goes through them; each asked for once, so that its counts are known."""
    found = [table]
    while len(found) < FIRST_PAGES:
        told = client.get(found[-1].replace(table, f"{table}.json")).raise_for_status().json()
        client.get(found[-1]).raise_for_status()
        if not told["next"]:
            break
        found.append(f"{table}?_next={quote(told['next'])}")
    return found


def _processor(process: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _page(name: str, address: Callable[[], str], client: httpx.Client, base: str, kept: Kept, server: int) -> None:
    """Ask for a page, then as often by eight at once, in turns: the machine's own speed changes meanwhile."""

    def ask(one: httpx.Client, where: str) -> float:
        begun = time.perf_counter()
        one.get(where).raise_for_status()
        return 1000 * (time.perf_counter() - begun)

    for _ in range(10):
        ask(client, address())
    clients = [httpx.Client(base_url=base, timeout=60) for _ in range(8)]

    def run(one: httpx.Client, wanted: list[str]) -> None:
        for where in wanted:
            ask(one, where)

    times: list[float] = []
    singles, eights, used = [], [], 0.0
    with ThreadPoolExecutor(8) as pool:
        for _ in range(ROUNDS):
            begun, before = time.perf_counter(), _processor(server)
            times += [ask(client, address()) for _ in range(40)]
            singles.append(40 / (time.perf_counter() - begun))
            used += 1000 * (_processor(server) - before) / 40 / ROUNDS
            wanted = [[address() for _ in range(8)] for _ in clients]
            begun = time.perf_counter()
            list(pool.map(run, clients, wanted))
            eights.append(64 / (time.perf_counter() - begun))
    for one in clients:
        one.close()
    single, eight = statistics.median(singles), statistics.median(eights)
    ratios = [many / alone for many, alone in zip(eights, singles, strict=True)]
    speed = f"p50 {p(times, 0.5):.0f} ms, p95 {p(times, 0.95):.0f} ms ({used:.0f} CPU ms)"
    said = f"{name} page: {speed}; {single:.0f}/s, by eight {eight:.0f}/s"
    limit = PAGE_MS.get(name)
    kept(f"{said}{f' (p95 at most {limit})' if limit else ''}", not limit or p(times, 0.95) <= limit)
    told = f"{statistics.median(ratios):.2f} of one ({min(ratios):.2f} to {max(ratios):.2f}; at least {MANY})"
    kept(f"{name} page: eight clients {told}", statistics.median(ratios) >= MANY)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--port", type=int, default=8101)
    parser.add_argument("--scan-seconds", type=float, default=3600)
    parser.add_argument("--no-speeds", action="store_true")
    chosen = parser.parse_args()
    db = sqlite3.connect(f"file:{chosen.archive}?mode=ro", uri=True)
    kept = Kept()
    (count,) = db.execute("SELECT count(*) FROM versions").fetchone()
    print(f"{count:,} synthetic reports, {chosen.archive.stat().st_size / 1e6:,.0f} MB")
    if not chosen.no_speeds:
        speeds(db, chosen.archive, kept)
    if chosen.port:
        served(chosen.archive, chosen.port, db, kept)
    if chosen.queries:
        kept("the same reports as a plain scan", equal(db, chosen.queries, chosen.scan_seconds))
    return 0 if kept.all else 1


if __name__ == "__main__":
    sys.exit(main())
