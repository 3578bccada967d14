"""How answers travel: packed where it is taken, streams as streams, and 304 for who has the page."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive.metadata import datasette_metadata
from publish import search_facts
from publish.compression import LEAST, compressed, takes_gzip


def served(path: Path, *, immutable: bool = False) -> Datasette:
    files = {"files": [], "immutables": [str(path)]} if immutable else {"files": [str(path)]}
    return Datasette(**files, metadata=datasette_metadata(), settings={"suggest_facets": False, "default_cache_ttl": 0})


def ask(datasette: Datasette, path: str, **headers: str) -> Any:
    async def answer() -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(
            path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    return asyncio.run(answer())


@pytest.mark.parametrize(
    ("accept", "takes"),
    [
        ("", False), ("gzip", True), ("br, GZIP;q=0.5", True), ("gzip;q=0", False), ("*", True), ("*;q=0", False),
        ("gzip;q=0, *", False), ("identity", False), ("xgzip", False), ("gzip;q=nonsense", False),
    ],
)  # fmt: skip
def test_who_takes_gzip(accept: str, takes: bool) -> None:
    assert takes_gzip(accept) is takes


PAGES = ("/", "/archive/reports", "/archive/reports.json", "/archive/cells_long.csv?_stream=1", "/search?q=申请",
         "/feed/reports.atom", "/-/static-plugins/nianbao/nianbao.css", "/archive?sql=select+1")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_packed_once_and_says_so(archive_path: Path, path: str) -> None:
    datasette = served(archive_path)
    plain, packed = ask(datasette, path, accept_encoding="identity"), ask(datasette, path, accept_encoding="gzip")
    assert plain.status_code == packed.status_code == 200
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["vary"] == packed.headers["vary"]
    assert packed.headers["vary"].endswith("Accept-Encoding")
    assert int(packed.headers.get("content-length", "0")) == 0
    assert packed.text[:15] == plain.text[:15]  # the client unpacks once


def run(start: dict[str, Any], bodies: list[bytes], accept: bytes = b"gzip") -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, **start})
        for number, body in enumerate(bodies, start=1):
            await send({"type": "http.response.body", "body": body, "more_body": number < len(bodies)})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", accept)]}
    asyncio.run(compressed(app)(scope, None, send))
    return sent


def test_a_stream_goes_out_before_it_ends_and_whole() -> None:
    lines = [b"%d,%d\n" % (number, number * number) for number in range(60_000)]
    sent = run({"headers": [(b"content-type", b"text/csv")]}, [*lines, b""])
    pieces = [message for message in sent if message["type"] == "http.response.body"]
    assert len([piece for piece in pieces if piece["more_body"]]) > 3
    assert max(len(piece["body"]) for piece in pieces) < 100_000
    assert gzip.decompress(b"".join(piece["body"] for piece in pieces)) == b"".join(lines)


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-type", b"application/zip")],
        [(b"content-type", b"application/octet-stream")],
        [(b"content-type", b"text/csv"), (b"content-encoding", b"gzip")],
        [(b"content-type", b"text/csv"), (b"content-range", b"bytes 0-9/20")],
    ],
)
def test_what_is_packed_already_or_a_part_stays_as_it_is(headers: list[tuple[bytes, bytes]]) -> None:
    body = zlib.compress(b"x" * 5000) + b"y" * 5000
    sent = run({"headers": headers}, [body])
    assert sent[1]["body"] == body
    assert [pair for pair in sent[0]["headers"] if pair[0] != b"vary"] == headers


def test_little_is_not_packed_and_a_strong_tag_becomes_weak() -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"900"), (b"etag", b'"a"')]
    assert run({"headers": headers}, [b"x" * (LEAST - 1)])[1]["body"] == b"x" * (LEAST - 1)
    packed = dict(run({"headers": headers}, [b"x" * 900])[0]["headers"])
    assert packed[b"etag"] == b'W/"a"'
    assert b"content-length" not in packed


@pytest.mark.parametrize("path", [path for path in PAGES if "sql=" not in path])
def test_who_has_the_page_is_told_so(archive_path: Path, path: str) -> None:
    datasette = served(archive_path)
    first = ask(datasette, path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = ask(datasette, path, if_none_match=f'"other", {tag}')
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    # the nonce of the kept page fits only the policy that came with it
    assert "content-security-policy" not in again.headers
    assert ask(datasette, path, if_none_match='W/"other"').status_code == 200


def test_tags_differ_by_address_host_and_settings(archive_path: Path) -> None:
    datasette = served(archive_path)
    tags = [ask(datasette, path).headers["etag"] for path in ("/changes", "/changes?what=gone", "/changes?what=back")]
    tags.append(ask(datasette, "/changes", host="other.example").headers["etag"])
    other = Datasette(files=[], immutables=[str(archive_path)], metadata={"title": "other"})
    tags.append(ask(other, "/changes").headers["etag"])
    assert len(set(tags)) == 5


def test_a_commit_by_another_process_makes_every_page_new(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    shutil.copyfile(archive_path, path)
    datasette = served(path)
    tag = ask(datasette, "/changes").headers["etag"]
    assert ask(datasette, "/changes", if_none_match=tag).status_code == 304
    writer = sqlite3.connect(path)
    with writer:
        writer.execute("UPDATE agencies SET name = '改名镇' WHERE id = '000000-南岳镇'")
    writer.close()
    fresh = ask(datasette, "/changes", if_none_match=tag)
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != tag


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".atom"])
def test_a_search_of_older_facts_does_not_stay_in_a_browser(
    archive_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """While an archive is written, a search may be answered of facts of a moment ago: that answer is nobody's page of
    the data as it is now."""
    path = tmp_path / "archive.db"
    shutil.copyfile(archive_path, path)
    datasette, address = served(path), f"/search{form}?q=南岳镇"
    first = ask(datasette, address)
    assert first.headers["etag"]
    monkeypatch.setattr(search_facts, "STALE", 1e9)
    writer = sqlite3.connect(path)
    with writer:
        writer.execute("DELETE FROM current")
    writer.close()
    older = ask(datasette, address, if_none_match=first.headers["etag"])
    assert older.status_code == 200
    assert older.headers["cache-control"] == "no-store"
    assert "etag" not in older.headers
    monkeypatch.setattr(search_facts, "STALE", 0)
    newer = ask(datasette, address, if_none_match=first.headers["etag"])
    assert newer.status_code == 200
    assert "no-store" not in newer.headers["cache-control"]
    assert newer.headers["etag"] != first.headers["etag"]
    hits = [json.loads(answer.text)["count"] if form == ".json" else answer.text.count("南岳镇") for answer in
            (first, older, newer)]  # fmt: skip
    assert hits[0] == hits[1] > hits[2]


def test_the_tag_of_an_unchanging_file_outlives_the_process(archive_path: Path) -> None:
    one, other = (ask(served(archive_path, immutable=True), "/changes").headers["etag"] for _ in range(2))
    assert one == other


@pytest.mark.parametrize("path", ["/archive?sql=select+random()", "/-/versions.json", "/evidence/x.zip", "/nothing"])
def test_what_follows_from_more_than_the_data_has_no_tag(archive_path: Path, path: str) -> None:
    assert "etag" not in ask(served(archive_path), path).headers


def test_who_has_a_cookie_gets_the_page(archive_path: Path) -> None:
    assert "etag" not in ask(served(archive_path), "/changes", cookie="ds_actor=x").headers
