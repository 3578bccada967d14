"""The ruled lines of tables, found among the pixels of a page."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from reading.recognition.constants import RULE, RULE_GAP, TABLE_HEIGHT, TABLE_WIDTH
from reading.recognition.engine import Gray

Mask = npt.NDArray[np.uint8]
Stroke = tuple[float, float, float]
"""A rule in pixels: at, start, end."""
_NEIGHBOURHOOD = 1 / 5
"""Inches of the surroundings that paper is told from ink by."""
_DARKER = 14
"""Levels of 255 by which ink is darker than its surroundings."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a page is drawn of. Masks are 255 where something is: `ink` is everything but the rules."""

    horizontal: list[Stroke]
    vertical: list[Stroke]
    rules: Mask
    ink: Mask


def find_rules(page: Gray, dpi: float) -> Ruling:
    """The rules of a page that lies straight, told from the rest of its ink."""
    side = int(dpi * _NEIGHBOURHOOD) | 1
    drawn = cv2.adaptiveThreshold(page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, _DARKER).astype(
        np.uint8
    )
    length = max(int(RULE * dpi / 72), 12)
    gap = max(int(RULE_GAP * dpi / 72), 2)
    across, down = _runs(drawn, length, gap, True), _runs(drawn, length, gap, False)
    across, down = _in_tables(across, down, dpi)
    rules = cv2.bitwise_or(across, down)
    thick = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    ink = cv2.bitwise_and(drawn, cv2.bitwise_not(thick))
    return Ruling(_strokes(across, 0), _strokes(down, 1), thick.astype(np.uint8), ink.astype(np.uint8))


def _runs(drawn: Mask, length: int, gap: int, across: bool) -> Mask:
    """Straight runs of ink in one direction; a run may lean by a pixel or two and have gaps.

    Strokes of characters are dropped before gaps are bridged: those of neighbours would make a line together.
    """

    def box(along: int, beside: int) -> npt.NDArray[np.uint8]:
        return np.ones((beside, along) if across else (along, beside), np.uint8)

    wide = cv2.dilate(drawn, box(1, 3))
    runs = cv2.morphologyEx(wide, cv2.MORPH_OPEN, box(max(length // 2, 8), 1))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, box(gap, 1))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, box(length, 1))
    return cv2.erode(runs, box(1, 3)).astype(np.uint8)


def _in_tables(across: Mask, down: Mask, dpi: float) -> tuple[Mask, Mask]:
    """Only the runs that hang together to something as large as a table: no stroke of a character is taken for one."""
    both = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    least_wide, least_high = TABLE_WIDTH * dpi / 72, TABLE_HEIGHT * dpi / 72
    kept = np.zeros(count, np.uint8)
    for number in range(1, count):
        wide, high = stats[number, cv2.CC_STAT_WIDTH], stats[number, cv2.CC_STAT_HEIGHT]
        kept[number] = 255 if wide >= least_wide and high >= least_high else 0
    mask = kept[labels]
    return (across & mask).astype(np.uint8), (down & mask).astype(np.uint8)


def _strokes(mask: Mask, axis: int) -> list[Stroke]:
    """The runs of one direction (axis 0: horizontal) as lines through their middles."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[Stroke] = []
    for (left, top, wide, high, _), middle in zip(stats[1:], middles[1:], strict=True):
        if axis == 0:
            found.append((float(middle[1]), float(left), float(left + wide)))
        else:
            found.append((float(middle[0]), float(top), float(top + high)))
    return found
