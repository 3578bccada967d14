"""What could not be fetched is a row, once for each address, whatever kind of page it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing

TOWN = "南岳镇2022年政府信息公开工作年度报告"


def problems(archive: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(archive) as db:
        return list(
            db.execute(
                "SELECT p.kind, p.seen, c.url FROM problems AS p JOIN captures AS c ON c.id = p.capture"
                " WHERE p.origin = 'access' AND p.severity <> 'info' ORDER BY c.url"
            )
        )


def test_a_redirect_that_leads_around_is_one_row(tmp_path: Path) -> None:
    pages = {
        "/gk/nb/": listing(
            ("t20230101_1001.html", TOWN), ("t20230101_1002.html", "北岳镇2022年政府信息公开工作年度报告")
        ),
        "/gk/nb/t20230101_1001.html": article(TOWN, ""),
        "/gk/nb/t20230101_1002.html": Reply(b"", status=302, headers={"Location": "/gk/nb/t20230101_1002.html"}),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")["exit"] == 0
    assert problems(tmp_path / "a.db") == [("fetch_failed", "redirect_loop", f"{home}gk/nb/t20230101_1002.html")]


def test_an_address_that_stays_away_counts_once(tmp_path: Path) -> None:
    pages = {
        "/gk/nb/": listing(
            ("t20230101_1001.html", TOWN), ("t20230101_1002.html", "北岳镇2022年政府信息公开工作年度报告")
        ),
        "/gk/nb/t20230101_1001.html": article(TOWN, ""),
        "/gk/nb/t20230101_1002.html": Reply(b"busy", status=503),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")["exit"] == 0
        assert [seen.path for seen in site.seen].count("/gk/nb/t20230101_1002.html") > 1
    assert problems(tmp_path / "a.db") == [("http_error", "503", f"{home}gk/nb/t20230101_1002.html")]


def test_a_portal_that_cannot_be_reached_has_a_row(tmp_path: Path) -> None:
    home = "http://x.localhost:1/"
    assert run(table(tmp_path, row("x", home, "")), tmp_path / "a.db")["exit"] == 1
    assert ("fetch_failed", "refused") in {found[:2] for found in problems(tmp_path / "a.db")}
