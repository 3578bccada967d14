"""Lists that are not whole: a page that cannot be had, fewer entries than announced, an empty column among several."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing

from crawler.announced import announced

TITLE = "镇2022年政府信息公开工作年度报告"
HOME = Reply(f"<html><body><a href='/gk/nb/'>政府信息公开年报</a><p>{'样例县。' * 100}</p></body></html>")


def items(first: int, last: int) -> list[tuple[str, str]]:
    return [(f"/gk/nb/t20230101_{number}.html", f"第{number}{TITLE}") for number in range(first, last + 1)]


def site(lists: dict[str, Any], reports: int = 12) -> dict[str, Any]:
    """A portal with these lists and so many reports."""
    return {"/": HOME, **lists, **{path: article(title) for path, title in items(1, reports)}}


PAGER = '<div class="page">共12条 第{0}/3页 <a href="/gk/nb/">首页</a>{1}</div>'


def three_pages(**instead: Any) -> dict[str, Any]:
    """A list of 12 entries on three pages; `instead` of a page (two, three) something else."""
    pages = {
        "/gk/nb/": listing(*items(1, 4), more=PAGER.format(1, '<a href="/gk/nb/index_1.html">下一页</a>')),
        "/gk/nb/index_1.html": listing(*items(5, 8), more=PAGER.format(2, '<a href="/gk/nb/index_2.html">下一页</a>')),
        "/gk/nb/index_2.html": listing(*items(9, 12), more=PAGER.format(3, "")),
    }
    names = {"two": "/gk/nb/index_1.html", "three": "/gk/nb/index_2.html"}
    return pages | {names[name]: reply for name, reply in instead.items()}


def words_of_an_error(seen: Seen) -> Reply:
    del seen
    return Reply(f"<html><body><h1>系统繁忙</h1><p>{'请稍后再试。' * 90}</p><a href='/'>返回首页</a></body></html>")


def one_page(first: int, last: int, more: str) -> dict[str, Any]:
    """A list on one page."""
    return {"/gk/nb/": listing(*items(first, last), more=more)}


TURNS_BACK = listing(*items(1, 4), more=PAGER.format(1, '<a href="/gk/nb/?page=2">下一页</a>'))


def columns(a: Reply, b: Reply) -> dict[str, Any]:
    """A column of columns: one for each body."""
    links = "<li><a href='/gk/nb/a/'>南岳镇</a></li><li><a href='/gk/nb/b/'>北岳镇</a></li>"
    return {"/gk/nb/": listing(more=f"<ul>{links}</ul>"), "/gk/nb/a/": a, "/gk/nb/b/": b}


def menu_of(*names: str) -> str:
    """A menu beside every list, of all bodies."""
    return "<ul>" + "".join(f"<li><a href='/gk/nb/{name}/'>{MENU[name]}</a></li>" for name in names) + "</ul>"


MENU = {"a": "南岳镇", "b": "北岳镇"}
NONE = listing(more="<p>暂无相关信息！</p>")
FOUR = listing(*items(1, 4))
OTHER_NUMBERS = {
    "search": "<p>为您搜索到共6348条结果 首页 下一页</p>",
    "visits": "<p>您是本站第6348位访客，今日访问共6348条</p>",
    "comment": "<!--<div>共有<span>0</span>条信息</div>--><script>var countnum= 6348;</script>",
    "sentence": "<p>全年主动公开政府信息共6348条，其中规范性文件12条。</p>",
    "beyond": "<p>共6348条 第1/1页 首页 尾页</p>",
    "two": "<p>本地共6348条信息 首页 尾页</p><p>共4条 首页 尾页</p>",
}
NEXT_BY_SCRIPT = "<b onmouseup='pg.turn(2)'>下一页</b>"
CASES: dict[str, dict[str, Any]] = {
    "whole": three_pages(),
    "gone": three_pages(three=Reply("gone", 404)),
    "broken": three_pages(three=Reply("oops", 500)),
    "words": three_pages(three=words_of_an_error),
    "home": three_pages(three=Reply("", 302, headers={"Location": "/"})),
    "script": one_page(1, 4, PAGER.format(1, NEXT_BY_SCRIPT)),
    "pages": one_page(1, 4, f"<div>首页 上一页 {NEXT_BY_SCRIPT} 尾页 共3页</div>"),
    "back": {"/gk/nb/": TURNS_BACK, "/gk/nb/?page=2": TURNS_BACK},
    "more": one_page(1, 4, "<p>共3条记录 首页 尾页</p>"),
    "twice": {"/gk/nb/": listing(*items(1, 4), items(2, 2)[0], more="<p>共5条记录 首页 尾页</p>")},
    "empty": columns(FOUR, listing()),
    "none": columns(FOUR, NONE),
    "menu": columns(listing(*items(1, 4), more=menu_of("a", "b")), listing(more=menu_of("a", "b"))),
    "directory": {
        **columns(FOUR, listing(*items(5, 8))),
        "/gk/xz/": listing(name="乡镇信息公开目录", more=menu_of("a", "b")),
    },
    "emptied": columns(FOUR, listing(*items(5, 8))),
    "shrunk": one_page(1, 8, ""),
    "fewer": one_page(1, 8, "<p>共8条记录 首页 尾页</p>"),
    "grown": one_page(1, 2, ""),
    **{f"other{name}": one_page(1, 4, words) for name, words in OTHER_NUMBERS.items()},
}
AGAIN: dict[str, dict[str, Any]] = {
    "emptied": columns(FOUR, NONE),
    "shrunk": one_page(1, 7, ""),
    "fewer": one_page(1, 7, "<p>共7条记录 首页 尾页</p>"),
    "grown": one_page(1, 12, ""),
}


class Went:
    """What an archive says of one portal's last walk."""

    def __init__(self, archive: Path, name: str, home: str) -> None:
        with sqlite3.connect(archive) as db:
            here = f"WHERE portal = '{name}' AND crawl = (SELECT max(crawl) FROM crawl_portals WHERE portal = '{name}')"
            self.lists = [
                (url.partition(home)[2], *rest)
                for url, *rest in db.execute(f"SELECT url, state, found, expected, basis FROM lists {here} ORDER BY 1")
            ]
            self.problems = db.execute(
                f"SELECT kind, severity, seen, expected FROM problems {here} AND kind LIKE 'list_%' ORDER BY kind"
            ).fetchall()
            sql = f"SELECT outcome, replace(message, '{home}', ''), lists_complete FROM crawl_portals {here}"
            self.word, self.message, self.complete = db.execute(sql).fetchone()


