"""`nianbao verify`: recompute every digest, resolve every WARC pointer, run SQLite's own checks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nianbao.options import archive_options, opened


@click.command("verify")
@archive_options
def command(archive: Path, warc: Path | None) -> None:
    """Check the whole archive; exit 0 only if every digest, pointer and derived row holds."""
    with opened(archive, warc) as found:
        faults = found.verify()
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(f"{archive}: {len(faults)} fault{'s' if len(faults) > 1 else ''} found.", err=True)
        sys.exit(1)
    click.echo(f"{archive}: every digest, every WARC pointer and every derived row holds.")
