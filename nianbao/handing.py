"""Portals handed to the workers of a Dask cluster (`nianbao crawl --dask`): the operator's side.

Politeness is per host, so what is handed out is a portal; portals that share a host go to one worker, one after the
other. Each is walked into a shard of its own, and `nianbao merge` makes one archive of them.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.summary import PortalSummary
from archive.times import now, stamp
from crawler.agent import contact
from crawler.manners import all_loopback
from crawler.operator import carried
from crawler.outcome import PortalOutcome
from crawler.portal import Portal
from crawler.run import CrawlResult, Progress, by_host, check_options
from nianbao.cluster import Software, cluster, software
from nianbao.errand import OPERATOR, Run, run_of, set_run, try_lock, write
from nianbao.options import Mistake
from nianbao.walking import CARRIED, Job, Walked, walk
from spiders.portals import spider_classes

AGAIN = 2
"""How often a portal is handed out again when the process that walked it died (its worker being alive)."""


def crawl_with(
    address: str, rows: Sequence[Portal], folder: Path, options: Mapping[str, str], progress: Callable[[Progress], None]
) -> CrawlResult:
    """Walk these portals on the cluster whose scheduler is at `address`, into shards in `folder`; blocks until done.

    Raises Mistake before anything is fetched, UsageError for a forbidden option.
    """
    if not contact() and not all_loopback(host for row in rows for host in row.hosts()):
        raise Mistake("set NIANBAO_CONTACT to an address where a portal's operator can reach you")
    checked, folder = check_options(options), folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with cluster(address) as client:
        held = try_lock(folder / "run.lock")
        if held is None:
            raise Mistake(f"Another nianbao hands out the portals of {folder}.")
        with held:
            run = _begun(folder, rows)
            walked = _HandingOut(client, run, folder, progress).all(_jobs(rows, run, folder, checked))
            result = _result(run, walked)
            if not any(outcome.interrupted for outcome in result.outcomes.values()):
                set_run(folder, replace(run, finished=True))
    return result


def _begun(folder: Path, rows: Sequence[Portal]) -> Run:
    """The run of these portals that was broken off, or a new one; the folder says so, and has the operator's file."""
    portals = tuple(dict.fromkeys(row.id for row in rows))
    before = run_of(folder)
    run = Run(f"{stamp(now())}-{uuid.uuid4().hex[:8]}", portals)
    if before and not before.finished and set(before.portals) == set(portals):
        run = replace(before, stopped=False)
    write(folder / OPERATOR, carried())
    set_run(folder, run)
    return run


def _jobs(rows: Sequence[Portal], run: Run, folder: Path, options: Mapping[str, str]) -> list[Job]:
    environment = {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    ours: Software = software()
    groups = by_host(list(spider_classes(rows).values()))
    return [
        Job(run.id, folder, tuple(spider.lives for spider in group), dict(options), environment, ours)
        for group in groups
    ]


class _HandingOut:
    """What is out with workers, and what came back."""

    def __init__(self, client: Any, run: Run, folder: Path, progress: Callable[[Progress], None]) -> None:
        self._client = client
        self._run = run
        self._folder = folder
        self._progress = progress
        self._walked: dict[str, Walked] = {}

    def all(self, jobs: Sequence[Job]) -> dict[str, Walked]:
        """Hand out all jobs and wait. An operator's interrupt ends the walks as it ends one here."""
        from distributed import as_completed

        out = {self._client.submit(walk, job, pure=False, retries=AGAIN): job for job in jobs}
        coming = as_completed(list(out), loop=self._client.loop)
        self._tell()
        while coming.count():
            try:
                future = next(coming)
            except KeyboardInterrupt:
                click.echo("Stopping; the workers end what they are at. Once more leaves them alone.", err=True)
                set_run(self._folder, replace(self._run, stopped=True))
                continue
            self._take(future, out[future])
            self._tell()
        return self._walked

    def _take(self, future: Any, job: Job) -> None:
        if future.status == "finished":
            self._walked |= {one.portal: one for one in future.result()}
            return
        error = future.exception() if future.status == "error" else None
        why = _died(error) if error else "the cluster gave it up"
        self._walked |= {
            rows[-1].id: Walked(rows[-1].id, error=f"{why}; the same command goes on") for rows in job.portals
        }

    def _tell(self) -> None:
        ended = [one.outcome for one in self._walked.values() if one.outcome]
        self._progress(
            Progress(
                portals=len(self._run.portals),
                finished=len(self._walked),
                requests=sum(outcome.requests for outcome in ended),
                documents=sum(outcome.documents for outcome in ended),
                waiting=0,
                reports=sum(one.summary.found for one in self._walked.values() if one.summary),
                problems=sum(outcome.failures for outcome in ended),
            )
        )


def _died(error: BaseException) -> str:
    name = type(error).__name__
    return "its workers died, one after the other" if name == "KilledWorker" else f"{name}: {error}"


def _result(run: Run, walked: Mapping[str, Walked]) -> CrawlResult:
    """The walks as one crawl: a portal of which nothing came is one that was broken off."""
    outcomes: dict[str, PortalOutcome] = {}
    summaries: list[PortalSummary] = []
    for name in sorted(run.portals):
        one = walked.get(name) or Walked(name, error="nobody took it")
        failed = PortalOutcome(name, "interrupted", one.error)
        outcome = failed if one.error or one.outcome is None else one.outcome
        outcomes[name] = outcome
        nothing = PortalSummary(name, name, outcome.outcome, outcome.message, *[0] * 8)
        summaries.append(one.summary or nothing)
        if one.error:
            summaries[-1] = replace(summaries[-1], outcome=outcome.outcome, message=outcome.message)
    return CrawlResult(run.id, outcomes, summaries)
