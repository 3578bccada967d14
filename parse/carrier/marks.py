"""Figures that are raised, lowered, struck out or set in the colour of paper, as characters that are no digits: 3 with
a raised 1 is not 31."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

_STROKE = "\u0336"
"""Unicode's long stroke overlay."""

MARKS: Mapping[str, Mapping[int, int | str]] = {
    "raised": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "lowered": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
    "struck": {ord(digit): digit + _STROKE for digit in "0123456789"},
    "pale": dict.fromkeys(map(ord, "0123456789"), "\ufffd"),
}
"""How a figure is set, and what its digits become. White on white says nothing, white on a ground that a style sheet
draws is a figure: no reader of the file alone can tell, so the digits are there and are not read."""
_FIGURE = re.compile(r"[\s\d.,+()/%\-]*\Z")


def figures_only(text: str) -> bool:
    """Whether a text has no words: figures and signs."""
    return bool(_FIGURE.match(text))


def written(pieces: Sequence[tuple[str, str | None]]) -> str:
    """Pieces of a line or a cell, each with its mark or None, as one text. What is raised or lowered alone is no
    footnote's; what is set in the colour of paper and holds words stands on a ground, as headings do."""
    beside = any(text.strip() for text, mark in pieces if mark is None)
    runs = [("".join(text for text, _ in run), mark) for mark, run in groupby(pieces, key=itemgetter(1))]
    return "".join(
        text.translate(MARKS[mark])
        if mark == "struck" or (mark == "pale" and figures_only(text)) or (mark in ("raised", "lowered") and beside)
        else text
        for text, mark in runs
    )


PICTURE = "\ufffc"
"""What stands for a picture that is all of a cell: Unicode's character for an object in the text."""
