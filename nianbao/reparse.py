"""`nianbao reparse`: read kept captures again with today's reader and converters, without fetching anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from archive.archive import Archive, warc_directory
from archive.changes import Difference
from archive.errors import ArchiveError
from archive.reparsing import Reparsing, Tally
from archive.rows import Row
from archive.shards import read_as_of_today
from findings.recompute import recompute
from nianbao.options import Mistake, archive_options
from nianbao.summary import summary_console
from parse.version import PARSER
from reading.converters import CONVERTERS, at_hand
from reading.pool import Pool
from reading.queue import Pools, ReadingQueue
from reading.worker import READER

WORKERS = 2
AHEAD = 64
"""Captures that wait to be read, and readings that wait for others, at a time."""
LONGEST = 60
"""Characters of a paragraph that are printed of what is read otherwise."""
COLUMNS = ("read again", "corrected", "differences", "now reports", "no reports", "other verdict", "left as they were")


def reparse(
    archive: Archive,
    *,
    parser: str = PARSER,
    reader: str = READER,
    converters: Mapping[str, str] = CONVERTERS,
    workers: int = WORKERS,
    pool: Pools = Pool,
    tell: Callable[[Row, Difference], None] | None = None,
) -> tuple[dict[str, Tally], int]:
    """Read again what another parser read or a converter may help: by portal, what came of it; and how many captures
    were read that nobody had read yet.

    In an archive open for reading, nothing is saved. `tell` hears of each difference, with the row of its version.
    """
    names, waited = at_hand(converters), 0
    if archive.writes:
        archive.read_with = ",".join(names)
        with ReadingQueue(archive, workers=workers, reader=reader, converters=converters, pool=pool) as waiting:
            archive.use_reader(waiting.read_again)
            for pending in archive.pending_captures():
                waiting.submit(pending.id)
            waited = len(waiting)
            waiting.finish()
    again = archive.reparsing(parser, names)
    again.tell = tell
    with ReadingQueue(again, workers=workers, reader=reader, converters=converters, pool=pool) as queue:
        archive.use_reader(queue.read_again)
        for phase in again.phases:
            for capture in phase():
                queue.submit(capture)
                _wait(queue, again)
            queue.finish()
    again.finish()
    if archive.writes:
        recompute(archive)
    return dict(again.tallies), waited


def _wait(queue: ReadingQueue, again: Reparsing) -> None:
    """Until there is room for more."""
    queue.poll()
    while len(queue) + again.held > AHEAD and len(queue):
        time.sleep(0.01)
        queue.poll()


def print_difference(version: Row, difference: Difference) -> None:
    """A line: the report and its revision, where, what was read and what is read now; - for what is blank."""
    keys = (difference.form_table, difference.row_key, difference.column_key)
    where = "/".join(key for key in keys if key) or difference.kind
    old, new = (" ".join((words or "-").split()) for words in (difference.old, difference.new))
    old, new = (words if len(words) <= LONGEST else f"{words[:LONGEST]}…" for words in (old, new))
    click.echo(f"{version['report']} {version['number']} {where}: {old} -> {new}")


def print_tallies(tallies: Mapping[str, Tally], console: Console, *, dry_run: bool) -> None:
    """Print a line a portal and say in words whether anything is read otherwise."""
    drawn = Table()
    drawn.add_column("portal", overflow="fold")
    for name in COLUMNS:
        drawn.add_column(name, justify="right")
    for portal, tally in sorted(tallies.items()):
        counts = (tally.read, tally.corrected, tally.differences, tally.reports, tally.refused, tally.verdicts)
        drawn.add_row(portal, *map(str, (*counts, tally.left)))
    if tallies:
        console.print(drawn)
    read, corrected, reports, left = (
        sum(getattr(tally, name) for tally in tallies.values()) for name in ("read", "corrected", "reports", "left")
    )
    would = " Nothing was written." if dry_run else ""
    if not any(tally.anything for tally in tallies.values()):
        console.print(f"{read} captures read again: nothing is read otherwise.{would}")
    else:
        console.print(f"{read} captures read again: {corrected} versions corrected, {reports} new reports.{would}")
    if left:
        console.print(f"{left} could not be read as well as before and stay as they were.")


@contextmanager
def hands(scheduler: str | None) -> Iterator[tuple[int, Pools]]:
    """Who reads: processes here, or the workers of a Dask cluster; how many at a time. Raises Mistake."""
    if scheduler is None:
        yield WORKERS, Pool
        return
    from nianbao.cluster import cluster
    from nianbao.far_reading import FarPool

    with cluster(scheduler, converters=True) as client:
        yield sum(client.nthreads().values()), partial(FarPool, client)


@click.command("reparse")
@click.option("--dry-run", is_flag=True, help="Read and say which cells would be otherwise; write nothing.")
@click.option("--dask", "scheduler", metavar="ADDRESS", help="Have it read by the workers of this Dask scheduler.")
@archive_options
def command(dry_run: bool, scheduler: str | None, archive: Path, warc: Path | None) -> None:
    """Read kept captures again: what another reader read, and what a converter now at hand may help.

    What comes out otherwise is a correction of ours, never a change of a report. Killed, the same command goes on.
    """
    if not archive.exists():
        raise Mistake(f"There is no archive at {archive}.")
    try:
        with hands(scheduler) as (workers, pool):
            if dry_run:
                with (
                    read_as_of_today(archive) as file,
                    Archive.open(file, warc or warc_directory(archive)) as opened,
                ):
                    tallies, waited = reparse(opened, workers=workers, pool=pool, tell=print_difference)
            else:
                with Archive.open(archive, warc, write=True) as opened:
                    tallies, waited = reparse(opened, workers=workers, pool=pool)
    except ArchiveError as error:
        raise Mistake(str(error)) from error
    if waited:
        summary_console().print(f"{waited} captures that waited were read.")
    print_tallies(tallies, summary_console(), dry_run=dry_run)
