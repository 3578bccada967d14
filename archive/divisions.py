"""Divisions and the lists of units: what is known of the place of a portal before anything of it was read.

Both are handed in with the portal (`PlaceFacts`) and stand in the WARC record of its crawl, so that a rebuild has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlite_utils import Database

from archive.agencies import core_name
from archive.identity import agency_id
from archive.rows import Row, insert, one, rows

BASIS = "units"
"""`agencies.basis` of a body that a list of units names and of which nothing was read yet."""

DivisionLevel = Literal["province", "prefecture", "county"]
ChangeKind = Literal["other_name", "other_code", "other_style"]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A code of GB/T 2260 under one name: from the list of `year` to that of `last_year` (None: to the newest list).
    `parent` is the code above it, None for a province."""

    code: str
    year: int
    name: str
    level: DivisionLevel
    parent: str | None
    known_by: str
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class DivisionChange:
    """What two lists that follow one another show: a code under another name (`other_name`: renamed, or given to
    another division), a name under another code (`other_code`), or a name that ends otherwise, under another code
    (`other_style`: a county that became a city or a district)."""

    code_from: str
    code_to: str
    kind: ChangeKind
    known_by: str
    changed_on: str | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A body that a list of a portal's units names, and that is expected to report from the year `since` on.

    `code` is its division code of 9 digits, `number` the portal's own number or folder for it, where known.
    """

    portal: str
    name: str
    level: str
    since: int
    known_by: str
    code: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A portal's division with those above it and those it was before, and the portal's units."""

    divisions: Sequence[DivisionRow] = ()
    changes: Sequence[DivisionChange] = ()
    units: Sequence[UnitRow] = ()


def keep_place(db: Database, portal: str, place: PlaceFacts) -> None:
    """Write or renew what is known of a portal's place; a list of units replaces the one before, none leaves it."""
    insert(db, "divisions", [asdict(row) for row in place.divisions], conflict="REPLACE")
    insert(db, "division_changes", [asdict(row) for row in place.changes], conflict="REPLACE")
    if not place.units:
        return
    facts = one(db, "SELECT id, county, division_code FROM portals WHERE id = ?", (portal,))
    if facts is None:
        raise KeyError(portal)
    db.conn.execute("DELETE FROM units WHERE portal = ?", (portal,))
    for unit in place.units:
        core = core_name(unit.name, facts["county"])
        agency = agency_id(facts["division_code"] or portal, core)
        insert(
            db,
            "agencies",
            [
                {
                    "id": agency,
                    "portal": portal,
                    "division_code": facts["division_code"],
                    "name": unit.name,
                    "core_name": core,
                    "level": unit.level,
                    "basis": BASIS,
                }
            ],
            conflict="IGNORE",
        )
        insert(db, "units", [{**asdict(unit), "agency": agency}], conflict="REPLACE")


_PLACES = """
WITH RECURSIVE places(code) AS (
  SELECT p.division_code FROM portals AS p JOIN crawl_portals AS c ON c.portal = p.id
    WHERE c.crawl = ? AND p.division_code IS NOT NULL
  UNION SELECT d.parent FROM places JOIN divisions AS d ON d.code = places.code WHERE d.parent IS NOT NULL
  UNION SELECT h.code_from FROM places JOIN division_changes AS h ON h.code_to = places.code
)
"""


def place_form(db: Database, crawl: str) -> dict[str, list[Row]]:
    """What the WARC record of a crawl keeps of the places of its portals."""
    units = ", ".join(UnitRow.__dataclass_fields__)
    return {
        "divisions": rows(
            db,
            f"{_PLACES} SELECT * FROM divisions WHERE code IN (SELECT code FROM places) ORDER BY code, year",
            (crawl,),
        ),
        "division_changes": rows(
            db,
            f"{_PLACES} SELECT * FROM division_changes WHERE code_to IN (SELECT code FROM places)"
            " ORDER BY code_from, code_to, kind",
            (crawl,),
        ),
        "units": rows(
            db,
            f"SELECT {units} FROM units WHERE portal IN (SELECT portal FROM crawl_portals WHERE crawl = ?)"
            " ORDER BY portal, name",
            (crawl,),
        ),
    }


def check_place_form(form: Mapping[str, Any]) -> None:
    """Raise KeyError or TypeError where `note_places` cannot take what a WARC record says of places."""
    _place_of_form(form)


def note_places(db: Database, form: Mapping[str, Any]) -> None:
    """Write or renew places from the facts in a WARC record; records of earlier forms have none."""
    divisions, units = _place_of_form(form)
    keep_place(db, "", divisions)
    for portal, facts in units.items():
        keep_place(db, portal, facts)


def _place_of_form(form: Mapping[str, Any]) -> tuple[PlaceFacts, dict[str, PlaceFacts]]:
    by_portal: dict[str, list[UnitRow]] = {}
    for unit in form.get("units", ()):
        by_portal.setdefault(unit["portal"], []).append(UnitRow(**unit))
    divisions = [DivisionRow(**row) for row in form.get("divisions", ())]
    changes = [DivisionChange(**row) for row in form.get("division_changes", ())]
    return PlaceFacts(divisions, changes), {portal: PlaceFacts(units=units) for portal, units in by_portal.items()}
