"""Text dumps and markdown: where rows and cells are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parse.carrier.markdown import heading, is_rule, pipe_cells, plain
from parse.carrier.text import open_markdown, open_text
from parse.document import Document, Grid, Paragraph
from parse.tables import read_tables

DOCUMENTS = Path(__file__).parents[1] / "documents"


def _rows(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        assert cell.column == len(rows[cell.row])
        rows[cell.row].append(cell.text)
    return rows


def _open(path: str) -> Document:
    return open_text((DOCUMENTS / path).read_bytes().decode("utf-8"))


def test_tab_rows_are_cut_at_blank_lines_and_keep_their_blank_cells() -> None:
    grids = [_rows(grid) for grid in open_text("甲\n表头\t一\t二\n合计\t\t5\n\n续\t1\t\n正文\n").grids()]
    assert grids == [[["表头", "一", "二"], ["合计", "", "5"]], [["续", "1", ""]]]


def test_word_dump_has_a_cell_a_line_and_goes_on_without_a_tab() -> None:
    text = "标题\n\t结果\n维持\n\t总计\n\n\t\n\t\xa00\n\n\n　　五、存在的主要问题及改进情况\n"
    document = open_text(text)
    assert [_rows(grid) for grid in document.grids()] == [[["结果\n维持", "总计"], ["", "\xa00"]]]
    assert [p.text for p in document.paragraphs()] == ["标题", "五、存在的主要问题及改进情况"]


def test_text_behind_the_last_number_of_a_word_dump_is_no_cell() -> None:
    document = open_text("\t总计\n\t0\n五、存在的主要问题及改进情况\n正文。\n")
    assert [_rows(grid) for grid in document.grids()] == [[["总计", "0"]]]
    assert [p.text for p in document.paragraphs()] == ["五、存在的主要问题及改进情况", "正文。"]
    assert [_rows(g) for g in open_text("\t22\n（其中修订16件）\n\t5\n").grids()] == [[["22\n（其中修订16件）", "5"]]]


def test_header_lines_are_facts() -> None:
    facts = dict(_open("real/reports/pingtan-2023.txt").facts)
    assert facts["标题"] == "平潭综合实验区2023年度政府信息公开工作年度报告"
    assert facts["发布时间"] == "2024-03-08 15:34"
    assert facts["发布机构"] == "平潭综合实验区管委会办公室"
    assert facts["文号"] == ""
    assert facts["原文链接"].startswith("https://www.pingtan.gov.cn/")
    first = next(_open("real/reports/pingtan-2023.txt").paragraphs())
    assert first.text.startswith("本报告根据《中华人民共和国政府信息公开条例》")
    assert open_text("标题: 甲\n正文：乙\n").facts == ()


def test_marks_of_markdown_are_no_text() -> None:
    document = open_text(
        "## **六、其他需要报告的事项**\n**2. 健全机制。**结合[指南](https://a.example/)。\n![图](a.png)\n〔2019〕60号[2019]60号\n"
    )
    assert document.blocks == (
        Paragraph("六、其他需要报告的事项", 2),
        Paragraph("2. 健全机制。结合指南。"),
        Paragraph("〔2019〕60号[2019]60号"),
    )
    assert document.image_count == 1
    assert open_markdown("# 甲").media_type == "text/markdown"


def test_residue_of_word_is_no_text() -> None:
    paragraphs = [p.text for p in _open("seeds/001_ae53f9282b2209bb.txt").paragraphs()]
    assert not any("bookmark" in text for text in paragraphs)
    assert paragraphs[1].startswith("本报告根据")


def test_pipe_tables() -> None:
    text = "| a | b |\n|---|:-:|\n| - | 2\\|3 |\n| c |\n|---|\n| **d** |\n"
    assert [_rows(grid) for grid in open_text(text).grids()] == [[["a", "b"], ["-", "2|3"]], [["c"], ["d"]]]
    assert pipe_cells("甲 | 乙") is None
    assert is_rule(["---", ":---:", ""])
    assert not is_rule(["-", "-"])
    assert not is_rule(["", ""])
    assert heading("### 三、收到 ##") == (3, "三、收到")
    assert heading("#甲") is None
    assert plain("a**b") == "a**b"


def test_rule_of_dashes_in_tab_rows_is_no_row() -> None:
    grid = next(open_text("政府集中采购\t4\t328.65 万元\n--------\t---\t-----------\n").grids())
    assert _rows(grid) == [["政府集中采购", "4", "328.65 万元"]]


@pytest.mark.parametrize("path", ["seeds/002_d1d250c2011c14d6.txt", "seeds/004_4b1104c5c2484d6c.txt"])
def test_line_ends_do_not_matter(path: str) -> None:
    text = (DOCUMENTS / path).read_bytes().decode("utf-8")
    expected = open_text(text).blocks
    assert open_text("\ufeff" + text.replace("\n", "\r\n")).blocks == expected
    assert open_text(text.replace("\n", "\r")).blocks == expected


def test_nothing_of_the_text_is_lost() -> None:
    for path in sorted((DOCUMENTS / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        document = open_text(text)
        kept = "".join(
            b.text if isinstance(b, Paragraph) else "".join(c.text for c in b.cells) for b in document.blocks
        )
        for mark in ("[bookmark: _GoBack]", "#", "**", "--------\t---\t-----------"):
            text = text.replace(mark, "")
        assert "".join(kept.split()) == "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="\t\n |-#*0123规章第二十条（一）项总计自然人结果维持\u3000\xa0", max_size=400))
def test_any_text_is_opened_and_read(text: str) -> None:
    for cell in read_tables(open_text(text)).cells:
        assert cell.value is None or any(char.isdigit() for char in cell.printed or "")


def test_hostile_text_costs_little() -> None:
    wide = "\t".join("1" * 5_000)
    reading = read_tables(
        open_text("\n".join([wide] * 20) + "\n" + "|" * 100_000 + "\n" + "\t" * 100_000 + "\n规章\t" * 20_000)
    )
    assert reading.cells == ()
