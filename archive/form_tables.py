"""The SQL tables of the national form, drawn from `parse.schema`: one wide table a printed table, and `cells_long`.

A wide row also says where it stands (`page`, `grid`, `grid_row`, and `grid_column` of its first value); a cell at
another place, or with anything else that is not the plain case, has a row in the sparse table `cells`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from parse import schema

Affinity = Literal["INTEGER", "REAL", "TEXT"]


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A SQL column of a wide table; `key` is the column key of the form it belongs to."""

    name: str
    key: str
    affinity: Affinity


@dataclass(frozen=True, slots=True)
class FormField:
    """One place of the form: a cell that some edition prints."""

    form_table: str
    block: str | None
    row_key: str
    column_key: str
    row_label: str
    column_label: str
    row_english: str
    column_english: str
    group_label: str | None
    group_english: str | None
    unit: str | None
    kind: str
    editions: tuple[str, ...]

    def position(self, edition: str) -> int | None:
        """The place of the column among those of its row in one edition, from 0; None where it is not printed."""
        if edition not in self.editions:
            return None
        if self.form_table != "proactive_disclosure":
            return [column.key for column in columns_of(self.form_table)].index(self.column_key)
        block = next(
            block for block in schema.proactive_blocks(edition) if self.row_key in [row.key for row in block.rows]
        )
        return [column.key for column in block.columns].index(self.column_key)


@cache
def columns_of(form_table: str) -> tuple[schema.Column, ...]:
    """The printed value columns of a national table over all editions, in printed order."""
    match form_table:
        case "proactive_disclosure":
            return schema.proactive_columns()
        case "disclosure_requests":
            return schema.APPLICANT_COLUMNS
        case "review_and_litigation":
            return schema.OUTCOME_COLUMNS
    raise KeyError(form_table)


@cache
def wide_columns(form_table: str) -> tuple[WideColumn, ...]:
    """The SQL columns that hold values; money has four of them."""
    columns: list[WideColumn] = []
    for column in columns_of(form_table):
        match column.kind:
            case "money":
                columns += [
                    WideColumn(f"{column.key}_raw", column.key, "TEXT"),
                    WideColumn(f"{column.key}_value", column.key, "REAL"),
                    WideColumn(f"{column.key}_unit", column.key, "TEXT"),
                    WideColumn(f"{column.key}_yuan", column.key, "REAL"),
                ]
            case "amount":
                columns.append(WideColumn(column.key, column.key, "REAL"))
            case _:
                columns.append(WideColumn(column.key, column.key, "INTEGER"))
    return tuple(columns)


def value_column(form_table: str, column_key: str) -> str:
    """The SQL column with the number of a cell (money: its printed value)."""
    money = any(column.key == column_key and column.kind == "money" for column in columns_of(form_table))
    return f"{column_key}_value" if money else column_key


def _table_two() -> list[FormField]:
    fields: dict[tuple[str, str], FormField] = {}
    for block in schema.PROACTIVE_BLOCKS:
        for row in block.rows:
            for column in block.columns:
                known = fields.get((row.key, column.key))
                editions = (*known.editions, block.edition) if known else (block.edition,)
                fields[(row.key, column.key)] = FormField(
                    "proactive_disclosure",
                    block.key,
                    row.key,
                    column.key,
                    row.label,
                    column.label,
                    row.english,
                    column.english,
                    block.label,
                    block.english,
                    column.unit,
                    column.kind,
                    editions,
                )
    return list(fields.values())


def _table_three() -> list[FormField]:
    groups = {group.key: group for group in schema.REQUEST_GROUPS}
    fields = []
    for row in schema.REQUEST_ROWS:
        group = groups.get(row.group or "")
        for column in schema.APPLICANT_COLUMNS:
            fields.append(
                FormField(
                    "disclosure_requests",
                    None,
                    row.key,
                    column.key,
                    row.label,
                    column.label,
                    row.english,
                    column.english,
                    group.label if group else None,
                    group.english if group else None,
                    column.unit,
                    column.kind,
                    row.editions,
                )
            )
    return fields


def _table_four() -> list[FormField]:
    return [
        FormField(
            "review_and_litigation",
            None,
            group.key,
            column.key,
            group.label,
            column.label,
            group.english,
            column.english,
            None,
            None,
            column.unit,
            column.kind,
            group.editions,
        )
        for group in schema.LITIGATION_GROUPS
        for column in schema.OUTCOME_COLUMNS
    ]


