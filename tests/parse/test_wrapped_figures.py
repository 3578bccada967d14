"""A figure that a narrow cell broke keeps its warning up to the report; kept apart, it is null with a problem."""

from __future__ import annotations

from parse.document import Document, Grid, GridCell, Paragraph
from parse.tables import read_tables

HEADING = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def _document(first: str, *, wrapped: bool) -> Document:
    cells = [GridCell(text, 0, at + 1) for at, text in enumerate(HEADING)]
    cells.append(GridCell("一、本年新收政府信息公开申请数量", 1, 0))
    cells += [GridCell(text, 1, at + 1) for at, text in enumerate((first, "0", "0", "0", "0", "0", "7"))]
    cells[8] = GridCell(first, 1, 1, wrapped=wrapped)
    blocks = (Paragraph("三、收到和处理政府信息公开申请情况"), Grid(tuple(cells), 2, 8))
    return Document("application/pdf", blocks)


def test_a_figure_put_together_carries_a_warning() -> None:
    reading = read_tables(_document("12345", wrapped=True))
    assert reading.tables["disclosure_requests"]["new_requests"]["natural_person"] == 12345
    (told,) = [problem for problem in reading.problems if problem.kind == "wrapped_figure"]
    assert (told.origin, told.severity) == ("reading", "warning")
    assert (told.row, told.column, told.seen) == ("new_requests", "natural_person", "12345")


def test_figures_that_stay_apart_are_null_with_a_problem() -> None:
    reading = read_tables(_document("1234\n5", wrapped=False))
    assert reading.tables["disclosure_requests"]["new_requests"]["natural_person"] is None
    assert ("unreadable_value", "natural_person") in {(p.kind, p.column) for p in reading.problems}
