"""Short queries are answered in the thread that draws the pages.

Datasette hands each query to a thread of its own. The thread gives up the interpreter with each row that it takes, and
where others are being answered, each time waits for its turn again: eight readers at once then had fewer pages in a
second than one alone. Most queries of a page take less than the way to a thread and back. What has no answer after
PROMPT_MS is broken off and asked anew in a thread, so that no query keeps other readers waiting for longer.

SQLite looks at the time between its instructions, and a reader's own SQL may hold one that takes seconds. Of what
Datasette asks for, only what is plain is therefore answered here.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Hashable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from datasette.database import Database, QueryInterrupted, Results

from archive.search import SEARCH_TABLE

PROMPT_MS = 25
"""Above 20, at which Datasette begins to look at the time with each single instruction of SQLite."""
OFTEN = 100
"""Instructions of SQLite between two looks at the time: of a text of ten million signs a single one takes a
hundredth of a second, and Datasette looks after a thousand."""
MOST_SLOW = 1000
"""So many slow queries are remembered of a database; then the oldest goes."""
AGAIN = 300
"""Seconds after which one is tried here again: it may have been slow as nothing of the file had been read yet."""
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
"""By a writer, for this moment."""
Answer = TypeVar("Answer")

_TOKEN = re.compile(r'\s*(?:(?P<name>\w+|"[^"]*"|\[[^\]]*\])(?P<call>\s*\()?|:\w+|(?P<sign>[,()*=<>!]))')
_BEFORE_PARENTHESIS = {"and", "or", "where", "not"}
_COSTLY = {"like", "glob", "match", "regexp", "select", "collate", "union", "join", SEARCH_TABLE}
"""What looks through texts, or begins another query. What equals the table of the search is searched for."""
_AFTER_TABLE = {"where", "order", "limit"}

_here: ContextVar[bool] = ContextVar("here", default=False)
_SLOW: WeakKeyDictionary[Any, dict[Hashable, float]] = WeakKeyDictionary()


class _Watched:
    """A connection on which the time is looked at OFTEN."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def set_progress_handler(self, handler: Callable[[], int | None] | None, instructions: int) -> None:
        """See sqlite3.Connection."""
        self._connection.set_progress_handler(handler, min(instructions, OFTEN))


class PromptDatabase(Database):  # type: ignore[misc]
    """A database of Datasette's that answers short queries at once, and logs none: a failed one has what somebody
    searched for in it."""

    _connection: _Watched | None = None

    async def execute(self, sql: str, params: Any = None, truncate: bool = False, **options: Any) -> Results:
        """See Database."""

        async def ask(milliseconds: int) -> Results:
            return await super(PromptDatabase, self).execute(
                sql, params, truncate, **{**options, "custom_time_limit": milliseconds, "log_sql_errors": False}
            )

        limit = self.ds.sql_time_limit_ms
        limit = min(options.get("custom_time_limit") or limit, limit)
        return await (promptly(self, sql, limit, ask) if is_plain(sql) else ask(limit))

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """See Database; within `promptly`, in this thread."""
        if not _here.get():
            answer: Answer = await super().execute_fn(fn)
            return answer
        if self._connection is None:
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            connection.execute("PRAGMA busy_timeout = 0")
            self._connection = _Watched(connection)
        return fn(cast(sqlite3.Connection, self._connection))


@lru_cache(1000)
def is_plain(sql: str) -> bool:
    """Whether a query is one SELECT from one table that compares columns with parameters and calls no function: the
    rows of a page of a table. Then no instruction of it takes long, nor does planning it."""
    words = sql.lower().strip()
    at = len("select ")
    if not words.startswith("select "):
        return False
    said: list[str | None] = []
    while at < len(words):
        token = _TOKEN.match(words, at)
        if token is None or (token["call"] and token["name"] not in _BEFORE_PARENTHESIS):
            return False
        said.append(token["name"] or token["sign"])
        at = token.end()
    if said.count("from") != 1 or any(name and name.strip('"[]') in _COSTLY for name in said):
        return False
    return {*said[said.index("from") + 2 :][:1]} <= _AFTER_TABLE


async def promptly(
    database: Any, key: Hashable | None, milliseconds: int, ask: Callable[[int], Awaitable[Answer]]
) -> Answer:
    """What `ask`, given its time limit, answers: in this thread if that takes no longer than PROMPT_MS, else in another
    under a limit of `milliseconds`. By its `key`, if it has one, what was slow is known for a while.

    Raises QueryInterrupted where it runs out of time, and what `ask` raises.
    """
    slow = _SLOW.setdefault(database, {})
    known = slow.get(key, 0) > time.monotonic()
    if isinstance(database, PromptDatabase) and not known and milliseconds > PROMPT_MS:
        token = _here.set(True)
        try:
            answer = await ask(PROMPT_MS)
        except QueryInterrupted:
            if key is not None:
                slow.pop(key, None)
                slow[key] = time.monotonic() + AGAIN
            while len(slow) > MOST_SLOW:
                del slow[next(iter(slow))]
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _LOCKED:
                raise
        else:
            # others have their turn between the queries of a page
            _here.set(False)
            await asyncio.sleep(0)
            return answer
        finally:
            _here.reset(token)
    return await ask(milliseconds)
