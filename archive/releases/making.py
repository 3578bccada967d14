"""Making a release: one copy of the database, everything else from that copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.archive import software
from archive.releases import scripts, texts
from archive.releases.contents import sources
from archive.releases.copying import compress, copy_database, open_copy, sha256
from archive.releases.datapackage import datapackage
from archive.releases.delta import CAUSES, Delta
from archive.releases.delta import TABLE as DELTA
from archive.releases.layout import (
    COMPRESSED,
    DATABASE,
    DATAPACKAGE,
    MANIFEST,
    SCRIPTS,
    releases_in,
)
from archive.releases.manifest import chain_heads, dump, facts, read_manifest, write_manifest
from archive.releases.panel_columns import PANELS
from archive.releases.staging import staged
from archive.releases.stata import write_stata
from archive.releases.writing import Source, Table, write_table
from archive.times import iso

Progress = Callable[[str], None]
Written = list[tuple[Table, int]]


def _silent(step: str) -> None:
    del step


def _clock() -> datetime:
    return datetime.now(UTC)


def make_release(
    archive: Path,
    place: Path,
    *,
    against: Path | None = None,
    clock: Callable[[], datetime] = _clock,
    progress: Progress = _silent,
) -> Path:
    """Write a release of an archive into `place`/<UTC stamp>/ and return that folder.

    `against`: the release it is compared with; without it the last one in `place`. A writer of the archive is neither
    waited for nor stopped. Raises ArchiveError (no archive, no place, a full disk …); then nothing is left behind.
    """
    earlier = against or next(iter(reversed(releases_in(place))), None)
    before = read_manifest(earlier) if earlier else None
    with staged(place, clock) as (stamp, release):
        made = iso(clock())
        progress("database")
        copy_database(archive, release / DATABASE)
        compress(release / DATABASE, release / COMPRESSED)
        db = open_copy(release / DATABASE)
        try:
            written = _tables(db, release, progress)
            compared = None
            if earlier and before:
                progress("delta")
                compared = _compare(db, release, earlier, before, written)
            else:
                written.append((DELTA, write_table(release, Source(DELTA, tuple))))
            progress("manifest")
            _papers(db, release, stamp, made, written, compared)
        finally:
            db.close()
    return place / stamp


def _tables(db: Database, release: Path, progress: Progress) -> Written:
    written: Written = []
    for source in sources(db, release):
        progress(source.table.name)
        written.append((source.table, write_table(release, source)))
    for table in PANELS:
        write_stata(release, table)
    return written


def _compare(db: Database, release: Path, earlier: Path, before: dict[str, Any], written: Written) -> dict[str, Any]:
    """Write the delta; what the manifest says of it."""
    causes: Counter[str] = Counter()
    cause = [column.name for column in DELTA.columns].index("cause")

    def counted() -> Iterator[tuple[Any, ...]]:
        for row in Delta(old, db).rows():
            causes[row[cause]] += 1
            yield row

    old = open_copy(earlier / DATABASE)
    try:
        written.append((DELTA, write_table(release, Source(DELTA, counted))))
        heads = {link["number"]: link["head"] for link in chain_heads(db)}
        continues = all(heads.get(link["number"]) == link["head"] for link in chain_heads(old))
    finally:
        old.close()
    return {
        "release": before["release"],
        "stamp": before["stamp"],
        "manifest_sha256": sha256(earlier / MANIFEST),
        "chain_continues": continues,
        "differences": sum(causes.values()),
        "causes": {cause: causes[cause] for cause in CAUSES},
    }


def _papers(
    db: Database, release: Path, stamp: str, made: str, written: Written, against: dict[str, Any] | None
) -> None:
    """Everything that is no table, the manifest last."""
    form = facts(db, stamp, made, software(), {table.name: rows for table, rows in written}, against)
    (release / SCRIPTS).mkdir()
    for name, text in (
        (f"{SCRIPTS}/recompute.py", scripts.PYTHON),
        (f"{SCRIPTS}/recompute.R", scripts.R),
        ("README.md", texts.readme(form)),
        ("CODEBOOK.md", texts.codebook_of(table for table, _ in written)),
        ("CITATION.cff", texts.citation(stamp)),
        ("datacite.json", dump(texts.datacite(form))),
        ("LICENSE.md", texts.licence()),
        (DATAPACKAGE, dump(datapackage(release, stamp, made, written, form["frame"]))),
    ):
        (release / name).write_text(text, encoding="utf-8")
    write_manifest(release, form)
