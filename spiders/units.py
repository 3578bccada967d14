"""Lists of a portal's units: the bodies that are expected to report, known before anything of them was seen.

A table of portals `portals.csv` has its units in `units.csv` beside it, `my-portals.csv` in `my-units.csv`:

    portal,name,level,code,number,since,known_by

`level` is one of the archive's (township, subdistrict, department …), `code` nine digits of a statistical division
code, `number` what the portal itself calls the unit in its addresses, `since` the first report year expected,
`known_by` the list or page that names it. Lines of a portal in a later file replace those of the earlier files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from archive.agencies import LEVELS
from archive.divisions import UnitRow
from crawler.portal import PortalsError

COLUMNS = ("portal", "name", "level", "code", "number", "since", "known_by")


def beside(table: Path) -> Path | None:
    """Where the units of a table of portals stand; None where its name leaves no place for them."""
    path = table.with_name(table.name.replace("portals", "units"))
    return path if path != table and path.exists() else None


def units_of(tables: Iterable[Path]) -> dict[str, tuple[UnitRow, ...]]:
    """The units of each portal, of the files beside these tables. Raises PortalsError."""
    found: dict[str, tuple[UnitRow, ...]] = {}
    for table in tables:
        if path := beside(table):
            found.update(_read(path))
    return found


def _read(path: Path) -> dict[str, tuple[UnitRow, ...]]:
    try:
        lines = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise PortalsError(f"{path}: the header is not {','.join(COLUMNS)}")
        rows: dict[str, list[UnitRow]] = {}
        for line in lines:
            place = f"{path}, line {lines.line_num}"
            if None in line or None in line.values():
                raise PortalsError(f"{place}: the row has more or fewer fields than the header")
            if not (line["portal"] and line["name"] and line["known_by"]) or line["level"] not in LEVELS:
                raise PortalsError(
                    f"{place}: portal, name, known_by and a level of {', '.join(sorted(LEVELS))} are needed"
                )
            if not (line["since"].isascii() and line["since"].isdigit() and len(line["since"]) == 4):
                raise PortalsError(f"{place}: since {line['since']!r} is not a year")
            rows.setdefault(line["portal"], []).append(
                UnitRow(
                    line["portal"], line["name"], line["level"], int(line["since"]), line["known_by"],
                    line["code"] or None, line["number"] or None,
                )
            )  # fmt: skip
    except (OSError, UnicodeDecodeError) as error:
        raise PortalsError(f"{path}: cannot be read as a UTF-8 table: {error}") from error
    return {portal: tuple(units) for portal, units in rows.items()}
