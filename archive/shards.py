"""Archives that are merged into another: each held, so that nobody writes it meanwhile, and looked through first.

A shard is only read. One of an older schema is brought up to date in a copy.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.chain import last_head
from archive.connection import connect, lock_path
from archive.errors import ArchiveError, ArchiveLocked
from archive.migrations import MIGRATIONS, applied, check_age, migrate
from archive.rows import one, rows
from archive.scratch import clear_beside, scratch_folder


@dataclass(frozen=True, slots=True)
class Shard:
    """An archive to be merged. `database` is its file, or the copy that was brought up to date."""

    path: Path
    warc_dir: Path
    database: Path
    head: str
    warc_files: tuple[str, ...]


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep writers away from an archive. Raises ArchiveLocked where one is at work."""
    lock = lock_path(path)
    if not lock.exists():
        yield
        return
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise ArchiveLocked(f"{path} is being written; merge it when that is done.") from error
        yield


def _finished(db: Database, path: Path, warc_dir: Path) -> tuple[str, ...]:
    """The names of the WARC files of a shard. Raises ArchiveError where something of it is not finished."""
    crawl = one(db, "SELECT id FROM crawls WHERE finished IS NULL ORDER BY id")
    if crawl:
        raise ArchiveError(f"The crawl {crawl['id']} of {path} is unfinished; run it again, then merge.")
    files = {row["name"]: row for row in rows(db, "SELECT name, sealed, bytes FROM warc_files ORDER BY name")}
    there = {file.name for file in warc_dir.glob("nianbao-*.warc.gz")}
    if missing := sorted(set(files) - there):
        raise ArchiveError(f"{warc_dir} lacks {missing[0]}, which {path} needs.")
    left = sorted(name for name in there if name not in files or files[name]["sealed"] is None)
    if left:
        raise ArchiveError(f"{left[0]} of {path} was never sealed; `nianbao reparse --archive {path}` takes it over.")
    changed = sorted(name for name, row in files.items() if (warc_dir / name).stat().st_size != row["bytes"])
    if changed:
        raise ArchiveError(f"{changed[0]} of {path} is not as it was sealed; see `nianbao verify --archive {path}`.")
    return tuple(files)


def _up_to_date(db: Database, path: Path, copy: Path) -> Path:
    """The file to read a shard from: its own, or where its schema is older, a copy with today's."""
    check_age(db)
    if len(applied(db)) == len(MIGRATIONS):
        return path
    copy.unlink(missing_ok=True)
    db.conn.execute("VACUUM INTO ?", (str(copy),))
    renewed = connect(copy, write=True)
    try:
        migrate(renewed)
    finally:
        renewed.close()
    return copy


@contextmanager
def read_as_of_today(path: Path) -> Iterator[Path]:
    """The file to read an archive from that nobody is to write; a copy beside it where its schema is older, removed at
    the end, or by the next run where this process is killed. Raises ArchiveError where there is none, or a newer one.
    """
    db = connect(path, write=False)
    try:
        clear_beside(path)
        check_age(db)
        if len(applied(db)) == len(MIGRATIONS):
            yield path
            return
        with ExitStack() as stack:
            try:
                place = stack.enter_context(scratch_folder(path))
            except OSError as error:
                sentence = f"{path} is of an older nianbao, and no copy of it can be made beside it: {error.strerror}."
                raise ArchiveError(sentence) from error
            yield _up_to_date(db, path, place / path.name)
    finally:
        db.close()


def _look(path: Path, warc_dir: Path, copy: Path) -> Shard:
    db = connect(path, write=False)
    try:
        database = _up_to_date(db, path, copy)
    except ArchiveError as error:
        raise type(error)(f"{path}: {error}") from error
    finally:
        db.close()
    db = connect(database, write=False)
    try:
        return Shard(path, warc_dir, database, last_head(db) or "", _finished(db, path, warc_dir))
    finally:
        db.close()


@contextmanager
def opened_shards(paths: Sequence[tuple[Path, Path]], copies: Path) -> Iterator[list[Shard]]:
    """The shards, given as (archive, its WARC directory), in an order that does not depend on how they were given.

    `copies`: where the copy of an older one is made (its name gets a number behind it); they are removed at the end.
    Raises ArchiveError (ArchiveLocked, ArchiveTooNew) where one cannot be merged.
    """
    made = [copies.with_name(f"{copies.name}-{number}") for number in range(len(paths))]
    shards: list[Shard] = []
    with ExitStack() as stack:
        for copy in made:
            stack.callback(copy.unlink, missing_ok=True)
        for (path, warc_dir), copy in zip(paths, made, strict=True):
            if not path.is_file():
                raise ArchiveError(f"There is no archive at {path}.")
            if any(path.samefile(other.path) for other in shards):
                raise ArchiveError(f"{path} is named twice.")
            stack.enter_context(_held(path))
            shards.append(_look(path, warc_dir, copy))
        yield sorted(shards, key=lambda shard: (shard.head, str(shard.path)))
