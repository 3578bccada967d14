"""Named migrations, each applied once and noted in `_migrations`. An archive with an unknown one is newer than we."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from sqlite3 import complete_statement

from sqlite_utils import Database

from archive.errors import ArchiveError, ArchiveTooNew
from archive.form_tables import form_fields, value_column
from archive.rows import insert
from archive.schema import SCHEMA_NAME, schema_sql
from archive.search import SEARCH_DDL
from archive.times import now


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one (`executescript` would commit the transaction around it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"unfinished statement: {statement!r}")


def fill_fields(db: Database) -> None:
    """Write the form as `parse.schema` says it into `fields`."""
    db.execute("DELETE FROM fields")
    insert(
        db,
        "fields",
        (
            {
                "form_table": field.form_table,
                "row_key": field.row_key,
                "column_key": field.column_key,
                "number": number,
                "block": field.block,
                "row_label": field.row_label,
                "column_label": field.column_label,
                "row_english": field.row_english,
                "column_english": field.column_english,
                "group_label": field.group_label,
                "group_english": field.group_english,
                "unit": field.unit,
                "kind": field.kind,
                "sql_column": value_column(field.form_table, field.column_key),
                "editions": ",".join(field.editions),
                "position_2019": field.position("2019"),
                "position_2021": field.position("2021"),
            }
            for number, field in enumerate(form_fields())
        ),
    )


def _first_schema(db: Database) -> None:
    for statement in statements(schema_sql() + SEARCH_DDL):
        db.execute(statement)
    fill_fields(db)


MIGRATIONS: tuple[tuple[str, Callable[[Database], None]], ...] = ((SCHEMA_NAME, _first_schema),)


def applied(db: Database) -> list[str]:
    """Names of the migrations this archive has seen, oldest first."""
    if "_migrations" not in db.table_names():
        return []
    return [str(row[0]) for row in db.execute("SELECT name FROM _migrations ORDER BY number")]


def check_age(db: Database) -> None:
    """Raise ArchiveTooNew if a newer nianbao wrote this archive, ArchiveError if it is none or too old to read."""
    done = applied(db)
    known = [name for name, _ in MIGRATIONS]
    unknown = [name for name in done if name not in known]
    if unknown:
        raise ArchiveTooNew(f"This archive was written by a newer nianbao (it has {unknown[-1]}); update nianbao.")
    if not done:
        raise ArchiveError("This file is no nianbao archive, or nothing was ever written to it.")


def migrate(db: Database) -> list[str]:
    """Apply what is missing, each migration in its own transaction. Returns the names applied now."""
    if applied(db):
        check_age(db)
    elif db.table_names():
        raise ArchiveError("This SQLite file is no nianbao archive; it is left alone.")
    done_now: list[str] = []
    for number, (name, step) in enumerate(MIGRATIONS, start=1):
        if name in applied(db):
            continue
        with db.atomic():
            db.execute(
                "CREATE TABLE IF NOT EXISTS _migrations"
                " (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL) STRICT"
            )
            step(db)
            insert(db, "_migrations", [{"number": number, "name": name, "applied": now()}])
        done_now.append(name)
    return done_now
