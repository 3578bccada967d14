"""Hits in a report's own words: those that stand only in boilerplate are left out where that is asked for.

The text of every hit is read for it, once for a query: what came out is remembered with the facts of the data.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from itertools import islice

from archive.normal_form import fold, is_han, units
from archive.query import Term, parse, written
from archive.search import contains
from publish.search_facts import REMEMBERED, Facts

CHUNK = 500
"""Texts read with one query."""
SECONDS = 5.0
"""Longer no reader waits, whatever is asked of however many: what was looked into by then is shown, and how much that
is; the next asking goes on from there. 100,000 texts of 2,700 characters take two to three seconds."""
BORDER = "\n。\n"
"""Between two stretches of own words: no term goes on over it."""
TITLE = re.compile("(?:政府)?信息公开(?:工作)?(?:年度|年)?报告")
"""What every title says; the rest of it, the name of the body, is its own."""
TEXTS = """
SELECT v.search_id, v.title, v.text, b.places FROM versions AS v LEFT JOIN boilerplate AS b ON b.search_id = v.search_id
WHERE v.search_id IN (SELECT value FROM json_each(?))
"""

TextRow = tuple[int, str | None, str, str | None]
"""Search id, title, text, boilerplate."""


def own_words(text: str, places: str | None) -> str:
    """A text without its boilerplate (`places` as the archive keeps them; None: it has none that is known)."""
    kept, at = [], 0
    for start, length in json.loads(places) if places else ():
        kept.append(text[at:start])
        at = start + length
    return BORDER.join([*kept, text[at:]])


PLACES = "SELECT search_id, places FROM boilerplate WHERE search_id IN (SELECT value FROM json_each(:ids))"


def blanked(text: str, places: str | None) -> str:
    """A text with its boilerplate blanked out, everything else at its place."""
    parts, at = [], 0
    for start, length in json.loads(places) if places else ():
        parts += [text[at:start], "\n" * length]
        at = start + length
    return "".join([*parts, text[at:]])


@cache
def _odd() -> re.Pattern[str]:
    """A character whose normal form reads otherwise: traditional ones, full-width figures, zero-width ones."""
    signs = []
    for code in range(0x80, 0x10000):
        folded = fold(sign := chr(code))
        if folded != sign.casefold() and (not folded or any(map(str.isalnum, folded))):
            signs.append(re.escape(sign))
    return re.compile(f"[{''.join(signs)}\U00010000-\U0010ffff]")


@lru_cache(REMEMBERED)
def _plainly(term: str) -> re.Pattern[str] | None:
    """How a term of Han characters and whole numbers most often stands in a text; None for other terms. Where this is
    found, so is the term; it may stand otherwise too (1,234)."""
    parts = units(term)
    if not all(is_han(part) or (part.isascii() and part.isdecimal()) for part in parts):
        return None
    return re.compile(r"\s*".join(part if is_han(part) else rf"(?<![\d.,，．]){part}(?![\d.,，．])" for part in parts))


class _Own:
    """A report's own words; squeezed and folded once, and only where that is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    def has(self, term: str) -> bool:
        """Whether a term in normal form stands in it. One of Han characters alone has no border to mind."""
        letters = term.replace(" ", "")
        if all(map(is_han, letters)):
            return letters in self.text or letters in self.squeezed or (self.odd and letters in self.folded)
        if (plainly := _plainly(term)) and plainly.search(self.text):
            return True
        if letters.isalnum() and not self.odd:
            words = self.squeezed.casefold()
            if letters not in words and letters not in words.replace(",", "").replace("，", ""):
                return False
        return contains(self.text, written(Term(term)))

    @cached_property
    def squeezed(self) -> str:
        return "".join(self.text.split())

    @cached_property
    def odd(self) -> bool:
        return _odd().search(self.text) is not None

    @cached_property
    def folded(self) -> str:
        return fold(self.text).replace(" ", "")


def _stands_in_own_words(title: str, text: str, places: str | None, terms: tuple[str, ...]) -> bool:
    if places in (None, "[]") or not terms:
        return True
    own = _Own(f"{TITLE.sub(BORDER, title)}{BORDER}{own_words(text, places)}")
    return any(map(own.has, terms))


def _texts(db: sqlite3.Connection, search_ids: Iterator[int]) -> Iterator[list[TextRow]]:
    """Of versions, so many at a time."""
    cursor = db.cursor()
    cursor.row_factory = None
    while ids := list(islice(search_ids, CHUNK)):
        yield cursor.execute(TEXTS, (json.dumps(ids),)).fetchall()


def in_own_words(db: sqlite3.Connection, facts: Facts, versions: int, query: str) -> tuple[int, int]:
    """Those of a set of versions of which a term of the query stands outside of boilerplate, and those that were looked
    into: all of them, or where that takes longer than SECONDS as many as it was, the newest first."""
    looked, own = facts.own.get(query, (0, 0))
    terms = tuple(parse(query).terms)
    until = time.perf_counter() + SECONDS
    seen: list[int] = []
    kept: list[int] = []
    for texts in _texts(db, facts.newest(versions & ~looked)):
        for search_id, title, text, places in texts:
            seen.append(search_id)
            if _stands_in_own_words(title or "", text, places, terms):
                kept.append(search_id)
        if time.perf_counter() > until:
            break
    looked, own = looked | facts.set_of(seen), own | facts.set_of(kept)
    facts.remember_own(query, looked, own)
    return versions & own, versions & looked
