"""`verify RELEASE`: whether a release is whole and says the same everywhere, from nothing but its own folder."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlite_utils import Database

from archive.integrity import verify_rows
from archive.migrations import MIGRATIONS, applied, check_age, migrate
from archive.releases import crosswalk
from archive.releases.comparing import csv_as_parquet, rows_of, same_as_made_again, stata_as_parquet
from archive.releases.contents import sources
from archive.releases.copying import database_faults, open_copy, sha256, unpacked_sha256
from archive.releases.delta import TABLE as DELTA
from archive.releases.figures import figures
from archive.releases.layout import (
    CHECKSUMS,
    COMPRESSED,
    DATABASE,
    DATAPACKAGE,
    MANIFEST,
    csv_path,
    files_of,
    parquet_path,
)
from archive.releases.manifest import chain_heads, checksums, read_manifest, unchained
from archive.releases.panel_columns import PANELS
from archive.rows import rows

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    del step


def check_release(release: Path, *, progress: Progress = _silent) -> list[str]:
    """Everything that does not hold of a release, as sentences; empty where all does.

    First every bit of every file; only where that holds, what the files say. Raises NotARelease where the folder is
    none, or one of a newer nianbao.
    """
    manifest = read_manifest(release)
    progress("files")
    broken = list(_files(release, manifest))
    if broken:
        return broken
    progress("database")
    db = open_copy(release / DATABASE)
    try:
        return [*_database(release, db, manifest), *_contents(release, db, manifest, progress)]
    finally:
        db.close()


def _files(release: Path, manifest: dict[str, Any]) -> Iterator[str]:
    listed: dict[str, Any] = manifest["files"]
    there = files_of(release)
    for path in sorted({*listed, MANIFEST, CHECKSUMS} - {*there}):
        yield f"{path} is missing."
    for path in there:
        if path not in (MANIFEST, CHECKSUMS) and path not in listed:
            yield f"{path} does not belong to the release."
    found = {path: sha256(release / path) for path in there if path != CHECKSUMS}
    for path, digest in found.items():
        if path in listed and digest != listed[path]["sha256"]:
            yield f"{path} is not as it was released."
        elif path in listed and (release / path).stat().st_size != listed[path]["bytes"]:
            yield f"{path} has another size than the manifest says."
    stated = {path: known["sha256"] for path, known in listed.items()} | {MANIFEST: found[MANIFEST]}
    if CHECKSUMS in there and (release / CHECKSUMS).read_bytes() != checksums(stated).encode():
        yield f"{CHECKSUMS} and {MANIFEST} do not fit together: one of them is not as it was released."


def _database(release: Path, db: Database, manifest: dict[str, Any]) -> Iterator[str]:
    broken = database_faults(db)
    if broken:
        yield from broken
        return
    if unpacked_sha256(release / COMPRESSED) != sha256(release / DATABASE):
        yield f"{COMPRESSED} does not hold {DATABASE}."
    check_age(db)
    if applied(db) != manifest["schema"]:
        yield f"The schema of {DATABASE} is not the one that the manifest states."
    yield from _rows_hold(release, db)
    for name, found in (
        ("chain", chain_heads(db)),
        ("unchained", unchained(db)),
        ("figures", figures(db)),
        ("warc_files", rows(db, "SELECT name, bytes, sha256, sealed FROM warc_files ORDER BY name")),
        ("crawls", rows(db, "SELECT id, started, finished, software FROM crawls ORDER BY started, id")),
        ("parsers", rows(db, "SELECT parser, count(*) AS versions FROM versions GROUP BY parser ORDER BY parser")),
    ):
        if found != manifest[name]:
            yield f"The manifest's `{name}` is not what {DATABASE} says."


def _rows_hold(release: Path, db: Database) -> list[str]:
    """The checks over the rows; a database of an older schema is brought up to date in a copy for them."""
    if len(applied(db)) == len(MIGRATIONS):
        return verify_rows(db)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        copy.write_bytes((release / DATABASE).read_bytes())
        connection = sqlite3.connect(copy)
        connection.row_factory = sqlite3.Row
        newer = Database(connection)
        try:
            migrate(newer)
            return verify_rows(newer)
        finally:
            newer.close()


def _made_otherwise(release: Path, db: Database) -> bool:
    """Whether an older nianbao made the release, so that its tables cannot be made again by this one."""
    with pq.ParquetFile(release / parquet_path(crosswalk.TABLE.name)) as file:
        known = file.read().to_pylist()
    names = [column.name for column in crosswalk.TABLE.columns]
    today = [dict(zip(names, row, strict=True)) for row in crosswalk.rows()]
    return known != today or len(applied(db)) != len(MIGRATIONS)


def _contents(release: Path, db: Database, manifest: dict[str, Any], progress: Progress) -> Iterator[str]:
    stated: dict[str, int] = manifest["rows"]
    yield from _package(release, stated)
    for name, count in stated.items():
        progress(name)
        if rows_of(release, name) != count:
            yield f"{parquet_path(name)} has {rows_of(release, name)} rows, the manifest says {count}."
        told = csv_as_parquet(release, name)
        if told:
            yield told
    if not _made_otherwise(release, db):
        for source in sources(db, release):
            progress(f"{source.table.name}, made again")
            told = same_as_made_again(release, source)
            if told:
                yield told
    for table in PANELS:
        told = stata_as_parquet(release, table)
        if told:
            yield told
    yield from _delta(release, manifest)


def _delta(release: Path, manifest: dict[str, Any]) -> Iterator[str]:
    with pq.ParquetFile(release / parquet_path(DELTA.name)) as file:
        causes = Counter(file.read(["cause"]).column(0).to_pylist())
    against = manifest["against"] or {"causes": {}}
    if +causes != +Counter(against["causes"]):
        yield f"The manifest counts other causes than {csv_path(DELTA.name)} has."


def _package(release: Path, stated: dict[str, int]) -> Iterator[str]:
    """Whether datapackage.json describes the tables that are there."""
    package = json.loads((release / DATAPACKAGE).read_text(encoding="utf-8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    if {*described} != {*stated}:
        yield f"{DATAPACKAGE} describes other tables than the manifest counts."
    for name in sorted({*described} & {*stated}):
        resource, path = described[name], csv_path(name)
        with pq.ParquetFile(release / parquet_path(name)) as file:
            columns = file.schema_arrow.names
        if [field["name"] for field in resource["schema"]["fields"]] != columns:
            yield f"{DATAPACKAGE} describes other columns than {path} has."
        known = (resource["path"], resource["bytes"], resource["hash"], resource["rows"])
        if known != (path, (release / path).stat().st_size, f"sha256:{sha256(release / path)}", stated[name]):
            yield f"{DATAPACKAGE} states another size, digest or number of rows than {path} has."
