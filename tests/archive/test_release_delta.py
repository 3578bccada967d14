"""What differs from the release before, by key, with its cause: their change, our correction, another identity."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import Visitor, make_report, not_report
from release_by_hand import later, manifest_of, release_of, rows_of, walk

from archive.releases.checking import check_release
from archive.rows import value


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and its first release; no test alters it."""
    folder = tmp_path_factory.mktemp("begun")
    walk(folder / "archive.db")
    release_of(folder / "archive.db", folder / "out")
    return folder


@pytest.fixture
def path(begun: Path, tmp_path: Path) -> Path:
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return tmp_path / "archive.db"


@pytest.fixture
def first(path: Path) -> Path:
    return next(path.with_name("out").iterdir())


@pytest.fixture
def visitor(path: Path) -> Iterator[Visitor]:
    visitor = later(path)
    yield visitor
    visitor.archive.close()


def delta_of(path: Path, place: Path) -> list[dict[str, Any]]:
    release = release_of(path, place)
    found = rows_of(release, "delta")
    told = manifest_of(release)["against"]
    assert told["differences"] == len(found)
    assert sum(told["causes"].values()) == len(found)
    return found


def cells(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["row_key"], row["column_key"], row["old"], row["new"], row["cause"])
        for row in found
        if row["scope"] == "cell"
    ]


def test_a_first_release_has_none_and_an_unchanged_archive_neither(first: Path, path: Path, tmp_path: Path) -> None:
    assert manifest_of(first)["against"] is None
    assert rows_of(first, "delta") == []
    assert delta_of(path, tmp_path / "out") == []


