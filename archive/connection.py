"""The SQLite connection of an archive: WAL, full sync, foreign keys, and one writer."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from sqlite_utils import Database

from archive.errors import ArchiveError, ArchiveLocked, no_room

Row: TypeAlias = dict[str, object]


def lock_path(archive: Path) -> Path:
    """The file on which the one writer of an archive has a lock."""
    return archive.with_name(archive.name + ".lock")


class WriterLock:
    """The right to write an archive: an advisory lock on `<archive>.lock`, released when the process ends."""

    def __init__(self, archive: Path) -> None:
        self.path = lock_path(archive)
        try:
            self._file = self.path.open("a+")
        except OSError as error:
            raise ArchiveError(f"{archive} cannot be written: {self.path.name}: {error.strerror}.") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise ArchiveLocked(f"{archive} is being written by another nianbao (process {holder}).") from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


class WritingConnection(sqlite3.Connection):
    """The connection of the one writer. `unindexed`: rows that enter the search index together (`search`), by rowid;
    None where each enters at once."""

    unindexed: dict[int, list[str]] | None = None


def connect(path: Path, *, write: bool) -> Database:
    """Open the SQLite file; read-only unless `write`. Raises ArchiveError if it is missing or no database."""
    if not write and not path.exists():
        raise ArchiveError(f"There is no archive at {path}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = (
        sqlite3.connect(path, timeout=60, cached_statements=1024, factory=WritingConnection)
        if write
        else sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=60)
    )
    connection.row_factory = sqlite3.Row
    database = Database(connection)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        if write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # 16 MB: an index page that one commit after the other writes is copied into the file once, not each time.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        why = "there is no room left on its disk" if no_room(error) else error
        raise ArchiveError(f"{path} cannot be opened as an archive: {why}.") from error
    return database


def checkpoint(database: Database) -> None:
    """Move the write-ahead log into the file, so that the one file is the whole archive."""
    database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
