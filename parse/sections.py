"""The sections of a report: its running text cut at its headings, in printed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from parse.document import Document, Grid
from parse.flow import joined
from parse.headings import Heading, begins_exact, cut_glued, read_heading
from parse.report import Section

PREAMBLE = "preamble"
"""The id of what stands before the first heading, below the title."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section while it is read. `lines` is running text, `rows` are the rows of tables that are not national ones."""

    key: str | None
    ordinal: int | None
    heading: str
    exact: bool
    lines: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        """The running text, with sentences that a page break cut put together."""
        return joined(self.lines)


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands above the first heading, and the parts below it."""

    head: tuple[str, ...]
    head_rows: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Open:
    heading: Heading | None
    text: str
    lines: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def read_outline(document: Document, used_grids: frozenset[int] = frozenset()) -> Outline:
    """The outline of a document; `used_grids` are the indices of `document.blocks` that are national tables."""
    current = _Open(None, "")
    opened = [current]
    for line, is_row in _lines(document, used_grids):
        if is_row:
            current.rows.append(line)
            continue
        heading = read_heading(line)
        if heading is not None and _opens(heading, opened):
            current = _Open(heading, line.strip())
            opened.append(current)
        else:
            current.lines.append(line)
    return Outline(tuple(opened[0].lines), tuple(opened[0].rows), _keyed(opened[1:]))


def sections_of(outline: Outline, title_lines: int = 0) -> tuple[Section, ...]:
    """The sections for the Report: the preamble below the title (where there is one), then the parts as printed."""
    sections: list[Section] = []
    preamble = _text(joined(outline.head[title_lines:]), outline.head_rows)
    if preamble:
        sections.append(Section(PREAMBLE, 0, "", preamble))
    for part in outline.parts:
        sections.append(Section(part.key, len(sections), part.heading, _text(part.paragraphs, part.rows)))
    return tuple(sections)


def report_text(title: str | None, sections: tuple[Section, ...]) -> str:
    """Title and sections, paragraphs divided by a line feed, without the national tables."""
    pieces = [title or ""]
    for section in sections:
        pieces += [section.heading, section.text]
    return "\n".join(piece for piece in pieces if piece)


def _text(paragraphs: list[str], rows: tuple[str, ...]) -> str:
    return "\n".join([*(paragraph.strip() for paragraph in paragraphs if paragraph.strip()), *rows])


def _lines(document: Document, used_grids: frozenset[int]) -> Iterator[tuple[str, bool]]:
    """Every line of running text (False) and every row of a table that is not a national one (True)."""
    blocks = document.blocks
    skip = False
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            if index not in used_grids:
                yield from ((row, True) for row in _grid_rows(block))
            continue
        if skip:
            skip = False
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if begins_exact(block.text) and following is not None and not isinstance(following, Grid):
            whole = read_heading(block.text + following.text)
            if whole is not None and whole.exact:
                skip = True
                yield block.text.strip() + following.text.strip(), False
                continue
        for line in block.text.splitlines():
            yield from ((piece, False) for piece in cut_glued(line))


def _grid_rows(grid: Grid) -> Iterator[str]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        if text := " ".join(cell.text.split()):
            rows.setdefault(cell.row, []).append(text)
    return ("\t".join(rows[row]) for row in sorted(rows))


def _opens(heading: Heading, opened: list[_Open]) -> bool:
    """Whether a line that looks like a heading opens a section here, judged by the headings before it."""
    before = [part.heading for part in opened if part.heading is not None]
    seen = {past.key for past in before if past.exact}
    if heading.exact:
        return heading.key not in seen
    if heading.ordinal is None:
        return bool(before)
    last = next((past for past in reversed(before) if past.ordinal is not None), None)
    if last is None or last.ordinal is None:
        return heading.ordinal == 1 or heading.key is not None
    return heading.ordinal == last.ordinal + 1 or (heading.ordinal == last.ordinal > 1 and not last.exact)


def _keyed(opened: list[_Open]) -> tuple[Part, ...]:
    """The parts with their keys: one part a key, the form's own wording before a similar one, then the first."""
    parts = [
        Part(part.heading.key, part.heading.ordinal, part.text, part.heading.exact, tuple(part.lines), tuple(part.rows))
        for part in opened
        if part.heading is not None
    ]
    taken = {part.key for part in parts if part.exact}
    result: list[Part] = []
    for part in parts:
        if not part.exact and part.key in taken:
            part = replace(part, key=None)
        taken.add(part.key)
        result.append(part)
    return tuple(result)
