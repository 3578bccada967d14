"""Where the WARC files of the archive lie that is served, if they are served at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.archive import warc_directory


def warc_folder(database: Any) -> Path | None:
    """The folder: that of NIANBAO_WARC, or the one beside the file; None where the archive is no file."""
    if database.path is None:
        return None
    return Path(os.environ.get("NIANBAO_WARC") or warc_directory(Path(database.path)))


def at_hand(database: Any, names: Iterable[str]) -> set[str]:
    """Which of these WARC files can be read here."""
    folder = warc_folder(database)
    return {name for name in set(names) if folder is not None and (folder / Path(name).name).is_file()}
