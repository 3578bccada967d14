"""The next page, whatever drives the pager; cases as portals and others' spiders show them."""

from __future__ import annotations

import pytest

from crawler.page import page_of_text
from crawler.paging import article_pages, read_pager, same_list

TRS = "<html><body><script>createPageHTML({call});</script><p>列表</p></body></html>"


@pytest.mark.parametrize(
    ("url", "call", "following"),
    [
        ("http://x.cn/nb/", '3, 0, "index", "html"', ["index_1.html", "index_2.html"]),
        ("http://x.cn/nb/", '1, 0, "index", "html"', []),
        ("http://x.cn/nb/index_1.html", '3, 1, "index", "html"', []),
        ("http://x.cn/nb/list.shtml", "'page', 3, 1, 'list', 'shtml', 41", ["list_2.shtml", "list_3.shtml"]),
        ("http://x.cn/nb/", '99999, 0, "index", "html"', []),
    ],
)
def test_create_page_html(url: str, call: str, following: list[str]) -> None:
    page = page_of_text(url, TRS.format(call=call))
    assert list(read_pager(page).following) == ["http://x.cn/nb/" + name for name in following]


def test_links_named_next() -> None:
    for text in ("下一页", "下页", "[下一页]", "下一页>", "&gt;", "&gt;&gt;", "›", "后一页", "Next"):
        page = page_of_text(
            "http://x.cn/nb/zcyzc.htm", f'<ul><a href="zcyzc/30.htm">{text}</a><a href="/b">上一页</a></ul>'
        )
        assert read_pager(page).following == ("http://x.cn/nb/zcyzc/30.htm",), text


def test_a_parameter_beside_an_announced_number_of_pages() -> None:
    url = "http://x.cn/public/column/1?type=3&pageIndex=2"
    assert read_pager(page_of_text(url, "<p>x</p><script>pageCount:3</script>")).following == (
        "http://x.cn/public/column/1?type=3&pageIndex=3",
    )
    assert read_pager(page_of_text(url, "<p>x</p><script>pageCount:2</script>")).following == ()


def test_script_links_are_no_pages() -> None:
    page = page_of_text("http://x.cn/nb/", '<a href="javascript:void(0)">下一页</a><a href="#">下一页</a>')
    assert read_pager(page).following == ()


def test_an_article_split_in_pages() -> None:
    url = "http://x.cn/nb/201708/t20170803_1095855.html"
    page = page_of_text(url, TRS.format(call='3, 0, "t20170803_1095855", "html"'))
    assert article_pages(page) == [url.replace(".html", "_1.html"), url.replace(".html", "_2.html")]
    other = page_of_text(url, '<a href="t20170804_1095999.html">下一页</a>')
    assert article_pages(other) == []


def test_pages_of_one_list() -> None:
    assert same_list("http://x.cn/nb/", "http://x.cn/nb/index_2.html")
    assert same_list("http://x.cn/nb/list.shtml", "http://www.x.cn/nb/list_2.shtml")
    assert same_list("http://x.cn/a.jsp?id=1&page=1", "http://x.cn/a.jsp?id=1&page=2")
    assert not same_list("http://x.cn/a.jsp?id=1&page=1", "http://x.cn/a.jsp?id=2&page=1")
    assert not same_list("http://x.cn/nb/", "http://x.cn/zn/index_2.html")
