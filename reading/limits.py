"""What a worker process may use: address space, processor time, no new files, the lowest priority."""

from __future__ import annotations

import contextlib
import os
import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading: seconds of processor time, and by the clock without those in which others had the
    processors (`reading.starved`); MiB of address space."""

    seconds: float = 60.0
    memory_mb: int = 1024
    nice: int = 10


def apply_process_limits(limits: Limits) -> None:
    """Bind the calling process for good. Called once its libraries are loaded, which counts towards the memory
    and, with others before it, would take a busy machine longer than a worker may take to start."""
    size = limits.memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(OSError):
        os.nice(limits.nice)


def allow_processor_time(limits: Limits) -> None:
    """Give the calling process the processor time of one more reading; the kernel ends it where it takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
