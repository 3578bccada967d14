"""Walks of the sample portals in a process of their own, and what they missed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
    for portal in load_portals(site.table):
        here = site.sites[portal.id]
        addresses = {here.address(path) for name, path in asked if name == portal.id}
        for article in portal.articles:
            if article.body and not {here.address(path) for path in (article.path, *article.also_at)} & addresses:
                found.append(f"{portal.id}{article.path}")
            for attachment in article.attachments:
                if here.address(attachment.path) not in addresses:
                    found.append(f"{portal.id}{attachment.path}")
    return found
