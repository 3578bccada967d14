"""Full-text search: a contentless FTS5 table of overlapping bigrams, exact for any query from one character on.

What a query means is read by `archive.query`; here it becomes an expression of FTS5, or is looked for in a text.

A row a version (rowid = `versions.search_id`), a column a part of the report. Han runs become overlapping bigrams and
the run's last character alone, so that a single character is the prefix of exactly one token at each place where it
stands; numbers, Latin words and signs are tokens of their own, so that a phrase over a comma is found with its comma
and never without. docs/search.md has the same in plain SQL.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

from archive.connection import WritingConnection
from archive.normal_form import HAN, bigrams, is_han, normal_form, unit_spans, units
from archive.query import All, Node, Not, Term, parse

SEARCH_TABLE = "search_index"

SEARCH_COLUMNS = (
    "title",
    "preamble",
    "overall",
    "proactive_disclosure",
    "disclosure_requests",
    "review_and_litigation",
    "problems_and_improvements",
    "other_matters",
)
"""`preamble` holds every part that is none of the six sections."""

BORDERS = "borders"
"""The column that holds what stands on both sides of each border between parts, so that a phrase over it is found."""

_ORDER = ("overall", *(column for column in SEARCH_COLUMNS if column != "overall"), BORDERS)
"""The columns as they are stored: the longest part first, since FTS5 writes no column number for the first."""

INDEX_FORM = 3
"""Raised when the index holds other tokens or columns than before; archives are then indexed again."""

SEARCH_DDL = f"""
CREATE VIRTUAL TABLE {SEARCH_TABLE} USING fts5(
  {", ".join(_ORDER)},
  content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* Co'"
);
"""
"""Every sign is a token character: blanks alone divide tokens."""

_COLUMNS = ", ".join((*SEARCH_COLUMNS, BORDERS))

_TELLS_APART = re.compile("[\u3005-\u3007\u3400-\u9fff\U00020000-\U0002a6d6\u0021-\u024f\u0370-\u03ff\u0400-\u04ff"
                          "\u2010-\u27bf\u3001-\u3020\u3041-\u30ff]")  # fmt: skip
_STRANGE = re.compile(f"[^ {_TELLS_APART.pattern[1:]}")
_BORDER = "\x1f"
_REACH = 32
"""How many units on each side of a border are indexed again: a phrase of as many units is found wherever it stands."""
_HAN = re.compile(HAN)
_HEAD = re.compile(rf".{{0,{4 * _REACH}}}{HAN}", re.DOTALL)
_APART = "\ue000"
"""A token that no term holds: no phrase goes over it."""
_EVERY = "\ue001"
"""A token that no term holds and every report does: what is left when reports with a term are taken away."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of printed text in a snippet; `hit` where it is what was searched for."""

    text: str
    hit: bool


def _token(unit: str) -> str:
    """Characters that not every SQLite knows are spelled out, so that none is taken for a blank."""
    return "".join(sign if _TELLS_APART.match(sign) else f"0x{ord(sign):x}" for sign in unit)


def _tokens(normal: str, *, open_end: bool = False) -> list[str]:
    """The tokens of a text in normal form; with `open_end` (a query) those that stand whatever follows."""
    tokens = bigrams(normal)
    if open_end and len(normal) > 1 and is_han(normal[-1]) and is_han(normal[-2]):
        tokens.pop()
    return list(map(_token, tokens)) if _STRANGE.search(normal) else tokens


def index_text(text: str) -> str:
    """The tokens of a printed text, divided by blanks, as they are indexed."""
    return " ".join(_tokens(normal_form(text)))


def query_terms(query: str) -> list[str]:
    """The terms of a query in normal form that a report found must or may hold."""
    return parse(query).terms


def match_query(query: str, columns: Iterable[str] = ()) -> str:
    """The FTS5 MATCH expression of what a person typed; "" where that holds nothing to look for.

    `columns` limits the search to some of SEARCH_COLUMNS (others raise ValueError).
    """
    wanted = list(columns)
    if unknown := set(wanted) - set(SEARCH_COLUMNS):
        raise ValueError(f"There is no part {', '.join(sorted(unknown))} of a report.")
    tree = parse(query).tree
    return _expression(tree, f"{{{' '.join(wanted)}}} : " if wanted else "") if tree else ""


