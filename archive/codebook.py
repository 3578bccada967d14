"""docs/schema.md: every table, view and column in both languages, and the keys of the form.

`python -m archive.codebook > docs/schema.md` writes it; a test says whether it is fresh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.form_tables import FormField, form_fields
from archive.metadata import DATABASE, datasette_metadata, table_columns
from parse import schema

_HEAD = """# Schema of archive.db

Generated from `parse/schema.py`, `archive/schema.py` and `archive/notes.py` with `python -m archive.codebook`; do not
edit by hand. Texts are Chinese / English.

Times are ISO 8601 in UTC, dates ISO dates. Null means that nothing is known or nothing is printed, never 0.
"""


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("\n", " ")


def _tables() -> Iterator[str]:
    notes: Mapping[str, Any] = datasette_metadata()["databases"][DATABASE]["tables"]
    yield "## Tables and views\n"
    for table, columns in table_columns().items():
        note = notes.get(table, {})
        yield f"### {table}\n"
        yield f"{note.get('title', '')}. {note.get('description', '')}\n".lstrip(". ")
        yield "| column | meaning |\n|---|---|"
        described = note.get("columns", {})
        yield "\n".join(f"| `{column}` | {_cell(described.get(column))} |" for column in columns) + "\n"


def _fields() -> Iterator[str]:
    yield "## Keys of the form\n"
    yield "Labels as printed in the official forms, 国办公开办函〔2019〕60号 (2019) and 〔2021〕30号 (2021).\n"
    for table in schema.TABLES:
        yield f"### {table.title} / {table.english} (`{table.key}`)\n"
        fields = [field for field in form_fields() if field.form_table == table.key]
        yield "| row | label | English | columns | editions |\n|---|---|---|---|---|"
        rows: dict[str, list[FormField]] = {}
        for field in fields:
            rows.setdefault(field.row_key, []).append(field)
        for key, row in rows.items():
            columns = ", ".join(f"`{field.column_key}`" for field in row)
            editions = ", ".join(sorted({edition for field in row for edition in field.editions}))
            yield f"| `{key}` | {_cell(row[0].row_label)} | {_cell(row[0].row_english)} | {columns} | {editions} |"
        yield "\n| column | label | English | unit |\n|---|---|---|---|"
        seen: dict[str, FormField] = {}
        for field in fields:
            seen.setdefault(field.column_key, field)
        for key, field in seen.items():
            unit = _cell(field.unit)
            yield f"| `{key}` | {_cell(field.column_label)} | {_cell(field.column_english)} | {unit} |"
        yield ""


def codebook() -> str:
    """The page as markdown."""
    return "\n".join((_HEAD, *_tables(), *_fields())).rstrip() + "\n"


if __name__ == "__main__":
    print(codebook(), end="")
