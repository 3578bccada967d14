"""A crawl that is killed at any moment is complete after the same command."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crawling import ROOT, environment, row, run, start, table
from loop_site import LoopSite, Reply, article, listing

from archive.archive import Archive

REPORT = "样例县2022年政府信息公开工作年度报告"


@pytest.mark.parametrize("after", [2, 5, 9])
def test_killed_and_continued(tmp_path: Path, after: int) -> None:
    items = tuple((f"t20230101_100{n:02d}.html", f"{REPORT}{n}") for n in range(9))
    pages = {
        "/gk/nb/": listing(*items[:5], more='<a href="index_2.html">下一页</a>'),
        "/gk/nb/index_2.html": listing(*items[5:]),
    }
    for path, title in items:
        name = path.removesuffix(".html")
        pages[f"/gk/nb/{path}"] = article(title, f'<a href="{name}.docx">附件</a>')
        pages[f"/gk/nb/{name}.docx"] = Reply(b"PK", wait=0.05)
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        portals, archive = table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db"
        running = start(portals, archive)
        deadline = time.monotonic() + 60
        while len(site.seen) < after and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        with sqlite3.connect(archive) as db:
            kept = {url for (url,) in db.execute("SELECT url FROM captures WHERE http_status = 200")}
        site.seen.clear()
        result = run(portals, archive)
        asked = {f"http://{seen.host}{seen.path}" for seen in site.seen}
    assert (result["exit"], result["continued"]) == (0, True)
    with sqlite3.connect(archive) as db:
        urls = {url for (url,) in db.execute("SELECT url FROM captures WHERE http_status = 200")}
        assert db.execute("SELECT count(*), count(finished) FROM crawls").fetchall() == [(1, 1)]
    assert urls >= {home.rstrip("/") + path for path in pages}
    documents = {url for url in kept if "/t2023" in url}
    assert not documents & asked


def test_interrupted_by_its_operator(tmp_path: Path) -> None:
    items = tuple((f"t20230101_100{n:02d}.html", f"{REPORT}{n}") for n in range(30))
    pages = {"/gk/nb/": listing(*items)}
    pages |= {f"/gk/nb/{path}": Reply(article(title).body, wait=0.3) for path, title in items}
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        portals, archive = table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db"
        command = [sys.executable, "-m", "nianbao", "crawl", "x", "--portals", str(portals), "--archive", str(archive)]
        running = subprocess.Popen(
            command, env=environment(NIANBAO_DOWNLOAD_DELAY="0"), cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while len(site.seen) < 6 and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
        assert running.returncode == 1, err
        assert "Traceback" not in out + err
        with Archive.open(archive) as opened:
            assert opened.verify() == []
            kept = {url for (url,) in opened.db.execute("SELECT url FROM captures WHERE http_status = 200")}
            assert [portals for _, portals in opened.unfinished_crawls()] == [["x"]]
        assert 1 < len(kept) < len(pages)
        site.seen.clear()
        again = subprocess.run(
            command, env=environment(NIANBAO_DOWNLOAD_DELAY="0"), cwd=ROOT, text=True, capture_output=True, timeout=90
        )
        asked = {f"http://{seen.host}{seen.path}" for seen in site.seen}
    assert again.returncode == 0, again.stderr
    with Archive.open(archive) as opened:
        assert opened.verify() == []
        assert opened.unfinished_crawls() == []
        urls = {url for (url,) in opened.db.execute("SELECT url FROM captures WHERE http_status = 200")}
        assert opened.db.execute("SELECT count(*), count(finished) FROM crawls").fetchall()[0][:] == (1, 1)
    assert urls >= {home.rstrip("/") + path for path in pages}
    assert not {url for url in kept if "/t2023" in url} & asked
