"""Text and markdown that printed a wrong number, or lost tables, when the reader first met them."""

from __future__ import annotations

import random
from typing import Any

import pytest
from form_pages import Form, Place, Rows, Style, form, leaves

from parse.reader import read

TITLES = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


def _form(edition: str, *, blanks: bool) -> Form:
    return form(edition, random.Random(7), Style("", blanks=blanks))


def _expanded(rows: Rows, *, repeat: bool = False) -> list[list[str]]:
    """Every place of a table: what a merged cell prints stands in its first place, or in all of them."""
    places: dict[tuple[int, int], str] = {}
    for top, row in enumerate(rows):
        at = 0
        for place in row:
            while (top, at) in places:
                at += 1
            for down in range(place.rows):
                for right in range(place.columns):
                    places[top + down, at + right] = place.text if repeat or not (down or right) else ""
            at += place.columns
    width = max(column for _, column in places) + 1
    return [[places.get((row, column), "") for column in range(width)] for row in range(len(rows))]


def _document(parts: list[str]) -> bytes:
    body = "\n\n".join(f"## {title}\n\n{part}" for title, part in zip(TITLES, parts, strict=True))
    head = "# 某镇2022年政府信息公开工作年度报告\n\n根据《政府信息公开条例》编制。\n\n## 一、总体情况\n\n略。\n\n"
    return f"{head}{body}\n\n## 五、存在的主要问题及改进情况\n\n略。\n".encode()


def _compared(document: bytes, expected: dict[str, Any]) -> tuple[dict[Any, Any], list[Any]]:
    """Numbers that are not those of the form, and numbers that are missing."""
    read_values = dict(leaves(read(document, url="http://example.gov.cn/report").tables))
    said = dict(leaves(expected))
    wrong = {path: value for path, value in read_values.items() if value is not None and value != said.get(path)}
    return wrong, [path for path, value in said.items() if value is not None and read_values.get(path) is None]


def _of(made: Form) -> tuple[Rows, Rows, Rows]:
    return made.two, made.three, made.four


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("blanks", [True, False])
@pytest.mark.parametrize("ruled", [True, False])
def test_pipes_between_the_cells_only(edition: str, blanks: bool, ruled: bool) -> None:
    """A row whose first and last cells are blank begins and ends with a pipe, too, but has two cells more."""
    made = _form(edition, blanks=blanks)
    parts = []
    for rows in _of(made):
        first, *rest = [" | ".join(row) for row in _expanded(rows)]
        rule = ["|".join(["---"] * (first.count("|") + 1))] if ruled else []
        parts.append("\n".join([first, *rule, *rest]))
    wrong, missing = _compared(_document(parts), made.expected)
    assert not wrong
    assert not missing or not ruled


@pytest.mark.parametrize("blank", ["&nbsp;", "&#160;", ""])
def test_references_and_line_breaks_in_the_cells_of_a_pipe_table(blank: str) -> None:
    made = _form("2021", blanks=True)

    def row(cells: list[str]) -> str:
        broken = [cell if cell.isdigit() or len(cell) < 4 else f"{cell[:2]}<br>{cell[2:]}" for cell in cells]
        return "| " + " | ".join(cell or blank for cell in broken) + " |"

    parts = []
    for rows in _of(made):
        first, *rest = _expanded(rows)
        parts.append("\n".join([row(first), "|" + "---|" * len(first), *map(row, rest)]))
    assert _compared(_document(parts), made.expected) == ({}, [])


@pytest.mark.parametrize("seed", range(8))
def test_a_merged_cell_written_out_twice_is_one_cell(seed: int) -> None:
    """行政事业性收费 | (blank) | 5 | 5 below 上一年项目数量 | 本年增/减 | 本年增/减: the blank is the first."""
    made = form("2019", random.Random(seed), Style("", blanks=True))
    parts = []
    for rows in _of(made):
        first, *rest = [f"| {' | '.join(row)} |" for row in _expanded(rows, repeat=True)]
        parts.append("\n".join([first, "|" + "---|" * (first.count("|") - 1), *rest]))
    assert _compared(_document(parts), made.expected) == ({}, [])


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_all_labels_before_all_numbers(edition: str) -> None:
    """An extractor that writes a table column by column: the first row of numbers is not that of the last label."""
    made = _form(edition, blanks=False)
    parts = []
    for rows in _of(made):
        labels = [" ".join(place.text for place in row if not place.path) for row in rows]
        numbers = [" ".join(place.text for place in row if place.path) for row in rows if _has_values(row)]
        parts.append("\n".join([*labels, *numbers]))
    wrong, _ = _compared(_document(parts), made.expected)
    assert not wrong


def _has_values(row: list[Place]) -> bool:
    return any(place.path for place in row)
