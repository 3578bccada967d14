"""Worker processes behind threads: each thread hands one process its tasks, waits with a deadline, kills and
replaces."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import IO, cast

from reading.conversion import convert
from reading.converters import CONVERTERS
from reading.limits import Limits
from reading.messages import Converted, Failure, Part, Reading, Task, Wanted, receive, send
from reading.starved import Deadline
from reading.steps import read_document
from reading.worker import READER

STARTING = 60.0
"""Seconds that a worker may take to load its libraries."""
ANSWERING = 10.0
"""Seconds that an answer may take at least, once it has begun."""
TASKS_EACH = 500
"""Readings after which a worker is replaced, so that a leak stays small."""

Result = tuple[Hashable, tuple[Part, ...] | Failure]


class Worker:
    """One worker process. Not thread-safe; belongs to one thread."""

    def __init__(self, limits: Limits, reader: str) -> None:
        self._limits = limits
        root = str(Path(__file__).parent.parent)
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "reading.worker",
                str(limits.seconds),
                str(limits.memory_mb),
                str(limits.nice),
                reader,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        self.done = 0
        self.alive = self._wait(Deadline(self._process.pid, STARTING))
        if self.alive:
            try:
                receive(self._answers)
            except EOFError:
                self.alive = False

    @property
    def process(self) -> int:
        """Its number."""
        return self._process.pid

    def _wait(self, deadline: Deadline) -> bool:
        """Whether the worker says something within the time; its end counts as saying something."""
        while (left := deadline.left()) > 0:
            if select.select([self._answers], [], [], left)[0]:
                return True
        return False

    def read(self, task: Task) -> Reading | Failure:
        """Have one document read. After a Failure that ended the process, `alive` is false."""
        self.done += 1
        try:
            deadline = Deadline(self._process.pid, self._limits.seconds)
            send(self._requests, task)
            if not self._wait(deadline):
                self.kill()
                return Failure("reading_limit", f"it was not read within {self._limits.seconds:g} seconds")
            return self._receive()
        except (OSError, EOFError):
            return self._death()

    def _receive(self) -> Reading | Failure:
        # A worker stopped in the middle of its answer would hold us forever.
        timer = threading.Timer(max(ANSWERING, self._limits.seconds), self._kill_process)
        timer.start()
        try:
            result: Reading | Failure = receive(self._answers)
        finally:
            timer.cancel()
        if isinstance(result, Failure) and result.kind == "reading_limit":
            self.kill()
        return result

    def _death(self) -> Failure:
        """What to say of a worker that is gone."""
        self.kill()
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return Failure("reading_limit", f"it took more than {self._limits.seconds:g} seconds of processor time")
        if code == -signal.SIGKILL:
            return Failure("reading_limit", "its worker was killed: out of memory or out of time")
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Failure("reader_crashed", f"its worker ended with {name}")

    def _kill_process(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()

    def kill(self) -> None:
        """End the process now."""
        self.alive = False
        if self._process.poll() is None:
            # A worker that is about to die of a limit gets the moment in which its exit code says so.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.2)
            self._kill_process()
        self._process.wait()
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()


class Pool:
    """A fixed number of workers; tasks go in with a key, results come out of `results` in any order.

    A document may take several tasks and conversions (`reading.steps`); all are seen to by one thread.
    """

    def __init__(
        self, workers: int, limits: Limits, reader: str = READER, converters: Mapping[str, str] = CONVERTERS
    ) -> None:
        self.results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._tasks: queue.SimpleQueue[tuple[Hashable, Task] | None] = queue.SimpleQueue()
        self._limits = limits
        self._reader = reader
        self._converters = converters
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name=f"reading-{number}", daemon=True) for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, key: Hashable, task: Task) -> None:
        """Queue a document."""
        self._tasks.put((key, task))

    def close(self) -> None:
        """End the workers after what they have in hand; waits for them. What is still queued is not read."""
        self._closing.set()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(self._limits.seconds + STARTING)

    def _serve(self) -> None:
        hand = _Hand(self._limits, self._reader)
        try:
            while (item := self._tasks.get()) is not None and not self._closing.is_set():
                key, task = item
                self.results.put((key, self._one(hand, task)))
        finally:
            hand.put_down()

    def _one(self, hand: _Hand, task: Task) -> tuple[Part, ...] | Failure:
        """One document read, or why not: a thread that ended would leave its documents waiting for ever."""
        try:
            return read_document(task, lambda inner: self._ask(hand, inner), self._convert, self._limits.seconds)
        except Exception as error:  # noqa: BLE001
            hand.put_down()
            return Failure("reader_crashed", f"{type(error).__name__}: {error}"[:500])

    def _ask(self, hand: _Hand, task: Task) -> Reading | Failure:
        # Nobody reads results after the end: the members that are left are not waited for.
        return Failure("reader_crashed", "the reading was broken off") if self._closing.is_set() else hand.read(task)

    def _convert(self, wanted: Wanted) -> Converted | Failure:
        return convert(wanted, self._converters)


class _Hand:
    """A thread's worker, replaced when it died or has done enough."""

    def __init__(self, limits: Limits, reader: str) -> None:
        self._limits = limits
        self._reader = reader
        self._worker: Worker | None = None

    def read(self, task: Task) -> Reading | Failure:
        """Have one task read."""
        if self._worker is None or not self._worker.alive or self._worker.done >= TASKS_EACH:
            self.put_down()
            self._worker = Worker(self._limits, self._reader)
        if not self._worker.alive:
            return Failure("reader_crashed", "no worker could be started to read it")
        return self._worker.read(task)

    def put_down(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None
