"""What a cell and a figure say of how they were read."""

from __future__ import annotations

from typing import Any

from publish.drawing import draw
from publish.words import figure


def _cell(**others: Any) -> dict[str, Any]:
    cell = {
        "form_table": "disclosure_requests", "row_key": "granted", "column_key": "total", "value": 3, "printed": "3",
        "state": "number", "implied_zero": 0, "placed_by": "label", "page": None, "confidence": None,
    }  # fmt: skip
    return cell | others


def _drawn(cell: dict[str, Any]) -> Any:
    table = draw("disclosure_requests", "2021", [cell], {}, [])
    assert table
    return next(drawn for line in table.lines for drawn in line if drawn.text == "3" and not drawn.is_label)


def test_a_recognised_figure_says_so_and_how_sure() -> None:
    drawn = _drawn(_cell(confidence=0.97))
    assert drawn.recognised
    assert "由图像识别，把握 97%" in drawn.explained
    assert not _drawn(_cell()).recognised


def test_a_figure_placed_by_arithmetic_says_so() -> None:
    assert "由合计关系确定" in _drawn(_cell(placed_by="arithmetic")).explained
    assert _drawn(_cell()).explained == ""


def test_a_number_is_printed_with_its_own_digits() -> None:
    assert [figure(value) for value in (None, 1600, 219062.78, "12345678901234567890.5")] == [
        "", "1600", "219062.78", "12345678901234567890.5"]  # fmt: skip
