"""A report whose article is split over several pages is read as one document."""

from __future__ import annotations

import pytest
from documents_read import SEED_TRUTH

from parse.carrier import open_document
from parse.document import Grid, Paragraph
from parse.json_form import report_json
from parse.reader import read
from samples.portal import load_portal
from samples.site import Site, body

HELAN = "003_7c65fe511f0a5482.txt"


def pages() -> list[bytes]:
    """The pages of 金贵镇's report as a TRS site splits it: before part three and before part four."""
    portal = load_portal("trsyears")
    site = Site(portal, "http://trsyears.localhost")
    article = next(one for one in portal.articles if one.split)
    return [site.render(site.pages[path], 1) for path in (article.path, *article.further)]


def test_the_pages_are_one_report() -> None:
    first, *further = pages()
    assert len(further) == 2
    alone, whole = read(first), read(first, further=further)
    assert not (alone.tables or {}).get("disclosure_requests")
    assert report_json(whole)["tables"] == SEED_TRUTH[HELAN]["tables"]
    assert whole.title == "贺兰县金贵镇2020年政府信息公开工作年度报告"
    heads = [section.heading[:2] for section in whole.sections if section.heading]
    assert heads == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert whole.text.count("2020年政府信息公开工作年度报告") == 1, "the title above each further page is not repeated"


def test_a_page_that_could_not_be_had_is_our_gap_and_not_the_reports() -> None:
    first, second, _ = pages()
    whole, cut = read(first, further=pages()[1:]), read(first, further=[second])
    assert "article_pages_missing" not in {told.kind for told in whole.problems}
    (told,) = [told for told in cut.problems if told.kind == "article_pages_missing"]
    assert (told.origin, told.severity, told.seen, told.expected) == ("reading", "error", "2", "3")
    kinds = {told.kind for told in cut.problems if told.table == "review_and_litigation"}
    assert "table_missing" not in kinds


@pytest.mark.parametrize(
    "pager",
    [
        'createPageHTML(3, 0, "index", "html")',
        "createPageHTML('pagination', 2, 1, 'xxgk_list', 'shtml', 4)",
        "createPageHTML('page_div', 2, 1, 'zfxxgk_list', 'shtml', 27)",
        'createPageHTML(7, 0, "index_1204", "htm")',
    ],
)
def test_the_pager_of_a_list_is_none_of_an_article(pager: str) -> None:
    listing = f"<p>x</p><script>{pager};</script>".encode()
    assert not [told for told in open_document(listing, "text/html").problems if told.kind == "article_pages_missing"]


def grid_rows(grid: Grid) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in grid.rows()]


def html(*blocks: str) -> bytes:
    return f"<html><body><h1>某镇2020年政府信息公开工作年度报告</h1>{''.join(blocks)}</body></html>".encode()


TURN = "<p>上一页 1 2 下一页</p>"
CLOSE = "<p>【打印本页】本页由某镇党政办编辑</p>"


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split()) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


@pytest.mark.parametrize("repeated", [(), ("项目 数量 备注",)])
def test_a_table_that_the_end_of_a_page_cuts(repeated: tuple[str, ...]) -> None:
    text = "<p>现将本镇二〇二〇年政府信息公开工作情况报告如下，数据统计期限自一月一日起至十二月三十一日止。</p>" * 3
    first = html(text, table("项目 数量 备注", "规章 1 无", "规范性文件 2 无"), TURN, CLOSE)
    second = html(
        table(*repeated, "行政许可 3 无", "行政处罚 4 无"), f"<p>结束语。{'以上为本年度报告。' * 9}</p>", TURN, CLOSE
    )
    found = open_document(first, "text/html", further=[second])
    (grid,) = found.grids()
    assert grid_rows(grid) == [
        ["项目", "数量", "备注"],
        ["规章", "1", "无"],
        ["规范性文件", "2", "无"],
        ["行政许可", "3", "无"],
        ["行政处罚", "4", "无"],
    ]
    texts = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert not [text for text in texts if "上一页" in text]
    assert sum("编辑" in text for text in texts) <= 1


def test_tables_with_words_between_them_stay_two() -> None:
    first = html("<p>一、第一部分的文字说明在这里。</p>" * 9, table("甲 1", "乙 2"))
    second = html("<p>二、第二部分的文字说明在这里。</p>" * 9, table("丙 3", "丁 4"))
    assert len(list(open_document(first, "text/html", further=[second]).grids())) == 2


def test_the_sample_is_split_where_it_says() -> None:
    article = next(one for one in load_portal("trsyears").articles if one.split)
    assert "".join(body(article).split()).count("三、收到和处理") == 1
