"""A due walk ends after the hours of its schedule, the others go on, and the next one goes on where it ended.

The clock is ours: it says that the hours are over when so many answers were kept.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawling import ROOT, environment, row, table
from loop_site import LoopSite, Reply, article, listing
from test_scheduled import pass_days

ENOUGH = 12
"""Answers after which 20 hours are over."""
CODE = f"""
import json, sys
from functools import partial
from pathlib import Path
from crawler import session
from crawler.resting import Resting
from crawler.run import crawl
from spiders.portals import read_table, spider_classes
kept, keep = [], session.Session.keep
session.Session.keep = lambda self, exchange: (kept.append(exchange.url), keep(self, exchange))[1]
session.Resting = partial(Resting, lambda: 72_000.0 * (len(kept) >= {ENOUGH}))
spiders = list(spider_classes(read_table(Path(sys.argv[1]))).values())
result = crawl(spiders, Path(sys.argv[2]), options={{"NIANBAO_DUE": "1"}})
print(json.dumps({{"exit": result.exit_code, "complete": result.complete,
    "outcomes": {{name: [o.outcome, o.message] for name, o in result.outcomes.items()}}}}))
"""
TOLD = "hours: ended after 20; the next due walk goes on"


def due_walk(portals: Path, archive: Path) -> dict[str, Any]:
    """A due walk of all portals of a table."""
    command = [sys.executable, "-c", CODE, str(portals), str(archive)]
    done = subprocess.run(
        command, env=environment(), cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.stdout.strip(), done.stderr
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def pages(number: int, wait: float) -> dict[str, Reply]:
    """A column of so many reports, each of which takes a while."""
    named = [(f"t20230101_{1000 + n}.html", f"样例县{2003 + n % 20}年政府信息公开工作年度报告") for n in range(number)]
    return {
        "/gk/nb/": listing(*named),
        **{f"/gk/nb/{path}": Reply(article(title).body, wait=wait) for path, title in named},
    }


def test_a_slow_portal_ends_after_its_hours_and_goes_on_when_it_is_due(tmp_path: Path) -> None:
    archive, schedule = tmp_path / "a.db", "in_season=1 days=1 looks=1"
    with LoopSite(pages(200, 0.05)) as slow, LoopSite(pages(60, 0.05)) as own:  # type: ignore[arg-type]
        home, other = (f"http://{name}.localhost:{site.port}/" for name, site in (("slow", slow), ("own", own)))
        mine = row("own", other, other + "gk/nb/", schedule=f"{schedule} hours=21")
        first = due_walk(table(tmp_path, row("slow", home, home + "gk/nb/", schedule=schedule), mine), archive)
        asked = {path for path in slow.paths() if "/t2023" in path}
        assert first == {
            "exit": 1, "complete": True, "outcomes": {"slow": ["cut_short", TOLD], "own": ["walked", None]}
        }  # fmt: skip
        assert 0 < len(asked) < 200
        assert len({path for path in own.paths() if "/t2023" in path}) == 60
        with sqlite3.connect(archive) as db:
            sql = "SELECT url FROM captures WHERE http_status = 200 AND url LIKE '%slow%/t2023%'"
            kept = {url.removeprefix(home.rstrip("/")) for (url,) in db.execute(sql)}
        pass_days(tmp_path, 2)
        slow.seen.clear()
        slow.pages |= pages(200, 0.0)
        mine = row("own", other, other + "gk/nb/", paused="it was walked")
        longer = row("slow", home, home + "gk/nb/", schedule=f"{schedule} hours=21")
        second = due_walk(table(tmp_path, longer, mine), archive)
        again = {path for path in slow.paths() if "/t2023" in path}
    assert second["outcomes"]["slow"] == ["walked", None]
    assert 0 < len(kept) <= len(asked)
    assert not kept & again, "what was looked at is not asked for again, although its day came"
    assert kept | again == {path for path in slow.pages if "/t2023" in path}
    with sqlite3.connect(archive) as db:
        words = "SELECT outcome, lists_complete FROM crawl_portals WHERE portal = 'slow' ORDER BY crawl"
        assert db.execute(words).fetchall() == [("cut_short", 0), ("walked", 1)]
        assert db.execute("SELECT count(*) FROM crawls WHERE finished IS NULL").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM lists WHERE state <> 'whole'").fetchone() == (0,)
