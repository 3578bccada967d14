"""`nianbao crawl`: walk portals into an archive, with progress and one summary table."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from archive.errors import ArchiveError, no_room
from nianbao.agenda import awake, due_rows, kept, kept_apart, last_lives, print_plan
from nianbao.alarm import tell
from nianbao.log_lines import LogError, log_to
from nianbao.options import Mistake, archive_options
from nianbao.progress import ProgressLine
from nianbao.summary import print_summary, summary_console

if TYPE_CHECKING:
    from crawler.portal import Portal
    from crawler.run import CrawlResult


def walk(
    portals: Sequence[Portal],
    archive: Path,
    warc: Path | None,
    options: dict[str, str],
    *,
    scheduler: str | None = None,
    shards: Path | None = None,
) -> int:
    """Crawl portals, here or with the Dask cluster of a scheduler into shards, and print the summary; returns the exit
    code. Raises Mistake for the user's mistakes."""
    from crawler.operator import OperatorError, operator
    from crawler.run import UsageError, crawl
    from spiders.portals import spider_classes

    progress = ProgressLine()
    try:
        if scheduler and shards:
            from nianbao.handing import crawl_with

            result = crawl_with(scheduler, portals, shards, options, progress)
        else:
            result = crawl(list(spider_classes(portals).values()), archive, warc, options=options, progress=progress)
    except (UsageError, OperatorError, ArchiveError) as error:
        if no_room(error):
            raise
        raise Mistake(str(error)) from error
    finally:
        progress.close()
    print_summary(result.summaries, summary_console())
    if shards:
        click.echo(f"The archives of the portals are in {shards}/; `nianbao merge {shards}/*.db` makes one of them.")
    if result.error:
        click.echo(f"The crawl was ended because it could not be kept: {result.error}", err=True)
    if result.exit_code:
        tell(operator().on_failure, failures(result))
    return result.exit_code


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Also a crawl that finds no room to begin with runs the operator's command."""
    from crawler.operator import operator

    try:
        yield
    except (OSError, sqlite3.Error, ArchiveError) as error:
        if no_room(error):
            tell(operator().on_failure, [f"the crawl was not begun, there is no room left to write: {error}"])
        raise


def failures(result: CrawlResult) -> list[str]:
    """A line for everything the operator must look at."""
    told = [
        f"{name}: {': '.join(part for part in (went.outcome, went.message) if part)}"
        for name, went in sorted(result.outcomes.items())
        if went.failed
    ]
    if result.error:
        told.insert(0, f"the crawl could not be kept: {result.error}")
    if not result.complete:
        told.append("some portals were not begun; the same command continues")
    return told


def chosen(names: Sequence[str], everything: bool, urls: Sequence[str], table: Path | None) -> list[Portal]:
    """The rows that the call names. Raises Mistake for an unknown portal or a broken table."""
    from crawler.portal import PortalsError

    try:
        from spiders.portals import known_portals, portal_of_address, read_table

        known = read_table(table) if table else known_portals()
        missing = sorted(set(names) - {row.id for row in known})
        if missing:
            raise Mistake(f"No portal is called {', '.join(missing)}; `nianbao portals list` prints all.")
        rows = [row for row in known if everything or row.id in names]
        for url in urls:
            host = urlsplit(url if "://" in url else f"http://{url}").netloc.lower()
            same = [row for row in known if host in row.hosts()]
            rows += [row for row in same or [portal_of_address(url)] if row not in rows]
    except PortalsError as error:
        raise Mistake(str(error)) from error
    if not rows:
        raise Mistake("Name at least one portal, or --all, or --url.")
    return rows


def _shards_of(folder: Path, rows: Sequence[Portal]) -> list[Path]:
    from nianbao.errand import shard_of

    return [shard_of(folder, name) for name in dict.fromkeys(row.id for row in rows)]


@click.command("crawl")
@click.argument("portals", nargs=-1, metavar="[PORTAL...]")
@click.option("--all", "everything", is_flag=True, help="Every portal of the table.")
@click.option(
    "--due", "due_only", is_flag=True, help="The portals that are due; of the reports, those whose time came."
)
@click.option("--plan", is_flag=True, help="Print what would be walked and how long it takes; fetch nothing.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="A home page or column of a portal; may be repeated.")
@click.option(
    "--portals",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A portals table to take instead of the built-in one and its overlays.",
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting; may be repeated.")
@click.option(
    "--log",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Append what happens to this file, as JSON lines.",
)
@click.option("--dask", "scheduler", metavar="ADDRESS", help="Hand portals to the workers of this Dask scheduler.")
@click.option(
    "--shards",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --dask: the folder, shared by all machines, of the portals' archives  [default: <archive>.shards/].",
)
@archive_options
def command(
    portals: tuple[str, ...],
    everything: bool,
    due_only: bool,
    plan: bool,
    urls: tuple[str, ...],
    table: Path | None,
    settings: tuple[str, ...],
    log: Path | None,
    scheduler: str | None,
    shards: Path | None,
    archive: Path,
    warc: Path | None,
) -> None:
    """Walk PORTALs into the archive and look at every known document of theirs again.

    With --due the schedule decides: which portals (those named, else all), and which of their reports are asked for
    again; a --due crawl that was broken off is continued. Paused portals are walked only when named without --due.

    With --dask each portal is walked by a worker, into an archive of its own; `nianbao merge` makes one of them.

    Exit code 0: every portal was walked, although single pages may have failed; 1: a host blocked us or no column was
    found; 2: the call itself was wrong.
    """
    from crawler.operator import OperatorError

    if shards and not scheduler:
        raise Mistake("--shards says where the workers of --dask keep portals; without --dask there are none.")
    if scheduler:
        shards = shards or archive.with_name(f"{archive.name}.shards")
    options: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise Mistake(f"--set {setting}: this is not NAME=VALUE.")
        options[name] = value
    rows = chosen(portals, everything or (due_only and not portals and not urls), urls, table)
    try:
        with full_disk_told():
            before = kept_apart(_shards_of(shards, rows)) if shards else kept(archive, warc)
        asked = rows
        if due_only:
            rows = due_rows(rows, before)
            options["NIANBAO_DUE"] = "1"
        else:
            rows = awake(rows, named=frozenset(portals))
        if plan:
            print_plan(rows, before)
            return
    except OperatorError as error:
        raise Mistake(str(error)) from error
    if not rows:
        paused = [f"{name} is paused: {row.paused}" for name, row in last_lives(asked).items() if row.paused]
        click.echo("; ".join(("Nothing is due", *paused, "`nianbao status` says when.")))
        return
    try:
        with log_to(log), full_disk_told():
            code = walk(rows, archive, warc, options, scheduler=scheduler, shards=shards)
    except LogError as error:
        raise Mistake(f"--log {error}.") from error
    sys.exit(code)
