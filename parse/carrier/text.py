"""Text dumps: the lines of a sheet (`delimited`), tab-separated rows, one cell a line (Word), pipe tables, or running
text with the cells glued together.

The carrier only says where lines, rows and cells are. Glued text stays a paragraph: what it holds is for the table
reader to decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parse.carrier import markdown
from parse.carrier.delimited import sheet_blocks
from parse.document import Block, Document, Grid, GridCell, Paragraph

MAX_ROW_CELLS = 256
"""A line with more tabs than this is no table row: the form has at most 15 value columns."""

_LINE_END = re.compile(r"\r\n|[\r\n\f\v\u2028\u2029]")
_BODY_RULE = re.compile(r"\s*={3,}\s*正文\s*={3,}\s*\Z")
_FACT = re.compile(r"\s*([\u4e00-\u9fff]{2,8})\s*[:：]\s*(.*?)\s*\Z")
_RESIDUE = re.compile(r"\[bookmark:[^\]\n]*\]")
_HEADING_LINE = re.compile(r"[\s#*]*(?:(?:[一二三四五六七八]|[1-8])[、.．]|[（(][一二三四五六七八][）)])")
_NUMBER_ONLY = re.compile(r"[\s\d,.，．+\-－—/]*\Z")
_LETTERS = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(r"\s*[+\-－]?\d[\d,.]*\s*")
_CONTINUATION_LENGTH = 60
_OPEN_LINES = 3
"""So many lines with equally many pipes between their cells are a table."""
_BAR = " | "
_BAR_ROWS = 5
"""So many lines with words before bars that have blanks around them, and a number behind the last, make all lines with
such bars rows."""


def open_text(text: str, media_type: str = "text/plain") -> Document:
    """Open a decoded text dump; never raises. `Grid.spans_known` is False: a merged cell is an empty one."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    facts, lines = _header(lines)
    if (sheet := sheet_blocks("\n".join(lines))) is not None:
        return Document(media_type=media_type, blocks=tuple(sheet), facts=facts)
    walker = _Walker(lines)
    blocks = tuple(walker.walk())
    return Document(media_type=media_type, blocks=blocks, facts=facts, image_count=walker.images)


def open_markdown(text: str) -> Document:
    """Open decoded markdown: the same lines, another media type."""
    return open_text(text, "text/markdown")


