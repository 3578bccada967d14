"""What two texts have in common: the longest common runs, found by their seeds, and the share of one's own wording."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from findings.wording import Wording

SEED_UNITS = 8
"""Runs are looked for by pieces of this length."""
PASSAGE_UNITS = 16
"""A shorter run in common is chance: the units of a clause."""
PLACES_AT_MOST = 4
"""Places of a seed in the other text that are tried."""


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


def _seeds(stream: str) -> dict[str, list[int]]:
    seeds: dict[str, list[int]] = {}
    for at in range(len(stream) - SEED_UNITS + 1):
        places = seeds.setdefault(stream[at : at + SEED_UNITS], [])
        if len(places) < PLACES_AT_MOST:
            places.append(at)
    return seeds


def _run(one: str, at: int, other: str, there: int) -> int:
    """How far two streams go on alike from these places."""
    length = SEED_UNITS
    end = min(len(one) - at, len(other) - there)
    while length < end and one[at + length] == other[there + length]:
        length += 1
    return length


def common(one: Wording, other: Wording, not_own: Container[int]) -> Common:
    """What of `one`'s own wording stands in `other`. `not_own`: sentences of `one` that many reports have."""
    own = [sentence is not None and sentence not in not_own for sentence in one.sentence]
    seeds, stream, there = _seeds(other.stream), one.stream, other.stream
    shared, passages, at = 0, [], 0
    while at <= len(stream) - SEED_UNITS:
        places = seeds.get(stream[at : at + SEED_UNITS])
        if not places:
            at += 1
            continue
        length, place = max((_run(stream, at, there, place), -place) for place in places)
        if length < PASSAGE_UNITS:
            at += 1
            continue
        place = -place
        of_own = sum(own[at : at + length])
        if of_own:
            shared += of_own
            last, last_there = at + length - 1, place + length - 1
            passages.append(
                (
                    one.starts[at],
                    one.ends[last] - one.starts[at],
                    other.starts[place],
                    other.ends[last_there] - other.starts[place],
                )
            )
        at += length
    return Common(sum(own), shared, tuple(passages))
