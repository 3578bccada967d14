"""`nianbao portals`: the table of portals. `list` prints it, `add` finds a portal's column and writes its line, `check`
says for each portal whether its column still answers as expected."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from rich.table import Table

from crawler.portal import Portal, PortalsError
from nianbao.options import Mistake
from nianbao.summary import summary_console
from spiders.portals import known_portals, overlays, portal_of_address, read_table

if TYPE_CHECKING:
    from spiders.finding import Found

SHOWN_MARKS = 4
"""Marks of a family that are printed as evidence."""


@click.group("portals")
def command() -> None:
    """The portals table."""


_table = click.option(
    "--portals",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A portals table to take instead of the built-in one and its overlays.",
)


@command.command("list")
@_table
def list_portals(table: Path | None) -> None:
    """Print every portal with its family (`+ browser` where only one shows its lists), homepage, the day somebody saw
    its column live (`never`: nobody did) and how it is known."""
    drawn = Table("id", "name", "division", "family", "homepage", "seen live", "known by")
    rows = _rows(table)
    for row in rows:
        seen = row.seen_live or "never"
        family = f"{row.family} + browser" if row.browser else row.family
        drawn.add_row(row.id, row.name, row.division_code, family, row.homepage, seen, row.known_by)
    console = summary_console()
    console.print(drawn)
    portals, live = {row.id for row in rows}, {row.id for row in rows if row.seen_live}
    console.print(f"{len(portals)} portals; nobody has seen {len(portals - live)} of them live: `portals check` looks.")


@command.command("add")
@click.argument("url")
@click.option("--portals", "table", type=click.Path(dir_okay=False, path_type=Path), help="The file to write to.")
@click.option("--id", "name_id", help="The portal's id, pinyin, such as huoqiu  [default: made of the host].")
@click.option("--name", help="The government's name  [default: as the site gives it].")
@click.option("--code", default="", help="Its division code of GB/T 2260.")
@click.option("--host", "hosts", multiple=True, help="A further host of the same portal; may be repeated.")
@click.option("--replace", "again", is_flag=True, help="Replace the line that the file has of this portal.")
@click.option("--unproven", is_flag=True, help="Write the line although no page was read as a report.")
@click.option("--dry-run", is_flag=True, help="Show the evidence and the line, write nothing.")
def add(
    url: str,
    table: Path | None,
    name_id: str | None,
    name: str | None,
    code: str,
    hosts: tuple[str, ...],
    again: bool,
    unproven: bool,
    dry_run: bool,
) -> None:
    """Find the annual-report columns and the product of the portal that URL (its home page or any page) belongs to,
    show the evidence, read one report to prove it, and write the portal's line into the operator's overlay file.

    The file is --portals, else the last one that NIANBAO_PORTALS names, else nianbao-portals.csv. Exit code 0: the line
    was written; 1: nothing was found, or not proven, and nothing was written; 2: the call itself was wrong.
    """
    from archive.errors import ArchiveError
    from crawler.run import UsageError
    from spiders.finding import find
    from spiders.overlay import line_text, write_line

    target = table or overlays()[-1]
    try:
        known = _known(url, target)
        if known and not again and not _in_folder(url):
            _not_there(target, known.id)
        found = find(url, hosts=hosts, known=known)
        line = replace(
            found.portal,
            id=name_id or found.portal.id,
            name=name or found.portal.name,
            division_code=code or found.portal.division_code,
            seen_live=datetime.now(UTC).date().isoformat() if found.proven else found.portal.seen_live,
        )
        if not again:
            _not_there(target, line.id)
        show(found)
        if not found.columns or not (found.proven or unproven):
            click.echo(f"No line is written: {_why_not(found)}")
            sys.exit(1)
        _valid(line)
        click.echo(f"\n{line_text(line)}")
        if dry_run:
            return
        write_line(target, line)
    except (PortalsError, UsageError, ArchiveError) as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{target} cannot be written: {error}") from error
    click.echo(f"written to {target}; `nianbao crawl {line.id}` walks it.")


@command.command("check")
@click.argument("portals", nargs=-1, metavar="[PORTAL...]")
@_table
def check(portals: tuple[str, ...], table: Path | None) -> None:
    """Say for each portal (of the whole table unless named) whether its column still answers as expected: one line
    each. A few pages of each are looked at; the archive is not touched.

    Exit code 0: all of them do; 1: some do not; 2: the call itself was wrong.
    """
    from archive.errors import ArchiveError
    from crawler.run import UsageError
    from spiders.finding import check as look

    rows = _rows(table)
    missing = sorted(set(portals) - {row.id for row in rows})
    if missing:
        raise Mistake(f"No portal is called {', '.join(missing)}; `nianbao portals list` prints all.")
    try:
        checked = look([row for row in rows if not portals or row.id in portals])
    except (UsageError, ArchiveError) as error:
        raise Mistake(str(error)) from error
    for one in checked:
        click.echo(f"{'ok' if one.good else 'LOOK':4}  {one.portal.id}  {one.sentence}")
    sys.exit(0 if all(one.good for one in checked) else 1)


def show(found: Found) -> None:
    """Print what was seen: the way to each column, what it showed, the product's marks, the page read as proof."""
    pages = len(found.search.seen) + len(found.probe.seen)
    click.echo(f"{found.portal.name}  {found.portal.homepage}  ({pages} pages looked at)")
    for column in found.columns:
        click.echo(f"column  {column.url}")
        click.echo(f"        way: {' → '.join(('home', *column.trail)) if column.trail else 'the address given'}")
        seen = [f"{len(column.documents)} documents", f"{column.reports} titled as reports"]
        if column.below:
            seen.append(f"divided: {_some(list(column.below.values()))}")
        if column.pages:
            seen.append(f"{column.pages} pages announced")
        click.echo(f"        seen: {', '.join(seen)}")
    mine = [one for one in found.marks if one.family == found.portal.family]
    click.echo(f"family  {found.portal.family}" + ("" if mine else ": no product's marks were seen"))
    for one in mine[:SHOWN_MARKS]:
        click.echo(f"        {one.times} × {one.shown[:90]}  on {one.page}")
    others = dict.fromkeys(one.family for one in found.marks if one.family != found.portal.family)
    if others:
        click.echo(f"        fewer marks of: {', '.join(others)}")
    for report in found.reports:
        click.echo(f"proof   {report.url}")
        click.echo(f"        read as a report: {report.title or 'no title'}; {report.agency}; {report.year}")
    for host, text in found.search.foreign.items():
        click.echo(f"note    {text} leads to another host, {host}: --host {host} takes it as the same portal's")
    for url, reason in (*found.search.failures.items(), *found.probe.failures.items()):
        click.echo(f"failed  {url}: {reason}")


