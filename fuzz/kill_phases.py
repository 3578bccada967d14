"""The phases that `kills.py` kills: what each starts from, its command, when its own work has begun, what it leaves."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "archive"))

from test_migrations import first_archive  # noqa: E402

from samples.server import SamplePortals  # noqa: E402

PORTALS = ("huoqiu", "pingtan", "hongze")
WAYS = (*PORTALS, "helan")
"""With one of whose documents two pages lead to the same file."""
EDITED = "/public/content/36027100"
"""A report of 霍邱 in which 867 stands once."""
OLDER = '''"""Imported at the start of every process of a crawl: its reader is an older one that reads a total wrong."""
import dataclasses
import parse.reader

_read, parse.reader.PARSER = parse.reader.read, "nianbao-parse 0"

def read(*words, **options):
    report = _read(*words, **options)
    cells = tuple(
        cell._replace(value=None, state="ambiguous") if (cell.row, cell.column) == ("granted", "total") else cell
        for cell in report.cells
    )
    tables = report.tables
    if tables and "granted" in tables.get("disclosure_requests", {}):
        rows = tables["disclosure_requests"]
        rows = {**rows, "granted": {**rows["granted"], "total": None}}
        tables = {**tables, "disclosure_requests": rows}
    return dataclasses.replace(report, cells=cells, tables=tables, parser=parse.reader.PARSER)

parse.reader.read = read
'''
"""A `sitecustomize` module."""


@dataclass(frozen=True)
class Site:
    """The sample portals as a running server has them, and their table."""

    samples: SamplePortals
    table: Path
    old: Path | None = None
    """A folder with an archive of an older release, `archive.db` and its WARC files."""

    def environment(self, **more: str) -> dict[str, str]:
        """What a command needs to walk them; a document gone in two walks in a row is withdrawn."""
        loopback = {"NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_SAMPLE_PORT": str(self.samples.port)}
        return {**os.environ, **loopback, "NIANBAO_WITHDRAWAL_GAP": "0", **more}


@dataclass(frozen=True)
class Phase:
    """`prepare` fills a folder; `words` are those of the command, run in it; `begun` says whether its own work has
    begun; `result` is the archive it leaves, by which runs are compared."""

    name: str
    prepare: Callable[[Path, Site], None]
    words: Callable[[Site], list[str]]
    begun: Callable[[Path], bool]
    result: Callable[[Path], Path]
    makes_new: bool = False
    """Whether the command makes an archive that must not be there before: killed once it was whole, it refuses."""


def nianbao(folder: Path, site: Site, *words: str, **environment: str) -> None:
    """Run a command to its end; raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "nianbao", *words]
    subprocess.run(command, cwd=folder, env=site.environment(**environment), check=True, capture_output=True)


def crawl_words(*portals: str) -> Callable[[Site], list[str]]:
    return lambda site: ["crawl", *portals, "--portals", str(site.table)]


def _nothing(folder: Path, site: Site) -> None:
    del folder, site


def _crawled(folder: Path, site: Site) -> None:
    nianbao(folder, site, *crawl_words(*PORTALS)(site))


def _edited(folder: Path, site: Site) -> None:
    """Crawled, then a figure changed, a report moved and another one gone for one walk already."""
    _crawled(folder, site)
    site.samples.edit_text("huoqiu", EDITED, "867", "868")
    gone, moved = _addresses(folder)
    site.samples.remove("pingtan", gone)
    site.samples.move("pingtan", moved, f"{moved.rpartition('/')[0]}/moved.htm")
    nianbao(folder, site, *crawl_words("pingtan")(site))


def _addresses(folder: Path) -> list[str]:
    """The paths of the first and the last report page of 平潭."""
    db = sqlite3.connect(folder / "archive.db")
    sql = "SELECT url FROM documents WHERE portal = 'pingtan' AND kind = 'html' ORDER BY url"
    found = [urlsplit(row[0]).path for row in db.execute(sql)]
    db.close()
    return [found[0], found[-1]]


def _read_by_an_older_parser(folder: Path, site: Site) -> None:
    older = folder / "older"
    older.mkdir()
    (older / "sitecustomize.py").write_text(OLDER, encoding="utf-8")
    nianbao(folder, site, *crawl_words(*PORTALS)(site), PYTHONPATH=os.pathsep.join((str(older), str(ROOT))))
    shutil.rmtree(older)


def _shards(folder: Path, site: Site) -> None:
    for portal in PORTALS:
        nianbao(folder, site, *crawl_words(portal)(site), "--archive", f"{portal}.db")


def _old_schema(folder: Path, site: Site) -> None:
    if site.old:
        shutil.copytree(site.old, folder, dirs_exist_ok=True)
    else:
        first_archive(folder / "archive.db")


def count(folder: Path, sql: str) -> int:
    """A number out of the archive as it stands now; 0 where there is none yet."""
    try:
        db = sqlite3.connect(f"file:{folder / 'archive.db'}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    try:
        return int(db.execute(sql).fetchone()[0] or 0)
    except sqlite3.Error:
        return 0
    finally:
        db.close()


def _written(*names: str) -> Callable[[Path], bool]:
    """Whether anything stands at one of these names that was not prepared: files of a run that has begun."""

    def begun(folder: Path) -> bool:
        return any(path.stat().st_size > 0 for name in names for path in folder.glob(name) if path.is_file())

    return begun


def _reads(folder: Path) -> bool:
    return count(folder, "SELECT count(*) FROM versions") > 0


def _archive(name: str) -> Callable[[Path], Path]:
    return lambda folder: folder / name


def _release(folder: Path) -> Path:
    """The database of the newest release."""
    return max((folder / "releases").glob("*Z/*.db"))


PHASES = (
    Phase("crawl", _nothing, crawl_words(*WAYS), _written("archive.db.warc/*"), _archive("archive.db")),
    Phase("change", _edited, crawl_words(*PORTALS), _written("archive.db-wal"), _archive("archive.db")),
    Phase("reading", _nothing, crawl_words(*PORTALS), _reads, _archive("archive.db")),
    Phase(
        "reparse", _read_by_an_older_parser, lambda _: ["reparse"],
        _written("archive.db-wal"), _archive("archive.db"),
    ),
    Phase(
        "rebuild", _crawled, lambda _: ["rebuild", "--warc", "archive.db.warc", "--archive", "new.db"],
        _written("*new.db*", "*new.db*/*"), _archive("new.db"), makes_new=True,
    ),
    Phase(
        "merge", _shards, lambda _: ["merge", *(f"{portal}.db" for portal in PORTALS), "--archive", "new.db"],
        _written("*new.db*", "*new.db*/*"), _archive("new.db"), makes_new=True,
    ),
    Phase("snapshot", _crawled, lambda _: ["snapshot", "--out", "releases"], _written("releases/**/*"), _release),
    Phase("migration", _old_schema, lambda _: ["reparse"], _written("archive.db-wal"), _archive("archive.db")),
)  # fmt: skip
