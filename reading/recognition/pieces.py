"""Which parts of a page are read as one line each: boxes of text, cut at the rules of tables, and ink left between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from parse.carrier.pdf_grid import find_tables
from parse.carrier.pdf_page import Glyph, Page, Rule
from reading.recognition.constants import ALONE, APART, INSET, SPECK, UPRIGHT
from reading.recognition.engine import Box
from reading.recognition.ruling import Mask, Ruling


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the page to read. `box` bounds its ink, `cell` the cell of a table that it stands in; `line` is the
    height of its line (top, bottom). `em`: the usual height of a line of text of the page."""

    box: Box
    cell: Box | None
    line: tuple[int, int]


def cells_of(ruling: Ruling, boxes: Sequence[Box], size: tuple[int, int], dpi: float) -> list[Box]:
    """The inner boxes of all cells of the ruled tables. `size` is that of the page (width, height) in pixels."""
    scale = 72 / dpi
    width, height = size
    page = Page(1, width * scale, height * scale)
    page.horizontal = [Rule((height - at) * scale, start * scale, end * scale) for at, start, end in ruling.horizontal]
    page.vertical = [
        Rule(at * scale, (height - end) * scale, (height - start) * scale) for at, start, end in ruling.vertical
    ]
    for x0, y0, x1, y1 in boxes:
        x, y = (x0 + x1) / 2 * scale, (height - (y0 + y1) / 2) * scale
        page.glyphs.append(Glyph("口", x - 1, y - 1, x + 1, y + 1))
    tables, _ = find_tables(page)
    inset = INSET
    found: list[Box] = []
    for table in tables:
        for cell in table.cells:
            left, right = table.xs[cell.column] + inset, table.xs[cell.column + cell.colspan] - inset
            top, bottom = table.ys[cell.row] - inset, table.ys[cell.row + cell.rowspan] + inset
            box = (
                max(int(left / scale), 0),
                max(int(height - top / scale), 0),
                min(int(right / scale), width),
                min(int(height - bottom / scale), height),
            )
            if box[2] > box[0] and box[3] > box[1]:
                found.append(box)
    return found


def pieces_of(ruling: Ruling, boxes: Sequence[Box], cells: Sequence[Box], em: float) -> list[Piece]:
    """Every piece of text of a page; those in cells cover all their ink but dirt."""
    inside: dict[int, list[Box]] = {}
    outside: list[Box] = []
    index = _Cells(cells)
    for part in components(ruling.ink, em):
        place = index.at((part[0] + part[2]) / 2, (part[1] + part[3]) / 2)
        (outside if place is None else inside.setdefault(place, [])).append(part)
    pieces: list[Piece] = []
    for place, parts in inside.items():
        pieces += _in_cell(parts, cells[place], boxes, em)
    for members, box in _shared(outside, boxes)[0]:
        pieces += [Piece(trimmed, None, (box[1], box[3])) for trimmed in _apart(members, em)]
    return pieces


class _Cells:
    """Which cell a point lies in."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self._boxes = np.array(cells or [(0, 0, 0, 0)], dtype=np.float64)

    def at(self, x: float, y: float) -> int | None:
        left, top, right, bottom = self._boxes.T
        found = np.flatnonzero((left <= x) & (x < right) & (top <= y) & (y < bottom))
        return int(found[0]) if len(found) else None


def _in_cell(parts: Sequence[Box], cell: Box, boxes: Sequence[Box], em: float) -> list[Piece]:
    """The lines of one cell: its ink by the boxes of text that it lies in, and what ink they leave."""
    near = [box for box in boxes if _overlap(box, cell) > 0]
    shared, rest = _shared(parts, near)
    found = [Piece(line, cell, (line[1], line[3])) for members, _ in shared for line in _lines(members, em)]
    return found + [Piece(line, cell, (line[1], line[3])) for line in _together(rest, em)]


def _shared(parts: Sequence[Box], boxes: Sequence[Box]) -> tuple[list[tuple[list[Box], Box]], list[Box]]:
    """Pieces of ink by the box of text that holds most of each, a third at least; and those that none holds."""
    members: dict[int, list[Box]] = {}
    rest: list[Box] = []
    table = np.array(boxes or [(0, 0, 0, 0)], dtype=np.float64)
    for part in parts:
        wide = np.minimum(table[:, 2], part[2]) - np.maximum(table[:, 0], part[0])
        high = np.minimum(table[:, 3], part[3]) - np.maximum(table[:, 1], part[1])
        areas = np.maximum(wide, 0) * np.maximum(high, 0)
        best = int(areas.argmax())
        if areas[best] * 3 >= (part[2] - part[0]) * (part[3] - part[1]):
            members.setdefault(best, []).append(part)
        else:
            rest.append(part)
    return [(found, boxes[number]) for number, found in members.items()], rest


def _lines(members: Sequence[Box], em: float) -> list[Box]:
    """The ink of one box of text as lines: letters set one below the other are lines of one letter each."""
    whole = _around(members)
    wide, high = whole[2] - whole[0], whole[3] - whole[1]
    if len(members) < 2 or high < UPRIGHT * max(wide, em):
        return _apart(members, em)
    letters: list[list[Box]] = []
    for part in sorted(members, key=lambda part: part[1]):
        if letters and part[3] - min(one[1] for one in letters[-1]) <= 1.1 * max(wide, em):
            letters[-1].append(part)
        else:
            letters.append([part])
    return [_around(letter) for letter in letters]


def _together(rest: Sequence[Box], em: float) -> list[Box]:
    """Ink that no box of text covers, pieces that are near each other together."""
    groups: list[list[Box]] = []
    for part in sorted(part for part in rest if max(part[2] - part[0], part[3] - part[1]) >= ALONE * em):
        last = _around(groups[-1]) if groups else None
        if last and part[0] - last[2] < 0.4 * em and min(last[3], part[3]) - max(last[1], part[1]) > -0.2 * em:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [_around(group) for group in groups]


def components(mask: Mask, em: float, touching: int = 8) -> list[Box]:
    """The boxes of the connected pieces of ink that are no specks. `touching`: by how many of its neighbours a pixel
    hangs together with them, 4 (sides) or 8 (corners too)."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=touching)
    least = SPECK * em
    return [
        (left, top, left + wide, top + high)
        for left, top, wide, high, _ in stats[1:].tolist()
        if max(wide, high) >= least
    ]


def _apart(members: Sequence[Box], em: float) -> list[Box]:
    """The ink of a line, in several where wide white lies between."""
    groups: list[list[Box]] = []
    end = 0
    for part in sorted(members):
        if groups and part[0] - end <= APART * em:
            groups[-1].append(part)
            end = max(end, part[2])
        else:
            groups.append([part])
            end = part[2]
    return [_around(group) for group in groups]


def _around(parts: Sequence[Box]) -> Box:
    return (
        min(part[0] for part in parts),
        min(part[1] for part in parts),
        max(part[2] for part in parts),
        max(part[3] for part in parts),
    )


def _overlap(box: Box, other: Box) -> int:
    wide, high = min(box[2], other[2]) - max(box[0], other[0]), min(box[3], other[3]) - max(box[1], other[1])
    return max(wide, 0) * max(high, 0)


def em_of(boxes: Sequence[Box], dpi: float) -> float:
    """The usual height of a character in pixels: boxes are some 1.35 as high; body text is 10.5 to 16 points."""
    heights = [bottom - top for _, top, _, bottom in boxes]
    usual = median(heights) / 1.35 if heights else 12 * dpi / 72
    return float(np.clip(usual, 7 * dpi / 72, 24 * dpi / 72))
