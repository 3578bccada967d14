"""What is an annual report and what only stands beside one in the same column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from documents_read import DOCUMENTS, REAL, REAL_TRUTH, SEED_TRUTH, SEEDS, reading

from parse.carrier import open_document
from parse.metadata import read_metadata
from parse.reader import read
from parse.sections import read_outline
from parse.tables import read_tables
from parse.verdict import judge

REPORTS = [SEEDS / name for name in SEED_TRUTH] + [REAL / "reports" / name for name in REAL_TRUTH]
OTHERS = sorted((REAL / "not-reports").iterdir()) + sorted((REAL / "listings").iterdir())
BODY = (
    "为深入贯彻落实《中华人民共和国政府信息公开条例》，进一步做好政府信息公开工作，保障公民、法人和其他组织的知情权。"
    * 6
)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_reports_are_reports(path: Path) -> None:
    report = reading(path)
    assert (report["is_report"], report["verdict"]) == (True, "report")
    assert report["tables"] is not None


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_other_government_pages_are_not(path: Path) -> None:
    report = reading(path)
    assert report["is_report"] is False
    assert report["verdict"] != "report"
    assert report["tables"] is None
    assert report["narrative"] == report["cells"] == []
    assert "not_a_report" in {problem["kind"] for problem in report["problems"]}


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("大肚川镇人民政府政府信息公开指南", "guide"),
        ("两家乡政府信息公开工作年度报告制度", "rules"),
        ("2018年政府信息公开工作年度报告报送通知", "notice"),
        ("关于做好2020年政府信息公开工作年度报告编制发布工作的通知", "notice"),
        ("图解：霍邱县2020年政府信息公开工作年度报告", "interpretation"),
        ("一图读懂2023年政府信息公开工作年度报告", "interpretation"),
        ("《2023年政府信息公开工作年度报告》解读", "interpretation"),
        ("贵州省发布2016年政府信息公开工作年度报告", "news"),
        ("我县召开政府信息公开年报编制培训会", "news"),
        ("霍邱县2022年政府网站工作年度报表", "website_report"),
    ],
)
def test_look_alikes_are_told_by_their_title(title: str, verdict: str) -> None:
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta name='ArticleTitle' content='{title}'></head>"
    )
    page += f"<body><h1>{title}</h1><div class='content'><p>一、总体要求</p><p>{BODY}</p>"
    page += "<p>二、工作安排</p></div></body></html>"
    report = read(page.encode())
    assert (report.is_report, report.verdict) == (False, verdict)


def test_a_notice_with_the_blank_form_in_its_annex_is_a_notice() -> None:
    form = (SEEDS / "000_bbc32dee6d9bf6c2.txt").read_text("utf-8").split("\n", 3)[-1]
    text = f"关于报送2020年政府信息公开工作年度报告的通知\n\n各乡镇人民政府：\n\n{BODY}\n\n附件：\n\n{form}"
    assert read(text.encode()).verdict == "notice"


def test_the_title_property_of_a_file_says_nothing_against_it() -> None:
    seed = open_document((SEEDS / "004_4b1104c5c2484d6c.txt").read_bytes())
    document = replace(seed, media_type="application/pdf", facts=(("title", "关于召开会议的通知"),))
    outline = read_outline(document)
    assert (
        judge(document, outline, read_metadata(document, outline), {"proactive_disclosure": {"art20_1": {}}})
        == "report"
    )


def test_a_list_of_reports_is_no_report() -> None:
    lines = [f"东宁镇{year}年政府信息公开工作年度报告  {year + 1}-01-2{year % 10}" for year in range(2016, 2021)]
    assert read("\n".join(lines).encode()).verdict == "list"


@pytest.mark.parametrize(
    "title",
    [
        "霍邱县委组织部2020年政府信息公开工作年度报告",
        "丰城市新型城镇化推进办公室2021年政府信息公开年度报告",
        "函谷关镇2022年政府信息公开工作年度报告",
    ],
)
def test_words_in_the_name_of_a_body_say_nothing_against_its_report(title: str) -> None:
    report = read(f"{title}\n\n一、总体情况\n\n{BODY}\n\n二、主动公开政府信息情况\n\n{BODY}".encode())
    assert (report.verdict, report.title) == ("report", title)


def test_a_page_that_only_carries_an_attachment_is_no_report() -> None:
    title = "东宁镇2022年政府信息公开工作年度报告"
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
    page += f"<body><h1>{title}</h1><p>附件：年报.docx</p></body></html>"
    assert read(page.encode()).is_report is False


def test_a_free_form_report_needs_a_title_and_running_text() -> None:
    text = f"某某县2012年政府信息公开工作年度报告\n\n一、概述\n\n{BODY}\n\n二、主动公开政府信息情况\n\n{BODY}"
    report = read(text.encode())
    assert (report.verdict, report.edition, report.tables) == ("report", "legacy", {})


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"%PDF-1.7\ngarbage", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
    ],
)
def test_what_cannot_be_opened_says_so(data: bytes, verdict: str) -> None:
    report = read(data)
    assert (report.is_report, report.verdict, report.tables) == (False, verdict, None)
    assert {problem.origin for problem in report.problems} == {"reading"}


def announced(article: str, report: Path) -> str:
    document = open_document(report.read_bytes())
    document = replace(document, media_type="text/html", facts=(("meta:ArticleTitle", article), ("h1", article)))
    tables = read_tables(document)
    outline = read_outline(document, tables.taken)
    return judge(document, outline, read_metadata(document, outline), tables.tables)


def test_a_report_under_the_title_of_its_announcement_is_a_report() -> None:
    filled = SEEDS / "001_ae53f9282b2209bb.txt"
    assert announced("关于公布张巷镇2021年政府信息公开工作年度报告的公告", filled) == "report"
    assert announced("张巷镇2021年政府信息公开工作年度报告解读", filled) == "interpretation"
    assert announced("政府信息公开指南", filled) == "guide"


def test_a_blank_form_under_the_title_of_a_notice_is_a_notice() -> None:
    assert announced("关于报送2020年政府信息公开工作年度报告的通知", SEEDS / "000_bbc32dee6d9bf6c2.txt") == "notice"


def test_a_report_explained_in_pictures_is_its_interpretation() -> None:
    text = f"东宁镇2022年政府信息公开工作年度报告（图解版）\n\n一、总体情况\n\n{BODY}"
    assert read(text.encode()).verdict == "interpretation"


def test_the_announcement_of_one_named_report_with_its_filled_tables_is_the_report() -> None:
    filled = (REAL / "reports" / "pingtan-2025.html").read_text("utf-8")
    body = filled[filled.index("一、总体情况") :]
    title = "关于公布《平潭综合实验区2025年政府信息公开工作年度报告》的通知"
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1><div><p>{body}"
    report = read(page.encode())
    assert (report.verdict, report.title) == ("report", "平潭综合实验区2025年政府信息公开工作年度报告")
    assert report.report_year == 2025


@pytest.mark.parametrize(
    "title",
    [
        "XX单位2023年政府信息公开工作年度报告（参考模板）",
        "关于印发《2023年政府信息公开工作年度报告（模板）》的通知",
        "平潭综合实验区2025年政府信息公开工作年度报告（样表）",
    ],
)
def test_a_form_that_is_handed_out_is_no_report_though_it_is_filled_in(title: str) -> None:
    filled = (REAL / "reports" / "pingtan-2025.html").read_text("utf-8")
    body = filled[filled.index("一、总体情况") :]
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1><div><p>{body}"
    assert read(page.encode()).verdict == "rules"


def test_prose_that_speaks_of_the_forms_matters_in_a_layout_table_is_a_report() -> None:
    """The page is one table; its article names 行政许可 and 行政复议 and prints no table."""
    report = reading(DOCUMENTS / "made" / "prose-in-layout-table.html")
    assert (report["verdict"], report["agency_name"], report["report_year"]) == ("report", "东篱县青石镇", 2023)
    assert [section["heading"] for section in report["sections"]][1:3] == ["一、总体情况", "二、主动公开政府信息情况"]


def test_the_heading_of_the_site_makes_no_list_of_a_report_in_sections() -> None:
    """东篱县政府信息公开目录 is the first heading of every page of that platform."""
    report = reading(DOCUMENTS / "made" / "sites-heading-above-a-report.html")
    assert (report["verdict"], report["agency_name"], report["report_year"]) == ("report", "东篱县民政局", 2021)


def test_a_page_that_shows_the_sign_of_a_file_is_not_pictures_of_a_report() -> None:
    """It has a report's title, an icon and the link to a Word file: the report is that file."""
    report = reading(DOCUMENTS / "made" / "announcement-with-the-sign-of-a-file.html")
    assert (report["is_report"], report["verdict"]) == (False, "list")


def test_the_sites_name_before_the_title_is_no_part_of_the_bodys() -> None:
    """The window is titled 东篱县人民政府 东篱县兰溪街道2020年…, the article has its title outside of its text."""
    report = reading(DOCUMENTS / "made" / "sites-name-before-the-title.html")
    assert (report["agency_name"], report["report_year"]) == ("东篱县兰溪街道", 2020)


def test_brackets_around_a_body_are_no_part_of_its_name() -> None:
    report = reading(DOCUMENTS / "made" / "body-in-brackets.html")
    assert (report["agency_name"], report["title"]) == ("兰溪街道", "【兰溪街道】2017年政府信息公开年度报告")
