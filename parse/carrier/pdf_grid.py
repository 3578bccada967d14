"""Ruled tables of a PDF page: connected rules span a lattice, missing pieces of rule merge its places to cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from parse.carrier.pdf_bands import banded
from parse.carrier.pdf_lines import beginning, cell_text, lines_of, room_after, wraps_figure
from parse.carrier.pdf_page import SHORTEST, Glyph, Page, Rule
from parse.carrier.pdf_wrapped import padding, runs_off, stands_whole, wrapped_rows

NEAR = 2.5
"""Points within which two rules are one, or touch."""
MAX_EDGES = 400
_COVERED = 0.6
_TOUCH = 1.0
"""Points from an edge within which a digit may run over it."""
_SLIVER = 0.25
"""Part of a number that may lie outside of its cell."""


@dataclass(frozen=True, slots=True)
class PdfCell:
    """A cell of a page's table. `open_top`/`open_bottom`: no rule is drawn there, the page cuts it.

    `free` is the width that its last line leaves of the cell, `begins` the width that its first line begins with.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    open_top: bool
    open_bottom: bool
    free: float
    begins: float
    wrapped: bool = False
    confidence: float | None = None
    """The least of its characters'; None where none has any."""
    cut: bool = False
    """Whether a figure in it may go on beyond the side of the page."""
    torn: bool = False
    """Whether a figure in it may be a part of one that the page break cuts."""


@dataclass(slots=True)
class PdfTable:
    """A table on one page: column edges from left to right, row edges from top to bottom.

    `inferred`: the columns are not drawn, they follow from where things stand.
    """

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[PdfCell] = field(default_factory=list)
    inferred: bool = False


def find_tables(page: Page) -> tuple[list[PdfTable], list[Glyph]]:
    """(tables from top to bottom, glyphs outside of them). An underline or a box around one text is no table."""
    horizontal = _merged(page.horizontal)
    vertical = _merged(page.vertical)
    tables: list[PdfTable] = []
    rest = page.glyphs
    for rules_h, rules_v in _components(horizontal, vertical):
        lattice = _lattice(rules_h, rules_v)
        if lattice is None:
            continue
        xs, ys, has_h, has_v = lattice
        inside = [g for g in rest if xs[0] <= g.x <= xs[-1] and ys[-1] <= g.y <= ys[0]]
        table = _table(page, xs, ys, has_h, has_v, inside)
        if len(table.cells) < 2 or not any(cell.text for cell in table.cells):
            continue
        taken = set(map(id, inside))
        rest = [g for g in rest if id(g) not in taken]
        tables.append(table)
    free = [r for r in page.horizontal if not any(_inside(r, table) for table in tables)]
    for band in banded(free, rest):
        xs, ys = band.xs, band.ys
        inside = [g for g in rest if xs[0] <= g.x <= xs[-1] and ys[-1] <= g.y <= ys[0]]
        table = _table(page, xs, ys, _asker(_merged(band.rules)), partial(band.wall, inside), inside)
        if len(table.cells) >= 2 and any(cell.text for cell in table.cells):
            taken = set(map(id, inside))
            rest = [g for g in rest if id(g) not in taken]
            tables.append(table)
    tables.sort(key=lambda table: -table.ys[0])
    return tables, rest


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line put together, dashes too; what stays short is dropped."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][-1].at <= NEAR and rule.at - lines[-1][0].at <= 2 * NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        pieces = sorted((rule.start, rule.end) for rule in line)
        start, end = pieces[0]
        for piece_start, piece_end in pieces[1:]:
            if piece_start <= end + NEAR:
                end = max(end, piece_end)
            else:
                merged.append(Rule(at, start, end))
                start, end = piece_start, piece_end
        merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= SHORTEST]


