"""What journalists ask of the site (five views, ten questions), done in a browser by links and forms, with scripts and
without. Figures are read by eye from the samples' documents; `walked` says what was done to them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def home(request: pytest.FixtureRequest, walked_site: Served, browser: Browser) -> Iterator[Page]:
    """The home page in a new tab; a page that answers with an error fails the test."""
    context = browser.new_context(java_script_enabled=request.param, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(f"{answer.status} {answer.url}") if answer.status > 399 else None)
    page.goto(walked_site.url + "/")
    yield page
    context.close()
    assert failed == []


def row(page: Page, *texts: str) -> Locator:
    """The table row that holds all these texts."""
    found = page.locator("tr")
    for text in texts:
        found = found.filter(has_text=text)
    return found.first


def follow(page: Page, name: str | re.Pattern[str], within: str = "main") -> None:
    page.locator(within).get_by_role("link", name=name).first.click()


def to(page: Page, name: str) -> None:
    """One of the main pages, by the links in every page's head."""
    follow(page, re.compile("^" + name), "header nav")


def ask(page: Page, words: str) -> None:
    page.locator("main").get_by_role("searchbox").fill(words)
    page.locator("main").get_by_role("button", name="检索").click()


def downloaded(page: Page, name: str | re.Pattern[str]) -> bytes:
    with page.expect_download() as started:
        follow(page, name)
    return Path(started.value.path()).read_bytes()


def test_what_changed_and_what_stood_there_before(home: Page) -> None:
    follow(home, "全部改动与撤下")
    follow(home, re.compile("^数字改了"))
    [entry] = home.locator(".log > li").all()
    assert "南岳镇 2020 年度" in entry.inner_text()
    assert "政府集中采购（采购项目数量） 34 → 43" in entry.inner_text()
    assert "两次查看之间" in entry.inner_text()
    follow(home, "对照两次内容")
    follow(home, "只看不同之处")
    assert home.locator("tr.differs td").all_inner_texts()[1:] == ["34", "43"]
    follow(home, "43", "tr.differs")
    assert home.locator(".big-number").inner_text() == "43"
    assert home.locator("#lit").inner_text().startswith("43")
    assert ["34"] in [cells.locator("td.num").all_inner_texts() for cells in home.locator("#history tr").all()]


def test_one_history_of_a_report_that_went_and_came_back_with_other_figures(home: Page) -> None:
    follow(home, "全部改动与撤下")
    follow(home, re.compile("^不见了"))
    gone = home.locator(".log > li").all_inner_texts()
    assert sorted(entry.split(" 2")[0] for entry in gone) == ["东宁镇", "平潭综合实验区地方税务局"]
    assert all("原网址可打开 live → 原网址打不开" in entry for entry in gone)
    assert "这不等于撤回" in home.locator("main").inner_text()
    follow(home, "东宁镇 2020 年度")
    told = home.locator("#changes li").all_inner_texts()
    assert [bool(re.search(sign, " ".join(told))) for sign in ("72 条", "27 条", "打不开", "可打开")] == [True] * 4
    assert "正文 一、总体情况" in " ".join(told)
    assert "27 条" in home.locator("#text").inner_text()


def test_zero_and_blank_are_apart(home: Page) -> None:
    to(home, "指标")
    follow(home, "谁报告新收申请为 0？")
    follow(home, re.compile("^乡镇"), "nav[aria-label='级别 Level']")
    follow(home, "2020", "#years ~ div table")
    assert home.locator("tr.here td").all_inner_texts()[:3] == ["3", "1", "1"], (
        "样例单位 0; 南岳镇, 金贵镇 1; 东宁镇 blank"
    )
    figures = {line.locator("th").inner_text(): line.locator("td").nth(2).inner_text()
               for line in home.locator("table.bodies tbody tr").all()}  # fmt: skip
    assert {name: figure.split()[0] for name, figure in figures.items()} == {
        "东宁镇": "空白（未填，不等于", "南岳镇": "1", "贺兰县金贵镇": "1", "样例单位 6601321": "0",
    }  # fmt: skip


