"""What a family's module makes of one page, where no sample portal shows it."""

from __future__ import annotations

from scrapy.settings import Settings

from crawler.family import FamilySpider
from crawler.page import page_of_text
from crawler.paging import article_pages, read_pager
from crawler.portal import Portal
from spiders.portals import spider_class


def spider(family: str, years: str = "") -> FamilySpider:
    made = spider_class([Portal("x", "x", "", "", None, "http://x.gov.cn/", (), family, years=years)])()
    made.settings = Settings()
    return made


def asked(walker: FamilySpider, url: str, text: str) -> list[str]:
    page = page_of_text(url, text)
    meta = {"kind": "list", "depth": 0, "chain": url, "number": 1, "fresh": True}
    return [request.url for request in walker.extra_requests(page, walker.context(), meta)]


def test_lonsun_units_below_a_folder_keep_it() -> None:
    """黄冈 and 祁门 have their units at /zwgk/public/column/…"""
    text = "<a href='/zwgk/public/column/6602421?type=4&action=list'>双河镇</a>"
    assert asked(spider("lonsun"), "http://x.gov.cn/zwgk/public/", text) == [
        "http://x.gov.cn/zwgk/public/column/6602421?type=3"
    ]


def test_lonsun_reports_by_unit_and_year() -> None:
    text = "<a href='/public/column/6597081?type=3&action=detail&nav=3&title=2022'>2022年</a>"
    found = asked(spider("lonsun", "2020-2022"), "http://x.gov.cn/public/column/6597081?type=3", text)
    assert [url[-4:] for url in found] == ["2020", "2021", "2022"]
    assert asked(spider("lonsun"), "http://x.gov.cn/public/column/6597081?type=3", text) == []


def test_lonsun_lists_whose_own_address_counts_pages() -> None:
    """海北: &pageIndex=N of the column's address, from 1, answered by the server."""
    page = page_of_text("http://x.gov.cn/public/column/1?type=3&pageIndex=1", "<p>共3页</p>")
    assert read_pager(page).following == ("http://x.gov.cn/public/column/1?type=3&pageIndex=2",)


def test_trs_pages_of_an_article() -> None:
    """createPageHTML with the article's own name: a report split into three pages."""
    url = "http://x.gov.cn/zfxxgknb/201708/t20170803_1095855.html"
    page = page_of_text(url, '<p>一</p><script>createPageHTML(3, 0, "t20170803_1095855", "html");</script>')
    assert article_pages(page) == [url.replace(".html", f"_{number}.html") for number in (1, 2)]
    assert article_pages(page_of_text(url.replace(".html", "_1.html"), "<p>二</p>")) == []


def test_trs_lists_that_count_from_one() -> None:
    """延安 has /zfxxgknb/1.html, /2.html behind numbered links; elsewhere index_1 is the second page, or the first."""
    links = "".join(f"<a href='/zfxxgknb/{number}.html'>{number}</a>" for number in (1, 2, 3))
    assert read_pager(page_of_text("http://x.gov.cn/zfxxgknb/1.html", links)).following == (
        "http://x.gov.cn/zfxxgknb/2.html",
        "http://x.gov.cn/zfxxgknb/3.html",
    )
    one = page_of_text("http://x.gov.cn/nb/", '<script>createPageHTML(3, 1, "index", "html");</script><p></p>')
    assert read_pager(one).following == ("http://x.gov.cn/nb/index_2.html", "http://x.gov.cn/nb/index_3.html")


def test_ucap_searches_of_three_names() -> None:
    """/common/search/, /search/ and /searchList/ with the channel's GUID from the page's script; the first page only is
    embedded."""
    guid = "8c1f0d3e7a5b4c62b0f5a92e11d47c36"
    for name in ("common/search", "search", "searchList"):
        text = (
            f'<script>var articleList = [{{"title": "a", "urls": "/x/c1/202001/{guid}.shtml"}}]; var total = 30;'
            f'load("/{name}/{guid}?_isAgg=true&page=" + 2);</script><p></p>'
        )
        found = asked(spider("ucap"), "http://x.gov.cn/x/zfxxgknb18/pc/list.html", text)
        assert found == [f"http://x.gov.cn/{name}/{guid}?_isAgg=true&_isJson=true&_pageSize=50&_template=index&page=1"]


def test_ucap_shells_that_lead_to_a_first_channel() -> None:
    text = "<html><script>window.location.href='/fcsrmzf/bjzfxxgknb/pc/list.html';</script></html>"
    page = page_of_text("http://x.gov.cn/fcsrmzf/zfxxgknb/redirect_firstChannel.shtml", text)
    assert page.redirect == "http://x.gov.cn/fcsrmzf/bjzfxxgknb/pc/list.html"


def test_openness_forms_of_addresses() -> None:
    text = "<a href='/openness/OpennessAnnualReport/year/show/341/2022.html'>花园乡2022年</a>"
    assert asked(spider("openness", "2021-2022"), "http://x.gov.cn/openness/", text) == [
        "http://x.gov.cn/openness/OpennessAnnualReport/year/show/341/2021.html",
        "http://x.gov.cn/openness/OpennessAnnualReport/year/show/341/2022.html",
    ]
