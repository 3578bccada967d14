"""`nianbao demo`: the main job on the embedded sample portals, then Datasette. `make run` calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from nianbao.options import Mistake, archive_options
from nianbao.serve import Site, serve
from samples.server import SamplePortals


def crawl_samples(samples: SamplePortals, archive: Path, warc: Path | None) -> int:
    """Crawl the sample portals as an operator would, in a process of its own; returns its exit code."""
    words = [sys.executable, "-m", "nianbao", "crawl", "--all", "--portals", str(samples.portals_csv)]
    words += ["--archive", str(archive), *(["--warc", str(warc)] if warc else [])]
    environment = {**os.environ, "NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_SAMPLE_PORT": str(samples.port)}
    return subprocess.run(words, env=environment, check=False).returncode


@click.command("demo")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the archive afterwards.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port of Datasette.")
@archive_options
def command(serving: bool, port: int, archive: Path, warc: Path | None) -> None:
    """Start the sample portals on loopback, crawl them into the archive, print a summary and serve the archive."""
    samples = SamplePortals()
    try:
        samples.__enter__()
    except (OSError, ValueError) as error:
        raise Mistake(f"The sample portals cannot start ({error}); NIANBAO_SAMPLE_PORT names another port.") from error
    try:
        click.echo(f"Sample portals at http://127.0.0.1:{samples.port}/")
        code = crawl_samples(samples, archive, warc)
        if code == 0 and serving:
            serve(archive, warc, Site(port=port))
    finally:
        samples.__exit__(None, None, None)
    sys.exit(code)
