"""How long one page may keep all walks waiting: they share one thread, in which pages are looked through for links.

Measured is the processor time of this process, so that a busy machine gives up no page that a quiet one walks. A call
into a library of C cannot be broken off before it ends; patterns (`re`) can.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

LONGEST = 20.0
"""Seconds of one page; a large page of a list takes a tenth of one."""
AGAIN = 1.0
"""Seconds after which it is broken off once more, where the code that was met let nothing out (a destructor)."""


class TookTooLong(Exception):
    """Looking through a page was broken off."""


_looking = False


def _ring(number: int, frame: object) -> None:
    del number, frame
    if _looking:
        raise TookTooLong(f"looking through it takes more than {LONGEST:g} s")


def bounded(action: Callable[[], T], seconds: float = LONGEST) -> T:
    """What `action` returns. Raises TookTooLong where it takes longer; within another bound, that one holds. Threads
    other than the main one, in which Python sees no signals, are not bounded."""
    global _looking
    if _looking or threading.current_thread() is not threading.main_thread():
        return action()
    if signal.getsignal(signal.SIGPROF) is not _ring:
        signal.signal(signal.SIGPROF, _ring)
    try:
        try:
            _looking = True
            signal.setitimer(signal.ITIMER_PROF, max(seconds, 1e-3), AGAIN)
            return action()
        finally:
            _looking = False
            signal.setitimer(signal.ITIMER_PROF, 0)
    except TookTooLong:
        # It may have been the block above that was broken off.
        _looking = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        raise


_END = object()


def each_bounded(found: Iterator[T], seconds: float = LONGEST) -> Iterator[T]:
    """What an iterator gives, as long as it takes no longer in all. Raises TookTooLong."""
    left = seconds
    while True:
        began = time.process_time()
        one = bounded(lambda: next(found, _END), left)
        left -= time.process_time() - began
        if one is _END:
            return
        yield one  # type: ignore[misc]
