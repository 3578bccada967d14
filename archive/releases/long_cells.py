"""Every cell of every version in one long table: report × version × row × column."""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from archive.findings_store import PLACE
from archive.form_tables import columns_of
from archive.kept_cells import kept_cells
from archive.metadata import column_notes
from archive.releases.layout import LONG_CELLS
from archive.releases.states import CELL_STATES
from archive.releases.writing import Column, Table, digits
from archive.rows import tuples
from parse import schema

_NOTES = column_notes("cells_long")

TABLE = Table(
    LONG_CELLS,
    "逐格数据 Every cell",
    "每份年报、每一版次、每一单元格一行；现行版次之外的也在内（见 is_current）/ one row for each cell of each revision of"
    " each report, superseded revisions too (see is_current)",
    (
        Column("report", "text", _NOTES.get("report", "年报 / report (reports.report)"), True),
        Column("agency", "text", "单位 / public body (agencies.id)", True),
        Column("report_year", "integer", "报告年度；空：未能确定 / the year reported on; null where it is not known"),
        Column("version", "text", "内容版次 / revision (versions.id)", True),
        Column("is_current", "integer", "1：该年报的现行版次 / 1 where this revision stands for the report", True),
        Column("document", "text", "文件 / rendering (documents.id)", True),
        Column("edition", "text", "格式 / edition of the form: 2021, 2019, legacy, mixed"),
        Column("form_table", "text", _NOTES["form_table"], True),
        Column("row_key", "text", _NOTES["row_key"], True),
        Column("column_key", "text", _NOTES["column_key"], True),
        Column("printed", "text", "原文所印，一字不改 / exactly as printed"),
        Column("value", "number", "数值；空白为空，不作 0 / value; a blank is null, never 0"),
        Column("value_exact", "text", "双精度数不能确切表示时的数值 / its digits, only where a double is not exact"),
        Column("unit", "text", "单位：所印，或该格规定的 / unit as printed (money) or as the form states it"),
        Column("value_yuan", "number", "折合元（金额）/ in yuan (money); null where no unit is printed"),
        Column("state", "text", _NOTES["state"], True, tuple(code for code, _, _ in CELL_STATES)),
        Column("implied_zero", "integer", _NOTES["implied_zero"], True),
        Column("page", "integer", _NOTES["page"]),
        Column("grid", "integer", _NOTES["grid"]),
        Column("grid_row", "integer", _NOTES["grid_row"]),
        Column("grid_column", "integer", _NOTES["grid_column"]),
        Column("placed_by", "text", _NOTES["placed_by"]),
        Column("confidence", "number", _NOTES["confidence"]),
        Column("parser", "text", _NOTES["parser"], True),
    ),
    ("version", "form_table", "row_key", "column_key"),
)

_VERSIONS = (
    "SELECT v.report, v.agency, v.report_year, v.id, c.version IS NOT NULL, v.document, v.edition,"
    " v.parser"
    " FROM versions AS v JOIN agencies AS a ON a.id = v.agency LEFT JOIN current AS c ON c.version = v.id"
    f" ORDER BY {PLACE}, v.agency, v.report_year, v.report, v.first_seen, v.id"
)
_MONEY = tuple((table.key, column.key) for table in schema.TABLES for column in columns_of(table.key)
               if column.kind == "money")  # fmt: skip


def _amounts(db: Database, version: str) -> dict[tuple[str, str, str], tuple[str | None, float | None]]:
    """The printed unit and the yuan of every amount of money."""
    found = {}
    for table, column in _MONEY:
        sql = (
            f"SELECT row_key, {column}_unit, {column}_yuan FROM {table} WHERE version = ? AND {column}_raw IS NOT NULL"
        )
        for row in db.conn.execute(sql, (version,)):
            found[table, row[0], column] = (row[1], row[2])
    return found


def number_and_digits(value: Any) -> tuple[float | None, str | None]:
    """A value as a double, and its digits where the double is not it."""
    if value is None:
        return None, None
    number = float(value)
    exact = isinstance(value, float) or (isinstance(value, int) and int(number) == value)
    return number, None if exact else digits(value)


def rows(db: Database) -> Iterator[tuple[Any, ...]]:
    """The rows of the released table, by place, body, year, version and the order of the form."""
    fields = {
        (row[0], row[1], row[2]): (row[3], row[4], row[5])
        for row in db.conn.execute("SELECT form_table, row_key, column_key, number, unit, kind FROM fields")
    }
    for version in tuples(db, _VERSIONS):
        cells = sorted(kept_cells(db, version[3], version[6]), key=lambda cell: fields[cell[:3]][0])
        amounts = _amounts(db, version[3]) if cells else {}
        for cell in cells:
            key = cell[:3]
            unit, yuan = amounts.get(key, (fields[key][1], None))
            yield (*version[:7], *key, cell[3], *number_and_digits(cell[4]), unit, yuan, *cell[5:], version[7])
