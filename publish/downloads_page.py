"""Data releases: which there are, what is in them, how to open them."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.releases.layout import CHECKSUMS, COMPRESSED, DATABASE, MANIFEST, STAMP, releases_in
from archive.releases.manifest import read_manifest
from publish.page import page

FIRST = (COMPRESSED, DATABASE, "README.md", "CODEBOOK.md")
"""Files that stand before the others."""
SHOWN = 24
"""Releases that the page lists."""


def releases_folder() -> Path | None:
    """The folder that the operator named (`nianbao serve --releases`), or None."""
    named = os.environ.get("NIANBAO_RELEASES")
    return Path(named) if named else None


def stated(release: Path) -> dict[str, Any] | None:
    """The manifest of a release, or None where it cannot be read."""
    try:
        return read_manifest(release)
    except (ArchiveError, OSError):
        return None


def _shown(release: Path) -> dict[str, Any] | None:
    manifest = stated(release)
    if manifest is None:
        return None
    sealed = [(path, file["bytes"], file["sha256"]) for path, file in sorted(manifest["files"].items())]
    there = [name for name in (MANIFEST, CHECKSUMS) if (release / name).is_file()]
    papers = [(name, (release / name).stat().st_size, None) for name in there]
    files = sorted([*sealed, *papers], key=lambda file: FIRST.index(file[0]) if file[0] in FIRST else len(FIRST))
    return {
        "stamp": release.name,
        "made": datetime.strptime(release.name, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).isoformat(),
        "bytes": sum(size for _, size, _ in files),
        "database": manifest["files"].get(DATABASE),
        "frame": manifest.get("frame", {}),
        "rows": manifest.get("rows", {}),
        "files": [{"path": path, "bytes": size, "sha256": digest} for path, size, digest in files],
    }


def _all_shown(folder: Path | None) -> list[dict[str, Any]]:
    newest = list(reversed(releases_in(folder)))[:SHOWN] if folder else []
    return [shown for release in newest if (shown := _shown(release))]


def size(count: int) -> str:
    """Bytes as people read them."""
    for unit, of in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= of:
            return f"{count / of:.1f} {unit}"
    return f"{count} B"


async def downloads(datasette: Any, request: Any) -> Any:
    """GET /downloads"""
    shown = await asyncio.to_thread(_all_shown, releases_folder())
    return await page(datasette, request, "downloads.html", {"releases": shown, "size": size})


def file_of(stamp: str, path: str) -> tuple[Path, str | None] | None:
    """A file of a release and its SHA-256 (None for the two that hold the digests); None for what no manifest names."""
    folder = releases_folder()
    if folder is None or not STAMP.match(stamp):
        return None
    release = folder / stamp
    manifest = stated(release)
    if manifest is None or (path not in manifest["files"] and path not in (MANIFEST, CHECKSUMS)):
        return None
    file = release / path
    if not file.is_file() or not file.resolve().is_relative_to(release.resolve()):
        return None
    return file, manifest["files"].get(path, {}).get("sha256")
