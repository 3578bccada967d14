"""`nianbao serve`: Datasette over the archive, with our pages, descriptions and search."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

import click
import uvicorn
from datasette.app import Datasette

from archive.archive import Archive
from archive.errors import ArchiveError
from archive.metadata import datasette_metadata
from nianbao.options import Mistake, archive_options
from nianbao.serve_units import units
from publish.settings import SETTINGS

NO_START = 3
"""The exit code of uvicorn, which runs Datasette, when it cannot listen."""
FIRST_HANDED = 3
"""The first file descriptor that systemd hands to a service (sd_listen_fds)."""
_PREFIX = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")


@dataclass(frozen=True, slots=True)
class Site:
    """How an archive is served: where, below which path, as a file that does not change or as one being written."""

    host: str = "127.0.0.1"
    port: int = 8001
    prefix: str = "/"
    immutable: bool = False
    releases: Path | None = None


def datasette(archive: Path, site: Site) -> Datasette:
    """The Datasette that serves an archive."""
    settings = {**SETTINGS, "base_url": site.prefix}
    files = {"files": [], "immutables": [str(archive)]} if site.immutable else {"files": [str(archive)]}
    return Datasette(**files, metadata=datasette_metadata(archive.stem), settings=settings)


def serve(archive: Path, warc: Path | None, site: Site) -> None:
    """Serve until interrupted. Raises Mistake where the archive cannot be opened or the port is taken."""
    if site.immutable and (log := archive.with_name(archive.name + "-wal")).is_file() and log.stat().st_size:
        raise Mistake(
            f"{archive} is being written, or was left by a crash ({log.name} is not empty); serve a data release"
            " (nianbao snapshot), or without --immutable."
        )
    try:
        Archive.open(archive, warc).close()
    except ArchiveError as error:
        raise Mistake(str(error)) from error
    if warc is not None:
        os.environ["NIANBAO_WARC"] = str(warc)
    if site.releases is not None:
        os.environ["NIANBAO_RELEASES"] = str(site.releases)
    served = datasette(archive, site)
    asyncio.run(_warmed(served))
    handed = _handed()
    where = "the socket that systemd opened" if handed else f"http://{site.host}:{site.port}{site.prefix}"
    click.echo(f"Serving {archive} at {where} (stop with Ctrl+C)")
    server = uvicorn.Server(
        uvicorn.Config(served.app(), host=site.host, port=site.port, lifespan="on", server_header=False)
    )
    try:
        server.run(sockets=handed)
    except SystemExit as stopped:
        if stopped.code == NO_START:
            raise Mistake(f"Nothing can be served at {site.host}:{site.port}; --port names another port.") from stopped
        raise
    if not server.started:
        raise Mistake(f"Nothing can be served at {site.host}:{site.port}; --port names another port.")


async def _warmed(served: Datasette) -> None:
    """Have the start behind us before the first reader comes: plugins, the row counts of a file that stays, garbage."""
    await served.invoke_startup()
    for database in served.databases.values():
        if not database.is_mutable:
            await database.table_counts(limit=60 * 60 * 1000)
    # what is loaded stays: going through it in search of garbage held up every reader for 70 ms once in 150 pages
    gc.collect()
    gc.freeze()


def _handed() -> list[socket.socket] | None:
    """The sockets that systemd opened for this process (socket activation), or None."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or not os.environ.get("LISTEN_FDS", "").isdecimal():
        return None
    count = int(os.environ["LISTEN_FDS"])
    return [socket.socket(fileno=number) for number in range(FIRST_HANDED, FIRST_HANDED + count)] or None


def _prefix(context: click.Context, parameter: click.Parameter, text: str) -> str:
    del context, parameter
    prefix = f"/{text.strip('/')}/".replace("//", "/")
    if not _PREFIX.fullmatch(prefix):
        raise click.BadParameter(f"{text}: a path such as /nianbao/, of letters, digits and .-_~ between slashes.")
    return prefix


@click.command("serve")
@archive_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--prefix", default="/", show_default=True, callback=_prefix, help="The path below which all pages lie.")
@click.option("--immutable", is_flag=True, help="For a public site: a file that nobody writes (a data release).")
@click.option(
    "--releases",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of data releases that /downloads offers.",
)
@click.option("--systemd", is_flag=True, help="Print a systemd socket and service for this call, and serve nothing.")
def command(
    archive: Path, warc: Path | None, host: str, port: int, prefix: str, immutable: bool, releases: Path | None,
    systemd: bool,
) -> None:  # fmt: skip
    """Serve the archive with Datasette (docs/serving.md)."""
    site = Site(host, port, prefix, immutable, releases)
    if systemd:
        click.echo(units(archive, warc, host, port, prefix=prefix, immutable=immutable, releases=releases), nl=False)
        return
    serve(archive, warc, site)
