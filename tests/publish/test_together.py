"""Several queries of a page go to the database by one way."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from publish.database import Ask, Row, together

ONE = "SELECT 1 AS one"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def _served(tmp_path: Path) -> Datasette:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE things (name TEXT)")
        db.executemany("INSERT INTO things VALUES (?)", [("one",), ("two",)])
    return Datasette([str(path)], settings={"sql_time_limit_ms": 50})


def test_a_query_may_follow_from_the_rows_of_another(tmp_path: Path) -> None:
    some = _served(tmp_path).databases["some"]
    named = "SELECT name FROM things WHERE name = :name"

    def work(ask: Ask) -> list[list[Row]]:
        [two] = ask(named, {"name": "two"})
        return [[two], ask("SELECT count(*) AS n FROM things WHERE name >= :name", two), ask(named, {"name": "three"})]

    assert asyncio.run(together(some, work)) == [[{"name": "two"}], [{"n": 1}], []]


def test_a_query_that_runs_out_of_time_is_told_as_datasette_tells_it(tmp_path: Path) -> None:
    some = _served(tmp_path).databases["some"]
    with pytest.raises(QueryInterrupted) as told:
        asyncio.run(together(some, lambda ask: ask(ONE, {}) + ask(ENDLESS, {})))
    assert told.value.sql == ENDLESS
    assert asyncio.run(together(some, lambda ask: ask(ONE, {}))) == [{"one": 1}], "the next one is not cut"


def test_a_mistake_in_the_sql_is_raised(tmp_path: Path) -> None:
    some = _served(tmp_path).databases["some"]
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        asyncio.run(together(some, lambda ask: ask("SELECT * FROM none_such", {})))
