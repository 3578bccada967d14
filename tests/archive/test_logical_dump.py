"""The logical dump is the same for the same content at other times, and another for any other content."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from archive_by_hand import PORTAL, START, Visitor, make_report

from archive.archive import Archive
from archive.logical_dump import dump_of


def walked(path: Path, *, later: timedelta = timedelta(0)) -> Path:
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive, at=START + later)
        for granted in (1, 2, 1):
            visitor.begin()
            visitor.visit("/public/content/1", make_report(granted=granted))
            visitor.finish()
    return path


def test_another_time_is_no_difference_unless_times_are_told(tmp_path: Path) -> None:
    first, second = walked(tmp_path / "a.db"), walked(tmp_path / "b.db", later=timedelta(days=3))
    told = dump_of(first)
    assert told == dump_of(second)
    assert dump_of(first, times=True) != dump_of(second, times=True)
    assert sum(line.startswith('["versions"') for line in told) == 3
    assert sum(line.startswith('["changes"') for line in told) == 4, "two cells that change there and back"
    assert any('"granted", "total", "1", "2"' in line for line in told)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_requests SET total = 7 WHERE row_key = 'granted'",
        "UPDATE cells SET printed = '2.50' WHERE printed = '1.50'",
        "UPDATE versions SET text = text || '。' WHERE number = 2",
        "UPDATE documents SET status = 'withdrawn'",
        "DELETE FROM changes WHERE old = '2'",
        "UPDATE current SET chosen_by = 'id'",
    ],
)
def test_another_content_is_a_difference(tmp_path: Path, statement: str) -> None:
    path = walked(tmp_path / "a.db")
    before = dump_of(path)
    with sqlite3.connect(path) as db:
        assert db.execute(statement).rowcount
    assert dump_of(path) != before


def test_the_dump_needs_no_writer(tmp_path: Path, open_archive: Callable[..., Archive]) -> None:
    del open_archive
    path = walked(tmp_path / "a.db")
    with Archive.open(path, write=True):
        assert dump_of(path)
