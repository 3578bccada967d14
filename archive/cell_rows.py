"""The cells of a reading as rows: a wide row a printed row, a sparse one for each cell that is not the plain case."""

from __future__ import annotations

from functools import lru_cache

from archive.content import printed_of
from archive.form_tables import columns_of, form_fields, wide_columns
from archive.numbers import LARGEST, number
from archive.rows import Row
from parse import schema
from parse.report import Cell, Money, Report

NOT_PRINTED = frozenset(("row_not_printed", "not_in_form", "table_missing"))
RowKey = tuple[str, str]
"""Table and row."""


def _kinds() -> dict[RowKey, dict[str, str]]:
    found: dict[RowKey, dict[str, str]] = {}
    for field in form_fields():
        found.setdefault((field.form_table, field.row_key), {})[field.column_key] = field.kind
    return found


def _positions(edition: str) -> dict[RowKey, dict[str, int]]:
    found: dict[RowKey, dict[str, int]] = {}
    for field in form_fields():
        if (place := field.position(edition)) is not None:
            found.setdefault((field.form_table, field.row_key), {})[field.column_key] = place
    return found


_FIELDS = _kinds()
"""By row of the form the kind of each column."""
_POSITIONS: dict[str | None, dict[RowKey, dict[str, int]]] = {
    edition: _positions(edition) for edition in ("2019", "2021")
}
"""By edition and row the places of the columns."""
_KINDS = {
    (table.key, column.key): column.kind for table in schema.TABLES for column in columns_of(table.key)
}  # fmt: skip
_WHOLE = frozenset(("count", "signed"))

Place = tuple[int | None, int | None, int | None, int | None]
"""Where a row stands: page, grid, row of the grid, column of its first value."""


def _place(cells: list[Cell], kinds: dict[str, str], positions: dict[str, int]) -> tuple[bool, Place]:
    """Whether a row is printed, and where it stands, by its first placed cell."""
    printed = False
    for cell in cells:
        if cell.state in NOT_PRINTED or cell.column not in kinds:
            continue
        printed = True
        position = positions.get(cell.column)
        if cell.grid_row is not None and cell.grid_column is not None and position is not None:
            return True, (cell.page, cell.grid, cell.grid_row, cell.grid_column - position)
    return printed, (None, None, None, None)


_Plain = dict[str, tuple[bool, tuple[int | None, int | None, int | None, int | None, str, None]]]
_NOWHERE: tuple[bool, None] = (False, None)


@lru_cache(maxsize=2048)
def _plain_places(edition: str | None, row: RowKey, place: Place) -> _Plain:
    """By column of a row that stands there whether it holds whole numbers, and the page, grid, row, column, placing
    and confidence of a plain cell."""
    kinds, positions = _FIELDS.get(row, {}), _POSITIONS.get(edition, {}).get(row, {})
    page, grid, grid_row, first = place
    return {
        column: (
            kinds[column] in _WHOLE,
            (page, grid, grid_row, None if first is None else first + position, "label", None),
        )
        for column, position in positions.items()
    }


def _real(value: object) -> int | float | None:
    """A number for a REAL column; None where SQLite has none for it (its digits are in the sparse row)."""
    exact = number(value)
    return exact if isinstance(exact, int | float) else None


def _fill(row: Row, cell: Cell) -> None:
    """Put the value of a cell into its columns of a wide row."""
    kind = _KINDS.get((cell.table, cell.column))
    if type(cell.value) is int and kind in _WHOLE:
        row[cell.column] = whole if isinstance(whole := number(cell.value), int) else None
    elif isinstance(cell.value, Money):
        money = cell.value
        row[f"{cell.column}_raw"] = money.raw
        row[f"{cell.column}_value"] = _real(money.value)
        row[f"{cell.column}_unit"] = money.unit
        row[f"{cell.column}_yuan"] = _real(money.yuan)
    elif kind == "money":
        row[f"{cell.column}_raw"] = cell.printed or None
    elif kind == "amount":
        row[cell.column] = _real(cell.value)
    elif kind is not None:
        value = number(cell.value)
        row[cell.column] = value if isinstance(value, int) else None


def _headed_rows(report: Report, form_table: str) -> set[str]:
    """The rows that `Report.tables` has: those printed, and those of a printed header without a data row."""
    table = (report.tables or {}).get(form_table) or {}
    blocks = table.values() if form_table == "proactive_disclosure" else [table]
    return {row for block in blocks for row in block}


def _rows_of(cells: tuple[Cell, ...]) -> dict[str, dict[str, dict[str, Cell]]]:
    """Table → row → column → the first cell there."""
    found: dict[str, dict[str, dict[str, Cell]]] = {table.key: {} for table in schema.TABLES}
    table = row = ""
    columns: dict[str, Cell] = {}
    for cell in cells:
        if cell.row != row or cell.table != table:
            table, row = cell.table, cell.row
            columns = found[table].setdefault(row, {}) if table in found else {}
        columns.setdefault(cell.column, cell)
    return found


def form_rows(version: str, report: Report) -> tuple[dict[str, list[Row]], list[Row]]:
    """The rows of the wide tables, by table, and the sparse rows."""
    wide: dict[str, list[Row]] = {}
    sparse: list[Row] = []
    of_edition = _POSITIONS.get(report.edition, {})
    for table, by_row in _rows_of(report.cells).items():
        headed = _headed_rows(report, table)
        empty: Row = dict.fromkeys(["version", "row_key", *(column.name for column in wide_columns(table))])
        for row_key, columns in by_row.items():
            kinds, positions = _FIELDS.get((table, row_key), {}), of_edition.get((table, row_key), {})
            cells = list(columns.values())
            printed, place = _place(cells, kinds, positions)
            row: Row = {}
            if printed or row_key in headed:
                row = {**empty, "version": version, "row_key": row_key}
                row["page"], row["grid"], row["grid_row"], row["grid_column"] = place
                wide.setdefault(table, []).append(row)
            plain = _plain_places(report.edition, (table, row_key), place)
            for cell in cells:
                _, _, column, shown, value, state = cell[:6]
                # Most are plain: the wide row says all there is to say of them.
                is_whole, stands = plain.get(column, _NOWHERE)
                if cell[6:] == stands:
                    if value is None and state == "blank" and not shown:
                        continue
                    is_plain = is_whole and state == "number" and type(value) is int and -LARGEST <= value <= LARGEST
                    if is_plain and (shown is None or shown == str(value)):
                        row[column] = value
                        continue
                if state not in NOT_PRINTED and column in kinds and (value is not None or shown):
                    _fill(row, cell)
                implied = not printed and row_key not in headed and state in ("row_not_printed", "table_missing")
                if not implied:
                    sparse.append(_sparse(version, cell))
    return wide, sparse


def _sparse(version: str, cell: Cell) -> Row:
    return {
        "version": version,
        "form_table": cell.table,
        "row_key": cell.row,
        "column_key": cell.column,
        "printed": printed_of(cell),
        "value": number(cell.value),
        "state": cell.state,
        "page": cell.page,
        "grid": cell.grid,
        "grid_row": cell.grid_row,
        "grid_column": cell.grid_column,
        "placed_by": cell.placed_by,
        "confidence": cell.confidence,
    }
