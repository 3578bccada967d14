"""manifest.json: what a release is made of, and the digest of each of its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive import chain
from archive.migrations import applied
from archive.releases import frame
from archive.releases.copying import sha256
from archive.releases.errors import NotARelease
from archive.releases.figures import figures
from archive.releases.layout import CHECKSUMS, FORMAT, MANIFEST, files_of
from archive.rows import rows
from parse.version import PARSER


def read_manifest(release: Path) -> dict[str, Any]:
    """The manifest of a folder. Raises NotARelease where it is no release that we can read."""
    path = release / MANIFEST
    if not path.is_file():
        raise NotARelease(f"{release} is no data release: it has no {MANIFEST}.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotARelease(f"{release} is no whole data release: its {MANIFEST} cannot be read.") from error
    if not isinstance(found, dict) or not isinstance(found.get("format"), int) or "files" not in found:
        raise NotARelease(f"{release} is no data release of nianbao: its {MANIFEST} is of another kind.")
    if found["format"] > FORMAT:
        raise NotARelease(f"{release} was written by a newer nianbao; update nianbao to check it.")
    return found


def dump(form: Any) -> str:
    """JSON as all of a release's files have it: in order, indented, Chinese as it is."""
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def chain_heads(db: Database) -> list[dict[str, Any]]:
    """Every link of the digest chain, oldest first."""
    return rows(db, "SELECT number, crawl, cause, made, entries, head FROM chains ORDER BY number")


def unchained(db: Database) -> dict[str, int]:
    """Kept rows that no link has yet, because their crawl was still going on when the copy was taken."""
    ids = {"captures": "captures", "versions": "versions", "cells": "versions", "changes": "changes"}
    return {
        kept: db.conn.execute(
            f"SELECT count(*) FROM {ids[kept]} AS t WHERE NOT EXISTS"
            " (SELECT 1 FROM chain_entries AS e WHERE e.kept = ? AND e.id = t.id)",
            (kept,),
        ).fetchone()[0]
        for kept in chain.KEPT
    }


def facts(
    db: Database, stamp: str, made: str, software: str, counts: dict[str, int], against: dict[str, Any] | None
) -> dict[str, Any]:
    """The manifest without its files."""
    return {
        "format": FORMAT,
        "release": f"nianbao-{stamp}",
        "stamp": stamp,
        "made": made,
        "software": software,
        "schema": applied(db),
        "parser": PARSER,
        "parsers": rows(db, "SELECT parser, count(*) AS versions FROM versions GROUP BY parser ORDER BY parser"),
        "frame": frame.span(db),
        "figures": figures(db),
        "rows": counts,
        "crawls": rows(db, "SELECT id, started, finished, software FROM crawls ORDER BY started, id"),
        "chain": chain_heads(db),
        "unchained": unchained(db),
        "warc_files": rows(db, "SELECT name, bytes, sha256, sealed FROM warc_files ORDER BY name"),
        "against": against,
    }


def write_manifest(release: Path, form: dict[str, Any]) -> None:
    """Write the manifest with the digests of every file that is there, and SHA256SUMS over them and it."""
    digests = {path: sha256(release / path) for path in files_of(release)}
    form["files"] = {
        path: {"bytes": (release / path).stat().st_size, "sha256": digest} for path, digest in digests.items()
    }
    (release / MANIFEST).write_text(dump(form), encoding="utf-8")
    (release / CHECKSUMS).write_text(checksums(digests | {MANIFEST: sha256(release / MANIFEST)}), encoding="utf-8")


def checksums(digests: dict[str, str]) -> str:
    """The text of SHA256SUMS, as `sha256sum --check` reads it."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))
