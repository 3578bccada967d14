"""Merging: archives of whole portals become one, the same whatever the order and grouping of them.

Every row has an id made from natural keys, so rows of different portals stand beside each other as they are. What
may stand in two shards (a public body, an address that both link to, a crawl that was divided between them) is joined
column by column with a rule that knows no order (`JOINED`). Local numbers are given anew in the order of time; the
search index and the findings are made again. What two shards may not share: a portal, a document, a report (two portals
of one county that publish the same body's year: which of them follows which only a rebuild from both can say).

The chain: every link of every shard stays as it was, with its entries, and a link of its own follows all their last
heads.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from archive.chain import add_link
from archive.connection import connect
from archive.derived import renew
from archive.errors import ArchiveError
from archive.findings_store import findings_are_stale
from archive.migrations import migrate
from archive.rows import one, value
from archive.schema import FINDINGS
from archive.search import SEARCH_TABLE
from archive.shards import Shard

JOINED: dict[str, dict[str, str]] = {
    "portals": {},
    "agencies": {},
    "agency_aliases": {"last_seen": "max"},
    "addresses": {"last_seen": "max"},
    "aliases": {},
    "corrections": {},
    "divisions": {"last_year": "max"},
    "units": {},
    "division_changes": {},
    "crawls": {"finished": "max", "continued": "max", "portals": "both"},
}
"""Tables of which two shards may have the same row → columns that take the greater of two values, or the items of both
lists; every other takes the lesser of those that are known."""
MADE_AGAIN = frozenset(
    ("_migrations", "fields", "derived_by", "chains", "chain_entries", *re.findall(r"CREATE TABLE (\w+)", FINDINGS))
)
"""Tables that are not copied as they are, besides the search index."""
_PORTALS = (
    "SELECT portal FROM {0}.crawl_portals UNION SELECT portal FROM {0}.documents UNION SELECT portal FROM {0}.captures"
)
_REBUILD = "`nianbao rebuild` makes one archive of the WARC files of both"
_APART = (
    (
        f"SELECT portal FROM ({_PORTALS.format('shard')} INTERSECT SELECT portal FROM ({_PORTALS.format('main')}))"
        " WHERE portal IS NOT NULL",
        _PORTALS.format("main"),
        "The portal {id} is in {one} and in {other}: a shard has a portal whole or not at all; " + _REBUILD + ".",
    ),
    *(
        (
            f"SELECT s.{column} FROM shard.{table} AS s JOIN main.{table} AS m ON m.{column} = s.{column}",
            f"SELECT {column} FROM main.{table}",
            f"{what} {{id}} is in {{one}} and in {{other}}; {_REBUILD}.",
        )
        for table, column, what in (
            ("documents", "id", "The document"),
            ("current", "report", "The report"),
            ("captures", "id", "The capture"),
            ("warc_files", "name", "A WARC file of the name"),
        )
    ),
)
"""What two shards may not share: (query for it, where each shard has it, sentence)."""


def _columns(db: Database, table: str) -> tuple[list[str], list[str]]:
    """All columns of a table and those of its primary key."""
    told = db.conn.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    return [row["name"] for row in told], [row["name"] for row in told if row["pk"]]


def _joined(table: str, columns: list[str], key: list[str]) -> str:
    """The ON CONFLICT clause of a table of which two shards may have the same row."""
    rules = []
    for name in columns:
        rule = JOINED[table].get(name, "min")
        if name in key:
            continue
        if rule == "both":
            both = f"SELECT value FROM json_each({table}.{name}) UNION SELECT value FROM json_each(excluded.{name})"
            rules.append(f"{name} = (SELECT json_group_array(value) FROM ({both} ORDER BY 1))")
        else:
            rules.append(f"{name} = coalesce({rule}({table}.{name}, excluded.{name}), {table}.{name}, excluded.{name})")
    return f" ON CONFLICT ({', '.join(key)}) DO " + (f"UPDATE SET {', '.join(rules)}" if rules else "NOTHING")


def _copy(db: Database, table: str) -> None:
    columns, key = _columns(db, table)
    number = "(SELECT n.number FROM temp.numbers AS n WHERE n.version = s.id)"
    found = ", ".join(number if name == "search_id" else f's."{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    join = _joined(table, columns, key) if table in JOINED else ""
    db.conn.execute(f'INSERT INTO main."{table}" ({names}) SELECT {found} FROM shard."{table}" AS s WHERE TRUE{join}')


def _copy_links(db: Database) -> None:
    """The links of a shard, behind those that are there."""
    last = value(db, "SELECT coalesce(max(number), 0) FROM main.chains")
    for table, number in (("chains", "number"), ("chain_entries", "link")):
        columns, _ = _columns(db, table)
        found = ", ".join(f"{name} + {last}" if name == number else name for name in columns)
        db.conn.execute(f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {found} FROM shard.{table}")


def _has(shard: Shard, sql: str, identifier: str) -> bool:
    db = connect(shard.database, write=False)
    try:
        return bool(value(db, f"SELECT ? IN ({sql})", (identifier,)))
    finally:
        db.close()


def _check_apart(db: Database, shard: Shard, before: Sequence[Shard]) -> None:
    """Raise ArchiveError where a shard has something of those before it that no two may share."""
    for sql, where, sentence in _APART:
        if found := db.conn.execute(f"{sql} LIMIT 1").fetchone():
            other = next(known.path for known in before if _has(known, where, found[0]))
            raise ArchiveError(sentence.format(id=found[0], one=other, other=shard.path))


def _attach(db: Database, shard: Shard) -> None:
    db.conn.execute("ATTACH ? AS shard", (f"{shard.database.absolute().as_uri()}?mode=ro",))


def _number(db: Database, shards: Sequence[Shard]) -> None:
    """The numbers of the versions in the search index, in the order of time."""
    db.conn.execute("CREATE TEMP TABLE seen (version TEXT, first_seen TEXT)")
    db.conn.execute("CREATE TEMP TABLE numbers (version TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID")
    for shard in shards:
        _attach(db, shard)
        db.conn.execute("INSERT INTO temp.seen SELECT id, first_seen FROM shard.versions")
        db.conn.execute("DETACH shard")
    db.conn.execute(
        "INSERT OR IGNORE INTO temp.numbers SELECT version, row_number() OVER (ORDER BY first_seen, version) FROM seen"
    )
    db.conn.execute("DROP TABLE temp.seen")


def merge_rows(shards: Sequence[Shard], path: Path) -> None:
    """Make the archive `path`, which is not there yet, of all rows of these shards.

    Nothing waits for the disk before the end: a file that was not made whole is to be thrown away. Raises ArchiveError
    where two shards share what they may not.
    """
    db = Database(sqlite3.connect(f"{path.absolute().as_uri()}", uri=True, isolation_level=None))
    db.conn.row_factory = sqlite3.Row
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", "foreign_keys = OFF"):
            db.conn.execute(f"PRAGMA {pragma}")
        migrate(db)
        tables = [name for name in db.table_names() if name not in MADE_AGAIN and not name.startswith(SEARCH_TABLE)]
        _number(db, shards)
        for number, shard in enumerate(shards):
            _attach(db, shard)
            _check_apart(db, shard, shards[:number])
            for table in tables:
                try:
                    _copy(db, table)
                except sqlite3.IntegrityError as error:
                    raise ArchiveError(f"A row of {table} in {shard.path} is in another of these archives.") from error
            _copy_links(db)
            db.conn.execute("DETACH shard")
        with db.atomic():
            add_link(db, None, "merge", (), "\n".join(sorted(shard.head for shard in shards if shard.head)))
            db.conn.execute("UPDATE crawls SET findings_made = NULL")
            findings_are_stale(db)
        renew(db)
        if broken := one(db, "PRAGMA foreign_key_check"):
            raise ArchiveError(
                f"A row of {broken['table']} would point at a row of {broken['parent']} that is not there."
            )
    finally:
        db.close()
