"""How fast a crawl is beside a bare Scrapy spider that follows the same links and stores the bodies to disk.

    python bench/crawl.py                        # 4 hosts × 500 documents, three rounds (make bench)
    python bench/crawl.py --hosts 10 --reports 400 --rounds 5
    python bench/crawl.py --only memory          # 10⁵ pages, a tenth of them reports
    python bench/crawl.py --only portals         # 1,000 portals × 50 reports in one process

The site is a process of its own (`bench/crawl_site.py`), the delay 0. Ours keeps WARC and archive; its
pages are counted from the first spider's opening until the last one is fetched. Its readers hold back while fetching
wants a processor for itself, as it does here; what is then left to read is the backlog, which is measured too. Findings
are left out (bench/compare_findings.py). A pair is one run of
each, in turns; ratios are the medians of those of the pairs, by the clock and by the processor time of the crawling
process. Where other programs run, its waits for a processor are in the clock. Ends with 1 where a figure is not kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

SPEED = 0.7
AGAIN = 0.03
FLAT = 1.2
"""Peak memory at the end against that at SETTLED pages, at most."""
SETTLED = 30_000
"""Pages of which the rows fill the page cache of the archive's connection (64 MiB); the queues of the portals that are
walked at once are full long before."""
Told = dict[str, Any]


@contextmanager
def site(reports: int, page: int, share: float) -> Iterator[int]:
    """The site; gives its port."""
    command = [sys.executable, str(ROOT / "bench" / "crawl_site.py"), str(reports), str(page), str(share)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()


def seen(port: int) -> Told:
    """What the site saw since it was last asked."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__take__") as answer:
        told: Told = json.load(answer)
    return told


def table(path: Path, port: int, hosts: int) -> None:
    """A portals table of the site's hosts."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "name", "county", "homepage", "columns", "family"))
        for number in range(hosts):
            home = f"http://p{number:04d}.localhost:{port}/"
            writer.writerow((f"synthetic-{number:04d}", f"合成门户 {number:04d}", "合成县", home, f"{home}zfxxgknb/",
                             "generic"))  # fmt: skip


def child(*arguments: object) -> Told:
    """A run in a process of its own."""
    environment = {
        **os.environ, "NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_DOWNLOAD_DELAY": "0", "NIANBAO_WITHDRAWAL_GAP": "0",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def peak() -> float:
    """VmHWM of this process in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def spent() -> tuple[float, float, float]:
    """Seconds by the clock, of this process on a processor, of this thread waiting for one."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    waited = int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    return time.monotonic(), used.ru_utime + used.ru_stime, waited


def ours(portals: Path, archive: Path, options: dict[str, str], told: Told) -> None:
    """Crawl in this process; writes its figures into `told`."""
    from crawler import session as sessions
    from crawler.run import Progress, crawl
    from reading.queue import ReadingQueue
    from spiders.portals import read_table, spider_classes

    logging.disable(logging.WARNING)
    began: list[tuple[float, float, float]] = []

    def mark(name: str) -> None:
        clock, cpu, waited = (now - then for now, then in zip(spent(), began[0], strict=True))
        told[name] = {"clock": clock, "cpu": cpu, "waited": waited, "memory": peak()}

    start, finish, drain = sessions.Session.start, sessions.Session.finish, ReadingQueue.finish

    def starting(session: sessions.Session) -> None:
        began.append(spent())
        start(session)

    def finishing(session: sessions.Session) -> None:
        mark("fetched")
        told["waiting"] = len(session.queue)
        finish(session)
        mark("closed")

    def drained(queue: ReadingQueue, *each: Any) -> Any:
        try:
            return drain(queue, *each)
        finally:
            mark("read")

    sessions.Session.start = starting  # type: ignore[method-assign]
    sessions.Session.finish, ReadingQueue.finish = finishing, drained  # type: ignore[method-assign]
    # What the reports say together is measured by bench/compare_findings.py.
    sessions.recompute = lambda _: None  # type: ignore[assignment]
    memory: list[tuple[int, float]] = []

    def watch(now: Progress) -> None:
        told["pages"] = now.requests
        if not memory or now.requests >= 1.2 * memory[-1][0]:
            memory.append((now.requests, peak()))

    result = crawl(list(spider_classes(read_table(portals)).values()), archive, options=options, progress=watch)
    told["memory"] = memory
    told["exit"] = result.exit_code
    told["documents"] = sum(outcome.documents for outcome in result.outcomes.values())
    told["pages"] = sum(outcome.requests for outcome in result.outcomes.values())
    told["found"] = sum(row.found for row in result.summaries)
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    told["readers"] = workers.ru_utime + workers.ru_stime


def only_ours(portals: Path, archive: Path, options: dict[str, str]) -> None:
    """The child's side."""
    told: Told = {}
    ours(portals, archive, options, told)
    print(json.dumps(told))


