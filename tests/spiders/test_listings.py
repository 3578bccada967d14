"""Real listing pages: which of their links are reports, by eye (real_listings.csv), and what the walk makes of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crawler import links
from crawler.announced import announced, says_empty
from crawler.page import Page, read_page
from crawler.paging import read_pager

LISTINGS = Path(__file__).parent.parent / "documents/real/listings"


def page(name: str, url: str) -> Page:
    return read_page(url, (LISTINGS / name).read_bytes(), "text/html")


ADDRESSES = {
    "engebei-trs.html": "http://egb.ordos.gov.cn/xxgk/xxgknb/",
    "pingtan-trs-reduced.html": "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/",
    "mct-report-links.html": "https://zwgk.mct.gov.cn/zfxxgknb/",
    "handan-index-a.html": "http://hdzfxxgk.hd.gov.cn/gszbm/",
    "handan-index-b.html": "http://hdzfxxgk.hd.gov.cn/",
    "handan-gkzn.html": "http://hdzfxxgk.hd.gov.cn/zfxxgkzn/",
    "handan-list.html": "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/",
}
COLUMN = {"handan-index-b.html": 1, "handan-gkzn.html": 1, "engebei-trs.html": 1}
"""By eye: links to a column of annual reports (of 恩格贝 to itself); the other pages have none."""
BESIDE = {"engebei-trs.html": 6}
"""By eye: news among the items of the column, which the reader is left to judge; the other columns have none."""


def by_eye() -> dict[str, set[str]]:
    """The links that are reports, by page."""
    found: dict[str, set[str]] = {name: set() for name in ADDRESSES}
    with (Path(__file__).parent / "real_listings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["page"]].add(row["report"])
    return found


def test_every_page_is_here() -> None:
    assert {path.name for path in LISTINGS.glob("*.html")} == set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_reports_by_eye_are_those_that_are_found(name: str) -> None:
    url = ADDRESSES[name]
    seen, reports = page(name, url), by_eye()[name]
    taken = {link.url for link in links.documents(seen, url)} if reports else set()
    assert reports <= taken
    assert len(taken - reports) == BESIDE.get(name, 0)
    titled = {link.url for link in seen.links if links.is_report(link.text) and not links.is_column(link.text)}
    # The links of the ministry have addresses for texts: only the column says what they are.
    assert titled == (set() if name == "mct-report-links.html" else reports)
    columns = {link.url for link in seen.links if links.column_named(link)}
    assert len(columns) == COLUMN.get(name, 0)


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_they_say_of_their_length(name: str) -> None:
    """By eye: 恩格贝 says 共计 2 页. 邯郸's 共有0条信息 stands in a comment, its 6348 in a script; 共采集到 36 条 is no
    pager's."""
    text = (LISTINGS / name).read_text("utf-8", "replace")
    told = announced(text)
    assert (told.entries, told.pages) == (None, 2 if name == "engebei-trs.html" else None)
    assert says_empty(text) is None


def test_a_trs_column_with_news_among_reports() -> None:
    url = "http://egb.ordos.gov.cn/xxgk/xxgknb/"
    found = links.documents(page("engebei-trs.html", url), url)
    assert [(link.text, link.date) for link in found if links.is_report(link.text)] == [
        ("鄂尔多斯市2019年政府信息公开工作年度报告", "2020-09-03"),
        ("鄂尔多斯市人民政府办公室2019年政府信息公开工作年度报告", "2020-03-11"),
        ("鄂尔多斯市2018年政府信息公开年度报告", "2019-05-30"),
        ("内蒙古自治区2018年政府信息公开工作年度报告", "2019-05-30"),
    ]
    # All ten items of the column are taken: the reader judges.
    assert len(found) == 10
    assert all(link.url.startswith(url) for link in found)


def test_its_second_page() -> None:
    url = "http://egb.ordos.gov.cn/xxgk/xxgknb/"
    pager = read_pager(page("engebei-trs.html", url))
    assert pager.following == (url + "index_1.html",)
    assert pager.total == 2


def test_it_says_what_it_is() -> None:
    found = page("engebei-trs.html", "http://egb.ordos.gov.cn/xxgk/xxgknb/")
    assert found.crumbs == ("首页", "信息公开", "信息公开年报")
    assert links.looks_like_column(found)


def test_pingtan() -> None:
    url = "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/"
    found = page("pingtan-trs-reduced.html", url)
    assert [(link.text, link.date) for link in links.documents(found, url)][::9] == [
        ("平潭综合实验区2025年度政府信息公开工作年度报告", "2026-03-10"),
        ("平潭综合实验区2016年度政府信息公开工作年度报告", "2017-01-18"),
    ]
    assert len(links.documents(found, url)) == 10
    assert links.looks_like_column(found)


def test_a_ministry_whose_link_texts_are_addresses() -> None:
    url = "https://zwgk.mct.gov.cn/zfxxgknb/"
    assert len(links.documents(page("mct-report-links.html", url), url)) == 36


def test_the_way_from_a_citys_pages() -> None:
    for name in ("handan-index-b.html", "handan-gkzn.html"):
        found = page(name, "http://hdzfxxgk.hd.gov.cn/")
        columns = {link.url for link in found.links if links.is_column(link.text)}
        assert columns == {"http://hdzfxxgk.hd.gov.cn/zfxxgknb/"}, name
        ways = {link.text for link in found.links if links.is_way(link.text)}
        assert "政府信息公开" in ways
        assert not ways & {"政府信息公开指南", "依申请公开", "政策解读", "政府信息公开制度", "法定主动公开内容"}
        assert not [link.text for link in found.links if links.is_report(link.text) and not links.is_column(link.text)]


def test_bodies_are_told_from_menus() -> None:
    found = page("handan-gkzn.html", "http://hdzfxxgk.hd.gov.cn/zfxxgkzn/")
    bodies = {link.text for link in found.links if "/gszbm/" in link.url}
    assert len(bodies) == 44
    assert {name for name in bodies if not links.is_unit(name)} <= {"邯郸仲裁委", "市扶贫办", "市人防办"}
    others = {link.text for link in found.links if "/gszbm/" not in link.url and links.is_unit(link.text)}
    assert others == set()


def test_a_general_list_has_no_reports_but_pages() -> None:
    url = "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/"
    found = page("handan-list.html", url)
    assert not [link for link in found.links if links.is_report(link.text)]
    assert not links.looks_like_column(found)
    following = read_pager(found).following
    assert following[0] == url + "index_1.html"
    assert all(address.startswith(url + "index_") for address in following)


def test_a_platforms_front_page_has_no_report_and_no_column() -> None:
    """By eye: of 216 links one leads on (政府信息公开); 政府网站年度工作报表 is another form, no report."""
    found = page("handan-index-a.html", "http://hdzfxxgk.hd.gov.cn/gszbm/")
    assert not [link.text for link in found.links if links.is_column(link.text) or links.is_report(link.text)]
    forms = [link for link in found.links if "年度工作报表" in link.text]
    assert [link.url for link in forms] == ["http://hd.gov.cn/ztzl/ndgzbb"]
    assert "http://hdzfxxgk.hd.gov.cn/" in {link.url for link in found.links if links.is_way(link.text)}
