"""Runs one converter as a child process: a folder of its own, limits, and an end for everything it started.

Run as `python -m reading.supervisor <module:object>`; takes a `Wanted`, answers `Converted` or `Failure`
(`reading.messages`). It is a process of its own so that the converter ends and its folder goes also when the process
that wanted the conversion is killed: its standard input ends then.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from reading.converters import STARVED, Bounds, Converter, load
from reading.messages import Converted, Failure, Wanted, receive, send
from reading.starved import Deadline

LOOK_SECONDS = 0.1
"""How often the folder's size and the parent are looked at."""
NICE = 10
MOST_SAID = 300
"""Characters of a converter's own words that are told."""


class _GivenUp(Exception):
    """Why a conversion was broken off; its text is a sentence's end."""


def supervise(requests: BinaryIO, answers: BinaryIO, converter: Converter) -> None:
    """Take one order, answer it."""
    wanted: Wanted = receive(requests)
    with TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        try:
            result: Converted | Failure = _convert(converter, wanted, Path(folder), requests)
        except (OSError, _GivenUp) as error:
            result = Failure("converter_failed", f"{converter.name}: {error}"[:500])
    with contextlib.suppress(OSError):
        send(answers, result)


def _convert(converter: Converter, wanted: Wanted, folder: Path, requests: BinaryIO) -> Converted:
    ending = converter.endings.get(wanted.media_type, "bin")
    source, made = folder / f"source.{ending}", folder / f"source.{converter.made_ending}"
    if source == made:
        made = folder / f"made.{converter.made_ending}"
    source.write_bytes(wanted.data)
    _bind(converter.bounds)
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(
            converter.command(source, made),
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            process_group=0,
        )
        try:
            code = _watch(process, folder, converter.bounds, requests, len(wanted.data))
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        last_words = _last_words(said)
    # A program may end with 0 and have written nothing, or with an error and have written half: the file decides.
    if made.is_symlink() or not made.is_file():
        raise _GivenUp(f"it made no file (exit code {code}{last_words})")
    if made.stat().st_size > converter.bounds.made_bytes:
        raise _GivenUp("what it made is too large")
    data = made.read_bytes()
    if code != 0 or not converter.check(data):
        raise _GivenUp(f"what it made is no {converter.made_ending.upper()} file (exit code {code})")
    return Converted(converter.name, data, converter.media_type)


def _last_words(said: BinaryIO) -> str:
    """The last line that a converter wrote of its errors, as the end of a sentence."""
    end = said.seek(0, os.SEEK_END)
    said.seek(max(end - 4 * MOST_SAID, 0))
    lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return f"; {lines[-1][:MOST_SAID]}" if lines else ""


def _watch(process: subprocess.Popen[bytes], folder: Path, bounds: Bounds, requests: BinaryIO, source: int) -> int:
    """Wait for the end of the converter; returns its exit code. Raises _GivenUp."""
    deadline = Deadline(process.pid, bounds.seconds)
    at_last = time.monotonic() + bounds.seconds * STARVED
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(LOOK_SECONDS)
        if not deadline.left() or time.monotonic() > at_last:
            raise _GivenUp(f"it was not done within {bounds.seconds:g} seconds")
        if _size(folder) - source > bounds.folder_bytes:
            raise _GivenUp("it writes too much")
        if select.select([requests], [], [], 0)[0]:
            raise _GivenUp("nobody waits for it any more")


def _size(folder: Path) -> int:
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(where, name)).st_size  # noqa: PTH118
    return total


def _bind(bounds: Bounds) -> None:
    """Limits of this process and of all it starts."""
    size = bounds.memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.folder_bytes, bounds.folder_bytes))
    seconds = int(bounds.seconds * bounds.processors) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with contextlib.suppress(OSError):
        os.nice(NICE)


def _environment(folder: Path) -> dict[str, str]:
    """The environment of a converter: no display, nothing of the user's, no way out through a proxy."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
        if name in os.environ
    }
    own = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    closed = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    return {"LANG": "C.UTF-8", **kept, **own, **closed}


def main(arguments: list[str]) -> None:
    """Set up the streams as a worker does."""
    (name,) = arguments
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(null, stream)
    supervise(requests, answers, load(name))


if __name__ == "__main__":
    main(sys.argv[1:])
