"""Heading lines of a statistics form as geometry: which columns hold names, units, figures; tables side by side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from parse.legacy import columns
from parse.tables.lines import Line, Unit

Heading = tuple[columns.Role | None, Unit]


@dataclass(frozen=True, slots=True)
class Panel:
    """A label column (or several), its unit column and its figure columns; two tables side by side are two panels."""

    start: int
    labels_end: int
    end: int
    unit: tuple[int, int] | None
    figures: tuple[tuple[int, int], ...]
    asides: tuple[tuple[int, int], ...]
    headings: tuple[str, ...]


def panels_of(line: Line, below: Line | None) -> tuple[Panel, ...]:
    """The panels that a heading line opens, or none where the line is no heading of a statistics form."""
    heads = [(columns.role_of(unit.text), unit) for unit in line.printed]
    if not any(role == "label" for role, _ in heads) or any(role is None for role, _ in heads):
        return ()
    if not any(role in ("figure", "unit") for role, _ in heads):
        return ()
    heads = [
        (role, unit)
        for head in heads
        for role, unit in (_refined(head[1], below) if head[0] == "figure" and below else [head])
    ]
    opened: list[list[Heading]] = []
    for role, unit in heads:
        if role == "label" or not opened:
            if role == "label" and opened and not any(r == "label" for r, _ in opened[-1]):
                opened[-1].append((role, unit))  # 序号 | 指标名称
            else:
                opened.append([(role, unit)])
        else:
            opened[-1].append((role, unit))
    opened = _asides_first(opened)
    panels = []
    for at, panel in enumerate(opened):
        end = opened[at + 1][0][1].start if at + 1 < len(opened) else 10**6
        label = next((unit for role, unit in panel if role == "label"), None)
        figures = tuple(unit for role, unit in panel if role == "figure")
        named = next((unit for role, unit in panel if role == "unit"), None)
        if label is None or not figures:
            return ()
        first = min((other.start for role, other in panel if other.start > label.start), default=None)
        if first is None:
            return ()
        asides = tuple((other.start, other.end) for role, other in panel if role == "aside")
        places = tuple((one.start, one.end) for one in figures)
        headings = tuple(one.text for one in figures)
        place = (named.start, named.end) if named else None
        panels.append(Panel(label.start, first, end, place, places, asides, headings))
    return tuple(panels)


def _asides_first(opened: list[list[Heading]]) -> list[list[Heading]]:
    """序号 before the second 指标名称 belongs to the second panel."""
    for left, right in pairwise(opened):
        if left[-1][0] == "aside" and any(role == "aside" for role, _ in opened[0][:1]):
            right.insert(0, left.pop())
    return opened


def _refined(unit: Unit, below: Line) -> list[Heading]:
    """A heading over several columns, cut by the headings on the line below it."""
    under = [other for other in below.printed if unit.start <= other.start and other.end <= unit.end
             and not other.from_above]  # fmt: skip
    if len(under) > 1 and all(columns.role_of(other.text) == "figure" for other in under):
        return [("figure", other) for other in under]
    return [("figure", unit)]


def same(panels: tuple[Panel, ...], others: tuple[Panel, ...]) -> bool:
    """Whether a heading line repeats that of the table."""
    return [panel.headings for panel in panels] == [panel.headings for panel in others]


def is_heading(line: Line) -> bool:
    """Whether a line repeats headings and holds nothing else."""
    roles = [columns.role_of(unit.text) for unit in line.printed]
    return None not in roles and ("label" in roles or len(roles) > 1)
