"""The folder that the machines of a cluster share: a shard of each portal, the run they are at, and locks.

`<portal>.db` and `<portal>.db.warc/` are the shard, an archive of that one portal. `run.json` says which run the folder
is at, so that a run that was broken off is continued and a worker sees that it is the same folder. `<portal>.walked`
says which run a portal was last walked for. `hosts/` has a lock for each host: it is held while a portal of that host
is walked, and the system gives it back when its holder dies. All of it rests on the file system's locks being those of
all machines (NFSv4 has them).
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

RUN = "run.json"
OPERATOR = "nianbao.toml"
"""The operator's file, as it was when the run began."""
LOOK = 0.5
"""Seconds between two looks at a lock."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its id, its portals in order, and whether it is over or its operator wants it to stop."""

    id: str
    portals: tuple[str, ...]
    finished: bool = False
    stopped: bool = False


def shard_of(folder: Path, portal: str) -> Path:
    """The archive of one portal."""
    return folder / f"{portal}.db"


def run_of(folder: Path) -> Run | None:
    """The run that a folder is at, or None where it has none."""
    try:
        told = json.loads((folder / RUN).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Run(**{**told, "portals": tuple(told["portals"])})


def set_run(folder: Path, run: Run) -> None:
    """Say which run a folder is at."""
    write(folder / RUN, json.dumps(asdict(run)))


def write(path: Path, text: str) -> None:
    """Put a small file in its place, whole or not at all."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def try_lock(path: Path) -> IO[str] | None:
    """The lock of a file, held until what is returned is closed; None where another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


@contextmanager
def hosts_held(folder: Path, hosts: Iterable[str]) -> Iterator[None]:
    """Hold the locks of these hosts, waiting for whoever has one. In order of their names, so that no two wait for each
    other."""
    with ExitStack() as stack:
        for host in sorted(set(hosts)):
            while (held := try_lock(folder / "hosts" / f"{host}.lock")) is None:
                time.sleep(LOOK)
            stack.callback(held.close)
        yield
