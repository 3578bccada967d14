"""A file is asked for once, whatever its link is called, and a page that stays away is no error on the terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawling import row, run, start, table
from loop_site import LoopSite, Reply, article, listing


def test_a_file_named_like_a_column_is_a_file(tmp_path: Path) -> None:
    name = "南岳镇政府信息公开工作年度报告.pdf"
    pages = {
        "/gk/nb/": listing(("t20230101_1001.html", "南岳镇2022年政府信息公开工作年度报告")),
        "/gk/nb/t20230101_1001.html": article("南岳镇2022年政府信息公开工作年度报告", f'<a href="a.pdf">{name}</a>'),
        "/gk/nb/a.pdf": Reply(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        archive = tmp_path / "a.db"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), archive)["exit"] == 0
        assert [seen.path for seen in site.seen].count("/gk/nb/a.pdf") == 1
    with sqlite3.connect(archive) as db:
        assert db.execute("SELECT count(*) FROM captures WHERE url LIKE '%a.pdf'").fetchone() == (1,)


def test_a_page_that_stays_away_is_a_row_and_no_error_line(tmp_path: Path) -> None:
    pages = {
        "/gk/nb/": listing(
            ("t20230101_1001.html", "南岳镇2022年政府信息公开工作年度报告"),
            ("t20230101_1002.html", "北岳镇2022年政府信息公开工作年度报告"),
        ),
        "/gk/nb/t20230101_1001.html": article("南岳镇2022年政府信息公开工作年度报告", ""),
        "/gk/nb/t20230101_1002.html": Reply(b"busy", status=503),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        archive = tmp_path / "a.db"
        out, err = start(table(tmp_path, row("x", home, home + "gk/nb/")), archive).communicate(timeout=90)
    assert '"exit": 0' in out
    assert "Gave up" not in err
    assert "ERROR" not in err
    with sqlite3.connect(archive) as db:
        assert db.execute("SELECT count(*) FROM problems WHERE kind = 'http_error' AND origin = 'access'").fetchone()[0]
