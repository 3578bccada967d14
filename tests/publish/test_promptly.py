"""Short queries are answered in the thread that draws pages; none that may keep it is."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import cast

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from publish import promptly
from publish.database import Ask, rows, together
from publish.promptly import PromptDatabase, is_plain

ONE = "SELECT 1 AS one"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
HERE = threading.main_thread()


@pytest.fixture
def some(tmp_path: Path) -> PromptDatabase:
    """A database as it is served."""
    with sqlite3.connect(tmp_path / "some.db") as db:
        db.execute("CREATE TABLE things (name TEXT)")
    served = Datasette([str(tmp_path / "some.db")], settings={"sql_time_limit_ms": 100})
    asyncio.run(served.invoke_startup())
    database = served.databases["some"]
    assert isinstance(database, PromptDatabase)
    return database


def _where(database: PromptDatabase, sql: str, key: str | None = None) -> list[threading.Thread]:
    """The threads in which a query was asked."""
    found: list[threading.Thread] = []

    def work(ask: Ask) -> None:
        found.append(threading.current_thread())
        ask(sql, {})

    try:
        asyncio.run(together(database, work, key))
    except QueryInterrupted:
        found.append(threading.Thread(name="ran out of time"))
    return found


def test_a_short_query_needs_no_way_to_a_thread(some: PromptDatabase) -> None:
    assert _where(some, ONE) == [HERE]


def test_what_takes_long_is_asked_anew_in_a_thread_and_the_next_time_there_at_once(some: PromptDatabase) -> None:
    here, away, ended = _where(some, ENDLESS, "endless")
    assert here is HERE
    assert away is not HERE
    assert ended.name == "ran out of time"
    away, ended = _where(some, ENDLESS, "endless")
    assert away is not HERE
    assert _where(some, ONE, "another") == [HERE]


def test_what_was_slow_is_tried_again_after_a_while(some: PromptDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promptly, "AGAIN", 0)
    assert [_where(some, ENDLESS, "endless")[0] for _ in range(2)] == [HERE, HERE]


def test_without_a_key_nothing_is_remembered(some: PromptDatabase) -> None:
    assert [_where(some, ENDLESS)[0] for _ in range(2)] == [HERE, HERE]
    assert _where(some, ONE) == [HERE]


def test_a_limit_does_not_stay_for_the_next_query(some: PromptDatabase) -> None:
    with pytest.raises(QueryInterrupted):
        asyncio.run(rows(some, ENDLESS))
    # of so many instructions that an old limit would be looked at
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40) SELECT max(i) AS i FROM n"
    assert asyncio.run(rows(some, long)) == [{"i": 40}]


def test_a_mistake_is_made_once(some: PromptDatabase) -> None:
    found: list[str] = []

    def work(ask: Ask) -> None:
        found.append("asked")
        ask("SELECT none_such FROM things", {})

    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        asyncio.run(together(some, work))
    assert found == ["asked"]


def test_others_have_their_turn_between_the_queries_of_a_page(some: PromptDatabase) -> None:
    found: list[str] = []

    async def page(name: str) -> None:
        for _ in range(3):
            found.append(name)
            await rows(some, ONE)

    async def both() -> None:
        await asyncio.gather(page("a"), page("b"))

    asyncio.run(both())
    assert found == ["a", "b", "a", "b", "a", "b"]


def test_the_time_is_looked_at_more_often_than_datasette_does(some: PromptDatabase) -> None:
    asyncio.run(rows(some, ONE))
    looks = {True: 0, False: 0}
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT max(i) FROM n"

    def look(here: bool) -> None:
        looks[here] += 1

    def run(connection: sqlite3.Connection, here: bool) -> None:
        connection.set_progress_handler(lambda: look(here), 1000)
        connection.execute(sql).fetchall()

    run(sqlite3.connect(":memory:"), False)
    assert some._connection is not None
    run(cast(sqlite3.Connection, some._connection), True)
    assert looks[True] >= 9 * looks[False] > 0


def test_what_somebody_asked_for_is_not_logged(some: PromptDatabase, capfd: pytest.CaptureFixture[str]) -> None:
    for sql in ("select 'sought' from none_such", "select none_such from things where name = :name"):
        with pytest.raises(sqlite3.OperationalError):
            asyncio.run(some.execute(sql, {"name": "sought"}, truncate=True))
    told = capfd.readouterr()
    assert "sought" not in told.err + told.out


def test_a_reader_of_a_file_that_is_being_written_waits_in_a_thread(some: PromptDatabase) -> None:
    writer = sqlite3.connect(str(some.path), check_same_thread=False)
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("INSERT INTO things VALUES ('one')")
    found: list[threading.Thread] = []

    def work(ask: Ask) -> object:
        found.append(threading.current_thread())
        if len(found) == 2:
            writer.commit()
        return ask("SELECT name FROM things", {})

    assert asyncio.run(together(some, work)) == [{"name": "one"}]
    assert found[0] is HERE
    assert found[1] is not HERE
    writer.close()


PLAIN = (
    'select id, [a b], "c" from reports where ((x > :p0) or (x = :p1 and "y" > :p2)) order by id limit 21',
    "select * from reports order by published_on desc limit 21 offset 20",
    "select id from reports where report_year is not null and not (level = :p0) limit 21",
)
NOT_PLAIN = (
    "select hex(randomblob(10000000)) from reports",
    'select "hex" ("randomblob" (10000000)) from reports',
    "select [zeroblob](a) from reports",
    "select text || text || text from versions",
    "select id from versions where (text like '%a%b%c%')",
    "select id from versions where text like :p0 limit 21",
    "select id from versions where text glob :p0 limit 21",
    "select id from versions where rowid in (select rowid from search_index where search_index match :search)",
    "select search_index from search_index where search_index match :search",
    "select count(*) from versions",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
    "select 1 -- hex(",
    "select * from a, b",
    "select * from a natural join b",
    "select * from a union b",
    'select "x from t where" from a, b where a > :p',
    "select rowid from search_index where search_index = :q order by rank limit 21",
    "select rowid from versions where [search_index] = :q",
    "pragma integrity_check",
)


def test_only_rows_compared_with_parameters_are_plain() -> None:
    assert [sql for sql in PLAIN if not is_plain(sql)] == []
    assert [sql for sql in NOT_PLAIN if is_plain(sql)] == []


def test_a_readers_own_sql_that_is_not_plain_is_answered_in_a_thread(
    some: PromptDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[threading.Thread] = []
    connect = PromptDatabase.connect

    def telling(self: PromptDatabase, write: bool = False) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(self, write)
        connection.create_function("told", 0, lambda: found.append(threading.current_thread()))
        return connection

    monkeypatch.setattr(PromptDatabase, "connect", telling)
    again = Datasette([str(some.path)])
    asyncio.run(again.invoke_startup())
    asyncio.run(again.databases["some"].execute("select told()", truncate=True))
    asyncio.run(rows(again.databases["some"], "select told()"))
    assert [one is HERE for one in found] == [False, True]
