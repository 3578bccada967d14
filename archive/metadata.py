"""datasette-metadata.json, generated: titles, descriptions, units, facets and the search of every table and view.

`python -m archive.metadata > datasette-metadata.json` writes it; a test says whether the kept file is fresh.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from typing import Any

from archive.form_tables import columns_of, wide_columns
from archive.notes import COLUMNS, NOTES, TableNote
from archive.schema import schema_sql
from archive.search import SEARCH_TABLE
from parse.schema import TABLES

DATABASE = "archive"
"""Datasette names a database after its file: archive.db."""

PAGE_ROWS = 20

TITLE = "年报 nianbao"
DESCRIPTION = (
    "中国县级政府网站所发布《政府信息公开工作年度报告》的存档：原件、逐格数据、每一处改动。"
    " / An archive of the annual reports on open government information that Chinese county portals publish:"
    " the originals, every cell, every change."
)
LICENCE = {
    "license": "CC BY 4.0（存档者的部分；年报本身为政府公开文件 / what is ours; the reports are public documents）",
    "license_url": "https://creativecommons.org/licenses/by/4.0/",
    "source": "各县（市、区）人民政府网站 / county governments' portals; 网址见每份年报 / addresses with each report",
}
MONEY = {
    "raw": "（所印）/ as printed",
    "value": "（所印数值）/ number as printed",
    "unit": "（所印单位）/ unit as printed; null where none is printed",
    "yuan": "（折合元）/ in yuan; null where no unit is printed",
}


def _form_columns(form_table: str) -> dict[str, str]:
    """The value columns of a national table, described from the form."""
    columns = {column.key: column for column in columns_of(form_table)}
    described = {}
    for wide in wide_columns(form_table):
        column = columns[wide.key]
        suffix = MONEY[wide.name.removeprefix(f"{wide.key}_")] if column.kind == "money" else ""
        unit = f"; 单位 unit: {column.unit}" if column.unit else ""
        described[wide.name] = f"{column.label} / {column.english}{unit}{suffix and f' {suffix}'}"
    return described


def column_notes(table: str) -> dict[str, str]:
    """Column → Chinese / English description, for a table or view of the archive (KeyError for others)."""
    form = {known.key for known in TABLES}
    return {**COLUMNS, **(_form_columns(table) if table in form else {}), **NOTES[table].columns}


def _table(name: str, note: TableNote, columns: list[str]) -> dict[str, Any]:
    known = column_notes(name)
    described: dict[str, Any] = {
        "title": f"{note.chinese} {note.english}",
        "description": note.about,
        "columns": {column: known[column] for column in columns},
        "size": PAGE_ROWS,
    }
    if note.facets:
        described["facets"] = list(note.facets)
    if note.newest_first:
        described["sort_desc"] = note.newest_first
    if note.sort:
        described["sort"] = note.sort
    if note.label:
        described["label_column"] = note.label
    if note.hidden:
        described["hidden"] = True
    if note.searched:
        described |= {"fts_table": SEARCH_TABLE, "fts_pk": "search_id"}
    return described


def table_columns() -> dict[str, list[str]]:
    """Every table and view of the schema with its columns, as SQLite itself sees them."""
    db = sqlite3.connect(":memory:")
    db.executescript(schema_sql())
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    columns = {name: [row[1] for row in db.execute(f"PRAGMA table_info([{name}])")] for name in names}
    db.close()
    return columns


def datasette_metadata(database: str = DATABASE) -> dict[str, Any]:
    """The whole of datasette-metadata.json (Datasette 0.65), for an archive file of this name without `.db`."""
    columns = table_columns()
    tables = {name: _table(name, note, columns[name]) for name, note in NOTES.items()}
    tables[SEARCH_TABLE] = {"title": "全文索引 Search index", "hidden": True}
    tables["_migrations"] = {"title": "结构版本 Migrations", "hidden": True}
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        **LICENCE,
        "databases": {database: {"title": "年报数据 Archive", "description": DESCRIPTION, "tables": tables}},
    }


def metadata_json() -> str:
    """The text of datasette-metadata.json."""
    return json.dumps(datasette_metadata(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(metadata_json())
