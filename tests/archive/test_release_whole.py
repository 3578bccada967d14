"""A release is whole or not there, says the same everywhere, and any altered bit of it is found."""

from __future__ import annotations

import csv
import errno
import fcntl
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from archive_by_hand import PORTAL, Visitor, make_report
from click.testing import CliRunner
from frictionless import Package
from release_by_hand import copied, later, manifest_of, release_of, rows_of, seal_again, walk

from archive.archive import Archive
from archive.divisions import PlaceFacts, UnitRow
from archive.errors import ArchiveError
from archive.releases import making
from archive.releases.checking import check_release
from archive.releases.errors import NoPlace, NotARelease, ReleaseFailed
from archive.releases.layout import CHECKSUMS, MANIFEST, files_of
from findings.recompute import recompute
from nianbao.snapshot import command as snapshot
from nianbao.verify import command as verify

HEADERS = ("etag", "last_modified", "warc_record_id")
"""Columns that are called as the header is whose value they hold, in any language."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("walked") / "archive.db"
    walk(path)
    return path


@pytest.fixture(scope="module")
def made(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release; no test alters it."""
    return release_of(archive, tmp_path_factory.mktemp("releases"))


@pytest.fixture
def release(made: Path, tmp_path: Path) -> Path:
    """A copy of the release, somewhere else, to be altered."""
    return copied(made, tmp_path)


def test_a_list_of_units_is_released_with_the_years_it_expects_reports_from(archive: Path, tmp_path: Path) -> None:
    own = tmp_path / "archive.db"
    shutil.copyfile(archive, own)
    units = (
        UnitRow("huoqiu", "众兴集镇", "township", 2022, "list of towns", "341522118"),
        UnitRow("huoqiu", "孟集镇", "township", 2023, "list of towns", "341522107", "6601321"),
    )
    with Archive.open(own, write=True) as opened:
        opened.upsert_portal(PORTAL, PlaceFacts(units=units))
        recompute(opened)
    made = release_of(own, tmp_path / "releases")
    assert [(row["name"], row["since"]) for row in rows_of(made, "units")] == [("众兴集镇", 2022), ("孟集镇", 2023)]
    frame = {row["report_year"]: row["bodies_not_seen"] for row in rows_of(made, "coverage_frame")}
    assert frame[2023] == 2, "众兴集镇, of which 2020, 2022 and 2024 were seen, and 孟集镇, of which nothing was"
    assert check_release(made) == []


def test_it_needs_nothing_but_its_folder(release: Path) -> None:
    before = {path: (release / path).read_bytes() for path in files_of(release)}
    assert check_release(release) == []
    assert {path: (release / path).read_bytes() for path in files_of(release)} == before


def test_every_file_that_a_researcher_looks_for_is_there(made: Path) -> None:
    there = set(files_of(made))
    for table in ("reports", "versions", "changes", "problems", "findings", "coverage", "aliases", "corrections",
                  "cells_long", "crosswalk", "missingness", "coverage_frame", "panel_agency_year",
                  "panel_county_year", "delta", "fields", "warc_files", "chains"):  # fmt: skip
        assert {f"csv/{table}.csv", f"parquet/{table}.parquet"} <= there, table
    assert {"archive.db", "archive.db.zst", "datapackage.json", "manifest.json", "SHA256SUMS", "README.md",
            "CODEBOOK.md", "CITATION.cff", "datacite.json", "LICENSE.md", "scripts/recompute.py",
            "scripts/recompute.R", "stata/panel_agency_year.dta", "stata/panel_county_year.dta"} <= there  # fmt: skip


def test_every_flipped_bit_is_found(release: Path) -> None:
    dice = random.Random(20260501)
    for path in files_of(release):
        file = release / path
        data = file.read_bytes()
        for place in {0, len(data) - 1, dice.randrange(len(data))}:
            flipped = bytearray(data)
            flipped[place] ^= 1 << dice.randrange(8)
            file.write_bytes(flipped)
            try:
                assert check_release(release), f"{path}, byte {place}"
            except NotARelease:
                assert path == MANIFEST
        file.write_bytes(data)
    assert check_release(release) == []


def test_a_file_too_many_or_too_few_is_found(release: Path) -> None:
    (release / "csv" / "more.csv").write_text("a\n")
    assert check_release(release) == ["csv/more.csv does not belong to the release."]
    (release / "csv" / "more.csv").unlink()
    (release / "csv" / "changes.csv").rename(release / "csv" / "change.csv")
    assert len(check_release(release)) == 2
    (release / "csv" / "change.csv").rename(release / "csv" / "changes.csv")
    (release / CHECKSUMS).unlink()
    assert check_release(release) == ["SHA256SUMS is missing."]


