"""A spider class for every portal: `scrapy list` prints it, `scrapy crawl huoqiu` runs it.

The rows are those of spiders/portals.csv, overlaid by the operator's files: those that NIANBAO_PORTALS names (divided
by the system's path separator) or their nianbao.toml, else `nianbao-portals.csv` in the working directory where there
is one. The rows of an id there replace those of the package.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from archive.divisions import PlaceFacts
from crawler.family import FamilySpider
from crawler.operator import OperatorError, operator
from crawler.portal import Portal, PortalsError, load_portals
from spiders.divisions import around
from spiders.families import FAMILIES
from spiders.units import units_of

TABLE = Path(__file__).with_name("portals.csv")
OVERLAY = Path("nianbao-portals.csv")
"""The operator's file where NIANBAO_PORTALS names none; in the working directory, as archive.db is."""


def read_table(*files: Path) -> list[Portal]:
    """The rows of portals tables, with the units of the files beside them. `{port}` in a table is NIANBAO_SAMPLE_PORT
    (8765). Raises PortalsError."""
    fill = {"port": os.environ.get("NIANBAO_SAMPLE_PORT", "8765")}
    units = units_of(files)
    return [
        replace(row, units=units.get(row.id, ()))
        for row in load_portals(files, families=frozenset(FAMILIES), fill=fill)
    ]


def known_portals(new: Path | None = None) -> list[Portal]:
    """The rows of the package and of the operator's overlays. `new` is one of these that need not be there yet."""
    return read_table(TABLE, *(path for path in overlays() if path not in (OVERLAY, new) or path.exists()))


def overlays() -> list[Path]:
    """The operator's files, the last of which wins. Raises PortalsError where their own file cannot be used."""
    named = [Path(name) for name in os.environ.get("NIANBAO_PORTALS", "").split(os.pathsep) if name]
    try:
        return named or list(operator().portals) or [OVERLAY]
    except OperatorError as error:
        raise PortalsError(str(error)) from error


def place_of(lives: tuple[Portal, ...]) -> PlaceFacts:
    """The division of a portal, with those above it and those it was before, and the portal's units."""
    rows, changes = around(life.division_code for life in lives)
    return PlaceFacts(rows, changes, lives[-1].units)


def spider_class(lives: Iterable[Portal]) -> type[FamilySpider]:
    """The spider of one portal: of the family of its last life, starting at the columns of all of them."""
    rows = tuple(lives)
    portal = rows[-1]
    base = FAMILIES[portal.family]
    return type(
        "".join(part.capitalize() for part in portal.id.replace("-", "_").split("_")) + "Spider",
        (base,),
        {
            "name": portal.id,
            "lives": rows,
            "place": staticmethod(partial(place_of, rows)),
            "__module__": __name__,
            "__doc__": f"{portal.name} ({portal.family}).",
        },
    )


def spider_classes(rows: Iterable[Portal]) -> dict[str, type[FamilySpider]]:
    """Spider classes by portal id, in the order of the table."""
    lives: dict[str, list[Portal]] = {}
    for row in rows:
        lives.setdefault(row.id, []).append(row)
    return {name: spider_class(group) for name, group in lives.items()}


def portal_of_address(address: str) -> Portal:
    """A row for a portal that no table knows, from its homepage or any of its pages: its id is made of the host
    (and the port, where it is none of the usual).

    Raises PortalsError for what is no http address.
    """
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PortalsError(f"{address!r} is not an http or https address")
    host = parts.hostname.removeprefix("www.")
    place = host if parts.port in (None, 80, 443) else f"{host}-{parts.port}"
    name = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in place.lower()).strip("-")
    if not name[:1].isalpha():
        name = f"host-{name}"
    home = f"{parts.scheme}://{parts.netloc}/"
    column = f"{home.rstrip('/')}{parts.path}{'?' + parts.query if parts.query else ''}"
    return Portal(
        id=name,
        name=parts.netloc.removeprefix("www."),
        county="",
        division_code="",
        division_year=None,
        homepage=home,
        columns=() if column.rstrip("/") == home.rstrip("/") else (column,),
        family="generic",
        known_by="operator",
    )


_there = read_table(TABLE, *(path for path in overlays() if path.exists()))
globals().update({spider.__name__: spider for spider in spider_classes(_there).values()})