def _why_not(found: Found) -> str:
    if found.refused:
        return found.refused
    if not found.columns:
        return "no annual-report column with documents was found"
    undrawn = "its lists are drawn by a script and there is no browser here" if found.portal.browser else ""
    asked = ", ".join(found.probe.proof) or undrawn or "no document was seen"
    return f"no page was read as a report ({asked}); --unproven writes it all the same"


def _some(texts: Sequence[str], most: int = 4) -> str:
    shown = [text for text in texts if text][:most]
    return "、".join(shown) + (f" … {len(texts)} in all" if len(texts) > len(shown) else "")


def _rows(table: Path | None) -> list[Portal]:
    try:
        return read_table(table) if table else known_portals()
    except PortalsError as error:
        raise Mistake(str(error)) from error


def _known(url: str, target: Path) -> Portal | None:
    """The newest line of the portal that an address belongs to, of the file to write to or of the package."""
    rows = [*known_portals(new=target), *(read_table(target) if target.exists() else ())]
    host = urlsplit(portal_of_address(url).homepage).netloc.lower()
    return next((row for row in reversed(rows) if host in row.hosts()), None)


def _in_folder(url: str) -> bool:
    """Whether an address is that of a folder, which may be the home of another portal than its host's."""
    path = urlsplit(portal_of_address(url).columns[0]).path if portal_of_address(url).columns else "/"
    return path != "/" and path.endswith("/")


def _not_there(target: Path, portal: str) -> None:
    """Raises Mistake where the file has a line of this portal."""
    from spiders.overlay import ids_in

    if portal in ids_in(target):
        raise Mistake(f"{target} has a line of this portal already, {portal}: --replace writes it anew.")


def _valid(line: Portal) -> None:
    """Raises Mistake for an id or code that no table may have."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", line.id):
        raise Mistake(f"--id {line.id}: an id is lower-case letters, digits, - or _, a letter first.")
    if line.division_code and not re.fullmatch(r"\d{6}(\d{3}|\d{6})?", line.division_code):
        raise Mistake(f"--code {line.division_code}: a division code has 6, 9 or 12 digits.")
