"""What a link is and where it leads, on small pages that show one thing each."""

from __future__ import annotations

from crawler import links
from crawler.page import page_of_text

LIST = "http://x.gov.cn/xxgk-list-zfxxgknb.html"


def test_a_date_right_before_a_title_that_begins_with_a_year() -> None:
    text = (
        "<ul><li><span>2020-01-12</span><a href='/xxgk-show-1070.html'>2019年政府网站工作年度报表</a></li>"
        "<li><span>2015-06-01</span><a href='/xxgk-show-1063.html'>年度报告制度</a></li></ul>"
    )
    found = links.documents(page_of_text(LIST, text), LIST)
    assert [(link.url[-9:-5], link.date) for link in found] == [("1070", "2020-01-12"), ("1063", "2015-06-01")]


def test_a_breadcrumb_whose_dividers_are_drawn_by_the_style() -> None:
    text = (
        "<div class='breadcrumb'><span>当前位置：</span><ul><li><a href='/'>首页</a></li>"
        "<li><a href='/xz/'>乡镇</a></li><li><a href='/xz/jgz_73950/'>金贵镇</a></li>"
        "<li><a href='/xz/jgz_73950/nb/'>政府信息公开年报</a></li></ul></div>"
    )
    page = page_of_text("http://x.gov.cn/xz/jgz_73950/nb/", text)
    assert page.crumbs == ("首页", "乡镇", "金贵镇", "政府信息公开年报")
    assert links.unit_of(page) == "金贵镇"
    # What the breadcrumb leads back to is no column below this one.
    assert links.sub_columns(page, page.url) == []


def test_the_banner_of_a_site_heads_no_list() -> None:
    """Else every report of a county's portal would be taken for the county government's own."""
    banner = '<div class="header"><h2>霍邱县人民政府</h2></div>'
    report = '<ul><li><a href="/public/1/2.html">2020年政府信息公开工作年度报告</a></li></ul>'
    (link,) = page_of_text("http://x.cn/", f"<html><body>{banner}{report}</body></html>").links
    assert link.heading == ""
    (link,) = page_of_text("http://x.cn/", f"<html><body>{banner}<h3>众兴集镇</h3>{report}</body></html>").links
    assert link.heading == "众兴集镇"


def test_links_below_hundreds_of_open_elements() -> None:
    """An editor's page whose <div>s are never closed."""
    source = (
        f"<html><body>{'<div>' * 300}<a href='/a.html'>年报</a>{'<font>' * 300}<a href='/b.html'>指南</a></body></html>"
    )
    assert [link.url for link in page_of_text("http://x.gov.cn/", source).links] == [
        "http://x.gov.cn/a.html",
        "http://x.gov.cn/b.html",
    ]


def test_numbers_of_what_is_behind_an_entry_are_no_part_of_its_name() -> None:
    """A year in brackets is none; nor is the number of a document."""
    shown = (
        "政府信息公开年报(12)",
        "2022年（5篇）",
        "青石镇[3]",
        "年度报告（2022）",
        "关于印发方案的通知(3)",
        "第12号文件（2）",
    )
    source = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(shown))
    assert [link.text for link in page_of_text("http://x.gov.cn/", source).links] == [
        "政府信息公开年报",
        "2022年",
        "青石镇",
        "年度报告（2022）",
        "关于印发方案的通知(3)",
        "第12号文件（2）",
    ]
