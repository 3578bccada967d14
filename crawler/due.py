"""When a portal is due, from its line and how its last walks went. Pure: rows in, a day and a reason out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from crawler.policy import CHINA, Policy

HOURS = "hours"
"""The word with which the reason of a walk begins that the schedule's hours ended."""


class Walked(Protocol):
    """One closed walk of a portal; `started` and `finished` as the archive writes times (ISO 8601, UTC)."""

    @property
    def started(self) -> str: ...
    @property
    def finished(self) -> str: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def message(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Due:
    """The first day of China's calendar on which a portal is walked again, None while it is paused; why, in words,
    where it is not the ordinary round; how many refusals in a row there were."""

    day: date | None
    reason: str = ""
    refusals: int = 0

    def now(self, at: datetime) -> bool:
        """Whether the portal is due at a moment."""
        return self.day is not None and self.day <= at.astimezone(CHINA).date()


def due(policy: Policy, paused: str, walks: Sequence[Walked]) -> Due:
    """When a portal with these closed walks, newest first, is due.

    Days count from the day a walk began, so that a daily timer finds a portal due although yesterday's walk took hours;
    after a refusal they count from the day it was met.
    """
    if paused:
        return Due(None, f"paused: {paused}")
    if not walks:
        return Due(date.min, "never walked")
    refusals = 0
    for walk in walks:
        if walk.outcome != "blocked":
            break
        refusals += 1
    if refusals:
        days = policy.back_off[min(refusals, len(policy.back_off)) - 1]
        times = "once" if refusals == 1 else f"{refusals} times in a row"
        return Due(_day(walks[0].finished) + timedelta(days=days), f"left alone {days} d: refused {times}", refusals)
    last = _day(walks[0].started)
    return Due(next_day(policy, last))


def went_on_since(walks: Sequence[Walked]) -> str | None:
    """When the first one of the last walks in a row began that the schedule's hours ended; None where the last one was
    not. What was looked at since need not be looked at again until a walk comes to its end."""
    since = None
    for walk in walks:
        if walk.outcome != "cut_short" or not (walk.message or "").startswith(f"{HOURS}:"):
            break
        since = walk.started
    return since


def next_day(policy: Policy, last: date) -> date:
    """The first day that lies as far after `last` as its own month asks for."""
    day = last + timedelta(days=min(policy.in_season, policy.days))
    while (day - last).days < (policy.in_season if day.month in policy.season else policy.days):
        day += timedelta(days=1)
    return day


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(CHINA).date()
