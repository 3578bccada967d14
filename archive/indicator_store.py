"""Keeping `indicator_rows` and `indicators` as the current reports are: made again for the bodies that were touched."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from archive.indicator_figures import Value, figures, same_bodies
from archive.indicator_tables import SLOTS, UNKNOWN_LEVEL, Place, places, sql_value
from archive.rows import Row, insert, rows

PLACE = "coalesce(a.division_code, a.portal, substr(a.id, 1, instr(a.id, '-') - 1))"
LOOKED = "('not_on_lists', 'unit_not_on_lists')"
"""Reasons of a year without a report that say that its lists were walked whole and do not have it; all others are gaps
of ours."""

_WANTED = f"""
INSERT INTO indicator_reports (search_id, agency, level, report_year, edition, place, function)
SELECT v.search_id, c.agency, coalesce(a.level, '{UNKNOWN_LEVEL}'), c.report_year, v.edition, {PLACE}, a.function
FROM current AS c JOIN versions AS v ON v.id = c.version JOIN agencies AS a ON a.id = c.agency
WHERE c.report_year IS NOT NULL AND {{}} ORDER BY v.search_id
"""
_LEVEL_YEARS = f"""
INSERT INTO level_years (level, function, report_year, reports, not_seen, not_looked)
SELECT level, function, report_year, sum(state = 'found'), sum(state = 'not_seen' AND reason IN {LOOKED}),
  sum(state = 'not_seen' AND reason NOT IN {LOOKED})
FROM (SELECT coalesce(a.level, '{UNKNOWN_LEVEL}') AS level, '' AS function, c.report_year, c.state, c.reason
    FROM coverage AS c JOIN agencies AS a ON a.id = c.agency
  UNION ALL SELECT coalesce(a.level, '{UNKNOWN_LEVEL}'), a.function, c.report_year, c.state, c.reason
    FROM coverage AS c JOIN agencies AS a ON a.id = c.agency WHERE a.function IS NOT NULL)
WHERE state <> 'not_expected' GROUP BY level, function, report_year
"""
Kind = tuple[str, int]
"""A level and a report year."""


def renew_indicators(db: Database, agencies: Iterable[str] | None) -> None:
    """Make the rows of these bodies again (None: of all), and what is counted of their levels and years; in the
    caller's transaction."""
    touched = _rows_again(db, None if agencies is None else sorted(set(agencies)))
    _indicators_again(db, touched)
    db.conn.execute("DELETE FROM level_years")
    db.conn.execute(_LEVEL_YEARS)


def _rows_again(db: Database, agencies: list[str] | None) -> set[Kind]:
    if agencies is None:
        touched = _kinds(db, "SELECT DISTINCT level, report_year FROM indicator_reports")
        for table in ("indicators", "indicator_rows", "indicator_reports"):
            db.conn.execute(f"DELETE FROM {table}")
        db.conn.execute(_WANTED.format("1"))
        for place in _lines():
            db.conn.execute(_fill(place, "1"))
        return touched | _kinds(db, "SELECT DISTINCT level, report_year FROM indicator_reports")
    touched = set()
    lines = [place.line for place in _lines()]
    for agency in agencies:
        sql = "SELECT search_id, level, report_year FROM indicator_reports WHERE agency = ?"
        old = rows(db, sql, (agency,))
        touched |= {(row["level"], row["report_year"]) for row in old}
        db.conn.executemany(
            "DELETE FROM indicator_rows WHERE line = ? AND level = ? AND report_year = ? AND search_id = ?",
            [(line, row["level"], row["report_year"], row["search_id"]) for row in old for line in lines],
        )
        db.conn.execute("DELETE FROM indicator_reports WHERE agency = ?", (agency,))
        db.conn.execute(_WANTED.format("c.agency = ?"), (agency,))
        touched |= {(row["level"], row["report_year"]) for row in rows(db, sql, (agency,))}
        for place in _lines():
            db.conn.execute(_fill(place, "m.agency = ?"), (agency,))
    return touched


def _kinds(db: Database, sql: str) -> set[Kind]:
    return {(row[0], row[1]) for row in db.conn.execute(sql)}


def _lines() -> list[Place]:
    """The first place of each row of the form."""
    return [place for place in places().values() if place.slot == 0]


def _of_line(line: int) -> list[Place]:
    return [place for place in places().values() if place.line == line]


