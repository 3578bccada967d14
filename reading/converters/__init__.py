"""Converters: programs that make of a document what the reader can open. A module each; each is loaded when wanted.

A converter runs as a child process under `reading.supervisor`: in a folder of its own that is removed afterwards, with
limits, its whole process group killed when it ends or when time is up.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from parse.report import Report

CONVERTERS: Mapping[str, str] = {
    "office": "reading.converters.office:OFFICE",
    "ocr": "reading.converters.ocr:OCR",
}
"""Name of a converter (as `reading.messages.Wanted` says it) → `module:object`, a `Converter`."""
STARVED = 10
"""How many times its seconds a conversion may take where others have the processors."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one conversion: seconds by the clock in which it had a processor (and of processor time for each of
    `processors`), MiB of address space of each process, bytes that its folder may come to hold beside the source and
    bytes of what it makes."""

    seconds: float
    memory_mb: int
    folder_bytes: int = 256 * 2**20
    made_bytes: int = 64 * 2**20
    processors: int = 2


@dataclass(frozen=True, slots=True)
class Converter:
    """A way to make a document readable.

    `media_type`: of what it makes. `wanted_of(report, data, media_type)`: whether it would help with a document that
    reads as `report` without it; called in the worker, must be cheap. `missing()`: why it cannot run here, or None;
    called in the parent, must not load the converter's libraries. `command(source, made)`: the argument vector that
    reads the file `source` and writes the file `made` (same folder; its current directory and HOME too).
    `endings`: media type → ending of the source file's name, where the program goes by it; `made_ending` of the other.
    `check(bytes)`: whether what it made is whole enough to be opened.
    """

    name: str
    media_type: str
    made_ending: str
    bounds: Bounds
    wanted_of: Callable[[Report, bytes, str], bool]
    missing: Callable[[], str | None]
    command: Callable[[Path, Path], list[str]]
    check: Callable[[bytes], bool]
    endings: Mapping[str, str]


def load(name: str) -> Converter:
    """The converter that `module:object` names."""
    module, _, attribute = name.partition(":")
    found: Converter = getattr(importlib.import_module(module), attribute)
    return found


def at_hand(converters: Mapping[str, str] = CONVERTERS) -> tuple[str, ...]:
    """The names of the converters that can run here, sorted."""
    return tuple(name for name in sorted(converters) if load(converters[name]).missing() is None)
