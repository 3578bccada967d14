"""What can go wrong with an archive as a whole; each message is one sentence for the operator."""

from __future__ import annotations

import errno
import sqlite3

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM_SQLITE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
)


def no_room(error: BaseException | None) -> bool:
    """Whether something could not be written because the disk, the quota or the size a file may have is used up."""
    if isinstance(error, sqlite3.Error):
        # Python raises some without a code of SQLite's
        return getattr(error, "sqlite_errorcode", None) in _NO_ROOM_SQLITE
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, ArchiveError) and no_room(error.__cause__)


class ArchiveError(RuntimeError):
    """The archive cannot be used as asked."""


class ArchiveLocked(ArchiveError):
    """Another process writes this archive."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a newer nianbao."""


class WarcFailed(ArchiveError):
    """A WARC file could not be written (a full disk …); nothing more is kept by this process."""


class UnknownCapture(ArchiveError):
    """No capture has this id."""


class UnknownVersion(ArchiveError):
    """No version has this id."""


class BrokenRecord(ArchiveError):
    """A WARC pointer does not lead to a whole record with the digest that was kept."""
