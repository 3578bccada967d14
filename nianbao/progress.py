"""Where a crawl stands, for whoever watches it: one line."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from crawler.run import Progress

PLAIN_SECONDS = 10.0
"""How often a line is printed where there is no terminal."""
WINDOW = 120.0
"""Seconds over which the speed is measured that the time left is made from."""


class ProgressLine:
    """Progress on standard error: one line that is written over on a terminal, a plain line now and then elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._status = self._console.status("starting") if self._console.is_terminal else None
        self._next = time.monotonic() + PLAIN_SECONDS
        self._speed = Speed()
        if self._status:
            self._status.start()

    def __call__(self, now: Progress) -> None:
        at = time.monotonic()
        text = progress_text(now, self._speed.seconds_left(at, now.requests, now.left))
        if self._status:
            line = Text(text)
            # Two columns are the spinner's, which breaks what is longer into lines.
            line.truncate(self._console.width - 2, overflow="ellipsis")
            self._status.update(line)
        elif at >= self._next:
            self._next = at + PLAIN_SECONDS
            self._console.print(text, soft_wrap=True, highlight=False)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._status:
            self._status.stop()


class Speed:
    """How long the rest takes at the speed of the last two minutes."""

    def __init__(self) -> None:
        self._points: deque[tuple[float, int]] = deque()

    def seconds_left(self, at: float, done: int, left: int | None) -> float | None:
        """Note how many requests are done at a moment; None as long as no speed or no number of them is known."""
        self._points.append((at, done))
        while len(self._points) > 2 and self._points[1][0] <= at - WINDOW:
            self._points.popleft()
        since, before = self._points[0]
        if not left or at <= since or done <= before:
            return None
        return left * (at - since) / (done - before)


def progress_text(now: Progress, seconds_left: float | None) -> str:
    """The line; what matters most comes first, for narrow terminals."""
    parts = [
        f"{now.finished} of {now.portals} portals",
        f"{now.requests} pages",
        f"{now.reports} reports",
        f"{now.problems} problems",
        f"{now.waiting} to read",
    ]
    if seconds_left is not None:
        parts.append(f"about {duration(seconds_left)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """A time in its two largest units: 45 s, 12 min, 3 h 20 min, 2 d 4 h."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"
