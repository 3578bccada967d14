"""`nianbao parse FILE…`: read documents and print what they say, one JSON object a line; no archive is touched."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nianbao.options import Mistake
from parse.json_form import report_json
from parse.reader import read


@click.command("parse")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--media-type", metavar="TYPE", help="What the server called the files, such as text/html; charset=gbk.")
@click.option("--url", metavar="URL", help="The address that the file came from.")
def command(files: tuple[Path, ...], media_type: str | None, url: str | None) -> None:
    """Read FILEs and print one JSON object a line for every file, whatever is in it."""
    for file in files:
        if not file.is_file():
            raise Mistake(f"{file} is not a file that can be read.")
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise Mistake(f"{file} cannot be read: {error.strerror}.") from error
        report = read(data, media_type=media_type, url=url)
        click.echo(json.dumps({"file": str(file), **report_json(report)}, ensure_ascii=False))
