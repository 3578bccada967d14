"""A document is asked for when every list that is known by then was looked through, so that the way to it that is kept
is the best one, whatever came first."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from pathlib import Path
from urllib.parse import urlsplit

from crawling import row, run, start, table
from loop_site import LoopSite, Reply, article, listing

TOWN = "南岳镇政府信息公开年报"
REPORT = "南岳镇2022年政府信息公开工作年度报告"
OTHER = "样例县2022年政府信息公开工作年度报告"


def ways(archive: Path) -> dict[str, tuple[str, str]]:
    """The last part of a report page's address: the paths of the column and of the page by which it was kept."""
    sql = "SELECT url, column_url, parent_url FROM captures WHERE url LIKE '%/t2023%' AND http_status = 200"
    with sqlite3.connect(archive) as db:
        return {
            url.rpartition("/")[2]: (urlsplit(column).path, urlsplit(parent).path)
            for url, column, parent in db.execute(sql)
        }


def site_of(report: Reply) -> LoopSite:
    """A county's column that names a town's report, and the town's own column, which names it as well: known only from
    the county's second page."""
    items = [(f"t20230101_10{n:02d}.html", f"样例县{2000 + n}年政府信息公开工作年度报告") for n in range(12)]
    pages: dict[str, Reply] = {
        "/gk/nb/": listing(("../xz/t20230101_2001.html", REPORT), *items[:6], more='<a href="index_2.html">下一页</a>'),
        "/gk/nb/index_2.html": listing(*items[6:], more=f'<p><a href="../xz/">{TOWN}</a></p>'),
        "/gk/xz/": listing(("t20230101_2001.html", REPORT), name=TOWN),
        "/gk/xz/t20230101_2001.html": report,
        **{f"/gk/nb/{path}": article(title) for path, title in items},
    }
    return LoopSite(pages)  # type: ignore[arg-type]


def test_a_document_waits_for_the_list_that_names_it_better(tmp_path: Path) -> None:
    """南岳镇's report stands in the county's column and, known to be 南岳镇's, in the town's."""
    with site_of(article(REPORT)) as site:
        home = f"http://x.localhost:{site.port}/"
        archive = tmp_path / "a.db"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), archive)["exit"] == 0
        paths = [path for path in site.paths() if path != "/robots.txt"]
    assert paths[:3] == ["/gk/nb/", "/gk/nb/index_2.html", "/gk/xz/"]
    assert ways(archive)["t20230101_2001.html"] == ("/gk/xz/", "/gk/xz/")


def test_killed_at_the_document_and_continued(tmp_path: Path) -> None:
    with site_of(Reply(article(REPORT).body, wait=0.3)) as site:
        home = f"http://x.localhost:{site.port}/"
        portals, archive = table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db"
        running = start(portals, archive)
        ends = time.monotonic() + 240
        while "/gk/xz/t20230101_2001.html" not in site.paths() and time.monotonic() < ends:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        result = run(portals, archive)
    assert (result["exit"], result["continued"]) == (0, True)
    assert set(ways(archive).values()) == {
        ("/gk/nb/", "/gk/nb/"),
        ("/gk/nb/", "/gk/nb/index_2.html"),
        ("/gk/xz/", "/gk/xz/"),
    }
    assert ways(archive)["t20230101_2001.html"] == ("/gk/xz/", "/gk/xz/")


def test_files_wait_for_documents_and_what_these_lead_to_comes_later(tmp_path: Path) -> None:
    """A file that the column names without saying whose it is, and a report of 南岳镇 links to; a document that only
    another one links to; a column that only a document links to."""
    linked = f'<a href="t20230101_3001.html">{OTHER}</a><p><a href="../xz/">{TOWN}</a></p><a href="a.pdf">附件</a>'
    pages: dict[str, Reply] = {
        "/gk/nb/": listing(
            ("a.pdf", "2022年政府信息公开工作年度报告"), ("t20230101_1001.html", REPORT), ("t20230101_1002.html", OTHER)
        ),
        "/gk/nb/a.pdf": Reply(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}),
        "/gk/nb/t20230101_1001.html": article(REPORT, linked),
        "/gk/nb/t20230101_1002.html": article(OTHER, linked),
        "/gk/nb/t20230101_3001.html": article(OTHER),
        "/gk/xz/": listing(("../nb/t20230101_3001.html", OTHER), ("../nb/t20230101_1002.html", OTHER), name=TOWN),
    }
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        home = f"http://x.localhost:{site.port}/"
        archive = tmp_path / "a.db"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), archive)["exit"] == 0
        paths = [path.rpartition("/gk/")[2] for path in site.paths() if path != "/robots.txt"]
    assert paths[0] == "nb/"
    assert set(paths[1:3]) == {"nb/t20230101_1001.html", "nb/t20230101_1002.html"}
    assert paths[3:] == ["xz/", "nb/t20230101_3001.html", "nb/a.pdf"]
    # The town's column names it too, but became known when the document was already asked for.
    assert ways(archive)["t20230101_1002.html"] == ("/gk/nb/", "/gk/nb/")
    assert ways(archive)["t20230101_3001.html"] == ("/gk/xz/", "/gk/xz/")