@pytest.mark.parametrize("path", ["csv/cells_long.csv", "csv/panel_agency_year.csv", "csv/reports.csv"])
def test_a_csv_altered_and_sealed_again_is_found(release: Path, path: str) -> None:
    text = (release / path).read_text(encoding="utf-8")
    assert ",21," in text
    (release / path).write_text(text.replace(",21,", ",12,", 1), encoding="utf-8")
    seal_again(release)
    assert any(path in fault for fault in check_release(release))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE disclosure_requests SET total = 99 WHERE row_key = 'granted' AND total = 21", "is not as it was"),
        ("UPDATE chains SET head = replace(head, substr(head, 1, 1), 'x') WHERE number = 1", "does not follow"),
        ("UPDATE agencies SET name = '另一个' WHERE level = 'township'", "agencies.parquet differs"),
        ("DELETE FROM sightings WHERE rowid = -1", "archive.db.zst does not hold"),
    ],
)
def test_a_database_altered_and_sealed_again_is_found(release: Path, statement: str, told: str) -> None:
    db = sqlite3.connect(release / "archive.db")
    if "sightings" in statement:
        statement = "UPDATE sightings SET reason = 'x'"
    with db:
        db.execute(statement)
    db.close()
    seal_again(release)
    assert any(told in fault for fault in check_release(release))


def test_panels_and_stata_altered_and_sealed_again_are_found(release: Path) -> None:
    data = pd.read_parquet(release / "parquet" / "panel_county_year.parquet", dtype_backend="pyarrow")
    data.loc[0, "own_bodies"] = 7
    data.to_parquet(release / "parquet" / "panel_county_year.parquet")
    stata = pd.read_stata(release / "stata" / "panel_agency_year.dta")
    stata.loc[0, "report_year"] = 1999
    stata.to_stata(release / "stata" / "panel_agency_year.dta", version=118, write_index=False)
    seal_again(release)
    told = " ".join(check_release(release))
    assert "parquet/panel_county_year.parquet differs" in told
    assert "stata/panel_agency_year.dta and parquet/panel_agency_year.parquet differ in report_year" in told


def test_two_releases_of_one_archive_differ_in_their_stamps_only(archive: Path, tmp_path: Path) -> None:
    one, other = release_of(archive, tmp_path / "a"), release_of(archive, tmp_path / "b")
    assert one.name != other.name
    assert files_of(one) == files_of(other)
    for path in files_of(one):
        same = (one / path).read_bytes() == (other / path).read_bytes()
        stamped = path in (MANIFEST, CHECKSUMS, "README.md", "CITATION.cff", "datacite.json", "datapackage.json")
        assert same or stamped, path


def test_the_data_package_is_valid(made: Path) -> None:
    told = Package(str(made / "datapackage.json")).validate()
    assert told.valid, told.flatten(["taskName", "type", "note"])[:5]
    resources = {
        resource["name"]: resource for resource in json.loads((made / "datapackage.json").read_text())["resources"]
    }
    long = {field["name"]: field for field in resources["cells_long"]["schema"]["fields"]}
    assert long["value"]["type"] == "number"
    assert long["page"]["type"] == "integer"
    assert long["printed"]["type"] == "string"
    raw = {field["name"]: field["type"] for field in resources["proactive_disclosure"]["schema"]["fields"]}
    assert raw["procurement_amount_raw"] == "string"
    assert raw["issued"] == "integer"
    for resource in resources.values():
        for field in resource["schema"]["fields"]:
            assert "/ " in field["description"] or field["name"] in HEADERS, (resource["name"], field["name"])


def test_no_name_is_longer_than_stata_allows_and_labels_are_chinese(made: Path) -> None:
    for panel in ("panel_agency_year", "panel_county_year"):
        with pd.io.stata.StataReader(made / "stata" / f"{panel}.dta") as reader:
            data = reader.read()
            labels = reader.variable_labels()
        assert max(map(len, data.columns)) <= 32
        assert labels["granted_total"].startswith("(一)予以公开：总计")
        assert data["granted_total_state"].dtype == "category"
    with (made / "stata" / "panel_agency_year.dta").open("rb") as file:
        assert file.read(60).startswith(b"<stata_dta><header><release>118</release>")


