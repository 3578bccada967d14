"""Pages that lead on for ever: calendars, pagers without end, growing paths, sessions and orders in addresses."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler import list_walk
from spiders.portals import portal_of_address, spider_classes

TITLE = "镇2022年政府信息公开工作年度报告"
REPORTS = [(f"/gk/nb/t_1000{number}.html", f"第{number}{TITLE}") for number in range(3)]


class Endless(dict[str, Any]):
    """Any path has a page."""

    def __init__(self, answer: Callable[[Seen], Reply]) -> None:
        self.answer = answer

    def get(self, key: str, default: object = None) -> Any:
        del default
        if re.fullmatch(r".*/t_1\d{4,}\.html(?:\?.*)?", key):
            return article(TITLE)
        return Reply("gone", 404) if key == "/robots.txt" else self.answer


def walk(folder: Path, answer: Callable[[Seen], Reply], **options: str) -> tuple[dict[str, Any], list[str], set[str]]:
    """The result, the paths asked for, and the paths of what is held to be a document."""
    with LoopSite(Endless(answer)) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(folder, row("x", home, home + "gk/nb/")), folder / "a.db", dict(options))
        paths = site.paths()
    with sqlite3.connect(folder / "a.db") as db:
        kept = {url.partition(home)[2] for (url,) in db.execute("SELECT url FROM captures WHERE url LIKE '%/t_1%'")}
    return result, paths, kept


OF_ALL = {path[1:] for path, _ in REPORTS}


def calendar(seen: Seen) -> Reply:
    """上一月 and 下一月 on every page, and single arrows."""
    month = int(seen.path.rpartition("=")[2]) if "=" in seen.path else 100
    days = "".join(f'<a href="/gk/day?d={month}-{day}">{day}</a>' for day in range(1, 29))
    turn = f'<a href="/gk/nb/?m={month - 1}">&lt;</a><a href="/gk/nb/?m={month + 1}">&gt;</a>{days}'
    return listing(*REPORTS, more=turn)


def session(seen: Seen) -> Reply:
    """Every page has another session in all its addresses."""
    number = len(seen.path) + int(seen.began * 1e6)
    items = [(f"{path};jsessionid={number:X}?sid={number}", title) for path, title in REPORTS]
    return listing(*items, more=f'<a href="/gk/nb/;jsessionid={number:X}">政府信息公开年报</a>')


def growing(seen: Seen) -> Reply:
    """Links of the menu are relative without being meant so: /gk/nb/gk/nb/gk/nb/."""
    del seen
    menu = '<a href="gk/nb/">政府信息公开年报</a><a href="gk/">信息公开</a>'
    return listing(*REPORTS, more=menu)


def sorted_in_ways(seen: Seen) -> Reply:
    """Orders of one list, each leading to all others, more with every click."""
    query = seen.path.partition("?")[2]
    more = "".join(f'<a href="/gk/nb/?{query}&order={name}">按{name}排序</a>' for name in ("时间", "标题", "点击"))
    return listing(*REPORTS, more=more + f'<a href="/gk/nb/?{query}&order=1">政府信息公开年报</a>')


@pytest.mark.parametrize("trap", [calendar, session, growing, sorted_in_ways])
def test_a_trap_is_left_with_all_that_is_there(tmp_path: Path, trap: Callable[[Seen], Reply]) -> None:
    result, paths, kept = walk(tmp_path, trap)
    assert kept >= OF_ALL
    assert len(paths) <= 60
    assert result["outcomes"]["x"][0] in ("walked", "cut_short")


def pager(seen: Seen) -> Reply:
    """A next page with other documents, always."""
    page = int(seen.path.rpartition("=")[2]) if "page=" in seen.path else 1
    items = [(f"/gk/nb/t_1{page:04d}{number}.html", f"第{page}号{number}{TITLE}") for number in range(2)]
    return listing(*items, more=f'<a href="/gk/nb/?page={page + 1}">下一页</a>')


def test_a_pager_without_end_is_cut_short_and_said_to_be(tmp_path: Path) -> None:
    result, paths, _ = walk(tmp_path, pager, NIANBAO_PAGE_LIMIT="60")
    assert len(paths) <= 62
    assert (result["exit"], result["outcomes"]["x"][0]) == (1, "cut_short")


def the_same_page(seen: Seen) -> Reply:
    """下一页 leads to the same documents for ever."""
    page = int(seen.path.rpartition("=")[2]) if "page=" in seen.path else 1
    return listing(*REPORTS, more=f'<a href="/gk/nb/?page={page + 1}">下一页</a>')


def test_a_next_page_that_says_nothing_new_is_the_last(tmp_path: Path) -> None:
    result, paths, kept = walk(tmp_path, the_same_page)
    assert (result["exit"], result["outcomes"]["x"][0], kept) == (0, "walked", OF_ALL)
    assert len(paths) == 1 + 2 + 3


def test_a_list_longer_than_any_is_cut_short_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_walk, "LIST_PAGES", 3)
    (spider_class,) = spider_classes([portal_of_address("http://x.localhost/gk/nb/")]).values()
    spider = spider_class.from_crawler(get_crawler())
    home = "http://x.localhost/gk/nb/"
    waiting = list(spider.ask(home, "list", spider.context(), chain=home, start=True))
    walked = []
    while waiting:
        request = waiting.pop(0)
        walked.append(request.url)
        page = pager(Seen(request.url.partition("localhost")[2], "", {}, 0.0))
        answer = HtmlResponse(request.url, body=str(page.body).encode(), request=request)
        waiting += [found for found in spider.parse_list(answer) if found.meta["kind"] == "list"]
    assert walked == [home, f"{home}?page=2", f"{home}?page=3"]
    assert spider.cut_short == f"more than 3 pages of one list: {home}"