def _header(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """The `名称: value` lines above a rule `=== 正文 ===` as facts, and the lines below it."""
    for index, line in enumerate(lines[:60]):
        if _BODY_RULE.match(line):
            matches = (_FACT.match(above) for above in lines[:index])
            return tuple((match.group(1), match.group(2)) for match in matches if match), lines[index + 1 :]
    return (), lines


class _Walker:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._no_open_table_before = 0
        self._bars = sum(map(_is_bar_row, lines)) >= _BAR_ROWS
        self.images = 0

    def walk(self) -> list[Block]:
        blocks: list[Block] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if open_table := self._open_table():
                blocks.extend(open_table)
            elif self._bars and _BAR in line and markdown.pipe_cells(line) is None:
                blocks.append(self._bar_table())
            elif markdown.pipe_cells(line) is not None:
                blocks.extend(self._pipe_tables())
            elif _is_tab_row(line):
                blocks.extend(self._tab_tables())
            else:
                self._at += 1
                paragraph = self._paragraph(line)
                if paragraph is not None:
                    blocks.append(paragraph)
        return blocks

    def _paragraph(self, line: str) -> Paragraph | None:
        self.images += markdown.count_images(line)
        marked = markdown.heading(line)
        level, text = marked if marked else (None, line)
        text = _RESIDUE.sub("", markdown.plain(text)).replace("\t", " ").strip()
        return Paragraph(text, level) if text else None

    def _open_table(self) -> list[Block]:
        """The tables of a run of lines with pipes between their cells only. Such a line may begin and end with a pipe,
        where its first and last cells are blank: as many pipes as its neighbours have tell it from `| a | b |`.
        """
        start = end = self._at
        if start < self._no_open_table_before:
            return []
        pipes = markdown.open_pipes(self._lines[start])
        while pipes and end < len(self._lines) and markdown.open_pipes(self._lines[end]) == pipes <= MAX_ROW_CELLS:
            end += 1
        lines = self._lines[start:end]
        if len(lines) < _OPEN_LINES or all(markdown.pipe_cells(line) is not None for line in lines):
            self._no_open_table_before = end
            return []
        self._at = end
        return [_grid(table) for table in markdown.pipe_tables([markdown.open_cells(line) for line in lines])]

    def _bar_table(self) -> Block:
        """The grid of a run of lines with bars between the cells that are printed; merged ones leave no cell."""
        rows: list[list[str]] = []
        while self._at < len(self._lines) and _BAR in self._lines[self._at]:
            rows.append(markdown.open_cells(self._lines[self._at])[:MAX_ROW_CELLS])
            self._at += 1
        return _grid(rows)

    def _pipe_tables(self) -> list[Block]:
        rows: list[list[str]] = []
        while self._at < len(self._lines):
            cells = markdown.pipe_cells(self._lines[self._at])
            if cells is None or len(cells) > MAX_ROW_CELLS:
                break
            rows.append(cells)
            self._at += 1
        if not rows:  # a pipe line too wide to be a row
            paragraph = self._paragraph(self._lines[self._at])
            self._at += 1
            return [paragraph] if paragraph else []
        return [_grid(table) for table in markdown.pipe_tables(rows)]

    def _tab_tables(self) -> list[Block]:
        """The tables of a run of tab lines; it ends at a line that is neither row, blank nor continuation."""
        start = end = self._at
        row_a_line = False
        last_is_cell = False
        at = start
        while at < len(self._lines):
            line = self._lines[at]
            if _is_tab_row(line):
                row_a_line = row_a_line or "\t" in line.lstrip("\t\u3000\xa0 ") or line.count("\t") > 1
                last_is_cell, end = True, at + 1
            elif not line.strip():
                last_is_cell = False
            elif last_is_cell and not row_a_line and _continues(self._lines[at - 1], line):
                end = at + 1
            else:
                break
            at += 1
        lines = self._lines[start:end]
        self._at = end
        if row_a_line:
            return [_grid(rows) for rows in _runs(lines)]
        rows = _word_rows(lines)
        return [_grid(rows)] if rows else []


def _is_bar_row(line: str) -> bool:
    """Whether a line has words before bars and a number alone behind the last."""
    cells = line.split(_BAR)
    return len(cells) > 1 and bool(_LETTERS.search(cells[0])) and bool(_FIGURE.fullmatch(cells[-1]))


def _is_tab_row(line: str) -> bool:
    """A line with a tab before or between its words; a tab at the end of running text does not make a row."""
    if "\t" not in line or line.count("\t") > MAX_ROW_CELLS:
        return False
    return line.startswith("\t") or "\t" in line.rstrip() or len(line.strip()) < 40


def _continues(above: str, line: str) -> bool:
    """Whether a line without a tab goes on with the cell above it: `结果` / `维持`, `22` / `（其中修订 16 件）`."""
    if _HEADING_LINE.match(line) or len(line) > _CONTINUATION_LENGTH:
        return False
    return not (above.strip() and _NUMBER_ONLY.match(above)) or line.lstrip().startswith(("（", "(", "〔", "["))


def _runs(lines: Sequence[str]) -> list[list[list[str]]]:
    """Rows of tab-separated cells, cut where a blank line (a page break) stands; rules of dashes are dropped."""
    runs: list[list[list[str]]] = [[]]
    for line in lines:
        if _is_tab_row(line):
            cells = [markdown.plain(cell) for cell in line.split("\t")]
            if not markdown.is_rule(cells):
                runs[-1].append(cells)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _word_rows(lines: Sequence[str]) -> list[list[str]]:
    """One cell a line behind its tab, a blank line between rows, a line without a tab goes on with its cell."""
    rows: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("\t"):
            if len(rows[-1]) < MAX_ROW_CELLS:
                rows[-1].append(markdown.plain(line[1:]))
        elif line.strip():
            if rows[-1]:
                rows[-1][-1] += "\n" + markdown.plain(line)
        elif rows[-1]:
            rows.append([])
    return [row for row in rows if row]


def _grid(rows: list[list[str]]) -> Grid:
    cells = tuple(
        GridCell(text=text, row=row, column=column) for row, line in enumerate(rows) for column, text in enumerate(line)
    )
    return Grid(cells, len(rows), max(map(len, rows)), spans_known=False)
