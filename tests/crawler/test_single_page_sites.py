"""Sites of one page that a script draws: they need a browser, and say so; they are neither blocked nor empty."""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

from pathlib import Path

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, listing
from scrapy.http import HtmlResponse
from unseen_sites import docx, report

from crawler.blocks import challenge
from crawler.page import page_of_text
from crawler.single_page import drawn_into, routes

VUE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=edge"><link rel="icon" href="/favicon.ico">'
    '<title>样例县</title><script defer="defer" src="/js/chunk-vendors.5c1f.js"></script><script defer="defer" src="/js/app.91b2.js"></script>'
    '<link href="/css/app.77aa.css" rel="stylesheet"></head><body><div id="app"></div></body></html>'
)
VITE = (
    '<!doctype html><html><head><meta charset="UTF-8"/><title>县</title><script type="module" crossorigin src="/assets/index-Bq.js"></script></head>'
    '<body><div id="root"><div class="loading">加载中…</div></div></body></html>'
)
ANGULAR = '<!doctype html><html><head><title>县</title><base href="/"></head><body><app-root></app-root><script src="runtime.js" defer></script></body></html>'
FRAGMENT = "<div class='xxgk_navli'><ul></ul></div><script>$('#p').page({pageCount:4});</script>"
"""A piece of a page, as an interface answers where nothing is left."""
STUB = (
    '<html><head><script src="/a8f3/c.js"></script></head><body><script>' + "var a=1;" * 60 + "</script></body></html>"
)


def answered(body: str) -> HtmlResponse:
    return HtmlResponse("http://x.localhost/", headers={"Content-Type": "text/html"}, body=body.encode())


@pytest.mark.parametrize("source", [VUE, VITE, ANGULAR], ids=["vue", "vite", "angular"])
def test_an_empty_place_for_a_script_is_no_challenge(source: str) -> None:
    assert challenge(answered(source)) is None
    assert drawn_into(page_of_text("http://x.localhost/", source))


def test_a_piece_of_a_page_is_no_challenge() -> None:
    assert challenge(answered(FRAGMENT)) is None
    assert challenge(answered(STUB)) == "a page of nothing but a script"


@pytest.mark.parametrize("source", [VUE, VITE], ids=["vue", "vite"])
@pytest.mark.parametrize("where", ["home", "list"])
def test_such_a_site_needs_a_browser(tmp_path: Path, source: str, where: str) -> None:
    with LoopSite({"/": Reply(source), "/nb/": Reply(source)}) as site:
        home = f"http://x.localhost:{site.port}/"
        line = row("x", home, f"{home}nb/" if where == "list" else "")
        result = run(table(tmp_path, line), tmp_path / "a.db")
    word, message, _ = result["outcomes"]["x"]
    told = "list" if where == "list" else "page"
    at = f"{home}nb/" if where == "list" else home
    assert (result["exit"], word) == (1, "no_column")
    assert message == f"the {told} at {at} is drawn by a script; a line with browser=lists draws it"


def test_columns_behind_a_hash_are_lists_that_were_not_read(tmp_path: Path) -> None:
    """One column is an ordinary page, the other an address that only a script opens."""
    menu = (
        "<a href='/gk/nb/'>政府信息公开年报</a><a href='/xxgk/#/list?id=3302'>乡镇政府信息公开年报</a>"
        f"<a href='/xxgk/#/guide'>公开指南</a><p>{'样例县。' * 100}</p>"
    )
    title = "南岳镇2022年政府信息公开工作年度报告"
    pages = {
        "/": Reply(f"<html><body>{menu}</body></html>"),
        "/xxgk/": Reply(VUE),
        "/gk/nb/": listing(("/gk/nb/1.html", title)),
        "/gk/nb/1.html": report("南岳镇", 2022, title),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home)), tmp_path / "a.db")
    word, message, documents = result["outcomes"]["x"]
    assert (result["exit"], word, documents) == (1, "cut_short", 1)
    assert message == f"{home}xxgk/#/list?id=3302: stands behind a # that only a script opens: it needs a browser"


