"""What a PDF page draws: glyphs with their boxes, ruled lines, pictures. Coordinates are points, y grows upwards."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parse.carrier.pdf_radicals import as_printed

MAX_OBJECTS = 60_000
MAX_GLYPHS = 60_000
MAX_SEGMENTS = 60_000
MAX_FORM_DEPTH = 8
THIN = 3.2
"""A filled rectangle at most this thick is a ruled line."""
_SLANT = 0.1
_SAMPLED, _ENOUGH, _NEARLY_ALL = 60, 4, 0.8
SHORTEST = 4.0
"""Strokes shorter than this are ornament, except as dashes of a longer line."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True, eq=False)
class Glyph:
    """A printed character and its loose box (the advance by the font's height).

    `confidence` (0 to 1) is None where the character was read and not recognised.
    """

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None

    @property
    def x(self) -> float:
        """Middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Middle from bottom to top."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """Height of the box, never 0."""
        return max(self.y1 - self.y0, 0.1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """A page as drawn; `number` counts from 1. `cut` tells that a bound stopped the reading."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    images: int = 0
    invisible: int = 0
    texts: int = 0
    cut: bool = False
    pale: bool = False
    """Whether some of its text is white or invisible."""
    slanted: bool = False
    """Whether some of its text neither lies nor stands (watermarks)."""
    grounds: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Dark surfaces and pictures (left, bottom, right, top): white text shows on them."""


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Everything that matters on one page. Raises pdfium.PdfiumError where the page cannot be loaded."""
    width, height = page.get_size()
    result = Page(number, width, height)
    turn = _turn(page)
    quarter = _quarter(page, turn)
    if quarter:
        # a landscape table on an upright page: turned so that its text lies
        upright = (0.0, -1.0, 1.0, 0.0, 0.0, width) if quarter > 0 else (0.0, 1.0, -1.0, 0.0, height, 0.0)
        turn = _chain(turn, upright)
        result = Page(number, height, width)
    _read_objects(page, result, turn)
    _read_glyphs(page, result, turn)
    return result


def _turn(page: pdfium.PdfPage) -> Matrix:
    """From page space to the page as it is shown (/Rotate, and an origin that is not 0, 0)."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    if rotation == 90:
        return (0.0, -1.0, 1.0, 0.0, -bottom, right)
    if rotation == 180:
        return (-1.0, 0.0, 0.0, -1.0, right, top)
    if rotation == 270:
        return (0.0, 1.0, -1.0, 0.0, top, -left)
    return (1.0, 0.0, 0.0, 1.0, -left, -bottom)


def _quarter(page: pdfium.PdfPage, turn: Matrix) -> int:
    """1 where nearly all text of the page runs upwards, -1 where it runs downwards, else 0."""
    handle = page.raw
    ways = [0, 0, 0]
    for index in range(min(raw.FPDFPage_CountObjects(handle), _SAMPLED)):
        item = raw.FPDFPage_GetObject(handle, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
            a, b, _, _, _, _ = _chain(_matrix(item), turn)
            ways[0 if abs(a) >= _SLANT * abs(b) else 1 if b > 0 else 2] += 1
    for quarter in (1, 2):
        if ways[quarter] >= _ENOUGH and ways[quarter] >= _NEARLY_ALL * sum(ways):
            return 1 if quarter == 1 else -1
    return 0


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _chain(inner: Matrix, outer: Matrix) -> Matrix:
    """First inner, then outer."""
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F)


def _read_glyphs(page: pdfium.PdfPage, result: Page, turn: Matrix) -> None:
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        count = textpage.count_chars()
        if count > MAX_GLYPHS:
            count, result.cut = MAX_GLYPHS, True
        box, ink = raw.FS_RECTF(), _Ink()
        boxed: list[tuple[int, str, float, float, float, float]] = []
        high = 0
        for index in range(count):
            code = raw.FPDFText_GetUnicode(handle, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            # generated characters are pdfium's own guess at blanks and line ends: we have the boxes
            if code < 32 or code == 0xFFFE or code > 0x10FFFF or raw.FPDFText_IsGenerated(handle, index) == 1:
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
                continue
            boxed.append(
                (
                    index,
                    as_printed(code) if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00 else chr(code),
                    box.left,
                    box.bottom,
                    box.right,
                    box.top,
                )
            )
        usual = median(max(top - bottom, right - left) for *_, left, bottom, right, top in boxed) if boxed else 0.0
        upright = turn == _IDENTITY
        for index, char, left, bottom, right, top in boxed:
            # fonts for vertical writing have loose boxes of twenty times their size: their ink tells where they stand
            if max(top - bottom, right - left) > 4 * usual:
                left, bottom, right, top = textpage.get_charbox(index)
            if upright:
                x0, y0, x1, y1 = left, bottom, right, top
            else:
                x0, y0 = _apply(turn, left, bottom)
                x1, y1 = _apply(turn, right, top)
            if not all(map(math.isfinite, (x0, y0, x1, y1))):
                continue
            glyph = Glyph(char, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if not (0 <= glyph.x <= result.width and 0 <= glyph.y <= result.height):
                continue  # beside the page
            if result.slanted and _is_slanted(handle, index):
                continue
            if result.pale and not _shows(handle, index, glyph, result, ink):
                continue
            result.glyphs.append(glyph)
    finally:
        textpage.close()


def _is_slanted(textpage: object, index: int) -> bool:
    """Whether a character is neither upright nor turned by a quarter: watermarks are."""
    quarters = math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) / 90
    return abs(quarters - round(quarters)) > _SLANT


def _shows(textpage: object, index: int, glyph: Glyph, page: Page, ink: _Ink) -> bool:
    """Whether a character can be seen. What lies invisibly over a picture is somebody's OCR and stays."""
    item = raw.FPDFText_GetTextObject(textpage, index)
    if item and raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
        return page.images > 0
    if item and _is_dark(item, raw.FPDFPageObj_GetFillColor, ink):
        return True
    return any(left <= glyph.x <= right and low <= glyph.y <= high for left, low, right, high in page.grounds)


