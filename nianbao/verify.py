"""`nianbao verify`: recompute every digest, resolve every WARC pointer, run SQLite's own checks; or prove a release."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.errors import ArchiveError
from archive.integrity import file_faults
from archive.releases.checking import check_release
from nianbao.options import Mistake, archive_options, opened


@click.command("verify")
@click.argument("release", required=False, type=click.Path(path_type=Path))
@archive_options
def command(release: Path | None, archive: Path, warc: Path | None) -> None:
    """Check the whole archive; exit 0 only if every digest, pointer and derived row holds.

    With RELEASE, a folder that `nianbao snapshot` wrote, check that instead: it needs nothing but the folder.
    """
    if release is not None:
        try:
            faults = check_release(release)
        except ArchiveError as error:
            raise Mistake(str(error)) from error
        _tell(release, faults, "every file, table and figure of the release holds.")
        return
    with opened(archive, warc) as found:
        faults = found.verify()
        if found.path != archive:
            faults = [*file_faults(archive), *faults]
    _tell(archive, faults, "every digest, every WARC pointer and every derived row holds.")


def _tell(place: Path, faults: list[str], good: str) -> None:
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(f"{place}: {len(faults)} fault{'s' if len(faults) > 1 else ''} found.", err=True)
        sys.exit(1)
    click.echo(f"{place}: {good}")
