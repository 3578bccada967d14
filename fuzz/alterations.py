"""Single bits flipped in sealed WARC files and in a release, single rows altered in an archive: `verify` finds each.

    python fuzz/alterations.py ARCHIVE [--warc DIR] [--release DIR] [--flips 200] [--rows 100] [--seed 1]

Works on copies. A flip is one bit of one byte anywhere in the files, headers of gzip members too. Rows of each table
that the digest chain holds are altered in one column, taken away, added, given to another version, or swapped with
another row's values; each alteration alone. Prints how many of each were found, and exits with 1 where one was not.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from archive import chain, integrity
from archive.archive import warc_directory
from archive.captures import CaptureStore
from archive.errors import ArchiveError
from archive.releases.checking import check_release
from parse import schema

TABLES = {
    "captures": chain.CAPTURE_COLUMNS,
    "versions": f"{chain.VERSION_COLUMNS_2}, last_seen",
    **{table.key: None for table in schema.TABLES},
    "cells": None,
    "section_places": None,
    "legacy_figures": None,
    "claims": None,
    "changes": chain.CHANGE_COLUMNS,
}
"""The tables of the chain and their columns that must not change; None: all."""
KINDS = ("column", "column", "column", "deleted", "added", "moved", "swapped")


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    told = TABLES[table]
    if told is not None:
        return [name.strip() for name in told.split(",")]
    return [row["name"] for row in db.execute(f'PRAGMA table_info("{table}")')]


def key_of(db: sqlite3.Connection, table: str) -> list[str]:
    found = [(row["pk"], row["name"]) for row in db.execute(f'PRAGMA table_info("{table}")') if row["pk"]]
    return [name for _, name in sorted(found)]


def other_value(value: Any, chance: random.Random) -> Any:
    """A value like this one that is another."""
    if value is None:
        return chance.choice((0, 1, "1"))
    if isinstance(value, int | float):
        return value + chance.choice((-1, 1, 10))
    text = str(value)
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice("0189甲.") + text[place + chance.randrange(2) :] if text else "0"


def altered(db: sqlite3.Connection, table: str, kind: str, chance: random.Random) -> str | None:
    """Alter one row (or two that swap); returns what was done, None where it came to nothing."""
    key = key_of(db, table)
    rows = db.execute(f'SELECT * FROM "{table}" ORDER BY {", ".join(key)}').fetchall()
    if not rows:
        return None
    row = dict(chance.choice(rows))
    where = " AND ".join(f"{name} IS ?" for name in key)
    at = [row[name] for name in key]
    try:
        if kind == "column":
            name = chance.choice(columns_of(db, table))
            new = other_value(row[name], chance)
            db.execute(f'UPDATE "{table}" SET {name} = ? WHERE {where}', (new, *at))
            now = db.execute(f'SELECT {name} FROM "{table}" WHERE {where}', at).fetchone()
            if now is not None and now[0] == row[name]:
                return None
            return f"{at} {name}: {row[name]!r:.60} to {new!r:.60}"
        if kind == "deleted":
            db.execute(f'DELETE FROM "{table}" WHERE {where}', at)
            return f"deleted {at}"
        if kind == "added":
            fresh = {**row, key[-1]: other_value(row[key[-1]], chance)}
            if table == "versions":
                fresh |= {"search_id": 10**6, "number": row["number"] + 1}
            marks = ", ".join("?" * len(fresh))
            db.execute(f'INSERT INTO "{table}" ({", ".join(fresh)}) VALUES ({marks})', list(fresh.values()))
            return f"added {[fresh[name] for name in key]}"
        if kind == "moved":
            if "version" not in row:
                return None
            others = [one[0] for one in db.execute("SELECT id FROM versions WHERE id <> ?", (row["version"],))]
            new = chance.choice(others)
            db.execute(f'UPDATE "{table}" SET version = ? WHERE {where}', (new, *at))
            return f"moved {at} to {new}"
        other = dict(chance.choice(rows))
        names = [name for name in columns_of(db, table) if name not in key]
        if all(row[name] == other[name] for name in names):
            return None
        sets = ", ".join(f"{name} = ?" for name in names)
        for one, its in ((row, other), (other, row)):
            values = [its[name] for name in names] + [one[name] for name in key]
            db.execute(f'UPDATE "{table}" SET {sets} WHERE {where}', values)
        return f"swapped {at} with {[other[name] for name in key]}"
    except sqlite3.IntegrityError:
        # The schema itself refuses it.
        return None


def alter_rows(archive: Path, folder: Path, table: str, number: int, chance: random.Random) -> Counter[str]:
    """Alter rows of one table so many times, each alone."""
    counted: Counter[str] = Counter()
    connection = sqlite3.connect(archive, isolation_level=None)
    connection.row_factory = sqlite3.Row
    # As anybody opens it who alters a row: nothing is checked while he does.
    connection.execute("PRAGMA foreign_keys = OFF")
    db = Database(connection)
    store = CaptureStore(db, folder, None)
    tries = 0
    while counted["altered"] < number and tries < 50 * number:
        tries += 1
        kind = chance.choice(KINDS)
        connection.execute("BEGIN")
        try:
            done = altered(connection, table, kind, chance)
            if done is not None:
                counted["altered"] += 1
                if integrity.verify(db, folder, store):
                    counted["found"] += 1
                else:
                    print(f"NOT FOUND: {table}: {done}", flush=True)
        finally:
            connection.execute("ROLLBACK")
    connection.close()
    return counted


@contextmanager
def flipped(path: Path, place: int, bit: int) -> Iterator[None]:
    """One bit of a file the other way for a while."""
    with path.open("r+b") as file:
        file.seek(place)
        before = file.read(1)[0]
        file.seek(place)
        file.write(bytes([before ^ 1 << bit]))
    try:
        yield
    finally:
        with path.open("r+b") as file:
            file.seek(place)
            file.write(bytes([before]))


def flip_bits(files: list[Path], number: int, chance: random.Random, finds: Callable[[], list[str]]) -> Counter[str]:
    """Flip single bits anywhere in the files, each alone."""
    counted: Counter[str] = Counter()
    sizes = [path.stat().st_size for path in files]
    for _ in range(number):
        path = chance.choices(files, sizes)[0] if chance.random() < 0.5 else chance.choice(files)
        place, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
        with flipped(path, place, bit):
            counted["altered"] += 1
            if finds():
                counted["found"] += 1
            else:
                print(f"NOT FOUND: {path.name}: bit {bit} of byte {place}", flush=True)
    return counted


def release_faults(release: Path) -> list[str]:
    """What is wrong with a release; one that cannot be checked at all is found out too."""
    try:
        return check_release(release)
    except ArchiveError as error:
        return [str(error)]


def told(name: str, counted: Counter[str]) -> int:
    """Print a line; returns how many were not found."""
    print(f"{name:24} {counted['altered']:5} altered, {counted['found']:5} found", flush=True)
    return counted["altered"] - counted["found"]


def main() -> int:
    """Alter everything that was named."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archive", type=Path)
    options.add_argument("--warc", type=Path)
    options.add_argument("--release", type=Path, help="the folder of a release, to flip bits in as well")
    options.add_argument("--flips", type=int, default=200)
    options.add_argument("--rows", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    missed = 0
    with TemporaryDirectory() as name:
        archive = Path(shutil.copy(chosen.archive, Path(name) / "archive.db"))
        folder = Path(shutil.copytree(chosen.warc or warc_directory(chosen.archive), Path(name) / "warc"))

        def verified() -> list[str]:
            connection = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
            connection.row_factory = sqlite3.Row
            db = Database(connection)
            try:
                return integrity.verify(db, folder, CaptureStore(db, folder, None))
            finally:
                connection.close()

        if faults := verified():
            print(f"The archive has faults before anything is altered: {faults[0]}")
            return 1
        files = sorted(path for path in folder.iterdir() if path.is_file())
        missed += told("bits of WARC files", flip_bits(files, chosen.flips, random.Random(chosen.seed), verified))
        for table in TABLES:
            chance = random.Random(f"{chosen.seed} {table}")
            missed += told(f"rows of {table}"[:24], alter_rows(archive, folder, table, chosen.rows, chance))
        if chosen.release:
            release = Path(shutil.copytree(chosen.release, Path(name) / "release"))
            files = sorted(path for path in release.rglob("*") if path.is_file() and path.stat().st_size)
            chance = random.Random(f"{chosen.seed} release")
            missed += told("bits of a release", flip_bits(files, chosen.flips, chance, lambda: release_faults(release)))
    print("every alteration was found" if not missed else f"{missed} alterations were not found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
