"""Keeping `indicator_rows` and `indicators` as the current reports are: made again for the bodies that were touched."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from archive.indicator_figures import Value, figures, same_bodies
from archive.indicator_tables import SLOTS, UNKNOWN_LEVEL, Place, places, sql_value
from archive.place_key import place_key
from archive.rows import insert

PLACE = place_key()
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
WITH counted(level, function, province, report_year, reports, not_seen, not_looked) AS (
  SELECT coalesce(a.level, '{UNKNOWN_LEVEL}'), a.function,
    CASE WHEN c.place GLOB '[1-9][0-9][0-9][0-9][0-9][0-9]*' THEN substr(c.place, 1, 2) END, c.report_year,
    sum(c.state = 'found'), sum(c.state = 'not_seen' AND c.reason IN {LOOKED}),
    sum(c.state = 'not_seen' AND c.reason NOT IN {LOOKED})
  FROM coverage AS c JOIN agencies AS a ON a.id = c.agency WHERE c.state <> 'not_expected' GROUP BY 1, 2, 3, 4)
INSERT INTO level_years (level, function, province, report_year, reports, not_seen, not_looked)
SELECT level, {{0}}, {{1}}, report_year, sum(reports), sum(not_seen), sum(not_looked) FROM counted
WHERE {{0}} IS NOT NULL AND {{1}} IS NOT NULL GROUP BY 1, 2, 3, 4
"""
Kind = tuple[str, int]
"""A level and a report year."""


def renew_indicators(db: Database, agencies: Iterable[str] | None) -> None:
    """Make the rows of these bodies again (None: of all), and what is counted of their levels and years; in the
    caller's transaction."""
    touched = _rows_again(db, None if agencies is None else sorted(set(agencies)))
    _indicators_again(db, touched)
    db.conn.execute("DELETE FROM level_years")
    for function in ("''", "function"):
        for province in ("''", "province"):
            db.conn.execute(_LEVEL_YEARS.format(function, province))


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
        before = _kept(db, agency, lines)
        db.conn.executemany(
            "DELETE FROM indicator_rows WHERE line = ? AND level = ? AND report_year = ? AND search_id = ?",
            [(line, level, year, search_id) for search_id, level, year, *_ in before for line in lines],
        )
        db.conn.execute("DELETE FROM indicator_reports WHERE agency = ?", (agency,))
        db.conn.execute(_WANTED.format("c.agency = ?"), (agency,))
        for place in _lines():
            db.conn.execute(_fill(place, "m.agency = ?"), (agency,))
        after = _kept(db, agency, lines)
        # most bodies that a crawl touched print the same figures as before
        touched |= {(level, year) for _, level, year, *_ in {*before} ^ {*after}}
    return touched


def _kept(db: Database, agency: str, lines: list[int]) -> list[tuple[Any, ...]]:
    """A body's reports as they are kept: (search_id, level, year, edition, function, its rows)."""
    cursor = db.conn.cursor()
    cursor.row_factory = None
    reports = "SELECT search_id, level, report_year, edition, function FROM indicator_reports WHERE agency = ?"
    row = "SELECT * FROM indicator_rows WHERE line = ? AND level = ? AND report_year = ? AND search_id = ?"
    found: list[tuple[Any, ...]] = []
    for report in cursor.execute(reports, (agency,)).fetchall():
        search_id, level, year = report[:3]
        rows_of = (cursor.execute(row, (line, level, year, search_id)).fetchone() for line in lines)
        found.append((*report, tuple(rows_of)))
    return found


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


def _indicators_again(db: Database, touched: set[Kind]) -> None:
    """Count again what stands in the reports of these levels and years; the year behind compares itself with them."""
    every = touched | {(level, year + 1) for level, year in touched}
    for level, kinds in groupby(sorted(every), key=lambda kind: kind[0]):
        years = [year for _, year in kinds]
        bodies = {year: _bodies(db, level, year) for year in sorted({*years, *(year - 1 for year in years)})}
        for first in _lines():
            read = {year: _read(db, first.line, level, year, of_year) for year, of_year in bodies.items()}
            for place in _of_line(first.line):
                db.conn.executemany(
                    "DELETE FROM indicators WHERE form_table = ? AND row_key = ? AND column_key = ? AND level = ?"
                    " AND report_year = ?",
                    [(*_key(place), level, year) for year in years],
                )
                insert(db, "indicators", _counted(place, level, years, bodies, read))


def _key(place: Place) -> tuple[str, str, str]:
    return place.field.form_table, place.field.row_key, place.field.column_key


Bodies = dict[int, tuple[str, str | None]]
"""search_id → body and its function; functions tell bodies apart among departments alone."""


def _bodies(db: Database, level: str, year: int) -> Bodies:
    function = "function" if level == "department" else "NULL"
    sql = f"SELECT search_id, agency, {function} FROM indicator_reports WHERE level = ? AND report_year = ?"
    return {row[0]: (row[1], row[2]) for row in db.conn.execute(sql, (level, year))}


Read = tuple[str, str | None, str | None, tuple[Value, ...], dict[str, str] | None, str | None]
"""Body, function, edition, values, states, why the row is missing."""


def _read(db: Database, line: int, level: str, year: int, bodies: Bodies) -> list[Read]:
    cursor = db.conn.cursor()
    cursor.row_factory = None
    values = ", ".join(f"v{slot}" for slot in range(SLOTS))
    sql = f"SELECT search_id, edition, states, missing, {values} FROM indicator_rows"
    found = cursor.execute(f"{sql} WHERE line = ? AND level = ? AND report_year = ?", (line, level, year))
    return [(*bodies[row[0]], row[1], row[4:], json.loads(row[2]) if row[2] else None, row[3]) for row in found]


def _cells(place: Place, read: list[Read]) -> Iterator[tuple[str, str | None, str | None, Value, str]]:
    """(body, function, edition, value, state) of the reports whose form has the place."""
    slot, column, editions = place.slot, place.field.column_key, place.field.editions
    for agency, function, edition, values, states, missing in read:
        value = values[slot]
        if value is None and edition not in editions:
            continue
        state = (states.get(column) if states else None) or missing
        if state:
            yield agency, function, edition, None, state
        else:
            yield agency, function, edition, value, "blank" if value is None else "number"


def _counted(
    place: Place, level: str, years: list[int], bodies: dict[int, Bodies], read: dict[int, list[Read]]
) -> Iterator[dict[str, Any]]:
    """A row of `indicators` for each year and function of which there are reports whose form has the place."""
    before: dict[str, tuple[Value, str | None]] = {}
    last = None
    for year in years:
        if last != year - 1:
            before = {one[0]: (one[3], one[2]) for one in _cells(place, read[year - 1]) if one[3] is not None}
        numbers: dict[str, tuple[Value, str | None]] = {}
        cells: dict[str, list[tuple[Value, str]]] = defaultdict(list)
        pairs: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for agency, function, edition, value, state in _cells(place, read[year]):
            keys = ("", function) if function else ("",)
            for key in keys:
                cells[key].append((value, state))
            if value is None:
                continue
            numbers[agency] = (value, edition)
            was = before.get(agency)
            if was and was[1] == edition:
                for key in keys:
                    pairs[key].append((was[0], value))
        before, last = numbers, year
        reports = Counter(key for _, function in bodies[year].values() for key in {"", function or ""})
        for key, found in sorted(cells.items()):
            yield {
                **dict(zip(("form_table", "row_key", "column_key"), _key(place), strict=True)),
                "level": level,
                "function": key,
                "report_year": year,
                **asdict(figures(found, reports[key])),
                **asdict(same_bodies(pairs[key])),
            }
