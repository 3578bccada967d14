"""The copy of the archive's database that a release is made from, and its compressed form."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import BinaryIO, Protocol

from backports import zstd
from sqlite_utils import Database

from archive.connection import connect
from archive.migrations import check_readable
from archive.releases.errors import ReleaseFailed

CHUNK = 1 << 20
LEVEL = 6


class _Sink(Protocol):
    def update(self, data: bytes, /) -> None: ...


def copy_database(archive: Path, target: Path) -> None:
    """Copy an archive as it stands now into one file, and check the copy.

    The source is only read: in WAL mode a writer goes on writing, and what it commits meanwhile is not in the copy.
    Raises ArchiveError where there is no archive or an older one, ReleaseFailed where the copy does not hold.
    """
    source = connect(archive, write=False)
    try:
        check_readable(source)
        source.conn.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    copy = open_copy(target)
    try:
        broken = database_faults(copy)
    finally:
        copy.close()
    if broken:
        raise ReleaseFailed(f"The archive is damaged and no release can be made of it: {broken[0]}")


def open_copy(path: Path) -> Database:
    """Open the database of a release: read-only, never changed by anybody, no file beside it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA cache_size = -65536")
    return Database(connection)


def database_faults(db: Database) -> list[str]:
    """What SQLite itself says against a database, as sentences."""
    found = [f"SQLite: {row[0]}." for row in db.conn.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    for row in db.conn.execute("PRAGMA foreign_key_check"):
        found.append(f"A row of {row[0]} points at a row of {row[2]} that is not there.")
        if len(found) >= 20:
            break
    return found


def compress(source: Path, target: Path) -> None:
    """Zstandard, with its content checksum; the same bytes for the same input."""
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.checksum_flag: 1,
    }
    with source.open("rb") as data, zstd.open(target, "wb", options=options) as packed:
        while chunk := data.read(CHUNK):
            packed.write(chunk)


def _feed(data: BinaryIO, sink: _Sink) -> None:
    while chunk := data.read(CHUNK):
        sink.update(chunk)


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as data:
        _feed(data, digest)
    return digest.hexdigest()


def unpacked_sha256(path: Path) -> str | None:
    """SHA-256 of what a compressed file holds; None where it cannot be unpacked."""
    digest = hashlib.sha256()
    try:
        with zstd.open(path, "rb") as data:
            while chunk := data.read(CHUNK):
                digest.update(chunk)
    except (zstd.ZstdError, EOFError):
        return None
    return digest.hexdigest()
