"""`nianbao status`: what the archive holds, how the last crawl of each portal went, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.walks import NotReport, PortalWalk
from crawler.operator import OperatorError
from crawler.portal import Portal, PortalsError
from nianbao.agenda import due_of, last_lives
from nianbao.options import Mistake, archive_options, opened
from nianbao.summary import summary_console

LONGEST = 60
"""Characters that are printed of why a page is no report."""


@click.command("status")
@click.option("--chain", is_flag=True, help="Print the head of every link of the digest chain.")
@click.option("--not-reports", is_flag=True, help="Print what was read and judged no report instead, and why.")
@archive_options
def command(chain: bool, not_reports: bool, archive: Path, warc: Path | None) -> None:
    """Print for each portal its last crawl, when the next is due and why then, reports, public bodies and years of
    which none was found, and open problems; then what was broken off, captures still unread and the chain head.
    """
    console = summary_console()
    with opened(archive, warc) as found:
        if not_reports:
            print_not_reports(found.not_reports(), console)
            return
        drawn = Table(
            "portal", "last crawl", "outcome", "next", "reports", "withdrawn", "gaps", "source", "reading", "access"
        )
        walks, now = found.walks(), datetime.now(UTC)
        lives = _lives()
        for line in found.status():
            drawn.add_row(
                line.portal,
                (line.last_crawl or "never")[:16],
                ": ".join(part for part in (line.outcome, line.message) if part),
                _next(lives.get(line.portal), walks.get(line.portal, []), now),
                *map(str, (line.reports, line.withdrawn, line.gaps)),
                *map(str, (line.source_problems, line.reading_problems, line.access_problems)),
            )
        console.print(drawn)
        for crawl, portals in found.unfinished_crawls():
            console.print(f"Crawl {crawl} of {', '.join(portals)} was broken off; the same command continues it.")
        if unseen := [name for name, row in lives.items() if name not in walks and not row.paused]:
            console.print(f"{len(unseen)} portals of the table were never walked.")
            if dark := [name for name in unseen if not lives[name].seen_live]:
                console.print(f"Nobody has seen {len(dark)} of them live: they are known from stored pages or hearsay.")
        waiting = len(found.pending_captures())
        console.print(f"{waiting} captures wait to be read." if waiting else "Every capture has been read.")
        links = found.chain_links()
        if chain:
            for link in links:
                console.print(_said(link), soft_wrap=True)
        elif links:
            console.print(f"Last of {len(links)} links of the digest chain: {_said(links[-1])}", soft_wrap=True)
        console.print(f"Chain head: {found.chain_head() or 'none yet'}", soft_wrap=True)


def print_not_reports(judged: Sequence[NotReport], console: Console) -> None:
    """Print a line an address: what it was taken for, and the words that decided it."""
    drawn = Table("portal", "taken for", "because of", "address")
    for one in judged:
        words = " ".join((one.reason or "").split())
        shown = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
        drawn.add_row(one.portal or "", one.verdict, Text(shown), Text(one.url, overflow="fold"))
    console.print(drawn)
    console.print(f"{len(judged)} pages and files are no reports. What is wrong here goes into corrections.csv.")


def _lives() -> dict[str, Portal]:
    try:
        from spiders.portals import known_portals  # reads the tables

        return last_lives(known_portals())
    except PortalsError as error:
        raise Mistake(str(error)) from error


def _next(portal: Portal | None, walks: Sequence[PortalWalk], now: datetime) -> str:
    """When a portal is walked next, and why then where it is not the ordinary round."""
    if portal is None:
        return "not in the table"
    try:
        due = due_of(portal, walks)
    except OperatorError as error:
        raise Mistake(str(error)) from error
    when = "" if due.day is None else "now" if due.now(now) else due.day.isoformat()
    return ": ".join(part for part in (when, due.reason) if part)


def _said(link: dict[str, Any]) -> str:
    """A link of the chain: what closed it, how many rows it digests, and its head."""
    closed = {"crawl": "end of crawl", "rereading": "read again", "merge": "archives merged"}[link["cause"]]
    of = f" {link['crawl']}" if link["crawl"] else ""
    return f"link {link['number']}: {closed}{of}, {link['made']}, {link['entries']} rows, {link['head']}"
