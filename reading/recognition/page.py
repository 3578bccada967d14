"""One page: a picture in, what is drawn on it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from reading.recognition.constants import DETECTION_DPI, FEW_WORDS, LEGIBLE, ON_SIDE, UPRIGHT
from reading.recognition.engine import Box, Engine, Gray, Line
from reading.recognition.numbers import Figure, is_figure, look_twice, settle
from reading.recognition.pieces import Piece, cells_of, em_of, pieces_of
from reading.recognition.ruling import find_rules
from reading.recognition.straighten import smooth, straighten

UNREAD = "\ufffd"
"""Stands for ink that no character was recognised in."""
Mark = tuple[float, float, float, float, str, float]
"""x0, y0, x1, y1 in points (y upwards), character, confidence."""


@dataclass(slots=True)
class Drawn:
    """A recognised page in points; rules are (at, start, end)."""

    number: int
    width: float
    height: float
    characters: list[Mark] = field(default_factory=list)
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)


def recognise(picture: Gray, dpi: float, number: int, engine: Engine) -> Drawn:
    """What is drawn on the picture of a page of `dpi` pixels an inch. A page that lies on its side or on its head is
    turned; one that is legible neither way stays as it is."""
    page = straighten(smooth(picture, dpi))
    boxes = _find(page, dpi, engine)
    if lies_on_side(boxes):
        page = straighten(np.ascontiguousarray(np.rot90(page)))
        boxes = _find(page, dpi, engine)
    drawn = _read(page, boxes, dpi, number, engine)
    if not is_illegible(drawn.characters):
        return drawn
    page = np.ascontiguousarray(np.rot90(page, 2))
    turned = _read(page, _find(page, dpi, engine), dpi, number, engine)
    return drawn if is_illegible(turned.characters) else turned


def lies_on_side(boxes: Sequence[Box]) -> bool:
    """Whether nearly all text of a page runs up or down. Labels in narrow cells do on pages that stand upright."""
    upright = sum(right - left for left, top, right, bottom in boxes if right - left >= UPRIGHT * (bottom - top))
    on_side = sum(bottom - top for left, top, right, bottom in boxes if bottom - top >= UPRIGHT * (right - left))
    return on_side > ON_SIDE * upright


def is_illegible(characters: Sequence[Mark]) -> bool:
    """Whether the words of a page were recognised with so little certainty that it may lie on its head."""
    sure = [mark[5] for mark in characters if _wide(mark[4])]
    return len(sure) >= FEW_WORDS and sum(sure) < LEGIBLE * len(sure)


def _read(page: Gray, boxes: Sequence[Box], dpi: float, number: int, engine: Engine) -> Drawn:
    ruling = find_rules(page, dpi)
    height, width = page.shape
    em = em_of(boxes, dpi)
    cells = cells_of(ruling, boxes, (width, height), dpi)
    clean = np.where(ruling.rules > 0, np.uint8(255), page).astype(np.uint8)
    scale = 72 / dpi
    drawn = Drawn(number, round(width * scale, 2), round(height * scale, 2))
    figures: list[tuple[Piece, Figure]] = []
    for piece in pieces_of(ruling, boxes, cells, em):
        picture = _cut(clean, piece, em)
        line = engine.read(picture)
        if not line.text:  # it has ink: never blank
            line = Line(UNREAD, (0.0,), (0.5,))
        if is_figure(line.text):
            figures.append((piece, look_twice(line, picture, piece.box, em, engine)))
        else:
            _write(drawn, piece, line, scale, height)
    for (piece, _), line in zip(figures, settle([figure for _, figure in figures]), strict=True):
        _write(drawn, piece, line, scale, height)
    drawn.horizontal = [_points((height - at, start, end), scale) for at, start, end in ruling.horizontal]
    drawn.vertical = [_points((at, height - end, height - start), scale) for at, start, end in ruling.vertical]
    return drawn


def _points(stroke: tuple[float, float, float], scale: float) -> tuple[float, float, float]:
    at, start, end = (round(value * scale, 2) for value in stroke)
    return at, start, end


def _find(page: Gray, dpi: float, engine: Engine) -> list[Box]:
    scale = min(1.0, DETECTION_DPI / dpi)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    found = engine.find(small)
    return [(int(x0 / scale), int(y0 / scale), int(x1 / scale), int(y1 / scale)) for x0, y0, x1, y1 in found]


def _cut(clean: Gray, piece: Piece, em: float) -> Gray:
    """The picture of a piece, with white around it where the page has no room."""
    margin_x, margin_y = round(0.25 * em), round(0.18 * em)
    x0, y0, x1, y1 = piece.box
    limits = piece.cell or (0, 0, clean.shape[1], clean.shape[0])
    left, top = max(x0 - margin_x, limits[0]), max(y0 - margin_y, limits[1])
    right, bottom = min(x1 + margin_x, limits[2]), min(y1 + margin_y, limits[3])
    cut = clean[top:bottom, left:right]
    paper = int(np.percentile(cut, 90))
    pads = (top - (y0 - margin_y), (y1 + margin_y) - bottom, left - (x0 - margin_x), (x1 + margin_x) - right)
    return cv2.copyMakeBorder(cut, *pads, cv2.BORDER_CONSTANT, value=(paper,)).astype(np.uint8)


def _write(drawn: Drawn, piece: Piece, line: Line, scale: float, height: int) -> None:
    """The characters of a line, each in the box that its middle and its neighbours leave it."""
    x0, _, x1, _ = piece.box
    top, bottom = piece.line
    em = bottom - top
    span = x1 - x0
    places = [x0 + span * part for part in _stretched(line.middles)]
    half = [0.5 * em if _wide(char) else 0.3 * em for char in line.text]
    starts = [place - width for place, width in zip(places, half, strict=True)]
    ends = [place + width for place, width in zip(places, half, strict=True)]
    for at, (before, after) in enumerate(pairwise(places)):
        middle = (before + after) / 2
        ends[at] = starts[at + 1] = middle  # a piece has no wide white in it: no blank may seem to stand there
    starts[0], ends[-1] = float(x0), float(x1)
    for char, sure, start, end in zip(line.text, line.confidences, starts, ends, strict=True):
        drawn.characters.append(
            (
                round(min(start, end) * scale, 2),
                round((height - bottom) * scale, 2),
                round(max(start, end) * scale, 2),
                round((height - top) * scale, 2),
                char,
                round(sure, 3),
            )
        )


def _stretched(middles: tuple[float, ...]) -> list[float]:
    """Middles as parts of the picture, which has a margin, as parts of the ink in it."""
    if len(middles) == 1:
        return [0.5]
    rising = [max(middles[: at + 1]) for at in range(len(middles))]
    first, last = rising[0], rising[-1]
    share = 0.5 / len(middles)
    if last <= first:
        return [(at + 0.5) / len(middles) for at in range(len(middles))]
    return [share + (one - first) / (last - first) * (1 - 2 * share) for one in rising]


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
