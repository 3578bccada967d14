"""Metadata of web pages, Word and PDF carriers: what the page says of itself, and what it must not be believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_read import DOCUMENT_FIELDS, DOCUMENTS, REAL_TRUTH, SEEDS, reading

from parse.document import Document, Paragraph
from parse.metadata import Metadata, read_metadata
from parse.reader import read
from parse.sections import read_outline

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "documents"


def metadata(*paragraphs: str, facts: tuple[tuple[str, str], ...] = ()) -> Metadata:
    document = Document("text/html", tuple(Paragraph(text) for text in paragraphs), facts)
    return read_metadata(document, read_outline(document))


def test_a_page_without_a_title_in_its_body_has_the_title_of_the_article() -> None:
    body = (SEEDS / "004_4b1104c5c2484d6c.txt").read_text("utf-8").split("\n\n")[0].splitlines()
    found = metadata(
        *body,
        facts=(
            ("meta:ArticleTitle", "2020年政府信息公开工作年度报告"),
            ("title", "2020年政府信息公开工作年度报告_霍邱县人民政府"),
            ("发布机构", "霍邱县某单位"),
            ("文号", "〔〕号"),
            ("索引号", ""),
        ),
    )
    assert found.title == "2020年政府信息公开工作年度报告"
    assert (found.agency_name, found.agency_source, found.agency_level) == ("霍邱县某单位", "publisher", "township")
    assert (found.report_year, found.report_year_source) == (2020, "title")
    assert (found.document_number, found.index_number) == (None, None)


def test_a_page_title_with_another_year_does_not_overrule_the_printed_one() -> None:
    found = metadata(
        "东宁镇2019年政府信息公开工作年度报告", "一、总体情况", facts=(("h1", "东宁镇2020年政府信息公开工作年度报告"),)
    )
    assert (found.title, found.report_year) == ("东宁镇2019年政府信息公开工作年度报告", 2019)


def test_a_page_title_that_says_less_does_not_replace_the_printed_one() -> None:
    body = "东宁镇2020年政府信息公开工作年度报告"
    for facts in (("h1", "2020年政府信息公开工作年度报告"), ("title", "东宁市2020年政府信息公开工作年度报告")):
        assert metadata(body, "一、总体情况", facts=(facts,)).title == body


@pytest.mark.parametrize("above", ["贺兰县金贵镇2020年", "金贵镇2020年"])
def test_a_title_that_the_article_says_again_is_no_part_of_its_first_paragraph(above: str) -> None:
    # helan/body.html prints its title; a page prints the title of the article above it
    body = (SAMPLES / "helan" / "body.html").read_text("utf-8")
    title = f"{above}政府信息公开工作年度报告"
    page = f"<html><body><div class='article'><h1>{title}</h1><div class='content'>{body}</div></div></body></html>"
    report = read(page.encode(), media_type="text/html")
    assert report.title == title
    assert report.sections[0].text.startswith("本年度报告根据《中华人民共和国政府信息公开条例》")


def test_another_title_below_the_title_is_kept() -> None:
    title = "东宁镇2021年政府信息公开工作年度报告"
    assert metadata(title, title, "一、总体情况").title_lines == 2
    assert metadata(title, "东宁镇2020年政府信息公开工作年度报告", "一、总体情况").title_lines == 1


def test_the_title_property_of_a_file_is_not_believed() -> None:
    facts = (("title", "张巷镇2019年政府信息公开工作年度报告"),)
    document = Document("application/pdf", (Paragraph("一、总体情况"), Paragraph("2020年公开信息3条。")), facts)
    found = read_metadata(document, read_outline(document))
    assert (found.title, found.agency_name, found.report_year) == (None, None, 2020)


@pytest.mark.parametrize(
    ("lines", "title", "agency"),
    [
        (
            ("洪泽区人民政府", "2023 年政府信息公开工作年度报告"),
            "洪泽区人民政府2023年政府信息公开工作年度报告",
            "洪泽区人民政府",
        ),
        (("东宁镇2020年", "政府信息公开工作年度报告"), "东宁镇2020年政府信息公开工作年度报告", "东宁镇"),
        (
            ("2024年托克逊县夏镇人民政府信息公开工作年度报告",),
            "2024年托克逊县夏镇人民政府信息公开工作年度报告",
            "托克逊县夏镇人民政府",
        ),
        (("五河镇2017年度政务信息公开工作年报",), "五河镇2017年度政务信息公开工作年报", "五河镇"),
        (("东浦街道办事处2016年政府信息公开年报",), "东浦街道办事处2016年政府信息公开年报", "东浦街道办事处"),
        (("二〇二〇年威远镇政府信息公开工作报告",), "二〇二〇年威远镇政府信息公开工作报告", "威远镇"),
        (("2012年政府信息公开工作年度报告",), "2012年政府信息公开工作年度报告", None),
    ],
)
def test_titles_as_portals_print_them(lines: tuple[str, ...], title: str, agency: str | None) -> None:
    found = metadata(*lines, "一、总体情况")
    assert (found.title, found.agency_name) == (title, agency)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2017- 01- 13", "2017-01-13"),
        ("2021-03-2918:26", "2021-03-29"),
        ("2021年1月11日", "2021-01-11"),
        ("2022/01/05 08:00", "2022-01-05"),
        ("二〇二一年一月十一日", "2021-01-11"),
        ("2021-02-30", None),
        ("昨天", None),
    ],
)
def test_publish_dates_as_pages_print_them(printed: str, day: str | None) -> None:
    assert metadata("一、总体情况", facts=(("meta:PubDate", printed),)).published_on == day


def test_a_date_in_the_text_is_no_publish_date() -> None:
    found = metadata(
        "东宁镇2020年政府信息公开工作年度报告", "一、总体情况", "工作完成。", "东宁镇人民政府", "2021年1月18日"
    )
    assert (found.published_on, found.signed_on) == (None, "2021-01-18")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("东宁镇", "township"),
        ("贺兰县金贵镇人民政府", "township"),
        ("水土街道办事处", "subdistrict"),
        ("沭阳县发展和改革局", "department"),
        ("平潭综合实验区管委会", "county"),
        ("沭阳县人民政府", "county"),
        ("绍兴市上虞区人民政府", "county"),
        ("福建省人民政府", "province"),
        ("上海市人民政府办公厅", "department"),
        ("延边朝鲜族自治州人民政府", "prefecture"),
        ("瑞安市人民政府", None),
    ],
)
def test_levels_by_name(name: str, level: str | None) -> None:
    assert metadata(f"{name}2020年政府信息公开工作年度报告", "一、总体情况").agency_level == level


def test_a_year_that_the_text_leaves_open_is_not_known() -> None:
    text = ("南岳镇政府信息公开工作年度报告", "一、总体情况")
    assert metadata(*text, "2020年公开信息3条。2019年公开信息2条。").report_year is None
    assert metadata(*text, "2020年公开信息3条，较2019年增加1条，公开了《2018年度决算》。").report_year == 2020
    assert metadata(*text, "2020年公开信息3条。下一步，2021年将继续努力。").report_year == 2020


def test_the_compiler_names_the_agency_where_title_and_signature_do_not() -> None:
    found = metadata(
        "2020年政府信息公开工作年度报告",
        "本报告由张巷镇人民政府办公室编制，数据统计期限自2020年1月1日起至2020年12月31日止。",
        "一、总体情况",
    )
    assert (found.agency_name, found.agency_source) == ("张巷镇人民政府办公室", "compiler")
    assert (found.period_start, found.period_end) == ("2020-01-01", "2020-12-31")


MADE = [
    ("pingtan-2025.pdf", "pingtan-2025.html", ("edition", "cited_notice", "period_start", "period_end")),
    ("shanghai-office-2019.docx", "shanghai-office-2019.html", ("title", "agency_name", "agency_level", "report_year")),
    ("shanghai-office-2019.pdf", "shanghai-office-2019.html", ("title", "agency_name", "agency_level", "report_year")),
]


@pytest.mark.parametrize(("name", "original", "fields"), MADE)
def test_other_carriers_of_a_report_say_the_same(name: str, original: str, fields: tuple[str, ...]) -> None:
    report = reading(DOCUMENTS / "made" / name)
    truth = REAL_TRUTH[original]["document"]
    theirs = {ours: field for field, ours in DOCUMENT_FIELDS.items()}
    assert report["is_report"]
    assert {field: report[field] for field in fields} == {field: truth[theirs[field]] for field in fields}


TITLE = "青石县云溪镇2023年政府信息公开工作年度报告"
BODY = "".join(
    f"<p>{year}年以来，我镇认真贯彻落实条例，做好政府信息公开工作，加强组织领导，健全第{year}项工作机制，及时更新。</p>"
    for year in range(2012, 2023)
)


def page(above: str, head: str = "") -> bytes:
    """A report of free words with a block of metadata above its title."""
    body = f"{above}<div class='article'><h1>{TITLE}</h1><div class='content'><p>一、总体情况</p>{BODY}</div></div>"
    return f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def test_a_breadcrumb_above_the_title_is_no_title() -> None:
    """A page saved as Word or text keeps its breadcrumb as a line like others."""
    text = f"首页 > 政府信息公开年报\n\n{TITLE}\n\n一、总体情况\n\n" + "我镇认真贯彻落实条例。" * 30
    report = read(text.encode())
    assert (report.title, report.agency_name) == (TITLE, "青石县云溪镇")


def test_a_page_with_two_days_of_publication_says_so() -> None:
    block = "<div>发布日期：2024 - 01 - 25　来源：云溪镇</div>"
    report = read(page(block, "<meta name='PubDate' content='2024-01-22 09:10'>"))
    assert report.published_on == "2024-01-22"
    assert [told.seen for told in report.problems if told.kind == "publish_dates_differ"] == ["2024-01-22, 2024-01-25"]


def test_a_day_that_is_none_is_told() -> None:
    report = read(page("<div>发布日期：2024-13-45　来源：云溪镇</div>"))
    assert report.published_on is None
    assert [told.seen for told in report.problems if told.kind == "publish_date_unreadable"] == ["2024-13-45"]


@pytest.mark.parametrize(
    ("block", "index_number", "document_number"),
    [
        (
            "<ul><li><b>索引号</b>003456789/2024-01034</li><li><b>文号</b>无</li><li><b>公开日期</b>2024-01-11</li></ul>",
            "003456789/2024-01034",
            None,
        ),
        (
            "<dl><dt>索引号</dt><dd>003456789/2024-01034</dd><dt>发文字号</dt><dd>青政办〔2024〕5号</dd>"
            "<dt>发布日期</dt><dd>2024年1月11日</dd></dl>",
            "003456789/2024-01034",
            "青政办〔2024〕5号",
        ),
        (
            "<div><span>索 引 号</span><span>003456789/2024-01034</span>"
            "<span>发布日期</span><span>2024-01-11</span></div>",
            "003456789/2024-01034",
            None,
        ),
        (
            "<div>[ 索引号 ] 113702/2024-00123 [ 发布日期 ] 2 0 2 4 - 0 1 - 1 1</div>",
            "113702/2024-00123",
            None,
        ),
    ],
    ids=["bold-label", "definition-list", "spans", "brackets"],
)
def test_labels_without_a_colon(block: str, index_number: str, document_number: str | None) -> None:
    report = read(page(block))
    assert (report.index_number, report.document_number) == (index_number, document_number)
    assert report.published_on == "2024-01-11"


def test_a_page_with_two_index_numbers_says_so() -> None:
    report = read(page("<p>索引号：003456789/2024-01034</p><p>信息索引号：003456789/2024-01035</p>"))
    assert report.index_number == "003456789/2024-01034"
    assert "index_numbers_differ" in {told.kind for told in report.problems}


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    text = f"{TITLE}\n\n统计期限为2023年1月1日至2022年12月31日。\n\n一、总体情况\n\n" + "我镇认真贯彻落实条例。" * 30
    report = read(text.encode())
    assert (report.period_start, report.period_end) == ("2023-01-01", "2022-12-31")
    told = [problem for problem in report.problems if problem.kind == "period_reversed"]
    assert [(problem.origin, problem.seen) for problem in told] == [("source", "2023-01-01 – 2022-12-31")]


def test_a_city_whose_level_its_name_leaves_open_has_a_scope_and_says_so() -> None:
    text = "东宁市2023年政府信息公开工作年度报告\n\n一、总体情况\n\n" + "认真贯彻落实条例，做好各项工作。" * 30
    report = read(text.encode())
    assert (report.agency_level, report.scope) == (None, "unstated")
    assert [told.seen for told in report.problems if told.kind == "level_unknown"] == ["东宁市"]


def test_a_page_that_is_too_large_is_not_called_empty() -> None:
    report = read(b"<html><body>" + b"<p>2023</p>" * 6_000_000)
    assert (report.verdict, [told.kind for told in report.problems][:1]) == ("unreadable", ["reading_limit"])
