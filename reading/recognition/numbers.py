"""Figures have witnesses: a second look at another scale, and the number of strokes that stand on the paper.

A wrong digit is worse than a lost one. What the witnesses do not confirm gets confidence 0, its text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from reading.recognition.constants import (
    FIGURES_OF_A_FACE,
    NARROW_ONE,
    PITCH,
    TALL,
    WIDE,
    WIDTH_SLACK,
)
from reading.recognition.engine import Box, Engine, Gray, Line
from reading.recognition.pieces import components

_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"[0-9０-９]")
_POINT = re.compile(r"\A[.,，。·]|[.,，。·]\Z")
_SECOND = 0.72
"""The scale of the second look."""
_BOUNDS = (0.35, 0.5, 0.65)
"""Ink is what is darker than the paper by these parts of what the darkest ink is; one of them must agree."""


def is_figure(text: str) -> bool:
    """Whether a piece of text in a cell is no words: a number, a sign, or what a number was misread as."""
    return not _HAN.search(text) or len(_DIGIT.findall(text)) * 2 >= len(text)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its witnesses: the line as read, whether the second look saw the same and with which confidences,
    whether its strokes can be counted and are as many, and how many times as wide as high its ink is."""

    line: Line
    second: tuple[float, ...] | None
    counted: bool
    wide: float


def look_twice(line: Line, picture: Gray, box: Box, em: float, engine: Engine) -> Figure:
    """Hear the witnesses of one figure; `box` bounds its ink, `picture` shows it with some paper around."""
    small = cv2.resize(picture, None, fx=_SECOND, fy=_SECOND, interpolation=cv2.INTER_AREA).astype(np.uint8)
    second = engine.read(cv2.copyMakeBorder(small, 4, 4, 14, 14, cv2.BORDER_REPLICATE).astype(np.uint8), narrow=True)
    return Figure(
        line,
        second.confidences if second.text == line.text else None,
        strokes_agree(line.text, picture, em),
        (box[2] - box[0]) / max(box[3] - box[1], 1),
    )


def settle(figures: Sequence[Figure]) -> list[Line]:
    """The figures of one page with the confidences that their witnesses leave them.

    A page sets its figures in one face: where blur joins strokes so that they cannot be counted, the width of a digit
    that most of its figures have tells how many there are.
    """
    widths = [figure.wide / _units(figure.line.text) for figure in figures if _plain(figure) and figure.second]
    usual = median(widths) if len(widths) >= FIGURES_OF_A_FACE else None
    return [_settled(figure, usual) for figure in figures]


def _settled(figure: Figure, usual: float | None) -> Line:
    line = figure.line
    by_width = usual is not None and _plain(figure) and abs(figure.wide / usual - _units(line.text)) <= WIDTH_SLACK
    if figure.second is None or not (figure.counted or by_width):
        return Line(line.text, (0.0,) * len(line.text), line.middles)
    # both looks see the same: the clearer one counts (the model is unsure of 77 where its window cuts between them)
    sure = tuple(max(pair) for pair in zip(line.confidences, figure.second, strict=True))
    return Line(line.text, sure, line.middles)


def _plain(figure: Figure) -> bool:
    return figure.line.text.isascii() and figure.line.text.isdigit()


def _units(text: str) -> float:
    """How many digits wide the ink of some digits is; a 1 has paper on both sides."""
    return len(text) - NARROW_ONE * ((text[0] == "1") + (text[-1] == "1"))


def strokes_agree(text: str, picture: Gray, em: float) -> bool:
    """Whether as many tall strokes stand there as digits are read, and exactly as far apart as what is read between
    them asks: no digit and no point is lost, none is dirt. Blur joins digits; a darker bound of ink takes them apart.
    """
    darkest, paper = float(picture.min()), float(np.percentile(picture, 90))
    return any(_agree(text, _tall(picture, paper - part * (paper - darkest), em)) for part in _BOUNDS)


def _tall(picture: Gray, bound: float, em: float) -> list[Box]:
    drawn = cv2.threshold(picture, bound, 255, cv2.THRESH_BINARY_INV)[1].astype(np.uint8)
    return sorted(part for part in components(drawn, em, touching=4) if part[3] - part[1] >= TALL * em)


def _agree(text: str, tall: list[Box]) -> bool:
    places = [at for at, char in enumerate(text) if _DIGIT.match(char)]
    if not places:
        return not tall or "/" in text
    if _POINT.search(text):
        return False  # a point at the end of a figure is dirt
    if len(tall) != len(places):
        return False
    high = max(part[3] - part[1] for part in tall)
    if any(part[2] - part[0] > WIDE * high for part in tall):
        return False
    return all(
        (after - before > 1) == ((right[0] + right[2] - left[0] - left[2]) / 2 > PITCH * high)
        for (before, after), (left, right) in zip(pairwise(places), pairwise(tall), strict=True)
    )
