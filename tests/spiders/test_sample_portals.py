"""The demo's portals from the homepage alone, without the product's name."""

from __future__ import annotations

import csv
from pathlib import Path

from walks import crawl, missed

from samples.server import SamplePortals

SCRIPTED = ("yueqing", "fengcheng")
"""Only a script knows their lists."""


def test_from_the_homepage_alone_as_generic(tmp_path: Path) -> None:
    with SamplePortals(0) as site:
        rows = list(csv.DictReader(site.portals_csv.open(encoding="utf-8")))
        table = tmp_path / "portals.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows({**row, "columns": "", "family": "generic"} for row in rows)
        crawl(table, tmp_path / "a.db")
        lost = missed(site)
    assert [address for address in lost if not address.startswith(SCRIPTED)] == []
