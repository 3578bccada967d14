"""The one table that a crawl ends with, and the sentence under it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from archive.summary import PortalSummary

COLUMNS = ("reports", "new", "changed", "source", "reading", "access")


def summary_console() -> Console:
    """Standard output; where it is no terminal, wide enough that no line of the table is broken."""
    console = Console()
    return console if console.is_terminal else Console(width=200)


def print_summary(summaries: Sequence[PortalSummary], console: Console) -> None:
    """Print a line a portal (problems by origin) and say in words whether anything is new."""
    drawn = Table()
    drawn.add_column("portal")
    drawn.add_column("name")
    for name in COLUMNS:
        drawn.add_column(name if name in COLUMNS[:3] else f"problems:\n{name}", justify="right")
    drawn.add_column("outcome")
    for row in summaries:
        counts = (row.found, row.new, row.changed, row.source_problems, row.reading_problems, row.access_problems)
        outcome = ": ".join(part for part in (row.outcome, row.message) if part) or "not finished"
        drawn.add_row(row.portal, row.name, *map(str, counts), outcome)
    console.print(drawn)
    found, new, changed = (sum(getattr(row, name) for row in summaries) for name in ("found", "new", "changed"))
    if new or changed:
        console.print(f"{found} reports seen: {new} new, {changed} changed.")
    else:
        console.print(f"{found} reports seen: nothing new, nothing changed.")
