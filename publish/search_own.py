"""Hits in a report's own words: those that stand only in boilerplate are left out where that is asked for."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterable
from itertools import islice

from archive.normal_form import fold, is_han
from archive.query import Term, parse, written
from archive.search import contains

MOST = 1000
"""So many hits are looked into, the first in their order: each text has to be read."""
CHUNK = 50
SECONDS = 0.7
"""Longer no reader waits: what was looked into by then is shown, and how much that is."""
TITLE = re.compile("(?:政府)?信息公开(?:工作)?(?:年度|年)?报告")
"""What every title says; the rest of it, the name of the body, is its own."""
TEXTS = """
SELECT v.search_id, v.title, v.text, b.places FROM versions AS v LEFT JOIN boilerplate AS b ON b.search_id = v.search_id
WHERE v.search_id IN (SELECT value FROM json_each(?))
"""


def own_words(text: str, places: str | None) -> str:
    """A text without its boilerplate (`places` as the archive keeps them; None: it has none that is known)."""
    kept, at = [], 0
    for start, length in json.loads(places) if places else ():
        kept.append(text[at:start])
        at = start + length
    return "\n".join([*kept, text[at:]])


PLACES = "SELECT search_id, places FROM boilerplate WHERE search_id IN (SELECT value FROM json_each(:ids))"


def blanked(text: str, places: str | None) -> str:
    """A text with its boilerplate blanked out, everything else at its place."""
    parts, at = [], 0
    for start, length in json.loads(places) if places else ():
        parts += [text[at:start], "\n" * length]
        at = start + length
    return "".join([*parts, text[at:]])


class _Own:
    """A report's own words; folded once, and only where that is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: str | None = None

    def has(self, term: str) -> bool:
        """Whether a term in normal form stands in it. One of Han characters alone has no border to mind."""
        if all(map(is_han, term)):
            return term in self.text or term in self.folded
        if not any(sign.isdecimal() for sign in term) and term.replace(" ", "") not in self.folded:
            return False
        return contains(self.text, written(Term(term)))

    @property
    def folded(self) -> str:
        if self._folded is None:
            self._folded = fold(self.text).replace(" ", "")
        return self._folded


def in_own_words(db: sqlite3.Connection, search_ids: Iterable[int], query: str) -> tuple[list[int], int]:
    """Those of some versions of which a term of the query stands outside of boilerplate, in their order; and how many
    were looked into: the first MOST, and fewer where that takes longer than SECONDS."""
    terms = parse(query).terms
    waiting, until = iter(islice(search_ids, MOST)), time.perf_counter() + SECONDS
    kept: list[int] = []
    looked = 0
    while time.perf_counter() < until and (ids := list(islice(waiting, CHUNK))):
        cursor = db.cursor()
        cursor.row_factory = None
        texts = {row[0]: row[1:] for row in cursor.execute(TEXTS, (json.dumps(ids),))}
        for search_id in ids:
            title, text, places = texts.get(search_id, ("", "", None))
            looked += 1
            if places not in (None, "[]") and terms:
                own = _Own(f"{TITLE.sub(' ', title or '')}\n{own_words(text, places)}")
                if not any(map(own.has, terms)):
                    continue
            kept.append(search_id)
    return kept, looked
