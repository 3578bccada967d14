"""Walks a portal twice, as a crawl does, and may be killed at any instant: the same command again goes on from there.

Usage: walk_to_be_killed.py ARCHIVE. Prints `done` when both crawls are closed. What the portal shows depends only on
which crawl it is, so the end must be the same however often the walk was killed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from archive_by_hand import HOST, PORTAL, Visitor, make_report, not_report

from archive.archive import Archive
from archive.rows import value
from archive.times import moment
from parse.report import Report

PAGES = tuple(range(1, 9))


def shown(crawl: int, page: int) -> tuple[int, Report, bytes]:
    """(status, reading, body) of a page in the first or second crawl."""
    if page == 8:
        return 200, not_report(), b"guide"
    if page == 7 and crawl == 2:
        return 404, not_report(), b"gone"
    granted = 5 if crawl == 1 or page % 2 else 6
    kind = "application/pdf" if page == 2 else "text/html"
    year = 2023 if page <= 2 else 2010 + page
    return 200, make_report(year=year, granted=granted, media_type=kind), f"page {page}: {granted}".encode()


def walk(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        while (number := 1 + value(archive.db, "SELECT count(*) FROM crawls WHERE finished IS NOT NULL")) <= 2:
            visitor = Visitor(archive)
            # A clock goes on while nobody walks.
            if last := value(archive.db, "SELECT max(fetched_at) FROM captures"):
                visitor.at = moment(last)
            visitor.begin()
            assert visitor.crawl is not None
            for page in PAGES:
                if not archive.captured_in(visitor.crawl, f"{HOST}/{page}"):
                    status, _, body = shown(number, page)
                    archive.keep(visitor.exchange(f"/{page}", body, status=status))
                    if page % 3 == 0:
                        archive.flush()
            archive.flush()
            for pending in archive.pending_captures():
                archive.save_reading(pending.id, shown(number, int(pending.url.rsplit("/", 1)[1]))[1])
            visitor.finish()
    print("done")


if __name__ == "__main__":
    walk(Path(sys.argv[1]))
