"""The one table that a crawl ends with, and the sentence under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from archive.summary import PortalSummary

WIDE = 110
"""Characters from which on names and the origins of problems have columns of their own."""


def summary_console() -> Console:
    """Standard output; where it is no terminal, wide enough that no line of the table is broken."""
    console = Console()
    return console if console.is_terminal else Console(width=200)


def counted(words: Mapping[str, int]) -> str:
    """Words with their numbers, the most frequent first: 990 walked, 9 blocked, 1 unreachable."""
    return ", ".join(f"{number} {word}" for word, number in sorted(words.items(), key=lambda one: (-one[1], one[0])))


def print_summary(summaries: Sequence[PortalSummary], console: Console) -> None:
    """Print a line a portal and say in words whether anything is new.

    Problems are those of the source, of our reading and of access; on a narrow terminal their sum.
    """
    wide = console.width >= WIDE
    drawn = Table()
    drawn.add_column("portal", overflow="fold")
    if wide:
        drawn.add_column("name")
    for name in ("found", "new", "changed", *(("source", "reading", "access") if wide else ("problems",))):
        drawn.add_column(f"problems:\n{name}" if name in ("source", "reading", "access") else name, justify="right")
    drawn.add_column("outcome", overflow="fold")
    for row in summaries:
        parts = (row.source_problems, row.reading_problems, row.access_problems)
        problems = parts if wide else (row.problems,)
        outcome = ": ".join(part for part in (row.outcome, row.message) if part) or "not finished"
        names = (row.portal, row.name) if wide else (row.portal,)
        drawn.add_row(*names, *map(str, (row.found, row.new, row.changed, *problems)), outcome)
    console.print(drawn)
    if len(summaries) > 1:
        went = Counter(row.outcome or "not finished" for row in summaries)
        console.print(f"{len(summaries)} portals: {counted(went)}.")
    found, new, changed = (sum(getattr(row, name) for row in summaries) for name in ("found", "new", "changed"))
    if new or changed:
        console.print(f"{found} reports seen: {new} new, {changed} changed.")
    else:
        console.print(f"{found} reports seen: nothing new, nothing changed.")
    if unread := sum(row.unread for row in summaries):
        console.print(f"{unread} files could not be read. They are kept; `nianbao reparse` reads them again.")
