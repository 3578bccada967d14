"""`nianbao rebuild`: make an archive again from WARC files alone, with today's reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from archive.archive import warc_directory
from archive.errors import ArchiveError
from archive.rebuilding import Rebuild, is_finished
from findings.recompute import recompute
from nianbao.options import Mistake
from nianbao.reparse import WORKERS
from parse.version import PARSER
from reading.converters import CONVERTERS, at_hand
from reading.queue import ReadingQueue
from reading.worker import READER


def rebuild(
    rebuilt: Rebuild,
    *,
    reader: str = READER,
    converters: Mapping[str, str] = CONVERTERS,
    workers: int = WORKERS,
) -> int:
    """Read everything, crawl by crawl, and make the findings; returns how many captures were read."""
    archive, read = rebuilt.archive, 0
    archive.read_with = ",".join(at_hand(converters))
    with ReadingQueue(archive, workers=workers, reader=reader, converters=converters) as queue:
        archive.use_reader(queue.read_again)
        for stretch in rebuilt.stretches():
            waiting = archive.pending_captures()
            for pending in waiting:
                queue.submit(pending.id)
            queue.finish()
            archive.release()
            read += len(waiting)
            if stretch.crawl and waiting:
                click.echo(f"Crawl {stretch.crawl}: {len(waiting)} captures read.", err=True)
    recompute(archive)
    return read


@click.command("rebuild")
@click.option(
    "--warc",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder of WARC files; they stay as they are.",
)
@click.option(
    "--archive",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The archive to make; there must be none yet.",
)
def command(warc: Path, archive: Path) -> None:
    """Make a new archive from WARC files alone, with today's reader.

    The files are linked (or copied) into the new archive's folder <archive>.warc/. Killed, the same command goes on.
    """
    if is_finished(archive):
        click.echo(f"{archive} was whole already.")
        return
    try:
        with Rebuild.begin(archive, warc, warc_directory(archive), f"{PARSER} {','.join(at_hand())}") as rebuilt:
            captures = rebuilt.captures
            click.echo(f"{captures} captures found in {warc}.", err=True)
            read = rebuild(rebuilt)
            same, other = rebuilt.heads()
            notices = rebuilt.finish()
    except ArchiveError as error:
        raise Mistake(str(error)) from error
    for notice in notices:
        click.echo(notice)
    click.echo(f"{archive}: {captures} captures, {read} of them read.")
    if other:
        click.echo(f"The digest chain differs from what was kept at the end of {other} of {same + other} crawls: other"
                   " readers or hands were at work since, an older nianbao made its digests in another form, or files"
                   " are missing.")  # fmt: skip
    elif same:
        click.echo(f"The digest chain is that of the original at the end of each of its {same} crawls.")
