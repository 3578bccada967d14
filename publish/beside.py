"""Two texts side by side: paragraphs that belong together, and in them the characters and numbers that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.normal_form import is_han, normal_form, unit_spans

PARAGRAPHS = 2000
"""So many paragraphs of a text are laid beside one another; the rest is said to be left out."""
LONGEST = 4000
"""Up to so many characters two paragraphs are compared within; longer ones are shown whole as old and new."""
ISLAND = 2
"""So few Han characters that are the same between two differences are shown as part of them: no word is cut up."""
ALIKE = 0.4
"""From this share of common units on, a paragraph is said to be another one changed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `differs` where the other side has something else."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on both sides; () where a side has none."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(piece.differs for piece in (*self.old, *self.new))


def _paragraphs(text: str) -> list[str]:
    return [line for part in text.split("\n") if (line := part.strip())]


def _whole(text: str | None, differs: bool) -> tuple[Piece, ...]:
    return (Piece(text, differs),) if text else ()


def _islands(blocks: list[tuple[int, int, int]], units: list[str]) -> list[tuple[int, int, int]]:
    """Matching blocks but for those that are a Han character or two amid differences."""
    last = len(blocks) - 1
    return [
        (a, b, size)
        for place, (a, b, size) in enumerate(blocks)
        if not 0 < place < last or size > ISLAND or not all(is_han(unit) for unit in units[a : a + size])
    ]


def _cut(text: str, spans: list[tuple[str, int, int]], same: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """A paragraph cut where the units in `same` ([first, end)) begin and end; what stands between units goes along."""
    pieces: list[Piece] = []
    at = 0
    for first, end in same:
        start, stop = spans[first][1], spans[end - 1][2]
        if text[at:start].strip():
            pieces.append(Piece(text[at:start], True))
        elif at < start:
            start = at
        pieces.append(Piece(text[start:stop], False))
        at = stop
    if text[at:].strip():
        pieces.append(Piece(text[at:], True))
    return tuple(pieces)


def _within(old: str, new: str) -> Line:
    if max(len(old), len(new)) > LONGEST:
        return Line(_whole(old, True), _whole(new, True))
    left, right = unit_spans(old), unit_spans(new)
    units = [span[0] for span in left], [span[0] for span in right]
    matcher = SequenceMatcher(None, *units, autojunk=False)
    found = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    kept = _islands(found, units[0])
    return Line(
        _cut(old, left, [(a, a + size) for a, _, size in kept]),
        _cut(new, right, [(b, b + size) for _, b, size in kept]),
    )


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, normal_form(old)[:400], normal_form(new)[:400], autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _replaced(old: list[str], new: list[str]) -> Iterator[Line]:
    """Paragraphs in the place of others: each with the next that is like it, the rest alone."""
    waiting = list(new)
    for paragraph in old:
        place = next((at for at, other in enumerate(waiting[:20]) if _alike(paragraph, other)), None)
        if place is None:
            yield Line(_whole(paragraph, True), ())
            continue
        yield from (Line((), _whole(other, True)) for other in waiting[:place])
        yield _within(paragraph, waiting[place])
        del waiting[: place + 1]
    yield from (Line((), _whole(other, True)) for other in waiting)


def beside(old: str, new: str) -> tuple[list[Line], bool]:
    """The paragraphs of two texts laid beside one another, in order, and whether that is all of them.

    Two paragraphs are the same where their normal forms are: blanks, widths and kinds of quotes make no difference.
    """
    left, right = _paragraphs(old), _paragraphs(new)
    whole = max(len(left), len(right)) <= PARAGRAPHS
    left, right = left[:PARAGRAPHS], right[:PARAGRAPHS]
    matcher = SequenceMatcher(None, [*map(normal_form, left)], [*map(normal_form, right)], autojunk=False)
    lines: list[Line] = []
    for word, a, a_end, b, b_end in matcher.get_opcodes():
        if word == "equal":
            lines += [
                Line(_whole(o, False), _whole(n, False)) for o, n in zip(left[a:a_end], right[b:b_end], strict=True)
            ]
        else:
            lines += _replaced(left[a:a_end], right[b:b_end])
    return lines, whole
