"""Folders that a run makes for itself: locked while its process lives, so that the next run may remove those that a
killed one left, and leaves alone those of a run that is still at work."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp


def lock_folder(folder: Path) -> int | None:
    """A file descriptor that holds the lock of a folder until it is closed; None where another process holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def clear_left(place: Path, names: re.Pattern[str]) -> None:
    """Remove the folders with such names that killed runs left in a place."""
    for path in place.iterdir():
        if names.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # another run removed it, or it is not ours to remove
                handle = lock_folder(path)
                if handle is not None:
                    shutil.rmtree(path, ignore_errors=True)
                    os.close(handle)


def clear_beside(file: Path) -> None:
    """Remove the scratch folders that killed runs left beside a file."""
    clear_left(file.parent, re.compile(rf"{re.escape(f'.{file.name}-')}[a-z0-9_]{{8}}"))


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder beside a file, `.<its name>-` and eight characters, gone at the end. Raises OSError where none can be
    made."""
    handle = None
    while handle is None:
        folder = Path(mkdtemp(prefix=f".{beside.name}-", dir=beside.parent))
        with suppress(FileNotFoundError):  # another run took it for one that was left, before it was locked
            handle = lock_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
