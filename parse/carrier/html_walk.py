"""The page as it is read: every printed line and every data table in order, and which elements hold which of them.

This walk loses nothing. What of it is the body is decided afterwards (`html_body`), on its index ranges.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from parse.carrier.html_grid import TableRow, boxed_cell, cell_text, table_rows, to_grid
from parse.carrier.html_pictures import address_of, is_ornament
from parse.carrier.html_stray import cut_off_rest, move_out_text
from parse.carrier.html_tables import LONG, Role, holds_form, role_of
from parse.carrier.html_tree import BLOCKS, printed
from parse.carrier.marks import PICTURE
from parse.document import Grid, Paragraph

MAX_TABLE_NESTING = 12
_LEVELS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Item:
    """A printed line or a table. `links` counts the characters of a line that are link text, `text` is the line (empty
    for a table), `form`: the table carries labels of the national form.
    """

    block: Paragraph | Grid
    text: str = ""
    links: int = 0
    metadata: bool = False
    form: bool = False
    table: lxml.html.HtmlElement | None = None


@dataclass(slots=True)
class Span:
    """A block element and the items inside it: items[start:end]."""

    element: lxml.html.HtmlElement
    start: int
    end: int
    depth: int
    links: int = 0


@dataclass(slots=True)
class Walk:
    """The items of a page, its block elements, and its pictures (index of the item that follows, address)."""

    items: list[Item] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    images: list[tuple[int, str]] = field(default_factory=list)
    too_large: int = 0
    elements: int = 0


class _Line:
    """The line that is being read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.links = 0

    def add(self, text: str, in_link: bool) -> None:
        self.parts.append(text)
        if in_link:
            self.links += len("".join(text.split()))

    def take(self) -> tuple[str, int]:
        text, links = printed("".join(self.parts)), self.links
        self.parts.clear()
        self.links = 0
        return text, links


def walk(root: lxml.html.HtmlElement) -> Walk:
    """Walk the page once; `root` as `take_out_unseen` left it."""
    result = Walk()
    line = _Line()
    open_spans: list[Span] = []
    link_depth = 0
    levels: list[int] = []
    table_depth = 0

    def end_line() -> None:
        if line.parts:
            text, links = line.take()
            if text:
                result.items.append(Item(Paragraph(text, level=levels[-1] if levels else None), text, links))

    events = lxml.etree.iterwalk(root, events=("start", "end"))
    skipping: lxml.html.HtmlElement | None = None
    for event, element in events:
        tag = element.tag
        if event == "start":
            result.elements += 1
            if tag == "br":
                end_line()
            elif tag == "img":
                if not is_ornament(element):
                    result.images.append((len(result.items), address_of(element)))
            elif tag == "table":
                end_line()
                if _open_table(element, result, table_depth):
                    skipping = element
                    events.skip_subtree()
                    continue
                table_depth += 1
            if tag in BLOCKS:
                end_line()
                span = Span(element, len(result.items), -1, len(open_spans))
                open_spans.append(span)
                result.spans.append(span)
                if tag in _LEVELS:
                    levels.append(_LEVELS[tag])
            elif tag == "a":
                link_depth += 1
                for outer in open_spans[-1:]:
                    outer.links += 1
            if text := element.text:
                line.add(text, link_depth > 0)
            continue
        if skipping is element:
            skipping = None
        elif tag in BLOCKS:
            end_line()
            open_spans.pop().end = len(result.items)
            if tag in _LEVELS:
                levels.pop()
            if tag == "table":
                table_depth -= 1
        elif tag == "a":
            link_depth -= 1
        if element is not root and (tail := element.tail):
            line.add(tail, link_depth > 0)
    end_line()
    for span in open_spans:
        span.end = len(result.items)
    return result


def _open_table(table: lxml.html.HtmlElement, result: Walk, depth: int) -> bool:
    """Take a table as one item, and the data tables inside it as further ones; False where it is layout."""
    if depth > MAX_TABLE_NESTING:
        return False
    rows, texts, form, role = _read_table(table)
    if role == "layout":
        return False
    grid = to_grid(rows, texts)
    if grid is None:
        result.too_large += 1
        return False
    move_out_text(table)
    caption = next((child for child in table if child.tag == "caption"), None)
    if caption is not None and (text := printed("".join(caption.itertext()))):
        result.items.append(Item(Paragraph(text), text))
    result.items.append(Item(grid, metadata=role == "metadata", form=form, table=table))
    for inner in table.iterdescendants("table"):
        if boxed_cell(inner) is not None:
            continue  # part of the cell around it
        rows, texts, form, role = _read_table(inner)
        inner_grid = to_grid(rows, texts)
        if inner_grid is not None:
            result.items.append(Item(inner_grid, metadata=role == "metadata", form=form, table=inner))
    shown = (image for image in table.iterdescendants("img") if not is_ornament(image))
    result.images.extend((len(result.items) - 1, address_of(image)) for image in shown)
    return True


def _picture(cell: lxml.html.HtmlElement) -> str:
    """What stands for a picture that is all of a cell: not a number, and not nothing."""
    return PICTURE if next(cell.iter("img"), None) is not None else ""


def _read_table(table: lxml.html.HtmlElement) -> tuple[list[TableRow], list[str], bool, Role]:
    """Rows of a table, the texts of their cells, whether it carries labels of the national form, and its role."""
    rows = table_rows(table)
    texts = [cell_text(cell) for row in rows for cell in row.cells]
    if len(texts) > 1 and "\n" in texts[-1] and holds_form(texts[:-1]):
        last = next(row.cells[-1] for row in reversed(rows) if row.cells)
        if cut_off_rest(last, table):
            texts[-1] = cell_text(last)
    # An article in a cell of the page's layout speaks of the form's matters, too.
    form = holds_form(text for text in texts if len(text) <= LONG)
    if form and next(table.iter("img"), None) is not None:
        cells = (cell for row in rows for cell in row.cells)
        texts = [text or _picture(cell) for text, cell in zip(texts, cells, strict=True)]
    return rows, texts, form, role_of(table, rows, texts, form)
