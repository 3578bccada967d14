"""Figures that narrow cells break: together where the geometry proves it, else apart."""

from __future__ import annotations

from glyph_pages import cells, ruled

XS = [40, 128, 148, 168, 268]
"""A column for labels of eight letters, two for two digits, one that is wide."""
LABEL = "四、结转下年度继\n续办理"


def test_a_row_whose_figures_are_all_broken() -> None:
    row = cells(ruled(1, XS, 500, [(LABEL, "49\n85\n6", "12\n4", ""), ("五、其他", "1", "", "")]))[
        "四、结转下年度继续办理"
    ]
    assert [(cell.text, cell.wrapped) for cell in row] == [("49856", True), ("124", True), ("", False)]


def test_lines_that_do_not_fill_their_cell_are_no_figure() -> None:
    row = cells(ruled(1, XS, 500, [(LABEL, "49\n85\n6", "", "12\n4"), ("五、其他", "1", "", "")]))[
        "四、结转下年度继续办理"
    ]
    assert [(cell.text, cell.wrapped) for cell in row] == [("49\n85\n6", False), ("", False), ("12\n4", False)]


def test_lines_of_different_length_are_no_figure() -> None:
    row = cells(ruled(1, XS, 500, [(LABEL, "4\n85\n6", "", ""), ("五、其他", "1", "", "")]))["四、结转下年度继续办理"]
    assert [cell.text for cell in row] == ["4\n85\n6", "", ""]


def test_without_a_broken_label_nothing_tells_how_wide_cells_are() -> None:
    """Two rows without a rule between them look the same."""
    row = cells(ruled(1, XS, 500, [("其他", "49\n85", "12\n40", ""), ("一", "1", "", "")]))["其他"]
    assert [cell.text for cell in row] == ["49\n85", "12\n40", ""]
