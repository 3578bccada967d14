"""`nianbao parse FILE…`: read documents and print what they say, one JSON object a line; no archive is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from nianbao.options import Mistake
from parse.json_form import report_json
from parse.report import Report
from reading.limits import Limits
from reading.messages import Failure, Part, Task
from reading.pool import Pool
from reading.queue import failed_reading

WORKERS = 2
AHEAD = 4
"""Documents that are read, or wait to be printed, at a time."""


@click.command("parse")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--media-type", metavar="TYPE", help="What the server called the files, such as text/html; charset=gbk.")
@click.option("--url", metavar="URL", help="The address that the file came from.")
def command(files: tuple[Path, ...], media_type: str | None, url: str | None) -> None:
    """Read FILEs and print one JSON object a line for every file, whatever is in it.

    The line of an archive (ZIP) has an object of the same shape for each file in it under `members`.
    """
    for file in files:
        if not file.is_file():
            raise Mistake(f"{file} is not a file that can be read.")
    for file, parts in zip(files, _readings(files, media_type, url), strict=True):
        click.echo(json.dumps(_line(str(file), parts), ensure_ascii=False))


def _readings(files: Sequence[Path], media_type: str | None, url: str | None) -> Iterator[tuple[Part, ...]]:
    """The reports of each file in the order given, read in workers with the limits of a crawl's."""
    pool = Pool(min(WORKERS, len(files)), Limits())
    done: dict[int, tuple[Part, ...]] = {}
    given = 0
    try:
        for number in range(len(files)):
            while given < min(len(files), number + AHEAD):
                address = url if url is not None else quote(files[given].name)
                pool.submit(given, Task(_bytes(files[given]), media_type, address, None))
                given += 1
            while number not in done:
                key, result = pool.results.get()
                done[int(str(key))] = _parts(result, media_type, files[int(str(key))])
            yield done.pop(number)
    finally:
        pool.close()


def _parts(result: tuple[Part, ...] | Failure, media_type: str | None, file: Path) -> tuple[Part, ...]:
    return (Part(failed_reading(media_type, file.name, result)),) if isinstance(result, Failure) else result


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}.") from error


def _line(name: str, parts: tuple[Part, ...]) -> dict[str, Any]:
    own, *members = parts
    line = _object(name, own.report)
    if members:
        line["members"] = [_object(member.path or "", member.report) for member in members]
    return line


def _object(name: str, report: Report) -> dict[str, Any]:
    return {"file": name, **report_json(report)}
