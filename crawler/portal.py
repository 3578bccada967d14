"""Portals as data: a row of portals.csv, read and checked. Facts live in the table, behaviour in the families."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from archive.divisions import UnitRow
from crawler.expectations import expectations_of
from crawler.manners import TLS
from crawler.own_hosts import netloc
from crawler.policy import PolicyError, policy_text

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_ADDRESS = re.compile(r"\[|[\d.]+(?::\d+)?\Z")
_YEARS = re.compile(r"(\d{4})?(?:-(\d{4})?)?")


_Number = TypeVar("_Number", int, float)


class PortalsError(ValueError):
    """A portals table cannot be used; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One life of one portal: a row of portals.csv. A portal that changed its CMS has several rows under one id.

    `columns` are addresses of annual-report columns (none: they are found from the homepage); `allowed_hosts` further
    hosts of this portal, `host` or `host:port`; `years` report years this life covers, `2018-2025`, `2019-`, or empty;
    `delay` seconds between two requests, or None for the floor; `expectations` least numbers, `listed>=40`;
    `known_by` says how sure the row is: live, stored page, third party's code, inferred; `schedule` values of
    `crawler.policy` that are this portal's own; `paused` why it is not walked for now, empty where it is; `browser` is
    `lists` where the portal shows its lists only to a browser; `tls` what is put up with when it answers over https,
    words of `crawler.manners.TLS`, empty for nothing; `seen_live` is the ISO date on which somebody saw a
    column of it answer, empty where nobody did. `units` are the bodies of the portal's list of units (no column of the
    table).
    """

    id: str
    name: str
    county: str
    division_code: str
    division_year: int | None
    homepage: str
    columns: tuple[str, ...]
    family: str
    allowed_hosts: tuple[str, ...] = ()
    years: str = ""
    delay: float | None = None
    expectations: str = ""
    known_by: str = ""
    note: str = ""
    schedule: str = ""
    paused: str = ""
    browser: str = ""
    tls: str = ""
    seen_live: str = ""
    units: tuple[UnitRow, ...] = field(default=(), metadata={"column": False})

    def hosts(self) -> frozenset[str]:
        """`host` and `host:port` names that belong to this portal, lower case, with and without `www.`.

        A name without port stands for ports 80 and 443.
        """
        names: set[str] = set()
        for address in (self.homepage, *self.columns):
            names.add(urlsplit(address).netloc.rpartition("@")[2].lower())
        names.update(host.lower() for host in self.allowed_hosts)
        names = {netloc("//" + name) or name for name in names}
        for name in tuple(names):
            if not _ADDRESS.match(name):
                names.add(name.removeprefix("www.") if name.startswith("www.") else "www." + name)
        return frozenset(name for name in names if name)

    def year_range(self) -> range:
        """The report years named in `years`; empty where an end is open."""
        match = _YEARS.fullmatch(self.years)
        if not match or not match.group(1):
            return range(0)
        first = int(match.group(1))
        if "-" in self.years and not match.group(2):
            return range(0)
        return range(first, int(match.group(2) or first) + 1)


COLUMNS = tuple(one.name for one in fields(Portal) if one.metadata.get("column", True))
"""The header of a portals table, in order; what a table lacks is empty."""


def load_portals(
    files: Iterable[Path], *, families: frozenset[str] | None = None, fill: Mapping[str, str] | None = None
) -> list[Portal]:
    """The rows of all files in order; the rows of an id in a later file replace those of the earlier files.

    `families` are the known CMS families; `fill` replaces `{name}` placeholders (a sample portal's port).
    Raises PortalsError with a sentence that names the place.
    """
    portals: dict[str, list[Portal]] = {}
    for path in files:
        mine: dict[str, list[Portal]] = {}
        for portal in _read(path, families, fill or {}):
            mine.setdefault(portal.id, []).append(portal)
        portals.update(mine)
    return [row for rows in portals.values() for row in rows]


def _read(path: Path, families: frozenset[str] | None, fill: Mapping[str, str]) -> Iterable[Portal]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PortalsError(f"{path}: cannot be read as a UTF-8 table: {error}") from error
    for name, value in fill.items():
        text = text.replace("{" + name + "}", value)
    reader = csv.DictReader(text.splitlines())
    missing = {"id", "name", "homepage", "family"} - set(reader.fieldnames or ())
    if missing:
        raise PortalsError(f"{path}: the header lacks {', '.join(sorted(missing))}")
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    if unknown:
        raise PortalsError(f"{path}: unknown column {', '.join(sorted(unknown))}; known are {', '.join(COLUMNS)}")
    for row in reader:
        if None in row or None in row.values():
            raise PortalsError(f"{path}, line {reader.line_num}: the row has more or fewer fields than the header")
        yield _portal(row, f"{path}, line {reader.line_num}", families)


def _portal(row: Mapping[str, str], place: str, families: frozenset[str] | None) -> Portal:
    values = {name: row.get(name, "").strip() for name in COLUMNS}
    if not _ID.fullmatch(values["id"]):
        raise PortalsError(f"{place}: id {values['id']!r} is not lower-case letters, digits, - or _")
    if not values["name"]:
        raise PortalsError(f"{place}: name is empty")
    if families is not None and values["family"] not in families:
        raise PortalsError(f"{place}: family {values['family']!r} is unknown; known are {', '.join(sorted(families))}")
    if values["division_code"] and not re.fullmatch(r"\d{6}(\d{3}|\d{6})?", values["division_code"]):
        raise PortalsError(f"{place}: division_code {values['division_code']!r} is not 6, 9 or 12 digits")
    if not _YEARS.fullmatch(values["years"]):
        raise PortalsError(f"{place}: years {values['years']!r} is not like 2018-2025, 2019- or 2020")
    if values["browser"] not in ("", "lists"):
        raise PortalsError(f"{place}: browser {values['browser']!r} is neither empty nor lists")
    if strange := set(values["tls"].split()) - set(TLS):
        raise PortalsError(f"{place}: tls {' '.join(sorted(strange))!r} is unknown; known are {', '.join(TLS)}")
    try:
        policy_text(values["schedule"])
        expectations_of(values["expectations"])
    except PolicyError as error:
        raise PortalsError(f"{place}: {error}") from error
    for address in (values["homepage"], *values["columns"].split()):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PortalsError(f"{place}: {address!r} is not an http or https address")
    return Portal(
        id=values["id"],
        name=values["name"],
        county=values["county"],
        division_code=values["division_code"],
        division_year=_number(values["division_year"], int, place, "division_year"),
        homepage=values["homepage"],
        columns=tuple(values["columns"].split()),
        family=values["family"],
        allowed_hosts=tuple(values["allowed_hosts"].split()),
        years=values["years"],
        delay=_number(values["delay"], float, place, "delay"),
        expectations=values["expectations"],
        known_by=values["known_by"],
        note=values["note"],
        schedule=values["schedule"],
        paused=values["paused"],
        browser=values["browser"],
        tls=values["tls"],
        seen_live=_date(values["seen_live"], place, "seen_live"),
    )


def _date(text: str, place: str, column: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise PortalsError(f"{place}: {column} {text!r} is not a date such as 2026-01-31") from error


def _number(text: str, kind: type[_Number], place: str, column: str) -> _Number | None:
    try:
        return kind(text) if text else None
    except ValueError as error:
        raise PortalsError(f"{place}: {column} {text!r} is not a number") from error
