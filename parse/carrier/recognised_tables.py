"""Which recognised blocks stand beside a document's own text: no table that the text has is taken from a picture."""

from __future__ import annotations

from collections.abc import Sequence

from parse.document import Block, Document, Grid
from parse.tables.locate import locate


def tables_in(blocks: Sequence[Block]) -> frozenset[str]:
    """The national tables of which rows stand in the blocks."""
    found = locate(Document("", tuple(block for block in blocks if isinstance(block, Grid))))
    return frozenset(entry.table for entry in found if entry.role == "row" or (entry.line and entry.role == "heading"))


def wanted(recognised: Sequence[Block], own: frozenset[str]) -> list[Block]:
    """The blocks of pictures that follow each other, of a document whose text has the tables `own`.

    Where it has none, all; else those of pictures with a table that it has not, without tables that it has.
    """
    if not own:
        return list(recognised)
    kept = [block for block in recognised if not isinstance(block, Grid) or own.isdisjoint(tables_in([block]))]
    return kept if tables_in(kept) else []
