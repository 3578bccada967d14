"""The cells of a reading as rows: a wide row a printed row, a sparse one for each cell that is not the plain case."""

from __future__ import annotations

from archive.content import printed_of
from archive.form_tables import FormField, columns_of, form_fields, wide_columns
from archive.numbers import number
from archive.rows import Row
from parse import schema
from parse.report import Cell, Money, Report

NOT_PRINTED = frozenset(("row_not_printed", "not_in_form", "table_missing"))
_FIELDS: dict[tuple[str, str, str], FormField] = {
    (field.form_table, field.row_key, field.column_key): field for field in form_fields()
}
_POSITIONS: dict[str | None, dict[tuple[str, str, str], int]] = {
    edition: {key: place for key, field in _FIELDS.items() if (place := field.position(edition)) is not None}
    for edition in ("2019", "2021")
}
"""By edition the places of the columns within their rows."""
_KINDS = {
    (table.key, column.key): column.kind for table in schema.TABLES for column in columns_of(table.key)
}  # fmt: skip
_WHOLE = frozenset(("count", "signed"))

Place = tuple[int | None, int | None, int | None, int | None]
"""Where a row stands: page, grid, row of the grid, column of its first value."""


def _place(cells: list[Cell], positions: dict[tuple[str, str, str], int]) -> Place:
    """Where a row stands, by its first placed cell."""
    for cell in cells:
        position = positions.get(cell[:3])
        if cell.grid_row is not None and cell.grid_column is not None and position is not None:
            return cell.page, cell.grid, cell.grid_row, cell.grid_column - position
    return None, None, None, None


def _is_plain(cell: Cell, positions: dict[tuple[str, str, str], int], place: Place) -> bool:
    """Whether the wide row says all there is to say of this cell."""
    position = positions.get(cell[:3])
    if position is None or cell.placed_by != "label" or cell.confidence is not None:
        return False
    if cell.state != "blank" and _FIELDS[cell[:3]].kind not in _WHOLE:
        return False
    page, grid, grid_row, first = place
    column = None if first is None else first + position
    if cell.grid_column != column or cell.grid_row != grid_row or cell.grid != grid or cell.page != page:
        return False
    if cell.state == "blank":
        return cell.value is None and not cell.printed
    return cell.state == "number" and type(cell.value) is int and printed_of(cell) == str(cell.value)


def _real(value: object) -> int | float | None:
    """A number for a REAL column; None where SQLite has none for it (its digits are in the sparse row)."""
    exact = number(value)
    return exact if isinstance(exact, int | float) else None


def _wide_values(cell: Cell) -> Row:
    if type(cell.value) is int and _KINDS[cell.table, cell.column] in _WHOLE:
        return {cell.column: whole if isinstance(whole := number(cell.value), int) else None}
    if isinstance(cell.value, Money):
        money = cell.value
        return {
            f"{cell.column}_raw": money.raw,
            f"{cell.column}_value": _real(money.value),
            f"{cell.column}_unit": money.unit,
            f"{cell.column}_yuan": _real(money.yuan),
        }
    kind = _KINDS.get((cell.table, cell.column))
    match kind:
        case None:
            return {}
        case "money":
            return {f"{cell.column}_raw": cell.printed or None}
        case "amount":
            return {cell.column: _real(cell.value)}
        case _:
            value = number(cell.value)
            return {cell.column: value if isinstance(value, int) else None}


def _headed_rows(report: Report, form_table: str) -> set[str]:
    """The rows that `Report.tables` has: those printed, and those of a printed header without a data row."""
    table = (report.tables or {}).get(form_table) or {}
    blocks = table.values() if form_table == "proactive_disclosure" else [table]
    return {row for block in blocks for row in block}


def _rows_of(cells: tuple[Cell, ...]) -> dict[str, dict[str, dict[str, Cell]]]:
    """Table → row → column → the first cell there."""
    found: dict[str, dict[str, dict[str, Cell]]] = {table.key: {} for table in schema.TABLES}
    for cell in cells:
        if cell.table in found:
            found[cell.table].setdefault(cell.row, {}).setdefault(cell.column, cell)
    return found


def form_rows(version: str, report: Report) -> tuple[dict[str, list[Row]], list[Row]]:
    """The rows of the wide tables, by table, and the sparse rows."""
    wide: dict[str, list[Row]] = {}
    sparse: list[Row] = []
    positions = _POSITIONS.get(report.edition, {})
    for table, by_row in _rows_of(report.cells).items():
        headed = _headed_rows(report, table)
        empty: Row = dict.fromkeys(["version", "row_key", *(column.name for column in wide_columns(table))])
        for row_key, columns in by_row.items():
            cells = list(columns.values())
            printed = [cell for cell in cells if cell.state not in NOT_PRINTED and cell[:3] in _FIELDS]
            place = _place(printed, positions)
            if printed or row_key in headed:
                row: Row = {**empty, "version": version, "row_key": row_key}
                for cell in printed:
                    if cell.value is not None or cell.printed:
                        row |= _wide_values(cell)
                row |= dict(zip(("page", "grid", "grid_row", "grid_column"), place, strict=True))
                wide.setdefault(table, []).append(row)
            for cell in cells:
                implied = not printed and row_key not in headed and cell.state in ("row_not_printed", "table_missing")
                if not implied and not _is_plain(cell, positions, place):
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
