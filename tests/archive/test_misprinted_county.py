"""A county's name misprinted in a report makes no body of another county: 沐阳县 in a title on the portal of 沭阳县."""

from __future__ import annotations

import pytest
from archive_by_hand import Visitor, make_report
from rereading_by_hand import NEWER, read_again

from archive.agencies import misprinted_county
from archive.archive import Archive, PortalRow
from archive.rows import rows

SHUYANG = PortalRow(id="huoqiu", name="沭阳县人民政府", county="沭阳县", division_code="321322", division_year=2020)


@pytest.mark.parametrize(
    ("name", "misprint"),
    [
        ("沐阳县卫生健康局", "沐阳县"),
        ("江苏省沐阳县人民政府", "沐阳县"),
        ("沭阳县卫生健康局", None),
        ("卫生健康局", None),
        ("宿迁市人民政府", None),
        ("霍邱县卫生健康局", None),
        ("沭阳镇", None),
        (None, None),
    ],
)
def test_which_names_are_misprints(name: str | None, misprint: str | None) -> None:
    assert misprinted_county(name, "沭阳县") == misprint
    assert misprinted_county(name, None) is None
    assert misprinted_county("滦县卫生局", "赵县") is None, "two characters leave nothing to compare"


def test_it_is_one_body_and_the_misprint_is_a_problem(archive: Archive, visitor: Visitor) -> None:
    archive.upsert_portal(SHUYANG)
    visitor.visit("/1", make_report(year=2023, agency="沭阳县卫生健康局"), b"A")
    visitor.visit("/2", make_report(year=2024, agency="沐阳县卫生健康局"), b"B")
    agencies = rows(archive.db, "SELECT id, name FROM agencies")
    assert agencies == [{"id": "321322-卫生健康局", "name": "沭阳县卫生健康局"}]
    names = rows(archive.db, "SELECT name FROM agency_aliases ORDER BY first_seen")
    assert [row["name"] for row in names] == ["沭阳县卫生健康局", "沐阳县卫生健康局"]
    said = "SELECT v.report_year, v.agency_name, p.origin, p.seen, p.expected FROM problems AS p JOIN versions AS v"
    said += " ON v.id = p.version WHERE p.kind = 'county_misprinted'"
    wanted = {"report_year": 2024, "agency_name": "沐阳县卫生健康局", "origin": "source", "seen": "沐阳县"}
    assert rows(archive.db, said) == [{**wanted, "expected": "沭阳县"}]
    again = {b"A": make_report(year=2023, agency="沭阳县卫生健康局"), b"B": make_report(agency="沐阳县卫生健康局")}
    read_again(archive, again, parser=NEWER)
    assert rows(archive.db, said) == [{**wanted, "expected": "沭阳县"}], "also after it was read again"
