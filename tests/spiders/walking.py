"""Walks every sample portal and says what was found of what stands there, with how many requests, and how politely.

`python tests/spiders/walking.py` (or `make walk`) prints the tables of docs/walking.md. What stands there is
`expected_reports.csv`, written by eye from the documents and the portals' catalogue; the least number of requests is
counted in the catalogue: robots.txt, the home page, the pages that lead to the lists, every page and answer of the
lists, every document that they name, every file of these. Neither knows of the spiders.
"""

from __future__ import annotations

import csv
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from crawler.rendering import missing  # noqa: E402
from samples.http_server import RequestRecord  # noqa: E402
from samples.portal import BROWSER, PORTALS, PRODUCTS, Column, Portal  # noqa: E402
from samples.server import SamplePortals  # noqa: E402
from samples.site import Page, Site  # noqa: E402

EXPECTED = Path(__file__).with_name("expected_reports.csv")
CONTACT = "walk@example.org"
DELAY = 0.05
"""Seconds between two requests to a host, so that the log can prove that they were kept."""

CODE = """
import sys
from pathlib import Path
from crawler.run import crawl
from spiders.portals import read_table, spider_classes
result = crawl(list(spider_classes(read_table(Path(sys.argv[1]))).values()), Path(sys.argv[2]))
assert result.exit_code == 0, {name: (o.outcome, o.message) for name, o in result.outcomes.items()}
"""

Report = tuple[str, int]
"""(agency, report year)."""


@dataclass(slots=True)
class Walk:
    """What one portal was asked for in one crawl, by the server's own log, and what the archive has of it."""

    portal: str
    family: str
    expected: frozenset[Report]
    found: list[Report]
    least: frozenset[str]
    asked: list[RequestRecord]
    site: Site

    @property
    def recall(self) -> float:
        return len(self.expected & set(self.found)) / len(self.expected)

    @property
    def precision(self) -> float:
        return sum(one in self.expected for one in self.found) / max(len(self.found), 1)

    @property
    def beyond(self) -> list[str]:
        """Addresses asked for that were not needed, and those asked for again."""
        names = Counter(_address(self.site, one) for one in self.asked)
        return [name for name, times in names.items() for _ in range(times - (name in self.least))]

    @property
    def never(self) -> set[str]:
        """Addresses that the catalogue holds to be needed and that were not asked for."""
        return set(self.least) - {_address(self.site, one) for one in self.asked}


@dataclass(slots=True)
class Run:
    """Two crawls of all portals of a table, one after the other, into one archive."""

    first: dict[str, Walk] = field(default_factory=dict)
    second: dict[str, Walk] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()


def expected() -> dict[str, frozenset[Report]]:
    """Reports by portal, as written by eye."""
    found: dict[str, set[Report]] = {}
    with EXPECTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["portal"], set()).add((row["agency"], int(row["year"])))
    return {portal: frozenset(reports) for portal, reports in found.items()}


def needed(site: Site, starts: Sequence[str]) -> frozenset[str]:
    """The addresses without which the reports of a portal cannot be had: see the module. `starts` are the columns that
    a walk begins at; none: the home page."""
    portal = site.portal
    named = {column.path for column in portal.columns if _is_annual(portal, column)}
    mine = named | {article.column for article in portal.articles if article.body or article.attachments}
    begun = {site.address(start) for start in starts}
    way: set[str] = set()
    for path in mine:
        for above in reversed(portal.crumbs(path)):
            way.add(site.address(above.path))
            if site.address(above.path) in begun:
                break
    found = {"/robots.txt", "/"} | begun | (way & set(site.pages))
    lists = {address for address, page in site.pages.items() if _lists(site, page, mine)}
    shown = set()
    for address in lists | found:
        if (page := site.pages.get(address)) and page.template:
            text = unescape(site.render(page, 1).decode("utf-8", "ignore"))
            shown |= {site.address(link) for link in re.findall(r'"@?(/[^"\s<>]+)\\?"', text)}
    for article in portal.articles:
        report = bool(article.body or article.attachments)
        if report or (article.column in named and "elsewhere" not in article.meta):
            listed = {site.address(path) for path in (article.path, *article.also_at)} & shown
            found |= listed or {site.address(article.path)}
            found |= {site.address(path) for path in (*article.further, *(one.path for one in article.attachments))}
    return frozenset(found | lists)


def _is_annual(portal: Portal, column: Column) -> bool:
    """A column of annual reports, by its own name or one above it; a heading that only divides is none."""
    named = any("年报" in above.name or "年度报告" in above.name for above in portal.crumbs(column.path))
    return named and column.kind != "navigation"


def _lists(site: Site, page: Page, columns: set[str]) -> bool:
    """Whether a page or an answer lists what stands in one of the columns."""
    column = page.context.get("column")
    if isinstance(column, Column):
        # The first page of a hanweb list stands in the column's page: nobody need ask for it again.
        again = page.template == "hanweb/records.xml" and page.context.get("number") == 1
        return column.path in columns and not again
    if page.media_type != "application/json":
        return False
    inside = (one.path for path in columns for one in site.portal.listed(site.portal.by_path[path]))
    return any(f'{path}"' in str(page.context.get("text", "")) for path in inside)


