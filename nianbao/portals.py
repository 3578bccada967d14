"""`nianbao portals list`: the portals that can be crawled, and how each is known."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from crawler.portal import PortalsError
from nianbao.options import Mistake
from nianbao.summary import summary_console
from spiders.portals import known_portals, read_table


@click.group("portals")
def command() -> None:
    """The portals table."""


@command.command("list")
@click.option("--portals", "table", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another table.")
def list_portals(table: Path | None) -> None:
    """Print every portal with its family, homepage and how it is known."""
    try:
        rows = read_table(table) if table else known_portals()
    except PortalsError as error:
        raise Mistake(str(error)) from error
    drawn = Table("id", "name", "division", "family", "homepage", "known by")
    for row in rows:
        drawn.add_row(row.id, row.name, row.division_code, row.family, row.homepage, row.known_by)
    summary_console().print(drawn)