def test_what_the_portal_corrected_is_of_the_source(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    visitor.begin()
    visitor.visit("/town/2024", make_report(year=2024, granted=22))
    visitor.finish()
    change = value(visitor.archive.db, "SELECT id FROM changes WHERE new = '22' AND column_key = 'total'")
    found = delta_of(path, tmp_path / "out")
    assert cells(found) == [
        ("granted", "natural_person", "21", "22", "source"),
        ("granted", "total", "21", "22", "source"),
    ]
    assert {row["cause"] for row in found} == {"source"}
    total = next(row for row in found if row["column_key"] == "total")
    assert (total["basis"], total["old_value"], total["new_value"]) == (change, "21", "22")
    assert next(row for row in found if row["column_key"] == "version")["new"] == total["new_version"]


def test_what_a_later_reader_corrects_is_ours(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    archive = visitor.archive
    version = value(archive.db, "SELECT version FROM current WHERE report_year = 2022")
    archive.save_rereading(version, make_report(year=2022, granted=5, parser="nianbao-parse 9"))
    archive.close_rereading()
    found = delta_of(path, tmp_path / "out")
    assert cells(found) == [
        ("granted", "natural_person", "", "5", "parser"),
        ("granted", "total", "", "5", "parser"),
    ]
    assert [(row["old_state"], row["new_state"]) for row in found] == [("blank", "number")] * 2
    assert {row["old_version"] for row in found} == {row["new_version"] for row in found} == {version}


def test_both_at_once_are_told_apart_by_cell(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    """The reader now sees a 3 where it saw a slash, in the old bytes too; the portal corrected the granted requests."""
    archive = visitor.archive

    def read_better(granted: int) -> Any:
        report = make_report(year=2024, granted=granted, parser="nianbao-parse 9")
        better = tuple(
            cell._replace(printed="3", value=3, state="number") if cell.state == "slash" else cell
            for cell in report.cells
        )
        return replace(report, cells=better)

    version = value(archive.db, "SELECT version FROM current WHERE report_year = 2024 AND agency LIKE '%众兴集镇'")
    archive.save_rereading(version, read_better(21))
    archive.close_rereading()
    visitor.begin()
    visitor.visit("/town/2024", read_better(22))
    visitor.finish()
    assert cells(delta_of(path, tmp_path / "out")) == [
        ("granted", "natural_person", "21", "22", "source"),
        ("granted", "total", "21", "22", "source"),
        ("review", "other", "/", "3", "parser"),
    ]


def test_a_new_report_is_of_the_source(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    visitor.begin()
    visitor.visit("/town/2023", make_report(year=2023))
    visitor.finish()
    found = delta_of(path, tmp_path / "out")
    assert [(row["scope"], row["column_key"], row["new"], row["cause"]) for row in found] == [
        ("report", "report", found[0]["report"], "source")
    ]
    assert found[0]["report"].endswith("-2023")
    assert [check_release(release) for release in (tmp_path / "out").iterdir()] == [[], []]


def test_a_report_that_waited_to_be_read_is_of_the_source(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    """A release taken while a crawl goes on has captures that nobody has read yet."""
    visitor.begin()
    capture = visitor.fetch("/town/2023", b"2023")
    release_of(path, tmp_path / "out")
    visitor.archive.save_reading(capture, make_report(year=2023))
    visitor.finish()
    found = delta_of(path, tmp_path / "out")
    assert [(row["column_key"], row["cause"]) for row in found] == [("report", "source")]


def test_a_page_that_a_later_reader_takes_for_a_report_is_ours(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    visitor.begin()
    capture = visitor.fetch("/town/2023", b"2023")
    visitor.archive.save_reading(capture, not_report())
    visitor.finish()
    release_of(path, tmp_path / "out")
    with visitor.archive.db.atomic():
        visitor.archive.db.execute("UPDATE captures SET verdict = NULL WHERE id = ?", (capture,))
    visitor.archive.save_reading(capture, make_report(year=2023, parser="nianbao-parse 9"))
    found = delta_of(path, tmp_path / "out")
    assert [(row["column_key"], row["cause"]) for row in found] == [("report", "parser")]


def test_a_report_that_is_gone_is_of_the_source(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    for _ in range(2):
        visitor.begin()
        visitor.gone("/town/2022")
        visitor.visit("/town/2024", make_report(year=2024, granted=21))
        visitor.finish()
    found = delta_of(path, tmp_path / "out")
    assert [(row["column_key"], row["old"], row["new"], row["cause"]) for row in found] == [
        ("status", "live", "withdrawn", "source")
    ]


def test_a_report_under_another_body_is_identity(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    db = visitor.archive.db
    old = value(db, "SELECT report FROM current WHERE report_year = 2022")
    new = old.replace("众兴集镇", "众兴镇")
    with db.atomic():
        db.execute(
            "INSERT INTO agencies (id, portal, division_code, name, core_name, level, basis)"
            " VALUES ('341522-众兴镇', 'huoqiu', '341522', '众兴镇', '众兴镇', 'township', 'operator')"
        )
        for table in ("versions", "current"):
            db.execute(f"UPDATE {table} SET report = ?, agency = '341522-众兴镇' WHERE report = ?", (new, old))
        db.execute("UPDATE coverage SET report = NULL, state = 'not_seen' WHERE report = ?", (old,))
    release = release_of(path, tmp_path / "out")
    found = rows_of(release, "delta")
    assert [(row["old"], row["new"], row["cause"]) for row in found] == [
        (None, new, "identity"),
        (old, None, "identity"),
    ]


def test_a_retired_version_is_followed_by_its_alias(visitor: Visitor, path: Path, tmp_path: Path) -> None:
    """A version that got another id (its document has another canonical address now)."""
    db = visitor.archive.db
    old = value(db, "SELECT version FROM current WHERE report_year = 2022")
    new = "0" * 16 + old[16:]
    db.execute("PRAGMA foreign_keys = OFF")
    with db.atomic():
        db.execute("UPDATE versions SET id = ? WHERE id = ?", (new, old))
        for table in db.table_names():
            for key in db.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
                if key["table"] == "versions":
                    column = key["from"]
                    db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', (new, old))
        db.execute("INSERT INTO aliases VALUES (?, 'version', ?, '2026-05-01T00:00:00.000000Z', 'address')", (old, new))
    release = release_of(path, tmp_path / "out")
    found = rows_of(release, "delta")
    assert [(row["column_key"], row["old"], row["new"], row["cause"]) for row in found] == [
        ("version", old, new, "identity")
    ]
    assert [(row["retired"], row["now"]) for row in rows_of(release, "aliases")] == [(old, new)]


def test_another_release_to_compare_with_can_be_named(
    first: Path, visitor: Visitor, path: Path, tmp_path: Path
) -> None:
    visitor.begin()
    visitor.visit("/town/2023", make_report(year=2023))
    visitor.finish()
    release_of(path, tmp_path / "out")
    elsewhere = release_of(path, tmp_path / "elsewhere", against=first)
    assert manifest_of(elsewhere)["against"]["release"] == f"nianbao-{first.name}"
    assert len(rows_of(elsewhere, "delta")) == 1
    assert rows_of(release_of(path, tmp_path / "out"), "delta") == []