def _components(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that hang together by touching."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    if len(horizontal) * len(vertical) > MAX_EDGES * MAX_EDGES * 4:
        return []
    for h, across in enumerate(horizontal):
        for v, down in enumerate(vertical):
            if (
                across.start - NEAR <= down.at <= across.end + NEAR
                and down.start - NEAR <= across.at <= down.end + NEAR
            ):
                parent[root(h)] = root(len(horizontal) + v)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        rules_h, rules_v = groups.setdefault(root(index), ([], []))
        if index < len(horizontal):
            rules_h.append(horizontal[index])
        else:
            rules_v.append(vertical[index - len(horizontal)])
    return [(h, v) for h, v in groups.values() if h and v and len(h) + len(v) >= 4]


Covered = Callable[[float, float, float], bool]


def _lattice(rules_h: list[Rule], rules_v: list[Rule]) -> tuple[list[float], list[float], Covered, Covered] | None:
    """Edges of the lattice and the two questions: is there a horizontal (vertical) rule at `at` from `start` to `end`?

    A table cut by the page has no rule at the cut and one drawn without a frame none at its sides: there the far ends
    of the other rules are its edge.
    """
    top, bottom = max(r.end for r in rules_v), min(r.start for r in rules_v)
    left, right = min(r.start for r in rules_h), max(r.end for r in rules_h)
    xs = _edges([r.at for r in rules_v] + [left, right])
    if len(xs) > MAX_EDGES or len(rules_h) > MAX_EDGES:
        return None
    # what divides no column in two divides no rows
    dividing = [
        r.at for r in rules_h if any(_length(r, *sides) >= _COVERED * (sides[1] - sides[0]) for sides in pairwise(xs))
    ]
    ys = _edges([*dividing, top, bottom])[::-1]
    if len(xs) < 2 or len(ys) < 2 or len(xs) > MAX_EDGES or len(ys) > MAX_EDGES or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None

    return xs, ys, _asker(rules_h), _asker(rules_v)


def _asker(rules: list[Rule]) -> Covered:
    def covered(at: float, start: float, end: float) -> bool:
        length = sum(_length(rule, start, end) for rule in rules if abs(rule.at - at) <= NEAR * 1.6)
        return length >= _COVERED * (end - start)

    return covered


def _length(rule: Rule, start: float, end: float) -> float:
    """How much of a stretch a rule covers."""
    return max(0.0, min(end, rule.end) - max(start, rule.start))


def _inside(rule: Rule, table: PdfTable) -> bool:
    return table.ys[-1] - NEAR <= rule.at <= table.ys[0] + NEAR and rule.start < table.xs[-1] and rule.end > table.xs[0]


def _edges(places: list[float]) -> list[float]:
    """Distinct places in rising order."""
    edges: list[list[float]] = []
    for place in sorted(places):
        if edges and place - edges[-1][-1] <= NEAR * 1.4:
            edges[-1].append(place)
        else:
            edges.append([place])
    return [sum(group) / len(group) for group in edges]


def _table(
    page: Page, xs: list[float], ys: list[float], has_h: Covered, has_v: Covered, glyphs: list[Glyph]
) -> PdfTable:
    rows, columns = len(ys) - 1, len(xs) - 1
    wall = [
        [columns_at == columns - 1 or has_v(xs[columns_at + 1], ys[row + 1], ys[row]) for columns_at in range(columns)]
        for row in range(rows)
    ]
    floor = [
        [row == rows - 1 or has_h(ys[row + 1], xs[column], xs[column + 1]) for column in range(columns)]
        for row in range(rows)
    ]
    owner: list[list[int | None]] = [[None] * columns for _ in range(rows)]
    boxes: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] is not None:
                continue
            wide = 1
            while not wall[row][column + wide - 1] and owner[row][column + wide] is None:
                wide += 1
            high = 1
            while row + high < rows and not any(floor[row + high - 1][column : column + wide]):
                below = row + high
                inner = wall[below][column : column + wide - 1]
                ended = wall[below][column + wide - 1]
                if any(inner) or not ended or (column and not wall[below][column - 1]):
                    break
                high += 1
            for covered_row in range(row, row + high):
                owner[covered_row][column : column + wide] = [len(boxes)] * wide
            boxes.append((row, column, high, wide))
    content: list[list[Glyph]] = [[] for _ in boxes]
    rising = ys[::-1]
    for glyph in glyphs:
        column = min(max(bisect_right(xs, glyph.x) - 1, 0), columns - 1)
        row = rows - 1 - min(max(bisect_right(rising, glyph.y) - 1, 0), rows - 1)
        place = owner[row][column]
        if place is not None:
            content[place].append(glyph)
    table = PdfTable(page.number, xs, ys)
    sides = [(xs[column], xs[column + wide]) for _, column, _, wide in boxes]
    _keep_numbers_whole(content, sides, boxes)
    lined = [lines_of(inside) for inside in content]
    before, behind = padding(sides, lined, page.width)
    bounds: list[tuple[float, float]] = [(start + before, end - behind) for start, end in sides]
    wraps = [wraps_figure(lines, *room) for lines, room in zip(lined, bounds, strict=True)]
    wrapped = wrapped_rows([box[0] for box in boxes], bounds, lined, wraps) if any(wraps) else wraps
    for index, (row, column, high, wide) in enumerate(boxes):
        lines, inside, (left, right) = lined[index], content[index], bounds[index]
        cut = runs_off(lines, page.width)
        if cut and all(has_v(xs[at], ys[row + high], ys[row]) for at in (column, column + wide)):
            drawn = (_drawn_at(page, xs[column]), _drawn_at(page, xs[column + wide]))
            cut = not stands_whole(lines, *drawn, page.width)
        apart = wraps[index] and not wrapped[index]
        table.cells.append(
            PdfCell(
                row,
                column,
                high,
                wide,
                "\n".join(line.text for line in lines) if apart else cell_text(lines, left, right),
                open_top=row == 0 and not has_h(ys[0], xs[column], xs[column + wide]),
                open_bottom=row + high == rows and not has_h(ys[-1], xs[column], xs[column + wide]),
                free=room_after(lines[-1], lines[-1].x0, left, right) if lines else right - left,
                begins=beginning(lines[0]) if lines else 0.0,
                wrapped=wrapped[index] and not cut,
                confidence=min((g.confidence for g in inside if g.confidence is not None), default=None),
                cut=cut,
            )
        )
    return table


