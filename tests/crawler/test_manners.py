"""What a portal may rely on, shown from the requests that a site saw."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing

REPORT = "样例县2022年政府信息公开工作年度报告"


def query(archive: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(archive) as db:
        return db.execute(sql).fetchall()


def test_robots_are_obeyed_and_the_agent_is_honest(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": Reply("User-agent: *\nDisallow: /gk/nb/secret", headers={"Content-Type": "text/plain"}),
        "/gk/nb/": listing(("a_10001.html", REPORT), ("secret/b_10002.html", REPORT)),
        "/gk/nb/a_10001.html": article(REPORT),
        "/gk/nb/secret/b_10002.html": article(REPORT),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db", NIANBAO_CONTACT="me@x.cn")
        assert site.paths() == ["/robots.txt", "/gk/nb/", "/gk/nb/a_10001.html"]
        assert {seen.headers["User-Agent"][:8] for seen in site.seen} == {"nianbao/"}
        assert all("me@x.cn" in seen.headers["User-Agent"] for seen in site.seen)
    assert result["exit"] == 0
    assert query(tmp_path / "a.db", "SELECT url, failure FROM captures WHERE failure IS NOT NULL") == [
        (home + "gk/nb/secret/b_10002.html", "robots")
    ]


def test_one_request_at_a_time_and_the_delay_of_the_row(tmp_path: Path) -> None:
    items = tuple((f"t20230101_1000{n}.html", REPORT) for n in range(4))
    pages = {"/gk/nb/": listing(*items), **{f"/gk/nb/{path}": Reply("<p>x</p>" * 300, wait=0.1) for path, _ in items}}
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        run(table(tmp_path, row("x", home, home + "gk/nb/", delay="0.3")), tmp_path / "a.db")
        assert len(site.seen) == 6
        for before, after in zip(site.seen, site.seen[1:], strict=False):
            assert after.began >= before.ended
            assert after.began - before.began >= 0.29


def test_no_foreign_host_is_asked(tmp_path: Path) -> None:
    with LoopSite({}) as other:
        foreign = f"http://other.localhost:{other.port}"
        pages = {
            "/gk/nb/": listing(
                (f"{foreign}/t20230101_10001.html", REPORT), ("t20230101_10002.html", REPORT),
                ("file:///etc/passwd", REPORT),
                ("ftp://x.localhost/report.pdf", REPORT), ("data:text/html,x", REPORT),
                more=f'<a href="{foreign}/gk/nb/">政府信息公开年报</a><iframe src="{foreign}/frame.html"></iframe>',
            ),
            "/gk/nb/t20230101_10002.html": Reply(status=302, headers={"Location": f"{foreign}/stolen.html"}),
        }  # fmt: skip
        with LoopSite(pages) as site:
            home = f"http://x.localhost:{site.port}/"
            run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
            assert site.paths() == ["/robots.txt", "/gk/nb/", "/gk/nb/t20230101_10002.html"]
            assert other.seen == []
    assert query(tmp_path / "a.db", "SELECT url, failure FROM captures WHERE failure IS NOT NULL") == [
        (f"{foreign}/stolen.html", "foreign_host")
    ]


def test_the_second_crawl_asks_only_for_what_changed(tmp_path: Path) -> None:
    def tagged(reply: Reply, tag: str):
        def answer(seen: Seen) -> Reply:
            if seen.headers.get("If-None-Match") == tag:
                return Reply(status=304, headers={"ETag": tag})
            return Reply(reply.body, headers={"ETag": tag})

        return answer

    pages = {
        "/gk/nb/": tagged(listing(("t20230101_10001.html", REPORT), more='<a href="index_2.html">下一页</a>'), '"l1"'),
        "/gk/nb/index_2.html": tagged(listing(("t20220101_10002.html", REPORT)), '"l2"'),
        "/gk/nb/t20230101_10001.html": tagged(article(REPORT, '<a href="f.docx">附件</a>'), '"d1"'),
        "/gk/nb/t20220101_10002.html": tagged(article(REPORT), '"d2"'),
        "/gk/nb/f.docx": tagged(Reply(b"PK not a real one"), '"f"'),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + "gk/nb/"))
        run(portals, tmp_path / "a.db")
        first = site.paths()
        site.seen.clear()
        result = run(portals, tmp_path / "a.db")
        assert sorted(site.paths()) == sorted(first)
        asked = {seen.path: seen.headers.get("If-None-Match") for seen in site.seen}
        assert asked == {
            "/robots.txt": None, "/gk/nb/": '"l1"', "/gk/nb/index_2.html": '"l2"', "/gk/nb/f.docx": '"f"',
            "/gk/nb/t20230101_10001.html": '"d1"', "/gk/nb/t20220101_10002.html": '"d2"',
        }  # fmt: skip
    assert result["outcomes"]["x"][0] == "walked"
    assert query(tmp_path / "a.db", "SELECT count(*) FROM captures WHERE http_status = 304") == [(5,)]


def test_a_busy_host_is_asked_again_after_the_wait_it_names(tmp_path: Path) -> None:
    answers = [Reply("busy", 503, {"Retry-After": "1"}), article(REPORT)]
    times: list[float] = []

    def busy(seen: Seen) -> Reply:
        times.append(seen.began)
        return answers[min(len(times), 2) - 1]

    short = [Reply("<p>" + "半" * 300, announce=5000), article(REPORT)]
    pages = {
        "/gk/nb/": listing(("t20230101_10001.html", REPORT), ("t20230101_10002.html", REPORT)),
        "/gk/nb/t20230101_10001.html": busy,
        "/gk/nb/t20230101_10002.html": lambda _: short.pop(0),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
        assert len(times) == 2
        assert times[1] - times[0] >= 1.0
        assert short == []
    assert result["exit"] == 0
    assert query(tmp_path / "a.db", "SELECT count(*) FROM captures WHERE http_status = 503") == [(1,)]
    assert query(tmp_path / "a.db", "SELECT count(*) FROM captures WHERE truncated IS NOT NULL") == [(1,)]


def test_a_known_report_that_left_its_list_is_looked_at_again(tmp_path: Path) -> None:
    seed = Path(__file__).parent.parent / "documents/seeds/000_bbc32dee6d9bf6c2.txt"
    text = "".join(f"<p>{line}</p>" for line in seed.read_text("utf-8").splitlines())
    pages = {
        "/gk/nb/": listing(("t20210101_10001.html", REPORT), ("t20220101_10002.html", "信息公开指南")),
        "/gk/nb/t20210101_10001.html": Reply(f"<html><body>{text}</body></html>"),
        "/gk/nb/t20220101_10002.html": article("信息公开指南"),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + "gk/nb/"))
        run(portals, tmp_path / "a.db")
        assert query(tmp_path / "a.db", "SELECT count(*) FROM reports") == [(1,)]
        pages["/gk/nb/"] = listing(("t20220101_10002.html", "信息公开指南"))
        site.seen.clear()
        run(portals, tmp_path / "a.db")
        assert "/gk/nb/t20210101_10001.html" in site.paths()
    assert query(tmp_path / "a.db", "SELECT status FROM documents") == [("unlisted",)]
