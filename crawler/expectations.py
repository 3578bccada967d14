"""What a portal is expected to give, as data, and what is said when it gives something else.

Fewer addresses on its lists than at the walk before, and none, are errors; many more is a warning. A portal's line may
ask for a least number itself, `listed>=40 lists>=12`: a walk below it is no success, whatever was walked before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.policy import Policy, PolicyError

_TERM = re.compile(r"(listed|lists|documents)>=(\d+)")


@dataclass(frozen=True, slots=True)
class Surprise:
    """A walk that is not as expected; `kind` is the problem's."""

    kind: Literal["below_expectation", "fewer_than_before", "many_more_than_before"]
    severity: Literal["error", "warning"]
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
                "below_expectation", "error", counted[name], number,
                f"{counted[name]} {name}, although the portal's line expects at least {number}",
            )  # fmt: skip
    return None


def against_before(listed: int, before: int | None, policy: Policy) -> Surprise | None:
    """How the addresses on a portal's lists compare with those of the walk before (None: there was none)."""
    if not before:
        return None
    if listed < before:
        return Surprise(
            "fewer_than_before", "error", listed, before, f"the lists hold {listed} addresses, {before} the time before"
        )
    if listed > before * policy.many_more:
        return Surprise(
            "many_more_than_before", "warning", listed, before,
            f"the lists hold {listed} addresses, only {before} the time before",
        )  # fmt: skip
    return None
