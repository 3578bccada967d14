"""`nianbao status`: what the archive holds, how the last crawl of each portal went, and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.summary import PortalStatus
from archive.walks import NotReport, PortalWalk
from crawler.due import Due
from crawler.operator import OperatorError
from crawler.portal import Portal, PortalsError
from nianbao.agenda import due_of, last_lives
from nianbao.options import Mistake, archive_options, opened
from nianbao.summary import counted, summary_console

SOME = 5
"""Portals of a crawl that are named in a sentence."""

LONGEST = 60
"""Characters that are printed of why a page is no report."""


@click.command("status")
@click.option("--chain", is_flag=True, help="Print the head of every link of the digest chain.")
@click.option("--not-reports", is_flag=True, help="Print what was read and judged no report instead, and why.")
@click.argument("portals", nargs=-1, metavar="[PORTAL...]")
@click.option("--failed", is_flag=True, help="Only portals whose last walk failed or that could not be reached whole.")
@archive_options
def command(
    chain: bool, not_reports: bool, portals: tuple[str, ...], failed: bool, archive: Path, warc: Path | None
) -> None:
    """Print for each portal (or for PORTALs alone) its last crawl, when the next is due and why then, reports, public
    bodies and years of which none was found, and open problems; then all of them in one sentence, what was broken off,
    captures still unread and the chain head.
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
        lines = found.status()
        if unknown := sorted(set(portals) - {line.portal for line in lines}):
            raise Mistake(f"The archive has no portal {', '.join(unknown)}.")
        shown = [line for line in lines if line.portal in portals or not portals]
        shown = [line for line in shown if _needs_a_look(line) or not failed]
        for line in shown:
            drawn.add_row(
                line.portal,
                (line.last_crawl or "never")[:16],
                ": ".join(part for part in (line.outcome, line.message) if part),
                _next(lives.get(line.portal), walks.get(line.portal, []), now),
                *map(str, (line.reports, line.withdrawn, line.gaps)),
                *map(str, (line.source_problems, line.reading_problems, line.access_problems)),
            )
        if shown:
            console.print(drawn)
        console.print(_in_all(lines, lives, walks, now))
        for crawl, names in found.unfinished_crawls():
            some = ", ".join(names[:SOME]) + (f" and {len(names) - SOME} more" if len(names) > SOME else "")
            console.print(f"Crawl {crawl} of {some} was broken off; the same command continues it.")
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


def _needs_a_look(line: PortalStatus) -> bool:
    return bool(line.access_problems) or (line.last_crawl is not None and line.outcome != "walked")


def _in_all(
    lines: Sequence[PortalStatus], lives: Mapping[str, Portal], walks: Mapping[str, list[PortalWalk]], now: datetime
) -> str:
    """All portals in one sentence: how their last walks went, how many are due, what is open."""
    went = Counter((line.outcome or "not finished") if line.last_crawl else "never walked" for line in lines)
    due = sum(
        not lives[line.portal].paused and _due(lives[line.portal], walks.get(line.portal, [])).now(now)
        for line in lines
        if line.portal in lives
    )
    reports, gaps = (sum(getattr(line, name) for line in lines) for name in ("reports", "gaps"))
    problems = {
        name: sum(getattr(line, f"{name}_problems") for line in lines) for name in ("source", "reading", "access")
    }
    return (
        f"{len(lines)} portals: {counted(went)}; {due} due now. {reports} reports, {gaps} gaps; problems:"
        f" {', '.join(f'{number} {name}' for name, number in problems.items())}."
    )


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
    due = _due(portal, walks)
    when = "" if due.day is None else "now" if due.now(now) else due.day.isoformat()
    return ": ".join(part for part in (when, due.reason) if part)


def _due(portal: Portal, walks: Sequence[PortalWalk]) -> Due:
    try:
        return due_of(portal, walks)
    except OperatorError as error:
        raise Mistake(str(error)) from error


def _said(link: dict[str, Any]) -> str:
    """A link of the chain: what closed it, how many rows it digests, and its head."""
    closed = {"crawl": "end of crawl", "rereading": "read again", "merge": "archives merged"}[link["cause"]]
    of = f" {link['crawl']}" if link["crawl"] else ""
    return f"link {link['number']}: {closed}{of}, {link['made']}, {link['entries']} rows, {link['head']}"
