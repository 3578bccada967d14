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


def _key(cell: Cell) -> tuple[str, str, str]:
    return cell.table, cell.row, cell.column


def _first_column(cells: list[Cell], edition: str | None) -> tuple[int | None, int | None, int | None, int | None]:
    """Where a row stands: (page, grid, grid_row, column of its first value), by its first placed cell."""
    for cell in cells:
        field = _FIELDS.get(_key(cell))
        position = field.position(edition or "") if field else None
        if cell.grid_row is not None and cell.grid_column is not None and position is not None:
            return cell.page, cell.grid, cell.grid_row, cell.grid_column - position
    return None, None, None, None


def _is_plain(cell: Cell, edition: str | None, place: tuple[int | None, int | None, int | None, int | None]) -> bool:
    """Whether the wide row says all there is to say of this cell."""
    field = _FIELDS.get(_key(cell))
    position = field.position(edition) if field and edition in ("2019", "2021") else None
    if field is None or position is None or cell.placed_by != "label" or cell.confidence is not None:
        return False
    if field.kind not in ("count", "signed") and cell.state != "blank":
        return False
    page, grid, grid_row, first = place
    column = None if first is None else first + position
    if (cell.page, cell.grid, cell.grid_row, cell.grid_column) != (page, grid, grid_row, column):
        return False
    if cell.state == "blank":
        return cell.value is None and not cell.printed
    return cell.state == "number" and type(cell.value) is int and printed_of(cell) == str(cell.value)


def _real(value: object) -> int | float | None:
    """A number for a REAL column; None where SQLite has none for it (its digits are in the sparse row)."""
    exact = number(value)
    return exact if isinstance(exact, int | float) else None


def _wide_values(cell: Cell) -> Row:
    if isinstance(cell.value, Money):
        money = cell.value
        return {
            f"{cell.column}_raw": money.raw,
            f"{cell.column}_value": _real(money.value),
            f"{cell.column}_unit": money.unit,
            f"{cell.column}_yuan": _real(money.yuan),
        }
    kind = next((column.kind for column in columns_of(cell.table) if column.key == cell.column), None)
    value = number(cell.value)
    match kind:
        case None:
            return {}
        case "money":
            return {f"{cell.column}_raw": cell.printed or None}
        case "amount":
            return {cell.column: _real(value)}
        case _:
            return {cell.column: value if isinstance(value, int) else None}


def _headed_rows(report: Report, form_table: str) -> set[str]:
    """The rows that `Report.tables` has: those printed, and those of a printed header without a data row."""
    table = (report.tables or {}).get(form_table) or {}
    blocks = table.values() if form_table == "proactive_disclosure" else [table]
    return {row for block in blocks for row in block}


def form_rows(version: str, report: Report) -> tuple[dict[str, list[Row]], list[Row]]:
    """The rows of the wide tables, by table, and the sparse rows."""
    wide: dict[str, list[Row]] = {}
    sparse: list[Row] = []
    for table in schema.TABLES:
        headed = _headed_rows(report, table.key)
        names = [column.name for column in wide_columns(table.key)]
        by_row: dict[str, list[Cell]] = {}
        seen: set[tuple[str, str]] = set()
        for cell in report.cells:
            if cell.table == table.key and (cell.row, cell.column) not in seen:
                seen.add((cell.row, cell.column))
                by_row.setdefault(cell.row, []).append(cell)
        for row_key, cells in by_row.items():
            printed = [cell for cell in cells if cell.state not in NOT_PRINTED and _key(cell) in _FIELDS]
            place = _first_column(printed, report.edition)
            if printed or row_key in headed:
                row: Row = {"version": version, "row_key": row_key, **dict.fromkeys(names)}
                for cell in printed:
                    row |= _wide_values(cell)
                row |= dict(zip(("page", "grid", "grid_row", "grid_column"), place, strict=True))
                wide.setdefault(table.key, []).append(row)
            for cell in cells:
                implied = not printed and row_key not in headed and cell.state in ("row_not_printed", "table_missing")
                if not implied and not _is_plain(cell, report.edition, place):
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
