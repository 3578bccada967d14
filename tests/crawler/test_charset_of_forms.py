"""What a page sends, it sends in its own encoding: the queries of forms and links on GBK sites."""

from __future__ import annotations

from pathlib import Path

from commands import nianbao, query
from loop_site import LoopSite, Reply

from crawler.page import read_page

TOWN = "%D5%C5%CF%EF%D5%F2"
"""张巷镇 in GBK."""
FORM = (
    '<html><head><meta charset="gb2312"><title>政府信息公开年报</title></head><body><h2>政府信息公开年报</h2>'
    '<form name="f" action="/nb/list.asp"{more}><input type="hidden" name="lm" value="年报"><select name="dw">'
    '<option value="">请选择单位</option><option value="张巷镇">张巷镇</option></select><select name="nd">'
    '<option value="2020">2020年</option><option value="2021">2021年</option></select></form></body></html>'
)
REPORT = (Path(__file__).parent.parent / "documents/real/reports/pingtan-2025.html").read_bytes()


def sent(page: str, codec: str) -> tuple[str, str | None]:
    (form,) = read_page("http://x.cn/nb/", page.encode(codec)).forms
    return form.sent({"dw": "张巷镇", "nd": "2021"})


def test_a_form_is_sent_in_the_encoding_of_its_page() -> None:
    there = f"lm=%C4%EA%B1%A8&dw={TOWN}&nd=2021"
    assert sent(FORM.format(more=""), "gbk") == (f"http://x.cn/nb/list.asp?{there}", None)
    assert sent(FORM.format(more=' method="post"'), "gbk") == ("http://x.cn/nb/list.asp", there)


def test_unless_it_names_another() -> None:
    address, _ = sent(FORM.format(more=' accept-charset="UTF-8"'), "gbk")
    assert address == "http://x.cn/nb/list.asp?lm=%E5%B9%B4%E6%8A%A5&dw=%E5%BC%A0%E5%B7%B7%E9%95%87&nd=2021"
    address, _ = sent(FORM.format(more=' accept-charset="gb2312"').replace('charset="gb2312"', "", 1), "utf-8")
    assert TOWN in address


def test_a_link_is_asked_for_as_a_browser_would() -> None:
    page = '<p>各镇</p><a href="/nb/镇/list.asp?dw=张巷镇&nd=2021&x=%B0%A1">张巷镇</a>'
    (link,) = read_page("http://x.cn/nb/", page.encode("gbk")).links
    assert link.url == f"http://x.cn/nb/镇/list.asp?dw={TOWN}&nd=2021&x=%B0%A1"
    (link,) = read_page("http://x.cn/nb/", page.encode()).links
    assert "dw=张巷镇" in link.url


def test_a_portal_that_understands_gbk_only(tmp_path: Path) -> None:
    """The column lets choose a body and a year; the server knows its towns in GBK."""
    held = '<ul><li><a href="/nb/1.html">张巷镇2021年政府信息公开工作年度报告</a><span>2022-01-09</span></li></ul>'
    page = f"<html><head><meta charset='gb2312'><title>政府信息公开年报</title></head><body>{held}</body></html>"
    empty = page.replace(held, "<p>暂无相关信息</p>")
    gbk = {"Content-Type": "text/html"}
    answers = {year: Reply((page if year == 2021 else empty).encode("gbk"), headers=gbk) for year in (2020, 2021)}
    pages = {
        "/nb/": Reply(FORM.format(more="").encode("gbk"), headers=gbk),
        **{f"/nb/list.asp?lm=%C4%EA%B1%A8&dw={TOWN}&nd={year}": reply for year, reply in answers.items()},
        "/nb/1.html": Reply(REPORT),
    }
    with LoopSite(dict(pages)) as site:
        url = f"http://x.localhost:{site.port}/nb/"
        nianbao("crawl", "--url", url, "--archive", str(tmp_path / "a.db"), NIANBAO_ALLOW_LOOPBACK="1")
        assert "/nb/1.html" in site.paths()
    assert query(tmp_path / "a.db", "SELECT count(*) FROM reports") == [(1,)]
