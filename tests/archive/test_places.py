"""Divisions and lists of units: kept with the portal, in the WARC record of its crawl, and there after a rebuild."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from archive_by_hand import HOST, PORTAL, Visitor, make_report

from archive.archive import Archive
from archive.crawls import adopt_crawl, check_form
from archive.divisions import DivisionChange, DivisionRow, PlaceFacts, UnitRow
from archive.rebuilding import Rebuild
from archive.rows import Row, rows, value
from findings.recompute import recompute
from nianbao.merge import merge
from nianbao.rebuild import rebuild

ANHUI = DivisionRow("340000", 2010, "安徽省", "province", None, "list")
LUAN = DivisionRow("341500", 2010, "六安市", "prefecture", "340000", "list")
HUOQIU = DivisionRow("341522", 2010, "霍邱县", "county", "341500", "list")
BEFORE = DivisionRow("342425", 2008, "霍邱县", "county", None, "list", 2009)
CHANGE = DivisionChange("342425", "341522", "other_code", "lists compared")
UNITS = (
    UnitRow("huoqiu", "众兴集镇", "township", 2022, "list of towns", "341522118"),
    UnitRow("huoqiu", "孟集镇", "township", 2023, "list of towns", "341522107", "6601321"),
)
PLACE = PlaceFacts((ANHUI, LUAN, HUOQIU, BEFORE), (CHANGE,), UNITS)


def test_a_place_is_kept(archive: Archive) -> None:
    archive.upsert_portal(PORTAL, PLACE)
    archive.upsert_portal(PORTAL, PLACE)
    assert [row["code"] for row in rows(archive.db, "SELECT code FROM divisions ORDER BY code")] == [
        "340000", "341500", "341522", "342425",
    ]  # fmt: skip
    agency = "SELECT a.id, a.basis, a.level FROM units AS u JOIN agencies AS a ON a.id = u.agency WHERE u.number = ?"
    assert rows(archive.db, agency, ("6601321",)) == [{"id": "341522-孟集镇", "basis": "units", "level": "township"}]


def test_a_shorter_list_of_units_replaces_the_one_before(archive: Archive) -> None:
    archive.upsert_portal(PORTAL, PLACE)
    archive.upsert_portal(PORTAL, PlaceFacts(units=UNITS[:1]))
    assert [row["name"] for row in rows(archive.db, "SELECT name FROM units")] == ["众兴集镇"]
    archive.upsert_portal(PORTAL, PlaceFacts())
    assert value(archive.db, "SELECT count(*) FROM units") == 1


def test_a_report_says_more_of_a_body_than_the_list(archive: Archive, visitor: Visitor) -> None:
    archive.upsert_portal(PORTAL, PLACE)
    visitor.begin()
    visitor.visit("/2024.htm", make_report())
    known = "SELECT name, basis FROM agencies WHERE id = '341522-众兴集镇'"
    told = {"name": "霍邱县众兴集镇人民政府", "basis": "signature"}
    assert rows(archive.db, known) == [told]
    archive.upsert_portal(PORTAL, PLACE)
    assert rows(archive.db, known) == [told]
    assert value(archive.db, "SELECT agency FROM units WHERE name = '众兴集镇'") == "341522-众兴集镇"


def test_a_unit_of_which_nothing_was_seen_is_a_gap(archive: Archive, visitor: Visitor) -> None:
    archive.upsert_portal(PORTAL, PLACE)
    visitor.begin()
    visitor.visit("/2024.htm", make_report())
    visitor.finish(listed=frozenset({f"{HOST}/2024.htm"}))
    recompute(archive)
    seen = "SELECT report_year, state, reason FROM coverage WHERE agency = ? ORDER BY 1"
    # walked in March 2026 for the first time: the lists of 2024 and 2025 were not seen as they were then
    assert [tuple(row.values()) for row in rows(archive.db, seen, ("341522-孟集镇",))] == [
        (2023, "not_seen", "before_first_visit"),
        (2024, "not_seen", "before_first_visit"),
        (2025, "not_seen", "unit_not_on_lists"),
    ]
    assert [tuple(row.values()) for row in rows(archive.db, seen, ("341522-众兴集镇",))] == [
        (2024, "found", "live"),
        (2025, "not_seen", "not_on_lists"),
    ]
    county = "SELECT expected, found FROM county_coverage WHERE report_year = 2024"
    assert rows(archive.db, county) == [{"expected": 2, "found": 1}]
    assert archive.verify() == []


def test_places_come_again_of_the_warc_files_and_by_merging(tmp_path: Path) -> None:
    original, new, merged = tmp_path / "a.db", tmp_path / "new.db", tmp_path / "merged.db"
    with Archive.open(original, write=True) as archive:
        archive.upsert_portal(replace(PORTAL, known_by="stored page", seen_live="2026-03-01"), PLACE)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.finish(listed=frozenset())
        recompute(archive)
        wanted = places(archive)
    with Rebuild.begin(new, tmp_path / "a.db.warc", tmp_path / "new.db.warc", "test") as rebuilt:
        rebuild(rebuilt, workers=1)
        assert rebuilt.finish() == []
    with Archive.open(new) as archive:
        assert places(archive) == wanted
    merge([original], merged)
    with Archive.open(merged) as archive:
        assert places(archive) == wanted


def test_a_record_of_a_crawl_before_there_were_places(archive: Archive) -> None:
    form = {
        "portals": [{"id": "huoqiu", "name": "霍邱县人民政府"}],
        "crawl": {"id": "c", "started": "2026-03-02T01:00:00.000000Z", "portals": "[]", "software": "x"},
        "went": [],
    }
    check_form(form)
    with archive.db.atomic():
        adopt_crawl(archive.db, form)
    assert value(archive.db, "SELECT count(*) FROM divisions") == 0
    with pytest.raises(TypeError):
        check_form({**form, "units": [{"portal": "huoqiu", "colour": "red"}]})


def places(archive: Archive) -> list[list[Row]]:
    portals = rows(archive.db, "SELECT id, known_by, seen_live FROM portals")
    assert portals == [{"id": "huoqiu", "known_by": "stored page", "seen_live": "2026-03-01"}]
    tables = ("divisions", "division_changes", "units", "agencies", "coverage", "county_coverage")
    found = [rows(archive.db, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
    assert all(found), "nothing of it is empty"
    return found
