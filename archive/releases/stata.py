"""The panels as Stata files (format 118: Stata 14 and later, UTF-8), with Chinese labels and labelled states."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from archive.releases.layout import parquet_path, stata_path
from archive.releases.states import CODES
from archive.releases.writing import Column, Table

LABEL_LENGTH = 80
"""Stata's limit of a label, in characters."""
NAME_LENGTH = 32
LARGEST_LONG = 2_147_483_620
"""Stata's largest whole number in a column of whole numbers."""
COLUMNS_AT_A_TIME = 50
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The time written into every file: the release's own time is in its manifest, and equal panels are equal bytes."""


def _label(text: str) -> str:
    """A description, the Chinese first, as far as it fits."""
    if len(text) <= LABEL_LENGTH:
        return text
    return text[: LABEL_LENGTH - 1] + "…"


def _column(values: pa.ChunkedArray, column: Column) -> Any:
    if column.codes == CODES and len(values):  # the writer knows no labelled column without a row
        return pd.Categorical(values.to_pylist(), categories=list(CODES))
    match column.type:
        case "number":
            return pd.array(values.to_numpy(), dtype="float64")
        case "integer":
            largest = pa.compute.max(pa.compute.abs(values)).as_py() or 0
            whole = values.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get).array
            return whole.astype("Int32") if largest <= LARGEST_LONG else whole.astype("Float64").to_numpy("float64")
    return pd.Series(values.to_pylist(), dtype=object).fillna("")


def write_stata(release: Path, table: Table) -> None:
    """Write a table of the release, read from its Parquet file, as Stata file. Null texts are empty there."""
    path = release / stata_path(table.name)
    path.parent.mkdir(exist_ok=True)
    data: dict[str, Any] = {}
    with pq.ParquetFile(release / parquet_path(table.name)) as file:
        for start in range(0, len(table.columns), COLUMNS_AT_A_TIME):
            columns = table.columns[start : start + COLUMNS_AT_A_TIME]
            read = file.read([column.name for column in columns])
            data |= {column.name: _column(read.column(column.name), column) for column in columns}
    pd.DataFrame(data, copy=False).to_stata(
        path,
        version=118,
        write_index=False,
        time_stamp=_EPOCH.replace(tzinfo=None),
        data_label=table.title[:LABEL_LENGTH],
        variable_labels={column.name: _label(column.description) for column in table.columns},
        convert_strl=[],
    )
