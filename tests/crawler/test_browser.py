"""A portal that shows its lists only to a browser: walked with one, with the same manners; told in a word without."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from crawling import ROOT, row, run, table
from loop_site import LoopSite, Reply

from crawler.rendering import missing
from samples.portal import BROWSER
from samples.server import SamplePortals

without = missing()
drawing = pytest.mark.skipif(without is not None, reason=str(without))

REPORTS = {
    ("平潭综合实验区", 2011), ("平潭综合实验区", 2014), ("平潭综合实验区", 2019), ("平潭综合实验区", 2022),
    ("平潭综合实验区", 2023), ("贺兰县金贵镇", 2020), ("丰城市张巷镇", 2021),
}  # fmt: skip
"""What the sample portal publishes, by the titles of its documents; 样例镇 has an empty list."""


def reports(archive: Path) -> set[tuple[str, int]]:
    with sqlite3.connect(archive) as db:
        return set(db.execute("SELECT a.name, r.report_year FROM reports AS r JOIN agencies AS a ON a.id = r.agency"))


@drawing
def test_every_report_of_lists_that_a_script_draws(tmp_path: Path) -> None:
    with SamplePortals(0, BROWSER) as site:
        first = run(site.portals_csv, tmp_path / "a.db", {"DOWNLOAD_DELAY": 0.1})
        asked = list(site.requests)
        run(site.portals_csv, tmp_path / "a.db")
        again = site.requests[len(asked) :]
    assert first["outcomes"]["drawn"][0] == "walked"
    assert reports(tmp_path / "a.db") == REPORTS
    # The manners, by the server's own log: no foreign host, nothing that only eyes need, one after the other.
    assert {seen.host for seen in asked} == {"drawn.localhost"}
    assert asked[0].path == "/robots.txt"
    assert all(seen.headers["User-Agent"].startswith("nianbao/") for seen in asked)
    assert not [seen.path for seen in asked if seen.path.endswith((".jpg", ".css", ".woff2", "beacon", "socket"))]
    times = [seen.time for seen in asked]
    assert min(later - earlier for earlier, later in zip(times, times[5:], strict=False)) > 0.4, "0.1 s each"
    assert [seen.path for seen in asked].count("/static/list.js") == 1
    assert sum(seen.method == "POST" for seen in asked) == 3 + 2 + 2 + 1, "one a page of a list"
    assert all(seen.status == 304 for seen in again if seen.path.startswith(("/detail/", "/static/")))
    with sqlite3.connect(tmp_path / "a.db") as db:
        kept = dict(db.execute("SELECT purpose, count(*) FROM captures WHERE url LIKE '%/svc/q' OR url LIKE '%.js'"
                               " GROUP BY purpose"))  # fmt: skip
    assert kept == {"api": 16, "script": 4}, "what the browser received is in the archive"


@drawing
def test_robots_txt_holds_for_what_a_script_asks_for(tmp_path: Path) -> None:
    with SamplePortals(0, BROWSER) as site:
        site.replace("drawn", "/robots.txt", b"User-agent: *\nDisallow: /svc/\n", "text/plain")
        run(site.portals_csv, tmp_path / "a.db")
        assert not [seen for seen in site.requests if seen.path.startswith("/svc/")]
    assert reports(tmp_path / "a.db") == set()


CHALLENGE = (
    "<html><head><title>政府信息公开年报</title></head><body><h3>政府信息公开年报</h3><p>{}</p>"
    "<script>document.cookie='pass=1'; location.reload(); location.href='/gk/nb/passed';</script></body></html>"
)


@drawing
def test_a_page_that_wants_to_be_loaded_again_is_not(tmp_path: Path) -> None:
    with LoopSite({"/gk/nb/": Reply(CHALLENGE.format("加载中，请稍候。" * 40))}) as site:
        home = f"http://x.localhost:{site.port}/"
        run(table(tmp_path, row("x", home, home + "gk/nb/", browser="lists")), tmp_path / "a.db")
        paths = [seen.path for seen in site.seen]
    assert paths.count("/gk/nb/") == 1
    assert "/gk/nb/passed" not in paths


def test_without_the_extra_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "playwright.py").write_text("raise ImportError('not installed')\n", "utf-8")
    with SamplePortals(0, BROWSER) as site:
        ended = run(site.portals_csv, tmp_path / "a.db", PYTHONPATH=os.pathsep.join((str(tmp_path), str(ROOT))))
    assert ended["exit"] == 1
    said = ended["outcomes"]["drawn"]
    assert said[0] == "no_column"
    assert "`make browser` adds the extra nianbao[browser]" in said[1]
    with sqlite3.connect(tmp_path / "a.db") as db:
        rows = db.execute("SELECT kind, seen FROM problems WHERE origin = 'access' AND severity <> 'info'").fetchall()
    assert rows == [("fetch_failed", "needs_browser")]


def test_a_portal_that_is_not_marked_yet_is_told(tmp_path: Path) -> None:
    shell = (
        "<html><head><title>政府信息公开年报</title></head><body>"
        "<p class='position'>当前位置：首页 &gt; 政府信息公开年报</p>"
        "<div id='app'></div><script>fetch('/x?'+Math.random()).then(f)</script><p>{}</p></body></html>"
    )
    pages: dict[str, Reply] = {"/gk/nb/": Reply(shell.format("样例" * 120)), "/": Reply(shell.format("样例" * 120))}
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        ended = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
    assert ended["outcomes"]["x"][0] == "no_column"
    assert "is drawn by a script" in ended["outcomes"]["x"][1]
    assert "browser=lists" in ended["outcomes"]["x"][1]
