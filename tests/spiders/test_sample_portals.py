"""Every report of the sample portals is fetched, from the table's columns and from the homepage alone."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from samples.portal import load_portals
from samples.server import SamplePortals

ROOT = Path(__file__).parent.parent.parent
CODE = """
import json, sys
from pathlib import Path
from crawler.run import crawl
from spiders.portals import read_table, spider_classes
result = crawl(list(spider_classes(read_table(Path(sys.argv[1]))).values()), Path(sys.argv[2]))
print(json.dumps({"exit": result.exit_code, "new": {s.portal: s.new for s in result.summaries},
    "found": {s.portal: s.found for s in result.summaries}}))
"""


def crawl(portals: Path, archive: Path) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, "-c", CODE, str(portals), str(archive)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "NIANBAO_ALLOW_LOOPBACK": "1"},
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.stdout.strip(), ran.stderr
    result: dict[str, object] = json.loads(ran.stdout.strip().splitlines()[-1])
    return result


def missed(site: SamplePortals) -> list[str]:
    """Reports of which no address was asked for, and attachments."""
    asked = {(seen.host.split(".")[0], seen.path) for seen in site.requests if seen.status == 200}
    found = []
    for portal in load_portals():
        here = site.sites[portal.id]
        addresses = {here.address(path) for name, path in asked if name == portal.id}
        for article in portal.articles:
            if article.body and not {here.address(path) for path in (article.path, *article.also_at)} & addresses:
                found.append(f"{portal.id}{article.path}")
            for attachment in article.attachments:
                if here.address(attachment.path) not in addresses:
                    found.append(f"{portal.id}{attachment.path}")
    return found


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
