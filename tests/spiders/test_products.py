"""The samples of the products that the demo's portals do not run: every report, agency and year, and nothing else."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

from walks import crawl, missed

from samples.portal import PRODUCTS, load_portals
from samples.server import SamplePortals

COUNTY = {("平潭综合实验区", year) for year in (2011, 2014, 2019, 2022, 2023)}
TOWNS = {("贺兰县金贵镇", 2020), ("丰城市张巷镇", 2021)}
"""What each of them publishes, by the titles and periods of its documents."""


def reports(archive: Path) -> dict[str, list[tuple[str, int]]]:
    """(agency, year) of every report by portal, as often as the archive has it."""
    found: dict[str, list[tuple[str, int]]] = {portal.id: [] for portal in load_portals(PRODUCTS)}
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as database:
        for portal, agency, year in database.execute(
            "SELECT a.portal, a.name, r.report_year FROM reports AS r JOIN agencies AS a ON a.id = r.agency"
        ):
            found[portal].append((agency, year))
    return found


def test_from_the_columns_twice(tmp_path: Path) -> None:
    with SamplePortals(0, PRODUCTS) as site:
        first = crawl(site.portals_csv, tmp_path / "a.db")
        assert missed(site) == []
        asked = [(seen.host, seen.path) for seen in site.requests]
        wasted = {seen.path for seen in site.requests if seen.status >= 400 and seen.path != "/robots.txt"}
        again = crawl(site.portals_csv, tmp_path / "a.db")
    # 张巷镇 has no report of the two other years that the table's line names; nothing else is asked for in vain.
    assert wasted == {f"/OpennessAnnualReport/year/show/344/{year}.html" for year in (2022, 2023)}
    assert all(asked.count(one) <= 2 for one in asked)
    assert first["exit"] == again["exit"] == 0
    assert set(again["new"].values()) == {0}  # type: ignore[attr-defined]
    for portal, found in reports(tmp_path / "a.db").items():
        assert sorted(found) == sorted(COUNTY | TOWNS), portal


def test_from_the_homepage_alone(tmp_path: Path) -> None:
    with SamplePortals(0, PRODUCTS) as site:
        rows = list(csv.DictReader(site.portals_csv.open(encoding="utf-8")))
        table = tmp_path / "portals.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows({**row, "columns": ""} for row in rows)
        crawl(table, tmp_path / "a.db")
        assert missed(site) == []
    for portal, found in reports(tmp_path / "a.db").items():
        assert sorted(found) == sorted(COUNTY | TOWNS), portal
