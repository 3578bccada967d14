"""A reading is judged by what it takes, not by how busy the machine is on which others run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reading.limits import Limits
from reading.messages import Failure, Task
from reading.pool import Worker
from reading.starved import starved

OTHERS = 4


@pytest.fixture
def one_processor() -> Iterator[int]:
    """A processor that this process and `OTHERS` busy ones have to share."""
    if not Path("/proc/self/schedstat").exists():
        pytest.skip("the system does not say how long a process waited for a processor")
    before = os.sched_getaffinity(0)
    mine = min(before)
    os.sched_setaffinity(0, {mine})
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True) for _ in range(OTHERS)]
    try:
        yield mine
    finally:
        for process in busy:
            process.kill()
            process.wait()
        os.sched_setaffinity(0, before)


def work(worker: Worker, order: str) -> object:
    return worker.read(Task(order.encode(), "text/plain", "x", None))


@pytest.mark.usefixtures("one_processor")
def test_a_document_whose_reader_is_kept_from_the_processor_is_read() -> None:
    worker = Worker(Limits(seconds=1.0), "tests.reading.misbehaving:read")
    try:
        assert worker.alive
        reading = work(worker, "work:0.8")  # of the processor: with four others that takes four seconds and more
        assert not isinstance(reading, Failure), reading
        assert starved(worker.process) > 1.0, "it was not kept from the processor: this test shows nothing"
    finally:
        worker.kill()


@pytest.mark.usefixtures("one_processor")
@pytest.mark.parametrize("order", ["sleep", "spin"])
def test_one_that_does_not_end_is_given_up_on_a_busy_machine_too(order: str) -> None:
    worker = Worker(Limits(seconds=1.0), "tests.reading.misbehaving:read")
    reading = work(worker, order)
    assert isinstance(reading, Failure)
    assert reading.kind == "reading_limit"
    assert not worker.alive