def crawl_once(portals: Path, archive: Path, *options: str) -> Told:
    """Ours in a process of its own."""
    return child(ROOT / "bench" / "crawl.py", "--ours", portals, archive, *options)


def told_of(name: str, run: Told, at: Told) -> None:
    """A line of figures."""
    print(
        f"{name:16} {run['pages']:7} pages {at['clock']:8.1f} s {run['pages'] / at['clock']:7.0f}/s"
        f" {at['cpu']:8.1f} CPU s {run['pages'] / at['cpu']:7.0f}/CPU s {at['waited']:6.1f} s waiting for a processor"
        f" {at['memory']:6.0f} MiB",
        flush=True,
    )


def speed(folder: Path, hosts: int, reports: int, rounds: int) -> bool:
    """Pairs of a bare crawl and ours, then ours again over the same archive."""
    ratios: dict[str, list[float]] = {"clock": [], "cpu": []}
    backlog, left, kept = [], [], True
    with site(reports, 20, 1.0) as port:
        portals = folder / "portals.csv"
        table(portals, port, hosts)
        for number in range(rounds):
            runs: dict[str, Told] = {}
            for name in ("bare", "ours") if number % 2 else ("ours", "bare"):
                if name == "bare":
                    runs[name] = child(ROOT / "bench" / "bare_spider.py", port, hosts, folder / f"bare{number}")
                    told_of("bare", runs[name], runs[name])
                else:
                    seen(port)
                    runs[name] = crawl_once(portals, folder / f"ours{number}.db")
                    told_of("ours", runs[name], runs[name]["fetched"])
                    last = seen(port)
            mine, bare = runs["ours"], runs["bare"]
            # Ours looks at each portal's homepage too.
            kept &= mine["pages"] == bare["pages"] + hosts and mine["exit"] == 0
            for by, found in ratios.items():
                found.append((mine["pages"] / mine["fetched"][by]) / (bare["pages"] / bare[by]))
            backlog.append(mine["read"]["clock"] - mine["fetched"]["clock"])
            left.append(mine["waiting"])
            end = mine["closed"]["clock"] - mine["read"]["clock"]
            print(
                f"{'':16} ratio {ratios['clock'][-1]:.2f} by the clock, {ratios['cpu'][-1]:.2f} by CPU; then"
                f" {left[-1]} left to read in {backlog[-1]:.1f} s (readers {mine['readers']:.1f} CPU s), closed in"
                f" {end:.1f} s; {mine['found']} reports",
                flush=True,
            )
            shutil.rmtree(folder / f"bare{number}")
        seen(port)
        first = folder / f"ours{rounds - 1}.db"
        again = crawl_once(portals, first)
        told_of("ours again", again, again["fetched"])
        repeated = seen(port)
    share = repeated["sent"] / last["sent"]
    most = max(last["together"].values())
    print(f"requests at one time at one host: {most}; robots.txt and pages: {sum(last['requests'].values())}")
    print(f"second crawl: {repeated['sent']:,} bytes of {last['sent']:,}: {share:.2%}, at most {AGAIN:.0%}")
    middle = {by: statistics.median(found) for by, found in ratios.items()}
    print(
        f"against the bare spider: {middle['clock']:.2f} by the clock, {middle['cpu']:.2f} by CPU, at least {SPEED};"
        f" {statistics.median(left):.0f} of {mine['documents']} documents left to read, in"
        f" {statistics.median(backlog):.1f} s"
    )
    return kept and most == 1 and share <= AGAIN and max(middle.values()) >= SPEED


