"""Documents read by the workers of a Dask cluster (`nianbao reparse --dask`).

They get bytes and give back readings; the one writer saves them here. Nothing but the network has to be shared.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Hashable, Mapping
from typing import Any

import click

from reading.limits import Limits
from reading.messages import Failure, Part, Task
from reading.pool import Pool, Result

AGAIN = 2
"""How often a reading is handed out again when it ended with an error."""
_own = threading.local()


class ClusterLost(click.ClickException):
    """The cluster is gone. What was read is saved."""

    exit_code = 1


def read_far(task: Task, limits: Limits, reader: str, converters: Mapping[str, str]) -> tuple[Part, ...] | Failure:
    """Called in a worker: read one document in a process under limits, as here."""
    about = (limits, reader, dict(converters))
    if getattr(_own, "about", None) != about:
        if hasattr(_own, "pool"):
            _own.pool.close()
        _own.pool, _own.about = Pool(1, limits, reader, converters), about
    pool: Pool = _own.pool
    pool.submit(None, task)
    return pool.results.get()[1]


class _Results(queue.SimpleQueue[Any]):
    """Results; what is an error is raised to whoever takes it."""

    def get(self, block: bool = True, timeout: float | None = None) -> Result:
        key, result = super().get(block, timeout)
        if isinstance(result, BaseException):
            told = f"The cluster reads no more ({result}). What was read is saved; the same command goes on."
            raise ClusterLost(told)
        return key, result


class FarPool:
    """What `reading.pool.Pool` is here, on a cluster. A document that its worker died of is given to another; one that
    several died of is one that could not be read."""

    def __init__(self, client: Any, workers: int, limits: Limits, reader: str, converters: Mapping[str, str]) -> None:
        del workers
        self.results: queue.SimpleQueue[Result] = _Results()
        self._client = client
        self._with = (limits, reader, dict(converters))
        self._out: set[Any] = set()

    def submit(self, key: Hashable, task: Task) -> None:
        """Hand out a document."""
        future = self._client.submit(read_far, task, *self._with, pure=False, retries=AGAIN)
        self._out.add(future)
        future.add_done_callback(lambda done: self._done(key, done))

    def _done(self, key: Hashable, future: Any) -> None:
        if future not in self._out:
            return
        result: Any
        try:
            result = future.result()
        except Exception as error:  # noqa: BLE001 — whatever it is, whoever waits must hear of it
            killed = type(error).__name__ == "KilledWorker"
            result = Failure("reader_crashed", "each worker that read it died") if killed else error
        self._out.discard(future)
        self.results.put((key, result))

    def close(self) -> None:
        """Take back what is not read yet."""
        left, self._out = list(self._out), set()
        self._client.cancel(left)