def _drawn_at(page: Page, edge: float) -> float:
    """Where the vertical rule is drawn that an edge of a table stands for."""
    return min((rule.at for rule in page.vertical), key=lambda at: abs(at - edge))


def _keep_numbers_whole(
    content: list[list[Glyph]], sides: list[tuple[float, float]], boxes: list[tuple[int, int, int, int]]
) -> None:
    """A number drawn over an edge is not cut there: its digits go to the cell that holds its middle. Where another
    number stands in that cell, or more than a sliver of the number lies outside of it, a line feed marks the edge."""
    touching = [
        (box, glyph)
        for box, inside in enumerate(content)
        for glyph in inside
        if glyph.char.isdigit() and glyph.x1 >= sides[box][1] - _TOUCH
    ]
    for box, glyph in touching:
        row, column, high, wide = boxes[box]
        for other, (other_row, other_column, other_high, _) in enumerate(boxes):
            level = other_row < row + high and row < other_row + other_high
            if other_column != column + wide or not level:
                continue
            behind = _run([g for g in content[other] if abs(g.y - glyph.y) < 0.3 * glyph.height], glyph.x1, 1)
            if not behind:
                continue
            before = _run([g for g in content[box] if abs(g.y - glyph.y) < 0.3 * glyph.height], glyph.x1, -1)
            edge = sides[box][1]
            left, right = edge - before[-1].x0, behind[-1].x1 - edge
            home, away, strangers = (box, other, behind) if left >= right else (other, box, before)
            sliver = min(left, right) <= _SLIVER * (left + right)
            taken = set(map(id, strangers))
            content[away] = [g for g in content[away] if id(g) not in taken]
            # not decided: the foreign digits stand on a line of their own, so that the cell is no number
            drop = 0.0 if sliver else 10 * glyph.height
            content[home] += [replace(g, y0=g.y0 - drop, y1=g.y1 - drop) for g in strangers]


def _run(glyphs: list[Glyph], edge: float, direction: int) -> list[Glyph]:
    """The digits that follow each other without a gap from a place to the right (1) or to the left (-1)."""
    run: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x0 * direction):
        gap = glyph.x0 - edge if direction > 0 else edge - glyph.x1
        if gap < -_TOUCH * glyph.height or not (glyph.char.isdigit() or glyph.char in ".,"):
            if run:
                break
            continue
        if gap > _TOUCH * glyph.height / 10:
            break
        run.append(glyph)
        edge = glyph.x1 if direction > 0 else glyph.x0
    return run
