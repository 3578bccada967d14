"""Agencies: which public body a report is of, and on what basis that is known.

The order of evidence: what the report says of itself (title, signature, compiler, publisher), then the unit whose
column links to it, then the page that it hangs on as an attachment. Where none of them names a body, the agency has no
name, its basis is `unknown`, and it is this document's alone: two documents of unknown bodies must never become one
report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlite_utils import Database

from archive.identity import address_id, agency_id
from archive.rows import Row, one, value
from parse.report import Context, Problem, Report

LEVELS = frozenset(("province", "prefecture", "county", "department", "township", "subdistrict"))
GOVERNMENTS = ("人民政府", "政府")
COMMITTEES = ("党工委管理委员会", "党工委管委会", "管理委员会", "管委会")
"""What governs a zone as 人民政府 governs a county; the 党工委 that signs with it is the same leadership."""
ZONES = (
    *("实验区", "试验区", "开发区", "高新区", "新区", "示范区", "先行区", "合作区", "产业区", "工业区", "园区"),
    *("功能区", "集聚区", "集中区", "保税区", "保税港区", "加工区", "贸易区", "自贸区", "旅游区", "度假区"),
    *("风景区", "名胜区", "保护区", "管理区", "工业园", "产业园", "科技园", "农业园", "物流园", "软件园", "新城"),
)
"""How the name of a zone ends. 国有资产监督管理委员会 and its like are departments and keep their name."""
GENERAL_OFFICES = {
    "人民政府办公室": tuple(government + office for government in GOVERNMENTS for office in ("办公室", "办")),
    "管委会办公室": tuple(committee + office for committee in COMMITTEES for office in ("办公室", "办")),
}
"""The general office of a government or committee → how it is written behind the county's or zone's name."""

_GOVERNMENT = re.compile(r"(?<=.)人民政府\Z")
_COMMITTEE = re.compile(rf"(?P<zone>.*(?:{'|'.join(ZONES)}))(?:{'|'.join(COMMITTEES)})(?P<office>办公室|办)?\Z")
_OFFICE = re.compile(r"(?<=街道)办事处\Z")


def core_name(name: str, county: str | None = None) -> str:
    """A body's name without county prefix and without 人民政府 / 管委会 / 办事处 at its end.

    The prefix goes only where the county's full name is printed (丰城市张巷镇 → 张巷镇); 东宁镇 of 东宁市 stays.
    The county's own government keeps the county's name (霍邱县人民政府 → 霍邱县), a zone's committee that of the zone
    (平潭综合实验区管委会 → 平潭综合实验区). Their general offices, in short forms too, are 人民政府办公室 and, behind
    the zone's name, 管委会办公室.
    """
    core = re.sub(r"\s+", "", name)
    if county and county in core:
        rest = core[core.index(county) + len(county) :]
        core = county if rest in ("", *GOVERNMENTS, *COMMITTEES) else rest
    if committee := _COMMITTEE.match(core):
        core = committee["zone"] + ("管委会办公室" if committee["office"] else "")
    core = _OFFICE.sub("", _GOVERNMENT.sub("", core))
    return next((office for office, written in GENERAL_OFFICES.items() if core in written), core)


_BEFORE_A_COUNTY = ("", "省", "市", "区", "州", "盟")


def misprinted_county(name: str | None, county: str | None) -> str | None:
    """What a name has in the place of the portal's county where one character of it is another (沐阳县 for 沭阳县).

    A name with the county itself in it, and a county of two characters, leave nothing to compare.
    """
    if not name or not county or len(county) < 3 or county in name:
        return None
    for start in range(len(name) - len(county) + 1):
        window = name[start : start + len(county)]
        before = name[start - 1 : start] if start else ""
        other = sum(one != another for one, another in zip(window, county, strict=True))
        if other == 1 and window[-1] == county[-1] and before in _BEFORE_A_COUNTY:
            return window
    return None


def agency_problems(db: Database, agency: str, portal: str | None, printed: str | None) -> list[Problem]:
    """What is to be said of a version's body: that nothing names it, that its county is misprinted."""
    name = value(db, "SELECT name FROM agencies WHERE id = ?", (agency,))
    return body_problems(name, value(db, "SELECT county FROM portals WHERE id = ?", (portal,)), printed)


