"""What two texts have in common: the longest common runs, found by their seeds, and the share of one's own wording."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from findings.wording import Wording

SEED_UNITS = 8
"""Runs are looked for by pieces of this length."""
PASSAGE_UNITS = 16
"""A shorter run in common is chance: the units of a clause."""


@dataclass(frozen=True, slots=True)
class Common:
    """The share of own wording that stands in the other text, in units, and the passages: (start, length, start there,
    length there) in characters of each text."""

    own_units: int
    shared_units: int
    passages: tuple[tuple[int, int, int, int], ...]

    @property
    def share(self) -> float:
        """0 to 1; 0 where there is no own wording."""
        return self.shared_units / self.own_units if self.own_units else 0.0


def _run(one: str, at: int, other: str, there: int, back_to: int) -> tuple[int, int, int]:
    """The longest run alike around two places of a seed: (start, start there, length); not before `back_to`."""
    start, start_there = at, there
    while start > back_to and start_there > 0 and one[start - 1] == other[start_there - 1]:
        start, start_there = start - 1, start_there - 1
    end, end_there = at + SEED_UNITS, there + SEED_UNITS
    while end < len(one) and end_there < len(other) and one[end] == other[end_there]:
        end, end_there = end + 1, end_there + 1
    return start, start_there, end - start


def common(one: Wording, other: Wording, not_own: Container[int]) -> Common:
    """What of `one`'s own wording stands in `other`. `not_own`: sentences of `one` that many reports have."""
    stream, there = one.stream, other.stream
    own = bytearray(len(stream))
    for first, length, sentence in one.own:
        if sentence not in not_own:
            own[first : first + length] = b"\1" * length
    # the first place of each seed: a run that begins with a set phrase is found by what follows, and goes back to it
    seeds = {there[at : at + SEED_UNITS]: at for at in range(len(there) - SEED_UNITS, -1, -1)}
    shared, passages, at, done = 0, [], 0, 0
    while at <= len(stream) - SEED_UNITS:
        place = seeds.get(stream[at : at + SEED_UNITS])
        if place is None:
            at += 1
            continue
        start, start_there, length = _run(stream, at, there, place, done)
        if length < PASSAGE_UNITS:
            at += 1
            continue
        of_own = own.count(1, start, start + length)
        if of_own:
            shared += of_own
            last, last_there = start + length - 1, start_there + length - 1
            passages.append(
                (
                    one.starts[start],
                    one.ends[last] - one.starts[start],
                    other.starts[start_there],
                    other.ends[last_there] - other.starts[start_there],
                )
            )
        at = done = start + length
    return Common(own.count(1), shared, tuple(passages))
