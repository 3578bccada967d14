"""The counts of a crawl: a file that could not be read is told as such, not passed over."""

from __future__ import annotations

from pathlib import Path

from archive_by_hand import PORTAL, Visitor, make_report, not_report
from rereading_by_hand import failed

from archive.archive import Archive
from archive.summary import crawl_summary


def test_what_could_not_be_read_is_counted(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/1", make_report())
        visitor.visit("/2", failed("reader_crashed"), b"a")
        visitor.visit("/3", failed("needs_converter"), b"b")
        visitor.visit("/4", not_report(), b"guide")
        crawl = visitor.crawl
        visitor.finish()
        assert crawl is not None
        (summary,) = crawl_summary(archive.db, crawl)
    assert (summary.found, summary.unread) == (1, 2)
