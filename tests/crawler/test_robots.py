"""robots.txt as RFC 9309 says, of hosts that write it in every way; shown by the requests that the hosts got."""

from __future__ import annotations

import contextlib
import sqlite3
from itertools import pairwise
from pathlib import Path
from typing import Any

import crawling
import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing

from crawler.robots import KEPT, LONGEST_FILE, rules_of

TITLE = "样例县2022年政府信息公开工作年度报告"
TEXT = {"Content-Type": "text/plain"}
SECRET = "User-agent: *\nDisallow: /gk/nb/b_\n"
ALL, WITHOUT_B, NOTHING = ["a", "b"], ["a"], None


def text(body: bytes | str, status: int = 200) -> dict[str, Reply]:
    return {"/robots.txt": Reply(body, status, TEXT)}


CASES: dict[str, tuple[dict[str, Reply], list[str] | None]] = {
    "missing": ({}, ALL),
    "forbidden-itself": (text("", 401), ALL),
    "empty": (text(""), ALL),
    "a-page-in-its-place": ({"/robots.txt": article("样例县人民政府")}, ALL),
    "error": (text("", 500), NOTHING),
    "busy": (text("", 503), NOTHING),
    "rules": (text(SECRET), WITHOUT_B),
    "marked": (text(b"\xef\xbb\xbf" + SECRET.encode()), WITHOUT_B),
    "utf16": (text(SECRET.encode("utf-16")), WITHOUT_B),
    "comments-in-gbk": (text("# 禁止访问：后台\n".encode("gbk") + SECRET.encode()), WITHOUT_B),
    "another-path-in-gbk": (text("User-agent: *\nDisallow: /后台\n".encode("gbk")), ALL),
    "line-ends-of-a-mac": (text(SECRET.replace("\n", "\r")), WITHOUT_B),
    "for-others": (text("User-agent: Baiduspider\nDisallow: /\n"), ALL),
    "for-all-but-us": (text("User-agent: *\nDisallow: /\n\nUser-agent: Nianbao\nDisallow: /gk/nb/b_\n"), WITHOUT_B),
    "for-us-alone": (text("User-agent: nianbao\nUser-agent: x\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), NOTHING),
    "longest-wins": (text("User-agent: *\nAllow: /gk/nb/\nDisallow: /gk/\nDisallow: /*b_*.html$\n"), WITHOUT_B),
    "moved": (
        {"/robots.txt": Reply("", 301, {"Location": "/r/2.txt"}), "/r/2.txt": Reply("", 302, {"Location": "3.txt"}),
         "/r/3.txt": Reply(SECRET, headers=TEXT)},
        WITHOUT_B,
    ),
    "moved-around": ({"/robots.txt": Reply("", 302, {"Location": "/robots.txt"})}, NOTHING),
    "long": (text(SECRET + "# x\n" * 3_000_000), WITHOUT_B),
    "short-bodied": ({"/robots.txt": Reply(SECRET, headers=TEXT, announce=999)}, WITHOUT_B),
}  # fmt: skip
"""What a host answers, and which of its two reports are asked for; None: no page at all."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Seen]], sqlite3.Connection]:
    """One walk of a portal for each case: the requests of each, and the archive."""
    folder = tmp_path_factory.mktemp("robots")
    column: dict[str, Any] = {"/gk/nb/": listing(("a_10001.html", TITLE), ("b_10002.html", TITLE))}
    column |= {"/gk/nb/a_10001.html": article(TITLE), "/gk/nb/b_10002.html": article(TITLE)}
    slow = {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 1\n", headers=TEXT)}
    with contextlib.ExitStack() as stack:
        sites = {
            name: stack.enter_context(LoopSite({**column, **pages}))
            for name, pages in (*((name, found) for name, (found, _) in CASES.items()), ("slow", slow))
        }
        homes = {name: f"http://{name}.localhost:{site.port}/" for name, site in sites.items()}
        rows = (row(name, home, home + "gk/nb/") for name, home in homes.items())
        assert run(table(folder, *rows), folder / "a.db", {"RETRY_TIMES": "1"})["error"] is None
        return {name: site.seen for name, site in sites.items()}, sqlite3.connect(folder / "a.db")


@pytest.mark.parametrize("name", CASES)
def test_what_is_asked_for(asked: tuple[dict[str, list[Seen]], sqlite3.Connection], name: str) -> None:
    paths = [seen.path for seen in asked[0][name]]
    assert paths[0] == "/robots.txt"
    expected = CASES[name][1]
    if expected is None:
        assert not [path for path in paths if "/gk/" in path or path == "/"]
    else:
        assert sorted(path[7:8] for path in paths if "_1000" in path) == expected


def test_a_crawl_delay_is_kept(asked: tuple[dict[str, list[Seen]], sqlite3.Connection]) -> None:
    times = [seen.began for seen in asked[0]["slow"]]
    assert len(times) == 4
    assert min(after - before for before, after in pairwise(times[1:])) >= 1


def test_why_a_host_was_left_alone_is_said(asked: tuple[dict[str, list[Seen]], sqlite3.Connection]) -> None:
    sql = "SELECT message FROM problems WHERE portal = ? AND seen = 'robots' AND severity = 'warning' LIMIT 1"
    said = {name: asked[1].execute(sql, (name,)).fetchone()[0] for name in ("error", "moved-around", "rules")}
    assert "robots.txt could not be read (status 500)" in said["error"]
    assert "robots.txt could not be read (status 302 leads to itself)" in said["moved-around"]
    assert "robots.txt forbids it" in said["rules"]


def test_of_a_long_file_the_beginning_holds() -> None:
    body = b"User-agent: *\n" + b"Disallow: /aaaaaaa\n" * 100_000
    kept = rules_of(body)
    assert LONGEST_FILE - 20 < len(kept) <= LONGEST_FILE
    assert kept.endswith(b"Disallow: /aaaaaaa")


def test_a_path_that_is_not_in_utf8_stands_there_as_sent_and_as_read() -> None:
    assert rules_of("Disallow: /公开\n".encode("gbk")).splitlines() == [
        b"Disallow: /%B9%AB%BF%AA", "Disallow: /公开".encode()
    ]  # fmt: skip
    assert rules_of("Disallow: /公开".encode()) == "Disallow: /公开".encode()


def test_what_was_read_long_ago_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 9309, 2.4: a day. Here at once, so before every request; what it says in the meantime holds from then on."""
    monkeypatch.setattr(crawling, "CODE", f"import crawler.robots\ncrawler.robots.KEPT = 0\n{crawling.CODE}")
    reports = [(f"/gk/nb/{name}_10001.html", f"{name}{TITLE}") for name in "abcdef"]
    site = LoopSite({})

    def robots(seen: Seen) -> Reply:
        del seen
        given = [one.path for one in site.seen if one.path.startswith("/gk/nb/")]
        return Reply("User-agent: *\nDisallow: /gk/nb/\n" if len(given) > 1 else "", headers=TEXT)

    site.pages = {
        "/robots.txt": robots,
        "/gk/nb/": listing(*reports),
        **{path: article(title) for path, title in reports},
    }
    with site:
        home = f"http://x.localhost:{site.port}/"
        run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db", {"RETRY_TIMES": "0"})
        paths = site.paths()
    assert paths[:3] == ["/robots.txt", "/gk/nb/", "/robots.txt"]
    # A second one was let through before the first one was answered.
    assert 1 <= sum("10001" in path for path in paths) <= 2
    assert KEPT == 24 * 3600
