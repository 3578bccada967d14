"""Short queries are answered in the thread that draws the pages.

Datasette hands each query to a thread of its own. The thread gives up the interpreter with each row that it takes, and
where others are being answered, each time waits for its turn again: eight readers at once then had fewer pages in a
second than one alone. Most queries of a page take less than the way to a thread and back. What has no answer after
PROMPT_MS is broken off and asked anew in a thread, so that no query keeps other readers waiting for longer.

SQLite looks at the time between its instructions, and a reader's own SQL may hold one that takes seconds. Of what
Datasette asks for, only what is plain is therefore answered here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Hashable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.database import Database, QueryInterrupted, Results

PROMPT_MS = 25
"""Above 20, at which Datasette begins to look at the time with each single instruction of SQLite."""
MOST_SLOW = 1000
"""So many slow queries are remembered of a database; then the oldest goes."""
Answer = TypeVar("Answer")

_TOKEN = re.compile(r'\s*(?:(?P<name>\w+|"[^"]*"|\[[^\]]*\])(?P<call>\s*\()?|:\w+|[,()*=<>!])')
_BEFORE_PARENTHESIS = {"and", "or", "where", "not"}
_COSTLY = {"like", "glob", "match", "regexp", "select", "collate"}
"""What looks through texts, or begins another query."""

_here: ContextVar[bool] = ContextVar("here", default=False)
_SLOW: WeakKeyDictionary[Any, dict[Hashable, None]] = WeakKeyDictionary()


class PromptDatabase(Database):  # type: ignore[misc]
    """A database of Datasette's that answers short queries at once."""

    _connection: sqlite3.Connection | None = None

    async def execute(self, sql: str, params: Any = None, truncate: bool = False, **options: Any) -> Results:
        """See Database."""

        async def ask(milliseconds: int) -> Results:
            return await super(PromptDatabase, self).execute(
                sql, params, truncate, **{**options, "custom_time_limit": milliseconds}
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
            self._connection = self.connect()
            self.ds._prepare_connection(self._connection, self.name)
            self._connection.execute("PRAGMA busy_timeout = 0")
        return fn(self._connection)


@lru_cache(1000)
def is_plain(sql: str) -> bool:
    """Whether a query is one SELECT that compares columns with parameters and calls no function: the rows of a page of
    a table. Then no instruction of it takes long."""
    words = sql.lower().lstrip()
    at = len("select ")
    if not words.startswith("select "):
        return False
    while at < len(words.rstrip()):
        token = _TOKEN.match(words, at)
        if token is None or token["name"] in _COSTLY or (token["call"] and token["name"] not in _BEFORE_PARENTHESIS):
            return False
        at = token.end()
    return True


async def promptly(
    database: Any, key: Hashable | None, milliseconds: int, ask: Callable[[int], Awaitable[Answer]]
) -> Answer:
    """What `ask`, given its time limit, answers: in this thread if that takes no longer than PROMPT_MS, else in another
    under a limit of `milliseconds`. By its `key`, if it has one, what was slow is known the next time.

    Raises QueryInterrupted where it runs out of time, and what `ask` raises.
    """
    slow = _SLOW.setdefault(database, {})
    if isinstance(database, PromptDatabase) and key not in slow and milliseconds > PROMPT_MS:
        token = _here.set(True)
        try:
            return await ask(PROMPT_MS)
        except QueryInterrupted:
            if key is not None:
                slow[key] = None
            while len(slow) > MOST_SLOW:
                del slow[next(iter(slow))]
        except sqlite3.OperationalError:
            pass  # locked by a writer for this moment
        finally:
            _here.reset(token)
    return await ask(milliseconds)
