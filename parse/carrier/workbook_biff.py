"""What a spreadsheet library does not say of an .xls: how far its cells reach, cells that show an error, and what is
shown otherwise than it is stored.

Source: MS-XLS 2.1.4 (records), 2.4.28 (BoundSheet8), 2.4.24 (BoolErr), 2.4.127 (Formula), 2.5.10 (BErr), 2.4.53
(ColInfo), 2.4.175 (MulRk), 2.4.220 (RK), 2.4.221 (Row), 2.4.346 (Window2), 2.5.217 (RkNumber).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import takewhile

from parse.carrier.biff_styles import Looks, Run, looks_of, rich_strings
from parse.carrier.compound_file import BrokenCompoundFileError, CompoundFile
from parse.carrier.sheet_face import Face, Place

_BOUNDSHEET, _EOF = 0x0085, 0x000A
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_BOOLEAN_OR_ERROR = frozenset((0x0005, 0x0205))
_BLANKS, _NUMBERS = 0x00BE, 0x00BD
_SHARED, _PACKED = 0x00FD, 0x027E
_LABELS = frozenset((0x0004, 0x0204, 0x00D6))
_FLOATS = frozenset((0x0003, 0x0203))
_ROW, _COLUMNS, _WINDOW = 0x0208, 0x007D, 0x023E
_CELLS = frozenset(
    (0x0001, 0x0201, 0x0002, 0x0003, 0x0203, 0x0004, 0x0204, 0x00D6, 0x00FD, 0x007E, 0x027E, _BLANKS, _NUMBERS)
)
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"
}  # fmt: skip


def workbook(data: bytes) -> bytes:
    """The records of the workbook. Raises BrokenCompoundFileError."""
    file = CompoundFile(data)
    try:
        return file.stream("workbook")
    except BrokenCompoundFileError:
        return file.stream("book")


def extent(records: bytes) -> Place:
    """(height, width) that holds every cell of every sheet."""
    height = width = 0
    for kind, at, size in _records(records, 0):
        if kind in _CELLS or kind in _FORMULAS or kind in _BOOLEAN_OR_ERROR:
            if size < 4:
                continue
            row, column = struct.unpack_from("<HH", records, at)
            if kind in (_BLANKS, _NUMBERS) and size >= 6:
                column = max(column, *struct.unpack_from("<H", records, at + size - 2))
            height, width = max(height, row + 1), max(width, column + 1)
    return height, width


def faces(records: bytes) -> list[Face]:
    """For each sheet, in the order of the workbook, what its cells show instead of their values."""
    listed = list(takewhile(lambda record: record[0] != _EOF, _records(records, 0)))
    sheets = [at for kind, at, size in listed if kind == _BOUNDSHEET and size >= 4]
    starts = [struct.unpack_from("<I", records, at)[0] for at in sheets]
    looks, strings = looks_of(records, listed), rich_strings(records, listed)
    return [_face(records, start, looks, strings) for start in starts]


def _face(records: bytes, start: int, looks: Looks, strings: Mapping[int, tuple[str, list[Run]]]) -> Face:
    face = Face()
    zeros = True
    numbers: list[tuple[Place, float, int]] = []
    for kind, at, size in _records(records, start):
        if kind == _EOF:
            break
        if kind == _ROW and size >= 14:
            if records[at + 12] & 0x20:
                face.rows.add(struct.unpack_from("<H", records, at)[0])
        elif kind == _COLUMNS and size >= 10:
            first, last, hidden = struct.unpack_from("<HH4xH", records, at)
            if hidden & 1:
                face.columns.append((first, last))
        elif kind == _WINDOW and size >= 2:
            zeros = bool(records[at] & 0x10)
        elif size >= 6 and (kind in _CELLS or kind in _FORMULAS or kind in _BOOLEAN_OR_ERROR):
            row, column, number = struct.unpack_from("<HHH", records, at)
            code = None
            if kind in _BOOLEAN_OR_ERROR and size >= 8 and records[at + 7]:
                code = records[at + 6]
            elif kind in _FORMULAS and size >= 14 and records[at + 12 : at + 14] == b"\xff\xff":
                code = records[at + 8] if records[at + 6] == 2 else None
            elif kind == _SHARED and size >= 10:
                text = strings.get(struct.unpack_from("<I", records, at + 6)[0])
                if text is not None:
                    face.texts[row, column] = looks.printed(*text, looks.style(number))
                face.styled[row, column] = looks.style(number)
            elif kind in _LABELS:
                face.styled[row, column] = looks.style(number)
            else:
                numbers += _numbers(records, kind, at, size)
            if code is not None:
                face.texts[row, column] = _ERRORS.get(code, "#ERROR!")
    for place, value, number in numbers:
        face.put_number(place, value, looks.style(number), zeros=zeros)
    return face


def _numbers(records: bytes, kind: int, at: int, size: int) -> Iterator[tuple[Place, float, int]]:
    """The numbers of a record: (row, column), value, style."""
    row, column, style = struct.unpack_from("<HHH", records, at)
    if (kind in _FLOATS or kind in _FORMULAS) and size >= 14:
        yield (row, column), struct.unpack_from("<d", records, at + 6)[0], style
    elif kind == _PACKED and size >= 10:
        yield (row, column), _unpacked(struct.unpack_from("<I", records, at + 6)[0]), style
    elif kind == _NUMBERS:
        for index, place in enumerate(range(at + 4, at + size - 7, 6)):
            style, packed = struct.unpack_from("<HI", records, place)
            yield (row, column + index), _unpacked(packed), style


def _unpacked(packed: int) -> float:
    """A number of 30 bits, which may be a hundredth of what they say."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0])
    return value / 100 if packed & 1 else value


def _records(records: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its content begins, size) of the records from a place on."""
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if at + 4 + size > len(records):
            return
        yield kind, at + 4, size
        at += 4 + size
