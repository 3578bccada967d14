"""One conversion as a thread of ours sees it: hand over bytes, wait, get bytes or the reason why not."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, cast

from reading.converters import CONVERTERS, STARVED, load
from reading.messages import Converted, Failure, Wanted, receive, send

STARTING = 20.0
"""Seconds beyond the longest that a converter may take that its supervisor may take to begin and to clear up."""


def convert(wanted: Wanted, converters: Mapping[str, str] = CONVERTERS) -> Converted | Failure:
    """What the converter makes of it; needs_converter where it is missing here, converter_failed where it fails."""
    name = converters.get(wanted.converter)
    if name is None:
        return Failure("needs_converter", f"there is no converter {wanted.converter!r}")
    converter = load(name)
    if (missing := converter.missing()) is not None:
        return Failure("needs_converter", missing)
    root = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "reading.supervisor", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
    requests, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    try:
        send(requests, wanted)
        if not select.select([answers], [], [], converter.bounds.seconds * STARVED + STARTING)[0]:
            return Failure("converter_failed", f"{converter.name}: it does not end")
        result: Converted | Failure = receive(answers)
    except (OSError, EOFError):
        return Failure("converter_failed", f"{converter.name}: its process ended without an answer")
    else:
        return result
    finally:
        # The supervisor clears up when its input ends; it is killed only where it does not.
        with contextlib.suppress(OSError):
            requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STARTING)
        if process.poll() is None:
            process.kill()
            process.wait()
        answers.close()
