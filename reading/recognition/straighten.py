"""Scans are cleaned and turned upright: the angle at which rows of pixels differ most is that of the lines."""

from __future__ import annotations

import cv2
import numpy as np

from reading.recognition.constants import MAX_SKEW, NOISE, SKEW_STEP, SPECK_PIXELS
from reading.recognition.engine import Gray

_SMALL = 900


def straighten(picture: Gray) -> Gray:
    """The picture turned so that its lines are level; unchanged where they are."""
    angle = skew(picture)
    return picture if abs(angle) < SKEW_STEP / 2 else _turned(picture, angle)


def smooth(picture: Gray, dpi: float) -> Gray:
    """The picture without single dark pixels, where it is strewn with them; else as it is."""
    dark = cv2.threshold(picture, 128, 255, cv2.THRESH_BINARY_INV)[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    specks = int((stats[1:, 2:4].max(axis=1, initial=0) <= SPECK_PIXELS).sum()) if len(stats) > 1 else 0
    inches = picture.size / dpi**2
    return cv2.medianBlur(picture, 3).astype(np.uint8) if specks > NOISE * inches else picture


def skew(picture: Gray) -> float:
    """Degrees by which the picture must be turned, counter-clockwise positive; 0 where nothing is drawn."""
    scale = min(1.0, _SMALL / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    ink = (255 - small).astype(np.uint8)
    ink[ink < 64] = 0
    if not ink.any():
        return 0.0
    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.25, 0.5), key=lambda angle: _sharpness(ink, float(angle)))
    fine = np.arange(coarse - 0.5, coarse + 0.5 + SKEW_STEP / 4, SKEW_STEP / 2)
    return float(max(fine, key=lambda angle: _sharpness(ink, float(angle))))


def _sharpness(ink: Gray, angle: float) -> float:
    rows = _turned(ink, angle, border=0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(picture: Gray, angle: float, border: int = 255) -> Gray:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    flags = cv2.INTER_LINEAR if border == 0 else cv2.INTER_CUBIC
    return cv2.warpAffine(picture, matrix, (width, height), flags=flags, borderValue=(border,)).astype(np.uint8)
