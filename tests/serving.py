"""The served site as a process, asked over HTTP."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

NIANBAO = [sys.executable, "-m", "nianbao"]


def ask(port: int, path: str = "/", *, tries: int = 1) -> tuple[int, str]:
    """Status and text of an answer; asked again where nothing answers yet."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Connection": "close"})
    for left in reversed(range(tries)):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            if not left:
                raise
            time.sleep(0.2)
    raise AssertionError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something answers there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(archive: Path, *options: str) -> Iterator[int]:
    """The port at which an archive is served; nothing that was searched for is in the log."""
    port = free_port()
    with TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [*NIANBAO, "serve", "--archive", str(archive), "--port", str(port), *options],
            stdout=log, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            while not listens(port):
                assert process.poll() is None, (log.seek(0), log.read())
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=60)
        log.seek(0)
        said = log.read()
    assert "申请" not in said
    assert "%E7%94%B3" not in said, "what was searched for is in the log"
