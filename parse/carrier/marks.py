"""Figures that are raised, lowered or struck out, as characters that are no digits: 3 with a raised 1 is not 31."""

from __future__ import annotations

from collections.abc import Mapping

_STROKE = "\u0336"
"""Unicode's long stroke overlay."""

MARKS: Mapping[str, Mapping[int, int | str]] = {
    "raised": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "lowered": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
    "struck": {ord(digit): digit + _STROKE for digit in "0123456789"},
}
"""How a figure is set, and what its digits become."""

PICTURE = "\ufffc"
"""What stands for a picture that is all of a cell: Unicode's character for an object in the text."""
