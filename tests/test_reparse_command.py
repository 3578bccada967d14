"""`nianbao reparse` with the real reader in worker processes: what it corrects, what it says, and its exit codes."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.archive import Archive
from archive.rows import rows, value
from nianbao.command import main
from parse.reader import read
from parse.report import Problem, Report
from parse.version import PARSER

sys.path.append(str(Path(__file__).parent / "archive"))
from archive_by_hand import PORTAL, Visitor

DOCUMENTS = Path(__file__).parent / "documents"
SEED = DOCUMENTS / "seeds" / "000_bbc32dee6d9bf6c2.txt"
OTHER = DOCUMENTS / "seeds" / "001_ae53f9282b2209bb.txt"
OLDER = "nianbao-parse 0"
TEXT = (("Content-Type", "text/plain; charset=utf-8"),)


def zipped(name: str, data: bytes) -> bytes:
    """A ZIP with one file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(name, data)
    return held.getvalue()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """An archive of an older reader: a wrong cell, a ZIP it could not open, and a page it called a report's guide."""
    path = tmp_path / "a.db"
    data = SEED.read_bytes()
    report = replace(read(data, media_type="text/plain"), parser=OLDER)
    wrong = tuple(
        cell._replace(value=999, printed="999")
        if (cell.table, cell.row, cell.column) == ("disclosure_requests", "new_requests", "total")
        else cell
        for cell in report.cells
    )
    closed = Problem("needs_converter", "reading", "error", "a ZIP")
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/1.txt", replace(report, cells=wrong), data, headers=TEXT)
        unopened = Report("application/zip", is_report=False, verdict="unsupported", problems=(closed,), parser=OLDER)
        visitor.visit("/2.zip", unopened, zipped("年报.txt", OTHER.read_bytes()), headers=())
        visitor.finish()
        assert value(archive.db, "SELECT new_requests FROM reports") == 999
    return path


def said(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(words))
    return done.exit_code, done.output


def test_reading_again_corrects_and_finds(older: Path) -> None:
    before = older.read_bytes()
    code, dry = said("reparse", "--dry-run", "--archive", str(older))
    assert code == 0, dry
    assert "2 captures read again: 1 versions corrected, 1 new reports. Nothing was written." in dry
    (moved,) = [line for line in dry.splitlines() if "->" in line]
    assert moved == "341522-东宁镇-2020 1 disclosure_requests/new_requests/total: 999 -> -", "it is blank in the report"
    assert older.read_bytes() == before
    code, real = said("reparse", "--archive", str(older))
    assert code == 0, real
    assert "2 captures read again: 1 versions corrected, 1 new reports." in real
    assert "huoqiu" in real
    with Archive.open(older) as archive:
        assert archive.verify() == []
        assert value(archive.db, "SELECT count(*) FROM reports") == 2
        assert {row["parser"] for row in rows(archive.db, "SELECT parser FROM versions")} == {PARSER}
        assert value(archive.db, "SELECT count(*) FROM changes") == 0
        found = rows(archive.db, "SELECT old, new FROM rereadings WHERE row_key = 'new_requests'")
        assert [row["old"] for row in found] == ["999"]
        assert value(archive.db, "SELECT url FROM documents WHERE url LIKE '%#%'").endswith(
            "/2.zip#%E5%B9%B4%E6%8A%A5.txt"
        )
        assert value(archive.db, "SELECT count(*) FROM coverage WHERE state = 'found'") == 2
    code, again = said("reparse", "--archive", str(older))
    assert (code, again) == (0, "0 captures read again: nothing is read otherwise.\n")


def test_there_has_to_be_an_archive(tmp_path: Path) -> None:
    for words in ((), ("--dry-run",)):
        code, output = said("reparse", *words, "--archive", str(tmp_path / "none.db"))
        assert code == 2
        assert "There is no archive at" in output
    assert list(tmp_path.iterdir()) == []


def test_what_waits_to_be_read_is_read_first(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.fetch("/1.txt", SEED.read_bytes(), headers=TEXT)
    code, output = said("reparse", "--archive", str(path))
    assert code == 0, output
    assert "1 captures that waited were read.\n0 captures read again" in output
    with Archive.open(path) as archive:
        assert archive.pending_captures() == []
        assert value(archive.db, "SELECT count(*) FROM reports") == 1
        assert archive.verify() == []
