"""Whether the sheets of a workbook are one report or several: a county hands in the forms of its towns as one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parse.document import Block, Document, Grid
from parse.metadata.title import is_report_title, title_form
from parse.tables.locate import locate

_SAME = 2
"""Lines of the form that two sheets have in common from which they hold the same table."""
Named = tuple[str, Sequence[Block]]
"""The name of a sheet and what it holds."""


def one_report(sheets: Sequence[Named]) -> tuple[list[Named], list[str]]:
    """(sheets without copies, names of those that hold tables of several reports: empty where there is one)."""
    kept: list[Named] = []
    for name, blocks in sheets:
        if not any(_grids(blocks) and list(blocks) == list(other) for _, other in kept):
            kept.append((name, blocks))
    lines = [_lines(blocks) for _, blocks in kept]
    titles = [frozenset(_titles(blocks)) for _, blocks in kept]
    holders = [at for at, found in enumerate(lines) if found]
    several: set[int] = set()
    for position, at in enumerate(holders):
        for other in holders[:position]:
            named = titles[at] and titles[other] and titles[at].isdisjoint(titles[other])
            if named or len(lines[at] & lines[other]) >= _SAME:
                several |= {at, other}
    return kept, [kept[at][0] for at in sorted(several)]


def _grids(blocks: Sequence[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def _lines(blocks: Sequence[Block]) -> frozenset[tuple[str, ...]]:
    """The lines of the form with values, each by its table and its words."""
    found = (entry for entry in locate(Document("", tuple(blocks))) if entry.line is not None)
    return frozenset(
        (entry.table, *(unit.form for unit in entry.line.printed if not unit.value))
        for entry in found
        if entry.line is not None and any(not unit.value for unit in entry.line.printed)
    )


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        texts = [cell.text for cell in block.cells[:3]] if isinstance(block, Grid) else [block.text]
        yield from (title_form(text) for text in texts if is_report_title(text))