def test_what_does_not_add_up_with_both_numbers(home: Page) -> None:
    follow(home, re.compile("^某列：第一项加第二项之和"))
    entry = home.locator("main li", has_text="南岳镇").first.inner_text()
    assert "2020" in entry
    assert re.search(r"1\D+0", entry), "requests received 1, outcomes 0"
    assert "线索" in home.locator("main").inner_text()
    with home.expect_navigation():
        follow(home, "同样的行作为数据表")
    assert "balance" in home.locator("table.rows-and-columns").inner_text()


def test_who_reports_no_request_and_has_cases(home: Page) -> None:
    follow(home, re.compile("^谁报“零申请”却有复议诉讼"))
    main = home.locator("main").inner_text()
    entry = home.locator("main li", has_text="市场监督管理局").first.inner_text()
    assert "新收申请为 0，却有行政复议 2 件" in entry
    assert home.locator("main li", has_text="东样镇").count() == 0, "0 and no case"
    assert home.locator("main li", has_text="西样镇").count() == 0, "blank is not 0"
    assert "以前年度" in main, "what may innocently cause it"
    follow(home, "市场监督管理局")
    home.locator("#disclosure_requests").get_by_role("link", name="0", exact=True).first.click()
    assert "该单位报告为 0" in home.locator("main").inner_text()


def test_a_county_against_its_bureaus_and_towns(home: Page) -> None:
    follow(home, re.compile("^县里的数和各局、各镇加起来对得上吗"))
    entry = home.locator("main li", has_text="一、本年新收政府信息公开申请数量").first.inner_text()
    assert re.search(r"总计为 30，所见 10 个单位（存档所知应有 10 个）之和为 48", entry)
    home.goto(re.match("http://[^/]+/", home.url).group())  # type: ignore[union-attr]
    follow(home, "各县各年")
    follow(home, "虚设县")
    assert re.search("应有 11 个单位.*已见 0.*未见 11", home.locator("main").inner_text()), "2025, walked whole"
    line = row(home, "全县（市、区）汇总", "2024")
    assert line.locator("td").all_inner_texts()[1:4] == ["30", "18", "48\n10 个单位 bodies"]
    assert "本报告汇总全县各镇、各部门的数据" in line.inner_text(), "whose figures they are, quoted"
    follow(home, "2024", "nav[aria-label='年度 Year']")
    follow(home, re.compile("^新收申请"), "#units ~ div table thead")
    listed = [found.inner_text().split()[0] for found in home.locator("#units ~ div table tbody th").all()]
    assert listed[:4] == ["虚设县自然资源局", "虚设县人民政府", "虚设县住房和城乡建设局", "虚设县南样镇"]


def test_one_county_on_one_page(home: Page) -> None:
    follow(home, "各县各年")
    follow(home, "平潭县")
    grid = home.locator("table.year-grid, .years-grid, table").first
    line = grid.locator("tr", has_text="平潭综合实验区").first.inner_text()
    assert "154" in line
    main = home.locator("main").inner_text()
    assert re.search(r"应有 \d+ 个单位.*已见 \d+.*未见 \d+.*最后查看", main)
    assert "不可相加" in main
    assert "2025年，全区共收到政府信息公开申请154件" in row(home, "全县（市、区）汇总", "154").inner_text()
    follow(home, re.compile("平潭综合实验区 2025 已见，新收申请 requests 154"))
    assert "平潭综合实验区" in home.locator("h1").inner_text()


def test_words_in_several_counties_as_a_spreadsheet(home: Page) -> None:
    ask(home, "信息处理费")
    assert home.locator(".found b").inner_text() == "5"
    first = home.locator(".results li", has_text="沭阳县人民政府 2025").inner_text()
    assert "收取信息处理费共计380元，其中民政局1件" in first
    lines = list(csv.DictReader(io.StringIO(downloaded(home, "CSV").decode("utf-8-sig"))))
    assert len(lines) == 5
    assert any("380元" in " ".join(map(str, line.values())) for line in lines)
    home.get_by_text("筛选与次序").click()
    home.get_by_label(re.compile("政府网站|portal")).first.select_option("pingtan")
    home.get_by_role("button", name="筛选").click()
    assert home.locator(".found b").inner_text() == "3"