def body_problems(name: str | None, county: str | None, printed: str | None) -> list[Problem]:
    """What is to be said of a body of this name, on the portal of this county, that is printed in this way."""
    found = []
    if name is None:
        found.append(_UNKNOWN_AGENCY)
    if misprint := misprinted_county(printed, county):
        message = f"The report names its county {misprint}; it is taken for a body of {county}, on whose portal it is."
        found.append(Problem("county_misprinted", "source", "warning", message, seen=misprint, expected=str(county)))
    return found


_UNKNOWN_AGENCY = Problem(
    kind="agency_unknown",
    origin="reading",
    severity="warning",
    message="Neither the report nor the way to it names the public body.",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the body behind a document; `name` is None where nothing names it.

    `printed` is how it is named, where that is not its name (a misprinted county); `county` is that of the portal."""

    id: str
    name: str | None
    core: str | None
    level: str | None
    basis: str
    place: str
    portal: str | None
    division_code: str | None
    printed: str | None = None
    county: str | None = None


def _parent(db: Database, context: Context) -> Row | None:
    """The body whose report the page is that this document hangs on (an attachment that names nobody)."""
    if context.parent_url is None:
        return None
    return one(
        db,
        "SELECT g.* FROM addresses AS a JOIN documents AS d ON d.id = a.document JOIN agencies AS g ON g.id = d.agency"
        " WHERE a.id = ?",
        (address_id(context.parent_url),),
    )


def find_agency(db: Database, report: Report, context: Context, document: str, host: str) -> Known:
    """The body a report is of, with its id; nothing is written."""
    portal = one(db, "SELECT id, county, division_code FROM portals WHERE id = ?", (context.portal,))
    place = (portal and (portal["division_code"] or portal["id"])) or host
    name, basis = report.agency_name, report.agency_source or "title"
    if not name and context.agency:
        name, basis = context.agency, "column"
    division = portal["division_code"] if portal else None
    portal_id = portal["id"] if portal else None
    county: str | None = portal["county"] if portal else None
    level = report.agency_level if report.agency_level in LEVELS else None
    parent = None if name else _parent(db, context)
    if parent is not None:
        return Known(
            parent["id"],
            parent["name"],
            parent["core_name"],
            parent["level"],
            "parent",
            place,
            parent["portal"],
            parent["division_code"],
            county=county,
        )
    if not name:
        unknown = agency_id(place, f"unknown-{document}")
        return Known(unknown, None, None, level, "unknown", place, portal_id, division, county=county)
    printed = None
    misprint = misprinted_county(name, county)
    if misprint and county:
        printed, name = name, name.replace(misprint, county, 1)
    core = core_name(name, county)
    return Known(agency_id(place, core), name, core, level, basis, place, portal_id, division, printed, county)


def save_agency(db: Database, known: Known, seen_at: str) -> None:
    """Write the agency and the name it was seen under. Of a name and the same with more behind it (平潭综合实验区,
    平潭综合实验区管委会) the agency has the first, whichever was seen first; it has all of them as aliases."""
    # what a report says of its body stands above the list of units that led to it
    db.conn.execute(
        "INSERT INTO agencies (id, portal, division_code, name, core_name, level, basis) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET"
        f" name = CASE WHEN basis = 'units' OR {_SHORTER} THEN excluded.name ELSE name END,"
        " level = CASE basis WHEN 'units' THEN coalesce(excluded.level, level)"
        " ELSE coalesce(level, excluded.level) END,"
        " basis = CASE basis WHEN 'units' THEN excluded.basis ELSE basis END"
        f" WHERE basis = 'units' OR (level IS NULL AND excluded.level IS NOT NULL) OR ({_SHORTER})",
        (known.id, known.portal, known.division_code, known.name, known.core, known.level, known.basis),
    )
    if known.name:
        db.conn.execute(
            "INSERT INTO agency_aliases (agency, name, basis, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (agency, name, basis) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),"
            " last_seen = max(last_seen, excluded.last_seen)",
            (known.id, known.printed or known.name, known.basis, seen_at, seen_at),
        )


_SHORTER = (
    "basis = excluded.basis AND length(excluded.name) < length(name)"
    " AND substr(name, 1, length(excluded.name)) = excluded.name"
)
