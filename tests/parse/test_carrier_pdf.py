"""PDF: a real report read against its rendered pages, and drawn pages for every single rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pdf_pages import PICTURE, content, lattice, pdf

from parse.carrier import open_document
from parse.carrier.pdf_radicals import as_printed
from parse.document import Document, Grid, Paragraph

DOCUMENTS = Path(__file__).parents[1] / "documents"
HONGZE = (DOCUMENTS / "real" / "reports" / "hongze-2023.pdf").read_bytes()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def rows(grid: Grid) -> list[list[str | None]]:
    return [[None if cell is None else bare(cell.text) for cell in row] for row in grid.rows()]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def kinds(document: Document) -> list[str]:
    return [problem.kind for problem in document.problems]


# --- 洪泽 2023, typed from the rendered pages -------------------------------------------------------------------------

ART20_1 = "第二十条第（一）项"
DONE = "三、本年度办理结果"
HONGZE_LABELS = [
    ("一、本年新收政府信息公开申请数量",) * 3,
    ("二、上年结转政府信息公开申请数量",) * 3,
    (DONE, "（一）予以公开", "（一）予以公开"),
    (DONE, *["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"] * 2),
    (DONE, "（三）不予公开", "1.属于国家秘密"),
    (DONE, "（三）不予公开", "2.其他法律行政止公开"),
    (DONE, "（三）不予公开", "3.危及“三安全一稳定”"),
    (DONE, "（三）不予公开", "4.保护第三方合法权益"),
    (DONE, "（三）不予公开", "5.属于三类内部事务信息"),
    (DONE, "（三）不予公开", "6.属于四类过程性信息"),
    (DONE, "（三）不予公开", "7.属于行政执法案卷"),
    (DONE, "（三）不予公开", "8.属于行政查询事项"),
    (DONE, "（四）无法提供", "1.本机关不掌握相关政府信息"),
    (DONE, "（四）无法提供", "2.没有现成信息需要另行制作"),
    (DONE, "（四）无法提供", "3.补正后申请内容仍不明确"),
    (DONE, "（五）不予处理", "1.信访举报投诉类申请"),
    (DONE, "（五）不予处理", "2.重复申请"),
    (DONE, "（五）不予处理", "3.要求提供公开出版物"),
    (DONE, "（五）不予处理", "4.无正当理由大量反复申请"),
    (DONE, "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    (DONE, "（六）其他处理", "（六）其他处理"),
    (DONE, "（七）总计", "（七）总计"),
    ("四、结转下年度继续办理",) * 3,
]
# natural persons = total in every row of this report, nothing between them
HONGZE_PERSONS = [21, 0, 0, 4, 1, 0, 0, 0, 0, 1, 1, 0, 10, 3, 0, 1, 0, 0, 0, 0, 0, 21, 0]


def test_hongze_table_two_over_a_page_break() -> None:
    grid = next(open_document(HONGZE).grids())
    assert rows(grid) == [
        [ART20_1] * 4,
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "0", "5", "5"],
        ["第二十条第（五）项"] * 4,
        ["信息内容", *["本年处理决定数量"] * 3],
        ["行政许可", *["550"] * 3],
        ["第二十条第（六）项"] * 4,
        ["信息内容", *["本年处理决定数量"] * 3],
        ["行政处罚", *["4119"] * 3],
        ["行政强制", *["195"] * 3],
        ["第二十条第（八）项"] * 4,
        ["信息内容", *["本年收费金额（单位：万元）"] * 3],
        ["行政事业性收费", *["7730.28"] * 3],
    ]
    assert [cell.page for cell in grid.cells if bare(cell.text) in ("第二十条第（六）项", "行政处罚")] == [2, 3]


def test_hongze_table_three_over_a_page_break() -> None:
    grid = list(open_document(HONGZE).grids())[1]
    found = rows(grid)
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert found[0] == [note] * 3 + ["申请人情况"] * 7
    assert found[1] == [note] * 3 + ["自然人"] + ["法人或其他组织"] * 5 + ["总计"]
    assert found[2][3:] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert [tuple(row[:3]) for row in found[3:]] == HONGZE_LABELS
    assert [row[3:] for row in found[3:]] == [[str(n), "0", "0", "0", "0", "0", str(n)] for n in HONGZE_PERSONS]
    result = next(cell for cell in grid.cells if cell.text == DONE)
    assert (result.row, result.column, result.rowspan, result.colspan, result.page) == (5, 0, 20, 1, 3)
    assert len(grid.cells) == 198


def test_hongze_table_four() -> None:
    grid = list(open_document(HONGZE).grids())[2]
    found = rows(grid)
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert found == [
        ["行政复议"] * 5 + ["行政诉讼"] * 10,
        five + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5,
        five * 3,
        ["10", "1", "0", "0", "0", "0", "0", "0", "0", "0", "5", "0", "0", "0", "0"],
    ]


def test_hongze_running_text() -> None:
    document = open_document(HONGZE)
    body = [bare(text) for text in texts(document)]
    assert body[:2] == ["洪泽区人民政府", "2023年政府信息公开工作年度报告"]
    assert body[2].startswith("本报告由淮安市洪泽区人民政府办公室根据《中华人民共和国政府信息公开条例》（国令第711号）")
    assert body[2].endswith("电子邮箱：hzzwgk@126.com）。")
    headings = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    headings += ["四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
    assert [text for text in body if text in headings] == headings
    # a paragraph over the break of pages 1 and 2, without the page number between its halves
    assert any("严格执行“分级审核、先审后发”程序" in text for text in body)
    assert "（三）政府信息管理情况。" in body
    assert body[-1] == "2023年，区政府严格落实《政府信息公开信息处理费管理办法》，全年收取政府信息公开信息处理费0元。"
    assert not any(re.fullmatch(r"-?\d-?", text) for text in body)
    assert len(body) == 18
    assert document.problems == ()
    assert ("title", "洪泽区人民政府2023年政府信息公开工作年度报告") in document.facts


@pytest.mark.parametrize("name", ["pingtan-2025", "shanghai-office-2019"])
def test_a_report_through_libreoffice_is_the_report_of_the_page(name: str) -> None:
    """Labels and rows cut by page breaks; the header of the 2019 table is cut inside of its words."""
    printed = open_document((DOCUMENTS / "made" / f"{name}.pdf").read_bytes())
    page = open_document((DOCUMENTS / "real" / "reports" / f"{name}.html").read_bytes())
    for ours, theirs in zip(printed.grids(), page.grids(), strict=True):
        assert rows(ours) == rows(theirs)
        assert [(c.row, c.column, c.rowspan, c.colspan) for c in ours.cells] == [
            (c.row, c.column, c.rowspan, c.colspan) for c in theirs.cells
        ]
    assert [bare(text) for text in texts(printed)] == [bare(text) for text in texts(page)]


# --- drawn pages ------------------------------------------------------------------------------------------------------


def test_spans_from_missing_rules() -> None:
    lines = [(50, 700, 350, 700), (150, 670, 350, 670), (50, 640, 350, 640), (50, 610, 350, 610)]
    lines += [(50, 700, 50, 610), (150, 700, 150, 610), (250, 670, 250, 610), (350, 700, 350, 610)]
    words = [(60, 665, "A"), (160, 680, "B"), (160, 650, "C"), (260, 650, "D"), (60, 620, "1"), (160, 620, "2")]
    (grid,) = open_document(pdf(content(words, lines))).grids()
    assert rows(grid) == [["A", "B", "B"], ["A", "C", "D"], ["1", "2", ""]]


def test_thin_boxes_and_dashes_are_rules_and_white_is_none() -> None:
    dashes = [(x, 670, x + 4, 670) for x in range(50, 250, 6)]
    boxes = "50 699 200 1 re f 50 640 200 1 re f 50 640 1 60 re f 149.5 640 1 60 re f 249 640 1 60 re f"
    white = "1 1 1 RG 200 640 m 200 700 l S 1 1 1 rg 60 655 180 1 re f"
    words = [(60, 680, "A"), (160, 680, "B"), (60, 650, "1"), (160, 650, "2")]
    (grid,) = open_document(pdf(content(words, dashes, more=f"{boxes} {white}"))).grids()
    assert rows(grid) == [["A", "B"], ["1", "2"]]


def test_underlines_and_boxes_are_no_tables() -> None:
    lines = [*lattice([300, 400], [620, 600]), (50, 698, 200, 698), (50, 678, 200, 678), (50, 658, 200, 658)]
    words = [(50, 700, "first line"), (50, 680, "second line"), (50, 660, "third line"), (310, 605, "boxed")]
    document = open_document(pdf(content(words, lines)))
    assert list(document.grids()) == []
    assert texts(document) == ["first line", "second line", "third line", "boxed"]


def test_a_table_without_outer_frame() -> None:
    lines = [(50, y, 350, y) for y in (700, 670, 640)] + [(150, 700, 150, 640), (250, 700, 250, 640)]
    words = [(60 + 100 * column, 650 + 30 * row, f"{row}{column}") for row in (1, 0) for column in range(3)]
    (grid,) = open_document(pdf(content(words, lines))).grids()
    assert rows(grid) == [["10", "11", "12"], ["00", "01", "02"]]


def two_pages(
    first: list[tuple[float, float, str]], second: list[tuple[float, float, str]], **below: object
) -> Document:
    xs = below.get("xs", [50, 150, 250])
    assert isinstance(xs, list)
    above_page = content(first, lattice([50, 150, 250], [120, 90, 60]))
    below_page = content(second, lattice(xs, [780, 750, 720]))
    return open_document(pdf(above_page, below_page))


FIRST = [(60, 100, "H"), (160, 100, "K"), (60, 70, "a"), (160, 70, "1")]


def test_a_table_goes_on_overleaf() -> None:
    (grid,) = two_pages(FIRST, [(60, 760, "b"), (160, 760, "2"), (60, 730, "c"), (160, 730, "3")]).grids()
    assert rows(grid) == [["H", "K"], ["a", "1"], ["b", "2"], ["c", "3"]]
    assert [cell.page for cell in grid.cells] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_a_repeated_header_is_dropped() -> None:
    (grid,) = two_pages(FIRST, [(60, 760, "H"), (160, 760, "K"), (60, 730, "c"), (160, 730, "3")]).grids()
    assert rows(grid) == [["H", "K"], ["a", "1"], ["c", "3"]]


def test_equal_values_are_no_header() -> None:
    first = [(60, 100, "0"), (160, 100, "0"), (60, 70, "0"), (160, 70, "0")]
    (grid,) = two_pages(first, [(60, 760, "0"), (160, 760, "0"), (60, 730, "0"), (160, 730, "0")]).grids()
    assert rows(grid) == [["0", "0"]] * 4


def test_a_blank_value_below_the_break_stays_blank() -> None:
    (grid,) = two_pages(FIRST, [(60, 760, "b"), (60, 730, "c"), (160, 730, "3")]).grids()
    assert rows(grid) == [["H", "K"], ["a", "1"], ["b", ""], ["c", "3"]]


def test_tables_of_different_frames_are_two() -> None:
    second = [(60, 760, "b"), (160, 760, "2"), (60, 730, "c"), (160, 730, "3")]
    assert [rows(grid) for grid in two_pages(FIRST, second, xs=[50, 150, 300]).grids()] == [
        [["H", "K"], ["a", "1"]],
        [["b", "2"], ["c", "3"]],
    ]


def test_text_between_divides_tables() -> None:
    second = [(50, 800, "a heading"), (60, 760, "b"), (160, 760, "2"), (60, 730, "c"), (160, 730, "3")]
    document = two_pages(FIRST, second)
    assert [type(block) for block in document.blocks] == [Grid, Paragraph, Grid]


def test_page_numbers_and_running_heads_are_dropped() -> None:
    pages = [content([(60, 810, "ANNUAL REPORT"), (60, 400, f"text {n}"), (290, 30, f"- {n} -")]) for n in (1, 2, 3)]
    assert texts(open_document(pdf(*pages))) == ["text 1", "text 2", "text 3"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert texts(open_document(pdf(content([(60, 400, "2023"), (60, 380, "17")])))) == ["2023", "17"]


def test_a_turned_page() -> None:
    upright = content([(60, 380, "A"), (160, 380, "B")], lattice([50, 150, 250], [400, 370, 340]))
    # the same drawing turned a quarter to the left on a page that is shown turned to the right
    turned = b"q 0 1 -1 0 595 0 cm " + upright + b" Q"
    (grid,) = open_document(pdf(turned, page_entries="/Rotate 90")).grids()
    assert rows(grid) == [["A", "B"], ["", ""]]


@pytest.mark.parametrize("turn", ["0 1 -1 0 595 0", "0 -1 1 0 0 842"])
def test_a_table_drawn_on_its_side_is_turned(turn: str) -> None:
    """A landscape table on an upright page without /Rotate, as Word prints a section of its own."""
    words = [(60, 380, "A"), (160, 380, "B"), (60, 350, "12"), (160, 350, "345")]
    upright = content(words, lattice([50, 150, 250], [400, 370, 340]))
    (grid,) = open_document(pdf(f"q {turn} cm ".encode() + upright + b" Q")).grids()
    assert rows(grid) == [["A", "B"], ["12", "345"]]


def test_radicals_are_the_characters_they_look_like() -> None:
    codes = (0x2F00, 0x2F24, 0x2EDA, 0x2EA0, 0xF9F4, 0x4E00)
    assert "".join(map(as_printed, codes)) == "一大页民林一"
    assert as_printed(ord("０")) == "０"


def test_what_nobody_sees_is_not_read() -> None:
    """White on white, invisible, beside the page, and a watermark across the cells."""
    table = lattice([50, 150, 250], [700, 670, 640])
    words = [(60, 680, "A"), (160, 680, "B"), (60, 650, "a")]
    for hidden in (
        "BT 1 1 1 rg /F1 10 Tf 200 650 Td (999) Tj ET",
        "BT 3 Tr /F1 10 Tf 200 650 Td (999) Tj ET",
        "BT /F1 10 Tf 900 650 Td (999) Tj ET",
        "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 620 Tm 0.9 g (2023) Tj ET",
    ):
        document = open_document(pdf(content(words, table, more=hidden)))
        (grid,) = document.grids()
        assert rows(grid) == [["A", "B"], ["a", ""]]
        assert texts(document) == []


def test_white_text_on_a_dark_ground_is_read() -> None:
    ground = "0 0 0.5 rg 150 640 100 30 re f BT 1 1 1 rg /F1 10 Tf 160 650 Td (999) Tj ET"
    (grid,) = open_document(
        pdf(content([(60, 650, "a")], lattice([50, 150, 250], [700, 670, 640]), more=ground))
    ).grids()
    assert rows(grid) == [["", ""], ["a", "999"]]


@pytest.mark.parametrize(("shift", "printed"), [(0.0, "1100"), (0.3, "1100")])
def test_a_number_printed_twice_is_one(shift: float, printed: str) -> None:
    table = lattice([50, 150, 250], [700, 670, 640])
    words = [(60, 650, "a"), (160, 650, "1100"), (160 + shift, 650, "1100")]
    (grid,) = open_document(pdf(content(words, table))).grids()
    assert rows(grid)[1] == ["a", printed]


def test_a_number_drawn_over_an_edge_is_never_cut() -> None:
    """Six digits from 140 to 173 over the edge at 150: neither 12 nor 3456 may be read."""
    table = lattice([50, 150, 250], [700, 670, 640])
    (grid,) = open_document(pdf(content([(60, 650, "a"), (140, 650, "123456")], table))).grids()
    assert [cell.text for cell in grid.cells][2:] == ["a", "3456\n12"]
    (grid,) = open_document(pdf(content([(60, 650, "a"), (148, 650, "123456")], table))).grids()
    assert [cell.text for cell in grid.cells][2:] == ["a", "123456"]


def test_numbers_of_two_cells_are_never_joined() -> None:
    table = lattice([50, 150, 250], [700, 670, 640])
    (grid,) = open_document(pdf(content([(132, 650, "123"), (151, 650, "456")], table))).grids()
    assert rows(grid)[1] == ["123", "456"]


def test_scans() -> None:
    document = open_document(pdf(content(more=PICTURE), content([(60, 400, "a page with enough text")])))
    assert [(problem.kind, problem.origin, problem.seen) for problem in document.problems] == [
        ("no_text_layer", "reading", "1")
    ]
    assert document.image_count == 1


def test_text_hidden_over_a_scan_is_said() -> None:
    page = content([(60, 400, "figures read by some OCR 123")], more=PICTURE).replace(b"BT ", b"BT 3 Tr ")
    assert kinds(open_document(pdf(page))) == ["hidden_text_layer"]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nnothing else",
        HONGZE[: len(HONGZE) // 3],
        pdf(content([(60, 400, "secret")]), trailer="/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P -1>>"),
    ],
)
def test_broken_and_locked_files(data: bytes) -> None:
    document = open_document(data)
    assert document.blocks == ()
    assert kinds(document) == ["unreadable"]
    assert document.problems[0].origin == "reading"


def test_too_many_pages() -> None:
    document = open_document(pdf(*[content([(60, 400, f"page {n} of many")]) for n in range(230)]))
    assert len(document.blocks) == 200
    assert kinds(document) == ["too_many_pages"]


def test_too_many_lines_to_be_a_table() -> None:
    grid_lines = lattice([20 + n * 0.7 for n in range(800)], [20 + n for n in range(800)])
    document = open_document(pdf(content([(60, 400, "still read as text")], grid_lines)))
    assert "still read as text" in " ".join(texts(document)) or list(document.grids())


def _two_columns_of_four_digits(*rows: tuple[tuple[str, ...], tuple[str, ...]]) -> list[tuple[str, bool]]:
    """Text and `wrapped` of the cells. Helvetica 10: four digits, each 5.56 wide, fill a cell of 26 with 2 beside."""
    lines = lattice([50, 76, 102], [700 - 40 * at for at in range(len(rows) + 1)])
    words = [
        (52 + 26 * column, 685 - 40 * at - 12 * line, text)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        for line, text in enumerate(cell)
    ]
    (grid,) = open_document(pdf(content(words, lines))).grids()
    return [(cell.text, cell.wrapped) for cell in grid.cells]


def test_a_figure_broken_by_a_narrow_cell_is_one_figure_and_says_so() -> None:
    cells = _two_columns_of_four_digits((("1234", "5"), ("7",)), (("3456",), ("8",)))
    assert cells == [("12345", True), ("7", False), ("3456", False), ("8", False)]


def test_figures_one_below_the_other_stay_apart_where_the_row_may_be_two() -> None:
    stacked_beside = _two_columns_of_four_digits((("1234", "5"), ("10", "20")), (("3456",), ("8",)))
    assert stacked_beside[:2] == [("1234\n5", False), ("10\n20", False)]
    full_beside = _two_columns_of_four_digits((("1234", "5"), ("6789", "1")), (("3456",), ("8",)))
    assert full_beside[:2] == [("1234\n5", False), ("6789\n1", False)]
