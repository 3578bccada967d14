"""Makes an archive (`make`), or reads it again (`again`); killed before its n-th statement where n is given.

Usage: reparse_to_be_killed.py make|again ARCHIVE [N]
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from archive_by_hand import PORTAL, Visitor, make_report, not_report
from rereading_by_hand import failed, read_again

from archive.archive import Archive
from findings.recompute import recompute
from parse.report import Report

ZIP = Report("application/zip", is_report=False, verdict="container", parser="nianbao-parse 1")
OTHER = "教育局.doc"
SAID = {
    b"page": make_report(granted=13),
    b"page 2": make_report(granted=14),
    b"doc A": make_report(year=2022, granted=1, media_type="application/msword"),
    b"doc B": make_report(year=2022, granted=2, media_type="application/msword"),
    b"guide": not_report("rules"),
    b"scan 1": make_report(year=2021, granted=6),
    b"scan 2": make_report(year=2021, granted=7),
    b"late": make_report(granted=99),
    b"PK": (
        ZIP,
        (
            ("a.docx", make_report(year=2020)),
            (OTHER, make_report(agency="霍邱县教育局", title="霍邱县教育局2020年年报", year=2020)),
        ),
    ),
}


def make(path: Path) -> None:
    scan = make_report(year=2021, granted=None)
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        for number in (1, 2, 3):
            visitor.begin()
            visitor.visit("/1", make_report(granted=12 if number == 1 else 13), b"page" if number == 1 else b"page 2")
            if number == 2:
                visitor.visit("/1", failed("reading_limit"), b"late")
            if number < 3:
                visitor.visit("/2.doc", failed("needs_converter"), b"doc A" if number == 1 else b"doc B")
            else:
                visitor.gone("/2.doc")
            visitor.visit("/3", not_report(), b"guide")
            visitor.visit("/4.pdf", scan, b"scan 1" if number < 3 else b"scan 2")
            if number == 1:
                capture = visitor.fetch("/5.zip", b"PK")
                members = (("a.docx", make_report(year=2020)), (OTHER, failed("needs_converter")))
                archive.save_reading(capture, ZIP, members=members)
            visitor.finish(gap=timedelta(hours=1))
        recompute(archive)


def again(path: Path, kill_at: int | None) -> None:
    with Archive.open(path, write=True) as archive:
        if kill_at is not None:
            numbers = count(1)

            def trace(_: str) -> None:
                if next(numbers) == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

            archive.db.conn.set_trace_callback(trace)
        read_again(archive, SAID, converters=("ocr", "office"))
        recompute(archive)
    print("done")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        again(Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