def memory(folder: Path, pages: int) -> bool:
    """Peak memory of a crawl of so many pages, and what it was when all that is bounded had filled."""
    from crawler.run import AT_ONCE

    each = max(20, min(300, SETTLED // AT_ONCE // 2))
    with site(each, 50, 0.1) as port:
        portals, archive = folder / "portals.csv", folder / "memory.db"
        table(portals, port, max(1, pages // (each + each // 50)))
        run = crawl_once(portals, archive)
    for name in ("fetched", "read", "closed"):
        told_of(f"{name}", run, run[name])
    points = run["memory"]
    print("  MiB by pages:", ", ".join(f"{at} {size:.0f}" for at, size in points[:: 1 + len(points) // 12]))
    settled, before = next((point for point in points if point[0] >= min(SETTLED, pages // 3)), points[-1])
    after = run["fetched"]["memory"]
    grown = after / before
    told = f"{before:.0f} MiB at {settled} pages, {after:.0f} at the end: {grown:.2f}, at most {FLAT}"
    print(f"peak while fetching: {told}")
    return bool(grown <= FLAT)


def portals_at_once(folder: Path, hosts: int, reports: int) -> bool:
    """Many portals in one process: time, memory, fairness."""
    with site(reports, 20, 1.0) as port:
        portals = folder / "portals.csv"
        table(portals, port, hosts)
        run = crawl_once(portals, folder / "portals.db")
        told = seen(port)
    for name in ("fetched", "read", "closed"):
        told_of(name, run, run[name])
    whole = max(told["requests"].values())
    lasted = sorted(told["last"][host] - told["first"][host] for host in told["requests"])
    spread = []
    waits = []
    before: dict[str, int] = {}
    for sample in told["samples"]:
        going = [count for host, count in sample.items() if count < whole]
        if len(going) > 1:
            spread.append((max(going) - min(going)) / whole)
        waits.append(sum(1 for host, count in sample.items() if count < whole and before.get(host) == count))
        before = sample
    fewest = min(told["requests"].values())
    most = max(told["together"].values())
    print(f"hosts {len(told['requests'])}, requests at each {fewest} to {whole}, at one time at one host {most}")
    print(
        f"a portal took {lasted[0]:.1f} to {lasted[-1]:.1f} s (median {statistics.median(lasted):.1f});"
        f" hosts begun and not asked within a second: {max(waits, default=0)} at most;"
        f" {run['found']} reports, exit code {run['exit']}"
    )
    return bool(run["exit"] == 0 and fewest == whole and most == 1 and len(told["requests"]) == hosts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("speed", "memory", "portals"), default="speed")
    parser.add_argument("--hosts", type=int)
    parser.add_argument("--reports", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="a folder for what is made, instead of one that goes")
    parser.add_argument("--ours", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.ours:
        only_ours(Path(chosen.ours[0]), Path(chosen.ours[1]), dict(word.split("=", 1) for word in chosen.ours[2:]))
        return 0
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="nianbao-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if chosen.only == "memory":
            return 0 if memory(folder, chosen.pages) else 1
        if chosen.only == "portals":
            return 0 if portals_at_once(folder, chosen.hosts or 1000, chosen.reports or 50) else 1
        return 0 if speed(folder, chosen.hosts or 4, chosen.reports or 500, chosen.rounds) else 1
    finally:
        if not chosen.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
