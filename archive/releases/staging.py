"""A folder that appears whole or not at all: built under a hidden name beside its place, then renamed.

The hidden folder is locked while its process lives. What a killed run left is removed by the next one; a folder that
another run is still building is left alone, and so is everything else.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import no_room
from archive.releases.errors import NoPlace, ReleaseFailed
from archive.scratch import clear_left, lock_folder

_NOT_OURS = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM,
)  # fmt: skip
"""What SQLite says of the world; anything else is a mistake of this program."""

_HIDDEN = re.compile(r"\.\d{8}T\d{6}Z\.partial")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_all(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _begin(place: Path, clock: Callable[[], datetime]) -> tuple[Path, Path, int]:
    """The final folder, the hidden one and its lock; waits for the next second where the name is taken."""
    while True:
        stamp = clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        final, hidden = place / stamp, place / f".{stamp}.partial"
        if not final.exists():
            try:
                hidden.mkdir()
            except FileExistsError:
                time.sleep(0.1)
                continue
            handle = lock_folder(hidden)
            if handle is not None:
                return final, hidden, handle
        time.sleep(0.1)


@contextmanager
def staged(place: Path, clock: Callable[[], datetime]) -> Iterator[tuple[str, Path]]:
    """Yields (stamp, folder to build in) and puts the folder in its place in the end.

    Raises NoPlace where `place` cannot be a folder of releases, ReleaseFailed where writing failed (the hidden folder
    is gone then).
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
        clear_left(place, _HIDDEN)
        final, hidden, handle = _begin(place, clock)
    except (FileExistsError, NotADirectoryError) as error:
        raise NoPlace(f"{place} is not a folder; a release needs one to be written into.") from error
    except PermissionError as error:
        raise NoPlace(f"A release cannot be written into {place}: {error.strerror}.") from error
    except OSError as error:
        raise ReleaseFailed(f"A release cannot be written into {place}: {error.strerror or error}.") from error
    try:
        try:
            yield final.name, hidden
            _sync_all(hidden)
            hidden.rename(final)
            _sync(place)
        except (OSError, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.DatabaseError) and error.sqlite_errorcode & 0xFF not in _NOT_OURS:
                raise
            raise ReleaseFailed(_sentence(error, place)) from error
        except MemoryError as error:
            raise ReleaseFailed(f"There is not enough memory to write the release into {place}.") from error
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
    finally:
        os.close(handle)


def _sentence(error: Exception, place: Path) -> str:
    if no_room(error) or "disk is full" in str(error) or "No space left" in str(error):
        return f"There is no room left for the release in {place}; nothing was left there."
    return f"The release could not be written into {place}: {str(error).splitlines()[0].rstrip('.')}."
