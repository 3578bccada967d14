"""`nianbao merge`: make one archive of archives that hold whole portals each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.archive import Archive, warc_directory
from archive.corrections import join_files
from archive.errors import ArchiveError
from archive.merging import merge_rows
from archive.placing import link_warc_files, placed
from archive.shards import opened_shards
from findings.recompute import recompute
from nianbao.options import Mistake, archive_options
from nianbao.summary import summary_console


def merge(shards: Sequence[Path], target: Path, warc: Path | None = None) -> None:
    """Make the archive `target` of these. Raises ArchiveError where that cannot be; nothing stands there then."""
    folder = warc or warc_directory(target)
    with (
        placed(target) as temporary,
        opened_shards([(shard, warc_directory(shard)) for shard in shards], temporary) as opened,
    ):
        merge_rows(opened, temporary)
        link_warc_files(opened, folder)
        join_files(folder, [(shard.database, shard.warc_dir) for shard in opened])
        with Archive.open(temporary, folder, write=True) as archive:
            recompute(archive)


@click.command("merge")
@click.argument("shards", nargs=-1, required=True, metavar="SHARD...", type=click.Path(path_type=Path))
@archive_options
def command(shards: tuple[Path, ...], archive: Path, warc: Path | None) -> None:
    """Make the new archive --archive of SHARDs, archives that hold whole portals each, whatever their order.

    The shards stay as they are; their WARC files are linked or copied. Killed, the same command does it again.
    """
    try:
        merge(shards, archive, warc)
        with Archive.open(archive, warc) as made:
            portals = made.status()
            head = made.chain_head()
    except ArchiveError as error:
        raise Mistake(str(error)) from error
    reports = sum(portal.reports for portal in portals)
    console = summary_console()
    console.print(f"{archive}: {len(portals)} portals, {reports} reports of {len(shards)} archives.", soft_wrap=True)
    console.print(f"Head of the digest chain: {head}", soft_wrap=True)
