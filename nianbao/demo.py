"""`nianbao demo`: the main job on the embedded sample portals, then Datasette. `make run` calls it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from nianbao.options import Mistake, archive_options
from samples.server import SamplePortals


@click.command("demo")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the archive afterwards.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port of Datasette.")
@archive_options
def command(serving: bool, port: int, archive: Path, warc: Path | None) -> None:
    """Start the sample portals on loopback, crawl them into the archive, print a summary and serve the archive."""
    try:
        samples = SamplePortals().__enter__()
    except (OSError, ValueError) as error:
        raise Mistake(f"The sample portals cannot start ({error}); NIANBAO_SAMPLE_PORT names another port.") from error
    try:
        # Read when the crawler's settings are imported, so said before that.
        os.environ["NIANBAO_ALLOW_LOOPBACK"] = "1"
        os.environ["NIANBAO_SAMPLE_PORT"] = str(samples.port)
        from nianbao.crawl import chosen, walk

        click.echo(f"Sample portals at http://127.0.0.1:{samples.port}/")
        code = walk(chosen((), True, (), samples.portals_csv), archive, warc, {})
        if code == 0 and serving:
            from nianbao.serve import serve

            serve(archive, warc, "127.0.0.1", port)
    finally:
        samples.__exit__(None, None, None)
    sys.exit(code)
