"""datapackage.json (Frictionless Data Package): every CSV with its fields, keys, codes and words in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.metadata import DESCRIPTION, TITLE
from archive.releases.copying import sha256
from archive.releases.layout import csv_path
from archive.releases.states import ALL_STATES
from archive.releases.writing import Column, Table

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
_TYPES = {
    "integer": "integer",
    "number": "number",
    "decimal": "number",
    "text": "string",
    "bytes": "string",
    "printed": "string",
    "date": "date",
    "datetime": "datetime",
}


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
    }
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.codes:
        constraints["enum"] = [int(code) if column.type == "integer" else code for code in column.codes]
    if constraints:
        described["constraints"] = constraints
    return described


def _resource(release: Path, table: Table, rows: int) -> dict[str, Any]:
    path = csv_path(table.name)
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(own),
                "reference": {"resource": "" if there == table.name else there, "fields": list(columns)},
            }
            for own, there, columns in table.references
        ]
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.title,
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (release / path).stat().st_size,
        "hash": f"sha256:{sha256(release / path)}",
        "rows": rows,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def datapackage(
    release: Path, stamp: str, made: str, tables: Sequence[tuple[Table, int]], frame: dict[str, Any]
) -> dict[str, Any]:
    """The descriptor; `tables` with their rows, `frame` from `frame.span`."""
    return {
        "name": "nianbao",
        "id": f"nianbao-{stamp}",
        "title": TITLE,
        "description": DESCRIPTION,
        "version": stamp,
        "created": made,
        "licenses": [LICENCE],
        "contributors": [{"title": "nianbao", "role": "author"}],
        "keywords": ["政府信息公开", "年报", "open government information", "China", "county governments"],
        "coverage": frame,
        "missingness": [
            {"code": code, "chinese": chinese, "english": english} for code, chinese, english in ALL_STATES
        ],
        "resources": [_resource(release, table, rows) for table, rows in tables],
    }
