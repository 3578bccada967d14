"""`nianbao serve`: Datasette over the archive, with our pages, descriptions and search."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import click
from datasette.cli import cli as datasette

from archive.metadata import datasette_metadata
from nianbao.options import Mistake, archive_options, opened
from publish.settings import SETTINGS

NO_START = 3
"""The exit code of uvicorn, which runs Datasette, when it cannot listen."""


def serve(archive: Path, warc: Path | None, host: str, port: int) -> None:
    """Serve until interrupted. Raises Mistake where the archive cannot be opened or the port is taken."""
    with opened(archive, warc):
        pass
    if warc is not None:
        os.environ["NIANBAO_WARC"] = str(warc)
    with tempfile.TemporaryDirectory() as folder:
        metadata = Path(folder) / "metadata.json"
        metadata.write_text(json.dumps(datasette_metadata(archive.stem), ensure_ascii=False), encoding="utf-8")
        settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
        click.echo(f"Serving {archive} at http://{host}:{port}/ (stop with Ctrl+C)")
        try:
            datasette.main(
                args=["serve", str(archive), "-m", str(metadata), "--host", host, "--port", str(port), *settings],
                standalone_mode=False,
            )
        except SystemExit as stopped:
            if stopped.code == NO_START:
                raise Mistake(f"Nothing can be served at {host}:{port}; --port names another port.") from stopped
            raise


@click.command("serve")
@archive_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def command(archive: Path, warc: Path | None, host: str, port: int) -> None:
    """Serve the archive with Datasette."""
    serve(archive, warc, host, port)
