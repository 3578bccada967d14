"""What the commands have in common: the options that name an archive, and a user's mistake as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.archive import Archive
from archive.errors import ArchiveError
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
def opened(archive: Path, warc: Path | None) -> Iterator[Archive]:
    """An archive opened for reading; what is wrong with it becomes one sentence and exit code 2."""
    try:
        with Archive.open(archive, warc) as found:
            yield found
    except ArchiveError as error:
        raise Mistake(str(error)) from error
