"""Digits that a font with broken widths sets one upon the other: their order is not certain, so they are no number."""

from __future__ import annotations

from parse.carrier.pdf_lines import lines_of
from parse.carrier.pdf_page import Glyph
from parse.tables.values import read_value


def text(*places: tuple[str, float]) -> str:
    """The line of digits five points wide, each at its left edge."""
    return lines_of([Glyph(char, x, 0, x + 5, 8) for char, x in places])[0].text


def test_a_digit_upon_another_leaves_no_number() -> None:
    damaged = text(("1", 289.4), ("4", 294.9), ("8", 294.5))
    assert read_value(damaged, "count", None).value is None


def test_digits_beside_each_other_are_one_number() -> None:
    assert read_value(text(("1", 289.4), ("4", 294.4), ("8", 299.4)), "count", None).value == 148
    assert read_value(text(("1", 289.4), ("4", 293.4), ("8", 297.4)), "count", None).value == 148


def test_a_digit_printed_twice_for_boldness_is_one() -> None:
    assert read_value(text(("7", 289.4), ("7", 289.9)), "count", None).value == 7
