"""`nianbao snapshot`: write a data release, a dated folder that holds everything and proves itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.errors import ArchiveError
from archive.releases.errors import ReleaseFailed
from archive.releases.making import make_release
from nianbao.options import Mistake, archive_options, of_today
from nianbao.summary import summary_console


@click.command("snapshot")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("releases"),
    show_default=True,
    help="The folder of releases; a new one is written into it as <UTC stamp>/.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="The release to compare with  [default: the last one in that folder].",
)
@archive_options
def command(out: Path, against: Path | None, archive: Path, warc: Path | None) -> None:
    """Write a data release of the archive, whole or not at all, while a crawl may go on."""
    del warc
    console = summary_console()
    try:
        with of_today(archive) as file:
            release = make_release(
                file, out, against=against, progress=lambda step: console.print(f"  {step}", highlight=False)
            )
    except ReleaseFailed as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except ArchiveError as error:
        raise Mistake(str(error)) from error
    console.print(f"Data release: {release}", soft_wrap=True, highlight=False)
