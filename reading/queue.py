"""The reading queue: captures go in, worker processes read them, outcomes are saved in the caller's thread.

The same queue serves a crawl, `reparse` and `rebuild`. A crash, a timeout or a memory bomb costs one problem row.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from queue import SimpleQueue
from types import TracebackType
from typing import Protocol, Self

from archive.exchange import Images, PendingCapture
from archive.versions import Members, Outcome
from parse.problem_kinds import problem
from parse.report import Context, Report
from parse.version import PARSER
from reading.converters import CONVERTERS
from reading.limits import Limits
from reading.messages import Failure, Part, Task
from reading.pool import Pool, Result
from reading.worker import READER

logger = logging.getLogger(__name__)

WAITING_EACH = 2
"""Documents that each worker may have in hand; the backlog holds ids only, so it costs no memory."""


class ReadableArchive(Protocol):
    """What the queue needs of `archive.Archive`."""

    def to_read(self, capture: str) -> PendingCapture | None: ...
    def payload(self, capture: str) -> bytes: ...
    def pictures(self, capture: str) -> Images: ...
    def save_reading(self, capture: str, report: Report, *, members: Members = ()) -> Outcome: ...
    def together(self) -> AbstractContextManager[None]: ...


class ReadingPool(Protocol):
    """What the queue needs of `reading.pool.Pool`, whose arguments another takes too."""

    @property
    def results(self) -> SimpleQueue[Result]: ...
    def submit(self, key: Hashable, task: Task) -> None: ...
    def close(self) -> None: ...


Pools = Callable[[int, Limits, str, Mapping[str, str]], ReadingPool]


class ReadingQueue:
    """Reads captures in worker processes. Not thread-safe: all methods are the archive's writer's.

    `seconds` and `memory_mb` bound each reading.
    """

    def __init__(
        self,
        archive: ReadableArchive,
        workers: int = 2,
        seconds: float = 60,
        memory_mb: int = 1024,
        *,
        reader: str = READER,
        converters: Mapping[str, str] = CONVERTERS,
        pool: Pools = Pool,
    ) -> None:
        self._archive = archive
        self._pool = pool(workers, Limits(seconds, memory_mb), reader, converters)
        self._room = workers * WAITING_EACH
        self._backlog: deque[str] = deque()
        self._known: set[str] = set()
        self._reading: dict[str, PendingCapture] = {}
        self._early: deque[tuple[Hashable, tuple[Part, ...] | Failure]] = deque()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """Captures that were submitted and are not saved yet."""
        return len(self._backlog) + len(self._reading)

    def submit(self, capture: str) -> None:
        """Have a capture read; one that waits already is not read twice."""
        if capture not in self._known:
            self._known.add(capture)
            self._backlog.append(capture)

    def poll(self) -> list[Outcome]:
        """Save what is finished and hand out what waits; never blocks. Returns the outcomes saved."""
        outcomes = []
        if self._early or not self._pool.results.empty():
            with self._archive.together():
                while self._early or not self._pool.results.empty():
                    key, result = self._early.popleft() if self._early else self._pool.results.get()
                    outcomes += self._save(self._reading.pop(str(key)), result)
        while self._backlog and len(self._reading) < self._room:
            outcomes += self._hand_out(self._backlog.popleft())
        return outcomes

    def finish(self, each: Callable[[Sequence[Outcome]], None] | None = None) -> list[Outcome]:
        """Block until everything submitted is saved; `each` is told meanwhile what was."""
        outcomes: list[Outcome] = []
        while True:
            saved = self.poll()
            outcomes += saved
            if each is not None:
                each(saved)
            if not len(self):
                return outcomes
            time.sleep(0.01)

    def close(self) -> None:
        """End the workers. What is not saved stays pending in the archive."""
        if not self._closed:
            self._closed = True
            self._backlog.clear()
            self._pool.close()

    def read_again(
        self, data: bytes, media_type: str | None, url: str, context: Context, member: str | None, images: Images = ()
    ) -> Report:
        """Read bytes now, in a worker and with converters like any document; for `archive.rereadings.Reader`.

        `member` is the path of a file in a container, `images` are the pictures of a page. Blocks; what is finished
        meanwhile waits for the next poll.
        """
        if self._closed:
            return failed_reading(media_type, url, Failure("reader_crashed", "no worker is left to read it"))
        mine = object()
        self._pool.submit(mine, Task(data, media_type, url, context, images=images))
        while True:
            key, result = self._pool.results.get()
            if key is mine:
                break
            self._early.append((key, result))
        if isinstance(result, Failure):
            return failed_reading(media_type, url, result)
        gone = Failure("member_unread", f"there is no {member} in it")
        return next((part.report for part in result if part.path == member), failed_reading(media_type, url, gone))

    def _hand_out(self, capture: str) -> list[Outcome]:
        pending = self._archive.to_read(capture)
        if pending is None:
            # It has a verdict already: an error page, a redirect, or read by an earlier run.
            self._known.discard(capture)
            return []
        try:
            data = self._archive.payload(capture)
        except Exception as error:  # noqa: BLE001 — whatever a stored body does, it costs one problem row
            logger.info("the body of %s cannot be decoded: %s", capture, error)
            return self._save(pending, Failure("reading_limit", f"its body cannot be decoded: {error}"[:500]))
        self._reading[capture] = pending
        images = self._archive.pictures(capture)
        self._pool.submit(capture, Task(data, pending.media_type, pending.url, pending.context, images=images))
        return []

    def _save(self, pending: PendingCapture, result: tuple[Part, ...] | Failure) -> list[Outcome]:
        """Save a document's report with those of the files in it, all at once."""
        self._known.discard(pending.id)
        if isinstance(result, Failure):
            result = (Part(failed_reading(pending.media_type, pending.url, result)),)
        own, *members = result
        files = tuple((part.path or "", part.report) for part in members)
        return [self._archive.save_reading(pending.id, own.report, members=files)]


def failed_reading(media_type: str | None, url: str, failure: Failure) -> Report:
    """The reading of a document that could not be read: no report, one problem."""
    return Report(
        media_type=media_type or "application/octet-stream",
        is_report=False,
        verdict="unreadable",
        problems=(problem(failure.kind, f"{url}: {failure.message}"),),
        parser=PARSER,
    )
