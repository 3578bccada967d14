"""What a portal is expected to give, as data, and what is said when it gives something else.

A portal's line may ask for least numbers, `listed>=40 lists>=12`: a walk below one of them is no success.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.policy import PolicyError

_TERM = re.compile(r"(listed|lists|documents)>=(\d+)")


@dataclass(frozen=True, slots=True)
class Surprise:
    """A walk that is not as expected."""

    seen: int
    expected: int
    message: str


def expectations_of(text: str) -> dict[str, int]:
    """The least numbers that a line asks for, by what is counted: `listed` (addresses on the lists), `lists` (pages of
    lists), `documents` (pages and files that may be reports). Raises PolicyError."""
    found: dict[str, int] = {}
    for word in text.split():
        match = _TERM.fullmatch(word)
        if not match:
            raise PolicyError(f"expectations: {word!r} is not like listed>=40, lists>=12 or documents>=40")
        found[match[1]] = int(match[2])
    return found


def below(least: Mapping[str, int], counted: Mapping[str, int]) -> Surprise | None:
    """The first least number that a walk did not reach."""
    for name, number in least.items():
        if counted[name] < number:
            return Surprise(
                counted[name], number, f"{counted[name]} {name}, although the portal's line expects at least {number}",
            )  # fmt: skip
    return None
