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
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PATIENCE = 60_000
"""Milliseconds for anything awaited: no machine is too slow."""


@pytest.fixture(autouse=True, scope="module")
def _patient() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def home(request: pytest.FixtureRequest, walked_site: Served, browser: Browser) -> Iterator[Page]:
    """The home page in a new tab; a page that answers with an error fails the test."""
    context = browser.new_context(java_script_enabled=request.param, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
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


def press(control: Locator) -> None:
    """Click what leads to another page and wait until that page is there whole: a read straight after a click may
    still see the page before, or half of the next."""
    with control.page.expect_navigation(wait_until="load"):
        control.click()


def link(page: Page, name: str | re.Pattern[str], within: str = "main") -> Locator:
    return page.locator(within).get_by_role("link", name=name).first


def follow(page: Page, name: str | re.Pattern[str], within: str = "main") -> None:
    press(link(page, name, within))


def says(page: Page, *texts: str | re.Pattern[str], within: str = "main") -> None:
    """What the page shows contains each of these, as soon as it is there."""
    for text in texts:
        expect(page.locator(within).first).to_contain_text(text, use_inner_text=True)


def each(found: Locator, count: int | None = None) -> list[Locator]:
    """All that a locator finds, in order, as soon as there are so many (None: any, but not none)."""
    if count is None:
        expect(found.first).to_be_visible()
    else:
        expect(found).to_have_count(count)
    return found.all()


def to(page: Page, name: str) -> None:
    """One of the main pages, by the links in every page's head."""
    follow(page, re.compile("^" + name), "header nav")


def ask(page: Page, words: str) -> None:
    page.locator("main").get_by_role("searchbox").fill(words)
    press(page.locator("main").get_by_role("button", name="检索"))


def downloaded(page: Page, name: str | re.Pattern[str]) -> bytes:
    with page.expect_download() as started:
        link(page, name).click()
    return Path(started.value.path()).read_bytes()


def test_what_changed_and_what_stood_there_before(home: Page) -> None:
    follow(home, "全部改动与撤下")
    follow(home, re.compile("^数字改了"))
    [entry] = each(home.locator(".log > li"), 1)
    expect(entry).to_contain_text("南岳镇 2020 年度")
    expect(entry).to_contain_text("政府集中采购（采购项目数量） 34 → 43", use_inner_text=True)
    expect(entry).to_contain_text("两次查看之间")
    follow(home, "对照两次内容")
    follow(home, "只看不同之处")
    [_, before, after] = each(home.locator("tr.differs td"), 3)
    expect(before).to_have_text("34")
    expect(after).to_have_text("43")
    follow(home, "43", "tr.differs")
    expect(home.locator(".big-number")).to_have_text("43")
    expect(home.locator("#lit")).to_have_text(re.compile("^43"))
    expect(home.locator("#history td.num", has_text=re.compile("^34$")).first).to_be_visible()


def test_one_history_of_a_report_that_went_and_came_back_with_other_figures(home: Page) -> None:
    follow(home, "全部改动与撤下")
    follow(home, re.compile("^不见了"))
    gone = [entry.inner_text() for entry in each(home.locator(".log > li"), 2)]
    assert sorted(entry.split(" 2")[0] for entry in gone) == ["东宁镇", "平潭综合实验区地方税务局"]
    assert all("原网址可打开 live → 原网址打不开" in entry for entry in gone)
    says(home, "这不等于撤回")
    follow(home, "东宁镇 2020 年度")
    told = [entry.inner_text() for entry in each(home.locator("#changes li"))]
    assert [bool(re.search(sign, " ".join(told))) for sign in ("72 条", "27 条", "打不开", "可打开")] == [True] * 4
    assert "正文 一、总体情况" in " ".join(told)
    says(home, "27 条", within="#text")


def test_zero_and_blank_are_apart(home: Page) -> None:
    to(home, "指标")
    follow(home, "谁报告新收申请为 0？")
    follow(home, re.compile("^乡镇"), "nav[aria-label='级别 Level']")
    follow(home, "2020", "#years ~ div table")
    assert [cell.inner_text() for cell in each(home.locator("tr.here td"))[:3]] == ["3", "1", "1"], (
        "样例单位 0; 南岳镇, 金贵镇 1; 东宁镇 blank"
    )
    figures = {line.locator("th").inner_text(): line.locator("td").nth(2).inner_text()
               for line in each(home.locator("table.bodies tbody tr"), 4)}  # fmt: skip
    assert {name: figure.split()[0] for name, figure in figures.items()} == {
        "东宁镇": "空白（未填，不等于", "南岳镇": "1", "贺兰县金贵镇": "1", "样例单位 6601321": "0",
    }  # fmt: skip


def test_what_does_not_add_up_with_both_numbers(home: Page) -> None:
    follow(home, re.compile("^某列：第一项加第二项之和"))
    entry = home.locator("main li", has_text="南岳镇").first.inner_text()
    assert "2020" in entry
    assert re.search(r"1\D+0", entry), "requests received 1, outcomes 0"
    says(home, "线索")
    press(home.locator("main").get_by_role("link", name="数据表 table").first)
    says(home, "balance", within="table.rows-and-columns")


def test_who_reports_no_request_and_has_cases(home: Page) -> None:
    follow(home, re.compile("^谁报“零申请”却有复议诉讼"))
    entry = home.locator("main li", has_text="市场监督管理局").first
    expect(entry).to_contain_text("新收申请为 0，却有行政复议 2 件", use_inner_text=True)
    expect(home.locator("main li", has_text="东样镇"), "0 and no case").to_have_count(0)
    expect(home.locator("main li", has_text="西样镇"), "blank is not 0").to_have_count(0)
    says(home, "以前年度")  # what may innocently cause it
    follow(home, "市场监督管理局")
    press(home.locator("#disclosure_requests").get_by_role("link", name="0", exact=True).first)
    says(home, "该单位报告为 0")


def test_a_county_against_its_bureaus_and_towns(home: Page) -> None:
    follow(home, re.compile("^县里的数和各局、各镇加起来对得上吗"))
    entry = home.locator("main li", has_text="一、本年新收政府信息公开申请数量").first.inner_text()
    assert re.search(r"总计为 30，所见 10 个单位（存档所知应有 10 个）之和为 48", entry)
    home.goto(re.match("http://[^/]+/", home.url).group())  # type: ignore[union-attr]
    follow(home, "各县各年")
    follow(home, "虚设县")
    says(home, re.compile("应有 11 个单位.*已见 0.*未见 11"))  # 2025, walked whole
    line = row(home, "全县（市、区）汇总", "2024")
    assert [cell.inner_text() for cell in each(line.locator("td"))[1:4]] == ["30", "18", "48\n10 个单位 bodies"]
    assert "本报告汇总全县各镇、各部门的数据" in line.inner_text(), "whose figures they are, quoted"
    follow(home, "2024", "nav[aria-label='年度 Year']")
    follow(home, re.compile("^新收申请"), "#units ~ div table thead")
    listed = [found.inner_text().split()[0] for found in each(home.locator("#units ~ div table tbody th"))]
    assert listed[:4] == ["虚设县自然资源局", "虚设县人民政府", "虚设县住房和城乡建设局", "虚设县南样镇"]


def test_one_county_on_one_page(home: Page) -> None:
    follow(home, "各县各年")
    follow(home, "平潭县")
    grid = home.locator("table.year-grid, .years-grid, table").first
    expect(grid.locator("tr", has_text="平潭综合实验区").first).to_contain_text("154")
    says(home, re.compile(r"应有 \d+ 个单位.*已见 \d+.*未见 \d+.*最后查看"), "不可相加")
    assert "2025年，全区共收到政府信息公开申请154件" in row(home, "全县（市、区）汇总", "154").inner_text()
    follow(home, re.compile("平潭综合实验区 2025 已见，新收申请 requests 154"))
    says(home, "平潭综合实验区", within="h1")


def test_words_in_several_counties_as_a_spreadsheet(home: Page) -> None:
    ask(home, "信息处理费")
    expect(home.locator(".found b")).to_have_text("5")
    first = home.locator(".results li", has_text="沭阳县人民政府 2025").inner_text()
    assert "收取信息处理费共计380元，其中民政局1件" in first
    lines = list(csv.DictReader(io.StringIO(downloaded(home, "CSV").decode("utf-8-sig"))))
    assert len(lines) == 5
    assert any("380元" in " ".join(map(str, line.values())) for line in lines)
    home.get_by_text("筛选与次序").click()
    home.get_by_label(re.compile("政府网站|portal")).first.select_option("pingtan")
    press(home.get_by_role("button", name="筛选"))
    expect(home.locator(".found b")).to_have_text("3")


def test_traditional_characters_and_full_width_figures_find_the_same(home: Page) -> None:
    ask(home, "信息處理費 ３８０")
    expect(home.locator(".found b")).to_have_text("1")
    expect(home.locator(".results h2")).to_have_text(re.compile(r"^\s*沭阳县人民政府"))
    expect(home.locator(".results mark").filter(has_text=re.compile("^380$")).first).to_be_visible()


def test_who_refuses_for_which_reason(home: Page) -> None:
    to(home, "指标")
    follow(home, "谁最常答“不掌握”？")
    follow(home, re.compile("^县级"), "nav[aria-label='级别 Level']")
    follow(home, "2025", "#years ~ div table")
    first = home.locator("table.bodies tbody tr").first
    expect(first.locator("th")).to_have_text("沭阳县人民政府")
    expect(first.locator("td").filter(has_text=re.compile(r"^\s*111\s*$"))).to_have_count(1)
    expect(first).to_contain_text("111/718")  # 111 of 718 outcomes
    data = downloaded(home, "CSV").decode("utf-8-sig")
    assert "321322-沭阳县" in data


def test_a_number_among_those_of_others(home: Page) -> None:
    ask(home, "信息处理费 380元")
    follow(home, re.compile("^沭阳县人民政府 2025"))
    press(home.locator("#disclosure_requests").get_by_role("link", name="713", exact=True))
    expect(home.locator(".big-number")).to_have_text("713")
    says(home, "749 件")  # 713 new and 36 carried over, as the text says
    says(home, "没有可以比较的同级单位", within="#peers")
    follow(home, re.compile("^这一格在所有单位、所有年度"))
    expect(row(home, "沭阳县人民政府")).to_contain_text("713")


def test_bodies_of_one_function_side_by_side(home: Page) -> None:
    follow(home, re.compile("^全省住建局（或邻县）比一比"))
    follow(home, re.compile("^乡镇"))
    follow(home, "2020", "nav[aria-label='年度 Year']")
    follow(home, "浙江省")
    expect(row(home, "南岳镇").locator("td").nth(1)).to_have_text("1")
    says(home, "中位数")


def test_who_was_not_seen(home: Page) -> None:
    to(home, "未见")
    follow(home, "2025", "nav[aria-label='年度 Year']")
    says(home, "未见（截至最后查看）不等于未公开", "2026-01-31")
    lines = each(home.locator("main table").last.locator("tbody tr"))
    listed = [line.locator("th").inner_text() for line in lines]
    assert any(name.startswith("张巷镇") for name in listed)
    assert not [name for name in listed if name.startswith(("沭阳县人民政府", "上海市人民政府办公厅"))], "seen for 2025"
    feed = home.locator("head link[type='application/atom+xml']").first.get_attribute("href")
    answer = home.request.get(home.url.split("/not-seen")[0] + str(feed))
    assert "张巷镇" in answer.text()


def test_who_charged_fees(home: Page) -> None:
    follow(home, re.compile("^收过信息处理费"))
    expect(row(home, "沭阳县人民政府", "380元")).to_contain_text("收取信息处理费共计380元")
    follow(home, re.compile("0"), "nav[aria-label='怎么写的 What it says']")
    expect(row(home, "洪泽区人民政府")).to_contain_text("0元")
    says(home, "没有提到不等于没有收取")


def test_who_copied_whom_side_by_side(home: Page) -> None:
    to(home, "雷同")
    says(home, "平潭县人民政府 2012")
    follow(home, "并排看")
    says(home, "2011", "2012", re.compile("线索|不等于抄袭|说明不了|不是结论"))


def test_reconsideration_with_its_denominator(home: Page) -> None:
    to(home, "指标")
    follow(home, "谁被复议纠正得多？")
    follow(home, re.compile("^县级"), "nav[aria-label='级别 Level']")
    follow(home, "2025", "#years ~ div table")
    line = row(home, "沭阳县人民政府", "/61")
    expect(line).to_contain_text(re.compile(r"10/61\D+16"), use_inner_text=True)  # 10 of 61 corrected


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
    expect(home.locator("header.site")).to_be_hidden()
    expect(home.locator("#disclosure_requests table")).to_be_visible()
    home.emulate_media(media="screen")
    assert fixed
    home.goto(fixed if fixed.startswith("http") else home.url.split("/report/")[0] + fixed)
    says(home, "沭阳县人民政府", within="h1")


def test_tables_keep_csv_json_facets_and_sql(home: Page) -> None:
    to(home, "数据表")
    press(home.get_by_role("link", name="reports", exact=True).first)
    base = home.url
    home.goto(base + "?_facet=report_year&_size=5")
    expect(home.locator(".facet-info").first).to_be_visible()
    answer = home.request.get(base + ".json?_shape=objects&agency=321322-%E6%B2%AD%E9%98%B3%E5%8E%BF")
    assert [found["report_year"] for found in json.loads(answer.text())["rows"]] == [2025]
    home.goto(base.rsplit("/", 1)[0] + "?sql=select+count(*)+as+n+from+reports")
    expect(home.locator("table.rows-and-columns td")).to_have_text("33")


def test_method_codebook_downloads_and_feeds_are_one_link_away(home: Page) -> None:
    for name, said in (("数据包下载", "sqlite3"), ("方法与局限", "不等于"), ("表格字段", "row_label")):
        home.goto(re.match("http://[^/]+/", home.url).group())  # type: ignore[union-attr]
        follow(home, re.compile("^" + name))
        says(home, said)
    home.goto(re.match("http://[^/]+/", home.url).group())  # type: ignore[union-attr]
    feeds = [tag.get_attribute("href") for tag in home.locator("head link[type='application/atom+xml']").all()]
    assert feeds
    assert {"/feed/reports.atom", "/feed/changes.atom", "/feed/withdrawals.atom", "/feed/problems.atom"} <= {*feeds}
    for feed in feeds:
        answer = home.request.get(re.match("http://[^/]+", home.url).group() + str(feed))  # type: ignore[union-attr]
        assert answer.ok
        assert answer.text().startswith("<?xml")


def test_by_keyboard_alone(walked_site: Served, browser: Browser) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(walked_site.url + "/")
    page.keyboard.press("Tab")
    focus = page.locator(":focus")
    expect(focus).to_have_text("跳到正文 Skip to content")
    expect(focus, "seen when it has the focus").to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
    page.keyboard.press("Tab")
    expect(focus).to_have_attribute("name", "q")
    expect(focus).to_have_css("outline-style", "solid")
    page.keyboard.type("信息处理费")
    with page.expect_navigation(wait_until="load", url="**/search?q=*"):
        page.keyboard.press("Enter")
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        names.append(focus.inner_text())
        expect(focus, names[-1]).not_to_have_css("outline-style", "none")
        if names[-1].startswith("洪泽区人民政府"):
            break
    with page.expect_navigation(wait_until="load", url="**/report/**"):
        page.keyboard.press("Enter")
    says(page, "洪泽区人民政府", within="h1")
    page.close()


def test_what_is_said_of_a_year_is_no_narrow_column_on_a_phone(walked_site: Served, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(walked_site.url + "/agency/350128-平潭综合实验区")
    state = page.get_by_role("cell", name="早于我们首次采集").first
    expect(state).to_be_visible()
    box = state.bounding_box()
    assert box is not None
    assert box["width"] > box["height"], "a sentence, not a ladder"
    page.close()


def test_no_address_of_a_portal_learns_where_the_reader_came_from(walked_site: Served, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(walked_site.url + "/search?q=信息处理费")
    elsewhere = each(page.locator("a[href^='http']:not([href^='http://127.0.0.1'])"))
    assert all("noreferrer" in str(found.get_attribute("rel")) for found in elsewhere)
    page.close()