def test_a_site_whose_way_is_behind_a_hash_needs_a_browser(tmp_path: Path) -> None:
    menu = f"<a href='#/home'>首页</a><a href='#/xxgk'>政府信息公开</a><p>{'样例县。' * 100}</p>"
    with LoopSite({"/": Reply(f"<html><body>{menu}</body></html>")}) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home)), tmp_path / "a.db")
    message = f"the page at {home}#/xxgk stands behind a # that only a script opens: it needs a browser"
    assert result["outcomes"]["x"][:2] == ["no_column", message]


def test_links_behind_a_hash() -> None:
    source = "<a href='#/list?id=1'>年报</a><a href='/a/#!/b'>指南</a><a href='#top'>返回顶部</a><a href='index#3011'>年报</a><a href='/c/'>栏目</a>"
    found = list(routes(page_of_text("http://x.localhost/a/", source)))
    assert found == [("年报", "http://x.localhost/a/#/list?id=1"), ("指南", "http://x.localhost/a/#!/b")]


TEMPLATE = (
    "<html><head><title>样例县</title></head><body><div id=app><h1>{{ info.title }}</h1><div v-html='info.content'></div></div><script>"
    "new Vue({ el: '#app', data: { info: {} }, created() { var id = location.search.split('=')[1]; axios.get('/api/article/' + id).then(r => { this.info = r.data }) } })</script></body></html>"
)
"""An article whose words only its script brings."""


FETCHED = (
    "<html><head><title>样例县</title></head><body><a href='/'>首页</a><h1>年度报告</h1><p>发布时间：2023-01-12</p><div id=c>正在加载…</div>"
    "<script>$.getJSON('/api/doc/7', function (d) { $('#c').html(d.content); });</script></body></html>"
)
"""An article around the place for its text."""


@pytest.mark.parametrize("source", [VUE, TEMPLATE, FETCHED], ids=["vue", "template", "fetched"])
def test_documents_that_a_script_draws_are_told_and_no_walk_is_whole_without_them(tmp_path: Path, source: str) -> None:
    """Four of them in a row: the host refuses nobody."""
    names = [(f"/gk/nb/d.html?id={n}", f"第{n}镇2022年政府信息公开工作年度报告") for n in (1, 2, 3, 4)]
    whole = {"/gk/nb/5.html": report("南岳镇", 2022)}
    pages = {
        "/": Reply(f"<html><body><a href='/gk/nb/'>政府信息公开年报</a><p>{'样例县。' * 100}</p></body></html>"),
        "/gk/nb/": listing(*names, ("/gk/nb/5.html", "南岳镇2022年政府信息公开工作年度报告")),
        **{path: Reply(source) for path, _ in names},
        **whole,
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home)), tmp_path / "a.db")
    word, message, _ = result["outcomes"]["x"]
    assert (result["exit"], word) == (1, "cut_short")
    assert message is not None
    assert message.endswith("is drawn by a script: it was not read")


def test_a_page_that_shows_a_file_is_not_waiting_for_a_script(tmp_path: Path) -> None:
    """Little text and a place for a script, but the file is there to be read."""
    viewer = '<html><head><script src="/v.js"></script></head><body><div id="app"><iframe src="/up/1.docx"></iframe></div></body></html>'
    pages = {
        "/": Reply(f"<html><body><a href='/gk/nb/'>政府信息公开年报</a><p>{'样例县。' * 100}</p></body></html>"),
        "/gk/nb/": listing(("/gk/nb/1.html", "南岳镇2022年政府信息公开工作年度报告")),
        "/gk/nb/1.html": Reply(viewer),
        "/up/1.docx": docx("南岳镇", 2022),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home)), tmp_path / "a.db")
    assert (result["exit"], result["outcomes"]["x"][0]) == (0, "walked")
