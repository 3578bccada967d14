"""Table four where its totals tell that a row allows two readings: then nothing is decided.

A column without a heading leaves open which of the blank cells is its own. And a row that lost one cell and holds one
that does not belong has as many cells as the form: its figures between the two stand a column off. No value is ever
taken, changed or placed by a total here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from math import comb

from parse.schema import LITIGATION_GROUPS, OUTCOME_COLUMNS
from parse.tables.lines import Unit
from parse.tables.values import read_value

MAX_READINGS = 2_000
"""Readings of one row that are compared; where there are more, nothing is decided."""
_FIVE = len(OUTCOME_COLUMNS)
_TOTAL = _FIVE - 1
_WRONG = 2
"""Wrong totals of one row from which on another reading of it is looked for."""


def only_reading(units: Sequence[Unit], taken: Sequence[Unit]) -> bool:
    """Whether a row with more cells than columns allows no reading but the one taken.

    Any of its blank cells may be that of the column without a heading. Where they make a difference, the reading taken
    counts only if 维持 + 纠正 + 其他 + 尚未审结 = 总计 in every group, and in no other reading.
    """
    blanks = [at for at, unit in enumerate(units) if unit.blank]
    surplus = len(units) - len(taken)
    if surplus <= 0 or surplus > len(blanks):
        return True
    if comb(len(blanks), surplus) > MAX_READINGS:
        return False
    own = tuple(unit.text if not unit.blank else "" for unit in taken)
    others = {kept: reading for kept, reading in _without(units, blanks, surplus) if kept != own}
    return not others or (_holds(taken) and not any(map(_holds, others.values())))


def _without(
    units: Sequence[Unit], blanks: Sequence[int], surplus: int
) -> Iterator[tuple[tuple[str, ...], tuple[Unit, ...]]]:
    """(what is printed, the cells) of a row with that many of its blank cells left out, in every way."""
    for left_out in combinations(blanks, surplus):
        kept = tuple(unit for at, unit in enumerate(units) if at not in left_out)
        yield tuple(unit.text if not unit.blank else "" for unit in kept), kept


def _holds(units: Sequence[Unit]) -> bool:
    numbers, unknown = _numbers(units)
    return not unknown and _all_right(numbers)


def may_be_a_column_off(units: Sequence[Unit], total: int = _TOTAL) -> bool:
    """Whether the cells of a whole row may stand a column off between a lost cell and one that does not belong.

    `units` are the fifteen as printed, group after group; `total` is the place of 总计 in each group. A cell of words
    may be the one that does not belong: its row is taken only where all totals are right, and wrong or the same with a
    cell lost in another group. A row of numbers is left
    undecided only where two totals or more are wrong, and all are right with one cell taken out and an unknown
    one put in elsewhere, one of the wrong ones by its own figures. One wrong total stays as printed.
    """
    numbers, unknown = _numbers(units)
    if len(numbers) != _FIVE * len(LITIGATION_GROUPS) or any(unit.doubtful for unit in units):
        return False
    if unknown:
        return not _all_right(numbers, unknown, total) or any(
            _differs(numbers, other, {*unknown, lost})
            for out in unknown
            for lost, other in _moved(numbers, out)
            if lost // _FIVE != out // _FIVE and len(unknown) == 1 and _all_right(other, {lost}, total)
        )
    wrong = [at for at in range(0, len(numbers), _FIVE) if _off(numbers[at : at + _FIVE], total)]
    return len(wrong) >= _WRONG and any(
        _all_right(other, {lost}, total)
        and any(other[at + total] for at in wrong if not at <= lost < at + _FIVE)  # groups of zeros prove nothing
        for out in range(len(numbers))
        for lost, other in _moved(numbers, out)
    )


def _moved(numbers: Sequence[int], out: int) -> Iterator[tuple[int, list[int]]]:
    """(place of a lost cell, the row with it) for a row whose cell `out` does not belong."""
    rest = [*numbers[:out], *numbers[out + 1 :]]
    for lost in range(len(numbers)):
        if lost != out:
            yield lost, [*rest[:lost], 0, *rest[lost:]]


def _differs(one: Sequence[int], other: Sequence[int], unknown: Collection[int]) -> bool:
    return any(a != b for at, (a, b) in enumerate(zip(one, other, strict=True)) if at not in unknown)


def _numbers(units: Sequence[Unit]) -> tuple[list[int], frozenset[int]]:
    """The counts of the cells, 0 for nothing, and the places of those that say neither a count nor nothing."""
    numbers: list[int] = []
    unknown: set[int] = set()
    for at, unit in enumerate(units):
        reading = read_value(unit.text, "count")
        numbers.append(reading.value if isinstance(reading.value, int) else 0)
        if not isinstance(reading.value, int) and reading.state not in ("blank", "slash", "none_word"):
            unknown.add(at)
    return numbers, frozenset(unknown)


def _off(group: Sequence[int], total: int) -> int:
    """By how much the outcomes of one group exceed its total."""
    return sum(group) - 2 * group[total]


def _all_right(numbers: Sequence[int], unknown: Collection[int] = (), total: int = _TOTAL) -> bool:
    """Whether every total is right, with some number or other in the unknown places."""
    for at in range(0, len(numbers), _FIVE):
        off = _off(numbers[at : at + _FIVE], total)
        free = [place - at for place in unknown if at <= place < at + _FIVE]
        if off and total not in free and (not free or off > 0):
            return False
    return True
