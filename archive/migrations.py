"""Named migrations, each applied once and noted in `_migrations`. An archive with an unknown one is newer than we.

A new archive gets the whole schema of today (`archive.schema`), an older one what it lacks; the views are made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sqlite3 import complete_statement

from sqlite_utils import Database

from archive.errors import ArchiveError, ArchiveTooNew
from archive.form_tables import form_fields, value_column
from archive.indicator_tables import INDICATORS
from archive.rows import insert
from archive.schema import FINDINGS, GUIDES, schema_sql, views_sql
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


def _run(db: Database, script: str) -> None:
    for statement in statements(script):
        db.execute(statement)


# `legacy_figures` is made anew: the readers of that time wrote no row into it.
_SCOPE_AND_MEMBERS = """
ALTER TABLE versions ADD COLUMN scope TEXT CHECK (scope IN ('own', 'whole', 'unstated'));
ALTER TABLE versions ADD COLUMN scope_sentence TEXT;
ALTER TABLE captures ADD COLUMN read_with TEXT;
ALTER TABLE addresses ADD COLUMN container TEXT REFERENCES addresses(id);
CREATE INDEX addresses_container ON addresses(container);
CREATE INDEX captures_parent ON captures(parent_url, purpose);
CREATE TABLE members (
  capture TEXT NOT NULL REFERENCES captures(id),
  path TEXT NOT NULL,
  address TEXT NOT NULL REFERENCES addresses(id),
  document TEXT REFERENCES documents(id),
  media_type TEXT,
  verdict TEXT NOT NULL,
  verdict_reason TEXT,
  PRIMARY KEY (capture, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_address ON members(address);
CREATE INDEX members_document ON members(document);
DROP TABLE legacy_figures;
CREATE TABLE legacy_figures (
  version TEXT NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  key TEXT,
  label TEXT NOT NULL,
  value ANY,
  cumulative ANY,
  unit TEXT,
  sentence TEXT NOT NULL,
  approximate INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
"""

# Findings are made again from what is kept: a later change of their tables does as this one does.
_FINDINGS = f"""
CREATE INDEX agencies_place ON agencies(coalesce(division_code, portal, substr(id, 1, instr(id, '-') - 1)));
DROP TABLE findings;
DROP TABLE coverage;
{FINDINGS}
INSERT OR REPLACE INTO derived_by (what, rule, made)
  VALUES ('findings', 'stale', strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'));
"""

# `chains` is made anew because a column that must not be null and another cause cannot be added to it.
_INDEXES = """
CREATE INDEX problems_document ON problems(document) WHERE document IS NOT NULL;
CREATE INDEX versions_previous ON versions(previous) WHERE previous IS NOT NULL;
CREATE INDEX changes_previous ON changes(previous) WHERE previous IS NOT NULL;
CREATE INDEX changes_repeats ON changes(repeats) WHERE repeats IS NOT NULL;
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE chains_before AS SELECT * FROM main.chains;
DROP TABLE main.chains;
CREATE TABLE chains (
  number INTEGER PRIMARY KEY,
  crawl TEXT,
  cause TEXT NOT NULL CHECK (cause IN ('crawl', 'rereading', 'merge')),
  made TEXT NOT NULL,
  entries INTEGER NOT NULL,
  head TEXT NOT NULL,
  follows TEXT NOT NULL
) STRICT;
INSERT INTO chains SELECT b.*, coalesce((SELECT a.head FROM chains_before AS a WHERE a.number = b.number - 1), '')
  FROM chains_before AS b;
DROP TABLE temp.chains_before;
"""

# The key of `corrections` has its value too: several problems of one version may be judged on one day.
_CORRECTIONS = """
ALTER TABLE versions ADD COLUMN corrected TEXT;
ALTER TABLE versions ADD COLUMN year_read INTEGER;
ALTER TABLE versions ADD COLUMN year_read_from TEXT;
ALTER TABLE versions ADD COLUMN pictures TEXT;
CREATE TEMP TABLE corrections_before AS SELECT * FROM main.corrections;
DROP TABLE main.corrections;
CREATE TABLE corrections (
  about TEXT NOT NULL,
  statement TEXT NOT NULL CHECK (statement IN ('is_report', 'is_not_report', 'agency', 'report_year', 'judged')),
  value TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL,
  made_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (about, statement, made_on, value)
) STRICT, WITHOUT ROWID;
INSERT INTO corrections SELECT about, statement, coalesce(value, ''), author, made_on, reason FROM corrections_before;
DROP TABLE temp.corrections_before;
"""

# What an older reader wrote has none of the three; reading again fills them.
_LEGACY_STATES = """
ALTER TABLE legacy_figures ADD COLUMN state TEXT;
ALTER TABLE legacy_figures ADD COLUMN cumulative_state TEXT;
ALTER TABLE legacy_figures ADD COLUMN heading TEXT;
"""

_DIVISIONS = """
ALTER TABLE divisions ADD COLUMN last_year INTEGER;
ALTER TABLE portals ADD COLUMN seen_live TEXT;
CREATE TABLE units (
  portal TEXT NOT NULL REFERENCES portals(id),
  name TEXT NOT NULL,
  agency TEXT NOT NULL REFERENCES agencies(id),
  level TEXT,
  since INTEGER NOT NULL,
  code TEXT,
  number TEXT,
  known_by TEXT NOT NULL,
  PRIMARY KEY (portal, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX units_agency ON units(agency);
"""
_NEWEST_FIRST = """
CREATE INDEX changes_newest ON changes(first_seen_new, id) WHERE repeats IS NULL;
CREATE INDEX IF NOT EXISTS similar_reports_share ON similar_reports(share);
"""
_LISTS = """
CREATE TABLE lists (
  crawl TEXT NOT NULL REFERENCES crawls(id),
  portal TEXT NOT NULL REFERENCES portals(id),
  url TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('whole', 'short', 'broken', 'empty')),
  pages INTEGER NOT NULL,
  found INTEGER NOT NULL,
  expected INTEGER,
  basis TEXT,
  said_at TEXT,
  reason TEXT,
  name TEXT,
  agency TEXT,
  column_url TEXT,
  PRIMARY KEY (crawl, portal, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX lists_portal ON lists(portal, url);
"""
# an archive that came through 0003 has the tables of today already
_WHERE_MISSING = re.sub("^CREATE (TABLE|INDEX) ", r"CREATE \1 IF NOT EXISTS ", GUIDES + INDICATORS, flags=re.MULTILINE)
_INDICATORS = f"""
ALTER TABLE agencies ADD COLUMN function_basis TEXT;
CREATE INDEX agencies_function ON agencies(function) WHERE function IS NOT NULL;
CREATE INDEX rereadings_newest ON rereadings(reread_at, version, position)
  WHERE position > 0 OR column_key IN ('report', 'verdict');
CREATE INDEX IF NOT EXISTS information_fees_state ON information_fees(state, report_year, agency);
CREATE INDEX IF NOT EXISTS coverage_gaps ON coverage(report_year, reason, agency) WHERE state = 'not_seen';
{_WHERE_MISSING}
INSERT OR REPLACE INTO derived_by (what, rule, made)
  VALUES ('findings', 'stale', strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'));
"""
_BOILERPLATE = """
CREATE TABLE IF NOT EXISTS boilerplate (
  search_id INTEGER PRIMARY KEY,
  places TEXT NOT NULL
) STRICT;
INSERT OR REPLACE INTO derived_by (what, rule, made)
  VALUES ('findings', 'stale', strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'));
"""
# an entry for each row that has none of it was written and taken out again; by the digest of a content nothing is asked
_FEWER_ENTRIES = """
DROP INDEX versions_content;
DROP INDEX addresses_document;
DROP INDEX addresses_container;
DROP INDEX captures_document;
DROP INDEX captures_parent;
CREATE INDEX addresses_document ON addresses(document) WHERE document IS NOT NULL;
CREATE INDEX addresses_container ON addresses(container) WHERE container IS NOT NULL;
CREATE INDEX captures_document ON captures(document, fetched_at) WHERE document IS NOT NULL;
CREATE INDEX captures_parent ON captures(parent_url, purpose) WHERE parent_url IS NOT NULL;
"""
# a rate or a waiver was kept as a fee charged: sentences are read again with the findings
_FEES_MENTIONED = """
CREATE TEMP TABLE fees_before AS SELECT * FROM information_fees;
DROP TABLE information_fees;
CREATE TABLE information_fees (
  version TEXT PRIMARY KEY REFERENCES versions(id),
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('amount', 'zero', 'none_charged', 'mentioned', 'nothing_to_report', 'not_stated',
      'section_missing')),
  printed TEXT,
  yuan ANY,
  sentence TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX information_fees_agency ON information_fees(agency, report_year);
CREATE INDEX information_fees_state ON information_fees(state, report_year, agency);
INSERT INTO information_fees SELECT * FROM temp.fees_before;
DROP TABLE temp.fees_before;
INSERT OR REPLACE INTO derived_by (what, rule, made)
  VALUES ('findings', 'stale', strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'));
"""
_NEWEST_STATUSES = """
CREATE INDEX changes_newest_statuses ON changes(first_seen_new, id) WHERE repeats IS NULL AND kind = 'status';
"""
_PROBLEMS_BY_KIND = """
DROP INDEX problems_version;
CREATE INDEX problems_version ON problems(version, origin, kind);
"""

# Pages that were met on the way before they were fetched as documents had been given up unread.
_READ_WHAT_WAS_MET_BEFORE = """
UPDATE captures SET verdict = NULL, verdict_reason = NULL
WHERE purpose = 'document' AND verdict IN ('way', 'home', 'api', 'script', 'image', 'part', 'other');
"""


MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001_first_schema", ""),
    ("0002_scope_and_members", _SCOPE_AND_MEMBERS),
    ("0003_findings", _FINDINGS),
    ("0007_indexes", _INDEXES),
    ("0008_corrections", _CORRECTIONS),
    ("0008_legacy_states", _LEGACY_STATES),
    ("0009_divisions", _DIVISIONS),
    ("0019_newest_first", _NEWEST_FIRST),
    ("0021_claims_checked", ""),
    ("0022_newest_versions", "CREATE INDEX versions_newest ON versions(first_seen);"),
    ("0023_lists", _LISTS),
    ("0024_indicators", _INDICATORS),
    ("0025_boilerplate", _BOILERPLATE),
    ("0026_likeness_first", ""),
    ("0027_recognised_sides", ""),
    ("0028_fewer_entries", _FEWER_ENTRIES),
    ("0029_newest_captures", "CREATE INDEX captures_newest ON captures(fetched_at);"),
    ("0030_numbers_of_views", ""),
    ("0031_fees_mentioned", _FEES_MENTIONED),
    ("0032_newest_statuses", _NEWEST_STATUSES),
    ("0033_problems_by_kind", _PROBLEMS_BY_KIND),
    ("0034_read_what_was_met_before", _READ_WHAT_WAS_MET_BEFORE),
)
"""Name and script, oldest first; a script gives an archive of the time before it what it lacks."""


def applied(db: Database) -> list[str]:
    """Names of the migrations this archive has seen, oldest first."""
    if "_migrations" not in db.table_names():
        return []
    return [str(row[0]) for row in db.execute("SELECT name FROM _migrations ORDER BY number")]


def check_age(db: Database) -> None:
    """Raise ArchiveTooNew if a newer nianbao wrote this archive, ArchiveError if it is none."""
    done = applied(db)
    known = [name for name, _ in MIGRATIONS]
    unknown = [name for name in done if name not in known]
    if unknown:
        raise ArchiveTooNew(f"This archive was written by a newer nianbao (it has {unknown[-1]}); update nianbao.")
    if not done:
        raise ArchiveError("This file is no nianbao archive, or nothing was ever written to it.")


def check_readable(db: Database) -> None:
    """As `check_age`; and raise ArchiveError where a writer has to bring the archive up to date first."""
    check_age(db)
    if len(applied(db)) < len(MIGRATIONS):
        raise ArchiveError(
            "This archive was written by an older nianbao; a crawl or `nianbao reparse` brings it up to date."
        )


def migrate(db: Database) -> list[str]:
    """Apply what is missing in one transaction, and make the views again. Returns the names applied now."""
    done = applied(db)
    if done:
        check_age(db)
    elif db.table_names():
        raise ArchiveError("This SQLite file is no nianbao archive; it is left alone.")
    new = [migration for migration in MIGRATIONS if migration[0] not in done]
    # not its place in MIGRATIONS: an archive may have seen a later one before one that came to stand above it
    last = db.execute("SELECT max(number) FROM _migrations").fetchone()[0] if done else 0
    missing = [(number, *migration) for number, migration in enumerate(new, start=last + 1)]
    if not missing:
        return []
    with db.atomic():
        if not done:
            db.execute(
                "CREATE TABLE _migrations"
                " (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL) STRICT"
            )
            _run(db, schema_sql() + SEARCH_DDL)
            fill_fields(db)
        else:
            for view in db.view_names():
                db.execute(f'DROP VIEW "{view}"')
            for _, _, script in missing:
                _run(db, script)
            _run(db, views_sql())
        made = now()
        insert(db, "_migrations", [{"number": number, "name": name, "applied": made} for number, name, _ in missing])
    return [name for _, name, _ in missing]
