"""What is made from kept rows by a rule of ours, and made again when the rule has changed: the search index.

`derived_by` says by which rule each of them was made. Digests of what is kept depend on none of these rules.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from sqlite_utils import Database

from archive.content import places_of_version, search_parts
from archive.migrations import statements
from archive.normal_form import NORMAL_FORM
from archive.rows import insert, rows, value
from archive.search import INDEX_FORM, SEARCH_DDL, SEARCH_TABLE, index_version
from archive.times import now


def normal_form_rule() -> str:
    """The normal form and the index as they are now; Python's Unicode tables are part of it."""
    return f"normal form {NORMAL_FORM}, index {INDEX_FORM}, Unicode {unicodedata.unidata_version}"


def index_again(db: Database) -> None:
    """Make the search index anew and index every version."""
    db.conn.execute(f"DROP TABLE IF EXISTS {SEARCH_TABLE}")
    for statement in statements(SEARCH_DDL):
        db.conn.execute(statement)
    for name in rows(db, "SELECT id FROM versions ORDER BY search_id"):
        (version,) = rows(db, "SELECT search_id, title, text FROM versions WHERE id = ?", (name["id"],))
        parts = search_parts(version["text"], places_of_version(db, name["id"]))
        index_version(db.conn, version["search_id"], version["title"], parts)


STEPS: tuple[tuple[str, Callable[[], str], Callable[[Database], None]], ...] = (
    (SEARCH_TABLE, normal_form_rule, index_again),
)
"""What is derived, its rule now, and the step that makes it again."""


def renew(db: Database) -> list[str]:
    """Make again what was made by another rule, each in a transaction of its own. Returns what was made."""
    made = []
    for what, rule, step in STEPS:
        if value(db, "SELECT rule FROM derived_by WHERE what = ?", (what,)) == rule():
            continue
        with db.atomic():
            step(db)
            insert(db, "derived_by", [{"what": what, "rule": rule(), "made": now()}], conflict="REPLACE")
        made.append(what)
    return made
