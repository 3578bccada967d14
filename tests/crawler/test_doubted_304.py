"""Answers 304 that nobody may believe: to a request that named no copy, for another copy, by a firewall.

None of them counts as unchanged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import query
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing

LIST, ONE = "/gk/nb/", "/gk/nb/t20230101_10001.html"
TITLE = "样例县2022年政府信息公开工作年度报告"
STUB = "<html><head><script>" + "var a=1;" * 40 + "eval(a)</script></head><body></body></html>"
FIREWALLS = {
    "other-tag": {"ETag": '"of-the-firewall"'},
    "server": {"ETag": '"d1"', "Server": "YUNSUO-WAF"},
    "cookie": {"ETag": '"d1"', "Set-Cookie": "FSSBBIl1UgzbN7N80T=3x1; Path=/; HttpOnly"},
}


def unchanged(tag: str, reply: Reply) -> Callable[[Seen], Reply]:
    def answer(seen: Seen) -> Reply:
        if seen.headers.get("If-None-Match") == tag:
            return Reply(status=304, headers={"ETag": tag})
        return Reply(reply.body, headers={"ETag": tag})

    return answer


def statuses(archive: Path, path: str) -> list[tuple[object, ...]]:
    sql = "SELECT http_status, failure FROM captures WHERE url LIKE"
    return query(archive, f"{sql} '%{path}' ORDER BY fetched_at")


@pytest.mark.parametrize("name", FIREWALLS)
def test_a_304_of_a_firewall_is_asked_again_whole(tmp_path: Path, name: str) -> None:
    """The page behind it has changed meanwhile."""

    def behind(seen: Seen) -> Reply:
        asked = seen.headers.get("If-None-Match")
        return Reply(status=304, headers=FIREWALLS[name]) if asked else Reply(article(TITLE, "更正").body)

    with LoopSite({LIST: listing((ONE, TITLE)), ONE: unchanged('"d1"', article(TITLE))}) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + LIST[1:]))
        run(portals, tmp_path / "a.db")
        site.pages[ONE] = behind
        site.seen.clear()
        result = run(portals, tmp_path / "a.db")
        assert [seen.headers.get("If-None-Match") for seen in site.seen if seen.path == ONE] == ['"d1"', None]
    assert result["outcomes"]["x"][0] == "walked"
    assert statuses(tmp_path / "a.db", ONE) == [(200, None), (None, "doubted_304"), (200, None)]


def test_a_304_that_nobody_asked_for_is_no_answer(tmp_path: Path) -> None:
    """Neither at first sight nor of a page that gave nothing by which to name it."""
    first = Reply(f"<html><body><p>{'样例县。' * 100}</p></body></html>")
    with LoopSite({"/": first, LIST: listing((ONE, TITLE)), ONE: article(TITLE)}) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + LIST[1:]))
        run(portals, tmp_path / "a.db")
        site.pages[LIST] = Reply(status=304)
        site.seen.clear()
        result = run(portals, tmp_path / "a.db")
        assert site.paths().count(LIST) == 1
    word, message, _ = result["outcomes"]["x"]
    assert result["exit"] == 1
    assert word != "walked"
    assert "status 304 to a request that named no copy" in message
    assert statuses(tmp_path / "a.db", LIST) == [(200, None), (None, "doubted_304")]


def test_an_unchanged_page_of_a_firewall_is_refused_like_the_first(tmp_path: Path) -> None:
    """It sends validators for its own page, as it did when it stood there first."""
    with LoopSite({LIST: unchanged('"w"', Reply(STUB))}) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + LIST[1:]))
        first = run(portals, tmp_path / "a.db")
        again = run(portals, tmp_path / "a.db")
    assert [one["outcomes"]["x"][0] for one in (first, again)] == ["blocked", "blocked"]


def test_a_weak_tag_and_one_of_a_coding_name_the_same_copy(tmp_path: Path) -> None:
    def behind(seen: Seen) -> Reply:
        return Reply(status=304, headers={"ETag": 'W/"d1-gzip"'}) if seen.headers.get("If-None-Match") else Reply("x")

    with LoopSite({LIST: listing((ONE, TITLE)), ONE: unchanged('"d1"', article(TITLE))}) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + LIST[1:]))
        run(portals, tmp_path / "a.db")
        site.pages[ONE] = behind
        run(portals, tmp_path / "a.db")
    assert statuses(tmp_path / "a.db", ONE) == [(200, None), (304, None)]
