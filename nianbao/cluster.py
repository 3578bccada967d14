"""A Dask cluster of the operator's: reached, and looked through before it is given anything to do.

The extra `dask`. Nothing of it is loaded before `--dask` is given.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from platform import python_version_tuple
from typing import Any

import click

from archive.migrations import MIGRATIONS
from nianbao.options import Mistake
from parse.version import PARSER
from reading.converters import at_hand

NO_EXTRA = "--dask needs the extra nianbao[dask]: `make dask`, or pip install 'nianbao[dask]'."
WAIT = 60
"""Seconds in which the scheduler must answer and a worker be there."""
CLOCK = 60.0
"""Seconds by which a worker's clock may be off before that is said."""


@dataclass(frozen=True, slots=True)
class Software:
    """What must be the same on every machine, or shards and readings would not belong together."""

    nianbao: str
    reader: str
    schema: str
    python: str
    distributed: str


def software() -> Software:
    """That of this process."""
    return Software(
        nianbao=version("nianbao"),
        reader=PARSER,
        schema=MIGRATIONS[-1][0],
        python=".".join(python_version_tuple()[:2]),
        distributed=version("distributed"),
    )


def differing(worker: str, theirs: Software, ours: Software) -> str | None:
    """In which way a worker is of another kind than we are, as a sentence; None where it is not."""
    other = [
        f"{name} {asdict(theirs)[name]} (here {mine})"
        for name, mine in asdict(ours).items()
        if asdict(theirs)[name] != mine
    ]
    return f"The worker {worker} has {', '.join(other)}: the same is needed on all machines." if other else None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a worker says of itself. `at`: its clock, seconds since 1970."""

    software: Software
    converters: tuple[str, ...]
    at: float


def see() -> Seen:
    """Called in each worker."""
    return Seen(software(), at_hand(), time.time())


@contextmanager
def cluster(address: str, *, converters: bool = False) -> Iterator[Any]:
    """A `distributed.Client` of the scheduler at `address`, with at least one worker, all of them with our software;
    with `converters`, also with the converters that are at hand here.

    Raises Mistake where that cannot be had, and where the extra is not installed.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise Mistake(NO_EXTRA) from error
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Mistake(f"No Dask scheduler answers at {address}: {str(error) or type(error).__name__}.") from error
    try:
        _look_through(client, address, converters=converters)
        yield client
    finally:
        client.close()


def _look_through(client: Any, address: str, *, converters: bool) -> None:
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except TimeoutError as error:
        raise Mistake(f"The Dask scheduler at {address} has no workers.") from error
    began, ours = time.time(), see()
    seen = client.run(see, on_error="return")
    ended = time.time()
    for worker, they in sorted(seen.items()):
        if isinstance(they, Exception):
            raise Mistake(f"The worker {worker} cannot load this nianbao: {type(they).__name__}: {they}.")
        if sentence := differing(worker, they.software, ours.software):
            raise Mistake(sentence)
        if converters and they.converters != ours.converters:
            theirs, mine = (", ".join(names) or "none" for names in (they.converters, ours.converters))
            raise Mistake(f"The worker {worker} has other converters ({theirs}) than this machine ({mine}).")
        off = max(began - they.at, they.at - ended, 0.0)
        if off > CLOCK:
            click.echo(f"The clock of the worker {worker} is {off:.0f} s off; what it fetches has its time.", err=True)
