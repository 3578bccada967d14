"""A full disk: one sentence, nothing half, and the same again works once there is room."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from archive_by_hand import START, Visitor, make_report
from click.testing import CliRunner
from test_merging import PORTALS, make

from archive.archive import Archive
from archive.errors import WarcFailed, no_room
from archive.logical_dump import dump_of
from nianbao.command import main


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of its own that is made as large as asked, and larger later."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = []

    def sized(size: str) -> Path:
        options = f"{'remount,' * bool(mounted)}size={size}"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("no disk of a size of our own can be mounted here")
        mounted.append(size)
        return disk

    try:
        yield sized
    except FileNotFoundError:
        pytest.skip("there is no mount")
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(disk)], check=True)


def walk(archive: Archive, crawl: str, count: int) -> None:
    """Visits of pages, each at a time of its own, as far as this crawl has not made them yet."""
    for number in range(count):
        visitor = Visitor(archive, crawl, START + timedelta(hours=number))
        url = f"/{number}.html"
        body = f"{number:0>60000}".encode()
        if archive.captured_in(crawl, f"http://huoqiu.localhost:8765{url}"):
            continue
        visitor.visit(url, make_report(year=2000 + number, granted=number), body)


def begin(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        walk(archive, archive.begin_crawl(["huoqiu"]), 20)


def test_a_crawl_goes_on_once_there_is_room(small_disk: Callable[[str], Path], tmp_path: Path) -> None:
    for size in ("300k", "700k", "1100k"):
        path = small_disk(size) / f"{size}.db"
        with pytest.raises((WarcFailed, sqlite3.OperationalError, OSError)) as full:
            begin(path)
        assert no_room(full.value), full.value
        small_disk("60m")
        with Archive.open(path, write=True) as archive:
            assert archive.verify() == []
            crawl = archive.begin_crawl(["huoqiu"])
            for pending in archive.pending_captures():
                number = int(pending.url.rsplit("/", 1)[1].removesuffix(".html"))
                archive.save_reading(pending.id, make_report(year=2000 + number, granted=number))
            walk(archive, crawl, 20)
            assert archive.verify() == []
        begin(tmp_path / f"{size}-whole.db")
        assert dump_of(path, times=True) == dump_of(tmp_path / f"{size}-whole.db", times=True)
        subprocess.run(["rm", "-r", f"{path}", f"{path}.warc"], check=True)


def test_a_merge_is_one_sentence_and_works_once_there_is_room(
    small_disk: Callable[[str], Path], tmp_path: Path
) -> None:
    shards = [make(tmp_path / f"{portal}.db", [portal]) for portal in PORTALS]
    make(tmp_path / "whole.db", PORTALS)
    call = ["merge", *map(str, shards), "--archive"]
    for size in ("100k", "500k", "800k"):
        target = small_disk(size) / "new.db"
        answer = CliRunner().invoke(main, [*call, str(target)])
        assert answer.exit_code == 1, answer.output
        assert answer.stderr.startswith("Error: There is no room left to write"), answer.stderr
        assert not target.exists()
        assert not list(target.parent.glob("*merging*"))
    answer = CliRunner().invoke(main, [*call, str(small_disk("60m") / "new.db")])
    assert answer.exit_code == 0, answer.output
    assert dump_of(target, times=True) == dump_of(tmp_path / "whole.db", times=True)


@pytest.mark.parametrize("blocks", [20, 400])
def test_a_release_that_finds_no_room_says_so_whatever_is_short(tmp_path: Path, blocks: int) -> None:
    """Bounded by the size that a file may have: of the log beside the archive first, then of the copy."""
    archive = make(tmp_path / "a.db", PORTALS)
    words = f"ulimit -f {blocks}; exec '{sys.executable}' -m nianbao snapshot --archive '{archive}' --out releases"
    answer = subprocess.run(["sh", "-c", words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode in (1, 2), answer
    assert "no room left" in answer.stderr, answer.stderr
    assert not list(tmp_path.glob("releases/*")) + list(tmp_path.glob("releases/.*"))


def test_a_reading_that_has_no_room_leaves_nothing(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/a.html", make_report())
    capture = visitor.fetch("/b.html", b"another")
    pages = archive.db.conn.execute("PRAGMA page_count").fetchone()[0]
    archive.db.conn.execute(f"PRAGMA max_page_count = {pages + 2}")
    large = make_report(year=2023, sentence="信息" * 40000)
    with pytest.raises(Exception, match="full") as full:
        archive.save_reading(capture, large)
    assert no_room(full.value)
    assert archive.verify() == []
    assert [pending.id for pending in archive.pending_captures()] == [capture]
    archive.db.conn.execute("PRAGMA max_page_count = 1000000")
    assert archive.save_reading(capture, large).kind == "new"
    visitor.finish()
    assert archive.verify() == []
