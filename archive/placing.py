"""A new archive is made under a name beside its own and put in its place when it is whole.

A killed run leaves only what stands under `<archive>.merging…`, which the same call removes, and links to sealed WARC
files, which it finds again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.connection import WriterLock
from archive.corrections import FILE
from archive.errors import ArchiveError
from archive.recovery import file_sha256
from archive.shards import Shard

SUFFIX = ".merging"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(target: Path) -> None:
    for left in target.parent.glob(f"{target.name}{SUFFIX}*"):
        left.unlink()


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """Yields the name under which to make the archive `target`, and puts it in its place at the end.

    Raises ArchiveError where an archive stands there or is being made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with WriterLock(target):
        if target.exists():
            raise ArchiveError(f"There is an archive at {target} already; name a new one.")
        _clear(target)
        temporary = target.with_name(target.name + SUFFIX)
        try:
            yield temporary
            _sync(temporary)
            temporary.rename(target)
            _sync(target.parent)
        finally:
            with suppress(OSError):
                _clear(target)


def _copy(source: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    shutil.copyfile(source, partial)
    _sync(partial)
    partial.rename(target)


def link_warc_files(shards: Sequence[Shard], folder: Path) -> None:
    """Give a folder every WARC file of the shards, as a link where the file system can, else as a copy.

    Raises ArchiveError where it holds a file of none of them, or another of the same name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = {name: shard.warc_dir / name for shard in shards for name in shard.warc_files}
    for file in sorted(folder.iterdir()):
        if file.name.startswith(".") and file.name.endswith(".partial"):
            file.unlink()
        elif file.name not in (*sources, FILE):
            raise ArchiveError(f"{folder} holds {file.name}, which is of none of these archives.")
    for name, source in sources.items():
        target = folder / name
        if target.exists():
            if not (target.samefile(source) or file_sha256(target) == file_sha256(source)):
                raise ArchiveError(f"{target} is not the file of that name in {source.parent}.")
            continue
        try:
            os.link(source, target)
        except OSError:
            _copy(source, target)
    _sync(folder)