def _read_objects(page: pdfium.PdfPage, result: Page, turn: Matrix) -> None:
    handle = page.raw
    ink = _Ink()
    seen = segments = 0
    # (object, matrix of what holds it, depth)
    stack = [
        (raw.FPDFPage_GetObject(handle, index), turn, 0)
        for index in range(min(raw.FPDFPage_CountObjects(handle), MAX_OBJECTS))
    ]
    while stack:
        item, outer, depth = stack.pop()
        seen += 1
        if seen > MAX_OBJECTS or segments > MAX_SEGMENTS:
            result.cut = True
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            result.images += 1
            x0, y0 = _apply(outer, *_apply(_matrix(item), 0, 0))
            x1, y1 = _apply(outer, *_apply(_matrix(item), 1, 1))
            result.grounds.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            result.texts += 1
            hidden = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            result.invisible += hidden
            result.pale = result.pale or hidden or not _is_dark(item, raw.FPDFPageObj_GetFillColor, ink)
            a, b, c, d, _, _ = _matrix(item)
            result.slanted = result.slanted or (abs(b) > _SLANT * abs(a) > 0 and abs(c) > _SLANT * abs(d) > 0)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            segments += _read_path(item, _chain(_matrix(item), outer), result, ink)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = _chain(_matrix(item), outer)
            count = min(raw.FPDFFormObj_CountObjects(item), MAX_OBJECTS)
            stack.extend((raw.FPDFFormObj_GetObject(item, index), inner, depth + 1) for index in range(count))


def _matrix(item: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _read_path(path: object, matrix: Matrix, result: Page, ink: _Ink) -> int:
    """The rules in one path object: edges of what is stroked, the middle of thin shapes. Returns its segments."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return 0
    stroked = bool(stroke.value) and _is_dark(path, raw.FPDFPageObj_GetStrokeColor, ink)
    filled = bool(fill.value) and _is_dark(path, raw.FPDFPageObj_GetFillColor, ink)
    count = min(int(raw.FPDFPath_CountSegments(path)), MAX_SEGMENTS)
    if count < 2 or not (stroked or filled):
        return max(count, 0)
    for points in _subpaths(path, count, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if wide <= THIN < high:
            result.vertical.append(Rule((min(xs) + max(xs)) / 2, min(ys), max(ys)))
        elif high <= THIN < wide:
            result.horizontal.append(Rule((min(ys) + max(ys)) / 2, min(xs), max(xs)))
        elif filled:
            result.grounds.append((min(xs), min(ys), max(xs), max(ys)))
        if stroked and wide > THIN < high:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x0 - x1) <= 1 < abs(y0 - y1):
                    result.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
                elif abs(y0 - y1) <= 1 < abs(x0 - x1):
                    result.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    return count


def _subpaths(path: object, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The polygons of a path; a curve ends the one it stands in."""
    found: list[list[tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = _apply(matrix, x.value, y.value)
        if not all(map(math.isfinite, point)):
            continue
        if kind == raw.FPDF_SEGMENT_LINETO and points:
            points.append(point)
        else:
            if len(points) > 1:
                found.append(points)
            points = [point]
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            points.append(points[0])
    if len(points) > 1:
        found.append(points)
    return found


class _Ink:
    """Room for one colour, made once for all objects of a page."""

    __slots__ = ("parts", "places")

    def __init__(self) -> None:
        self.parts = tuple(ctypes.c_uint() for _ in range(4))
        self.places = tuple(map(ctypes.byref, self.parts))


def _is_dark(path: object, get_color: Callable[..., int], ink: _Ink) -> bool:
    """Whether a colour shows on white paper: fills and borders in white lie under many tables."""
    if not get_color(path, *ink.places):
        return True
    red, green, blue, alpha = ink.parts
    return alpha.value > 16 and (red.value < 245 or green.value < 245 or blue.value < 245)
