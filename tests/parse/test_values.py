"""Printed cells, one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parse.report import Money
from parse.schema import Kind
from parse.tables.values import Reading, is_blank, is_value, read_value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("\u30000\u3000", 0),
        ("\xa0145", 145),
        ("０", 0),
        ("１２３４", 1234),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("3件", 3),
        ("3 件", 3),
        ("12条", 12),
        ("517645", 517645),
        ("+2", 2),
        ("3.0", 3),
        ("\u200b5", 5),
        ("5人次", 5),
        ("０件", 0),
        ("12.0", 12),
    ],
)
def test_counts(printed: str, value: int) -> None:
    reading = read_value(printed, "count")
    assert (reading.value, reading.state, reading.problem) == (value, "number", None)
    assert type(reading.value) is int
    assert is_value(printed)


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("", "blank"),
        ("\u3000\xa0 \n", "blank"),
        ("/", "slash"),
        ("／", "slash"),
        ("-", "slash"),
        ("—", "slash"),
        ("——", "slash"),
        ("－", "slash"),
        ("无", "none_word"),
        ("暂 无", "none_word"),
    ],
)
@pytest.mark.parametrize("kind", ["count", "signed", "amount", "money"])
def test_nothing_is_null_and_never_zero(printed: str, state: str, kind: Kind) -> None:
    reading = read_value(printed, kind)
    assert (reading.value, reading.state, reading.problem) == (None, state, None)
    assert is_blank(printed) == (state == "blank")


@pytest.mark.parametrize(
    "printed",
    ["O", "o", "l", "1 2", "12\n59", "007", "00", "1,23", "12,3456", "1.2.3", "约5", "5余", "见附件", "5①",
     "5²", "½", "100%", "1/2", "--5", "5-", "22(16)", "3元", "1e3", "٣", "9" * 30, "(" * 200, "5\x00",
     "3余", "10000余件", "近百", "三", "十二", "Ⅲ", "III", "①", "3 4", "3、4", "3/4", "3;4", "0件0人", "2024年1月1日",
     "2024-01-01", "2024.1.1", "N/A", "是", "*", "3*", "3项次", "第3", "3（4）", "+", "0０", "50.92 万元"],
)  # fmt: skip
def test_unreadable_is_null_with_a_problem(printed: str) -> None:
    reading = read_value(printed, "count")
    assert (reading.value, reading.state, reading.problem) == (None, "unreadable", "unreadable_value")


@pytest.mark.parametrize(
    ("printed", "value"),
    [("-8", -8), ("－8", -8), ("−8", -8), ("- 8", -8), ("+2", 2), ("增2", 2), ("增加 2 项", 2), ("减1", -1),
     ("减少1", -1), ("0", 0), ("增0", 0)],
)  # fmt: skip
def test_signed(printed: str, value: int) -> None:
    assert read_value(printed, "signed").value == value
    assert is_value(printed)


@pytest.mark.parametrize("printed", ["增2减1", "增2/减1", "+2/-1", "+2，-1", "增", "±3", "2-1", "—8"])
def test_a_change_that_says_two_things_is_not_read(printed: str) -> None:
    assert read_value(printed, "signed").state == "unreadable"


def test_a_gloss_is_not_part_of_the_number() -> None:
    for printed in ("22（其中修订16件）", "22\n（其中修订 16 件）", "22 (其中修订16件)", "22（其中…2）"):
        reading = read_value(printed, "count")
        assert (reading.value, reading.problem) == (22, "gloss_in_cell")
        assert is_value(printed)


def test_a_negative_or_broken_count_is_kept_and_said() -> None:
    assert (read_value("-3", "count").value, read_value("-3", "count").problem) == (-3, "negative_count")
    assert (read_value("2.5", "count").value, read_value("2.5", "count").problem) == (Decimal("2.5"), "not_whole")


@pytest.mark.parametrize(
    ("printed", "value", "unit", "yuan"),
    [
        ("50.920543 万元", "50.920543", "万元", "509205.43"),
        ("328.65 万元", "328.65", "万元", "3286500"),
        ("1344000.00元", "1344000.00", "元", "1344000"),
        ("251000元", "251000", "元", "251000"),
        ("73802895.90元", "73802895.90", "元", "73802895.9"),
        ("1,344.5（万元）", "1344.5", "万元", "13445000"),
        ("2亿元", "2", "亿元", "200000000"),
        ("￥300", "300", "元", "300"),
    ],
)
def test_money_keeps_its_print_and_is_exact(printed: str, value: str, unit: str, yuan: str) -> None:
    money = read_value(f"\u3000{printed} ", "money").value
    assert money == Money(printed, Decimal(value), unit, Decimal(yuan))
    assert isinstance(money, Money)
    assert str(money.value) == value
    assert f"{money.yuan:f}" == yuan


def test_money_without_a_unit_has_no_yuan() -> None:
    reading = read_value("75.3", "money")
    assert reading.value == Money("75.3", Decimal("75.3"), None, None)
    assert reading.problem == "unit_missing"
    assert read_value("75.3", "money", "万元").value == Money("75.3", Decimal("75.3"), "万元", Decimal(753000))


def test_amounts_follow_the_unit_of_their_column() -> None:
    assert read_value("4068.208", "amount", "万元").value == Decimal("4068.208")
    assert read_value("50.92万元", "amount", "万元").value == Decimal("50.92")
    assert read_value("0", "amount", "万元").value == 0
    other = read_value("9,200元", "amount", "万元")
    assert (other.value, other.problem) == (Decimal("0.92"), "unit_differs")


@pytest.mark.parametrize(
    "printed", ["", "1.属于国家秘密", "3.其他", "规章", "第二十条第（一）项", "行政许可 0", "2024年", "(一)予以公开"]
)
def test_labels_and_blanks_are_no_values(printed: str) -> None:
    assert not is_value(printed)


def test_a_count_of_ten_digits_is_cells_that_ran_together() -> None:
    assert read_value("5736119857", "count") == Reading(None, "unreadable", "run_together")
    assert read_value("573611985", "count").value == 573611985


@pytest.mark.parametrize(
    ("printed", "value"),
    [("〇", 0), (" 零 ", 0), ("1\u2009234", 1234), ("12\u202f345\u202f678", 12345678), ("1 234", None),
     ("1\xa0234", None), ("1\u200923", None), ("1234\u2009567", None), ("一〇", None), ("零星", None)],
)  # fmt: skip
def test_zero_in_words_and_thin_blanks_between_thousands(printed: str, value: int | None) -> None:
    """A thin blank divides thousands and no cells; a whole one may divide two figures, and decides nothing."""
    assert read_value(printed, "count").value == value
