"""What stands in and near columns beside plain reports: other hosts, empty lists, the same twice, the wrong column."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing

TOWN = "南岳镇2022年政府信息公开工作年度报告"
OTHER = "北岳镇2022年政府信息公开工作年度报告"
WAY = (
    "<html><head><title>政府信息公开</title></head><body><ul><li><a href='/gk/nb/'>政府信息公开年报</a></li>"
    "<li><a href='/gk/xz/'>乡镇信息公开目录</a></li></ul><h3>通知公告</h3><ul>"
    f"<li><a href='/gk/tzgg/t20230112_1009.html'>{OTHER}</a><span>2023-01-12</span></li></ul>"
    f"<p>{'样例县人民政府依照条例公开政府信息。' * 20}</p></body></html>"
)
TOWNS = (
    "<html><head><title>乡镇信息公开目录</title></head><body><ul><li><a href='/gk/xz/kz/'>空镇</a></li></ul>"
    f"<p>{'乡镇政府信息公开。' * 40}</p></body></html>"
)
EMPTY_TOWN = (
    "<html><head><title>空镇</title></head><body><ul><li><a href='/gk/xz/kz/nb/'>政府信息公开年报</a></li></ul>"
    f"<p>{'空镇政府信息公开。' * 40}</p></body></html>"
)


def test_a_report_that_stands_only_among_the_news(tmp_path: Path) -> None:
    """台山深井 published its report under 通知公告; the home page shows the newest of these."""
    news = f"<h3>通知公告</h3><ul><li><a href='/tzgg/t20230112_7.html'>{TOWN}</a><span>2023-01-12</span></li></ul>"
    pages: dict[str, Reply] = {
        "/": Reply(f"<html><body><a href='/gk/nb/'>政府信息公开年报</a>{news}<p>{'样例县。' * 100}</p></body></html>"),
        "/gk/nb/": listing(("t20230101_1001.html", OTHER)),
        "/gk/nb/t20230101_1001.html": article(OTHER),
        "/tzgg/t20230112_7.html": article(TOWN),
    }
    with LoopSite(dict(pages)) as site:
        ended = run(table(tmp_path, row("x", f"http://x.localhost:{site.port}/")), tmp_path / "a.db")
        assert set(site.paths()) == {"/robots.txt", *pages}
    assert ended["outcomes"]["x"][0] == "walked"


def test_traps_in_and_near_a_column(tmp_path: Path) -> None:
    pages: dict[str, Reply] = {
        "/": Reply(f"<html><body><a href='/gk/'>政府信息公开</a><p>{'样例县。' * 100}</p></body></html>"),
        "/gk/": Reply(WAY),
        "/gk/nb/": listing(
            ("t20230101_1001.html", TOWN),
            ("/gk/nb/t20230101_1001.html?jsessionid=9", TOWN),
            ("http://elsewhere.localhost:PORT/t20230101_1.html", "市政府2022年政府信息公开工作年度报告"),
            ("t20230101_1002.html", "关于报送2022年政府信息公开工作年度报告的通知"),
        ),
        "/gk/nb/t20230101_1001.html": article(TOWN),
        "/gk/nb/t20230101_1002.html": article("关于报送2022年政府信息公开工作年度报告的通知"),
        "/gk/tzgg/t20230112_1009.html": article(OTHER),
        "/gk/xz/": Reply(TOWNS),
        "/gk/xz/kz/": Reply(EMPTY_TOWN),
        "/gk/xz/kz/nb/": listing(more="<p>暂无相关信息</p>"),
    }
    with LoopSite(pages) as site:
        column = pages["/gk/nb/"]
        assert isinstance(column.body, str)
        column.body = column.body.replace("PORT", str(site.port))
        home = f"http://x.localhost:{site.port}/"
        ended = run(table(tmp_path, row("x", home)), tmp_path / "a.db")
        asked = [(seen.host.split(":")[0], seen.path) for seen in site.seen]
    assert ended["outcomes"]["x"][0] == "walked"
    assert {host for host, _ in asked} == {"x.localhost"}
    paths = [path for _, path in asked]
    # The look-alike is kept and judged by the reader; the report in the wrong column is found where it is linked.
    assert set(paths) == {"/robots.txt", *pages}
    assert paths.count("/gk/nb/t20230101_1001.html") == 1, "the same address with a session is the same"
    with sqlite3.connect(tmp_path / "a.db") as db:
        verdicts = dict(db.execute("SELECT url, verdict FROM captures WHERE purpose = 'document'"))
    assert verdicts[f"{home}gk/nb/t20230101_1002.html"] == "notice"
