"""Layouts that printed a wrong number, or lost one without a word, when the reader first met them.

Each page is written from the labels of the form with numbers of its own (`form_pages`), then changed as offices,
converters and extractors change it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from form_pages import Form, Place, Rows, Style, form, leaves, write

from parse.carrier import open_document
from parse.tables import TablesReading, read_tables

FIGURE = "700"


def _form(edition: str = "2021", *, blanks: bool = False) -> Form:
    return form(edition, random.Random(5), Style("", blanks=blanks))


def _read(page: bytes, media_type: str = "text/html") -> TablesReading:
    return read_tables(open_document(page, media_type, None))


def _wrong(reading: TablesReading, expected: dict[str, Any]) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """Cells with a number that is not that of the form."""
    said = dict(leaves(expected))
    return {
        path: (said.get(path), value)
        for path, value in leaves(reading.tables)
        if value is not None and value != said.get(path)
    }


def _missing(reading: TablesReading, expected: dict[str, Any]) -> list[tuple[str, ...]]:
    read = dict(leaves(reading.tables))
    return [path for path, value in leaves(expected) if value is not None and read.get(path) is None]


def _kinds(reading: TablesReading) -> set[str]:
    return {problem.kind for problem in reading.problems}


def _written(change: Callable[[str], str]) -> Callable[[Place, str], str]:
    return lambda place, inner: change(inner) if place.path and inner else inner


@pytest.mark.parametrize(
    "change",
    [
        lambda figure: f"<ruby>{figure}<rp>(</rp><rt>9</rt><rp>)</rp></ruby>",
        lambda figure: f'<input type="text" value="{figure}">',
        lambda figure: f'<input value=" {figure} ">',
        lambda figure: f"<textarea>{figure}</textarea>",
        lambda figure: f"<select><option>0</option><option selected>{figure}</option></select>",
    ],
)
def test_small_print_is_no_part_of_a_figure_and_fields_show_theirs(change: Callable[[str], str]) -> None:
    made = _form(blanks=True)
    reading = _read(write(made, Style("", cell=_written(change))))
    assert not _wrong(reading, made.expected)
    assert not _missing(reading, made.expected)


def test_a_hidden_field_shows_nothing() -> None:
    made = _form(blanks=True)
    reading = _read(write(made, Style("", cell=lambda _, inner: inner + '<input type="hidden" value="4">')))
    assert not _wrong(reading, made.expected)
    assert not _missing(reading, made.expected)


def test_a_picture_of_a_figure_is_a_problem_and_not_a_blank() -> None:
    made = _form()
    reading = _read(write(made, Style("", cell=_written(lambda figure: f'<img src="n.png" alt="{figure}">'))))
    assert not [value for _, value in leaves(reading.tables) if value is not None]
    told = {problem.table for problem in reading.problems if problem.severity != "info"}
    assert told >= {"proactive_disclosure", "disclosure_requests", "review_and_litigation"}
    assert "unreadable_value" in _kinds(reading)
    assert "table_blank" not in _kinds(reading)


def _with_last_year(rows: Rows, heading: Callable[[Place], list[Place]], below: bool) -> Rows:
    """Table two with a column of the year before in front of each column."""
    made: Rows = []
    for row in rows:
        if len(row) == 1:
            made.append([replace(row[0], columns=7)])
        elif row[0].text == "信息内容":
            made.append([replace(row[0], rows=2 if below else 1), *(p for label in row[1:] for p in heading(label))])
            if below:
                made.append([Place("上年"), Place("本年")] * (len(row) - 1))
        else:
            made.append([row[0], *(p for value in row[1:] for p in (Place(FIGURE), replace(value, columns=1)))])
    return made


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("blanks", [True, False])
@pytest.mark.parametrize("below", [True, False])
def test_last_years_numbers_beside_this_years_are_not_taken(edition: str, blanks: bool, below: bool) -> None:
    made = _form(edition, blanks=blanks)

    def heading(label: Place) -> list[Place]:
        if below:
            return [replace(label, columns=2)]
        return [Place(f"2021年{label.text}"), Place(f"2022年{label.text}")]

    made.two = _with_last_year(made.two, heading, below)
    reading = _read(write(made, Style("")))
    assert not _wrong(reading, made.expected)
    assert "ambiguous" in _kinds(reading)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_columns_of_applicants_as_rows_are_no_totals(edition: str) -> None:
    """The row 总计 of a table laid on its side has twenty-four numbers; the first seven are no (七)总计."""
    made = _form(edition)
    body = [row for row in made.three if any(place.path for place in row)]
    labels = [[place for place in row if not place.path][-1] for row in body]
    names = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    made.three = [[Place(""), *(Place(label.text) for label in labels)]] + [
        [Place(name), *([place for place in row if place.path][at] for row in body)] for at, name in enumerate(names)
    ]
    reading = _read(write(made, Style("")))
    assert not _wrong(reading, made.expected)
    assert "ambiguous" in _kinds(reading) or "table_missing" in _kinds(reading)


@pytest.mark.parametrize("first_is_blank", [True, False])
def test_table_four_of_two_reports_one_of_them_blank_is_nobodys(first_is_blank: bool) -> None:
    made, blank = _form(), _form()
    blank.four = [[replace(place, text="") if place.path else place for place in row] for row in blank.four]
    pages = [blank, made] if first_is_blank else [made, blank]
    reading = _read(b"".join(write(one, Style("")) for one in pages).replace(b"</body></html>", b""))
    assert not [value for _, value in leaves(reading.tables["review_and_litigation"]) if value is not None]
    assert "row_repeated" in _kinds(reading)


@pytest.mark.parametrize("blanks", [True, False])
def test_a_total_of_all_litigation_behind_table_four_moves_nothing(blanks: bool) -> None:
    made = _form(blanks=blanks)
    made.four[0][1] = replace(made.four[0][1], columns=11)
    made.four[1].append(Place("总计", rows=2))
    made.four[3].append(Place(FIGURE))
    reading = _read(write(made, Style("")))
    assert not _wrong(reading, made.expected)
    assert blanks or not _missing(reading, made.expected)


def test_a_lost_heading_of_the_organisations_moves_no_column() -> None:
    """Without 法人或其他组织 the heading 总计 stands where the first kind of organisation is."""
    made = _form(blanks=True)
    made.three[1] = [place for place in made.three[1] if place.text != "法人或其他组织"]
    reading = _read(write(made, Style("")))
    assert not _wrong(reading, made.expected)


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("between", [" ", "Ð", "<br>"])
@pytest.mark.parametrize("part", ["three", "four"])
def test_two_figures_in_one_cell_and_a_blank_behind_decide_nothing(edition: str, between: str, part: str) -> None:
    """A damaged .doc printed `55426Ð66647 | 87958 | 24983 | (blank)`: as many cells as columns, none in its own."""
    made = _form(edition)
    rows = getattr(made, part)
    row = next(row for row in rows if any(place.path for place in row))
    first = next(at for at, place in enumerate(row) if place.path)
    row[first : first + 2] = [replace(row[first], text=f"{row[first].text}{between}{row[first + 1].text}")]
    row.append(Place(""))
    reading = _read(write(made, Style("")))
    assert not _wrong(reading, made.expected)
    assert "ambiguous" in _kinds(reading)


def test_a_number_as_wide_as_two_columns_moves_no_other() -> None:
    made = _form()
    row = made.four[-1]
    row.insert(8, Place(FIGURE))
    row[13:15] = [replace(row[13], columns=2)]
    row.pop()
    assert not _wrong(_read(write(made, Style(""))), {**made.expected, "review_and_litigation": {}})
