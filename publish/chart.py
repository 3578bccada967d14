"""Bars of counts by report year as SVG without style or script; a year without a number has a mark of its own.

Bars, not lines: the forms of 2019 and 2021 count differently, and a line over the seam would be a trend that is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.words import Words

SEAM = 2021
"""The first report year of the form of 2021 (国办公开办函〔2021〕30号)."""
HEIGHT, TOP, BOTTOM, LEFT = 150, 14, 22, 44
GROUP, GAP = 46, 14


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by year; None where there is none (blank, or not read), no key where there is no report."""

    name: Words
    counts: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `blank` where there is no number. `said` is its title."""

    number: int
    x: float
    y: float
    width: float
    height: float
    blank: bool
    said: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template draws: bars, labels of years (x, year), lines of the scale (y, count), x of the seam or None."""

    title: Words
    series: tuple[Series, ...]
    years: tuple[int, ...]
    width: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    labels: tuple[tuple[float, int], ...]
    seam: float | None


def _step(largest: int) -> int:
    """1, 2 or 5 times a power of ten, so that the scale has at most five lines."""
    step = 1
    while largest > 5 * step:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def chart(title: Words, series: Sequence[Series], years: Sequence[int]) -> Chart | None:
    """A group of bars for each year from the first to the last; None where no series has a count."""
    known = [count for one in series for count in one.counts.values() if count is not None]
    if not known or not years:
        return None
    step = _step(max(1, *known))
    top = -(-max(1, *known) // step) * step
    floor = HEIGHT - BOTTOM
    scale = (floor - TOP) / top
    span = range(min(years), max(years) + 1)
    width = GROUP / len(series)
    bars: list[Bar] = []
    for place, year in enumerate(span):
        for number, one in enumerate(series):
            if year not in one.counts:
                continue
            count = one.counts[year]
            x = LEFT + place * (GROUP + GAP) + number * width
            said = f"{year} {one.name[0]} {'没有数字 no number' if count is None else count}"
            tall = 6.0 if count is None else max(1.0, count * scale)
            bars.append(
                Bar(number, round(x, 1), round(floor - tall, 1), round(width, 1), round(tall, 1), count is None, said)
            )
    seam = LEFT + (SEAM - span.start) * (GROUP + GAP) - GAP / 2 if span.start < SEAM <= span.stop - 1 else None
    return Chart(
        title,
        tuple(series),
        tuple(span),
        LEFT + len(span) * (GROUP + GAP),
        tuple(bars),
        tuple((round(floor - at * scale, 1), at) for at in range(0, top + 1, step)),
        tuple((LEFT + place * (GROUP + GAP) + GROUP / 2, year) for place, year in enumerate(span)),
        seam,
    )
