"""Which portals a call walks now, when each is due, and how long a crawl will take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from nianbao.options import Mistake, opened
from nianbao.summary import summary_console

if TYPE_CHECKING:
    from archive.walks import PortalWalk
    from crawler.due import Due
    from crawler.portal import Portal

FIRST_WALK = 400
"""Requests of a portal that was never walked, for the plan: some 50 bodies with a few years and pictures each."""

ANSWER_SECONDS = 1.0
"""What an answer takes besides the delay, for the plan."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of earlier walks; nothing where there is no archive yet. `apart`: each portal has an archive of its
    own, so that a crawl that was broken off is continued whatever else is walked."""

    walks: Mapping[str, Sequence[PortalWalk]]
    unfinished: Sequence[tuple[str, Sequence[str]]]
    captures: Mapping[str, int]
    apart: bool = False


def kept(archive: Path, warc: Path | None) -> Kept:
    """Read it. Raises Mistake."""
    if not archive.exists():
        return Kept({}, (), {})
    with opened(archive, warc) as found:
        return Kept(found.walks(), found.unfinished_crawls(), found.captures_a_walk())


def kept_apart(archives: Iterable[Path]) -> Kept:
    """Read it from archives of one portal each. Raises Mistake."""
    each = [kept(path, None) for path in archives]
    return Kept(
        {name: walks for one in each for name, walks in one.walks.items()},
        [crawl for one in each for crawl in one.unfinished],
        {name: count for one in each for name, count in one.captures.items()},
        apart=True,
    )


def last_lives(rows: Iterable[Portal]) -> dict[str, Portal]:
    """The line that speaks for each portal: that of its last life."""
    return {row.id: row for row in rows}


def due_of(portal: Portal, walks: Sequence[PortalWalk]) -> Due:
    """When a portal is due."""
    from crawler.due import due
    from crawler.resting import policy_of

    return due(policy_of(portal), portal.paused, walks)


def due_rows(rows: Sequence[Portal], before: Kept) -> list[Portal]:
    """The rows of the portals that are due; those of a crawl that was broken off, where none of them is paused or
    rests now, go first and alone, because only the same portals continue it."""
    from crawler.resting import policy_of

    now, lives = datetime.now(UTC), last_lives(rows)
    resting = {name for name, row in lives.items() if policy_of(row).rests_until(now)}
    broken_off: set[str] = set()
    for _, names in before.unfinished:
        if all(name in lives and not lives[name].paused and name not in resting for name in names):
            broken_off |= set(names)
            if not before.apart:
                return [row for row in rows if row.id in names]
    due = (
        broken_off | {name for name, row in lives.items() if due_of(row, before.walks.get(name, ())).now(now)} - resting
    )
    return [row for row in rows if row.id in due]


def awake(rows: Sequence[Portal], *, named: frozenset[str]) -> list[Portal]:
    """The rows without paused portals that nobody named. Raises Mistake for hosts in their working hours."""
    from crawler.resting import policy_of

    lives, now = last_lives(rows), datetime.now(UTC)
    chosen = {name for name, row in lives.items() if not row.paused or name in named}
    resting = {name: end for name in chosen if (end := policy_of(lives[name]).rests_until(now))}
    if resting:
        raise Mistake(
            f"It is working hours at {', '.join(sorted(resting))}, until {max(resting.values()):%H:%M} in China;"
            " your schedule asks to leave them alone (rest=)."
        )
    return [row for row in rows if row.id in chosen]


def hours(portal: Portal, requests: int) -> float:
    """About how long a walk of so many requests takes."""
    from crawler.manners import FLOOR, all_loopback

    delay = max(portal.delay or 0.0, 0.0 if all_loopback(portal.hosts()) else FLOOR + ANSWER_SECONDS)
    return requests * delay / 3600


def print_plan(rows: Sequence[Portal], before: Kept) -> None:
    """What would be walked: requests as in the largest walk so far, hours at the portal's own delay."""
    from crawler.run import AT_ONCE

    drawn = Table("portal", "last walk", "requests", "about hours")
    each: list[float] = []
    for name, portal in last_lives(rows).items():
        requests = before.captures.get(name)
        walks = before.walks.get(name, ())
        each.append(hours(portal, requests or FIRST_WALK))
        last = walks[0].started[:10] if walks else "never"
        drawn.add_row(name, last, str(requests) if requests else f"{FIRST_WALK}?", f"{each[-1]:.1f}")
    console = summary_console()
    console.print(drawn)
    total = max(max(each, default=0.0), sum(each) / AT_ONCE)
    console.print(f"{len(each)} portals, {AT_ONCE} side by side: about {total:.1f} h. Nothing was fetched.")
