"""Readers that do what a hostile document makes a reader do; named on the command line of workers in tests."""

from __future__ import annotations

import os
import time

from parse.report import Report
from reading.messages import Member, Reading, Task, Wanted

STARTED = time.process_time()


def read(task: Task) -> Reading:
    """Behave as the document says; anything else is read as a report of that title."""
    order = task.converted[-1].data.decode() if task.converted else task.data.decode()
    word, _, rest = order.partition(":")
    if word == "convert":
        return Reading(_report(order, task), Wanted(rest, task.data, "text/plain"))
    if word == "hold":
        files = tuple(Member(f"{number}.txt", name.encode()) for number, name in enumerate(rest.split(",")))
        return Reading(_report(order, task, is_report=False), members=files)
    if order == "sleep":
        time.sleep(600)
    if word == "work":
        while time.process_time() < STARTED + float(rest):
            pass
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
    return Reading(_report(order, task))


def _report(order: str, task: Task, *, is_report: bool = True) -> Report:
    return Report(
        media_type=f"{len(task.converted)} conversions",
        is_report=is_report,
        verdict="report" if is_report else "list",
        title=order,
        parser="test",
    )
