"""Whether fetching wants a processor for itself.

A polite crawl waits nearly all of the time, and what it fetched is read and saved meanwhile. Only a crawl of hosts that
want no delay, or one on a machine that others keep busy, has no time to spare: what else there is to do waits then.
"""

from __future__ import annotations

import os
import time

from reading.starved import starved

PRESSED = 0.8
"""The share of its time in which a thread works, or waits for a processor that others have, from which on it has none
to spare."""


class Pace:
    """Of the thread that fetches; asked by it, from time to time."""

    def __init__(self) -> None:
        self._clock, self._wanted = _now()

    def pressed(self) -> bool:
        """Whether it had hardly a moment to spare since it was asked last."""
        clock, wanted = _now()
        share = (wanted - self._wanted) / max(clock - self._clock, 1e-9)
        self._clock, self._wanted = clock, wanted
        return share >= PRESSED


def _now() -> tuple[float, float]:
    """Seconds by the clock; seconds for which this thread had or wanted a processor so far."""
    return time.monotonic(), time.thread_time() + starved(os.getpid())
