"""The text of a report as it was handed on, taken apart: paragraphs and tables, the cells of each row as they stand.

Two kinds of tables occur: a row a line with its cells between tabs, a blank line where a page ended; and a cell a line
behind a tab (from Word), a blank line between rows, a line without a tab going on with the cell above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
"""What a converter left of a bookmark: it is in the text only."""
_HEADING = re.compile(r"(#{1,6}) +")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its blanks; `level` 1 to 6 where it is marked as a heading, `text` may hold `**bold**`."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of cells. `word`: a merged cell is left out sideways and empty downwards; else it is empty both ways."""

    rows: tuple[tuple[str, ...], ...]
    word: bool


def take_apart(text: str) -> list[Paragraph | Table]:
    """The paragraphs and tables of a text, in order."""
    blocks: list[Paragraph | Table] = []
    lines = text.removeprefix("\ufeff").splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        if "\t" in line:
            end = _end_of_table(lines, at)
            blocks.append(_table(lines[at:end]))
            at = end
            continue
        if line.strip():
            marked = _HEADING.match(line)
            blocks.append(Paragraph(line[marked.end() :], len(marked.group(1))) if marked else Paragraph(line))
        at += 1
    return blocks


def _is_word(line: str) -> bool:
    return line.startswith("\t") and line.count("\t") == 1


def _end_of_table(lines: list[str], start: int) -> int:
    if not all(_is_word(line) for line in lines[start : start + 2] if "\t" in line):
        end = start
        while end < len(lines) and "\t" in lines[end]:
            end += 1
        return end
    end = last = start
    while end < len(lines):
        if _is_word(lines[end]) or (lines[end].strip() and last == end - 1):
            last = end
        elif lines[end].strip():
            break
        end += 1
    return last + 1


def _table(lines: list[str]) -> Table:
    if not _is_word(lines[0]):
        return Table(tuple(tuple(line.split("\t")) for line in lines), word=False)
    rows: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("\t"):
            rows[-1].append(line[1:])
        elif line.strip():
            rows[-1][-1] += "\n" + line
        elif rows[-1]:
            rows.append([])
    return Table(tuple(tuple(row) for row in rows if row), word=True)
