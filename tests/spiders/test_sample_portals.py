"""Every report of the sample portals is fetched, from the table's columns and from the homepage alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from walks import crawl, missed

from samples.server import SamplePortals


def test_from_the_columns_twice(tmp_path: Path) -> None:
    with SamplePortals(0) as site:
        first = crawl(site.portals_csv, tmp_path / "a.db")
        assert missed(site) == []
        wasted = [seen.path for seen in site.requests if seen.status >= 400 and seen.path != "/robots.txt"]
        assert wasted == []
        asked = [(seen.host, seen.path) for seen in site.requests]
        again = crawl(site.portals_csv, tmp_path / "a.db")
    assert first["exit"] == again["exit"] == 0
    assert first["found"] == again["found"] == first["new"]
    assert set(again["new"].values()) == {0}  # type: ignore[attr-defined]
    assert all(asked.count(one) <= 2 for one in asked)


@pytest.mark.parametrize("family", ["own", "generic"])
def test_from_the_homepage_alone(tmp_path: Path, family: str) -> None:
    """Without columns; as `generic` also without the product's name, where only a script knows the list excepted."""
    with SamplePortals(0) as site:
        rows = list(csv.DictReader(site.portals_csv.open(encoding="utf-8")))
        for row in rows:
            row["columns"] = ""
            if family == "generic":
                row["family"] = "generic"
        table = tmp_path / "portals.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        crawl(table, tmp_path / "a.db")
        lost = missed(site)
    scripted = ("yueqing", "fengcheng") if family == "generic" else ()
    assert [address for address in lost if not address.startswith(scripted or ("none",))] == []
