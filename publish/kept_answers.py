"""Counts over everything, and what follows from the schema: asked once for a state of the data, and remembered until
that changes.

A page that says how many there are of each kind would else look at every row each time it is asked for; so would each
page of Datasette's tables, which counts the rows and every facet anew, and asks thirty times what the schema says.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Hashable
from copy import copy
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.database import Database, QueryInterrupted, Results

from publish.database import Row, file_state, rows
from publish.promptly import PromptDatabase

MOST = 1000
"""So many answers are remembered of a database; then the oldest goes."""
TRY_AGAIN = 300
"""Seconds after which a count that ran out of time is tried again although the data is the same."""
COUNTS = re.compile(r"\s*select (?:count\(\*\) from |.+ as value, count\(\*\) as count from \()")
"""How Datasette begins the count of a table, and that of a facet."""
OF_SCHEMA = (
    "table_columns", "table_column_details", "primary_keys", "fts_table", "label_column_for_table", "table_exists",
    "foreign_keys_for_table", "get_all_foreign_keys", "hidden_table_names", "table_names", "view_names",
    "get_table_definition", "get_view_definition",
)  # fmt: skip
"""Methods of a database of Datasette's whose answer follows from the schema."""
Answer = TypeVar("Answer")

_KEPT: WeakKeyDictionary[Any, tuple[object, dict[Hashable, Any]]] = WeakKeyDictionary()


async def _kept(database: Any, key: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """What `ask` answers, asked once for a state of the data; nobody may change it."""
    state = file_state(database)
    if state is None:
        return await ask()
    known = _KEPT.get(database)
    if known is None or known[0] != state:
        known = _KEPT[database] = (state, {})
    answers = known[1]
    if key not in answers:
        answers[key] = await ask()
        while len(answers) > MOST:
            del answers[next(iter(answers))]
    answer: Answer = answers[key]
    return answer


async def kept_rows(database: Any, sql: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    """The rows of a query, as `rows` gives them; nobody may change them."""
    return await _kept(database, ("rows", sql, repr(parameters)), lambda: rows(database, sql, parameters))


class CountingDatabase(PromptDatabase):
    """A database of Datasette's that asks each count of rows and of a facet once for a state of the data."""

    async def execute(self, sql: str, params: Any = None, truncate: bool = False, **options: Any) -> Results:
        """As Datasette's; a reader's own SQL is always cut (`truncate`), and never remembered."""

        async def ask() -> Results:
            return await super(CountingDatabase, self).execute(sql, params, truncate, **options)

        async def try_in_time() -> tuple[Results | QueryInterrupted, float]:
            try:
                return await ask(), time.monotonic()
            except QueryInterrupted as ran_out:
                return ran_out, time.monotonic()

        if truncate or not COUNTS.match(sql):
            return await ask()
        key = (sql, repr(params))
        answer, asked = await _kept(self, key, try_in_time)
        if not isinstance(answer, QueryInterrupted):
            return answer
        if time.monotonic() - asked > TRY_AGAIN:
            _KEPT.get(self, (None, {}))[1].pop(key, None)
        raise QueryInterrupted(answer.e, answer.sql, answer.params)


def _of_schema(name: str) -> Callable[..., Awaitable[Any]]:
    async def told(self: CountingDatabase, *arguments: str) -> Any:
        plain = getattr(super(CountingDatabase, self), name)
        return copy(await _kept(self, (name, *arguments), lambda: plain(*arguments)))

    return told


for _name in OF_SCHEMA:
    setattr(CountingDatabase, _name, _of_schema(_name))


def count_once(datasette: Any) -> None:
    """Put a `CountingDatabase` in the place of each file that Datasette serves."""
    served = datasette.databases.copy()
    for name, database in served.items():
        if database.path and type(database) is Database:
            served[name] = CountingDatabase(datasette, path=database.path, is_mutable=database.is_mutable)
            served[name].name, served[name].route = database.name, database.route
    datasette.databases = served