@pytest.fixture(scope="module")
def went(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Went]:
    """Every case walked, those of AGAIN a second time; `exits` of the two crawls."""
    folder = tmp_path_factory.mktemp("lists")
    with ExitStack() as stack:
        served = {name: stack.enter_context(LoopSite(site(lists))) for name, lists in CASES.items()}
        homes = {name: f"http://{name}.localhost:{one.port}/" for name, one in served.items()}
        lines = {name: row(name, home, f"{home}gk/nb/") for name, home in homes.items()}
        home = homes["directory"]
        lines["directory"] = row("directory", home, f"{home}gk/nb/ {home}gk/xz/")
        options = {"RETRY_TIMES": "1"}
        ended = run(table(folder, *lines.values()), folder / "a.db", options)
        assert ended["exit"] == 1
        for name, lists in AGAIN.items():
            served[name].pages = site(lists)
        run(table(folder, *(lines[name] for name in AGAIN)), folder / "a.db", options)
    return {name: Went(folder / "a.db", name, home) for name, home in homes.items()}


def test_a_whole_list_is_told_with_the_words_of_its_pager(went: dict[str, Went]) -> None:
    one = went["whole"]
    assert (one.word, one.message, one.complete) == ("walked", None, 1)
    assert one.lists == [("gk/nb/", "whole", 12, 12, "共12条 第1/3页")]
    assert one.problems == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone", "status 404"),
        ("broken", "status 500"),
        ("words", "no entries, and it does not say that it is the column"),
    ],
)
def test_a_further_page_that_cannot_be_had(went: dict[str, Went], name: str, reason: str) -> None:
    one = went[name]
    assert (one.word, one.message, one.complete) == (
        "cut_short", f"gk/nb/: page 3 (gk/nb/index_2.html): {reason}", 0,
    )  # fmt: skip
    assert one.lists == [("gk/nb/", "broken", 8, 12, "共12条 第1/3页")]
    assert one.problems == [("list_broken", "error", "8", "12")]


def test_a_further_page_that_sends_to_the_homepage(went: dict[str, Went]) -> None:
    one = went["home"]
    told = "gk/nb/: page 3 (): the homepage stands in its place"
    assert (one.word, one.message, one.complete) == ("cut_short", told, 0)
    assert one.lists == [("gk/nb/", "broken", 8, 12, "共12条 第1/3页")]


