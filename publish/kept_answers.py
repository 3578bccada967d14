"""Counts over everything: asked once for a state of the data, and remembered until that changes.

A page that says how many there are of each kind would else look at every row each time it is asked for.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from publish.database import Row, file_state, rows

_KEPT: WeakKeyDictionary[Any, tuple[object, dict[str, list[Row]]]] = WeakKeyDictionary()


async def kept_rows(database: Any, sql: str) -> list[Row]:
    """The rows of a query without parameters, as `rows` gives them; nobody may change them."""
    state = file_state(database)
    if state is None:
        return await rows(database, sql)
    known = _KEPT.get(database)
    if known is None or known[0] != state:
        known = _KEPT[database] = (state, {})
    if sql not in known[1]:
        known[1][sql] = await rows(database, sql)
    return known[1][sql]
