"""The bytes of one capture: as they were sent, decoded, and as their record lies in the WARC file."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.archive import Archive, warc_directory
from archive.connection import connect
from archive.errors import ArchiveError
from archive.exchange import Exchange
from archive.kept_bytes import Part, kept_bytes
from archive.rows import one
from parse.report import Context

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PAGE = "<html><body>年报</body></html>".encode()
SENT = gzip.compress(PAGE, mtime=0)


def _archive(path: Path) -> tuple[str, str]:
    """Two captures of one page, the second of the same bytes."""
    with Archive.open(path, write=True) as archive:
        captures = []
        for day in range(2):
            at = AT + timedelta(days=day)
            headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
            exchange = Exchange(
                url="http://a.example/1.html", status=200, response_headers=headers, body=SENT, started=at, finished=at,
                context=Context(portal=None, crawl=None),
            )  # fmt: skip
            captures.append(archive.keep(exchange))
            archive.flush()
        return captures[0], captures[1]


@pytest.mark.parametrize("which", [0, 1])
def test_a_body_as_sent_and_decoded(tmp_path: Path, which: int) -> None:
    path = tmp_path / "a.db"
    capture = _archive(path)[which]
    db, folder = connect(path, write=False), warc_directory(path)
    sent, plain = (kept_bytes(db, folder, capture, part, limit=10_000) for part in ("original", "decoded"))
    row = one(db, "SELECT * FROM captures WHERE id = ?", (capture,))
    assert row
    assert (sent.data, plain.data) == (SENT, PAGE)
    assert hashlib.sha256(sent.data).hexdigest() == row["payload_sha256"]
    assert sent.name.endswith(".html.gz")
    assert plain.name.endswith(".html")
    assert row["record_type"] == ("revisit" if which else "response")
    db.close()


def test_a_record_as_it_lies_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    capture = _archive(path)[1]
    db, folder = connect(path, write=False), warc_directory(path)
    record = gzip.decompress(kept_bytes(db, folder, capture, "record", limit=10_000).data)
    assert record.startswith(b"WARC/1.1\r\n")
    assert b"WARC-Type: revisit" in record
    db.close()


@pytest.mark.parametrize("part", ["original", "decoded", "record"])
def test_nothing_beyond_the_limit_and_nothing_without_its_file(tmp_path: Path, part: Part) -> None:
    path = tmp_path / "a.db"
    capture, _ = _archive(path)
    db, folder = connect(path, write=False), warc_directory(path)
    with pytest.raises(ArchiveError, match="more than 10 bytes"):
        kept_bytes(db, folder, capture, part, limit=10)
    with pytest.raises(ArchiveError, match="cannot be read"):
        kept_bytes(db, tmp_path, capture, part, limit=10_000)
    db.close()
