"""Full-text search: a contentless FTS5 table of overlapping bigrams, exact for any query from one character on.

What a query means is read by `archive.query`; here it becomes an expression of FTS5, or is looked for in a text.

A row a version (rowid = `versions.search_id`), a column a part of the report; `archive.search_tokens` says what a text
becomes there. docs/search.md has the same in plain SQL.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from archive.connection import WritingConnection
from archive.normal_form import is_han, normal_form, unit_spans, units
from archive.query import All, Node, Not, Term, parse
from archive.search_tokens import (
    BORDERS,
    EVERY,
    FINALS,
    REACH,
    SEARCH_COLUMNS,
    STOPS,
    border,
    row_tokens,
    token,
    unit_tokens,
)

SEARCH_TABLE = "search_index"

_ORDER = ("overall", *(column for column in SEARCH_COLUMNS if column != "overall"), BORDERS)
"""The columns as they are stored: the longest part first, since FTS5 writes no column number for the first."""

INDEX_FORM = 4
"""Raised when the index holds other tokens or columns than before; archives are then indexed again."""

SEARCH_DDL = f"""
CREATE VIRTUAL TABLE {SEARCH_TABLE} USING fts5(
  {", ".join(_ORDER)},
  content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* Co'"
);
INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}, rank) VALUES ('pgsz', 16250);
"""
"""Every sign is a token character: blanks alone divide tokens. Pages of 16 kB leave less of the file empty."""

LONGEST_OVER = 64
"""So many units of a term are looked for over a border."""

_COLUMNS = ", ".join((*SEARCH_COLUMNS, BORDERS))
_BORDER = "\x1f"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of printed text in a snippet; `hit` where it is what was searched for."""

    text: str
    hit: bool


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
        return _found(units(node.text), columns)
    if isinstance(node, Not):
        return f"({_expression(All((node,)), columns)})"
    if isinstance(node, All):
        without = [part.part for part in node.parts if isinstance(part, Not)]
        with_ = [_within(part, columns) for part in node.parts if not isinstance(part, Not)]
        found = " AND ".join(with_) or f'{{{BORDERS}}} : "{EVERY}"'
        return f"({found}) NOT ({' OR '.join(_within(part, columns) for part in without)})" if without else found
    return " OR ".join(_within(part, columns) for part in node.parts)


def _within(node: Node, columns: str) -> str:
    expression = _expression(node, columns)
    return expression if isinstance(node, Term) and " OR " not in expression else f"({expression})"


def _found(term: list[str], columns: str) -> str:
    """A term, given as its units: within a part, or over a border between two.

    The expression grows with the square of a term's length: one of more than LONGEST_OVER units is looked for within
    parts alone, one of more than REACH that begins with a stop (and so with many tokens) over a border behind it alone.
    """
    last = len(term) if len(term) <= LONGEST_OVER else 1
    if term[0] in STOPS and len(term) > REACH:
        last = min(last, 2)
    within = [columns + phrase for phrase in _phrases(term)]
    return " OR ".join([*within, *(_over(term, place) for place in range(1, 1 if columns else last))])


def _over(term: list[str], place: int) -> str:
    """A term with a border before the unit at this place: its beginning ends a part, its end begins the next."""
    between = border(term[place - 1], term[place])
    begins = "" if place == 1 else _any(_phrases(term[:place], closed=between))
    ends = "" if place == len(term) - 1 else _any(_phrases(term[place:], opened=between))
    return f"({ends} AND {begins})" if ends and begins else ends or begins or _quoted([between])


def _any(phrases: list[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _phrases(term: list[str], opened: str = "", closed: str = "") -> list[str]:
    """Units as phrases of tokens, one of which is there: between the borders given, else whatever stands around them.

    A last lone character is asked for as a prefix; a stop that comes first may be one token with a character before it.
    """
    tokens = unit_tokens(term)
    if not closed and len(term) > 1 and is_han(term[-1]) and is_han(term[-2]):
        tokens.pop()
    end = "*" if not closed and is_han(term[-1]) and tokens[-1] == token(term[-1]) else ""
    phrases = [_quoted([opened, *tokens, closed]) + end]
    if not opened and term[0] in STOPS:
        phrases += [_quoted([final + term[0], *tokens[1:], closed]) + end for final in FINALS]
    return phrases


def _quoted(tokens: list[str]) -> str:
    phrase = " ".join(filter(None, tokens)).replace('"', '""')
    return f'"{phrase}"'


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


_UNMERGED = 0.1
"""So much of the index may stand in segments of its own: a search looks through each, and they take some 5 % more."""


def merge_segments(db: sqlite3.Connection) -> bool:
    """Let FTS5 write its index as one segment, where what came since it last did is more than a tenth; whether it did.

    It writes the index anew, so that is seldom done where little is added to a large archive. Runs in the caller's
    transaction.
    """
    pages = sorted(count for (count,) in db.execute(f"SELECT count(*) FROM {SEARCH_TABLE}_idx GROUP BY segid"))
    if not pages or sum(pages[:-1]) <= _UNMERGED * pages[-1]:
        return False
    db.execute(f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}) VALUES ('optimize')")
    return True


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
