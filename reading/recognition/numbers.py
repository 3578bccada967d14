"""Figures have witnesses: a second look at another scale, and the number of strokes that stand on the paper.

A wrong digit is worse than a lost one. What the witnesses do not confirm gets confidence 0, its text is kept.
"""

from __future__ import annotations

import re
from itertools import pairwise

import cv2
import numpy as np

from reading.recognition.constants import PITCH, TALL
from reading.recognition.engine import Box, Engine, Gray, Line
from reading.recognition.pieces import components
from reading.recognition.ruling import Mask

_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"[0-9０-９]")
_SECOND = 0.72
"""The scale of the second look."""


def is_figure(text: str) -> bool:
    """Whether a piece of text in a cell is no words: a number, a sign, or what a number was misread as."""
    return not _HAN.search(text) or len(_DIGIT.findall(text)) * 2 >= len(text)


def witnessed(line: Line, picture: Gray, ink: Mask, box: Box, em: float, engine: Engine) -> Line:
    """The line with the confidences that its witnesses leave it."""
    small = cv2.resize(picture, None, fx=_SECOND, fy=_SECOND, interpolation=cv2.INTER_AREA).astype(np.uint8)
    second = engine.read(cv2.copyMakeBorder(small, 4, 4, 14, 14, cv2.BORDER_REPLICATE).astype(np.uint8), narrow=True)
    if second.text != line.text or not _strokes_agree(line.text, ink, box, em):
        return Line(line.text, (0.0,) * len(line.text), line.middles)
    sure = tuple(min(pair) for pair in zip(line.confidences, second.confidences, strict=True))
    return Line(line.text, sure, line.middles)


def _strokes_agree(text: str, ink: Mask, box: Box, em: float) -> bool:
    """Whether as many tall strokes stand there as digits are read, and no farther apart than what is read between them
    asks: none is lost, none is dirt."""
    digits = len(_DIGIT.findall(text))
    x0, y0, x1, y1 = box
    tall = sorted(part for part in components(ink[y0:y1, x0:x1], em) if part[3] - part[1] >= TALL * em)
    if not digits:
        return not tall or "/" in text
    if not tall:
        return False
    high = max(part[3] - part[1] for part in tall)
    if len(tall) != digits:  # digits that touch or broke: their width must be that of so many
        return abs((x1 - x0) / (0.74 * high) - digits) <= 0.35 and text.isdigit()
    places = [at for at, char in enumerate(text) if _DIGIT.match(char)]
    return all(
        after - before > 1 or (right[0] + right[2] - left[0] - left[2]) / 2 <= PITCH * high
        for (before, after), (left, right) in zip(pairwise(places), pairwise(tall), strict=True)
    )
