"""Pages that arrange the form in their own way: columns in another order, tables twice, nested, headings repeated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from form_pages import OUTCOME_LABELS, Form, Place, Style, form, leaves, write

from parse.carrier import open_document
from parse.tables import TablesReading, read_tables

STYLE = Style("arranged")
FLAT = ("总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def _form(seed: int = 1, edition: str = "2021") -> Form:
    return form(edition, random.Random(seed), STYLE)


def _page(made: Form) -> str:
    return write(made, STYLE).decode()


def _read(page: str) -> TablesReading:
    return read_tables(open_document(page.encode(), "text/html", None))


def _missing(made: Form, reading: TablesReading) -> set[str]:
    """The tables with cells that are null; any other value than the printed one fails."""
    read = dict(leaves(reading.tables))
    gone = set()
    for path, value in leaves(made.expected):
        assert read.get(path) in (value, None), (path, value, read.get(path))
        if read.get(path) is None:
            gone.add(path[0])
    return gone


def _kinds(reading: TablesReading) -> set[str]:
    return {one.kind for one in reading.problems if one.severity in ("error", "warning")}


def _total_first(made: Form) -> None:
    made.three[1] = [Place("总计", rows=2), Place("自然人", rows=2), Place("法人或其他组织", columns=5)]
    for row in made.three[3:]:
        at = next(index for index, place in enumerate(row) if place.path)
        row[at:] = [row[-1], *row[at:-1]]


def _total_first_in_one_line(made: Form) -> None:
    _total_first(made)
    made.three[:3] = [[Place("申请人情况", columns=3), *(Place(label) for label in FLAT)]]


def _litigation_first(made: Form) -> None:
    made.four[0] = [Place("行政诉讼", columns=10), Place("行政复议", columns=5)]
    outcomes = [Place(label, rows=2) for label in OUTCOME_LABELS]
    made.four[1] = [Place("未经复议直接起诉", columns=5), Place("复议后起诉", columns=5), *outcomes]
    made.four[3] = made.four[3][5:] + made.four[3][:5]


def _total_of_review_first(made: Form) -> None:
    made.four[1][:5] = [made.four[1][4], *made.four[1][:4]]
    made.four[3][:5] = [made.four[3][4], *made.four[3][:4]]


def _two_outcomes_swapped(made: Form) -> None:
    made.four[2][5:7] = made.four[2][6:4:-1]
    made.four[3][10:12] = made.four[3][11:9:-1]


@pytest.mark.parametrize("change", [_total_first, _total_first_in_one_line])
def test_applicants_in_another_order_are_read_below_their_headings(change: Callable[[Form], None]) -> None:
    made = _form()
    change(made)
    reading = _read(_page(made))
    assert _missing(made, reading) == set()
    assert [p.seen for p in reading.problems if p.kind == "column_order"] == [", ".join(FLAT)]


@pytest.mark.parametrize("change", [_litigation_first, _total_of_review_first, _two_outcomes_swapped])
def test_outcomes_in_another_order_are_read_below_their_headings(change: Callable[[Form], None]) -> None:
    made = _form()
    change(made)
    assert _missing(made, _read(_page(made))) == set()


def _tables(made: Form, first: str, end: str) -> str:
    found = re.search(rf"<p>{first}、.*?(?=<p>{end}、)", _page(made), re.DOTALL)
    assert found
    return found.group()


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_tables_of_two_reports_on_one_page_are_not_mixed(edition: str) -> None:
    first, second = _form(1), _form(2, edition)
    del first.three[8]  # a row that only the second report prints
    reading = _read(_page(first).replace("<p>五、", _tables(second, "二", "五") + "<p>五、"))
    values = [value for _, value in leaves(reading.tables) if value is not None]
    assert values == []
    told = {(p.kind, p.table) for p in reading.problems}
    assert {("table_repeated", "proactive_disclosure"), ("table_repeated", "disclosure_requests"),
            ("row_repeated", "review_and_litigation")} <= told  # fmt: skip


def test_last_year_beside_this_year_costs_only_its_table() -> None:
    made = _form(1)
    reading = _read(_page(made).replace("<p>五、", _tables(_form(2), "三", "四") + "<p>五、"))
    assert _missing(made, reading) == {"disclosure_requests"}
    assert "table_repeated" in _kinds(reading)


def test_the_same_tables_twice_are_read_once() -> None:
    made = _form()
    reading = _read(_page(made).replace("<p>五、", _tables(made, "二", "五") + "<p>五、"))
    assert _missing(made, reading) == set()
    assert not {"row_repeated", "table_repeated"} & _kinds(reading)


def test_a_heading_repeated_and_a_table_in_a_table() -> None:
    made = _form()
    made.three = [*made.three[:14], *(list(row) for row in made.three[:3]), *made.three[14:]]
    page = (
        _page(made).replace("<table", "<table><tr><td><table", 1).replace("</table>", "</table></td></tr></table>", 1)
    )
    assert _missing(made, _read(page)) == set()


def test_a_sentence_before_a_table_is_no_part_of_it() -> None:
    made = _form()
    sentence = "<p>该部分以表格形式报告。表格如下:</p>"
    reading = _read(_page(made).replace("<table", sentence + "<table"))
    assert _missing(made, reading) == set()
    assert reading.problems == ()
