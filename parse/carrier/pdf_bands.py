"""Tables drawn with horizontal rules alone: where the pieces of the rules meet, columns meet.

Word, LibreOffice and browsers draw the border of every cell as a piece of its own, so that a table without vertical
rules still says where its columns are. A column edge holds in each row except where a text runs over it (merged cells).
Rules drawn in one stroke say nothing of columns; such tables are left to `pdf_unruled`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parse.carrier.pdf_lines import is_wide, lines_of
from parse.carrier.pdf_page import Glyph, Rule
from parse.headings import read_heading

NEAR = 2.5
_FRAME = 6.0
"""Points by which the ends of the rules of one table differ at most."""
_CUT_LINES = 4
_TOUCH = 0.15
_TOUCH_OF_DIGITS = 0.1
"""Parts of a character's height: text with smaller gaps runs on."""
_RULES = 3
_MANY = 3
_WITNESSES = 2
"""Rules of a table at least (two are enough around many edges), and places where an edge must be seen."""
MAX_RULES = 4_000


@dataclass(frozen=True, slots=True)
class Band:
    """A table: column edges from left to right, row edges from top to bottom, its rules, and the places (x, y) where
    pieces of rules meet."""

    xs: list[float]
    ys: list[float]
    rules: list[Rule]
    joints: list[tuple[float, float]]

    def wall(self, glyphs: Sequence[Glyph], at: float, start: float, end: float) -> bool:
        """Whether a column edge holds in the row between two heights: pieces meet there above or below the row, and no
        text runs over it."""
        if at in (self.xs[0], self.xs[-1]):
            return True
        met = any(abs(x - at) <= NEAR and min(abs(y - start), abs(y - end)) <= NEAR for x, y in self.joints)
        return met and not runs_over([g for g in glyphs if start <= g.y <= end], at)


def banded(pieces: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Band]:
    """The tables that horizontal pieces of rules make, without those whose columns they do not tell."""
    if not 2 <= len(pieces) <= MAX_RULES:
        return []
    found: list[Band] = []
    for stack in _stacks(pieces, glyphs):
        left, right = min(r.start for rules in stack for r in rules), max(r.end for rules in stack for r in rules)
        # a rule that covers a part of the columns begins or ends at an edge of one
        joints = [(end, r.at) for rules in stack for r in rules for end in (r.start, r.end)]
        edges = [edge for edge in _clusters([x for x, _ in joints]) if left + _FRAME < edge < right - _FRAME]
        met = sum(
            abs(a.end - b.start) <= NEAR
            for rules in stack
            for a, b in pairwise(sorted(rules, key=lambda rule: rule.start))
        )
        if met >= _WITNESSES and edges and (len(stack) >= _RULES or len(edges) >= _MANY):
            ys = [sum(rule.at for rule in rules) / len(rules) for rules in stack]
            ys = [*_cut_row([left, *edges, right], ys[0], glyphs), *ys]
            found.append(Band([left, *edges, right], ys, [rule for rules in stack for rule in rules], joints))
    return found


def _cut_row(xs: list[float], top: float, glyphs: Sequence[Glyph]) -> list[float]:
    """The upper edge of a row above the first rule, which stands alone at the head of its page: browsers draw no rule
    where a page cuts a table. Such a row has figures in several columns and nothing over an edge between them."""
    above = [g for g in glyphs if g.y > top and not g.char.isspace()]
    lines = lines_of(above)
    if not lines or len(lines) > _CUT_LINES or any(read_heading(line.text) for line in lines):
        return []
    filled = {bisect_right(xs, g.x) for g in above if g.char.isdigit()}
    edges = [edge for edge in xs[1:-1] if runs_over(above, edge)]
    last = max((index for index, edge in enumerate(xs) if edge in edges), default=0)
    if len([column for column in filled if column > last + 1]) < _MANY - 1:
        return []
    return [max(g.y1 for g in above)]


def _clusters(places: list[float]) -> list[float]:
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= NEAR * 1.4:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups if len(group) >= _WITNESSES]


def _stacks(pieces: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[list[list[Rule]]]:
    """Rules one below the other that share a side, with nothing between them that opens a section."""
    rows: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda rule: -rule.at):
        if rows and abs(rows[-1][0].at - piece.at) <= NEAR:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    stacks: list[list[list[Rule]]] = []
    left = right = 0.0
    for row in rows:
        start, end = min(rule.start for rule in row), max(rule.end for rule in row)
        sides = (abs(start - left) <= _FRAME) + (abs(end - right) <= _FRAME)
        inside = start >= left - _FRAME and end <= right + _FRAME
        if stacks and (inside or sides) and not _divided(glyphs, stacks[-1][-1][0].at, row[0].at):
            stacks[-1].append(row)
            left, right = min(left, start), max(right, end)
        else:
            stacks.append([row])
            left, right = start, end
    return stacks


def _divided(glyphs: Sequence[Glyph], top: float, bottom: float) -> bool:
    between = [g for g in glyphs if bottom < g.y < top]
    lines = lines_of(between) if between else []
    return any((heading := read_heading(line.text)) is not None and heading.key is not None for line in lines)


def runs_over(glyphs: Sequence[Glyph], edge: float) -> bool:
    """Whether a text among the glyphs of a row runs over a column edge, so that its cells are one there."""
    near = [g for g in glyphs if not g.char.isspace() and abs(g.x - edge) <= 2 * g.height]
    for glyph in near:
        if glyph.x0 + 1 < edge < glyph.x1 - 1:
            return True
    for before in near:
        if not before.x1 - 1 <= edge <= before.x1 + _TOUCH * before.height + 1:
            continue
        for behind in near:
            level = abs(behind.y - before.y) <= 0.3 * before.height
            touch = _TOUCH if is_wide(before.char) or is_wide(behind.char) else _TOUCH_OF_DIGITS
            if level and behind is not before and edge - 1 <= behind.x0 <= before.x1 + touch * before.height:
                return True
    return False
