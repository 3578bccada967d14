"""An archive of an earlier nianbao opens with the code of today, and has then the schema of a new one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
from archive_by_hand import START, Visitor, make_report
from click.testing import CliRunner

from archive.archive import Archive
from archive.connection import connect
from archive.errors import ArchiveError
from archive.migrations import MIGRATIONS, applied, fill_fields, migrate
from archive.rows import rows, value
from archive.search import SEARCH_DDL
from nianbao.command import main

FIRST = Path(__file__).parent.parent / "documents" / "made" / "archive_schema_0001.sql"
"""The whole schema as the first release made it."""
LATER_COLUMNS = {
    "versions": ("scope", "scope_sentence"),
    "captures": ("read_with",),
    "addresses": ("container",),
}


def first_archive(path: Path) -> None:
    """An empty archive as the first release made it."""
    db = sqlite3.connect(path)
    db.executescript(FIRST.read_text(encoding="utf-8") + SEARCH_DDL)
    db.executescript(
        "CREATE TABLE _migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL)"
        " STRICT;"
        "INSERT INTO _migrations VALUES (1, '0001_first_schema', '2026-01-01T00:00:00.000000Z');"
    )
    db.close()
    opened = connect(path, write=True)
    fill_fields(opened)
    opened.conn.commit()
    opened.close()


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table, view and index with its columns: name, type, not null, default, place in the key."""
    db = sqlite3.connect(path)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1")]
    found = {name: [tuple(row) for row in db.execute(f"PRAGMA table_info([{name}])")] for name in names}
    found["indexes"] = db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' ORDER BY 1").fetchall()
    found["views"] = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY 1").fetchall()
    found["references"] = [
        (name, *tuple(row)[2:5]) for name in names for row in db.execute(f"PRAGMA foreign_key_list([{name}])")
    ]
    db.close()
    return found


def filled_first_archive(path: Path) -> None:
    """A closed crawl with one report, moved into an archive of the first schema row by row."""
    with Archive.open(path, write=True) as archive:
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/public/content/1", make_report(granted=3))
        visitor.visit("/public/content/1", make_report(granted=4), b"later")
        visitor.finish()
    old = path.with_name("old.db")
    first_archive(old)
    db = sqlite3.connect(old)
    db.execute("ATTACH ? AS today", (str(path),))
    db.execute("PRAGMA foreign_keys = OFF")
    for (name,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        if name in ("_migrations", "fields") or name.startswith(("sqlite_", "search_index")):
            continue
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info([{name}])"))
        db.execute(f"INSERT INTO main.[{name}] ({columns}) SELECT {columns} FROM today.[{name}]")
    db.execute("DELETE FROM derived_by")
    db.commit()
    db.close()
    path.unlink()
    old.rename(path)


def test_an_archive_of_the_first_schema_becomes_one_of_today(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    first_archive(old)
    with Archive.open(old, write=True) as archive:
        assert applied(archive.db) == [name for name, _ in MIGRATIONS]
        assert migrate(archive.db) == []
    with Archive.open(new, write=True):
        pass
    assert shape(old) == shape(new)


def test_a_migration_that_comes_to_stand_above_one_already_seen_is_applied(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, write=True):
        pass
    db = sqlite3.connect(path)
    [divisions] = (number for number, (name, _) in enumerate(MIGRATIONS, start=1) if name == "0009_divisions")
    db.execute("DELETE FROM _migrations WHERE number = ?", (divisions,))
    db.execute("UPDATE _migrations SET number = number - 1 WHERE number > ?", (divisions,))
    for table, column in (("divisions", "last_year"), ("portals", "seen_live"), ("units", None)):
        db.execute(f"ALTER TABLE {table} DROP COLUMN {column}" if column else f"DROP TABLE {table}")
    db.commit()
    db.close()
    with Archive.open(path, write=True) as archive:
        assert applied(archive.db)[-1] == "0009_divisions"


def test_what_an_older_archive_holds_is_there_and_verified(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    filled_first_archive(path)
    with pytest.raises(ArchiveError, match="was written by an older nianbao"):
        Archive.open(path)
    with Archive.open(path, write=True) as archive:
        assert archive.verify() == []
        assert [tuple(row.values()) for row in rows(archive.db, "SELECT granted, versions, scope FROM reports")] == [
            (4, 2, None)
        ]
        for table, columns in LATER_COLUMNS.items():
            assert value(archive.db, f"SELECT count(*) FROM {table} WHERE {columns[0]} IS NOT NULL") == 0
        visitor = Visitor(archive, at=START + timedelta(days=9))
        visitor.begin()
        visitor.visit("/public/content/1", make_report(granted=5), b"after the update")
        visitor.finish()
        assert archive.verify() == []
    with Archive.open(path) as archive:
        assert value(archive.db, "SELECT granted FROM reports") == 5


def test_documents_that_were_given_up_as_pages_on_the_way_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, write=True) as archive:
        visitor = Visitor(archive)
        visitor.begin()
        visitor.fetch("/public/column/1", b"same", purpose="way")
        capture = visitor.fetch("/public/column/1", b"same")
        with archive.db.atomic():
            archive.db.execute("UPDATE captures SET verdict = 'way' WHERE id = ?", (capture,))
            archive.db.execute("DELETE FROM _migrations WHERE name = '0034_read_what_was_met_before'")
    with Archive.open(path, write=True) as archive:
        assert [one.id for one in archive.pending_captures()] == [capture]
        assert archive.save_reading(capture, make_report()).kind == "new"
        assert archive.verify() == []


def test_what_a_newer_nianbao_reads_otherwise_is_said_before_the_archive_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    filled_first_archive(path)
    before = path.read_bytes()
    answer = CliRunner().invoke(main, ["reparse", "--dry-run", "--archive", str(path)])
    assert answer.exit_code == 0, answer.output
    assert "Nothing was written." in answer.output
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".a.db-*")), "the copy is gone"


