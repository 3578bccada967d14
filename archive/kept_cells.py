"""Every cell of a version as the view `cells_long` tells it, put together here: many times as fast as in SQL.

A test holds both to the same.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from archive.rows import tuples, value

_PLACE = ("page", "grid", "grid_row", "grid_column")
_SPARSE = (
    "SELECT form_table, row_key, column_key, printed, value, state, implied_zero, page, grid, grid_row, grid_column,"
    " placed_by, confidence FROM cells WHERE version = ?"
)


KeptCell = tuple[Any, ...]
COLUMNS = (
    *("form_table", "row_key", "column_key", "printed", "value", "state", "implied_zero"),
    *(*_PLACE, "placed_by", "confidence"),
)
"""What a cell has, in this order: columns of `cells_long`."""


class _Form:
    """What a database says of the form in `fields`: by table the query for the wide rows of a version, and by edition
    the rows with their columns: name, place of the value in a wide row, place in the printed row."""

    def __init__(self, db: Database) -> None:
        sql = (
            "SELECT form_table, row_key, column_key, sql_column, position_2019, position_2021 FROM fields"
            " ORDER BY number"
        )
        fields = tuples(db, sql).fetchall()
        self.keys = frozenset(field[:3] for field in fields)
        self.tables: dict[str, tuple[str, dict[str, dict[str, list[tuple[str, int, int]]]]]] = {}
        for table in dict.fromkeys(field[0] for field in fields):
            own = [field for field in fields if field[0] == table]
            names = ["row_key", *dict.fromkeys(field[3] for field in own), *_PLACE]
            editions: dict[str, dict[str, list[tuple[str, int, int]]]] = {"2019": {}, "2021": {}}
            for _, row_key, column_key, name, *positions in own:
                for edition, position in zip(editions, positions, strict=True):
                    if position is not None:
                        place = (column_key, names.index(name), position)
                        editions[edition].setdefault(row_key, []).append(place)
            self.tables[table] = f"SELECT {', '.join(names)} FROM {table} WHERE version = ?", editions


_FORMS: WeakKeyDictionary[Database, _Form] = WeakKeyDictionary()


def kept_cells(db: Database, version: str, edition: str | None) -> list[KeptCell]:
    """The cells of a version of this edition (COLUMNS), in printed order; those of no place in it at the end."""
    form = _FORMS.get(db) or _FORMS.setdefault(db, _Form(db))
    sparse = {row[:3]: row for row in tuples(db, _SPARSE, (version,))}
    found: list[KeptCell] = []
    for table, (sql, editions) in form.tables.items():
        wide = {row[0]: row for row in tuples(db, sql, (version,))}
        missing = "row_not_printed" if wide else "table_missing"
        for row_key, columns in editions.get(edition or "", {}).items():
            row = wide.get(row_key)
            page, grid, grid_row, first = row[-4:] if row else (None, None, None, None)
            for column_key, at, position in columns:
                if sparse and (other := sparse.pop((table, row_key, column_key), None)):
                    found.append(other)
                    continue
                shown = row[at] if row else None
                told: tuple[Any, ...]
                if row is None:
                    told = (None, None, missing, 0, None, None, None, None, None, None)
                else:
                    printed, state = ("", "blank") if shown is None else (_printed(db, shown), "number")
                    column = None if first is None else first + position
                    told = (printed, shown, state, 0, page, grid, grid_row, column, "label", None)
                found.append((table, row_key, column_key, *told))
    return [*found, *(cell for key, cell in sparse.items() if key in form.keys)]


def _printed(db: Database, shown: float) -> str:
    """A value of a wide row in plain digits, as SQLite writes it."""
    return str(shown) if isinstance(shown, int) else str(value(db, "SELECT CAST(? AS TEXT)", (shown,)))
