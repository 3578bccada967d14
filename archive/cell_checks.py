"""The arithmetic checks that a cell of the national tables takes part in, with both sides as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.cell_rows import NOT_PRINTED
from archive.rows import Row
from parse.checks.identities import identities
from parse.report import Check


def checks_with(form_table: str, row_key: str, column_key: str, cells: Iterable[Row]) -> list[Check]:
    """The checks of one version that this cell is a term of; `cells` are all rows of cells_long of its table."""
    table: dict[str, dict[str, Any]] = {}
    for cell in cells:
        if cell["form_table"] == form_table and cell["state"] not in NOT_PRINTED:
            table.setdefault(cell["row_key"], {})[cell["column_key"]] = cell["value"]
    place = (row_key, column_key)
    return [
        check for check in identities({form_table: table}) if place in check.left_cells or place in check.right_cells
    ]