def test_the_python_script_recomputes_with_nothing_installed(release: Path) -> None:
    run = [sys.executable, "-I", "-S", "scripts/recompute.py"]
    done = subprocess.run(run, cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "reports_with_year stated 5 computed 5 agree" in done.stdout
    # granted is not asked for; new requests are 0 in the four reports with tables
    assert "new_requests_printed stated 0 computed 0 agree" in done.stdout
    assert "new_requests_blank stated 0 computed 0 agree" in done.stdout
    cells = (release / "csv" / "cells_long.csv").read_text(encoding="utf-8").replace('"number"', '"blank"')
    (release / "csv" / "cells_long.csv").write_text(cells, encoding="utf-8")
    assert subprocess.run(run, cwd=release, capture_output=True, check=False).returncode == 1


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here")
def test_the_r_script_recomputes(made: Path) -> None:
    done = subprocess.run(["Rscript", "scripts/recompute.R"], cwd=made, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_consistent_while_a_crawl_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    walk(path)
    visitor = later(path)
    try:
        crawl = visitor.begin()
        visitor.visit("/town/2023", make_report(year=2023, granted=7))
        with visitor.archive.db.atomic():
            visitor.archive.db.execute("UPDATE portals SET note = 'not committed'")
            first = release_of(path, tmp_path / "out")
        visitor.visit("/town/2021", make_report(year=2021, granted=8))
        visitor.finish()
        assert visitor.archive.verify() == []
    finally:
        visitor.archive.close()
    assert check_release(first) == []
    assert rows_of(first, "portals")[0]["note"] is None
    assert {row["report_year"] for row in rows_of(first, "reports")} == {2016, 2020, 2022, 2023, 2024}
    told = manifest_of(first)
    assert [row["finished"] is None for row in told["crawls"] if row["id"] == crawl] == [True]
    assert told["unchained"] == {"captures": 1, "versions": 1, "cells": 1, "changes": 0}
    second = release_of(path, tmp_path / "out")
    assert check_release(second) == []
    assert manifest_of(second)["against"]["release"] == f"nianbao-{first.name}"
    assert manifest_of(second)["against"]["chain_continues"]
    assert manifest_of(second)["unchained"] == {"captures": 0, "versions": 0, "cells": 0, "changes": 0}


def test_what_a_killed_run_left_goes_and_nothing_else(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    left, mine, alive = out / ".20260101T000000Z.partial", out / ".notes.partial", out / ".20260102T000000Z.partial"
    for folder in (left / "csv", mine, alive, out / "20250101T000000Z"):
        folder.mkdir(parents=True)
        (folder / "half.csv").write_text("x")
    handle = os.open(alive, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    release = release_of(archive, out)
    os.close(handle)
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [mine.name, alive.name, "20250101T000000Z", release.name]
    )
    assert check_release(release) == []


def test_a_full_disk_leaves_a_sentence_and_nothing_else(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = making.write_table

    def full(release: Path, source: Any) -> int:
        if source.table.name == "versions":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(release, source)

    monkeypatch.setattr(making, "write_table", full)
    with pytest.raises(ReleaseFailed, match=r"There is no room left for the release in .*; nothing was left there"):
        release_of(archive, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    done = CliRunner().invoke(snapshot, ["--archive", str(archive), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1


def test_mistakes_are_one_sentence(archive: Path, made: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    (tmp_path / "empty").mkdir()
    for command, words, told in (
        (snapshot, ["--archive", str(tmp_path / "none.db")], "There is no archive at"),
        (snapshot, ["--archive", str(file), "--out", str(tmp_path / "o")], "is no nianbao archive"),
        (snapshot, ["--archive", str(archive), "--out", str(file)], "is not a folder"),
        (snapshot, ["--archive", str(archive), "--out", str(file / "x")], "is not a folder"),
        (snapshot, ["--archive", str(archive), "--out", str(tmp_path / "o"), "--against", str(tmp_path / "empty")],
         "is no data release"),
        (verify, [str(tmp_path / "empty")], "is no data release"),
        (verify, [str(tmp_path / "nowhere")], "is no data release"),
    ):  # fmt: skip
        done = CliRunner().invoke(command, words)
        assert (done.exit_code, told in done.stderr, done.stderr.count("\n")) == (2, True, 1), (words, done.stderr)
    assert not list((tmp_path / "o").glob(".*")) if (tmp_path / "o").exists() else True
    assert CliRunner().invoke(verify, [str(made)]).exit_code == 0


def test_the_command_writes_and_the_other_one_proves(archive: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(snapshot, ["--archive", str(archive), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    release = next((tmp_path / "out").iterdir())
    assert CliRunner().invoke(verify, [str(release)]).exit_code == 0
    (release / "README.md").write_text("x")
    altered = CliRunner().invoke(verify, [str(release)])
    assert (altered.exit_code, altered.stdout.splitlines()[0]) == (1, "README.md is not as it was released.")


def test_a_release_of_a_newer_nianbao_is_refused(release: Path) -> None:
    manifest = manifest_of(release)
    manifest["format"] += 1
    (release / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(NotARelease, match="newer nianbao"):
        check_release(release)


def test_an_archive_that_was_never_written_to_makes_no_release(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "empty.db").close()
    with pytest.raises(ArchiveError):
        release_of(tmp_path / "empty.db", tmp_path / "out")
    assert not any((tmp_path / "out").iterdir())


def test_an_archive_without_reports_makes_a_release_too(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", write=True):
        pass
    release = release_of(tmp_path / "a.db", tmp_path / "out")
    assert check_release(release) == []
    assert manifest_of(release)["rows"]["panel_agency_year"] == 0


def test_a_text_of_many_megabytes_and_odd_characters(tmp_path: Path) -> None:
    """A sentence of 3 MB with quotes, commas, lone line ends and an empty line is released letter for letter."""
    sentence = '他说："公开,\r公开"\r\n\n=1+1\t；' * 120_000
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/town/2024", make_report(sentence=sentence), b"long")
        visitor.finish()
    release = release_of(tmp_path / "a.db", tmp_path / "out")
    assert check_release(release) == []
    with (release / "csv" / "versions.csv").open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(1 << 30)
        (row,) = csv.DictReader(file)
    assert sentence in row["text"]


def test_a_place_without_permission_is_a_sentence(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(NoPlace, match="Permission denied"):
        release_of(archive, tmp_path / "out")
