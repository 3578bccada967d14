"""`nianbao export`: take something out of an archive, for others."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from archive.archive import software
from archive.errors import ArchiveError
from archive.evidence import report_named, write_evidence
from nianbao.options import Mistake, archive_options, opened
from publish.evidence_page import evidence_page


@click.group("export")
def command() -> None:
    """Take something out of an archive, for others."""


@command.command("evidence")
@click.argument("report")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The ZIP  [default: evidence-REPORT.zip].")
@archive_options
def evidence(report: str, out: Path | None, archive: Path, warc: Path | None) -> None:
    """Write all that is kept of REPORT into one ZIP that anybody can check without this program.

    REPORT: its id as `reports` has it, the id of one of its versions, or an address that shows it.
    """
    with opened(archive, warc) as found:
        try:
            name = report_named(found.db, report)
            target = out or Path(f"evidence-{re.sub(r'[^0-9A-Za-z一-鿿.-]+', '-', name)}.zip")
            if target.exists():
                raise Mistake(f"There is a file at {target} already; --out names another one.")
            part = target.with_name(f"{target.name}.part")
            try:
                with part.open("wb") as file:
                    made = write_evidence(found.db, found.warc_dir, name, file, evidence_page, software=software())
                    file.flush()
                    os.fsync(file.fileno())
                part.rename(target)
            finally:
                part.unlink(missing_ok=True)
        except (ArchiveError, OSError) as error:
            raise Mistake(str(error)) from error
    click.echo(f"{target}: {len(made.versions)} versions, {len(made.copies)} copies, {len(made.changes)} changes.")