def _expression(node: Node, columns: str) -> str:
    if isinstance(node, Term):
        return columns + _phrase(node.text)
    if isinstance(node, Not):
        return f"({_expression(All((node,)), columns)})"
    if isinstance(node, All):
        without = [part.part for part in node.parts if isinstance(part, Not)]
        with_ = [_within(part, columns) for part in node.parts if not isinstance(part, Not)]
        found = " AND ".join(with_) or f'{{{BORDERS}}} : "{_EVERY}"'
        return f"({found}) NOT ({' OR '.join(_within(part, columns) for part in without)})" if without else found
    return " OR ".join(_within(part, columns) for part in node.parts)


def _within(node: Node, columns: str) -> str:
    expression = _expression(node, columns)
    return expression if isinstance(node, Term) else f"({expression})"


def _phrase(term: str) -> str:
    """A term as a phrase of tokens; one that ends in a lone character asks for it as a prefix."""
    tokens = _tokens(term, open_end=True)
    last = units(term)[-1]
    quoted = " ".join(tokens).replace('"', '""')
    return f'"{quoted}"*' if is_han(last) and tokens[-1] == _token(last) else f'"{quoted}"'


def _ends(normal: str) -> list[str]:
    """The units of a text; of a long one the first and last _REACH of them, with one between that is none."""
    if len(normal) > 16 * _REACH:
        head, tail = _HEAD.match(normal), _HAN.search(normal, len(normal) - 4 * _REACH)
        if head and tail:
            first, last = units(head.group()), units(normal[tail.start() :])
            if len(first) >= _REACH and len(last) >= _REACH:
                return [*first[:_REACH], _APART, *last[-_REACH:]]
    return units(normal)


def _borders(parts: list[str]) -> list[str]:
    """The tokens around the borders between parts, given in normal form in printed order."""
    ends = [_ends(part) for part in parts]
    running = [unit for part in ends for unit in part]
    stretches: list[tuple[int, int]] = []
    for border in list(accumulate(map(len, ends)))[:-1]:
        start, end = max(0, border - _REACH), border + _REACH
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return [token for start, end in stretches for token in (*_unit_tokens(running[start:end]), _APART)]


def _unit_tokens(found: list[str]) -> list[str]:
    followed = [*map(is_han, found), False]
    tokens = [
        unit + found[number] if followed[number - 1] and followed[number] else unit
        for number, unit in enumerate(found, start=1)
    ]
    return list(map(_token, tokens)) if _STRANGE.search("".join(found)) else tokens


def row_tokens(title: str | None, sections: Iterable[tuple[str | None, str]] | Mapping[str, str]) -> list[str]:
    """The tokens of one version, a text a column of the index."""
    columns: dict[str, list[str]] = {column: [] for column in SEARCH_COLUMNS}
    columns["title"] += _tokens(normal_form(title or ""))
    parts = []
    for section, text in sections.items() if isinstance(sections, Mapping) else sections:
        column = columns[section if section in SEARCH_COLUMNS and section != "title" else "preamble"]
        parts.append(normal_form(text))
        column += [_APART, *_tokens(parts[-1])] if column else _tokens(parts[-1])
    return [" ".join(tokens) for tokens in (*columns.values(), [_EVERY, *_borders(parts)])]


def index_version(
    db: sqlite3.Connection,
    search_id: int,
    title: str | None,
    sections: Iterable[tuple[str | None, str]] | Mapping[str, str],
) -> None:
    """Index one version: its title and its parts as (section key or None, heading and text), in printed order.

    Runs in the caller's transaction.
    """
    row = row_tokens(title, sections)
    waiting = _unindexed(db)
    if waiting is None:
        db.execute(_INSERT, (search_id, *row))
        return
    waiting[search_id] = row
    if len(waiting) >= _TOGETHER_AT_MOST:
        _index_waiting(db, waiting)


