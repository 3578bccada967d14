"""The archive as the other rooms see it: one object, opened for reading or by the one writer."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from archive.connection import WriterLock, checkpoint, connect
from archive.migrations import check_age, migrate


def warc_directory(archive: Path) -> Path:
    """Where the WARC files of an archive lie: beside it, `<archive>.warc/`."""
    return archive.with_name(archive.name + ".warc")


class Archive:
    """An open archive. Use `Archive.open` and close it (it is a context manager)."""

    def __init__(self, path: Path, warc_dir: Path, db: Database, lock: WriterLock | None) -> None:
        self.path = path
        self.warc_dir = warc_dir
        self.db = db
        self._lock = lock

    @classmethod
    def open(cls, path: Path, warc_dir: Path | None = None, *, write: bool = False) -> Archive:
        """Open an archive; with `write` make it if missing, migrate it and take the writer's lock.

        Raises ArchiveLocked, ArchiveTooNew, ArchiveError.
        """
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(path) if write else None
        try:
            db = connect(path, write=write)
            try:
                if write:
                    migrate(db)
                else:
                    check_age(db)
            except BaseException:
                db.close()
                raise
        except BaseException:
            if lock:
                lock.release()
            raise
        return cls(path, warc_dir or warc_directory(path), db, lock)

    def close(self) -> None:
        """Finish: the one file is then the whole database."""
        if self._lock:
            checkpoint(self.db)
        self.db.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
