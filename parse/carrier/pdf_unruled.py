"""Tables without vertical rules, or without any: lines whose figures stand below headings become Grids.

The columns follow from `pdf_columns`, the rows from the heights of figures and of the label beside them, or from the
horizontal rules where there are any. What these do not decide stays lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from parse.carrier.pdf_columns import Chunk, Column, chunks_of, columns_of, is_row, is_word
from parse.carrier.pdf_lines import Line, has_ordinal
from parse.carrier.pdf_page import Rule
from parse.document import Grid, GridCell
from parse.headings import read_heading

_BLOCK = re.compile(r"\s*第二十条第\s*[（(]\s*[一二三四五六七八九]\s*[）)]\s*项\s*")
"""What opens a block of table two; each block has columns of its own."""
_BESIDE = 0.95
"""A line nearer than this to a row of figures (in widths of a Chinese character) stands beside it."""
_PITCH = 1.75
"""Lines of one label are at most this far apart."""
_EQUAL = 0.2
_BODY = 0.75
"""A line of one piece this wide (part of the widest) is text, no heading of a table."""
_ENDS = "。：；:;"
_PAGE = 100_000.0
"""Higher than any page: so far apart are lines of two pages."""
_LAST = frozenset("0123456789０１２３４５６７８９/／-－—–―无元件条项个")
"""What a figure ends with."""
MAX_LINES = 6_000
MAX_COLUMNS = 40


@dataclass(slots=True)
class _Row:
    figures: list[Chunk] = field(default_factory=list)
    leaf: list[Chunk] = field(default_factory=list)
    outer: list[Chunk] = field(default_factory=list)
    at: int = 0

    def label(self) -> str:
        return "\n".join(chunk.text for chunk in sorted(self.leaf, key=lambda chunk: chunk.line))


@dataclass(frozen=True, slots=True)
class Found:
    """A table in the lines [start, end)."""

    start: int
    end: int
    grid: Grid


def unruled(lines: Sequence[Line], rules: Mapping[int, Sequence[Rule]]) -> list[Found]:
    """The tables in a run of lines; `rules` are the horizontal ones of each page."""
    if len(lines) < 2 or len(lines) > MAX_LINES:
        return []
    found: list[Found] = []
    widest = max(line.x1 - line.x0 for line in lines)
    chunks: list[list[Chunk]] = [[] for _ in lines]
    for start, end in _segments(lines):
        if not any(line.text[-1] in _LAST for line in lines[start:end]):
            continue
        chunks[start:end] = [chunks_of(line, number) for number, line in enumerate(lines[start:end], start)]
        table = _Table(lines, chunks, rules, widest).read(start, end)
        if table is not None:
            found.append(table)
    return found


def _segments(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Runs of lines between the headings of sections and the titles of blocks; a title belongs to what follows."""
    cuts = [0]
    for number, line in enumerate(lines):
        heading = read_heading(line.text)
        if _BLOCK.fullmatch(line.text):
            cuts.append(number)
        elif heading is not None and heading.key is not None:
            cuts += [number, number + 1]
    cuts.append(len(lines))
    return [(start, end) for start, end in pairwise(cuts) if end - start >= 2]