@pytest.mark.parametrize(
    "arguments",
    [["verify"], ["status"], ["snapshot", "--out", "OUT"], ["export", "evidence", "REPORT", "--out", "OUT"]],
)
def test_what_only_reads_reads_an_older_archive_from_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    path = tmp_path / "a.db"
    filled_first_archive(path)
    before = path.read_bytes()
    db = sqlite3.connect(path)
    (report,) = db.execute("SELECT report FROM current").fetchone()
    db.close()
    monkeypatch.chdir(tmp_path)
    named = {"OUT": str(tmp_path / "out"), "REPORT": report}
    answer = CliRunner().invoke(main, [*(named.get(word, word) for word in arguments), "--archive", str(path)])
    assert answer.exit_code == 0, answer.output
    assert "written by an older nianbao" in answer.output
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".a.db-*")), "the copy is gone"
    if "snapshot" in arguments:
        (release,) = (tmp_path / "out").iterdir()
        assert CliRunner().invoke(main, ["verify", str(release)]).exit_code == 0


READS_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from archive.shards import read_as_of_today
with read_as_of_today(Path(sys.argv[1])) as copy:
    print(copy, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("arguments", [["status"], ["reparse"]])
def test_the_copy_that_a_killed_run_left_is_removed_by_the_next(tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "a.db"
    filled_first_archive(path)
    mine = tmp_path / ".a.db-notes"  # no copy of ours
    mine.mkdir()
    with subprocess.Popen([sys.executable, "-c", READS_UNTIL_KILLED, str(path)], stdout=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        copy = Path(reading.stdout.readline().decode().strip())
        try:
            assert CliRunner().invoke(main, ["status", "--archive", str(path)]).exit_code == 0
            assert copy.is_file(), "it is still being read"
        finally:
            reading.kill()
    assert copy.is_file()
    answer = CliRunner().invoke(main, [*arguments, "--archive", str(path)])
    assert answer.exit_code == 0, answer.output
    assert list(tmp_path.glob(".a.db-*")) == [mine]


def test_serving_an_older_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    filled_first_archive(path)
    answer = CliRunner().invoke(main, ["serve", "--archive", str(path)])
    assert (answer.exit_code, "was written by an older nianbao" in answer.output) == (2, True)
    assert "`nianbao reparse` brings it up to date" in answer.output


def commands(group: click.Command = main, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that takes an archive."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from commands(found, (*before, name))
    elif any("--archive" in option.opts for option in group.params):
        yield before


ASKED: dict[tuple[str, ...], list[str]] = {
    ("crawl",): ["huoqiu"],
    ("demo",): ["--no-serve"],
    ("export", "evidence"): ["a-2024"],
    ("merge",): ["ARCHIVE"],
    ("rebuild",): ["--warc", "WARC"],
    ("snapshot",): ["--out", "OUT"],
}
"""What a command needs besides."""
UNREAD = {("schedule",): "it prints files for systemd and opens no archive"}


@pytest.mark.parametrize("words", sorted(set(commands()) - set(UNREAD)), ids=" ".join)
def test_an_archive_of_a_newer_nianbao_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NIANBAO_CONTACT", "archive@example.org")
    monkeypatch.setenv("NIANBAO_SAMPLE_PORT", "0")
    path = tmp_path / "a.db"
    with Archive.open(path, write=True):
        pass
    db = sqlite3.connect(path)
    db.execute("INSERT INTO _migrations VALUES (999, '9999_later', '2030-01-01T00:00:00.000000Z')")
    db.commit()
    db.close()
    before, there = path.read_bytes(), sorted(tmp_path.rglob("*"))
    named = {"ARCHIVE": str(path), "WARC": str(tmp_path), "OUT": str(tmp_path / "out")}
    target = tmp_path / "new.db" if words == ("merge",) else path
    asked = [*words, *(named.get(word, word) for word in ASKED.get(words, [])), "--archive", str(target)]
    answer = CliRunner().invoke(main, asked)
    assert answer.exit_code == 2, answer.output
    told = answer.output + capfd.readouterr().err  # of the demo's crawl too, which is a process of its own
    assert told.count("Error: ") == 1
    assert "newer nianbao" in told.partition("Error: ")[2] or words == ("rebuild",)
    assert "Traceback" not in told
    assert path.read_bytes() == before
    of_sqlite = (".lock", ".db-wal", ".db-shm")
    assert [file for file in sorted(tmp_path.rglob("*")) if file.suffix not in of_sqlite and file not in there] == []


def test_the_first_schema_is_the_one_that_was_released(open_archive: Callable[..., Archive]) -> None:
    """The kept text is what migrations start from: nobody may bring it up to date."""
    text = FIRST.read_text(encoding="utf-8")
    assert "scope" not in text
    assert "CREATE TABLE members" not in text
    assert "value REAL,\n  cumulative REAL" in text
    with open_archive() as archive:
        assert archive.verify() == []
