"""`verify` finds a flipped bit in a sealed WARC and an altered row, wherever it is."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from archive_by_hand import Visitor, make_report

from archive.archive import Archive


@pytest.fixture
def walked(open_archive: Callable[..., Archive]) -> Path:
    """An archive with a closed crawl: two reports, one of them changed, one 404."""
    with open_archive() as archive:
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/public/content/1", make_report(granted=1))
        visitor.visit("/public/content/2", make_report(year=2023))
        visitor.gone("/public/content/3")
        visitor.finish()
        visitor.begin()
        visitor.visit("/public/content/1", make_report(granted=2))
        visitor.finish()
        assert archive.verify() == []
    return archive.path


def verified(path: Path) -> list[str]:
    with Archive.open(path) as archive:
        return archive.verify()


def test_every_flipped_bit_is_found(walked: Path) -> None:
    warc = next(walked.with_name("a.db.warc").iterdir())
    data = warc.read_bytes()
    dice = random.Random(20260302)
    for place in sorted(dice.sample(range(len(data)), 12)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << dice.randrange(8)
        warc.write_bytes(flipped)
        assert verified(walked), f"byte {place}"
    warc.write_bytes(data)
    assert verified(walked) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE captures SET payload_sha256 = 'x' || substr(payload_sha256, 2)",
        "UPDATE captures SET fetched_at = '2026-03-02T01:01:00.000001Z' WHERE http_status = 404",
        "UPDATE captures SET http_status = 200 WHERE http_status = 404",
        "UPDATE captures SET link_text = '另一份'",
        "UPDATE captures SET warc_offset = warc_offset + 1 WHERE http_status = 404",
        "UPDATE disclosure_requests SET total = 99 WHERE row_key = 'granted'",
        "UPDATE disclosure_requests SET total = NULL WHERE row_key = 'granted'",
        "UPDATE proactive_disclosure SET grid_row = 0",
        "UPDATE cells SET printed = '2.50' WHERE printed = '1.50'",
        "UPDATE cells SET confidence = 0.5",
        "DELETE FROM cells",
        "DELETE FROM disclosure_requests WHERE row_key = 'carried_over'",
        "INSERT INTO cells (version, form_table, row_key, column_key, state, placed_by)"
        " SELECT id, 'x', 'y', 'z', 'blank', 'label' FROM versions LIMIT 1",
        "UPDATE versions SET text = text || '。'",
        "UPDATE versions SET published_on = '2025-01-31'",
        "UPDATE versions SET parser = 'nianbao-parse 9'",
        "UPDATE versions SET report_year = 2020",
        "UPDATE changes SET old = '0' WHERE column_key = 'total'",
        "UPDATE changes SET last_seen_old = NULL",
        "DELETE FROM changes",
        "UPDATE versions SET scope = 'whole'",
        "UPDATE versions SET agency_level = 'county', cells_decided = 0",
        "UPDATE section_places SET heading = '一、总体' WHERE position = 0",
        "DELETE FROM section_places",
        "INSERT INTO claims (version, position, key, value, sentence) SELECT id, 9, 'x', 1, '一' FROM versions",
        "INSERT INTO legacy_figures (version, position, label, sentence) SELECT id, 9, '一', '一' FROM versions",
        "INSERT INTO changes (id, version, report, kind, old, new, crawl)"
        " SELECT version || '-x', version, report, 'date', '1', '2', crawl FROM changes LIMIT 1",
        "UPDATE version_captures SET version = (SELECT id FROM versions WHERE report_year = 2023)"
        " WHERE version = (SELECT id FROM versions WHERE number = 2)",
        "UPDATE versions SET last_seen = '2026-03-09T00:00:00.000000Z'",
        "DELETE FROM current",
        "DELETE FROM version_captures",
        "DELETE FROM search_index_docsize",
        "DELETE FROM chain_entries WHERE kept = 'changes'",
        "UPDATE chains SET head = head || '0' WHERE number = 1",
        "UPDATE warc_files SET sha256 = 'x' || substr(sha256, 2)",
    ],
)
def test_every_altered_row_is_found(walked: Path, tmp_path: Path, statement: str) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(walked, copy)
    shutil.copytree(walked.with_name("a.db.warc"), tmp_path / "copy.db.warc")
    assert verified(copy) == []
    connection = sqlite3.connect(copy)
    assert connection.execute(statement).rowcount != 0
    connection.commit()
    connection.close()
    assert verified(copy)


def test_the_chain_goes_on_from_crawl_to_crawl(walked: Path) -> None:
    with Archive.open(walked) as archive:
        links = [tuple(row) for row in archive.db.conn.execute("SELECT number, entries FROM chains ORDER BY number")]
        # 3 captures, 2 versions, their cells; then 1 capture, 1 version, its cells, 2 changes.
        assert links == [(1, 7), (2, 5)]
        assert archive.chain_head() is not None


def test_the_file_can_be_copied_alone(walked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()
    shutil.copy(walked, copy)
    with Archive.open(copy, walked.with_name("a.db.warc")) as archive:
        assert archive.verify() == []
