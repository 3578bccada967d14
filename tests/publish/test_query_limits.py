"""Hostile queries end with a page that says so, take a bounded answer, and leave the site to the others."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from datasette.app import Datasette

from archive.metadata import datasette_metadata
from publish.query_limits import LONGEST_VALUE, bounded_rows, limit
from publish.query_queue import AT_A_TIME, WAITING, queued
from publish.settings import SETTINGS

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
LONG = "replace(hex(zeroblob(4000000)), '0', 'a')"
HOSTILE = {
    "counts for ever": f"{ENDLESS} SELECT count(*) FROM c",
    "joins all with all": "SELECT count(*) FROM cells a, cells b, cells c, cells d",
    "a text that grows": f"{ENDLESS} SELECT group_concat(n) FROM c",
    "many large answers": f"{ENDLESS} SELECT zeroblob(8000000) FROM c",
    "a gigabyte": "SELECT length(randomblob(1000000000))",
    "a long needle": f"SELECT instr({LONG}, {LONG} || 'b')",
    "a needle of half the hay": f"SELECT instr({LONG}, substr({LONG}, 1, 4000000) || 'b')",
    "replaces by more": f"SELECT length(replace({LONG}, 'a', {LONG}))",
    "a long pattern": f"SELECT {LONG} LIKE '%' || substr({LONG}, 1, 10000) || 'b'",
    "sorts for ever": f"{ENDLESS} SELECT n FROM c ORDER BY -n",
    "a deep tree": "SELECT " + "(" * 2000 + "1" + ")" * 2000,
    "searches for much": "SELECT count(*) FROM search_index WHERE search_index MATCH '"
    + " OR ".join(f'"{sign}"*' for sign in "一二三四五六七八九十公开信息申请" * 20) + "'",
}  # fmt: skip


def served(path: Path, **settings: Any) -> Datasette:
    return Datasette([str(path)], metadata=datasette_metadata(), settings={**SETTINGS, **settings})


def ask(datasette: Datasette, *paths: str) -> list[Any]:
    async def answers() -> list[Any]:
        await datasette.invoke_startup()
        return list(await asyncio.gather(*(datasette.client.get(path) for path in paths)))

    return asyncio.run(answers())


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_ends_and_others_are_answered(archive_path: Path, sql: str) -> None:
    hostile, page = ask(served(archive_path, sql_time_limit_ms=300), "/archive?sql=" + quote(sql), "/changes")
    assert hostile.status_code in (200, 400)
    assert len(hostile.content) < 1_000_000
    assert page.status_code == 200


def test_a_query_out_of_time_says_so(archive_path: Path) -> None:
    path = "/archive{}?sql=" + quote(HOSTILE["counts for ever"])
    page, table = ask(served(archive_path, sql_time_limit_ms=200), path.format(""), path.format(".json"))
    assert (page.status_code, table.status_code) == (400, 400)
    assert "SQL" in page.text
    assert table.json()["ok"] is False


def test_an_answer_too_large_says_so(archive_path: Path) -> None:
    sql = f"{ENDLESS} SELECT hex(zeroblob(4000000)) FROM c LIMIT 30"
    [answer] = ask(served(archive_path), "/archive?sql=" + quote(sql))
    assert answer.status_code == 400
    assert "the answer is too large" in answer.text


def test_no_more_rows_than_the_limit(archive_path: Path) -> None:
    [answer] = ask(
        served(archive_path), "/archive.json?_shape=array&sql=" + quote(f"{ENDLESS} SELECT n FROM c LIMIT 5000")
    )
    assert len(answer.json()) == SETTINGS["max_returned_rows"]


def test_nothing_is_written_and_no_other_file_is_read(archive_path: Path) -> None:
    before = archive_path.read_bytes()
    for sql in (
        "ATTACH '/etc/passwd' AS p", "DELETE FROM versions", "SELECT 1; DELETE FROM versions",
        "PRAGMA writable_schema=1", "SELECT load_extension('x')", "SELECT readfile('/etc/passwd')",
        "WITH a AS (SELECT 1) DELETE FROM versions",
        "INSERT INTO portals(id) VALUES ('x')", "VACUUM INTO '/tmp/x.db'",
    ):  # fmt: skip
        [answer] = ask(served(archive_path), "/archive?sql=" + quote(sql))
        assert answer.status_code == 400, sql
    assert archive_path.read_bytes() == before


SAMPLES = (
    None,
    "",
    "a",
    "东宁镇",
    "镇",
    b"",
    b"a",
    b"\xe4\xb8\x9c",
    1,
    10,
    0,
    1.0,
    1e20,
    1.5e-7,
    123456789.123,
    "aXbXc",
)


@pytest.mark.parametrize("sql", ["instr(?1, ?2)", "trim(?1, ?2)", "ltrim(?1, ?2)", "rtrim(?1, ?2)",
                                 "replace(?1, ?2, 'zz')", "replace(?1, ?2, 7)", "replace(?1, 'X', ?2)"])  # fmt: skip
def test_our_functions_answer_as_sqlite_does(sql: str) -> None:
    plain, limited = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    limit(limited)
    for one in SAMPLES:
        for other in SAMPLES:
            [expected] = plain.execute(f"SELECT {sql}", (one, other)).fetchone()
            [found] = limited.execute(f"SELECT {sql}", (one, other)).fetchone()
            assert (found, type(found)) == (expected, type(expected)), (one, other)


def test_rows_are_counted_by_cursor() -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = bounded_rows(10)
    for _ in range(3):
        assert connection.execute("SELECT '12345' AS a UNION ALL SELECT '67890'").fetchall()[1]["a"] == "67890"
    with pytest.raises(sqlite3.OperationalError, match="too large"):
        connection.execute("SELECT '12345678901'").fetchall()


def test_a_body_of_ten_million_bytes_is_within_the_limit() -> None:
    assert LONGEST_VALUE > 12_000_000


def test_only_so_many_queries_run_and_wait() -> None:
    running, most, statuses = 0, 0, []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal running, most
        del receive
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        await send({"type": "http.response.start", "status": 200, "path": scope["path"]})

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def crowd() -> None:
        one = queued(app)
        scope = {"type": "http", "path": "/", "query_string": b"sql=select+1"}
        await asyncio.gather(*(one(scope, None, send) for _ in range(WAITING + 5)))

    asyncio.run(crowd())
    assert most == AT_A_TIME
    assert sorted(statuses) == [200] * WAITING + [503] * 5


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/", "//evil.example//", "/%2f%2fevil.example/", "/%5cevil.example/", "/\\evil.example/",
        "/https:%2f%2fevil.example/", "///evil.example/%2e%2e/", "/archive//evil.example/", "/%0d%0aLocation:%20//x/",
        "/-/logout?next=//evil.example/", "/search/?q=//evil.example", "/.evil.example/", "/@evil.example/",
    ],
)  # fmt: skip
def test_no_answer_leads_elsewhere(archive_path: Path, path: str) -> None:
    async def raw() -> dict[bytes, bytes]:
        sent: list[dict[str, Any]] = []
        datasette = served(archive_path)
        await datasette.invoke_startup()

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        plain, _, query = path.partition("?")
        scope = {
            "type": "http", "method": "GET", "path": plain, "raw_path": plain.encode(), "query_string": query.encode(),
            "headers": [(b"host", b"site.example")], "scheme": "http", "http_version": "1.1", "server": None,
        }  # fmt: skip
        await datasette.app()(scope, receive, send)
        return {name.lower(): value for name, value in sent[0]["headers"]}

    location = asyncio.run(raw()).get(b"location", b"/").decode()
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert urlsplit(location).netloc == ""
