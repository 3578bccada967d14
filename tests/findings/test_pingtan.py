"""The real reports of 平潭综合实验区: what their figures show across years, by eye and from a crawl of their portal.

By eye: 四、结转下年度继续办理 is 0 in all columns in 2019 and 2022, and 二、上年结转 in 2020 and 2023, so both pairs of
consecutive years go on. 2020 carries 0 forward and 2022 prints 1 carried over, but the report of 2021 is not there.
The tables of 2019 to 2023 are kept as running text whose zeros stand glued together (0000000); the reader does not
guess there, so a crawl has nothing to compare. 2014 is titled 平潭综合实验区管委会; 2012 is 平潭县's, 2013 the tax
bureau's.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.finding_rows import AgencyFacts, ReportFigures
from findings.continuity import continuity
from findings.zero_requests import zero_requests
from parse.schema import APPLICANT_COLUMNS
from samples.server import SamplePortals

ROOT = Path(__file__).parent.parent.parent
ZONE = "350128-平潭综合实验区"
FACTS = AgencyFacts(ZONE, "平潭综合实验区管委会", "平潭综合实验区", "county", "350128")
TRUTH = json.loads((ROOT / "tests" / "documents" / "real" / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The archive after one crawl of the portal."""
    path = tmp_path_factory.mktemp("pingtan") / "archive.db"
    with SamplePortals(port=0) as samples:
        environment = {
            **os.environ,
            "NIANBAO_ALLOW_LOOPBACK": "1",
            "NIANBAO_SAMPLE_PORT": str(samples.port),
            "NIANBAO_PORTALS": str(samples.portals_csv),
        }
        command = str(Path(sys.executable).parent / "nianbao")
        for words in (["crawl", "pingtan"], ["verify"]):
            done = subprocess.run(
                [command, *words, "--archive", str(path)],
                cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
        yield path


def rows(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return database.execute(sql, values).fetchall()


def test_every_report_of_the_zone_is_of_one_agency(crawled: Path) -> None:
    years = rows(crawled, "SELECT report_year FROM reports WHERE agency = ? ORDER BY 1", ZONE)
    assert [year for (year,) in years] == [2011, 2014, 2018, 2019, 2020, 2022, 2023, 2025]


def by_eye(year: int, file: str) -> ReportFigures:
    """The counts of one report as truth.json has them."""
    tables = TRUTH[file]["tables"]
    counts = {
        ("disclosure_requests", row, column): count
        for row, columns in tables["disclosure_requests"].items()
        for column, count in columns.items()
        if count is not None
    }
    return ReportFigures(f"{ZONE}-{year}", ZONE, year, f"version-{year}", "live", counts)


def test_by_eye_its_figures_go_on_from_year_to_year() -> None:
    years = [
        by_eye(year, f"pingtan-{year}{rest}")
        for year, rest in ((2019, ".txt"), (2020, "-tables.txt"), (2022, ".txt"), (2023, ".txt"), (2025, ".html"))
    ]
    for before, after in ((years[0], years[1]), (years[2], years[3])):
        for column in APPLICANT_COLUMNS:
            assert before.counts["disclosure_requests", "carried_forward", column.key] == 0
            assert after.counts["disclosure_requests", "carried_over", column.key] == 0
    assert continuity(FACTS, years).findings == []
    assert zero_requests(years).findings == []


def test_by_eye_2022_does_not_go_on_from_2020() -> None:
    """Which says nothing, for a year lies between; were they consecutive, it would."""
    earlier, later = by_eye(2020, "pingtan-2020-tables.txt"), by_eye(2022, "pingtan-2022.txt")
    assert continuity(FACTS, [earlier, later]).findings == []
    found = continuity(FACTS, [replace(earlier, report_year=2021), later]).findings
    assert [(one.column_key, one.seen, one.expected) for one in found] == [
        ("natural_person", "1", "0"),
        ("total", "1", "0"),
    ]


def test_what_cannot_be_read_is_not_compared(crawled: Path) -> None:
    """2025 prints 0 carried over and 6 forward; no neighbour of it is there."""
    printed = rows(
        crawled,
        "SELECT t.row_key, t.total FROM reports AS r JOIN disclosure_requests AS t ON t.version = r.version"
        " WHERE r.agency = ? AND r.report_year = 2025 AND t.row_key IN ('carried_over', 'carried_forward') ORDER BY 1",
        ZONE,
    )
    assert printed == [("carried_forward", 6), ("carried_over", 0)]
    kinds = rows(crawled, "SELECT DISTINCT kind FROM findings WHERE agency = ? AND form_table IS NOT NULL", ZONE)
    assert kinds == []
    counts = (
        "SELECT passed, failed, not_assessable, reason FROM finding_checks WHERE agency = ? AND kind = 'carry_over'"
    )
    assert rows(crawled, counts, ZONE) == [(0, 0, 7, "blank")] * 2, "2019 and 2020, 2022 and 2023"


def test_one_report_is_dated_after_the_day_of_the_law(crawled: Path) -> None:
    """That of 2011: its page says 2012-04-11, the text is signed 20 February; the day was 31 March. Those of 2020,
    2023 and 2025 came out in early March: in time by the law, and the date of the notices is that of a county or of a
    city, which of the two the zone is they do not say."""
    late = rows(crawled, "SELECT report_year, severity, seen, expected FROM findings WHERE kind = 'late'")
    assert late == [(2011, "info", "2012-04-11", "2012-03-31")]


def test_years_that_were_not_seen(crawled: Path) -> None:
    seen = rows(crawled, "SELECT report_year, state, reason FROM coverage WHERE agency = ? ORDER BY 1", ZONE)
    not_seen = [(year, reason) for year, state, reason in seen if state == "not_seen"]
    # years that become due after 2025 have rows too
    assert [year for year, _, _ in seen][:15] == list(range(2011, 2026))
    before = [(year, "before_first_visit") for year in (2012, 2013, 2015, 2016, 2017, 2021, 2024)]
    assert not_seen[: len(before)] == before
    assert {reason for _, state, reason in seen if state == "found"} == {"live"}
    assert rows(crawled, "SELECT DISTINCT as_of FROM coverage") == rows(crawled, "SELECT finished FROM crawls")