def form_fields() -> tuple[FormField, ...]:
    """Every place of the form over all editions, in printed order."""
    return (*_table_two(), *_table_three(), *_table_four())


def wide_ddl(form_table: str) -> str:
    """CREATE TABLE of one national table."""
    values = "".join(f"  {column.name} {column.affinity},\n" for column in wide_columns(form_table))
    return (
        f"CREATE TABLE {form_table} (\n"
        "  version TEXT NOT NULL REFERENCES versions(id),\n"
        "  row_key TEXT NOT NULL,\n"
        f"{values}"
        "  page INTEGER,\n"
        "  grid INTEGER,\n"
        "  grid_row INTEGER,\n"
        "  grid_column INTEGER,\n"
        "  PRIMARY KEY (version, row_key)\n"
        ") STRICT, WITHOUT ROWID;\n"
    )


def _case(form_table: str, alias: str) -> str:
    """SQL that picks the value of a field from its wide row."""
    whens = " ".join(
        f"WHEN '{column.key}' THEN {alias}.{value_column(form_table, column.key)}" for column in columns_of(form_table)
    )
    return f"CASE f.column_key {whens} END"


def cells_long_ddl() -> str:
    """CREATE VIEW cells_long: every cell of every version, with what the sparse table says or the plain case implies.

    The plain case: a value is a number printed in plain digits, no value is a blank, both found by their labels, at the
    row's place. A row that has no wide row was not printed; a table without any wide row is not in the document.
    """
    parts = []
    for table in schema.TABLES:
        value = _case(table.key, "w")
        parts.append(
            "SELECT v.id AS version, f.form_table AS form_table, f.row_key AS row_key, f.column_key AS column_key,\n"
            f"  CASE WHEN c.version IS NULL THEN {value} ELSE c.value END AS value,\n"
            f"  CASE WHEN c.version IS NULL THEN coalesce(CAST({value} AS TEXT), CASE WHEN w.version IS NULL THEN NULL"
            " ELSE '' END) ELSE c.printed END AS printed,\n"
            f"  coalesce(c.state, CASE WHEN {value} IS NOT NULL THEN 'number' WHEN w.version IS NOT NULL THEN 'blank'\n"
            f"    WHEN EXISTS (SELECT 1 FROM {table.key} AS t WHERE t.version = v.id) THEN 'row_not_printed'\n"
            "    ELSE 'table_missing' END) AS state,\n"
            "  CAST(coalesce(c.implied_zero, 0) AS INTEGER) AS implied_zero,\n"
            "  CAST(CASE WHEN c.version IS NULL THEN w.page ELSE c.page END AS INTEGER) AS page,\n"
            "  CAST(CASE WHEN c.version IS NULL THEN w.grid ELSE c.grid END AS INTEGER) AS grid,\n"
            "  CAST(CASE WHEN c.version IS NULL THEN w.grid_row ELSE c.grid_row END AS INTEGER) AS grid_row,\n"
            "  CAST(CASE WHEN c.version IS NULL THEN w.grid_column + CASE v.edition WHEN '2021' THEN f.position_2021"
            " ELSE f.position_2019 END ELSE c.grid_column END AS INTEGER) AS grid_column,\n"
            "  CASE WHEN c.version IS NULL THEN CASE WHEN w.version IS NULL THEN NULL ELSE 'label' END"
            " ELSE c.placed_by END AS placed_by,\n"
            "  c.confidence AS confidence, v.parser AS parser\n"
            # CROSS: version by version; field by field, rows of the older form alone would come after all versions
            "FROM versions AS v\n"
            f"CROSS JOIN fields AS f ON f.form_table = '{table.key}'\n"
            f"LEFT JOIN {table.key} AS w ON w.version = v.id AND w.row_key = f.row_key\n"
            "LEFT JOIN cells AS c ON c.version = v.id AND c.form_table = f.form_table AND c.row_key = f.row_key"
            " AND c.column_key = f.column_key\n"
            "WHERE c.version IS NOT NULL OR (v.edition = '2019' AND f.position_2019 IS NOT NULL)\n"
            "  OR (v.edition = '2021' AND f.position_2021 IS NOT NULL)"
        )
    return "CREATE VIEW cells_long AS\n" + "\nUNION ALL\n".join(parts) + ";\n"
