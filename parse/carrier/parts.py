"""An article that is split over several pages (TRS and others) is one document: the bodies of its pages, in order.

What every page says again is taken once: the title above a further page, the line that turns the pages, what stands
below the article. A table that a page cuts in two is one again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parse.document import Block, Document, Grid, Paragraph, Picture
from parse.problem_kinds import KINDS, problem
from parse.report import Problem

_TURNS = re.compile(
    r"(?:[\[【(（<《|/…·,，]*(?:首页|上一?页|下一?页|尾页|末页|第?\d{1,3}页?|共\d{1,3}页|页次[:：]?|转到|跳转|GO|当前)[\]】)）>》|/…·,，:：]*)+",
    re.IGNORECASE,
)
"""A line that only turns pages, without blanks."""
_OPENING = 6
"""Blocks above the text of a further page among which those of the first are repeated."""


_SPLIT = re.compile(
    r"""createPage\w*\s*\(\s*(?:["'][\w-]*["']\s*,\s*)?(\d{1,3})\s*,\s*\d{1,3}\s*,\s*["']([\w-]+)["']""", re.IGNORECASE
)
_LIST = re.compile(r"(?:^|[_-])(?:index|list|default)(?:$|[_-])", re.IGNORECASE)
"""In the name of a page: a list, not an article (`index`, ucap's `zfxxgk_list`)."""


def lacking(text: str, had: int) -> Problem | None:
    """A problem where a page's script says (TRS: `createPageHTML(3, 0, "t2021…_1084", "html")`) that its article has
    more pages than the `had` that are at hand."""
    pages = max((int(total) for total, name in _SPLIT.findall(text) if not _LIST.search(name)), default=1)
    if pages <= had:
        return None
    english = KINDS["article_pages_missing"].english
    return problem("article_pages_missing", f"{english}: {had} of {pages}", seen=str(had), expected=str(pages))


def joined(first: Document, others: Sequence[Document]) -> Document:
    """One document of an article's pages; its facts are those of the first."""
    said = {_bare(block) for block in first.blocks if isinstance(block, Paragraph)}
    said |= {"".join(value.split()) for _, value in first.facts}
    closing = _closing([first, *others])
    blocks: list[Block] = []
    pictures: list[Picture] = []
    pages = [first, *others]
    for number, page in enumerate(pages):
        end = len(page.blocks) - (closing if number < len(pages) - 1 else 0)
        start = _opening(page.blocks[:end], said) if number else 0
        places = []
        for place, block in enumerate(page.blocks):
            places.append(len(blocks))
            if not start <= place < end or _turns(block):
                continue
            if number and isinstance(block, Grid) and blocks and _goes_on(blocks[-1], block, places, place):
                blocks[-1] = _stacked(blocks[-1], block)
            else:
                blocks.append(block)
        places.append(len(blocks))
        pictures += [replace(picture, before=places[min(picture.before, len(places) - 1)]) for picture in page.pictures]
    return replace(
        first,
        blocks=tuple(blocks),
        image_count=sum(page.image_count for page in pages),
        problems=tuple(dict.fromkeys(told for page in pages for told in page.problems)),
        pictures=tuple(pictures),
    )


def _bare(block: Block) -> str:
    return "".join(block.text.split()) if isinstance(block, Paragraph) else ""


def _turns(block: Block) -> bool:
    return isinstance(block, Paragraph) and _TURNS.fullmatch(_bare(block)) is not None


def _opening(blocks: Sequence[Block], said: set[str]) -> int:
    """How many blocks at the head of a further page the first page says too."""
    for number, block in enumerate(blocks[:_OPENING]):
        if not isinstance(block, Paragraph) or (_bare(block) not in said and not _turns(block)):
            return number
    return min(len(blocks), _OPENING)


def _closing(pages: Sequence[Document]) -> int:
    """How many paragraphs at the end all pages have in common."""
    count = 0
    while True:
        ends = {
            _bare(page.blocks[-1 - count]) if len(page.blocks) > count and not _is_grid(page.blocks[-1 - count]) else ""
            for page in pages
        }
        if len(ends) != 1 or "" in ends:
            return count
        count += 1


def _is_grid(block: Block) -> bool:
    return isinstance(block, Grid)


def _goes_on(above: Block, below: Grid, places: Sequence[int], place: int) -> bool:
    """Whether a table at the head of a page is the rest of that at the end of the page before: nothing stands between
    them, and they have the same columns."""
    return isinstance(above, Grid) and places[0] == places[place] and above.width == below.width


def _stacked(above: Block, below: Grid) -> Grid:
    """Two parts of a table as one, the heading that the second repeats once."""
    assert isinstance(above, Grid)
    upper, lower = above.rows(), below.rows()
    repeated = 0
    while repeated < min(len(upper), len(lower)) - 1 and _said(upper[repeated]) == _said(lower[repeated]):
        repeated += 1
    moved = (cell._replace(row=cell.row - repeated + above.height) for cell in below.cells if cell.row >= repeated)
    return replace(above, cells=(*above.cells, *moved), height=above.height + below.height - repeated)


def _said(row: Sequence[object]) -> list[str]:
    return ["".join(str(getattr(cell, "text", "")).split()) for cell in row]
