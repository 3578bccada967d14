"""Killed at the worst moment, nothing fetched is lost and nothing is counted twice."""

from __future__ import annotations

import errno
import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archive_by_hand import HOST, Visitor, make_report
from click.testing import CliRunner

from archive.archive import Archive
from archive.connection import connect, lock_path
from archive.errors import ArchiveError, ArchiveLocked, ArchiveTooNew, WarcFailed
from archive.migrations import applied
from archive.rows import insert, rows, value
from nianbao.command import main

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{here!r}]
from archive_by_hand import PORTAL, Visitor, make_report
from archive.archive import Archive
archive = Archive.open(Path({path!r}), write=True)
archive.upsert_portal(PORTAL)
visitor = Visitor(archive)
visitor.begin()
visitor.visit("/public/content/1", make_report(year=2023))
archive.keep(visitor.exchange("/public/content/2", b"on disk, without a row"))
archive._writer.sync()
{then}
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(path: Path, then: str = "") -> None:
    script = KILLED.format(here=str(Path(__file__).parent), path=str(path), then=then)
    run = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == -signal.SIGKILL, run.stderr


def test_a_record_without_a_row_is_adopted_with_its_context(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    killed(path)
    with Archive.open(path, write=True) as archive:
        assert archive.adopted == 1
        pending = archive.pending_captures()
        assert [(one.url, one.context.portal) for one in pending] == [(f"{HOST}/public/content/2", "huoqiu")]
        assert archive.payload(pending[0].id) == b"on disk, without a row"
        crawl = archive.begin_crawl(["huoqiu"])
        assert value(archive.db, "SELECT count(*) FROM crawls") == 1, "the unfinished crawl is continued"
        assert archive.captured_in(crawl, f"{HOST}/public/content/2")
        assert archive.verify() == []
    with Archive.open(path, write=True) as archive:
        assert archive.adopted == 0
        assert value(archive.db, "SELECT count(*) FROM captures") == 2


def test_a_cut_tail_is_noted_and_left(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    cut = """
name = archive.warc_dir / archive._writer.name
whole = name.stat().st_size
archive.keep(visitor.exchange("/public/content/3", os.urandom(5000)))
archive._writer.sync()
os.truncate(name, name.stat().st_size - 700)
"""
    killed(path, cut)
    warc = next((tmp_path / "a.db.warc").iterdir())
    before = warc.read_bytes()
    with Archive.open(path, write=True) as archive:
        assert [one.url for one in archive.pending_captures()] == [f"{HOST}/public/content/2"]
        row = rows(archive.db, "SELECT * FROM warc_files WHERE name = ?", (warc.name,))[0]
        assert row["whole_bytes"] < row["bytes"] == len(before)
        assert archive.verify() == []
    assert warc.read_bytes() == before


def test_killed_within_a_transaction_the_reading_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    inside = """
from archive import versions
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
archive.flush()
versions.index_version = die
archive.save_reading(archive.pending_captures()[0].id, make_report(year=2024))
"""
    killed(path, inside)
    with Archive.open(path, write=True) as archive:
        assert value(archive.db, "SELECT count(*) FROM versions") == 1
        pending = archive.pending_captures()
        assert len(pending) == 1
        assert archive.save_reading(pending[0].id, make_report(year=2024)).kind == "new"
        assert archive.verify() == []


def test_warcs_alone_make_an_archive_again(open_archive: Callable[..., Archive], tmp_path: Path) -> None:
    with open_archive() as archive:
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/public/content/1", make_report(granted=1), b"A")
        visitor.visit("/public/content/1", make_report(granted=2), b"B")
        visitor.fetch("/public/content/1", b"", status=304, headers=())
        visitor.visit("/public/content/1", make_report(granted=1), b"A")
        visitor.finish()
    reports = {b"A": make_report(granted=1), b"B": make_report(granted=2)}
    dumps = []
    with Archive.open(tmp_path / "again.db", archive.warc_dir, write=True) as again:
        for pending in again.pending_captures():
            if again.needs_reading(pending.id):
                again.save_reading(pending.id, reports[again.payload(pending.id)])
        again.finish_crawl(rows(again.db, "SELECT id FROM crawls")[0]["id"], [])
        assert again.verify() == []
    for path in (archive.path, tmp_path / "again.db"):
        with Archive.open(path, archive.warc_dir) as reading:
            dumps.append(
                {
                    table: [tuple(row) for row in reading.db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")]
                    for table in ("versions", "cells_long", "changes", "reports", "captures", "agencies", "portals")
                }
            )
    assert dumps[0] == dumps[1]
    assert len(dumps[0]["versions"]) == 3


def mtime(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def logical(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What was kept, without times, captures and crawls (ids hold times, so they are left out too)."""
    with Archive.open(path) as archive:
        assert archive.verify() == []
        assert archive.pending_captures() == []
        queries = {
            "documents": "SELECT id, agency, report_year, status, kind FROM documents ORDER BY id",
            "versions": "SELECT document, number, report, content_sha256, text FROM versions ORDER BY document, number",
            "cells": "SELECT v.document, v.number, c.form_table, c.row_key, c.column_key, c.value, c.state"
            " FROM cells_long AS c JOIN versions AS v ON v.id = c.version ORDER BY 1, 2, 3, 4, 5",
            "changes": "SELECT report, kind, row_key, column_key, old, new FROM changes ORDER BY 1, 2, 3, 4, 5, 6",
            "reports": "SELECT report, document, number, status, changes, granted FROM reports ORDER BY report",
        }
        return {name: [tuple(row) for row in archive.db.conn.execute(sql)] for name, sql in queries.items()}


def test_killed_at_any_instant_the_same_command_comes_to_the_same_end(tmp_path: Path) -> None:
    script = str(Path(__file__).parent / "walk_to_be_killed.py")
    whole = tmp_path / "whole.db"
    run = subprocess.run([sys.executable, script, str(whole)], check=True, capture_output=True, text=True, timeout=60)
    assert run.stdout == "done\n"
    expected = logical(whole)
    assert len(expected["versions"]) == 10
    dice = random.Random(341522)
    path = tmp_path / "killed.db"
    kills = 0
    for _ in range(60):
        child = subprocess.Popen([sys.executable, script, str(path)], stdout=subprocess.PIPE, text=True)
        # From the first bytes in the archive on, so that no kill falls into the start of Python.
        deadline = time.monotonic() + 20
        before = mtime(path.with_name("killed.db-wal"))
        while time.monotonic() < deadline and child.poll() is None:
            if mtime(path.with_name("killed.db-wal")) not in (0, before):
                break
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.08))
        child.send_signal(signal.SIGKILL)
        said = child.communicate(timeout=20)[0]
        if said == "done\n":
            break
        kills += 1
    assert kills >= 2, "the walk is over before it can be killed"
    subprocess.run([sys.executable, script, str(path)], check=True, capture_output=True, timeout=60)
    assert logical(path) == expected


class FullDisk(io.BytesIO):
    def write(self, data: object) -> int:
        del data
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_ends_with_a_sentence_and_nothing_half(
    open_archive: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = open_archive()
    visitor = Visitor(archive)
    visitor.visit("/public/content/1", make_report())
    monkeypatch.setattr(archive._writer, "_file", FullDisk())
    with pytest.raises(WarcFailed, match="No space left on device"):
        visitor.fetch("/public/content/2", b"x")
    with pytest.raises(WarcFailed):
        visitor.fetch("/public/content/3", b"x")
    archive.close()
    with open_archive() as again:
        assert value(again.db, "SELECT count(*) FROM captures") == 1
        assert again.verify() == []


def test_rows_that_could_not_be_written_are_written_later(archive: Archive, visitor: Visitor) -> None:
    archive.db.conn.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON main.captures BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    with pytest.raises(sqlite3.Error, match="disk full"):
        visitor.fetch("/public/content/1", b"one")
    assert value(archive.db, "SELECT count(*) FROM addresses") == 0
    archive.db.conn.execute("DROP TRIGGER full")
    visitor.fetch("/public/content/2", b"two")
    assert [pending.url for pending in archive.pending_captures()] == [
        f"{HOST}/public/content/1",
        f"{HOST}/public/content/2",
    ]
    assert archive.verify() == []


def test_a_second_writer_is_told_so(archive: Archive) -> None:
    with pytest.raises(ArchiveLocked, match=rf"is being written by another nianbao \(process {os.getpid()}\)\."):
        Archive.open(archive.path, write=True)
    with Archive.open(archive.path) as reading:
        assert reading.verify() == []


def test_an_archive_where_nothing_may_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path, write=True).close()
    lock_path(path).unlink()
    lock_path(path).mkdir()  # root may write whatever is marked read-only
    answer = CliRunner().invoke(main, ["reparse", "--archive", str(path)])
    assert answer.exit_code == 2
    assert answer.stderr == f"Error: {path} cannot be written: a.db.lock: Is a directory.\n"


def test_a_newer_archive_is_refused(open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        path = archive.path
    db = connect(path, write=True)
    insert(db, "_migrations", [{"number": 99, "name": "0099_from_the_future", "applied": "2030"}])
    db.conn.commit()
    db.close()
    for write in (True, False):
        with pytest.raises(ArchiveTooNew, match="0099_from_the_future"):
            Archive.open(path, write=write)


def test_migrations_are_applied_once(open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        done = applied(archive.db)
    with open_archive() as archive:
        assert applied(archive.db) == done
        assert len(done) == value(archive.db, "SELECT count(*) FROM _migrations")


def test_what_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    db = connect(other, write=True)
    db.conn.execute("CREATE TABLE birds (name TEXT)")
    db.close()
    text = tmp_path / "text.db"
    text.write_text("not a database at all, but quite long enough to have a header to look at" * 20)
    for path in (other, text):
        before = path.read_bytes()
        with pytest.raises(ArchiveError):
            Archive.open(path, write=True)
        assert path.read_bytes() == before
    with pytest.raises(ArchiveError, match="There is no archive at"):
        Archive.open(tmp_path / "none.db")
