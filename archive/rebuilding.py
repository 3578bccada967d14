"""An archive made again from WARC files alone: the timeline of the files is lived again with today's reader.

For each stretch up to the end of a crawl: its crawls and portals are noted, its captures get their rows, all of them
are read, and the crawl is judged by what its own record says of its walks, lists and gap. So withdrawals, moves and the
guard against redesigns come out as they did, and the links of the digest chain with them.

It is built in a folder `<archive>.rebuilding` beside the target. Killed, the same call goes on, or begins anew where
files or reader are others by now. The target appears when everything is whole, its WARC files before it: each file is
linked into the target's folder, and copied where the two lie on different file systems. Files are never moved.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from archive import corrections
from archive.archive import Archive
from archive.capture_rows import insert_captures
from archive.closing import close_crawl
from archive.connection import WriterLock
from archive.crawls import adopt_crawl, closing_of
from archive.errors import ArchiveError
from archive.record_rows import resolved
from archive.rows import Row, insert, rows, value
from archive.timeline import Notice, Stretch, Timeline, warc_files
from archive.times import now

TOGETHER = 500
"""Captures whose rows are written in one transaction."""


class Rebuild:
    """A rebuild that goes on. Use `Rebuild.begin` (a context manager); after `stretches` is exhausted, `finish`."""

    def __init__(
        self, target: Path, folder: Path, target_folder: Path, lock: WriterLock, timeline: Timeline, archive: Archive
    ) -> None:
        self.target = target
        self.archive = archive
        self._folder = folder
        self._target_folder = target_folder
        self._lock = lock
        self._timeline = timeline
        self._closed = False

    @classmethod
    def begin(cls, target: Path, folder: Path, target_folder: Path, made_by: str) -> Rebuild:
        """Begin to make `target` from the WARC files in `folder`, or go on. `made_by` names the reader.

        Raises ArchiveError where the target is there already, or where no file is there to make it from; ArchiveLocked
        where the files are being written.
        """
        if target.exists():
            raise ArchiveError(f"There is an archive at {target} already; nothing is overwritten.")
        if not folder.is_dir() or not warc_files(folder):
            raise ArchiveError(f"There is no WARC file in {folder}.")
        _check_folder(folder, target_folder)
        building = building_folder(target)
        building.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(building / "rebuild")
        try:
            with _nobody_writes(folder):
                timeline, known = Timeline.open(building / "timeline.db", folder, made_by)
            path = building / "archive.db"
            if not known:
                for old in building.glob(f"{path.name}*"):
                    old.unlink()
            archive = Archive.open(path, folder, write=True, adopting=False)
        except BaseException:
            lock.release()
            raise
        made = cls(target, folder, target_folder, lock, timeline, archive)
        # What was begun is made again after a power failure, so that it need not be on disk at any moment.
        archive.db.conn.execute("PRAGMA synchronous = NORMAL")
        with archive.db.atomic():
            insert(archive.db, "warc_files", [{**row, "sealed": now()} for row in timeline.files()], conflict="IGNORE")
            made._note(timeline.notices())
        return made

    def __enter__(self) -> Rebuild:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Leave it as it is; what is saved is not done again."""
        if not self._closed:
            self._closed = True
            self.archive.close()
            self._timeline.close()
            self._lock.release()

    @property
    def captures(self) -> int:
        """How many captures the files hold."""
        return self._timeline.count()

    def stretches(self) -> Iterator[Stretch]:
        """Each stretch of time with its captures in the archive: have `archive.pending_captures` read before the next
        is asked for; then the crawl that ends it is closed."""
        for stretch in self._timeline.stretches():
            if not self._is_closed(stretch.crawl):
                self._enter(stretch)
                yield stretch
                self._close(stretch)

    def _is_closed(self, crawl: str | None) -> bool:
        return bool(value(self.archive.db, "SELECT 1 FROM crawls WHERE id = ? AND finished IS NOT NULL", (crawl,)))

    def _enter(self, stretch: Stretch) -> None:
        db = self.archive.db
        with db.atomic():
            for form in stretch.begun:
                adopt_crawl(db, form)
        found = self._timeline.captures(stretch)
        more = True
        while more:
            with db.atomic():
                number = 0
                for number, (row, refers) in enumerate(found, start=1):
                    if not value(db, "SELECT 1 FROM captures WHERE id = ?", (row["id"],)):
                        whole = resolved(db, row, refers)
                        if whole is None:
                            self._note([_lost(row)])
                        else:
                            insert_captures(db, [whole])
                    if number == TOGETHER:
                        break
                more = number == TOGETHER
        self.archive.settle()

    def _note(self, notices: Iterable[Notice]) -> None:
        db = self.archive.db
        known = {row["message"] for kind in SEVERITIES for row in _problems(db, kind)}
        found = [
            {"kind": notice.kind, "origin": "access", "severity": SEVERITIES[notice.kind], "seen": notice.seen,
             "message": notice.sentence}
            for notice in notices if notice.sentence not in known
        ]  # fmt: skip
        insert(db, "problems", found)

    def _close(self, stretch: Stretch) -> None:
        if stretch.crawl is None or stretch.form is None:
            return
        closing = closing_of(stretch.form)
        assert closing is not None
        with self.archive.db.atomic():
            close_crawl(self.archive.db, stretch.crawl, closing)

    def heads(self) -> tuple[int, int]:
        """At the end of how many crawls the digest chain has the head that their record names, and another one."""
        made = {row["crawl"]: row["head"] for row in rows(self.archive.db, "SELECT crawl, head FROM chains")}
        told = [
            (stretch.crawl, stretch.form["closing"]["chain"])
            for stretch in self._timeline.stretches()
            if stretch.form is not None and stretch.form.get("closing")
        ]
        same = sum(made.get(crawl) == head for crawl, head in told)
        return same, len(told) - same

    def finish(self) -> list[str]:
        """Put the archive in its place. Returns what could not be rebuilt, each a sentence and a problem."""
        found = [row["message"] for kind in SEVERITIES for row in _problems(self.archive.db, kind)]
        files = [row["name"] for row in self._timeline.files()]
        self.archive.close()
        self._timeline.close()
        self._closed = True
        _bring(self._folder, self._target_folder, files)
        building = building_folder(self.target)
        path = building / "archive.db"
        _sync(path)
        path.rename(self.target)
        _sync(self.target.parent)
        shutil.rmtree(building)
        self._lock.release()
        return found


