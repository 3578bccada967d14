"""Whether the files of a table say the same: Parquet as rows made again, CSV and Stata as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from archive.releases.layout import csv_path, parquet_path, stata_path
from archive.releases.stata import COLUMNS_AT_A_TIME
from archive.releases.writing import Source, Table, record_batches

_BLOCKS = (2 << 20, 32 << 20, 1 << 30)
"""Bytes of CSV read at a time: the next larger only where a row does not fit."""
_TOO_LONG = "straddling"
"""What Arrow says of a row that does not fit."""


def same_as_made_again(release: Path, source: Source) -> str | None:
    """A sentence where the Parquet file does not hold the rows of the source, else None."""
    name = source.table.name
    with pq.ParquetFile(release / parquet_path(name)) as file:
        group = 0
        for batch in record_batches(source):
            if group >= file.num_row_groups:
                return f"{parquet_path(name)} has fewer rows than the release's own data give."
            if not file.read_row_group(group).equals(pa.Table.from_batches([batch])):
                return f"{parquet_path(name)} differs from what the release's own data give, in row group {group + 1}."
            group += 1
        return None if group == file.num_row_groups else f"{parquet_path(name)} has more rows than its own data give."


def rows_of(release: Path, name: str) -> int:
    """The rows of a table as its Parquet file counts them."""
    with pq.ParquetFile(release / parquet_path(name)) as file:
        return int(file.metadata.num_rows)


def _csv_batches(path: Path, schema: pa.Schema, block: int) -> Iterator[pa.RecordBatch]:
    reader = pa.csv.open_csv(
        path,
        read_options=pa.csv.ReadOptions(block_size=block, use_threads=False),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    if reader.schema.names != schema.names:
        raise pa.ArrowInvalid("other columns")
    yield from reader


def csv_as_parquet(release: Path, name: str) -> str | None:
    """A sentence where CSV and Parquet of a table differ, else None."""
    for block in _BLOCKS:
        try:
            return _csv_as_parquet(release, name, block)
        except pa.ArrowInvalid as error:
            if _TOO_LONG not in str(error) or block == _BLOCKS[-1]:
                return f"{csv_path(name)} cannot be read as its Parquet form: {str(error).splitlines()[0]}"
    return None


def _csv_as_parquet(release: Path, name: str, block: int) -> str | None:
    with pq.ParquetFile(release / parquet_path(name)) as file:
        if file.metadata.num_rows == 0:
            return _only_a_header(release, name, file.schema_arrow)
        expected = file.iter_batches(5_000)
        held = next(expected, None)
        for batch in _csv_batches(release / csv_path(name), file.schema_arrow, block):
            start = 0
            while start < batch.num_rows:
                if held is None:
                    return f"{csv_path(name)} has more rows than {parquet_path(name)}."
                take = min(held.num_rows, batch.num_rows - start)
                if not batch.slice(start, take).equals(held.slice(0, take)):
                    return f"{csv_path(name)} and {parquet_path(name)} differ."
                start += take
                held = held.slice(take) if take < held.num_rows else next(expected, None)
        return None if held is None else f"{csv_path(name)} has fewer rows than {parquet_path(name)}."


def _only_a_header(release: Path, name: str, schema: pa.Schema) -> str | None:
    header = ",".join(f'"{column}"' for column in schema.names) + "\n"
    if (release / csv_path(name)).read_text(encoding="utf-8") != header:
        return f"{csv_path(name)} is not the bare header of a table without rows."
    return None


def _plain(value: Any) -> Any:
    return None if value is pd.NA or (isinstance(value, float) and value != value) or value == "" else value


def stata_as_parquet(release: Path, table: Table) -> str | None:
    """A sentence where the Stata file of a table differs from its Parquet file, else None."""
    path = stata_path(table.name)
    found = pd.read_stata(release / path, convert_categoricals=True)
    if list(found.columns) != [column.name for column in table.columns]:
        return f"{path} has other columns than {parquet_path(table.name)}."
    with pq.ParquetFile(release / parquet_path(table.name)) as file:
        if file.metadata.num_rows != len(found):
            return f"{path} has {len(found)} rows, {parquet_path(table.name)} {file.metadata.num_rows}."
        for start in range(0, len(table.columns), COLUMNS_AT_A_TIME):
            names = [column.name for column in table.columns[start : start + COLUMNS_AT_A_TIME]]
            expected = file.read(names)
            for name in names:
                there, here = expected.column(name).to_pylist(), found[name].tolist()
                if [_plain(value) for value in here] != [_plain(value) for value in there]:
                    return f"{path} and {parquet_path(table.name)} differ in {name}."
    return None
