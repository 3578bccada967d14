"""Rows into CSV and Parquet side by side, batch by batch, with the types that the data package states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from archive.releases.layout import csv_path, parquet_path

Type = Literal["integer", "number", "decimal", "text", "date", "datetime", "bytes", "printed"]
"""decimal: a number in its exact digits, text in Parquet. printed: the same, or words. number: a double.
date, datetime: ISO text in Parquet. bytes: hexadecimal."""

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


@dataclass(frozen=True, slots=True)
class Source:
    """A table and where its rows come from, always in the same order; at most `batch_rows` are held at a time."""

    table: Table
    rows: Callable[[], Iterable[Sequence[Any]]]
    batch_rows: int = 20_000


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


def arrow_schema(table: Table) -> pa.Schema:
    return pa.schema([pa.field(column.name, arrow_type(column.type)) for column in table.columns])


def record_batches(source: Source) -> Iterator[pa.RecordBatch]:
    """The rows of a source as Arrow batches: `batch_rows` each, fewer where they are long; the same for the same rows.

    Each becomes one row group of the Parquet file.
    """
    schema = arrow_schema(source.table)
    batch: list[Sequence[Any]] = []
    held = 0
    for row in source.rows():
        batch.append(row)
        held += sum([len(item) for item in row if type(item) is str])
        if len(batch) >= source.batch_rows or held >= BATCH_CHARACTERS:
            yield _batch(source.table, batch, schema)
            batch, held = [], 0
    if batch:
        yield _batch(source.table, batch, schema)


def _batch(table: Table, rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [_values(column, values) for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)]
    return pa.record_batch(arrays, schema=schema)


def write_table(release: Path, source: Source) -> int:
    """Write a table as CSV (UTF-8, no byte order mark, texts in quotes) and as Parquet (zstd); returns its rows."""
    name, schema, rows = source.table.name, arrow_schema(source.table), 0
    for path in (release / csv_path(name), release / parquet_path(name)):
        path.parent.mkdir(exist_ok=True)
    with (
        pa.csv.CSVWriter(release / csv_path(name), schema) as csv,
        pq.ParquetWriter(release / parquet_path(name), schema, compression="zstd") as parquet,
    ):
        for batch in record_batches(source):
            csv.write_batch(batch)
            parquet.write_batch(batch)
            rows += batch.num_rows
    return rows
