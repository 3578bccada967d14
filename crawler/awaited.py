"""Pages whose pictures and further pages are still asked for: they are read when these are answered, so that a page,
and an article that is split, is read as a whole.

Killed in between, the page waits in the archive; the next run fetches what is missing.
"""

from __future__ import annotations

from collections.abc import Callable


class Awaited:
    """Of one spider. A capture is held from its keeping until the spider has seen its page and everything that it asked
    for to be read with it was answered or failed; `hold` and `release` are the session's."""

    def __init__(self, hold: Callable[[str], None], release: Callable[[str], None]) -> None:
        self._hold = hold
        self._release = release
        self._left: dict[str, int] = {}

    def kept(self, capture: str) -> None:
        """A page was kept that the spider will look at."""
        self._left[capture] = 0
        self._hold(capture)

    def asked(self, capture: str | None, beside: int) -> None:
        """The spider has looked at a page and asks for so many of its pictures and further pages."""
        if capture in self._left:
            self._left[capture] = beside
            if not beside:
                self._give(capture)

    def more(self, capture: str | None, beside: int) -> None:
        """A further page leads to so many more."""
        if capture in self._left:
            self._left[capture] += beside

    def answered(self, capture: str | None) -> None:
        """One of these came or failed."""
        if capture in self._left:
            self._left[capture] -= 1
            if self._left[capture] <= 0:
                self._give(capture)

    def close(self) -> None:
        """Nothing more is fetched."""
        for capture in list(self._left):
            self._give(capture)

    def _give(self, capture: str) -> None:
        del self._left[capture]
        self._release(capture)
