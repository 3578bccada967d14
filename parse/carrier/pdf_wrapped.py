"""Figures that a narrow cell breaks over lines: where the geometry of a table proves it, they are put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parse.carrier.pdf_lines import CLOSING, Line, is_figure, is_wide

_TRIMMED = 1.0
"""Points by which the box of a last digit is narrower than its advance."""
_SHOWN = 0.25
"""Points inside a page from which a rule at its side is seen to be drawn: half a pixel of a picture of 150 dpi."""
_CENTRED = 1.5
"""Points by which the middle of a figure may miss the middle of its cell, twice."""

Sides = tuple[float, float]


def padding(sides: Sequence[Sides], lined: Sequence[Sequence[Line]], width: float) -> Sides:
    """What the cells of a table keep free on their left and right: the least that is seen, on each side and on both
    together.

    Cells that run off a page of this width tell nothing. Nor do lines of one character, which stand in the narrowest
    cell, and lines that end with punctuation, which may hang over the side.
    """
    seen = [
        (line.x0 - start, end - line.x1)
        for (start, end), lines in zip(sides, lined, strict=True)
        for line in lines
        if start > _TRIMMED and end < width - _TRIMMED and len(line.text) > 1 and line.text[-1] not in CLOSING
    ]
    left = max(min((before for before, _ in seen), default=0.0), 0.0)
    right = max(min((behind for _, behind in seen), default=0.0), 0.0)
    both = min((before + behind for before, behind in seen), default=0.0)
    return left, max(right, both - left)


def wrapped_rows(
    rows: Sequence[int], sides: Sequence[Sides], lined: Sequence[Sequence[Line]], wraps: Sequence[bool]
) -> list[bool]:
    """Which cells hold one figure broken over lines. `sides` bound the text of the cells, `wraps` are the cells whose
    full lines end and begin with digits.

    A row is believed to be one row if a figure of it stands on one line and none is several. Where every figure of a
    row is broken, each line but the last must hold as many digits as there is room for, and a label of the table must
    be broken by the width of its cell as well. Elsewhere the lines may be figures of their own, one below the other.
    """
    single: set[int] = set()
    stacked: set[int] = set()
    labels_wrap = any(
        _breaks_label(lines, right - left) for (left, right), lines in zip(sides, lined, strict=True) if len(lines) > 1
    )
    for row, lines, wrapped in zip(rows, lined, wraps, strict=True):
        if lines and not wrapped and all(is_figure(line.text) for line in lines):
            (single if len(lines) == 1 else stacked).add(row)
    return [
        wrapped and row not in stacked and (row in single or (labels_wrap and _fills(lines, right - left)))
        for row, (left, right), lines, wrapped in zip(rows, sides, lined, wraps, strict=True)
    ]


def _breaks_label(lines: Sequence[Line], room: float) -> bool:
    return any(
        room - (above.x1 - above.x0) < above.em + _TRIMMED and is_wide(above.text[-1]) and is_wide(line.text[0])
        for above, line in pairwise(lines)
    )


def _fills(lines: Sequence[Line], room: float) -> bool:
    """Whether all lines are digits, as many as there is room for but for the last."""
    if not all(line.text.isdecimal() for line in lines):
        return False
    most = len(lines[0].text)
    digit = max((line.x1 - line.x0) / len(line.text) for line in lines)
    return (
        all(len(line.text) == most for line in lines[:-1])
        and len(lines[-1].text) <= most
        and room < (most + 1) * digit + _TRIMMED
    )


def whole_figure(upper: str, lower: str) -> str | None:
    """The figure of which a page break leaves these lines, if the last line of `upper` is full: every line but the last
    holds as many digits."""
    lines = [*upper.split("\n"), *lower.split("\n")]
    most = len(lines[0])
    if not all(line.isdecimal() for line in lines) or len(lines[-1]) > most:
        return None
    return "".join(lines) if all(len(line) == most for line in lines[:-1]) else None


def runs_off(lines: Sequence[Line], width: float) -> bool:
    """Whether a line ends or begins with a digit so close to the side of the page that one more would not show."""
    return any(
        (line.text[-1].isdigit() and line.x1 + _digit(line) > width - _TRIMMED)
        or (line.text[0].isdigit() and line.x0 - _digit(line) < _TRIMMED)
        for line in lines
    )


def stands_whole(lines: Sequence[Line], left: float, right: float, width: float) -> bool:
    """Whether every line stands in the middle between two rules that the page shows: what the side of the page cuts has
    no rule behind it, and is not centred in what is left of its cell."""
    if left < _SHOWN or right > width - _SHOWN:
        return False
    return all(
        left <= line.x0 and line.x1 <= right and abs((line.x0 - left) - (right - line.x1)) <= _CENTRED for line in lines
    )


def _digit(line: Line) -> float:
    return max((glyph.x1 - glyph.x0 for glyph in line.glyphs if glyph.char.isdigit()), default=0.0)
