"""One figure of the form over many bodies: how many say what, and how large it is, so that no giant passes for a trend.

Blank, slash, 无, what we could not read, and a row that is not printed are never counted as 0 and never together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

Value = int | float | None

_COUNTED = {
    "blank": "blank",
    "slash": "slash",
    "none_word": "none_word",
    "unreadable": "not_read",
    "ambiguous": "not_read",
    "row_not_printed": "not_printed",
    "table_missing": "not_printed",
    "no_unit": "no_unit",
}
"""State of a cell → the column that counts it; `no_unit`: an amount whose unit is not printed cannot be compared."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Bodies by what their report has in one place of the form, and their numbers: `total` and `largest` None where
    there is no number; `median` of the numbers, zeros among them. `not_in_form`: reports whose form lacks the place."""

    reports: int
    numbers: int
    zeros: int
    blank: int
    slash: int
    none_word: int
    not_read: int
    not_printed: int
    no_unit: int
    not_in_form: int
    total: Value
    largest: Value
    median: Value


def _sum(numbers: Sequence[int | float]) -> int | float:
    return sum(numbers) if all(isinstance(one, int) for one in numbers) else round(fsum(numbers), 6)


def figures(cells: Iterable[tuple[Value, str]], reports: int) -> Figures:
    """Count (value, state) of the reports whose form has the place; `reports` counts those whose form lacks it too."""
    numbers: list[int | float] = []
    counted = dict.fromkeys(_COUNTED.values(), 0)
    for value, state in cells:
        if value is not None:
            numbers.append(value)
        elif state in _COUNTED:
            counted[_COUNTED[state]] += 1
    return Figures(
        reports=reports,
        numbers=len(numbers),
        zeros=numbers.count(0),
        **counted,
        not_in_form=reports - len(numbers) - sum(counted.values()),
        total=_sum(numbers) if numbers else None,
        largest=max(numbers, default=None),
        median=median(numbers) if numbers else None,
    )


@dataclass(frozen=True, slots=True)
class SameBodies:
    """The bodies with a number in two years that follow one another, in reports of one form, and their two totals."""

    same_bodies: int
    same_before: Value
    same_total: Value


def same_bodies(pairs: Sequence[tuple[int | float, int | float]]) -> SameBodies:
    """Of (number of the year before, number of the year)."""
    if not pairs:
        return SameBodies(0, None, None)
    return SameBodies(len(pairs), _sum([before for before, _ in pairs]), _sum([now for _, now in pairs]))
