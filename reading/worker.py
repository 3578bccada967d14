"""A worker process: reads one document after the other, under limits, and answers over its standard streams.

Run as `python -m reading.worker <seconds> <memory MiB> <nice> <module:function>`; speaks `reading.messages`.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from reading.limits import Limits, allow_processor_time, apply_process_limits
from reading.messages import Failure, Reading, Task, receive, send

Reader = Callable[[Task], Reading]
READER = "reading.reader:read"


def read_one(reader: Reader, task: Task) -> Reading | Failure:
    """Read one document; whatever the reader raises becomes a Failure."""
    try:
        return reader(task)
    except MemoryError:
        return Failure("reading_limit", "it needs more memory than a reading may use")
    except RecursionError:
        return Failure("reading_limit", "it is nested more deeply than can be read")
    except Exception as error:  # noqa: BLE001 — a bug of the reader costs one document, not the archive
        return Failure("reader_crashed", f"{type(error).__name__}: {error}"[:500])


def serve(requests: BinaryIO, answers: BinaryIO, limits: Limits, reader: Reader) -> None:
    """Answer tasks until the parent is gone. A worker that ran out of memory ends: its heap cannot be trusted."""
    send(answers, "ready")
    while True:
        try:
            task: Task = receive(requests)
        except EOFError:
            return
        allow_processor_time(limits)
        result = read_one(reader, task)
        try:
            send(answers, result)
        except MemoryError:
            send(answers, Failure("reading_limit", "its reading needs more memory than a reading may use"))
            return
        if isinstance(result, Failure) and result.kind == "reading_limit":
            return


def load_reader(name: str) -> Reader:
    """The function that `module:function` names."""
    module, _, function = name.partition(":")
    found: Reader = getattr(importlib.import_module(module), function)
    return found


def main(arguments: list[str]) -> None:
    """Set up the streams so that nothing a library prints can come between messages."""
    seconds, memory, nice, name = arguments
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(null, stream)
    limits = Limits(float(seconds), int(memory), int(nice))
    reader = load_reader(name)
    apply_process_limits(limits)
    serve(requests, answers, limits, reader)


if __name__ == "__main__":
    main(sys.argv[1:])
