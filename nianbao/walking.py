"""What a worker of a cluster does: it walks the portals it was handed, each into its own shard.

Twisted's reactor runs once in a process, so each portal is walked by a child process (`python -m nianbao.walking`,
which speaks `reading.messages`). Its standard input ends with the worker, and then it ends at once: a shard is
kill-proof, and nobody is left at a host that was handed to another.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from platform import node
from typing import BinaryIO, cast

from archive.archive import Archive
from archive.errors import ArchiveError
from archive.summary import PortalSummary
from crawler.operator import OperatorError
from crawler.outcome import PortalOutcome, Word
from crawler.portal import Portal
from nianbao.cluster import Software, differing, software
from nianbao.errand import OPERATOR, Run, hosts_held, run_of, shard_of, write
from reading.messages import receive, send

SEEN_WITHIN = 30.0
"""Seconds in which a worker must see the run in the shared folder: network file systems are late."""
LOOK = 0.5
CARRIED = (
    "NIANBAO_CONTACT", "NIANBAO_DOWNLOAD_DELAY", "NIANBAO_WITHDRAWAL_GAP", "NIANBAO_ALLOW_LOOPBACK",
    "NIANBAO_SAMPLE_PORT",
)  # fmt: skip
"""Variables of the operator that hold for every worker, in the place of its own."""
LEFT_OUT = ("NIANBAO_PORTALS", "NIANBAO_ARCHIVE", "NIANBAO_CONFIG")


@dataclass(frozen=True, slots=True)
class Job:
    """Portals that one worker walks one after the other, because they share hosts. `portals`: the rows of each.
    `folder`: the shared folder as the operator's machine names it."""

    run: str
    folder: Path
    portals: tuple[tuple[Portal, ...], ...]
    options: Mapping[str, str]
    environment: Mapping[str, str]
    software: Software


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of one portal; without `outcome` nothing did, and `error` says why."""

    portal: str
    outcome: PortalOutcome | None = None
    summary: PortalSummary | None = None
    error: str | None = None


class WalkDied(RuntimeError):
    """The process that walked a portal ended in the middle; whoever walks it again goes on from there."""


def walk(job: Job) -> list[Walked]:
    """Walk the portals of a job. Raises WalkDied."""
    folder = Path(os.environ.get("NIANBAO_SHARDS") or job.folder)
    me = f"{node()} (process {os.getpid()})"
    refused = differing(me, software(), job.software)
    if not refused and _run(folder, job.run) is None:
        refused = (
            f"The worker {me} does not see this run in {folder}: the folder must be shared by all machines;"
            " where its path is another, the worker's NIANBAO_SHARDS says it."
        )
    if refused:
        return [Walked(rows[-1].id, error=refused) for rows in job.portals]
    return [_in_child(replace(job, folder=folder, portals=(rows,))) for rows in job.portals]


def _run(folder: Path, wanted: str) -> Run | None:
    """The run of a folder once it is the one wanted; None where it does not become that."""
    ends = time.monotonic() + SEEN_WITHIN
    while (run := run_of(folder)) is None or run.id != wanted:
        if time.monotonic() > ends:
            return None
        time.sleep(LOOK)
    return run


def _wants_to_stop(job: Job) -> bool:
    run = run_of(job.folder)
    return run is None or run.id != job.run or run.stopped


def _in_child(job: Job) -> Walked:
    name = job.portals[0][-1].id
    if _wants_to_stop(job):
        return Walked(name, PortalOutcome(name, "interrupted", "not begun"))
    environment = {key: value for key, value in os.environ.items() if key not in (*CARRIED, *LEFT_OUT)}
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH"))))
    child = subprocess.Popen(
        [sys.executable, "-m", "nianbao.walking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=job.folder,
        env={**environment, **job.environment, "NIANBAO_CONFIG": str(job.folder / OPERATOR), "PYTHONPATH": path},
    )
    answers, told = cast(BinaryIO, child.stdout), False
    try:
        send(cast(BinaryIO, child.stdin), job)
        while not select.select([answers], [], [], LOOK)[0]:
            if not told and _wants_to_stop(job):
                child.send_signal(signal.SIGINT)
                told = True
        walked: Walked = receive(answers)
    except (EOFError, OSError) as error:
        child.kill()
        raise WalkDied(f"the process that walked {name} ended with {child.wait()}") from error
    finally:
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()
        child.kill()
        child.wait()
    return walked


def walk_portal(job: Job) -> Walked:
    """Walk the one portal of a job into its shard, in this process; not again if it was walked for this run already."""
    from crawler.run import UsageError, crawl
    from spiders.portals import spider_class

    rows = job.portals[0]
    name = rows[-1].id
    shard = shard_of(job.folder, name)
    with hosts_held(job.folder, frozenset().union(*(row.hosts() for row in rows))):
        note = job.folder / f"{name}.walked"
        noted = json.loads(note.read_text("utf-8")) if note.exists() else {}
        last = _last_walk(shard, name)
        if noted.get("run") != job.run:
            write(note, json.dumps({"run": job.run, "before": last}))
        elif last is not None and last != noted["before"]:
            return _walked_already(shard, name, last)
        try:
            result = crawl([spider_class(rows)], shard, options=dict(job.options))
        except (UsageError, OperatorError, ArchiveError) as error:
            return Walked(name, error=str(error))
    summary = next((row for row in result.summaries if row.portal == name), None)
    return Walked(name, result.outcomes.get(name), summary, result.error)


def _last_walk(shard: Path, portal: str) -> str | None:
    """The last closed crawl of a shard, None where there is none."""
    if not shard.exists():
        return None
    with Archive.open(shard, write=True) as archive:  # a kill may have left a schema half made
        walks = archive.walks().get(portal, [])
        return walks[0].crawl if walks and not archive.unfinished_crawls() else None


def _walked_already(shard: Path, portal: str, crawl: str | None) -> Walked:
    with Archive.open(shard) as archive:
        summary = next(row for row in archive.crawl_summary(str(crawl)) if row.portal == portal)
    word = cast(Word, summary.outcome or "interrupted")
    outcome = PortalOutcome(portal, word, summary.message, documents=summary.found)
    return Walked(portal, outcome, summary)


def _end_with(parent: BinaryIO) -> None:
    """End this process when nobody waits for it any more."""
    parent.read(1)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Take one job, answer it."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    job: Job = receive(requests)
    threading.Thread(target=_end_with, args=(requests,), daemon=True).start()
    send(answers, walk_portal(job))


if __name__ == "__main__":
    # What is pickled here is unpickled by others, so nothing may be of the module __main__.
    from nianbao import walking

    walking.main()