def is_finished(target: Path) -> bool:
    """Whether a rebuild had put its archive in its place when it was ended; what it left beside it is taken away."""
    building = building_folder(target)
    if not target.exists() or not building.is_dir() or (building / "archive.db").exists():
        return False
    shutil.rmtree(building)
    return True


SEVERITIES = {
    "record_damaged": "error",
    "record_unused": "info",
    "crawl_unknown": "warning",
    "crawl_lists_unknown": "warning",
}
"""What a rebuild may have to say, and how bad it is."""


def building_folder(target: Path) -> Path:
    """Where an archive is built before it is whole."""
    return target.with_name(f"{target.name}.rebuilding")


def _check_folder(folder: Path, target_folder: Path) -> None:
    """Raise ArchiveError where the target's folder holds files of another archive."""
    if not target_folder.is_dir() or target_folder.samefile(folder):
        return
    for path in warc_files(target_folder):
        same = folder / path.name
        if not same.is_file() or not (same.samefile(path) or filecmp.cmp(same, path, shallow=False)):
            raise ArchiveError(
                f"{target_folder} holds WARC files that are not those of {folder}; name another archive."
            )


@contextmanager
def _nobody_writes(folder: Path) -> Iterator[None]:
    """Hold the lock of the archive whose files these are, if there is one. Raises ArchiveLocked."""
    archive = folder.with_name(folder.name.removesuffix(".warc"))
    if archive.name == folder.name or not archive.is_file():
        yield
        return
    with WriterLock(archive):
        yield


def _lost(row: Row) -> Notice:
    place = f"{row['url']} at {row['fetched_at']}"
    return Notice("record_damaged", place, f"{place}: the copy that this answer stands for is lost.")


def _problems(db: Database, kind: str) -> list[Row]:
    return rows(db, "SELECT message FROM problems WHERE kind = ? ORDER BY rowid", (kind,))


def _bring(folder: Path, target_folder: Path, files: Iterable[str]) -> None:
    """Have these WARC files, and the corrections by people, in the target's folder too."""
    target_folder.mkdir(parents=True, exist_ok=True)
    if target_folder.samefile(folder):
        return
    for name in files:
        there = target_folder / name
        if there.exists():
            continue
        try:
            os.link(folder / name, there)
        except OSError:
            _copy(folder / name, there)
    # People go on editing it, so it is never one file for two archives.
    if (folder / corrections.FILE).is_file() and not (target_folder / corrections.FILE).exists():
        _copy(folder / corrections.FILE, target_folder / corrections.FILE)
    _sync(target_folder)


def _copy(path: Path, there: Path) -> None:
    part = there.with_name(f"{there.name}.part")
    shutil.copyfile(path, part)
    _sync(part)
    part.rename(there)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
