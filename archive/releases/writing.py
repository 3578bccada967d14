"""Rows into CSV and Parquet side by side, batch by batch, with the types that the data package states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from archive.releases.layout import csv_path, parquet_path

Type = Literal["integer", "number", "decimal", "text", "date", "datetime", "bytes", "printed"]
"""decimal: a number in its exact digits, text in Parquet. printed: the same, or words. number: a double.
date, datetime: ISO text in Parquet. bytes: hexadecimal."""

BATCH_ROWS = 50_000
BATCH_CHARACTERS = 8 << 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a released table. `description` is Chinese / English; `codes` the values it may take, if listed."""

    name: str
    type: Type
    description: str
    required: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A released table: its columns, primary key and foreign keys (columns, table, columns there)."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()


def arrow_type(kind: Type) -> pa.DataType:
    match kind:
        case "integer":
            return pa.int64()
        case "number":
            return pa.float64()
    return pa.string()


def digits(value: Any) -> str | None:
    """A number as SQLite holds it, as text that reads as the same number."""
    if isinstance(value, float):
        return repr(value)
    return None if value is None else str(value)


def _values(column: Column, values: Sequence[Any]) -> pa.Array:
    kind = arrow_type(column.type)
    if column.type == "number":
        values = [None if value is None else float(value) for value in values]
    elif column.type in ("decimal", "printed"):
        values = [digits(value) for value in values]
    elif column.type == "bytes":
        values = [None if value is None else bytes(value).hex() for value in values]
    return pa.array(values, kind)


class TableWriter:
    """Writes one table as CSV (UTF-8, no mark at its beginning, texts in quotes) and as Parquet (zstd)."""

    def __init__(self, release: Path, table: Table) -> None:
        self.table = table
        self.rows = 0
        schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in table.columns])
        self._schema = schema
        for path in (release / csv_path(table.name), release / parquet_path(table.name)):
            path.parent.mkdir(exist_ok=True)
        self._csv = pa.csv.CSVWriter(release / csv_path(table.name), schema)
        self._parquet = pq.ParquetWriter(release / parquet_path(table.name), schema, compression="zstd")

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows in the order of the columns; one row group."""
        if not rows:
            return
        arrays = [
            _values(column, values) for column, values in zip(self.table.columns, zip(*rows, strict=True), strict=True)
        ]
        batch = pa.record_batch(arrays, schema=self._schema)
        self._csv.write_batch(batch)
        self._parquet.write_batch(batch)
        self.rows += len(rows)

    def write_all(self, rows: Iterable[Sequence[Any]], *, narrow: bool = False) -> None:
        """Append as many rows as there are, in batches of bounded size."""
        for batch in batches(rows, narrow=narrow):
            self.write(batch)

    def close(self) -> None:
        self._csv.close()
        self._parquet.close()

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def batches(rows: Iterable[Sequence[Any]], *, narrow: bool = False) -> Iterator[list[Sequence[Any]]]:
    """Rows in batches: BATCH_ROWS of them, or fewer where they are long; always the same for the same rows.

    `narrow`: no row has a long text, so that none is measured.
    """
    batch: list[Sequence[Any]] = []
    held = 0
    for row in rows:
        batch.append(row)
        if not narrow:
            held += sum(len(item) for item in row if isinstance(item, str))
        if len(batch) >= BATCH_ROWS or held >= BATCH_CHARACTERS:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
