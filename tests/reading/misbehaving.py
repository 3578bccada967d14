"""Readers that do what a hostile document makes a reader do; named on the command line of workers in tests."""

from __future__ import annotations

import os
import time

from parse.report import Context, Report


def read(
    data: bytes, *, media_type: str | None = None, url: str | None = None, context: Context | None = None
) -> Report:
    """Behave as the document says; anything else is read as a report of that title."""
    del url, context
    order = data.decode()
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
    return Report(media_type=media_type or "", is_report=True, verdict="report", title=order, parser="test")