def _fill(place: Place, condition: str) -> str:
    """Copy one row of the form of the reports that meet a condition of SQL over `indicator_reports` AS m."""
    table, row, here = place.field.form_table, place.field.row_key, _of_line(place.line)
    values = [f"t.{sql_value(one.field)}" for one in here] + ["NULL"] * (SLOTS - len(here))
    editions = sorted({edition for one in here for edition in one.field.editions})
    in_form = f"m.edition IN ({', '.join(map(repr, editions))})"
    money = "".join(
        f" UNION ALL SELECT '{one.field.column_key}', 'no_unit' WHERE t.{one.field.column_key}_raw IS NOT NULL"
        f" AND t.{sql_value(one.field)} IS NULL"
        for one in here
        if one.field.kind == "money"
    )
    return f"""
INSERT INTO indicator_rows
SELECT {place.line}, m.level, m.report_year, m.search_id, m.edition, {", ".join(values)},
  nullif((SELECT json_group_object(k, s) FROM (SELECT c.column_key AS k, c.state AS s FROM cells AS c
    WHERE c.version = v.id AND c.form_table = '{table}' AND c.row_key = '{row}' AND c.state NOT IN ('number', 'blank')
    {money})), '{{}}'),
  CASE WHEN t.version IS NULL THEN CASE WHEN EXISTS (SELECT 1 FROM {table} AS o WHERE o.version = v.id)
    THEN 'row_not_printed' ELSE 'table_missing' END END
FROM indicator_reports AS m JOIN versions AS v ON v.search_id = m.search_id
  LEFT JOIN {table} AS t ON t.version = v.id AND t.row_key = '{row}'
WHERE {condition} AND ({in_form} OR t.version IS NOT NULL) ORDER BY m.level, m.report_year, m.search_id
"""


def cell_of(row: Row, place: Place) -> tuple[Value, str] | None:
    """(value, state) of a place in a row of `indicator_rows` (its states read); None where its form has no such
    place."""
    value: Value = row[f"v{place.slot}"]
    if row["edition"] not in place.field.editions and value is None:
        return None
    state = row["states"].get(place.field.column_key) or row["missing"]
    if state:
        return None, state
    return value, "blank" if value is None else "number"


def _indicators_again(db: Database, touched: set[Kind]) -> None:
    """Count again what stands in the reports of these levels and years; the year behind compares itself with them."""
    every = touched | {(level, year + 1) for level, year in touched}
    for level, kinds in groupby(sorted(every), key=lambda kind: kind[0]):
        years = [year for _, year in kinds]
        bodies = {year: _bodies(db, level, year) for year in sorted({*years, *(year - 1 for year in years)})}
        for place in _lines():
            db.conn.executemany(
                "DELETE FROM indicators WHERE form_table = ? AND row_key = ? AND column_key = ? AND level = ?"
                " AND report_year = ?",
                [(*_key(one), level, year) for one in _of_line(place.line) for year in years],
            )
            read = {year: _read(db, place.line, level, year) for year in bodies}
            for one in _of_line(place.line):
                insert(db, "indicators", _counted(one, level, years, bodies, read))


def _key(place: Place) -> tuple[str, str, str]:
    return place.field.form_table, place.field.row_key, place.field.column_key


def _bodies(db: Database, level: str, year: int) -> dict[int, tuple[str, str | None]]:
    sql = "SELECT search_id, agency, function FROM indicator_reports WHERE level = ? AND report_year = ?"
    return {row[0]: (row[1], row[2]) for row in db.conn.execute(sql, (level, year))}


def _read(db: Database, line: int, level: str, year: int) -> list[Row]:
    sql = "SELECT * FROM indicator_rows WHERE line = ? AND level = ? AND report_year = ?"
    found = rows(db, sql, (line, level, year))
    return [{**row, "states": json.loads(row["states"]) if row["states"] else {}} for row in found]


def _counted(
    place: Place,
    level: str,
    years: list[int],
    bodies: dict[int, dict[int, tuple[str, str | None]]],
    read: dict[int, list[Row]],
) -> Iterator[dict[str, Any]]:
    """A row of `indicators` for each year and function of which there are reports whose form has the place."""
    for year in years:
        cells: dict[str, list[tuple[Value, str]]] = defaultdict(list)
        pairs: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        before = _numbers(place, bodies[year - 1], read[year - 1])
        for row in read[year]:
            cell = cell_of(row, place)
            if cell is None:
                continue
            agency, function = bodies[year][row["search_id"]]
            was = before.get(agency)
            for key in {"", function or ""}:
                cells[key].append(cell)
                if was and was[1] == row["edition"] and cell[0] is not None:
                    pairs[key].append((was[0], cell[0]))
        reports: dict[str, int] = defaultdict(int)
        for _, function in bodies[year].values():
            for key in {"", function or ""}:
                reports[key] += 1
        for key, found in sorted(cells.items()):
            yield {
                **dict(zip(("form_table", "row_key", "column_key"), _key(place), strict=True)),
                "level": level,
                "function": key,
                "report_year": year,
                **asdict(figures(found, reports[key])),
                **asdict(same_bodies(pairs[key])),
            }


def _numbers(place: Place, bodies: dict[int, tuple[str, str | None]], read: list[Row]) -> dict[str, tuple[Value, str]]:
    """Body → its number and the form of its report."""
    found: dict[str, tuple[Value, str]] = {}
    for row in read:
        cell = cell_of(row, place)
        if cell is not None and cell[0] is not None:
            found[bodies[row["search_id"]][0]] = (cell[0], row["edition"])
    return found
