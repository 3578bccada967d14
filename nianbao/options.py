"""What the commands have in common: the options that name an archive, and a user's mistake as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.archive import Archive, warc_directory
from archive.errors import ArchiveError
from archive.shards import read_as_of_today
from crawler.operator import OperatorError, operator

Command = TypeVar("Command", bound=Callable[..., Any])


class Mistake(click.ClickException):
    """A user's mistake: one clear sentence on standard error, exit code 2."""

    exit_code = 2


def _archive() -> Path:
    """The archive that the operator's file names, else archive.db."""
    try:
        return operator().archive or Path("archive.db")
    except OperatorError as error:
        raise Mistake(str(error)) from error


def archive_options(command: Command) -> Command:
    """Give a command `--archive` and `--warc` as `archive: Path` and `warc: Path | None`."""
    archive = click.option(
        "--archive",
        type=click.Path(dir_okay=False, path_type=Path),
        default=_archive,
        show_default="archive.db",
        envvar="NIANBAO_ARCHIVE",
        help="The archive's SQLite file.",
    )
    warc = click.option(
        "--warc",
        type=click.Path(file_okay=False, path_type=Path),
        help="Where its WARC files lie  [default: <archive>.warc/].",
    )
    return archive(warc(command))


@contextmanager
def of_today(archive: Path) -> Iterator[Path]:
    """The file to read an archive from: its own, or of one of an older nianbao a copy with today's schema and findings,
    which is gone at the end. Raises ArchiveError where there is none, or a newer one."""
    with read_as_of_today(archive) as file:
        if file != archive:
            from findings.recompute import recompute

            click.echo(
                f"{archive} was written by an older nianbao: this reads a copy that is brought up to date; a crawl or"
                " `nianbao reparse` does that to the archive itself.",
                err=True,
            )
            with Archive.open(file, write=True, adopting=False) as renewed:
                recompute(renewed)
        yield file


@contextmanager
def opened(archive: Path, warc: Path | None) -> Iterator[Archive]:
    """An archive opened for reading, one of an older nianbao as `of_today` gives it; what is wrong with it becomes one
    sentence and exit code 2."""
    try:
        with of_today(archive) as file, Archive.open(file, warc or warc_directory(archive)) as found:
            yield found
    except ArchiveError as error:
        raise Mistake(str(error)) from error
