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
import time
from collections.abc import Hashable
from pathlib import Path
from typing import IO, cast

from parse.report import Report
from reading.limits import Limits
from reading.messages import Failure, Task, receive, send
from reading.worker import READER

STARTING = 60.0
"""Seconds that a worker may take to load its libraries."""
TASKS_EACH = 500
"""Readings after which a worker is replaced, so that a leak stays small."""

Result = tuple[Hashable, Report | Failure]


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
        self.alive = self._wait(STARTING)
        if self.alive:
            try:
                receive(self._answers)
            except EOFError:
                self.alive = False

    def _wait(self, seconds: float) -> bool:
        """Whether the worker says something within the time; its end counts as saying something."""
        ready, _, _ = select.select([self._answers], [], [], seconds)
        return bool(ready)

    def read(self, task: Task) -> Report | Failure:
        """Have one document read. After a Failure that ended the process, `alive` is false."""
        self.done += 1
        began = time.monotonic()
        try:
            send(self._requests, task)
            if not self._wait(self._limits.seconds):
                self.kill()
                return Failure("reading_limit", f"it was not read within {self._limits.seconds:g} seconds")
            return self._receive(began)
        except (OSError, EOFError):
            return self._death()

    def _receive(self, began: float) -> Report | Failure:
        # A worker stopped in the middle of its answer would hold us forever: the deadline holds for the answer too.
        timer = threading.Timer(max(1.0, self._limits.seconds - (time.monotonic() - began)), self._kill_process)
        timer.start()
        try:
            result: Report | Failure = receive(self._answers)
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
    """A fixed number of workers; tasks go in with a key, results come out of `results` in any order."""

    def __init__(self, workers: int, limits: Limits, reader: str = READER) -> None:
        self.results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._tasks: queue.SimpleQueue[tuple[Hashable, Task] | None] = queue.SimpleQueue()
        self._limits = limits
        self._reader = reader
        self._threads = [
            threading.Thread(target=self._serve, name=f"reading-{number}", daemon=True) for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, key: Hashable, task: Task) -> None:
        """Queue a document."""
        self._tasks.put((key, task))

    def close(self) -> None:
        """End the workers after the tasks they hold; waits for them."""
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(self._limits.seconds + STARTING)

    def _one(self, worker: Worker, task: Task) -> Report | Failure:
        """One document read, or why not: a thread that ended would leave its documents waiting for ever."""
        try:
            if worker.alive:
                return worker.read(task)
            return Failure("reader_crashed", "no worker could be started to read it")
        except Exception as error:  # noqa: BLE001
            worker.kill()
            return Failure("reader_crashed", f"{type(error).__name__}: {error}"[:500])

    def _serve(self) -> None:
        worker: Worker | None = None
        try:
            while (item := self._tasks.get()) is not None:
                key, task = item
                if worker is None or not worker.alive or worker.done >= TASKS_EACH:
                    if worker is not None:
                        worker.kill()
                    worker = Worker(self._limits, self._reader)
                self.results.put((key, self._one(worker, task)))
        finally:
            if worker is not None:
                worker.kill()
