"""An archive in a temporary folder, and a visitor who walks a portal by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import PORTAL, Visitor

from archive.archive import Archive


@pytest.fixture
def open_archive(tmp_path: Path) -> Callable[..., Archive]:
    def opened(**more: Any) -> Archive:
        archive = Archive.open(tmp_path / "a.db", write=True, **more)
        archive.upsert_portal(PORTAL)
        return archive

    return opened


@pytest.fixture
def archive(open_archive: Callable[..., Archive]) -> Iterator[Archive]:
    with open_archive() as opened:
        yield opened


@pytest.fixture
def visitor(archive: Archive) -> Visitor:
    return Visitor(archive)
