"""Text whose cells are divided by commas, semicolons or tabs, as spreadsheet programs export a sheet (.csv).

Source: RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from parse.carrier.html_tables import holds_form
from parse.carrier.spreadsheet_layout import Sheet, blocks
from parse.document import Block

MAX_CHARACTERS = 2_000_000
MAX_CELLS = 256
"""Cells of a line above which it is no row of the form."""
_ROWS = 5
_WIDTH = 4
"""So many lines of so many cells at least, with labels of the form among them, are a sheet."""
_VALUES = 2
"""Cells of such a line, at least, that are figures or blank: a sentence may list the form's labels with commas."""
_FIGURE = re.compile(r"\s*[+-]?[\d,.]*\d\s*|\s*[-/]\s*")
_HINT = re.compile(r"\Asep=[,;\t]\r?\n", re.IGNORECASE)
_QUOTED_TAB = '\t"'


def sheet_blocks(text: str) -> list[Block] | None:
    """The tables and lines of such a text; None where it is another."""
    if len(text) > MAX_CHARACTERS:
        return None
    text = _HINT.sub("", text)
    for mark in (",", ";", "\t"):
        if text.count(mark) >= _ROWS * (_WIDTH - 1) and (mark != "\t" or _QUOTED_TAB in text):
            rows = _rows(text, mark)
            if rows is not None:
                return list(blocks(Sheet(rows, ())))
    return None


def _rows(text: str, mark: str) -> list[list[str]] | None:
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        return None
    rows = [row for row in read if _WIDTH <= len(row) <= MAX_CELLS and sum(map(_is_value, row)) >= _VALUES]
    if len(rows) < _ROWS or not holds_form(cell for row in rows for cell in row if cell):
        return None
    return list(_aligned(read, mark))


def _is_value(cell: str) -> bool:
    return not cell.strip() or _FIGURE.fullmatch(cell) is not None


def _aligned(read: list[list[str]], mark: str) -> Iterator[list[str]]:
    """Rows as they are; one with more cells than the first of its table is a line of text: a number in it may be
    written with the mark that divides the cells (1,234), and nobody can say which."""
    width = 0
    for row in read:
        # a line of text or a blank one: a table may begin behind it
        width = (width or len(row)) if len(row) > 1 else 0
        yield [mark.join(row)] if len(row) > width > 0 else [cell.strip() for cell in row]
