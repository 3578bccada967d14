"""How the cells of an .xls are set: number formats, fonts, and shared texts whose parts are set differently.

Source: MS-XLS 2.4.122 (Font), 2.4.126 (Format), 2.4.353 (XF), 2.4.265 (SST), 2.5.293 (XLUnicodeRichExtendedString).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parse.carrier.marks import written
from parse.carrier.number_format import BUILT_IN
from parse.carrier.workbook_styles import CellStyle

Record = tuple[int, int, int]
"""Kind, where its content begins, size."""
Run = tuple[int, int]
"""A font from a character on."""
FONT, FORMAT, XF, SST, CONTINUE = 0x0031, 0x041E, 0x00E0, 0x00FC, 0x003C
_WHITE = frozenset((1, 9))
_SYSTEM = 0x41
_BIFF8_XF = 20
_MAX_STRINGS = 400_000
_SET = {1: "raised", 2: "lowered"}


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of cells and the fonts, in the order by which cells and texts name them."""

    styles: list[CellStyle]
    fonts: list[str | None]

    def style(self, number: int) -> CellStyle:
        """The style of this number; of one that does not exist, the plain one."""
        return self.styles[number] if number < len(self.styles) else CellStyle()

    def printed(self, text: str, runs: Iterable[Run], style: CellStyle) -> str:
        """A text of several parts as it is printed in a cell of this style."""
        pieces: list[tuple[str, str | None]] = []
        begun, mark = 0, style.mark
        for at, font in [*runs, (len(text), 0)]:
            pieces.append((text[begun:at], None if mark == "pale" and style.filled else mark))
            begun, mark = max(at, begun), _font(self.fonts, font)
        return written([piece for piece in pieces if piece[0]])


def looks_of(records: bytes, listed: Iterable[Record]) -> Looks:
    """What the records of a workbook say of fonts and formats."""
    fonts: list[str | None] = []
    codes = dict(BUILT_IN)
    cells: list[tuple[int, int, bool]] = []
    for kind, at, size in listed:
        if kind == FONT and size >= 10:
            fonts.append(_mark(*struct.unpack_from("<2xHH2xH", records, at)))
        elif kind == FORMAT and size >= 4:
            number, code = _code(records[at : at + size])
            codes[number] = code
        elif kind == XF and size >= 4:
            font, number = struct.unpack_from("<HH", records, at)
            cells.append((font, number, size >= _BIFF8_XF and _filled(records, at)))
    styles = []
    for font, number, filled in cells:
        mark = _font(fonts, font)
        styles.append(CellStyle(codes.get(number, ""), None if mark == "pale" and filled else mark, filled))
    return Looks(styles, fonts)


def _font(fonts: list[str | None], number: int) -> str | None:
    """There is no font 4: the numbers above it count one too many."""
    index = number - (number > 4)
    return fonts[index] if index < len(fonts) else None


def _mark(flags: int, color: int, position: int) -> str | None:
    if flags & 0x08:
        return "struck"
    return _SET.get(position) or ("pale" if color in _WHITE else None)


def _code(content: bytes) -> tuple[int, str]:
    (number,) = struct.unpack_from("<H", content)
    if len(content) >= 5 and len(content) >= 5 + struct.unpack_from("<H", content, 2)[0]:
        return number, content[5:].decode("utf-16-le" if content[4] & 1 else "latin-1", "replace")
    return number, content[3:].decode("gb18030", "replace")


def _filled(records: bytes, at: int) -> bool:
    pattern = struct.unpack_from("<I", records, at + 14)[0] >> 26
    color = struct.unpack_from("<H", records, at + 18)[0] & 0x7F
    return pattern > 1 or (pattern == 1 and color not in _WHITE and color != _SYSTEM)


def rich_strings(records: bytes, listed: Iterable[Record]) -> Mapping[int, tuple[str, list[Run]]]:
    """Number → (shared text, its runs), of those of several parts. A table that is cut ends where it is cut."""
    parts: list[bytes] = []
    for kind, at, size in listed:
        if kind == (CONTINUE if parts else SST):
            parts.append(records[at : at + size])
        elif parts:
            break
    found: dict[int, tuple[str, list[Run]]] = {}
    if not parts or len(parts[0]) < 8:
        return found
    reader = _Parts(parts, 8)
    count = min(struct.unpack_from("<I", parts[0], 4)[0], _MAX_STRINGS)
    for number in range(count):
        try:
            text, runs = reader.string()
        except (struct.error, IndexError):
            break
        if runs:
            found[number] = text, runs
    return found


class _Parts:
    """The content of a record that goes on in others."""

    def __init__(self, parts: list[bytes], at: int) -> None:
        self._parts, self._part, self._at = parts, 0, at

    def take(self, size: int) -> bytes:
        """So many bytes. Raises IndexError where there are fewer."""
        found = b""
        while size:
            if self._at >= len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
            piece = self._parts[self._part][self._at : self._at + size]
            self._at += len(piece)
            size -= len(piece)
            found += piece
        return found

    def string(self) -> tuple[str, list[Run]]:
        """The next text and its runs."""
        length, flags = struct.unpack("<HB", self.take(3))
        count = struct.unpack("<H", self.take(2))[0] if flags & 0x08 else 0
        more = struct.unpack("<I", self.take(4))[0] if flags & 0x04 else 0
        text = ""
        wide = flags & 1
        while len(text) < length:
            if self._at >= len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
                wide = self.take(1)[0] & 1  # each part says anew how wide its characters are
            room = (len(self._parts[self._part]) - self._at) // (2 if wide else 1)
            size = min(length - len(text), room)
            if not size:
                raise IndexError
            text += self.take(size * 2).decode("utf-16-le", "replace") if wide else self.take(size).decode("latin-1")
        runs = [struct.unpack("<HH", self.take(4)) for _ in range(count)]
        self.take(more)
        return text, [(at, font) for at, font in runs]
