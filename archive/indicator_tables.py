"""The figures of the current reports in the order in which they are compared: row of the form, level, year.

The wide tables hold a report's figures together. Whoever asks for one figure of all townships of a year would read them
whole; here the same rows lie together by row of the form, level and year. Derived, and made again with the findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive.form_tables import FormField, form_fields, value_column

SLOTS = 7
"""Value columns of a stored row: no row of the form has more places over all editions."""
UNKNOWN_LEVEL = "unknown"
DECIDED = frozenset(("new_requests", "carried_over", "results_total", "carried_forward"))
"""Rows of table three that are no outcome: of them no share of the outcomes is made."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure lies: `line` names the row of the form, `slot` its value column; `whole` is the place of the
    printed total that it is a part of (outcomes: all outcomes of the column; cases: all cases of the row), or None."""

    field: FormField
    line: int
    slot: int
    whole: tuple[int, int] | None = None


@cache
def places() -> dict[tuple[str, str, str], Place]:
    """(table, row, column) → where the figure lies, in the order of the form."""
    lines: dict[tuple[str, str], int] = {}
    taken: dict[int, int] = {}
    found: dict[tuple[str, str, str], Place] = {}
    for field in form_fields():
        line = lines.setdefault((field.form_table, field.row_key), len(lines))
        slot = taken[line] = taken.get(line, -1) + 1
        found[field.form_table, field.row_key, field.column_key] = Place(field, line, slot)
    return {key: Place(place.field, place.line, place.slot, _whole(found, key)) for key, place in found.items()}


def _whole(found: dict[tuple[str, str, str], Place], key: tuple[str, str, str]) -> tuple[int, int] | None:
    table, row, column = key
    total = None
    if table == "disclosure_requests" and row not in DECIDED:
        total = found[table, "results_total", column]
    elif table == "review_and_litigation" and column != "total":
        total = found[table, row, "total"]
    return (total.line, total.slot) if total else None


def sql_value(field: FormField) -> str:
    """The SQL column of a wide table that figures are compared by: amounts of money in yuan, all others as printed."""
    return f"{field.column_key}_yuan" if field.kind == "money" else value_column(field.form_table, field.column_key)


_VALUES = ",\n".join(f"  v{slot} ANY" for slot in range(SLOTS))

INDICATORS = f"""
-- derived: current reports whose year is known, as they stand in indicator_rows
CREATE TABLE indicator_reports (
  search_id INTEGER PRIMARY KEY,
  agency TEXT NOT NULL REFERENCES agencies(id),
  level TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  edition TEXT,
  place TEXT NOT NULL,
  function TEXT
) STRICT;
CREATE INDEX indicator_reports_agency ON indicator_reports(agency, report_year);
CREATE INDEX indicator_reports_place ON indicator_reports(level, report_year, place, function);
CREATE INDEX indicator_reports_function ON indicator_reports(function, report_year, place) WHERE function IS NOT NULL;

-- derived: rows of the national tables by row of the form, level and year; states: JSON of the columns that are neither
-- a number nor blank; missing: row_not_printed or table_missing; what these lines and values are, indicator_values says
CREATE TABLE indicator_rows (
  line INTEGER NOT NULL,
  level TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  search_id INTEGER NOT NULL REFERENCES indicator_reports(search_id),
  edition TEXT,
{_VALUES},
  states TEXT,
  missing TEXT,
  PRIMARY KEY (line, level, report_year, search_id)
) STRICT, WITHOUT ROWID;

-- derived: how many reports of a level and year were seen, and of how many bodies none was; function and province
-- (two digits of the division code) '' for all
CREATE TABLE level_years (
  level TEXT NOT NULL,
  function TEXT NOT NULL,
  province TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  not_seen INTEGER NOT NULL,
  not_looked INTEGER NOT NULL,
  PRIMARY KEY (function, province, level, report_year)
) STRICT, WITHOUT ROWID;

-- derived: a figure of the form over all bodies of a level (and, of departments, of a function) in a year; counted
-- apart by what their report says there; same_*: bodies with a number in this year and the year before, on one form
CREATE TABLE indicators (
  form_table TEXT NOT NULL,
  row_key TEXT NOT NULL,
  column_key TEXT NOT NULL,
  level TEXT NOT NULL,
  function TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  numbers INTEGER NOT NULL,
  zeros INTEGER NOT NULL,
  blank INTEGER NOT NULL,
  slash INTEGER NOT NULL,
  none_word INTEGER NOT NULL,
  not_read INTEGER NOT NULL,
  not_printed INTEGER NOT NULL,
  no_unit INTEGER NOT NULL,
  not_in_form INTEGER NOT NULL,
  total ANY,
  largest ANY,
  median ANY,
  same_bodies INTEGER,
  same_before ANY,
  same_total ANY,
  PRIMARY KEY (form_table, row_key, column_key, level, function, report_year)
) STRICT, WITHOUT ROWID;
"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _place_line(key: tuple[str, str, str], place: Place) -> str:
    whole = place.whole or ("NULL", "NULL")
    editions = _quoted(",".join(place.field.editions))
    return f"({', '.join(map(_quoted, key))}, {editions}, {place.line}, {place.slot}, {whole[0]}, {whole[1]})"


def _pick(alias: str, slot: str) -> str:
    whens = " ".join(f"WHEN {number} THEN {alias}.v{number}" for number in range(SLOTS))
    return f"CASE {slot} {whens} END"


def indicator_values_ddl() -> str:
    """CREATE VIEW indicator_values: a figure of every current report that has a place for it in its form, by figure,
    level and year. Quick where table, row, column and level are given."""
    lines = ",\n    ".join(_place_line(key, place) for key, place in places().items())
    state = "coalesce(r.states ->> p.column_key, r.missing)"
    return f"""
CREATE VIEW indicator_values AS
WITH places(form_table, row_key, column_key, editions, line, slot, whole_line, whole_slot) AS (VALUES
    {lines})
SELECT p.form_table AS form_table, p.row_key AS row_key, p.column_key AS column_key, r.level AS level,
  m.function AS function, r.report_year AS report_year, m.agency AS agency, a.name AS agency_name, m.place AS place,
  a.portal AS portal, CASE WHEN {state} IS NULL THEN {_pick("r", "p.slot")} END AS value,
  coalesce({state}, CASE WHEN {_pick("r", "p.slot")} IS NULL THEN 'blank' ELSE 'number' END) AS state,
  CASE WHEN coalesce(w.states ->> iif(p.form_table = 'review_and_litigation', 'total', p.column_key), w.missing)
    IS NULL THEN {_pick("w", "p.whole_slot")} END AS whole,
  r.edition AS edition, v.report AS report, v.id AS version
FROM places AS p CROSS JOIN indicator_rows AS r ON r.line = p.line
    AND (instr(p.editions, r.edition) OR {_pick("r", "p.slot")} IS NOT NULL)
  JOIN indicator_reports AS m ON m.search_id = r.search_id JOIN versions AS v ON v.search_id = r.search_id
  JOIN agencies AS a ON a.id = m.agency
  LEFT JOIN indicator_rows AS w ON w.line = p.whole_line AND w.level = r.level AND w.report_year = r.report_year
    AND w.search_id = r.search_id;
"""