@dataclass(slots=True)
class _Table:
    lines: Sequence[Line]
    chunks: Sequence[list[Chunk]]
    rules: Mapping[int, Sequence[Rule]]
    widest: float
    rows: frozenset[int] = frozenset()
    """The lines that hold figures."""

    def read(self, start: int, end: int) -> Found | None:
        """The table in the lines [start, end), or None."""
        rows = [number for number in range(start, end) if is_row(self.chunks[number])]
        if not rows:
            return None
        # below the first row a line of one figure may be the rest of one that its cell broke
        rows = [n for n in range(rows[0], end) if n in rows or all(chunk.figure for chunk in self.chunks[n])]
        self.rows = frozenset(rows)
        title = start if _BLOCK.fullmatch(self.lines[start].text) else None
        first = self._first(start if title is None else start + 1, rows[0])
        if first == rows[0]:
            return None  # figures without a heading
        figures = [chunk for number in rows for chunk in self.chunks[number] if chunk.figure]
        labels = [chunk for number in rows for chunk in self.chunks[number] if not chunk.figure]
        edge = max((chunk.x1 for chunk in labels), default=float("-inf"))
        if labels and edge > min(chunk.x0 for chunk in figures):
            return None
        last = self._last(rows[-1], end, edge)
        names = [
            chunk
            for number in range(first, rows[0])
            for chunk in self.chunks[number]
            if chunk.x0 >= edge and is_word(chunk)
        ]
        em = median(self.lines[number].em for number in rows)
        found = columns_of(figures, names, [line.page * _PAGE - line.y for line in self.lines], em)
        if found is None or not 1 <= len(found[0]) <= MAX_COLUMNS:
            return None
        columns, over = found
        if not any(column.heading for column in columns):
            return None
        named = {id(chunk) for column in columns for chunk in column.heading} | set(map(id, over))
        above = [chunk for number in range(first, rows[0]) for chunk in self.chunks[number] if id(chunk) not in named]
        repeated = self._repeated(first, rows[0], last)
        body = [number for number in range(rows[0], last) if number not in repeated]
        ends = min(column.x0 for column in columns)
        blank = [number for number in range(first, rows[0]) if self._is_blank_row(number, ends)]
        made = self._rows([*blank, *body], columns, em)
        if made is None:
            return None
        used = set(blank)
        above = [chunk for chunk in above if chunk.line not in used]
        begin = first if title is None else title
        return Found(begin, last, self._grid(title, columns, over, above, made, bool(labels)))

    def _first(self, start: int, row: int) -> int:
        """Where the heading of the table begins: behind the last line that is text."""
        for number in range(row - 1, start - 1, -1):
            line = self.lines[number]
            pieces = self.chunks[number]
            single = len(pieces) == 1 or any(chunk.x1 - chunk.x0 > _BODY * self.widest for chunk in pieces)
            if single and (line.x1 - line.x0 > _BODY * self.widest or line.text[-1] in _ENDS):
                return number + 1
            if row - number > 24:
                return number + 1
        return start

    def _last(self, row: int, end: int, edge: float) -> int:
        """Where the table ends: behind its last figures, and behind labels without figures below them."""
        last = row + 1
        for number in range(row + 1, end):
            line = self.lines[number]
            em = line.em
            inside = all(chunk.x1 <= edge + em for chunk in self.chunks[number])
            if not inside or line.text[-1] in _ENDS or line.page != self.lines[row].page:
                break
            near = self.lines[number - 1].y - line.y <= _PITCH * em
            if not near and not (has_ordinal(line.text) or self.chunks[number][0].x1 < edge - 2 * em):
                break
            last = number + 1
        return last

    def _is_blank_row(self, number: int, ends: float) -> bool:
        """Whether a line above the first figures is a row that was left blank."""
        pieces = self.chunks[number]
        return has_ordinal(self.lines[number].text) and all(chunk.x1 <= ends for chunk in pieces)

    def _repeated(self, first: int, row: int, last: int) -> set[int]:
        """Lines that repeat the heading at the head of another page."""
        heads = {self.lines[number].text for number in range(first, row)}
        found: set[int] = set()
        for number in range(row, last):
            line = self.lines[number]
            fresh = number and self.lines[number - 1].page != line.page
            if line.text in heads and (fresh or number - 1 in found):
                found.add(number)
        return found

    def _rows(self, numbers: Sequence[int], columns: Sequence[Column], em: float) -> list[_Row] | None:
        bands = self._bands(numbers, columns)
        return self._by_bands(numbers, bands) if bands is not None else self._by_heights(numbers, em)

    def _bands(self, numbers: Sequence[int], columns: Sequence[Column]) -> list[tuple[int, int]] | None:
        """For each line its page and the number of its band between rules; None without rules between the rows."""
        keys = []
        for number in numbers:
            line = self.lines[number]
            ruled = [
                rule.at
                for rule in self.rules.get(line.page, ())
                if rule.start < columns[0].x0 and rule.end > columns[-1].x0
            ]
            keys.append((line.page, sum(at > line.y for at in ruled)))
        rows = [key for key, number in zip(keys, numbers, strict=True) if number in self.rows]
        return keys if len(set(rows)) * 2 > len(rows) and len(set(keys)) > 1 and any(n for _, n in keys) else None

    def _by_bands(self, numbers: Sequence[int], bands: Sequence[tuple[int, int]]) -> list[_Row] | None:
        rows: dict[tuple[int, int], list[int]] = {}
        for number, band in zip(numbers, bands, strict=True):
            rows.setdefault(band, []).append(number)
        made = []
        for group in rows.values():
            row = _Row(at=group[0])
            words = []
            for number in group:
                row.figures += [chunk for chunk in self.chunks[number] if chunk.figure and number in self.rows]
                words += [c for c in self.chunks[number] if not (c.figure and number in self.rows)]
            self._share(row, words, [c for n in group if n in self.rows for c in self.chunks[n]])
            made.append(row)
        return made

    def _share(self, row: _Row, words: Sequence[Chunk], level: Sequence[Chunk]) -> None:
        """The words of a row to its own label and to those of cells that span rows: its own stands next to figures."""
        beside = [chunk for chunk in level if not chunk.figure] or list(words)
        if not beside:
            return
        own = max(beside, key=lambda chunk: chunk.x1)
        for chunk in words:
            (row.leaf if chunk.x0 < own.x1 and chunk.x1 > own.x0 else row.outer).append(chunk)

    def _by_heights(self, numbers: Sequence[int], em: float) -> list[_Row] | None:
        beside: dict[int, list[int]] = {number: [] for number in numbers if number in self.rows}
        alone: list[int] = []
        for number in numbers:
            if number in beside:
                continue
            line = self.lines[number]
            near = sorted((abs(self.lines[row].y - line.y), row) for row in beside if self.lines[row].page == line.page)
            near = [(away, row) for away, row in near if away < _BESIDE * em]
            if len(near) > 1 and near[1][0] - near[0][0] < _EQUAL * em:
                return None
            if near:
                beside[near[0][1]].append(number)
            else:
                alone.append(number)
        rows: list[_Row] = []
        for number in sorted([*beside, *alone]):
            self._add(rows, number, beside.get(number), em)
        return rows

    def _add(self, rows: list[_Row], number: int, beside: Sequence[int] | None, em: float) -> None:
        """One more line, as a row of its own or as a part of the row before."""
        pieces = self.chunks[number]
        row = _Row(at=number)
        if beside is not None:
            row.figures = [chunk for chunk in pieces if chunk.figure]
            words = [
                chunk
                for other in sorted((number, *beside))
                for chunk in self.chunks[other]
                if not (chunk.figure and other == number)
            ]
            self._share(row, words, pieces)
            before = rows[-1] if rows else None
            # without a label of its own it is no row: the figures of the one above may have been broken by their cells
            if before and (self._goes_on(before, row.leaf, em) or (before.figures and not row.leaf)):
                before.figures += row.figures
                before.leaf += row.leaf
                before.outer += row.outer
                return
            rows.append(row)
            return
        own = list(pieces)
        before = rows[-1] if rows else None
        if before and before.leaf:
            going = [chunk for chunk in own if self._goes_on(before, [chunk], em)]
            aside = [
                chunk
                for chunk in own
                if chunk not in going
                and not has_ordinal(chunk.text)
                and chunk.x1 <= min(part.x0 for part in before.leaf)
            ]
            if going or aside:
                before.leaf += going
                before.outer += aside
                own = [chunk for chunk in own if chunk not in going and chunk not in aside]
        if own:
            self._share(row, own, own)
            rows.append(row)

    def _goes_on(self, row: _Row, more: Sequence[Chunk], em: float) -> bool:
        """Whether words go on the numbered label of a row: below it, without a number of their own."""
        if not row.leaf or not more:
            return False
        last, first = max(row.leaf, key=lambda chunk: chunk.line), min(more, key=lambda chunk: chunk.line)
        above, below = self.lines[last.line], self.lines[first.line]
        label = row.label()
        return (
            has_ordinal(label)
            and not has_ordinal(first.text)
            and above.page == below.page
            and 0 < above.y - below.y <= _PITCH * em
            and first.x0 < last.x1
            and first.x1 > last.x0
        )

    def _grid(
        self,
        title: int | None,
        columns: Sequence[Column],
        over: Sequence[Chunk],
        above: Sequence[Chunk],
        rows: Sequence[_Row],
        labelled: bool,
    ) -> Grid:
        shift = 2 if labelled else 0
        width = shift + len(columns)
        cells: list[GridCell] = []
        height = 0
        if title is not None:
            cells.append(GridCell(self.lines[title].text, 0, 0, 1, width, self.lines[title].page))
            height = 1
        for line in sorted({chunk.line for chunk in over}):
            for chunk in over:
                if chunk.line == line:
                    met = [at for at, column in enumerate(columns) if column.meets(chunk)]
                    wide = met[-1] - met[0] + 1
                    cells.append(GridCell(chunk.text, height, shift + met[0], 1, wide, self.lines[line].page))
            height += 1
        named = [*(chunk for column in columns for chunk in column.heading), *above]
        if named:
            page = self.lines[named[0].line].page
            if shift:
                note = "".join(chunk.text for chunk in sorted(above, key=lambda chunk: (chunk.line, chunk.x0)))
                cells.append(GridCell(note, height, 0, 1, shift, page))
            for at, column in enumerate(columns):
                text = "\n".join(chunk.text for chunk in sorted(column.heading, key=lambda chunk: chunk.line))
                cells.append(GridCell(text, height, shift + at, page=page))
            height += 1
        for row in rows:
            page = self.lines[row.at].page
            outer = "".join(chunk.text for chunk in sorted(row.outer, key=lambda chunk: (chunk.line, chunk.x0)))
            if shift:
                cells += [GridCell(outer, height, 0, page=page), GridCell(row.label(), height, 1, page=page)]
            for at, column in enumerate(columns):
                own = [chunk for chunk in row.figures if column.meets(chunk)]
                text = "\n".join(chunk.text for chunk in own)
                cells.append(GridCell(text, height, shift + at, page=page))
            height += 1
        return Grid(tuple(cells), height, width, page=cells[0].page)
