"""Columns that no rule draws: where figures stand one below the other, and the headings over them.

Each cell of a table keeps to its own strip of the page, so that what overlaps from left to right is one column and what
does not may be two. A column is believed if a heading stands over it; a column without figures only if its heading is a
name that the form has. Where headings and figures stand side by side, their order decides if their number is the same.
Anything else is None: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parse.carrier.pdf_lines import Line, is_wide
from parse.label_form import label_form
from parse.schema import APPLICANT_COLUMNS, OUTCOME_COLUMNS, proactive_blocks

_GAP_OF_FIGURES, _GAP, _GAP_OF_WORDS = 0.12, 0.3, 0.45
"""Gaps (in widths of a Chinese character) that divide two figures, a figure from a word, and two words."""
_FIGURE = re.compile(r"[+\-－]?[\d０-９][\d０-９,，.．]*(?:万元|元|件|条|项|个)?|[/／\-－—–―]+|无")
_ORDINAL_DOT = re.compile(r"[\d０-９]{1,2}[.．、]")
_ONE_CELL = 1.7
"""Lines of one heading cell are at most this far apart, in widths of a Chinese character."""
_NAMES = frozenset(
    label_form(label)
    for column in (
        *APPLICANT_COLUMNS,
        *OUTCOME_COLUMNS,
        *(column for edition in ("2019", "2021") for block in proactive_blocks(edition) for column in block.columns),
    )
    for label in (column.label, *column.variants)
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters of a line without a wide gap between them. `line` is the number of its line."""

    text: str
    x0: float
    x1: float
    line: int
    figure: bool


@dataclass(slots=True)
class Column:
    """A strip of the page with the headings over it (the lowest first) and whether figures stand in it."""

    x0: float
    x1: float
    figures: bool
    heading: list[Chunk] = field(default_factory=list)

    def meets(self, chunk: Chunk) -> bool:
        return chunk.x0 < self.x1 and chunk.x1 > self.x0

    def take(self, chunk: Chunk) -> None:
        self.x0, self.x1 = min(self.x0, chunk.x0), max(self.x1, chunk.x1)


def chunks_of(line: Line, number: int) -> list[Chunk]:
    """A line cut at its gaps."""
    found: list[Chunk] = []
    text, x0, x1 = "", 0.0, 0.0
    for glyph in line.glyphs:
        if glyph.char.isspace() or glyph.char in "\u200b\ufeff":
            continue
        if text:
            digits = (text[-1].isdigit() or text[-1] in ",.") + (glyph.char.isdigit() or glyph.char in ",.")
            far = (_GAP_OF_WORDS, _GAP, _GAP_OF_FIGURES)[digits]
            if glyph.char == text[-1] and glyph.x0 < x1 - 0.8 * (glyph.x1 - glyph.x0):
                continue  # printed twice
            if glyph.x0 - x1 > far * line.em:
                found.append(_chunk(text, x0, x1, number))
                text = ""
        if not text:
            x0 = glyph.x0
        text, x1 = text + glyph.char, max(glyph.x1, x0)
    if text:
        found.append(_chunk(text, x0, x1, number))
    return found


def _chunk(text: str, x0: float, x1: float, number: int) -> Chunk:
    figure = _FIGURE.fullmatch(text) is not None and _ORDINAL_DOT.fullmatch(text) is None
    return Chunk(text, x0, x1, number, figure)


def is_row(chunks: Sequence[Chunk]) -> bool:
    """Whether a line has figures at its end and words only before them."""
    first = next((index for index, chunk in enumerate(chunks) if chunk.figure), None)
    return first is not None and all(chunk.figure for chunk in chunks[first:]) and (first > 0 or len(chunks) > 2)


def strips(figures: Iterable[Chunk]) -> list[Column]:
    """Figures that overlap from left to right, from left to right."""
    columns: list[Column] = []
    for chunk in sorted(figures, key=lambda chunk: chunk.x0):
        if columns and chunk.x0 < columns[-1].x1:
            columns[-1].take(chunk)
        else:
            columns.append(Column(chunk.x0, chunk.x1, True))
    return columns


def columns_of(
    figures: Sequence[Chunk], headings: Sequence[Chunk], heights: Sequence[float], em: float
) -> tuple[list[Column], list[Chunk]] | None:
    """(columns with their headings, headings over several of them), or None where they do not decide.

    `headings` are the words over the columns, `heights` the height of each line by its number.
    """
    columns = strips(figures)
    over: list[Chunk] = []
    for chunk in sorted(headings, key=lambda chunk: -chunk.line):
        met = [column for column in columns if column.meets(chunk)]
        if len(met) > 1:
            over.append(chunk)
        elif not met:
            columns.append(Column(chunk.x0, chunk.x1, False, [chunk]))
            columns.sort(key=lambda column: column.x0)
        elif met[0].heading and heights[chunk.line] - heights[met[0].heading[-1].line] > _ONE_CELL * em:
            over.append(chunk)
        else:
            met[0].heading.append(chunk)
            if not met[0].figures:
                met[0].take(chunk)
    paired = _paired(columns)
    if paired is None:
        return None
    for column in paired:
        name = label_form("".join(chunk.text for chunk in reversed(column.heading)))
        if not column.figures and name not in _NAMES:
            return None
    if any(behind.x0 < before.x1 for before, behind in pairwise(paired)):
        return None
    return paired, over


def _paired(columns: Sequence[Column]) -> list[Column] | None:
    """Headings that stand beside their figures put together with them: between two columns that have both, as many
    headings as strips of figures can only belong together one by one."""
    whole: list[Column] = []
    open_columns: list[Column] = []
    for column in (*columns, None):
        if column is not None and not (column.figures and column.heading):
            open_columns.append(column)
            continue
        alone = [other for other in open_columns if other.figures]
        names = [other for other in open_columns if not other.figures]
        if alone and names:
            if len(alone) != len(names):
                return None
            for strip, name in zip(alone, names, strict=True):
                strip.heading = name.heading
                strip.x0, strip.x1 = min(strip.x0, name.x0), max(strip.x1, name.x1)
            whole += alone
        else:
            whole += open_columns
        open_columns = []
        if column is not None:
            whole.append(column)
    return whole


def is_word(chunk: Chunk) -> bool:
    """Whether a chunk holds Chinese words."""
    return any(is_wide(char) for char in chunk.text) and not chunk.figure
