"""OLE compound files (.doc, .xls, .wps): the names in the root storage and the bytes of a stream.

Only as much as it takes to say what a file is and whether its workbook is sane. Source: MS-CFB 2.1-2.6.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _STORAGE, _ROOT = 2, 1, 5
MAX_ENTRIES = 20_000


class BrokenCompoundFileError(ValueError):
    """The bytes are no whole compound file."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file. Raises BrokenCompoundFileError where it is cut, forged or goes round in circles."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, OverflowError) as error:
            raise BrokenCompoundFileError(str(error)) from error

    def _open(self) -> None:
        data = self._data
        if data[:8] != MAGIC:
            raise BrokenCompoundFileError("no compound file")
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise BrokenCompoundFileError("impossible sector size")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        first_directory, _, self._cutoff, first_small, _, first_difat, _ = struct.unpack_from("<7I", data, 48)
        self._table = self._sector_table(first_difat)
        directory = self._chain(first_directory)
        count = min(len(directory) // _ENTRY, MAX_ENTRIES)
        self.entries = [_entry(directory, index * _ENTRY) for index in range(count)]
        if not self.entries or self.entries[0].kind != _ROOT:
            raise BrokenCompoundFileError("no root storage")
        small = self._chain(first_small) if first_small < _LAST_SECTOR else b""
        self._small_table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
        root = self.entries[0]
        self._small = self._chain(root.start) if root.start < _LAST_SECTOR else b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _sector_table(self, first_difat: int) -> tuple[int, ...]:
        """The table of what sector follows each sector."""
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while first_difat < _LAST_SECTOR:
            if first_difat in seen:
                raise BrokenCompoundFileError("a chain of sectors goes round")
            seen.add(first_difat)
            *more, first_difat = struct.unpack(f"<{self._size // 4}I", self._sector(first_difat))
            numbers += more
        table = b"".join(self._sector(number) for number in numbers if number < _LAST_SECTOR)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, first: int) -> bytes:
        parts, seen = [], set()
        while first < _LAST_SECTOR:
            if first in seen:
                raise BrokenCompoundFileError("a chain of sectors goes round")
            seen.add(first)
            parts.append(self._sector(first))
            first = self._table[first]
        return b"".join(parts)

    def root_names(self) -> frozenset[str]:
        """The names of streams and storages that stand directly in the root, lower case: case does not count here."""
        names: set[str] = set()
        waiting, seen = [self.entries[0].child], set()
        while waiting:
            index = waiting.pop()
            if index in seen or index >= len(self.entries):
                continue
            seen.add(index)
            entry = self.entries[index]
            if entry.kind in (_STREAM, _STORAGE):
                names.add(entry.name.lower())
            waiting += [entry.left, entry.right]
        return frozenset(names)

    def stream(self, name: str) -> bytes:
        """The bytes of the only stream of a name. Raises BrokenCompoundFileError where there are none or several."""
        found = [entry for entry in self.entries if entry.kind == _STREAM and entry.name.lower() == name]
        if len(found) != 1:
            raise BrokenCompoundFileError(f"{len(found)} streams are called {name}")
        (entry,) = found
        try:
            if entry.size >= self._cutoff:
                return self._chain(entry.start)[: entry.size]
            return self._small_chain(entry.start)[: entry.size]
        except (struct.error, IndexError) as error:
            raise BrokenCompoundFileError(str(error)) from error

    def _small_chain(self, first: int) -> bytes:
        parts, seen = [], set()
        while first < _LAST_SECTOR:
            if first in seen:
                raise BrokenCompoundFileError("a chain of sectors goes round")
            seen.add(first)
            parts.append(self._small[first * self._small_size : (first + 1) * self._small_size])
            first = self._small_table[first]
        return b"".join(parts)


def _entry(directory: bytes, at: int) -> _Entry:
    length, kind = struct.unpack_from("<HB", directory, at + 64)
    left, right, child = struct.unpack_from("<3I", directory, at + 68)
    start, size = struct.unpack_from("<IQ", directory, at + 116)
    name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size & 0xFFFFFFFF)
