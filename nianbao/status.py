"""`nianbao status`: what the archive holds, how the last crawl of each portal went, and what waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from nianbao.options import archive_options, opened
from nianbao.summary import summary_console


@click.command("status")
@click.option("--chain", is_flag=True, help="Print the head of every link of the digest chain.")
@archive_options
def command(chain: bool, archive: Path, warc: Path | None) -> None:
    """Print each portal's last crawl, reports and open problems, captures still unread and the chain head."""
    console = summary_console()
    with opened(archive, warc) as found:
        drawn = Table("portal", "last crawl", "outcome", "reports", "withdrawn", "source", "reading", "access")
        for line in found.status():
            drawn.add_row(
                line.portal,
                line.last_crawl or "never",
                ": ".join(part for part in (line.outcome, line.message) if part),
                *map(str, (line.reports, line.withdrawn)),
                *map(str, (line.source_problems, line.reading_problems, line.access_problems)),
            )
        console.print(drawn)
        waiting = len(found.pending_captures())
        console.print(f"{waiting} captures wait to be read." if waiting else "Every capture has been read.")
        links = found.chain_links()
        if chain:
            for link in links:
                console.print(_said(link), soft_wrap=True)
        elif links:
            console.print(f"Last of {len(links)} links of the digest chain: {_said(links[-1])}", soft_wrap=True)
        console.print(f"Chain head: {found.chain_head() or 'none yet'}", soft_wrap=True)


def _said(link: dict[str, Any]) -> str:
    """A link of the chain: what closed it, how many rows it digests, and its head."""
    closed = {"crawl": "end of crawl", "rereading": "read again", "merge": "archives merged"}[link["cause"]]
    of = f" {link['crawl']}" if link["crawl"] else ""
    return f"link {link['number']}: {closed}{of}, {link['made']}, {link['entries']} rows, {link['head']}"
