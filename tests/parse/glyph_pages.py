"""Pages set letter by letter, Chinese ones too: what a PDF draws, without the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parse.carrier.page_blocks import blocks_of
from parse.carrier.pdf_page import Glyph, Page, Rule
from parse.document import Grid, GridCell

EM = 10.0
"""Width of a Chinese letter and height of a line; a digit is half as wide."""
WIDTH, HEIGHT = 400.0, 600.0


def letters(x: float, y: float, text: str) -> list[Glyph]:
    """A line that begins at x and stands on y."""
    found = []
    for char in text:
        wide = EM if ord(char) > 0x2000 else EM / 2
        found.append(Glyph(char, x, y, x + wide, y + EM))
        x += wide
    return found


def page(number: int, glyphs: Iterable[Glyph], horizontal: Sequence[Rule] = (), vertical: Sequence[Rule] = ()) -> Page:
    return Page(number, WIDTH, HEIGHT, list(glyphs), list(horizontal), list(vertical))


def ruled(
    number: int, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], more: Sequence[Rule] = ()
) -> Page:
    """A page with a ruled table: cells padded by 4 points, lines of a cell divided by line feeds, 14 points apart."""
    glyphs: list[Glyph] = []
    ys = [top]
    for row in rows:
        lines = max(text.count("\n") + 1 for text in row)
        for column, text in enumerate(row):
            for line, printed in enumerate(text.split("\n")):
                glyphs += letters(xs[column] + 4, ys[-1] - 14 * (line + 1), printed)
        ys.append(ys[-1] - 14 * lines - 4)
    horizontal = [Rule(y, xs[0], xs[-1]) for y in ys] + list(more)
    return page(number, glyphs, horizontal, [Rule(x, ys[-1], ys[0]) for x in xs])


def cells(*pages: Page) -> dict[str, list[GridCell]]:
    """The cells behind the first of each row of all tables, by the text of the first."""
    rows: dict[str, list[GridCell]] = {}
    for grid in blocks_of(pages):
        if isinstance(grid, Grid):
            for row in grid.rows():
                first, *rest = [cell for cell in row if cell is not None]
                rows["".join(first.text.split())] = rest
    return rows
