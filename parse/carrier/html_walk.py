"""The page as it is read: every printed line and every data table in order, and which elements hold which of them.

This walk loses nothing. What of it is the body is decided afterwards (`html_body`), on its index ranges.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from parse.carrier.html_grid import boxed_cell, table_rows, to_grid
from parse.carrier.html_tables import role_of
from parse.carrier.html_tree import BLOCKS, UNSEEN, is_hidden, joined, printed, tag_of
from parse.document import Grid, Paragraph

MAX_TABLE_NESTING = 12


@dataclass(slots=True)
class Item:
    """A printed line or a table. `links` counts the characters of a line that are link text."""

    block: Paragraph | Grid
    links: int = 0
    metadata: bool = False
    table: lxml.html.HtmlElement | None = None

    @property
    def text(self) -> str:
        """The line; empty for a table."""
        return self.block.text if isinstance(self.block, Paragraph) else ""


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
    """The items of a page, its block elements, and the places of its pictures (index of the item that follows)."""

    items: list[Item] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    too_large: int = 0
    hidden_skipped: bool = False
    elements: int = 0


class _Line:
    """The line that is being read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.links = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.parts.append(joined(text))
            if in_link:
                self.links += len("".join(text.split()))

    def take(self) -> tuple[str, int]:
        text, links = printed("".join(self.parts)), self.links
        self.parts.clear()
        self.links = 0
        return text, links


def walk(root: lxml.html.HtmlElement, *, hidden: bool = False) -> Walk:
    """Walk the page once. With `hidden`, elements with display:none are read too."""
    result = Walk()
    line = _Line()
    open_spans: list[Span] = []
    link_depth = 0
    levels: list[int] = []
    table_depth = 0

    def end_line() -> None:
        text, links = line.take()
        if text:
            result.items.append(Item(Paragraph(text, level=levels[-1] if levels else None), links))

    events = lxml.etree.iterwalk(root, events=("start", "end"))
    skipping: lxml.html.HtmlElement | None = None
    for event, element in events:
        tag = tag_of(element)
        if event == "start":
            result.elements += 1
            out = not tag or tag in UNSEEN
            if not out and not hidden and is_hidden(element):
                out = result.hidden_skipped = True
            if out:
                # a picture or script ends no line; skip_subtree still gives the end event
                skipping = element
                events.skip_subtree()
                continue
            if tag == "br":
                end_line()
            elif tag == "img":
                result.images.append(len(result.items))
            elif tag == "table":
                end_line()
                grid = _open_table(element, result, table_depth, hidden)
                if grid:
                    skipping = element
                    events.skip_subtree()
                    continue
                table_depth += 1
            if tag in BLOCKS:
                end_line()
                span = Span(element, len(result.items), -1, len(open_spans))
                open_spans.append(span)
                result.spans.append(span)
                if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
                    levels.append(int(tag[1]))
            if tag == "a":
                link_depth += 1
                for outer in open_spans[-1:]:
                    outer.links += 1
            line.add(element.text, link_depth > 0)
            continue
        if skipping is element:
            skipping = None
        else:
            if tag in BLOCKS:
                end_line()
                open_spans.pop().end = len(result.items)
                if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
                    levels.pop()
            if tag == "table":
                table_depth -= 1
            if tag == "a":
                link_depth -= 1
        if element is not root:
            line.add(element.tail, link_depth > 0)
    end_line()
    for span in open_spans:
        span.end = len(result.items)
    return result


def _open_table(table: lxml.html.HtmlElement, result: Walk, depth: int, hidden: bool) -> bool:
    """Take a table as one item, and the data tables inside it as further ones; False where it is layout."""
    if depth > MAX_TABLE_NESTING:
        return False
    rows = table_rows(table, hidden=hidden)
    role = role_of(table, rows, hidden=hidden)
    if role == "layout":
        return False
    grid = to_grid(rows, hidden=hidden)
    if grid is None:
        result.too_large += 1
        return False
    caption = next((child for child in table if tag_of(child) == "caption"), None)
    if caption is not None and (text := printed("".join(caption.itertext()))):
        result.items.append(Item(Paragraph(text)))
    result.items.append(Item(grid, metadata=role == "metadata", table=table))
    for inner in table.iterdescendants("table"):
        if boxed_cell(inner) is not None:
            continue  # part of the cell around it
        inner_rows = table_rows(inner, hidden=hidden)
        inner_grid = to_grid(inner_rows, hidden=hidden)
        if inner_grid is None:
            continue
        result.items.append(
            Item(inner_grid, metadata=role_of(inner, inner_rows, hidden=hidden) == "metadata", table=inner)
        )
    result.images.extend([len(result.items) - 1] * sum(1 for _ in table.iterdescendants("img")))
    return True
