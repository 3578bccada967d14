"""Readers that do what a hostile document makes a reader do; named on the command line of workers in tests."""

from __future__ import annotations

import os
import time

from parse.report import Report
from reading.messages import Reading, Task


def read(task: Task) -> Reading:
    """Behave as the document says; anything else is read as a report of that title."""
    order = task.data.decode()
    if order == "sleep":
        time.sleep(600)
    if order == "spin":
        while True:
            pass
    if order == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(2**24))
    if order == "die":
        os.kill(os.getpid(), 11)
    if order == "exit":
        os._exit(3)
    if order == "raise":
        raise ValueError("a bug")
    if order == "deep":

        def dig(level: int) -> int:
            return dig(level + 1) + 1

        dig(0)
    if order == "print":
        print("something between two messages", flush=True)
    if order == "write":
        with open("/tmp/nianbao-must-not-be", "w") as file:  # noqa: PTH123
            file.write("x")
    return Reading(Report(media_type="", is_report=True, verdict="report", title=order, parser="test"))
