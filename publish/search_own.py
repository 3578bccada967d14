"""Hits in a report's own words: those that stand only in boilerplate are left out where that is asked for."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from archive.normal_form import fold
from archive.query import Term, parse, written
from archive.search import contains

MOST = 1000
"""So many hits are looked into, the first in their order: each text has to be read."""
CHUNK = 100
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


def _has(text: str, folded: str, term: str) -> bool:
    if not any(sign.isdecimal() for sign in term) and term.replace(" ", "") not in folded:
        return False
    return contains(text, written(Term(term)))


def in_own_words(db: sqlite3.Connection, search_ids: Iterable[int], query: str) -> Iterator[int]:
    """Those of some versions of which a term of the query stands outside of boilerplate, in their order."""
    terms = parse(query).terms
    waiting = iter(search_ids)
    while ids := list(islice(waiting, CHUNK)):
        cursor = db.cursor()
        cursor.row_factory = None
        texts = {row[0]: row[1:] for row in cursor.execute(TEXTS, (json.dumps(ids),))}
        for search_id in ids:
            title, text, places = texts.get(search_id, ("", "", None))
            if places in (None, "[]") or not terms:
                yield search_id
                continue
            own = f"{TITLE.sub(' ', title or '')}\n{own_words(text, places)}"
            folded = fold(own).replace(" ", "").replace("\n", "")
            if any(_has(own, folded, term) for term in terms):
                yield search_id
