"""How long a process had to wait for a processor that others had: such time is not counted against what it does.

Linux says it (`/proc/<pid>/task/<thread>/schedstat`, the second number, nanoseconds); where nobody says it, it is 0.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def _processes(group: int) -> Iterator[int]:
    """Every process of a process group."""
    for process in PROC.iterdir() if PROC.is_dir() else ():
        with suppress(ValueError, OSError):
            if os.getpgid(int(process.name)) == group:
                yield int(process.name)


def starved(*processes: int) -> float:
    """Seconds that the thread of these processes which waited longest for a processor has waited for one so far."""
    most = 0
    for process in processes:
        with suppress(OSError, ValueError, IndexError):
            for thread in (PROC / str(process) / "task").iterdir():
                most = max(most, int((thread / "schedstat").read_text("ascii").split()[1]))
    return most / 1e9


class Deadline:
    """The end of what a process and its group may take by the clock, put off by as long as they were kept from a
    processor. `group` is the process that leads it."""

    def __init__(self, group: int, seconds: float) -> None:
        self._group = group
        self._seconds = seconds
        self._before = starved(group)  # the others of its group come later
        self._began = time.monotonic()

    def left(self) -> float:
        """Seconds that are left, 0 at the end. Only asks for the starving once the clock alone says that it is over."""
        left = self._seconds - (time.monotonic() - self._began)
        if left <= 0:
            left += starved(*_processes(self._group)) - self._before
        return max(left, 0.0)
