"""What a column names and only a script leads to that nobody understands: the walk says that it is missing."""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import nianbao, query
from unseen_sites import TOWNS, Answer, Site, Sites, documents, every, home, items, page, title_of

HELD = every((2020, 2021, 2022))
ROWS = [(f"/nb/a/{n}.html", title_of(*one)) for n, one in enumerate(HELD, 1)]
NEWEST, FIRST = ROWS[6:], ROWS[:4]

COLUMNS: dict[str, tuple[str, str]] = {
    "year-tabs": (
        f"<ul><li data-year=2022>2022年</li><li data-year=2021>2021年</li><li data-year=2020>2020年</li></ul>{items(NEWEST)}<script>Tabs.init(window['ba' + 'se']);</script>",
        "2021年, 2020年",
    ),
    "spelled-years": (
        f"<p><b onclick='y(this)'>二〇二一年</b> <b onclick='y(this)'>20年</b></p>{items(NEWEST)}",
        "二〇二一年, 20年",
    ),
    "menu-of-years": (
        f"<select onchange='turn(this)'><option>2022年</option><option>2021年</option><option>2020年</option></select>{items(NEWEST)}",
        "2021年, 2020年",
    ),
    "tabs-of-bodies": (
        f"<ul>{''.join(f'<li onclick=q({n})>{town}</li>' for n, town in enumerate(TOWNS))}</ul>"
        + items([(at, f"{title[-17:]}") for at, title in ROWS if "青石镇" in title]),
        "青石镇, 白云镇, 清水乡",
    ),
    "rows-that-a-script-opens": (
        items(ROWS[:8]) + f"<ul><li onclick='o(this)' data-k='9'>{ROWS[8][1]}</li></ul>",
        ROWS[8][1],
    ),
    "next-page": (f"{items(FIRST)}<a href='javascript:;' onclick='turn(this)'>下一页</a>", "下一页"),
    "numbers": (f"{items(FIRST)}<div><span>1</span><span>2</span><span>3</span></div>", "2"),
    "more": (f"{items(FIRST)}<div class=more>加载更多</div>", "加载更多"),
    "scrolled": (
        f"{items(FIRST)}<script>$(window).scroll(function () {{ if (near()) {{ more(); }} }}); function more() {{ $.ajax({{url: api(), data: made()}}) }}</script>",
        "what comes when the page is scrolled",
    ),
}
"""The body of a column's page, and what it names and leads nowhere with, by eye."""


def _site(name: str) -> Site:
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">政务公开</a>'),
        "/gk/": page("政务公开", "<a href='/nb/'>信息公开年报</a>"),
        "/nb/": page("信息公开年报", COLUMNS[name][0]),
        **documents(HELD, "/nb/a/{n}.html"),
    }
    return Site(name, pages, set(), 99)


def bodies_without_reports() -> Site:
    """Two towns of a directory have a column; the third one's page leads to no report."""
    codes = dict(zip(TOWNS, ("qs", "by", "qx"), strict=True))
    menu = "".join(f"<li><a href='/{code}/'>{town}</a></li>" for town, code in codes.items())
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">信息公开目录</a>'),
        "/gk/": page("信息公开目录", f"<ul>{menu}</ul>"),
        "/qx/": page("清水乡", "<p>清水乡简介。</p>"),
    }
    for town in TOWNS[:2]:
        mine = [row for row in ROWS if town in row[1]]
        pages[f"/{codes[town]}/"] = page(town, f"<a href='/{codes[town]}/nb/'>信息公开年报</a>")
        pages[f"/{codes[town]}/nb/"] = page("信息公开年报", items(mine))
    return Site("body-without", {**pages, **documents(HELD, "/nb/a/{n}.html")}, set(), 99)


@dataclass
class Walked:
    sites: Sites
    archive: Path

    def portal(self, name: str) -> str:
        return f"{name}-localhost-{self.sites.served[name].port}"


def _walk(sites: Sites, archive: Path, expect: int) -> Walked:
    """Crawl them all from their home pages; `expect` is the exit code."""
    urls = [word for name in sites.sites for word in ("--url", f"{sites.origin(name)}/")]
    nianbao("crawl", *urls, "--archive", str(archive), expect=expect, NIANBAO_ALLOW_LOOPBACK="1")
    return Walked(sites, archive)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    archive = tmp_path_factory.mktemp("unsaid") / "archive.db"
    made = [lambda name=name: _site(name) for name in COLUMNS]
    with Sites([*made, bodies_without_reports]) as sites:
        yield _walk(sites, archive, expect=1)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_list_is_short_of_what_it_names(walked: Walked, name: str) -> None:
    portal = walked.portal(name)
    told = query(walked.archive, f"SELECT state, reason FROM lists WHERE portal = '{portal}'")
    named = COLUMNS[name][1]
    assert told == [("short", f"{named} named, and nothing of it was found: what leads there is not understood")]
    assert query(walked.archive, f"SELECT outcome FROM crawl_portals WHERE portal = '{portal}'") == [("cut_short",)]


def test_a_body_whose_own_page_leads_to_no_report_is_told(walked: Walked) -> None:
    portal = walked.portal("body-without")
    told = query(walked.archive, f"SELECT outcome, message FROM crawl_portals WHERE portal = '{portal}'")
    assert told == [("walked", "the pages of 清水乡 led to no report")]
    short = query(walked.archive, f"SELECT agency, reason FROM lists WHERE portal = '{portal}' AND state = 'short'")
    assert short == [("清水乡", "the body's own page led to no report, as far as it was understood")]


WHOLE: dict[str, str] = {
    "headings": "".join(f"<h4>{town}</h4>{items([row for row in ROWS if town in row[1]])}" for town in TOWNS),
    "tabs-over-what-is-there": "<ul><li>2022年</li><li>2021年</li><li>2020年</li></ul>" + items(ROWS),
    "filter-of-all": f"<select><option>2022年</option><option>2021年</option><option>2010年</option></select>{items(ROWS)}",
    "pager-of-one": f"{items(ROWS)}<div><a class='disabled' onclick='go(2)'>下一页</a> 共1页</div>",
    "tabs-of-a-stylesheet": "<ul><li class=on onclick=sw(0)>2022年</li><li onclick=sw(1)>2021年</li><li onclick=sw(2)>2020年</li></ul>"
    + "".join(
        f"<div class='pane'>{''.join(f'<p><a href={at}>{title[3:6]}</a></p>' for at, title in ROWS if str(year) in title)}</div>"
        for year in (2022, 2021, 2020)
    ),
    "grouped": "".join(
        f"<div class=u onclick='fold(this)'>{town}</div><ul>{''.join(f'<li><a href={at}>{title[-17:]}</a></li>' for at, title in ROWS if town in title)}</ul>"
        for town in TOWNS
    ),
}
"""Columns that name much the same and show all of it."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    archive = tmp_path_factory.mktemp("whole") / "archive.db"

    def site(name: str) -> Site:
        made = _site("more")
        return Site(name, {**made.pages, "/nb/": page("信息公开年报", WHOLE[name])}, set(), 99)

    with Sites([lambda name=name: site(name) for name in WHOLE]) as sites:
        yield _walk(sites, archive, expect=0)


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_there_is_not_called_missing(whole: Walked, name: str) -> None:
    portal = whole.portal(name)
    assert query(whole.archive, f"SELECT outcome, message FROM crawl_portals WHERE portal = '{portal}'") == [
        ("walked", None)
    ]
    assert query(whole.archive, f"SELECT count(*) FROM reports WHERE portal = '{portal}'") == [(9,)]
