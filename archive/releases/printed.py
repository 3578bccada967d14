"""What the current versions print, read back from a release's own long cells (Parquet), version by version."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlite_utils import Database

from archive.releases.harmonised import CellKey, PrintedCell, PrintedReport
from archive.releases.layout import LONG_CELLS, parquet_path

_COLUMNS = [
    "version",
    "is_current",
    "report_year",
    "form_table",
    "row_key",
    "column_key",
    "value",
    "value_yuan",
    "state",
]
_BATCH = 20_000


def _current_cells(release: Path) -> Iterator[tuple[Any, ...]]:
    with pq.ParquetFile(release / parquet_path(LONG_CELLS)) as file:
        for batch in file.iter_batches(_BATCH, columns=_COLUMNS):
            columns = [batch.column(name).to_pylist() for name in _COLUMNS]
            for row in zip(*columns, strict=True):
                if row[1] and row[2] is not None:
                    yield row


class PrintedReports:
    """The current reports of a release in the order of its long cells; ask for them in that order."""

    def __init__(self, release: Path, db: Database) -> None:
        self._groups = groupby(_current_cells(release), key=itemgetter(0))
        self._db = db
        self._version: str | None = None
        self._cells: dict[CellKey, PrintedCell] = {}
        self._advance()

    def _advance(self) -> None:
        version, rows = next(self._groups, (None, iter(())))
        self._version = version
        self._cells = {(row[3], row[4], row[5]): PrintedCell(row[6], row[7], row[8]) for row in rows}

    def report(self, version: str, edition: str | None) -> PrintedReport:
        """What a version prints; one without a national table has no cells."""
        cells: dict[CellKey, PrintedCell] = {}
        if version == self._version:
            cells = self._cells
            self._advance()
        return PrintedReport(edition, cells, self._figures(version) if edition == "legacy" else {})

    def _figures(self, version: str) -> dict[str, list[float | None]]:
        found: dict[str, list[float | None]] = {}
        sql = "SELECT key, value FROM legacy_figures WHERE version = ? AND key IS NOT NULL ORDER BY position"
        for key, value in self._db.conn.execute(sql, (version,)):
            found.setdefault(key, []).append(None if value is None else float(value))
        return found

    @property
    def left(self) -> str | None:
        """A version of the long cells that nobody has asked for, or None when all were."""
        return self._version
