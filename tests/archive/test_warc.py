"""What is in the WARC files: read back by warcio itself, replayable, complete."""

from __future__ import annotations

import gzip
import json
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import brotli
import pytest
from archive_by_hand import HOST, Visitor, make_report
from warcio.archiveiterator import ArchiveIterator

from archive.archive import Archive
from archive.capture_rows import parse_form
from archive.content_coding import UndecodableBody, decoded
from archive.errors import BrokenRecord, UnknownCapture
from archive.exchange import FailedFetch
from archive.rows import rows, value
from archive.warc_reader import whole_records
from parse.report import Context

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def records(archive: Archive) -> list[tuple[str, dict[str, str], bytes]]:
    found = []
    for path in sorted(archive.warc_dir.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                headers = dict(record.rec_headers.headers)
                body = record.raw_stream.read()
                found.append((record.rec_type, headers, body))
    return found


def test_an_exchange_is_request_metadata_response(archive: Archive, visitor: Visitor) -> None:
    packed = gzip.compress(b"<h1>report</h1>")
    headers = (
        ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("X-Name", "\u00b9\u00ab\u00b8\u00e6"),
    )
    context = Context(portal="huoqiu", agency="众兴集镇", column="政府信息公开年报", link_text="2024年度报告")
    capture = visitor.fetch("/public/content/1", packed, headers=headers, context=context)
    row = archive.capture(capture)
    assert archive.payload(capture) == b"<h1>report</h1>"
    assert (row["agency_hint"], row["column_name"], row["link_text"]) == (
        "众兴集镇",
        "政府信息公开年报",
        "2024年度报告",
    )
    kinds = [kind for kind, _, _ in records(archive)]
    assert kinds == ["warcinfo", "request", "metadata", "response"]
    _, response, body = records(archive)[3]
    assert body == packed
    assert response["WARC-Date"] == row["fetched_at"] == "2026-03-02T01:01:00.000000Z"
    assert response["WARC-Payload-Digest"] == f"sha256:{row['payload_sha256']}"
    with (archive.warc_dir / row["warc_file"]).open("rb") as file:
        file.seek(row["warc_offset"])
        record = next(iter(ArchiveIterator(file)))
        assert record.http_headers.get_header("Transfer-Encoding") is None
        assert record.http_headers.get_header("Content-Encoding") == "gzip"
        assert record.content_stream().read() == b"<h1>report</h1>"
    name, _, told = records(archive)[2][2].partition(b":")
    assert name == b"nianbao"
    # pywb would replay a record of another type in the place of the page.
    assert records(archive)[2][1]["Content-Type"] == "application/warc-fields"
    form = json.loads(told)
    assert form["context"]["agency"] == "众兴集镇"
    assert value(archive.db, "SELECT purpose FROM captures") == "document"
    # Header bytes are kept as sent (here GB18030), which warcio's own header writer would escape.
    assert "\u00b9\u00ab\u00b8\u00e6".encode("latin-1") in gzip.decompress(
        (archive.warc_dir / row["warc_file"]).read_bytes()
    )


def test_a_body_is_given_before_its_row_is_written(archive: Archive, visitor: Visitor) -> None:
    first = archive.keep(visitor.exchange("/public/content/2", b"just come"))
    assert archive.payload(first) == b"just come"
    visitor.fetch("/public/content/1", b"body")
    again = archive.keep(visitor.exchange("/public/content/1", b"", status=304, headers=()))
    assert archive.payload(again) == b"body"
    archive.flush()
    assert [archive.payload(capture) for capture in (first, again)] == [b"just come", b"body"]


def test_304_is_a_revisit_of_the_copy_it_stands_for(archive: Archive, visitor: Visitor) -> None:
    headers = (("Content-Type", "text/html"), ("ETag", '"v1"'), ("Last-Modified", "Mon, 20 Jan 2025 08:00:00 GMT"))
    first = visitor.visit("/public/content/1", make_report(), b"body", headers=headers)
    validators = archive.validators(f"{HOST}/public/content/1")
    assert validators is not None
    assert (validators.etag, validators.last_modified) == ('"v1"', "Mon, 20 Jan 2025 08:00:00 GMT")
    capture = visitor.fetch("/public/content/1", b"", status=304, headers=())
    row = archive.capture(capture)
    assert (row["http_status"], row["record_type"], row["refers_to"]) == (304, "revisit", first.capture)
    assert row["verdict"] == "report"
    assert archive.payload(capture) == b"body"
    kind, fields, _ = records(archive)[-1]
    assert kind == "revisit"
    assert fields["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert fields["WARC-Refers-To-Target-URI"] == f"{HOST}/public/content/1"
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 2
    assert archive.verify() == []


def test_an_equal_payload_refers_to_the_record_with_the_body(archive: Archive, visitor: Visitor) -> None:
    for _ in range(3):
        visitor.fetch("/public/content/1", b"same body")
    found = [(kind, fields) for kind, fields, _ in records(archive) if kind in ("response", "revisit")]
    assert [kind for kind, _ in found] == ["response", "revisit", "revisit"]
    for _, fields in found[1:]:
        assert fields["WARC-Profile"].endswith("/revisit/identical-payload-digest")
        assert fields["WARC-Refers-To"] == found[0][1]["WARC-Record-ID"]


def test_a_cut_body_is_kept_said_and_never_read(archive: Archive, visitor: Visitor) -> None:
    capture = visitor.fetch("/public/content/1", b"half a rep", truncated="disconnect")
    assert records(archive)[-1][1]["WARC-Truncated"] == "disconnect"
    assert archive.capture(capture)["verdict"] == "truncated"
    assert not archive.needs_reading(capture)
    assert rows(archive.db, "SELECT kind, origin FROM problems") == [{"kind": "body_truncated", "origin": "access"}]
    assert archive.validators(f"{HOST}/public/content/1") is None
    assert not archive.captured_in("any", f"{HOST}/public/content/1")


def test_a_failure_is_a_metadata_record_a_row_and_a_problem(archive: Archive, visitor: Visitor) -> None:
    crawl = visitor.begin()
    exchange = visitor.exchange("/public/content/1", b"")
    failure = FailedFetch(exchange.url, "timeout", "no answer in 60 s", exchange.started, exchange.finished,
                          context=exchange.context)  # fmt: skip
    capture = archive.keep_failure(failure)
    archive.flush()
    row = archive.capture(capture)
    assert (row["http_status"], row["failure"], row["record_type"]) == (None, "timeout", "metadata")
    problem = rows(archive.db, "SELECT origin, kind, seen, portal FROM problems")
    assert problem == [{"origin": "access", "kind": "fetch_failed", "seen": "timeout", "portal": "huoqiu"}]
    assert not archive.captured_in(crawl, exchange.url)
    assert archive.verify() == []


def test_two_fetches_in_one_microsecond_have_two_ids(archive: Archive, visitor: Visitor) -> None:
    exchange = visitor.exchange("/public/content/1", b"a")
    assert archive.keep(exchange) != archive.keep(exchange)
    archive.flush()
    assert value(archive.db, "SELECT count(*) FROM captures") == 2


def test_files_are_rolled_by_size_and_sealed(open_archive: Callable[..., Archive]) -> None:
    with open_archive(roll_bytes=1500) as archive:
        visitor = Visitor(archive)
        for number in range(4):
            visitor.visit(f"/public/content/{number}", make_report(year=2020 + number))
    with Archive.open(archive.path) as reading:
        found = rows(reading.db, "SELECT * FROM warc_files ORDER BY name")
        assert len(found) >= 2
        assert all(row["sha256"] and row["bytes"] == row["whole_bytes"] for row in found)
        assert reading.verify() == []


def test_a_run_writes_a_file_of_its_own(open_archive: Callable[..., Archive]) -> None:
    for number in range(2):
        with open_archive() as archive:
            Visitor(archive).fetch(f"/public/content/{number}", b"x")
    assert len(list(archive.warc_dir.glob("*.warc.gz"))) == 2


def test_nothing_is_written_where_nothing_is_fetched(open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        pass
    assert not archive.warc_dir.exists()
    assert not archive.path.with_name("a.db-wal").exists()


def test_an_unknown_capture_and_a_lost_file_are_said(open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        capture = Visitor(archive).fetch("/public/content/1", b"x")
        with pytest.raises(UnknownCapture):
            archive.payload("nothing")
    next(archive.warc_dir.glob("*")).unlink()
    with Archive.open(archive.path) as reading:
        with pytest.raises(BrokenRecord):
            reading.payload(capture)
        assert any("is missing" in sentence for sentence in reading.verify())


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(b"0" * 3_000_000)
    assert len(decoded(bomb, "gzip")) == 3_000_000
    with pytest.raises(UndecodableBody, match="larger than"):
        decoded(bomb, "gzip", limit=1_000_000)
    with pytest.raises(UndecodableBody):
        decoded(b"<html>", "br")
    for coding, small in (("br", brotli.compress(b"0" * 3_000_000)), ("zstd", zstd.compress(b"0" * 3_000_000))):
        assert decoded(small, coding) == b"0" * 3_000_000
        with pytest.raises(UndecodableBody, match="larger than"):
            decoded(small, coding, limit=1_000_000)
    with pytest.raises(UndecodableBody, match="codings"):
        decoded(bomb, ", ".join(["gzip"] * 5))
    with pytest.raises(UndecodableBody, match="not known"):
        decoded(b"", "rot13")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_takes_no_more_memory_than_its_bound(coding: str) -> None:
    zeros = b"0" * 100_000_000
    bomb = {"gzip": gzip.compress, "br": lambda data: brotli.compress(data, quality=1), "zstd": zstd.compress}[coding](
        zeros
    )
    del zeros
    tracemalloc.start()
    try:
        with pytest.raises(UndecodableBody, match="larger than"):
            decoded(bomb, coding, limit=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_codings_on_several_lines_are_undone(archive: Archive, visitor: Visitor) -> None:
    lines = (("Content-Encoding", "gzip"), ("Content-Type", "text/html"), ("Content-Encoding", "br"))
    capture = visitor.fetch("/public/content/1", brotli.compress(gzip.compress(b"<p>x")), headers=lines)
    archive.flush()
    assert archive.payload(capture) == b"<p>x"


def test_context_reaches_the_reader(archive: Archive, visitor: Visitor) -> None:
    context = Context(portal="huoqiu", agency="众兴集镇", parent_url=f"{HOST}/list", list_date="2025-01-20")
    visitor.fetch("/public/content/1", b"x", context=context)
    visitor.fetch("/list", b"<ul>", purpose="list")
    assert [(pending.url, pending.media_type, pending.context) for pending in archive.pending_captures()] == [
        (f"{HOST}/public/content/1", "text/html; charset=utf-8", context)
    ]


def test_a_metadata_record_of_an_older_nianbao_is_json_alone(archive: Archive, visitor: Visitor) -> None:
    visitor.fetch("/public/content/1", b"page")
    path = archive.warc_dir / str(archive.capture(archive.pending_captures()[0].id)["warc_file"])
    new = next(record for record in whole_records(path) if record.type == "metadata")
    told = new.payload.partition(b":")[2]
    old = replace(new, fields={**new.fields, "content-type": "application/json"}, payload=told)
    form = parse_form(old)
    assert form == parse_form(new)
    assert form is not None
    assert form["context"]["portal"] == "huoqiu"
    assert parse_form(replace(new, payload=b"via: http://a.localhost/")) is None