def walk(table: Path, *, starts: bool = True, family: str | None = None) -> Run:
    """Crawl the portals of a table twice. Without `starts` from their home pages; `family` in place of their own."""
    run, wanted = Run(), expected()
    with SamplePortals(0, table) as site, TemporaryDirectory(prefix="nianbao-walking-") as name:
        rows = list(csv.DictReader(site.portals_csv.open(encoding="utf-8")))
        for row in rows:
            row["columns"] = row["columns"] if starts else ""
            row["family"] = family or row["family"]
            row["delay"] = str(DELAY)
        path = Path(name) / "portals.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        run.hosts = frozenset(f"{row['id']}.localhost" for row in rows)
        for into in (run.first, run.second):
            before = len(site.requests)
            _crawl(path, Path(name) / "a.db")
            seen = site.requests[before:]
            found = _reports(Path(name) / "a.db")
            for row in rows:
                here = site.sites[row["id"]]
                origin = site.origin(row["id"])
                least = needed(here, [column.removeprefix(origin) for column in row["columns"].split()])
                asked = [one for one in seen if one.host == f"{row['id']}.localhost"]
                into[row["id"]] = Walk(
                    row["id"], row["family"], wanted[row["id"]], found.get(row["id"], []), least, asked, here
                )
            stray = [one for one in seen if one.host not in run.hosts]
            assert not stray, stray
    return run


def _crawl(table: Path, archive: Path) -> None:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_CONTACT": CONTACT
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(table), str(archive)],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)


def _reports(archive: Path) -> dict[str, list[Report]]:
    """(agency, year) of every report by portal, as often as the archive has it."""
    found: dict[str, list[Report]] = {}
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT a.portal, a.name, r.report_year FROM reports AS r JOIN agencies AS a ON a.id = r.agency"
        )
        for portal, agency, year in rows:
            found.setdefault(portal, []).append((agency, year))
    return found


def _address(site: Site, asked: RequestRecord) -> str:
    """The sample's own name of a page, whatever the request's parameters."""
    return site.address(asked.path)


def faults_of_manners(run: Run) -> list[str]:
    """What the server's log shows against the manners: nothing, where all of them were kept."""
    faults = []
    for walk in (*run.first.values(), *run.second.values()):
        asked = walk.asked
        if not asked or asked[0].path != "/robots.txt":
            faults.append(f"{walk.portal}: robots.txt was not asked for first")
        for one in asked:
            agent = one.headers.get("User-Agent", "")
            if not agent.startswith("nianbao/") or CONTACT not in agent:
                faults.append(f"{walk.portal}{one.path}: user agent {agent!r}")
        times = sorted(one.time for one in asked)
        for earlier, later in zip(times, times[5:], strict=False):
            if later - earlier < 5 * DELAY * 0.8:
                faults.append(f"{walk.portal}: six requests in {later - earlier:.2f} s")
    for portal, walk in run.second.items():
        before = {one.path for one in run.first[portal].asked if one.method == "GET" and one.status == 200}
        for one in walk.asked:
            if one.method != "GET" or one.path not in before or one.path == "/robots.txt":
                continue
            page = walk.site.pages.get(walk.site.address(one.path))
            validated = {"If-None-Match", "If-Modified-Since"} & set(one.headers)
            if page is not None and not page.counted and not validated:
                faults.append(f"{portal}{one.path}: asked for again without a condition")
    return faults


def lines(run: Run) -> Iterator[str]:
    """A Markdown row for each portal."""
    for portal, walk in run.first.items():
        again = run.second[portal]
        same = sum(one.status == 304 for one in again.asked)
        yield (
            f"| {portal} | {walk.family} | {len(walk.expected)} | {len(set(walk.found) & walk.expected)} |"
            f" {walk.recall:.0%} | {walk.precision:.0%} | {len(walk.least)} | {len(walk.asked)} |"
            f" {len(walk.asked) / len(walk.least):.2f} | {same} of {len(again.asked)} |"
        )


HEAD = (
    "| portal | walked as | reports | found | recall | precision | least requests | made | ratio | again: 304 |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> int:
    """Print the tables; exit code 1 where anything is amiss."""
    amiss: list[str] = []
    notes: list[str] = []
    tables = [(PORTALS, "the demo's portals"), (PRODUCTS, "further products")]
    why = missing()
    if why is None:
        tables.append((BROWSER, "lists that only a browser shows"))
    else:
        print(f"({BROWSER.name} is left out: {why})\n")
    for starts, said in ((True, "from the columns of the portals table"), (False, "from the home page alone")):
        print(f"### {said.capitalize()}\n\n{HEAD}")
        for table, _ in tables:
            run = walk(table, starts=starts)
            print("\n".join(lines(run)))
            amiss += faults_of_manners(run)
            for one in run.first.values():
                if one.recall < 1 or one.precision < 1 or len(one.found) != len(one.expected):
                    amiss.append(f"{one.portal}: missed {one.expected - set(one.found)}, "
                                 f"too many {set(one.found) - one.expected}")  # fmt: skip
                if "-v" in sys.argv:
                    notes += [f"{one.portal}: not needed: {address}" for address in one.beyond]
                    notes += [f"{one.portal}: not asked for: {address}" for address in one.never]
        print()
    print("".join(f"{note}\n" for note in notes), end="")
    print("\n".join(amiss) or "No fault of manners; nothing missed, nothing too many.")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