def test_a_pager_whose_next_page_nobody_understands(went: dict[str, Went]) -> None:
    """What turns the page is a script that is not there."""
    one = went["script"]
    assert (one.word, one.message, one.complete) == ("cut_short", "gk/nb/: 4 of 12 entries (共12条 第1/3页)", 0)
    assert one.problems == [("list_short", "error", "4", "12")]


@pytest.mark.parametrize(
    "pager",
    [
        "<li class='total'>共 10 条</li><li><a>1</a></li><li><a>2</a></li><li><a>3</a></li>",
        "<span>共10条，2页</span><a onclick='PG._g(this,1)'>1</a><a onclick='PG._g(this,2)'>2</a>",
        "<span>共10条记录</span><a>‹</a><a>1</a><a>2</a><a>›</a>",
    ],
)
def test_a_pager_of_numbers_alone_says_how_long_its_list_is(pager: str) -> None:
    assert announced(f"<div>{pager}</div>").entries == 10


@pytest.mark.parametrize("words", ["受理来件共10条12345热线转来", "其中共10条12月公布"])
def test_a_sentence_with_figures_is_no_pager(words: str) -> None:
    assert announced(f"<p>{words}</p>").entries is None


def test_a_number_of_pages_alone_says_it_too(went: dict[str, Went]) -> None:
    assert (went["pages"].word, went["pages"].message) == ("cut_short", "gk/nb/: 1 of 3 pages (共3页)")


def test_a_server_that_does_not_heed_the_number_of_the_page(went: dict[str, Went]) -> None:
    assert (went["back"].word, went["back"].lists[0][1:4]) == ("cut_short", ("short", 4, 12))


def test_more_than_announced_is_a_note(went: dict[str, Went]) -> None:
    one = went["more"]
    assert (one.word, one.complete, one.problems) == ("walked", 1, [("list_longer", "info", "4", "3")])


def test_a_row_that_stands_twice_counts_twice(went: dict[str, Went]) -> None:
    assert (went["twice"].word, went["twice"].problems) == ("walked", [])


@pytest.mark.parametrize("name", OTHER_NUMBERS)
def test_numbers_that_count_something_else(went: dict[str, Went], name: str) -> None:
    one = went[f"other{name}"]
    assert (one.word, one.message, one.problems) == ("walked", None, [])


def test_one_empty_column_among_several(went: dict[str, Went]) -> None:
    one = went["empty"]
    assert (one.word, one.message, one.complete) == ("cut_short", "gk/nb/b/: a column without entries", 0)
    assert one.lists == [("gk/nb/a/", "whole", 4, None, None), ("gk/nb/b/", "empty", 0, None, None)]
    assert one.problems == [("list_empty", "error", "0", None)]


def test_a_menu_of_its_siblings_does_not_hide_that_a_column_is_empty(went: dict[str, Went]) -> None:
    assert (went["menu"].word, went["menu"].message) == ("cut_short", "gk/nb/b/: a column without entries")


def test_a_directory_of_columns_that_were_walked_already_is_not_empty(went: dict[str, Went]) -> None:
    """The second column of the line names the bodies that the first one has led to."""
    assert (went["directory"].word, went["directory"].problems) == ("walked", [])


def test_an_empty_column_that_says_so_is_whole(went: dict[str, Went]) -> None:
    assert (went["none"].word, went["none"].complete) == ("walked", 1)
    assert went["none"].lists[1] == ("gk/nb/b/", "whole", 0, None, "暂无相关信息")


def test_one_that_had_entries_is_not(went: dict[str, Went]) -> None:
    one = went["emptied"]
    assert (one.word, one.message) == ("cut_short", "gk/nb/b/: 4 entries at the walk before, none now")


def test_fewer_than_before_and_many_more_are_told(went: dict[str, Went]) -> None:
    assert [went[name].word for name in ("shrunk", "fewer", "grown")] == ["walked"] * 3
    assert went["shrunk"].problems == [("list_shrank", "error", "7", "8")]
    # Its pager says 共7条: one was taken off, and the list is whole.
    assert went["fewer"].problems == [("list_shrank", "warning", "7", "8")]
    assert went["grown"].problems == [("list_grew", "warning", "12", "2")]
