"""Counts are asked once for a state of the data, and again after every commit."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette

from publish import kept_answers
from publish.settings import SETTINGS

SQL = "SELECT count(*) AS n FROM things"


def test_a_count_is_asked_again_after_a_commit_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "some.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE things (name TEXT)")
    writer.commit()
    database = Datasette([str(path)]).databases["some"]
    asked: list[str] = []
    plain = kept_answers.rows

    async def counting(database: object, sql: str, parameters: object) -> list[dict[str, object]]:
        asked.append(sql)
        return await plain(database, sql, parameters)

    monkeypatch.setattr(kept_answers, "rows", counting)

    async def kept() -> object:
        return (await kept_answers.kept_rows(database, SQL))[0]["n"]

    assert [asyncio.run(kept()) for _ in range(3)] == [0, 0, 0]
    assert len(asked) == 1
    writer.execute("INSERT INTO things VALUES ('one')")
    assert asyncio.run(kept()) == 0, "not committed yet"
    writer.commit()
    assert asyncio.run(kept()) == 1
    writer.close()


def _with_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Datasette, list[str]]:
    """A started Datasette over a file, and the SQL that reaches the file from now on."""
    served = Datasette([str(path)], settings=SETTINGS)
    asyncio.run(served.invoke_startup())
    asked: list[str] = []
    plain = kept_answers.Database.execute

    async def execute(self: object, sql: str, *arguments: object, **options: object) -> object:
        asked.append(" ".join(sql.split()))
        return await plain(self, sql, *arguments, **options)

    monkeypatch.setattr(kept_answers.Database, "execute", execute)
    return served, asked


def _page(served: Datasette, address: str) -> str:
    return str(asyncio.run(served.client.get(address)).text)


def test_a_table_page_counts_its_rows_and_facets_once_and_again_after_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "some.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, size TEXT)")
    writer.executemany("INSERT INTO things (name, size) VALUES (?, ?)", [("one", "a"), ("two", "b"), ("three", "b")])
    writer.commit()
    served, asked = _with_log(path, monkeypatch)
    addresses = ("/some/things?_facet=size", "/some/things?_facet=size&size=b", "/some/things?_facet=size&size=a")
    first = [_page(served, address) for address in addresses]
    assert ["3 rows" in first[0], "2 rows" in first[1], "1 row" in first[2]] == [True] * 3
    counted = [sql for sql in asked if "count(*)" in sql]
    assert len(counted) == 6, "the rows and the facet of each of the three"
    assert [_page(served, address).count("rows") for address in addresses] == [page.count("rows") for page in first]
    assert [sql for sql in asked if "count(*)" in sql] == counted
    writer.execute("INSERT INTO things (name, size) VALUES ('four', 'b')")
    writer.commit()
    assert "4 rows" in _page(served, addresses[0])
    assert "3 rows" in _page(served, addresses[1])
    writer.execute("ALTER TABLE things ADD COLUMN colour TEXT")
    writer.commit()
    assert "colour" in _page(served, addresses[0]), "what follows from the schema is asked again too"
    writer.close()


def test_what_readers_write_is_never_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "some.db"
    writer = sqlite3.connect(path)
    writer.execute("CREATE TABLE things (name TEXT)")
    writer.commit()
    served, asked = _with_log(path, monkeypatch)
    for _ in range(2):
        _page(served, "/some.json?sql=select+count(*)+from+things")
    assert asked.count("select count(*) from things") == 2
    writer.close()


def test_a_count_that_ran_out_of_time_is_not_tried_again_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "some.db"
    writer = sqlite3.connect(path)
    writer.execute("CREATE TABLE things (name TEXT)")
    writer.commit()
    served, _ = _with_log(path, monkeypatch)
    database = served.databases["some"]
    tried: list[str] = []

    async def never(self: object, sql: str, *arguments: object, **options: object) -> object:
        del self, arguments, options
        tried.append(sql)
        raise kept_answers.QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, {})

    monkeypatch.setattr(kept_answers.Database, "execute", never)
    sql = "select count(*) from things "
    for _ in range(3):
        with pytest.raises(kept_answers.QueryInterrupted):
            asyncio.run(database.execute(sql))
    assert tried == [sql]
    monkeypatch.setattr(kept_answers, "TRY_AGAIN", -1)
    for _ in range(2):
        with pytest.raises(kept_answers.QueryInterrupted):
            asyncio.run(database.execute(sql))
    assert tried == [sql, sql]
    writer.close()


def test_tables_are_compared_with_the_schema_only_after_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "some.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE things (name TEXT)")
    writer.commit()
    served, asked = _with_log(path, monkeypatch)

    def listed() -> list[str]:
        found = served.databases["_internal"].execute(
            "SELECT table_name FROM tables WHERE database_name = 'some' ORDER BY 1"
        )
        return [row["table_name"] for row in asyncio.run(found)]

    _page(served, "/some/things")
    compared = asked.count("PRAGMA schema_version")
    for _ in range(3):
        _page(served, "/some/things")
    assert listed() == ["things"]
    assert asked.count("PRAGMA schema_version") == compared
    writer.execute("CREATE TABLE others (name TEXT)")
    writer.commit()
    assert "others" in _page(served, "/some")
    assert listed() == ["others", "things"]
    writer.close()
