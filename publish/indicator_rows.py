"""The rows that the pages of an indicator are made of: one figure of the form over the bodies of a level."""

from __future__ import annotations

from dataclasses import dataclass

from archive.indicator_tables import Place, places
from archive.place_key import place_key
from publish.number_words import FEWEST

MOST = 20_000
"""So many rows of all years are counted on a page; a set with more is to be narrowed."""

FIELDS = "SELECT * FROM fields ORDER BY number"
FIELD = "SELECT * FROM fields WHERE form_table = :table AND row_key = :row AND column_key = :column"
FUNCTIONS = "SELECT function, chinese, english FROM functions ORDER BY number"
LEVEL_YEARS = """
SELECT * FROM level_years WHERE function = :function AND province = :province ORDER BY level, report_year
"""
SUMMARY = """
SELECT * FROM indicators WHERE form_table = :table AND row_key = :row AND column_key = :column AND level = :level
  AND function = :function ORDER BY report_year
"""
PROVINCES = """
SELECT k.code, coalesce((SELECT d.name FROM divisions AS d WHERE d.code = k.code || '0000' ORDER BY d.year DESC
    LIMIT 1), k.code) AS name
FROM (SELECT DISTINCT province AS code FROM level_years WHERE function = '' AND province <> '') AS k
ORDER BY k.code
"""
PLACE_NAMES = """
SELECT k.value AS code, coalesce((SELECT d.name FROM divisions AS d WHERE d.code = substr(k.value || '0000', 1, 6)
    ORDER BY d.year DESC LIMIT 1), (SELECT p.county FROM portals AS p WHERE p.division_code = k.value ORDER BY p.id
    LIMIT 1), (SELECT p.name FROM portals AS p WHERE p.id = k.value), k.value) AS name
FROM json_each(:codes) AS k
"""
_PLACED = "m.place >= :place AND m.place < :place || '~'"
OF_PLACE = place_key()
"""SQL over `agencies` AS a: its county, as the index of places has it."""
COVERED = f"""
SELECT c.report_year, c.state, c.reason, count(*) AS n FROM agencies AS a CROSS JOIN coverage AS c ON c.agency = a.id
WHERE {OF_PLACE} >= :place AND {OF_PLACE} < :place || '~' AND coalesce(a.level, 'unknown') = :level
  AND c.state <> 'not_expected' AND (:function = '' OR +a.function = :function) GROUP BY 1, 2, 3
"""
SORTS = ("value", "least", "share")
"""Largest first, smallest first, largest share of its whole first."""


@dataclass(frozen=True, slots=True)
class Sql:
    """How a figure is read from `indicator_rows` AS r, its whole from r or w."""

    place: Place

    @property
    def state(self) -> str:
        """Why there is no number; null where there is one or the place is blank."""
        return f"coalesce(r.states ->> '{self.place.field.column_key}', r.missing)"

    @property
    def value(self) -> str:
        return f"CASE WHEN {self.state} IS NULL THEN r.v{self.place.slot} END"

    @property
    def kind(self) -> str:
        """The state of the place, a number and a blank told apart."""
        plain = f"CASE WHEN r.v{self.place.slot} IS NULL THEN 'blank' ELSE 'number' END"
        return f"coalesce({self.state}, {plain})"

    @property
    def in_form(self) -> str:
        editions = ", ".join(f"'{edition}'" for edition in self.place.field.editions)
        return f"(r.edition IN ({editions}) OR r.v{self.place.slot} IS NOT NULL)"

    @property
    def whole(self) -> str:
        """The printed total that the figure is a part of; NULL where it is none."""
        if self.place.whole is None:
            return "NULL"
        line, slot = self.place.whole
        return f"{'r' if line == self.place.line else 'w'}.v{slot}"

    @property
    def with_whole(self) -> str:
        if self.place.whole is None or self.place.whole[0] == self.place.line:
            return ""
        return (
            f"LEFT JOIN indicator_rows AS w ON w.line = {self.place.whole[0]} AND w.level = r.level"
            " AND w.report_year = r.report_year AND w.search_id = r.search_id"
        )


def _bodies(narrowed: bool, every_year: bool) -> str:
    """Which reports: all of a level and year by their rows, or those of a place or function one by one."""
    if not narrowed:
        return "indicator_rows AS r"
    year = "m.report_year IN (SELECT value FROM json_each(:years))" if every_year else "m.report_year = :year"
    return (
        f"(SELECT m.search_id, m.agency, m.report_year FROM indicator_reports AS m WHERE m.level = :level AND {year}"
        f" AND {_PLACED} AND (:function = '' OR m.function = :function)) AS m CROSS JOIN indicator_rows AS r"
        " ON r.line = :line AND r.level = :level AND r.report_year = m.report_year AND r.search_id = m.search_id"
    )


def cells_sql(place: Place) -> str:
    """(report_year, agency, edition, value, state) of the reports of a place or function in the years asked for."""
    sql = Sql(place)
    return (
        f"SELECT r.report_year, m.agency, r.edition, {sql.value} AS value, {sql.kind} AS state"
        f" FROM {_bodies(True, True)} WHERE {sql.in_form} LIMIT {MOST}"
    )


_ORDER = {
    "value": "state <> 'number', value DESC, id",
    "least": "state <> 'number', value, id",
    "share": f"coalesce(whole, 0) < {FEWEST} OR value IS NULL, 1.0 * value / whole DESC, id",
}


def list_sql(place: Place, sort: str, narrowed: bool, state: bool) -> str:
    """A page of bodies with their figures of one level and year, in an order of SORTS. The whole is looked up of the
    page's rows alone, unless it orders them."""
    sql = Sql(place)
    early = sort == "share"
    return f"""
WITH found AS (SELECT r.search_id AS id, {sql.value} AS value, {sql.kind} AS state,
    {sql.whole if early else "NULL"} AS whole
  FROM {_bodies(narrowed, False)} {sql.with_whole if early else ""}
  WHERE {"" if narrowed else "r.line = :line AND r.level = :level AND r.report_year = :year AND "}{sql.in_form}
    {f"AND {sql.kind} = :state" if state else ""}
  ORDER BY {_ORDER[sort]} LIMIT :limit OFFSET :offset),
  told AS (SELECT f.id, f.value, f.state, {"f.whole" if early else sql.whole} AS whole
    FROM found AS f CROSS JOIN indicator_rows AS r ON r.line = :line AND r.level = :level AND r.report_year = :year
      AND r.search_id = f.id {"" if early else sql.with_whole})
SELECT f.*, v.report, v.id AS version, v.scope, a.id AS agency, a.name AS agency_name, a.level, a.function,
  p.name AS portal_name, m.place
FROM told AS f CROSS JOIN versions AS v ON v.search_id = f.id JOIN indicator_reports AS m ON m.search_id = f.id
  JOIN agencies AS a ON a.id = v.agency LEFT JOIN portals AS p ON p.id = a.portal
ORDER BY {_ORDER[sort]}
"""


def place_of(table: str, row: str, column: str) -> Place | None:
    """Where a figure lies; None where no form has such a place."""
    return places().get((table, row, column))