def test_traditional_characters_and_full_width_figures_find_the_same(home: Page) -> None:
    ask(home, "信息處理費 ３８０")
    assert home.locator(".found b").inner_text() == "1"
    assert home.locator(".results h2").inner_text().startswith("沭阳县人民政府")
    assert "380" in home.locator(".results mark").all_inner_texts()


def test_who_refuses_for_which_reason(home: Page) -> None:
    to(home, "指标")
    follow(home, "谁最常答“不掌握”？")
    follow(home, re.compile("^县级"), "nav[aria-label='级别 Level']")
    follow(home, "2025", "#years ~ div table")
    first = home.locator("table.bodies tbody tr").first
    assert first.locator("th").inner_text() == "沭阳县人民政府"
    assert "111" in first.locator("td").all_inner_texts()
    assert re.search(r"111/718", first.inner_text()), "111 of 718 outcomes"
    data = downloaded(home, "CSV").decode("utf-8-sig")
    assert "321322-沭阳县" in data


def test_a_number_among_those_of_others(home: Page) -> None:
    ask(home, "信息处理费 380元")
    follow(home, re.compile("^沭阳县人民政府 2025"))
    home.locator("#disclosure_requests").get_by_role("link", name="713", exact=True).click()
    assert home.locator(".big-number").inner_text() == "713"
    assert "749 件" in home.locator("main").inner_text(), "713 new and 36 carried over, as the text says"
    assert "没有可以比较的同级单位" in home.locator("#peers").inner_text()
    follow(home, re.compile("^这一格在所有单位、所有年度"))
    assert "713" in row(home, "沭阳县人民政府").inner_text()


def test_bodies_of_one_function_side_by_side(home: Page) -> None:
    follow(home, re.compile("^全省住建局（或邻县）比一比"))
    follow(home, re.compile("^乡镇"))
    follow(home, "2020", "nav[aria-label='年度 Year']")
    follow(home, "浙江省")
    line = row(home, "南岳镇")
    assert line.locator("td").nth(1).inner_text() == "1"
    assert "中位数" in home.locator("main").inner_text()


def test_who_was_not_seen(home: Page) -> None:
    to(home, "未见")
    follow(home, "2025", "nav[aria-label='年度 Year']")
    assert "未见（截至最后查看）不等于未公开" in home.locator("main").inner_text()
    listed = [line.locator("th").inner_text() for line in home.locator("main table").last.locator("tbody tr").all()]
    assert any(name.startswith("张巷镇") for name in listed)
    assert not [name for name in listed if name.startswith(("沭阳县人民政府", "上海市人民政府办公厅"))], "seen for 2025"
    assert "2026-01-31" in home.locator("main").inner_text()
    feed = home.locator("head link[type='application/atom+xml']").first.get_attribute("href")
    answer = home.request.get(home.url.split("/not-seen")[0] + str(feed))
    assert "张巷镇" in answer.text()


def test_who_charged_fees(home: Page) -> None:
    follow(home, re.compile("^收过信息处理费"))
    line = row(home, "沭阳县人民政府", "380元")
    assert "收取信息处理费共计380元" in line.inner_text()
    follow(home, re.compile("0"), "nav[aria-label='怎么写的 What it says']")
    assert "0元" in row(home, "洪泽区人民政府").inner_text()
    assert "没有提到不等于没有收取" in home.locator("main").inner_text()


def test_who_copied_whom_side_by_side(home: Page) -> None:
    to(home, "雷同")
    assert "平潭县人民政府 2012" in home.locator("main").inner_text()
    follow(home, "并排看")
    sides = home.locator("main").inner_text()
    assert "2011" in sides
    assert "2012" in sides
    assert re.search("线索|不等于抄袭|说明不了|不是结论", sides)


def test_reconsideration_with_its_denominator(home: Page) -> None:
    to(home, "指标")
    follow(home, "谁被复议纠正得多？")
    follow(home, re.compile("^县级"), "nav[aria-label='级别 Level']")
    follow(home, "2025", "#years ~ div table")
    line = row(home, "沭阳县人民政府", "/61")
    assert re.search(r"10/61\D+16", line.inner_text()), "10 of 61 corrected"