def remove_version(
    db: sqlite3.Connection,
    search_id: int,
    title: str | None,
    sections: Iterable[tuple[str | None, str]] | Mapping[str, str],
) -> None:
    """Take a version out of the index; title and sections must be those it was indexed with."""
    waiting = _unindexed(db)
    if waiting and waiting.pop(search_id, None) is not None:
        return
    row = row_tokens(title, sections)
    db.execute(
        f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}, rowid, {_COLUMNS})"
        f" VALUES ('delete', ?, {', '.join('?' * len(row))})",
        (search_id, *row),
    )


_INSERT = f"INSERT INTO {SEARCH_TABLE} (rowid, {_COLUMNS}) VALUES (?{', ?' * (len(SEARCH_COLUMNS) + 1)})"
_TOGETHER_AT_MOST = 256
"""Versions whose tokens are held in memory."""


def _unindexed(db: sqlite3.Connection) -> dict[int, list[str]] | None:
    return db.unindexed if isinstance(db, WritingConnection) else None


def _index_waiting(db: sqlite3.Connection, waiting: dict[int, list[str]]) -> None:
    db.executemany(_INSERT, [(search_id, *waiting[search_id]) for search_id in sorted(waiting)])
    waiting.clear()


@contextmanager
def indexed_together(db: sqlite3.Connection) -> Iterator[None]:
    """Versions that are indexed in this block enter the index at its end, in a transaction of the caller around it.

    FTS5 writes a segment of its own at each savepoint, and merges them later; so it is one for the block. What the
    block leaves by an error is forgotten: the caller's transaction is rolled back.
    """
    if not isinstance(db, WritingConnection) or db.unindexed is not None:
        yield
        return
    db.unindexed = {}
    try:
        yield
        _index_waiting(db, db.unindexed)
    finally:
        db.unindexed = None


def _spread(parts: Iterable[str]) -> str:
    return _BORDER + "".join(part + _BORDER for part in parts)


def contains(text: str | Iterable[str], query: str) -> bool:
    """Whether a plain scan says that a report is found: its text as a whole, or as its parts."""
    parts = [_spread(units(normal_form(part))) for part in ([text] if isinstance(text, str) else text)]
    return parse(query).holds(lambda term: any(_spread(units(term)) in part for part in parts))


def hits(text: str, query: str) -> list[tuple[int, int]]:
    """The places in the printed text where a term of the query stands, [start, end), in order, not overlapping."""
    spread = _spread(units(normal_form(text)))
    terms = [wanted for term in query_terms(query) if (wanted := _spread(units(term))) in spread]
    if not terms:
        return []
    spans = unit_spans(text)
    found: list[tuple[int, int]] = []
    for wanted in terms:
        length = wanted.count(_BORDER) - 1
        at = number = 0
        while (place := spread.find(wanted, at)) >= 0:
            number += spread.count(_BORDER, at, place)
            found.append((spans[number][1], spans[number + length - 1][2]))
            at, number = place + 1, number + 1
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet_pieces(text: str, query: str, *, around: int = 36, windows: int = 3) -> list[Piece]:
    """The printed text around the first hits, cut to `windows` stretches, hits apart; [] where nothing is found."""
    places = hits(text, query)
    if not places:
        return []
    stretches: list[tuple[int, int]] = []
    for start, end in places:
        left, right = max(0, start - around), min(len(text), end + around)
        if stretches and left <= stretches[-1][1] + around // 4:
            stretches[-1] = (stretches[-1][0], right)
        elif len(stretches) < windows:
            stretches.append((left, right))
        else:
            break
        if stretches[-1][1] - stretches[-1][0] > 6 * around:
            break
    pieces: list[Piece] = []
    for left, right in stretches:
        if left > 0 and not pieces:
            pieces.append(Piece("…", False))
        at = left
        for start, end in places:
            if left <= start and end <= right:
                pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
                at = end
        pieces += [Piece(text[at:right], False), Piece("…" if right < len(text) else "", False)]
    return [Piece(re.sub(r"\s+", " ", piece.text), piece.hit) for piece in pieces if piece.text]


def snippet(text: str, query: str, start: str = "【", end: str = "】") -> str:
    """The printed text around the first hits as one string, hits between `start` and `end`; "" where none is."""
    return "".join(f"{start}{piece.text}{end}" if piece.hit else piece.text for piece in snippet_pieces(text, query))
