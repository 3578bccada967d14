"""Several queries of a page go to the database by one way."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from publish.database import rows_together

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def _served(tmp_path: Path) -> Datasette:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE things (name TEXT)")
        db.executemany("INSERT INTO things VALUES (?)", [("one",), ("two",)])
    return Datasette([str(path)], settings={"sql_time_limit_ms": 50})


def test_each_query_gets_its_own_rows_in_order(tmp_path: Path) -> None:
    some = _served(tmp_path).databases["some"]
    named = "SELECT name FROM things WHERE name = :name"
    queries = [(named, {"name": "two"}), ("SELECT count(*) AS n FROM things", {}), (named, {"name": "three"})]
    assert asyncio.run(rows_together(some, queries)) == [[{"name": "two"}], [{"n": 2}], []]


def test_a_query_that_runs_out_of_time_is_told_as_datasette_tells_it(tmp_path: Path) -> None:
    some = _served(tmp_path).databases["some"]
    with pytest.raises(QueryInterrupted) as told:
        asyncio.run(rows_together(some, [("SELECT 1 AS one", {}), (ENDLESS, {})]))
    assert told.value.sql == ENDLESS
    assert asyncio.run(rows_together(some, [("SELECT 1 AS one", {})])) == [[{"one": 1}]], "the next one is not cut"


def test_a_mistake_in_the_sql_is_raised(tmp_path: Path) -> None:
    some = _served(tmp_path).databases["some"]
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        asyncio.run(rows_together(some, [("SELECT * FROM none_such", {})]))