def test_evidence_in_one_file(home: Page) -> None:
    ask(home, "南岳镇")
    follow(home, re.compile("^南岳镇 2020"))
    with zipfile.ZipFile(io.BytesIO(downloaded(home, re.compile("^下载存证包")))) as bundle:
        names = bundle.namelist()
        page = next(bundle.read(name).decode() for name in names if name.endswith(".html") and "/" not in name)
    assert "南岳镇" in page
    assert any(name.endswith((".warc", ".warc.gz")) for name in names), names
    original = downloaded(home, re.compile("^原始字节"))
    assert "南岳镇" in original.decode("utf-8", "replace") or original.startswith((b"%PDF", b"\x1f\x8b"))
    assert downloaded(home, re.compile("^WARC 记录"))[:2] in (b"WA", b"\x1f\x8b")


def test_how_to_cite_and_print(home: Page) -> None:
    ask(home, "信息处理费 380元")
    follow(home, re.compile("^沭阳县人民政府 2025"))
    cited = home.locator("#cite").inner_text()
    assert "沭阳县人民政府" in cited
    assert "@" in cited
    assert re.search("[0-9a-f]{64}", cited.lower())
    fixed = home.locator("#cite a").last.get_attribute("href")
    home.emulate_media(media="print")
    assert not home.locator("header.site").is_visible()
    assert home.locator("#disclosure_requests table").is_visible()
    home.emulate_media(media="screen")
    assert fixed
    home.goto(fixed if fixed.startswith("http") else home.url.split("/report/")[0] + fixed)
    assert "沭阳县人民政府" in home.locator("h1").inner_text()


def test_tables_keep_csv_json_facets_and_sql(home: Page) -> None:
    to(home, "数据表")
    home.get_by_role("link", name="reports", exact=True).first.click()
    base = home.url
    home.goto(base + "?_facet=report_year&_size=5")
    assert home.locator(".facet-info").count() >= 1
    answer = home.request.get(base + ".json?_shape=objects&agency=321322-%E6%B2%AD%E9%98%B3%E5%8E%BF")
    assert [found["report_year"] for found in json.loads(answer.text())["rows"]] == [2025]
    home.goto(base.rsplit("/", 1)[0] + "?sql=select+count(*)+as+n+from+reports")
    assert home.locator("table.rows-and-columns td").inner_text() == "33"


def test_method_codebook_downloads_and_feeds_are_one_link_away(home: Page) -> None:
    for name, said in (("数据包下载", "sqlite3"), ("方法与局限", "不等于"), ("表格字段", "row_label")):
        home.goto(re.match("http://[^/]+/", home.url).group())  # type: ignore[union-attr]
        follow(home, re.compile("^" + name))
        assert said in home.locator("main").inner_text()
    home.goto(re.match("http://[^/]+/", home.url).group())  # type: ignore[union-attr]
    feeds = [link.get_attribute("href") for link in home.locator("head link[type='application/atom+xml']").all()]
    assert {"/feed/reports.atom", "/feed/changes.atom", "/feed/withdrawals.atom", "/feed/problems.atom"} <= {*feeds}
    for feed in feeds:
        answer = home.request.get(re.match("http://[^/]+", home.url).group() + str(feed))  # type: ignore[union-attr]
        assert answer.ok
        assert answer.text().startswith("<?xml")


def test_by_keyboard_alone(walked_site: Served, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(walked_site.url + "/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "跳到正文 Skip to content"
    assert skip.bounding_box()["x"] >= 0, "seen when it has the focus"  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "q"
    assert page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.type("信息处理费")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        names.append(page.locator(":focus").inner_text())
        assert page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle") != "none", names[-1]
        if names[-1].startswith("洪泽区人民政府"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/**")
    assert "洪泽区人民政府" in page.locator("h1").inner_text()
    page.close()


def test_no_address_of_a_portal_learns_where_the_reader_came_from(walked_site: Served, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(walked_site.url + "/search?q=信息处理费")
    links = page.locator("a[href^='http']:not([href^='http://127.0.0.1'])").all()
    assert links
    assert all("noreferrer" in str(link.get_attribute("rel")) for link in links)
    page.close()
