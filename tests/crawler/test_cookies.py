"""Cookies stay with the host and the portal that set them, and none makes us ask a stranger."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing
from scrapy import Request
from scrapy.downloadermiddlewares import cookies
from scrapy.downloadermiddlewares.cookies import _is_public_domain
from scrapy.http import Response
from scrapy.utils.test import get_crawler

import crawler.cookies
from crawler.cookies import MOST

TITLE = "样例县2022年政府信息公开工作年度报告"


def test_what_a_public_domain_is_is_known_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrapy's own way fetches the list of them from publicsuffix.org and raw.githubusercontent.com."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a foreign host is asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert cookies._split_domain.suffix_list_urls == ()
    assert _is_public_domain("gov.cn")
    assert _is_public_domain("ah.cn")
    assert not _is_public_domain("huoqiu.gov.cn")


def test_they_are_sent_back_to_their_own_host_only(tmp_path: Path) -> None:
    def site(name: str) -> dict[str, Any]:
        def flooding(seen: Any) -> Reply:
            del seen
            return Reply(article(TITLE).body, headers={"Set-Cookie": f"s={name}; Domain=localhost; path=/"})

        return {
            "/gk/nb/": Reply(
                listing(("a_10001.html", TITLE), ("b_10002.html", TITLE)).body, headers={"Set-Cookie": f"k={name}"}
            ),
            "/gk/nb/a_10001.html": flooding,
            "/gk/nb/b_10002.html": article(TITLE),
        }

    with LoopSite(site("x")) as x, LoopSite(site("y")) as y:
        homes = {name: f"http://{name}.localhost:{one.port}/" for name, one in (("x", x), ("y", y))}
        rows = (row(name, home, home + "gk/nb/") for name, home in homes.items())
        assert run(table(tmp_path, *rows), tmp_path / "a.db")["exit"] == 0
        for name, one in (("x", x), ("y", y)):
            sent = [seen.headers.get("Cookie", "") for seen in one.seen]
            assert sent[:2] == ["", ""]
            assert all(f"k={name}" in cookie for cookie in sent[2:])
            assert not [cookie for cookie in sent if ("y" if name == "x" else "x") in cookie.replace("; ", "")]


def test_a_flood_of_them_is_forgotten() -> None:
    middleware = crawler.cookies.Cookies.from_crawler(get_crawler())
    request = Request("http://x.localhost/")
    for number in range(MOST + 50):
        answer = Response(request.url, headers={"Set-Cookie": f"k{number}={'v' * 2000}; path=/"})
        middleware.process_response(request, answer)
    assert sum(len(jar) for jar in middleware.jars.values()) <= MOST
