"""A document after its carrier was opened: paragraphs and grids in reading order, and what its page says of itself.

Every carrier (HTML, text dump, markdown, DOCX, PDF) yields the same Document; nothing above this line knows carriers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from parse.report import Problem


class GridCell(NamedTuple):
    """A printed cell of a table; (row, column) is its top left corner, counted from 0. Text is as printed."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    wrapped: bool = False
    """A figure that the width of its cell broke over lines, put together again."""
    confidence: float | None = None
    """How sure the recognition of characters was of the text, 0 to 1; None where the text was read, not recognised."""
    cut: bool = False
    """A figure that may go on where the page ends: what is printed may be a part of it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as its carrier shows it.

    `cells` are the printed cells in reading order, blank ones too. Where `spans_known` is false (text dumps, markdown),
    the carrier does not tell a merged continuation from a blank cell: both are cells with empty text.
    """

    cells: tuple[GridCell, ...]
    height: int
    width: int
    spans_known: bool = True
    page: int | None = None

    def rows(self) -> list[list[GridCell | None]]:
        """The grid expanded: height × width, a spanning cell at each place it covers, None where nothing is printed."""
        rows: list[list[GridCell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            if cell.rowspan == cell.colspan == 1 and cell.row < self.height and cell.column < self.width:
                if rows[cell.row][cell.column] is None:
                    rows[cell.row][cell.column] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.rowspan, self.height)):
                for column in range(cell.column, min(cell.column + cell.colspan, self.width)):
                    if rows[row][column] is None:
                        rows[row][column] = cell
        return rows


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text, without its line break. `level` is the carrier's heading level, a hint only."""

    text: str
    level: int | None = None
    page: int | None = None
    recognised: bool = False
    """Whether it was recognised in a picture: prose to read and search, no place to take the cells of a table from."""


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page shows by its address; `base` is what the page says addresses are relative to, if anything.

    `before` is the index of the block that follows it.
    """

    address: str
    base: str
    before: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a carrier holds.

    `blocks` is the body (for a web page: without the site's chrome). `facts` are the page's statements about itself as
    (name, value) in order of appearance: meta tags (`meta:PubDate`), the rows of a metadata block (`索引号`), the info
    line (`发布时间`), the window title (`title`), headings (`h1`), breadcrumb (`breadcrumb`).
    """

    media_type: str
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    image_count: int = 0
    problems: tuple[Problem, ...] = field(default=())
    pictures: tuple[Picture, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def grids(self) -> Iterator[Grid]:
        return (block for block in self.blocks if isinstance(block, Grid))
