"""Drawn pages to blocks: tables to Grids, the text between them to paragraphs, both put together over page breaks.

Pages come from a PDF or from the recognition of a picture; nothing here knows which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parse.carrier.pdf_grid import PdfTable, find_tables
from parse.carrier.pdf_join import JoinedTable, can_join, join
from parse.carrier.pdf_lines import Line, append, continues, drop_page_numbers, lines_of, measure
from parse.carrier.pdf_page import Page, Rule
from parse.carrier.pdf_torn import mark_torn, mark_torn_by_line, with_torn_end
from parse.carrier.pdf_underlines import without_underlines
from parse.carrier.pdf_unruled import unruled
from parse.document import Block, Grid, Paragraph

_MARGIN = 0.1
"""Part of the height of a page in which running heads and feet stand."""


@dataclass(slots=True)
class _PageContent:
    page: Page
    tables: list[PdfTable]
    lines: list[Line]
    first: list[Line]
    """The first line on the page, even if it is dropped as its number."""


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """What pages hold in reading order, without page numbers and running heads."""
    contents = []
    for drawn in pages:
        rules = without_underlines(drawn.horizontal, drawn.vertical, drawn.glyphs, drawn.width)
        page = drawn if rules is drawn.horizontal else replace(drawn, horizontal=rules)
        tables, rest = find_tables(page)
        lines = lines_of(rest, page.number)
        contents.append(_PageContent(page, tables, drop_page_numbers(lines, page.height), lines[:1]))
    _drop_running_heads(contents)
    for before, behind in pairwise(contents):
        _mark_torn(before, behind)
    return _blocks(contents)


def _mark_torn(before: _PageContent, behind: _PageContent) -> None:
    """Where a table ends one page and figures begin the next, but for what stands in the margins."""
    if not before.tables or behind.page.number != before.page.number + 1:
        return
    last = before.tables[-1]
    foot, head = _MARGIN * before.page.height, (1 - _MARGIN) * behind.page.height
    if any(foot < line.y < last.ys[-1] for line in before.lines):
        return
    first = behind.tables[0] if behind.tables else None
    top = first.ys[0] if first else 0.0
    above = [line for line in behind.lines if line.y > top]
    if first and not any(line.y < head for line in above):
        mark_torn(last, first)
    for line in behind.first:
        if line.y > top:
            mark_torn_by_line(last, line)


def _drop_running_heads(contents: list[_PageContent]) -> None:
    """A line at the same height in the margin of half of the pages, three at least, is a running head."""
    places: dict[tuple[str, int], int] = {}
    for content in contents:
        for line in content.lines[:1] + content.lines[-1:]:
            key = (line.text, round(line.y / 4))
            places[key] = places.get(key, 0) + 1
    heads = {key for key, count in places.items() if count >= 3 and count * 2 >= len(contents)}
    for content in contents:
        margin = _MARGIN * content.page.height
        content.lines = [
            line
            for line in content.lines
            if (line.text, round(line.y / 4)) not in heads or margin <= line.y <= content.page.height - margin
        ]


def _blocks(contents: list[_PageContent]) -> list[Block]:
    """Paragraphs and grids in reading order, both put together over page breaks."""
    width = max((content.page.width for content in contents), default=0.0)
    column = measure([line for content in contents for line in content.lines], width)
    items: list[list[Line] | JoinedTable | Grid] = []
    for thing in _with_unruled(contents):
        last = items[-1] if items else None
        if isinstance(thing, tuple):
            table, heads_page = thing
            if (
                heads_page
                and isinstance(last, JoinedTable)
                and _ends_on(last, table.page - 1)
                and can_join(last, table)
            ):
                items[-1] = join(last, table)
            else:
                items.append(JoinedTable.of(table))
        elif isinstance(thing, Grid):
            items.append(thing)
        elif isinstance(last, list) and column and continues(last[-1], thing, column):
            last.append(thing)
        else:
            items.append([thing])
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, JoinedTable):
            blocks.append(item.grid())
        elif isinstance(item, Grid):
            blocks.append(item)
        else:
            text = ""
            for line in item:
                text = append(text, line.text)
            blocks.append(Paragraph(text, page=item[0].page))
    return blocks


def _with_unruled(contents: list[_PageContent]) -> Iterator[Line | tuple[PdfTable, bool] | Grid]:
    """Lines and tables in reading order (a table with: does it head its page), runs of lines searched for tables that
    no rules draw."""
    rules = {content.page.number: content.page.horizontal for content in contents}
    firsts = {content.page.number: content.first[0] for content in contents if content.first}
    run: list[Line] = []
    for content in contents:
        things: list[tuple[float, Line | PdfTable]] = [(line.y, line) for line in content.lines]
        things += [(table.ys[0], table) for table in content.tables]
        things.sort(key=lambda thing: -thing[0])
        for position, (_, thing) in enumerate(things):
            if isinstance(thing, PdfTable):
                yield from _searched(run, rules, firsts)
                run = []
                yield thing, position == 0
            else:
                run.append(thing)
    yield from _searched(run, rules, firsts)


def _searched(
    run: list[Line], rules: Mapping[int, Sequence[Rule]], firsts: Mapping[int, Line]
) -> Iterator[Line | Grid]:
    at = 0
    for found in unruled(run, rules):
        yield from run[at : found.start]
        last = run[found.end - 1]
        overleaf = firsts.get(last.page + 1)
        at_foot = found.end == len(run) or run[found.end].page != last.page
        yield with_torn_end(found.grid, last, overleaf) if at_foot and overleaf else found.grid
        at = found.end
    yield from run[at:]


def _ends_on(table: JoinedTable, page: int) -> bool:
    return max(number for _, number in table.cells) == page
