"""The figures of a report before 2019 as lines of a page: sentences with their figures, rows of a form below their
headings."""

from __future__ import annotations

from dataclasses import dataclass

from publish.database import Row
from publish.words import STATE

MARKS = {"slash": "／", "none_word": "无", "unreadable": "？", "ambiguous": "？"}
"""What stands in the place of a figure that is null, by its state; a blank stays empty and is shaded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading of a form or a sentence (`figure` None), or a figure. `depth` counts headings above it."""

    text: str
    depth: int = 0
    figure: Row | None = None
    said: bool = False
    """Whether the line is a sentence of the running text."""


def lines(figures: list[Row]) -> list[Line]:
    """Figures in printed order; a sentence stands above its figures once, a heading above the rows that it heads."""
    found: list[Line] = []
    above: list[str] = []
    sentence = None
    for figure in figures:
        heading = figure["heading"]
        in_text = heading is None and not figure["sentence"].startswith(figure["label"])
        if in_text and figure["sentence"] != sentence:
            found.append(Line(figure["sentence"], said=True))
        sentence = figure["sentence"] if in_text else None
        path = heading.split("\n") if heading else []
        same = 0
        while same < len(path) and same < len(above) and path[same] == above[same]:
            same += 1
        found.extend(Line(path[depth], depth) for depth in range(same, len(path)))
        found.append(Line(figure["label"], len(path), figure))
        above = [] if in_text else [*path, figure["label"]]
    return found


def place(figure: Row, column: str) -> tuple[str, str, str]:
    """State, mark and explanation of the place of a null figure; `column` is value or cumulative."""
    state = figure["state" if column == "value" else "cumulative_state"]
    if state is None and column == "value" and figure["cumulative"] is None:
        state = "unreadable"  # an older reading did not say why
    if state is None:
        return "", "", ""
    return state, MARKS.get(state, ""), " / ".join(STATE.get(state, ("", "")))
