"""Underlines: horizontal strokes below running text, which are no rules of a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from parse.carrier.pdf_page import Glyph, Rule

_LEVEL = 0.6
"""Points by which the pieces of one underline differ in height."""
_MEET = 1.0
"""Points between two pieces of one underline: programs draw one for every run of letters."""
_OVER = 2.5
"""Points by which an underline is longer than the letters above it."""
_HIGHEST = 0.4
"""An underline stands in the lowest part of the letters' boxes (their height is 1) …"""
_LOWEST = 1.5
"""… or this many points below them."""
_COVERED = 0.9
_TALLEST = 60.0
_TOUCH = 1.8


def without_underlines(
    horizontal: list[Rule], vertical: Sequence[Rule], glyphs: Sequence[Glyph], width: float
) -> list[Rule]:
    """The horizontal strokes that are no underlines.

    An underline begins and ends with letters, these letters stand close above all of it, and it does not lead from one
    vertical rule to another. Where it is drawn in pieces, some may underline blanks, which are no letters. Where it
    runs off a page of this width, not all of its letters show.
    """
    if not horizontal or not glyphs:
        return horizontal
    letters = _Letters(glyphs)
    kept: list[Rule] = []
    for pieces in _strokes(horizontal):
        start, end = pieces[0].start, pieces[-1].end
        below = [letters.below(piece.at, piece.start, piece.end) for piece in pieces]
        lined = letters.below(pieces[0].at, start, end) or (any(below) and None not in below)
        if end > width + _OVER and below[-1] is not True:
            lined = not _meets(pieces[0].at, start, vertical)
        if not lined or (_meets(pieces[0].at, start, vertical) and _meets(pieces[0].at, end, vertical)):
            kept += pieces
    return kept if len(kept) < len(horizontal) else horizontal


def _strokes(horizontal: Sequence[Rule]) -> list[list[Rule]]:
    """Pieces of one height that follow each other without a gap."""
    levels: list[list[Rule]] = []
    for rule in sorted(horizontal, key=lambda rule: rule.at):
        if levels and rule.at - levels[-1][-1].at <= _LEVEL:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    strokes: list[list[Rule]] = []
    for level in levels:
        end = float("-inf")
        for piece in sorted(level, key=lambda rule: rule.start):
            if abs(piece.start - end) <= _MEET:
                strokes[-1].append(piece)
            else:
                strokes.append([piece])
            end = piece.end
    return strokes


class _Letters:
    """The letters of a page by the height of their feet."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self._standing = sorted(glyphs, key=lambda glyph: glyph.y0)
        self._feet = [glyph.y0 for glyph in self._standing]

    def below(self, at: float, start: float, end: float) -> bool | None:
        """Whether a stroke underlines letters; False where nothing stands on it, None where letters do that it does not
        underline."""
        first, last = bisect_left(self._feet, at - _TALLEST * _HIGHEST), bisect_right(self._feet, at + _LOWEST)
        above = [
            glyph
            for glyph in self._standing[first:last]
            if start <= glyph.x <= end and at - glyph.y0 <= _HIGHEST * glyph.height and not glyph.char.isspace()
        ]
        if not above:
            return False
        covered, reached = 0.0, start
        for glyph in sorted(above, key=lambda glyph: glyph.x0):
            covered += max(0.0, min(glyph.x1, end) - max(glyph.x0, reached))
            reached = max(reached, glyph.x1)
        ends = abs(min(glyph.x0 for glyph in above) - start) <= _OVER and abs(reached - end) <= _OVER
        return True if ends and covered >= _COVERED * (end - start) else None


def _meets(at: float, x: float, vertical: Sequence[Rule]) -> bool:
    return any(abs(rule.at - x) <= _TOUCH and rule.start - _TOUCH <= at <= rule.end + _TOUCH for rule in vertical)
