"""Converters that do what a hostile document makes a converter do. The document is the path of a file, to which they
tell where they run and what they started."""

from __future__ import annotations

from pathlib import Path

from parse.report import Report
from reading.converters import Bounds, Converter


def _never(report: Report, data: bytes, media_type: str) -> bool:
    del report, data, media_type
    return False


def _converter(script: str, *, seconds: float = 20, missing: str | None = None, check: bool = True) -> Converter:
    """A shell script that has `$told`, the path in the document, and `$made`, the file that it should write."""

    def command(source: Path, made: Path) -> list[str]:
        return ["sh", "-c", f'told=$(cat "{source}"); made="{made}"; pwd >> "$told"; {script}']

    return Converter(
        name="test",
        media_type="text/plain",
        made_ending="out",
        bounds=Bounds(seconds=seconds, memory_mb=512, folder_bytes=8 * 2**20, made_bytes=2**20),
        wanted_of=_never,
        missing=lambda: missing,
        command=command,
        check=lambda data: check and bool(data),
        endings={},
    )


GOOD = _converter('echo converted > "$made"')
HANGS = _converter('sleep 600 & echo $! >> "$told"; echo begun > "$made"; sleep 600', seconds=1)
SLEEPS = _converter('sleep 600 & echo $! >> "$told"; sleep 600', seconds=300)
LEAVES_A_CHILD = _converter('sleep 600 & echo $! >> "$told"; echo converted > "$made"')
SPINS = _converter("while :; do :; done", seconds=1)
MAKES_NOTHING = _converter("true")
FAILS = _converter('echo half > "$made"; exit 3')
MAKES_RUBBISH = _converter('echo rubbish > "$made"', check=False)
MAKES_TOO_MUCH = _converter('head -c 3000000 /dev/zero > "$made"')
WRITES_ONE_HUGE_FILE = _converter('cat /dev/zero > big; echo converted > "$made"; exit 1')
WRITES_MANY_FILES = _converter('i=0; while :; do i=$((i+1)); head -c 1000000 /dev/zero > "$i"; done')
LINKS_ELSEWHERE = _converter('ln -s /etc/hostname "$made"')
EATS_MEMORY = _converter("head -c 2000000000 /dev/zero | tail -c 1999999999")
MISSING = _converter("true", missing="The program is not installed.")
