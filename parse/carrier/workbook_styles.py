"""How the cells of an .xlsx are set: number formats, fonts, and texts whose parts are set differently.

Source: ECMA-376 part 1, 18.8 (styles), 18.4 (shared strings).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import lxml.etree

from parse.carrier.marks import written
from parse.carrier.number_format import BUILT_IN

STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
_SET = re.compile(rb"vertAlign|strike|<(?:\w+:)?color\b")
_WHITE = re.compile(r"(?:[0-9A-Fa-f]{2})?[Ff]{6}\Z")
_WHITE_INDEXES = ("1", "9")
_PAPER = "0"
"""The theme's first colour is that of the window."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The number format of a cell ("" for none), how its font is set (`parse.carrier.marks`), and whether the cell has
    a ground of its own."""

    code: str = ""
    mark: str | None = None
    filled: bool = False

    def text(self, text: str) -> str:
        """A text of one piece in this cell."""
        return written([(text, self.mark)]) if self.mark and self.mark not in ("raised", "lowered") else text


PLAIN = CellStyle()


def parse(data: bytes, *, recover: bool = False) -> lxml.etree._Element:
    """A part, without entities and without anything from elsewhere."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)
    return lxml.etree.fromstring(data, parser)


def local(element: lxml.etree._Element) -> str:
    """The tag without namespace or prefix."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def styles_of(archive: zipfile.ZipFile) -> list[CellStyle]:
    """The styles of a workbook's cells in the order by which cells name them."""
    if STYLES not in archive.namelist():
        return []
    root = parse(archive.read(STYLES))
    codes = dict(BUILT_IN)
    for form in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[_index(form, "numFmtId")] = form.get("formatCode") or ""
    filled = [_is_ground(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    marks = [_mark(font) for font in root.iterfind("{*}fonts/{*}font")]
    found = []
    for cell in root.iterfind("{*}cellXfs/{*}xf"):
        font, fill = _index(cell, "fontId"), _index(cell, "fillId")
        ground = fill < len(filled) and filled[fill]
        mark = marks[font] if font < len(marks) else None
        code = codes.get(_index(cell, "numFmtId"), "")
        found.append(CellStyle(code, None if mark == "pale" and ground else mark, ground))
    return found


def marked_strings(archive: zipfile.ZipFile) -> Mapping[int, lxml.etree._Element]:
    """Number → shared text, of those whose parts are set differently."""
    if STRINGS not in archive.namelist() or not _SET.search(data := archive.read(STRINGS)):
        return {}
    texts = parse(data).iterfind("{*}si")
    return {number: text for number, text in enumerate(texts) if text.find("{*}r/{*}rPr") is not None}


def inline_string(content: bytes) -> lxml.etree._Element | None:
    """The text inside a cell whose parts are set differently, or None."""
    return parse(content, recover=True) if _SET.search(content) else None


def printed(text: lxml.etree._Element, style: CellStyle) -> str:
    """A text of several parts as it is printed in a cell of this style."""
    pieces: list[tuple[str, str | None]] = []
    for part in text:
        if local(part) == "t":
            pieces.append((part.text or "", style.mark))
        elif local(part) == "r":
            inner = "".join(piece.text or "" for piece in part if local(piece) == "t")
            own = next((piece for piece in part if local(piece) == "rPr"), None)
            mark = style.mark if own is None else _mark(own)
            pieces.append((inner, None if mark == "pale" and style.filled else mark))
    return written(pieces)


def _index(element: lxml.etree._Element, name: str) -> int:
    value = (element.get(name) or "").strip()[:9]
    return int(value) if value.isascii() and value.isdigit() else 0


def _mark(font: lxml.etree._Element) -> str | None:
    """How a font is set that differs from plain text."""
    parts = {local(part): part for part in font}
    strike = parts.get("strike")
    if strike is not None and (strike.get("val") or "1") not in ("0", "false"):
        return "struck"
    align = parts["vertAlign"].get("val") if "vertAlign" in parts else None
    if align in ("superscript", "subscript"):
        return "raised" if align == "superscript" else "lowered"
    return "pale" if "color" in parts and _is_white(parts["color"]) else None


def _is_white(color: lxml.etree._Element) -> bool:
    tint = color.get("tint") or "0"
    if color.get("theme") is not None:
        return color.get("theme") == _PAPER and not tint.strip("+-0.")
    return bool(_WHITE.match(color.get("rgb") or "")) or color.get("indexed") in _WHITE_INDEXES


def _is_ground(fill: lxml.etree._Element) -> bool:
    """Whether a fill is anything but paper."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return len(fill) > 0
    if (pattern.get("patternType") or "none") == "none":
        return False
    color = pattern.find("{*}fgColor")
    return color is None or not _is_white(color)
