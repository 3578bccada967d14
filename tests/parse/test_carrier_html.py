"""Real pages: the body is what the agency wrote, the facts are what the page says of itself, the rest is chrome."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import trafilatura

from parse.carrier import open_document
from parse.document import Document, Grid

REAL = Path(__file__).parents[1] / "documents" / "real"


def read(name: str) -> Document:
    return open_document((REAL / name).read_bytes(), "text/html", "http://www.example.gov.cn/x.html")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def shapes(document: Document) -> list[tuple[int, int]]:
    return [(grid.height, grid.width) for grid in document.grids()]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def row(grid: Grid, number: int) -> list[str | None]:
    return [None if cell is None else bare(cell.text) for cell in grid.rows()[number]]


def assert_facts(document: Document, *expected: tuple[str, str]) -> None:
    for fact in expected:
        assert fact in document.facts


def test_trs_page() -> None:
    document = read("reports/pingtan-2025.html")
    assert document.problems == ()
    assert shapes(document) == [(14, 4), (28, 10), (4, 15)]
    body = texts(document)
    assert body[0].startswith("本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）")
    assert body[1] == "一、总体情况"
    assert body[-2:] == ["六、其他需要报告的事项", "2025年，无收取信息处理费情况。"]
    assert len(body) == 16
    assert_facts(
        document,
        ("meta:ArticleTitle", "平潭综合实验区2025年度政府信息公开工作年度报告"),
        ("meta:PubDate", "2026-03-10 12:56"),
        ("meta:ContentSource", "平潭综合实验区管委会办公室"),
        ("meta:SiteIDCode", "3590000001"),
        ("h1", "平潭综合实验区2025年度政府信息公开工作年度报告"),
        ("breadcrumb", "首页 > 政务公开 > 政府信息公开 > 政府信息公开年报"),
        ("来源", "平潭综合实验区管委会办公室"),
        ("时间", "2026-03-10 12:56"),
    )
    proactive, requests, litigation = document.grids()
    assert row(proactive, 3) == ["行政规范性文件", "58", "45", "546"]
    assert row(proactive, 13) == ["行政事业性收费", *["4166.241619"] * 3]
    assert row(requests, 3)[2:] == ["一、本年新收政府信息公开申请数量", "151", "3", "0", "0", "0", "0", "154"]
    assert row(requests, 15) == [
        "三、本年度办理结果",
        "（四）无法提供",
        "1.本机关不掌握相关政府信息",
        "49",
        "1",
        "0",
        "0",
        "0",
        "0",
        "50",
    ]
    assert row(litigation, 3) == ["25", "3", "8", "0", "36", "3", "3", "0", "0", "6", "3", "0", "0", "0", "3"]
    kept = "".join(body)
    for chrome in ("首页", "微信", "全真版", "附件下载", "扫一扫", "关闭", "文字解读", "ICP备", "版权所有"):
        assert chrome not in kept


def test_ucap_page_with_a_metadata_table_and_scattered_labels() -> None:
    document = read("reports/shuyang-ndrc-2023.html")
    assert shapes(document) == [(14, 4), (28, 10), (4, 15)]
    body = texts(document)
    assert body[0].startswith(
        "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）要求，现向社会公布沭阳县发展和改革局2023年度"
    )
    assert body[0].endswith("邮编：223600，电话：0527—83593059）。")
    assert body[-2:] == ["沭阳县发展和改革局", "2024年1月17日"]
    assert_facts(
        document,
        ("索引号", "014314799/2024-00002"),
        ("发布机构", "沭阳县发展和改革局"),
        ("公开日期", "2024-01-17"),
        ("名称", "沭阳县发展和改革局2023年政府信息公开年度报告"),
        ("文号", ""),
        ("meta:SiteName", "沭阳县人民政府"),
        ("h1", "沭阳县发展和改革局2023年政府信息公开年度报告"),
    )
    assert document.facts.index(("索引号", "014314799/2024-00002")) < document.facts.index(("公开日期", "2024-01-17"))
    proactive, requests, litigation = document.grids()
    assert row(proactive, 3) == ["规范性文件", "8", "0", "18"]
    assert row(requests, 2) == [
        *["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] * 3,
        *["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
    ]
    # natural persons and the total are filled in, the columns between them are blank
    assert row(requests, 5) == [
        "三、本年度办理结果",
        "（一）予以公开",
        "（一）予以公开",
        "26",
        "",
        "",
        "",
        "",
        "",
        "26",
    ]
    assert row(requests, 24)[2] == "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    assert row(litigation, 3) == ["0", "0", "0", "1", "1", *["0"] * 10]
    assert not any("繁體版" in text or "走进沭阳" in text or "采集时间" in text for text in body)


def test_plain_page_of_the_2019_edition() -> None:
    document = read("reports/shanghai-office-2019.html")
    assert shapes(document) == [(18, 5), (26, 10), (4, 15)]
    body = texts(document)
    assert body[0] == "2019年上海市人民政府办公厅政府信息公开工作年度报告"
    assert body[-2:] == ["六、其他需要报告的事项", "无。"]
    assert ("发布日期", "2020-01-31") in document.facts
    assert "发布日期：2020-01-31" not in body
    assert "四、政府信息公开行政复议、行政诉讼情况" in body
    requests = list(document.grids())[1]
    assert row(requests, 25) == [*["四、结转下年度继续办理"] * 3, "72", "", "", "", "", "", "72"]


def test_word_pasted_fragment() -> None:
    document = read("reports/pingtan-2020-table-two-fragment.html")
    assert texts(document) == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    (grid,) = document.grids()
    assert (grid.height, grid.width, len(grid.cells)) == (18, 4, 53)
    assert grid.rows()[1][1] is not None
    assert grid.rows()[1][1].text == "本年新\n制作数量"
    assert row(grid, 10) == ["行政处罚", "2648", "-18", "538"]
    assert row(grid, 17) == ["政府集中采购", "395", "73802895.90元", "73802895.90元"]


@pytest.mark.parametrize("name", ["pingtan-2025", "shuyang-ndrc-2023", "shanghai-office-2019"])
def test_no_word_of_the_body_that_trafilatura_finds_is_lost(name: str) -> None:
    """Against trafilatura on the page as it is: each of its lines is in our body, in a table, or a fact."""
    page = (REAL / "reports" / f"{name}.html").read_text("utf-8")
    theirs = trafilatura.extract(page, fast=True, include_comments=False, include_tables=False)
    document = read(f"reports/{name}.html")
    ours = bare("".join(texts(document)))
    cells = {bare(cell.text) for grid in document.grids() for cell in grid.cells}
    facts = bare("".join(value for _, value in document.facts))
    info = [bare(f"{name}：{value}") for name, value in document.facts]
    lines = [bare(line) for line in (theirs or "").splitlines()]
    assert len(lines) > 10
    lost = [line for line in lines if not any(line in place for place in (ours, facts, *info, *cells))]
    # what trafilatura takes for text and is none: the button under the QR code, labels of the metadata table
    assert [line for line in lost if not line.startswith(("扫一扫", "标题：", "单位：", "来源：", "采集时间："))] == []


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("wanzai-statistics-2015", "万载县2015年国民经济和社会发展统计公报", "（万载县统计局）"),
        ("wanzai-statistics-2022", "万载县统计局    国家统计局万载调查队", "本公报中财政数据来自县财政局；"),
        ("yichun-statistics-2022", "宜春市2022年国民经济和社会发展统计公报", "本公报中财政数据来自市财政局；"),
    ],
)
def test_other_articles(name: str, first: str, last: str) -> None:
    document = read(f"not-reports/{name}.html")
    body = texts(document)
    assert bare(body[0]) == bare(first)
    assert body[-1].startswith(last)
    assert not any("浏览" in text or "ICP备" in text or "无障碍" in text for text in body)


def test_metadata_in_definition_lists() -> None:
    facts = read("not-reports/yichun-statistics-2022.html").facts
    assert ("索引号", "014717475N/2023-0040295") in facts
    assert ("发布机构", "宜春市统计局") in facts
    assert ("发文日期", "2023-04-18") in facts
    assert ("breadcrumb", "首页 > 政务公开 > 信息公开 > 法定主动公开内容 > 结果公开 > 统计数据 > 统计公报") in facts


def test_metadata_in_paragraphs() -> None:
    facts = read("not-reports/handan-article.html").facts
    assert ("索引号", "000014348/2020-35147") in facts
    assert ("文号", "无") in facts
    assert ("发布日期", "2020年08月02日") in facts


def test_lists_have_no_national_tables() -> None:
    for path in sorted((REAL / "listings").glob("*.html")):
        document = open_document(path.read_bytes(), None, path.name)
        assert not any(
            "申请人情况" in cell.text or "第二十条" in cell.text for grid in document.grids() for cell in grid.cells
        )


ARTICLE = (
    "<p>2023年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息120条，群众满意。</p>" * 2
    + "<p>一、总体情况</p><p>我镇全年未收到政府信息公开申请，也没有因此被申请行政复议或提起行政诉讼。</p>"
)


def test_index_block_info_line_and_buttons_of_a_portal() -> None:
    document = open_document(
        f"""<html><head><title>示例</title></head><body>
        <div class="nav"><a href="/">首页</a><a href="/a">政务公开</a><a href="/b">办事</a><a href="/c">互动</a></div>
        <div>您当前的位置：<a>首页</a> &gt; <a>政府信息公开年报</a></div>
        <table><tr><td>索 引 号：</td><td>00123/2024-00001</td><td>发布 机构：</td><td>某镇人民政府</td></tr>
        <tr><td>发布日期：</td><td>2024年 1月 20日</td><td>文　　号：</td><td></td></tr></table>
        <div class="con"><h1>某镇2023年年度报告</h1>
        <p>发布时间：2024-01-20 08:00　来源：某镇　浏览次数：<span>1234</span>次　字体：[ 大 中 小 ]</p>
        {ARTICLE}<p>某镇人民政府</p><p>2024年1月15日</p></div>
        <div>【打印本页】 【关闭窗口】</div><p>上一篇：<a>某镇2022年年度报告</a></p><p>相关链接</p><p><a>解读一</a></p>
        <div class="footer">主办单位：某县人民政府 赣ICP备05000001号</div></body></html>""".encode()
    )
    body = texts(document)
    assert body[0] == "某镇2023年年度报告"
    assert (
        body.count("2023年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息120条，群众满意。") == 2
    )
    assert body[-2:] == ["某镇人民政府", "2024年1月15日"]
    assert list(document.grids()) == []
    assert_facts(
        document,
        ("索引号", "00123/2024-00001"),
        ("发布机构", "某镇人民政府"),
        ("发布日期", "2024年 1月 20日"),
        ("文号", ""),
        ("发布时间", "2024-01-20 08:00"),
        ("来源", "某镇"),
        ("breadcrumb", "首页 > 政府信息公开年报"),
    )


def test_a_changed_visit_counter_changes_no_block() -> None:
    page = f"<html><body><div><p>来源：某镇 浏览次数：{{}}次</p>{ARTICLE}<p>浏览次数：{{}}</p></div></body></html>"
    assert open_document(page.format(1, 2).encode()).blocks == open_document(page.format(99, 98).encode()).blocks


def test_a_national_table_is_never_taken_for_metadata_or_chrome() -> None:
    table = "<table><tr><td>第二十条第（一）项<tr><td>信息内容<td>现行有效件数<tr><td>规章<td>3</table>"
    document = open_document(f'<html><body><div class="footer nav">{table}</div>{ARTICLE}</body></html>'.encode())
    assert shapes(document) == [(3, 2)]


def test_hidden_copies_are_left_out_and_hidden_reports_are_read() -> None:
    hidden = "<div style='display:none'><p>这是一段隐藏的旧文字，不应出现在正文之中，以免混淆。</p></div>"
    assert not any("隐藏的旧文字" in text for text in texts(open_document(f"<html><body>{hidden}{ARTICLE}".encode())))
    table = (
        "<table><tr><td>信息内容<td>本年制发件数</tr><tr><td>规章<td>3</tr><tr><td>第二十条第（五）项<td></tr></table>"
    )
    document = open_document(f"<html><body><div style='display:none'>{ARTICLE}{table}</div></body></html>".encode())
    assert shapes(document) == [(3, 2)]
    assert [problem.kind for problem in document.problems] == ["hidden_text"]


def test_text_in_layout_cells_and_line_breaks() -> None:
    article = ARTICLE.replace("<p>", "<br>&nbsp;&nbsp;　").replace("</p>", "")
    document = open_document(f"<html><body><table><tr><td>{article}</td></tr></table></body></html>".encode())
    assert texts(document)[2] == "一、总体情况"
    assert len(texts(document)) == 4


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 30_000 + "<p>深层的文字，政府信息公开。</p>" + "</div>" * 30_000,
        "<p>" + "<span>" * 30_000 + "深层的文字，政府信息公开。" + "</span>" * 30_000,
        "<font>" * 5_000 + "<p>深层的文字，政府信息公开。</p>",
    ],
)
def test_deep_nesting_loses_no_text(markup: str) -> None:
    document = open_document(f"<html><body>{markup}</body></html>".encode(), "text/html")
    assert "深层的文字，政府信息公开。" in texts(document)


def test_a_hundred_thousand_paragraphs() -> None:
    page = "".join(f"<p>第{number}段文字。</p>" for number in range(100_000))
    document = open_document(f"<html><body><div>{page}</div></body></html>".encode())
    assert len(document.blocks) == 100_000
    assert [(problem.kind, problem.severity) for problem in document.problems] == [("body_by_own_walk", "info")]


def test_a_counter_in_a_title_table_changes_no_block() -> None:
    page = (
        "<html><body><table class=tit><tr><td>某镇2023年年度报告</td></tr><tr><td>发布日期: 2024- 01- 20 08: 00: 00 "
        f"浏览次数: {{}} 来源: 某镇</td></tr></table><div id=zoom>{ARTICLE}</div></body></html>"
    )
    document = open_document(page.format(1).encode())
    assert document.blocks == open_document(page.format(2345).encode()).blocks
    assert list(document.grids()) == []
    assert ("发布日期", "2024- 01- 20 08: 00: 00") in document.facts


def test_a_wrapper_that_pasted_text_closes_early_loses_nothing() -> None:
    table = "<table><tr><td>行政复议<td>行政诉讼<tr><td>结果维持<td>总计<tr><td>1<td>2</table>"
    late = "<p>五、存在的主要问题及改进情况</p><p>工作中还存在主动公开不够及时的问题，今后将加以改进。</p>"
    document = open_document(
        f"<html><body><p>首页</p><div id=zoom>{ARTICLE * 2}</div></div>{late}{table}"
        "<p>六、其他需要报告的事项</p><p>本年度没有其他需要报告的事项，也没有收取信息处理费。</p></body></html>".encode()
    )
    body = texts(document)
    assert body[0].startswith("2023年，我镇认真贯彻落实")
    assert body[-1] == "本年度没有其他需要报告的事项，也没有收取信息处理费。"
    assert "五、存在的主要问题及改进情况" in body
    assert "六、其他需要报告的事项" in body
    assert shapes(document) == [(3, 2)]


def test_a_table_of_links_is_navigation() -> None:
    menu = "<table><tr><td><h2>某县人民政府</h2></td><td><a>要闻动态</a></td><td><a>政府信息公开</a></td></tr></table>"
    document = open_document(f"<html><body>{menu}<div class=neirong>{ARTICLE}</div></body></html>".encode())
    assert list(document.grids()) == []
    assert "要闻动态" not in texts(document)
