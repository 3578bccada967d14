"""When a portal is walked, and how often its reports are looked at: one set of plain values for all portals, which the
operator's file and a portal's own line may change.

The values are written `name=value`, divided by blanks in the column `schedule` of a portals table, and as the keys of
`[schedule]` in the operator's file: `season=1-3 in_season=1 days=7 looks=1:7,3:30,180 back_off=1,3,7,14,30
rest=8:00-18:00 rest_days=1-5 hours=20`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from typing import Any

CHINA = timezone(timedelta(hours=8))
"""The one clock of every portal."""


class PolicyError(ValueError):
    """A value of the schedule cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The values, in days of China's calendar.

    `season`: the months in which reports are published (the law says by 31 January for bodies, 31 March for counties);
    `in_season` and `days`: from one walk to the next, in these months and in the others; `looks`: (years, days), a
    report of at most so many years ago is asked for again after so many days, the last pair holds for the rest;
    `back_off`: days to leave a host alone after its first refusal, the second in a row, …, the last for all further
    ones; `rest`: the host's working hours, in which it is left alone, None for none; `rest_days`: on which days of the
    week, Monday 1; `hours`: after how many a walk that was due ends, so that a slow host does not hold up the others.
    """

    season: tuple[int, ...] = (1, 2, 3)
    in_season: int = 1
    days: int = 7
    looks: tuple[tuple[int | None, int], ...] = ((1, 7), (3, 30), (None, 180))
    back_off: tuple[int, ...] = (1, 3, 7, 14, 30)
    rest: tuple[time, time] | None = None
    rest_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    hours: int = 20

    def changed(self, values: Mapping[str, Any]) -> Policy:
        """This policy with some values replaced. Raises PolicyError."""
        read: dict[str, Any] = {}
        for name, value in values.items():
            if name not in _READERS:
                raise PolicyError(f"schedule: {name!r} is unknown; known are {', '.join(_READERS)}")
            try:
                read[name] = _READERS[name](str(value).strip())
            except ValueError as error:
                raise PolicyError(f"schedule: {name}={value} cannot be used ({error})") from error
        return replace(self, **read)

    def rests_until(self, now: datetime) -> datetime | None:
        """When the working hours end in which `now` lies, or None."""
        if self.rest is None:
            return None
        here, (first, last) = now.astimezone(CHINA), self.rest
        if here.isoweekday() in self.rest_days and first <= here.time() < last:
            return here.replace(hour=last.hour, minute=last.minute, second=0, microsecond=0)
        return None

    def days_between_looks(self, report_year: int | None, now: datetime) -> int:
        """Days from one look at a report to the next; a report without a year counts as one of last year."""
        age = 0 if report_year is None else now.astimezone(CHINA).year - 1 - report_year
        return next(days for years, days in self.looks if years is None or age <= years)


def policy_text(text: str, base: Policy | None = None) -> Policy:
    """A policy with the values of a portal's line. Raises PolicyError."""
    values: dict[str, str] = {}
    for word in text.split():
        name, equals, value = word.partition("=")
        if not equals:
            raise PolicyError(f"schedule: {word!r} is not name=value")
        values[name] = value
    return (base or Policy()).changed(values)


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("at least 1")
    return number


def _between(most: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        numbers: list[int] = []
        for part in filter(None, text.split(",")):
            first, _, last = part.partition("-")
            numbers.extend(range(int(first), int(last or first) + 1))
        if any(not 1 <= number <= most for number in numbers):
            raise ValueError(f"from 1 to {most}")
        return tuple(numbers)

    return read


def _looks(text: str) -> tuple[tuple[int | None, int], ...]:
    pairs: list[tuple[int | None, int]] = []
    for part in text.split(","):
        years, colon, days = part.rpartition(":")
        pairs.append((int(years) if colon else None, _number(days)))
    if [years for years, _ in pairs].count(None) != 1 or pairs[-1][0] is not None:
        raise ValueError("years:days, … and at the end the days for the rest")
    return tuple(pairs)


def _back_off(text: str) -> tuple[int, ...]:
    return tuple(_number(part) for part in text.split(","))


def _rest(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", text)
    if not match:
        raise ValueError("like 8:00-18:00")
    hours = [int(part) for part in match.groups()]
    first, last = time(hours[0], hours[1]), time(hours[2], hours[3])
    if first >= last:
        raise ValueError("the end lies before the beginning")
    return first, last


_READERS: dict[str, Callable[[str], Any]] = {
    "season": _between(12),
    "in_season": _number,
    "days": _number,
    "looks": _looks,
    "back_off": _back_off,
    "rest": _rest,
    "rest_days": _between(7),
    "hours": _number,
}
