"""Counts are asked once for a state of the data, and again after every commit."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette

from publish import kept_answers

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

    async def counting(database: object, sql: str) -> list[dict[str, object]]:
        asked.append(sql)
        return await plain(database, sql)

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
