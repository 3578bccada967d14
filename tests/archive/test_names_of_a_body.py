"""A body that its reports name in two ways has one name, whichever of them was read first."""

from __future__ import annotations

from itertools import permutations

import pytest
from archive_by_hand import make_report

from archive.agencies import find_agency, save_agency
from archive.archive import Archive
from archive.rows import rows
from parse.report import Context

NAMES = ("平潭综合实验区", "平潭综合实验区管委会", "平潭综合实验区管理委员会")
"""In the titles of its reports of 2011 to 2023."""


@pytest.mark.parametrize("names", list(permutations(NAMES)))
def test_the_order_in_which_names_are_read_is_not_told(archive: Archive, names: tuple[str, ...]) -> None:
    for number, name in enumerate(names):
        known = find_agency(archive.db, make_report(agency=name), Context(portal="huoqiu"), f"d{number}", "h")
        with archive.db.atomic():
            save_agency(archive.db, known, f"2024-03-0{number + 1}T00:00:00.000000Z")
    bodies = rows(archive.db, "SELECT name FROM agencies WHERE core_name = '平潭综合实验区'")
    aliases = rows(archive.db, "SELECT name FROM agency_aliases WHERE name LIKE '平潭%'")
    assert [row["name"] for row in bodies] == ["平潭综合实验区"]
    assert {row["name"] for row in aliases} == set(NAMES)
