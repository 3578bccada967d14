"""A busy host is left alone for as long as it asks, with everything; one that stays away is not asked for ever."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler import retrying
from crawler.retrying import Retrying, retry_after

TITLE = "镇2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("120", 120), (" 7 ", 7), ("99999999999999999999999", 999999999999), ("-5", None), ("1.5", None),
        ("soon", None), ("\xb2", None), ("", None), ("Fri, 31 Dec 1999 23:59:59 GMT", 0),
        ("Fri, 32 Dec 1999 23:59:59 GMT", None), ("Fri, 31 Dec 999999 23:59:59 GMT", None),
    ],
)  # fmt: skip
def test_what_retry_after_asks_for(value: str, seconds: float | None) -> None:
    assert retry_after(Response("http://x.localhost/", headers={"Retry-After": value.encode("latin-1")})) == seconds


def test_while_a_host_wants_to_be_left_alone_nothing_is_asked_of_it(tmp_path: Path) -> None:
    times: list[float] = []

    def busy(seen: Seen) -> Reply:
        times.append(seen.began)
        return article("甲" + TITLE) if len(times) > 1 else Reply("busy", 503, {"Retry-After": "2"})

    items = [(f"t_1000{number}.html", f"{number}{TITLE}") for number in range(6)]
    pages: dict[str, Any] = {"/gk/nb/": listing(*items), **{f"/gk/nb/{path}": article(text) for path, text in items}}
    pages["/gk/nb/t_10000.html"] = busy
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")["exit"] == 0
        assert len(times) == 2
        between = [seen.path for seen in site.seen if times[0] < seen.began < times[0] + 2]
    # One more may have been on its way.
    assert len(between) <= 1


def test_a_host_that_asks_three_times_to_come_back_another_day_is_left_alone(tmp_path: Path) -> None:
    items = [(f"t_1000{number}.html", f"{number}{TITLE}") for number in range(9)]
    away = {"Retry-After": "86400"}
    pages: dict[str, Any] = {"/gk/nb/": listing(*items)}
    pages |= {
        f"/gk/nb/{path}": Reply("busy", 429 if number % 2 else 503, away) for number, (path, _) in enumerate(items)
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
        assert len(site.seen) <= 6
    assert (result["exit"], result["outcomes"]["x"][0]) == (1, "blocked")
    assert "to come back in 86400 s" in result["outcomes"]["x"][1]


def test_a_host_that_answers_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = get_crawler(settings_dict={"RETRY_TIMES": 0, "DOWNLOAD_DELAY": 0})
    spider: Any = SimpleNamespace(name="x", cut_short=None, crawler=crawler)
    crawler.spider = spider
    middleware = Retrying.from_crawler(crawler)
    now = time.monotonic()
    for number in range(retrying.SILENT_REQUESTS):
        monkeypatch.setattr("crawler.retrying.time.monotonic", lambda number=number: now + 100 * number)
        request = Request(f"http://x.localhost/{number}")
        middleware.process_request(request)
        asyncio.run(middleware.process_exception(request, TimeoutError("no answer")))
    with pytest.raises(IgnoreRequest, match="none of 10 requests"):
        middleware.process_request(Request("http://x.localhost/next"))
    assert "x.localhost" in spider.cut_short
    middleware.process_request(Request("http://y.localhost/"))
