"""What a spreadsheet library does not say of an .xls: how far its cells reach, and cells that show an error.

Source: MS-XLS 2.1.4 (records), 2.4.28 (BoundSheet8), 2.4.24 (BoolErr), 2.4.127 (Formula), 2.5.10 (BErr).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from parse.carrier.compound_file import BrokenCompoundFileError, CompoundFile
from parse.carrier.workbook_xml import Faults, Place

_BOUNDSHEET, _EOF = 0x0085, 0x000A
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_BOOLEAN_OR_ERROR = frozenset((0x0005, 0x0205))
_BLANKS, _NUMBERS = 0x00BE, 0x00BD
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


def faults(records: bytes) -> list[Faults]:
    """For each sheet, in the order of the workbook: (row, column), from 0 → the error that the cell shows."""
    starts = [
        struct.unpack_from("<I", records, at)[0]
        for kind, at, size in _records(records, 0)
        if kind == _BOUNDSHEET and size >= 4
    ]
    return [_faults(records, start) for start in starts]


def _faults(records: bytes, start: int) -> Faults:
    found: Faults = {}
    for kind, at, size in _records(records, start):
        if kind == _EOF:
            break
        code = None
        if kind in _BOOLEAN_OR_ERROR and size >= 8 and records[at + 7]:
            code = records[at + 6]
        elif kind in _FORMULAS and size >= 14 and records[at + 12 : at + 14] == b"\xff\xff" and records[at + 6] == 2:
            code = records[at + 8]
        if code is not None:
            row, column = struct.unpack_from("<HH", records, at)
            found[row, column] = _ERRORS.get(code, "#ERROR!")
    return found


def _records(records: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its content begins, size) of the records from a place on."""
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if at + 4 + size > len(records):
            return
        yield kind, at + 4, size
        at += 4 + size
