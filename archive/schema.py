"""The SQL schema of a new archive, as one script: tables, indexes, views (docs/schema.md is generated from it).

What it has more than its first form, `archive.migrations` gives to an archive that is older; a test holds them equal.

Identifiers are text made from natural keys; times are ISO 8601 in UTC with microseconds, as in the WARC records; dates
are ISO dates. Tables marked *kept* hold rows that never change once their crawl is closed: they are digested in
`chain_entries`. Everything else can be derived again from them and the WARCs.
"""

from __future__ import annotations

from archive.form_tables import cells_long_ddl, wide_ddl
from archive.indicator_tables import INDICATORS, indicator_values_ddl
from archive.list_views import LIST_VIEWS
from archive.views import PUBLISHED_VIEWS
from parse import schema as form

DIVISIONS = """
CREATE TABLE divisions (
  code TEXT NOT NULL,
  year INTEGER NOT NULL,
  name TEXT NOT NULL,
  level TEXT,
  parent TEXT,
  known_by TEXT,
  last_year INTEGER,
  PRIMARY KEY (code, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE division_changes (
  code_from TEXT NOT NULL,
  code_to TEXT NOT NULL,
  kind TEXT NOT NULL,
  changed_on TEXT,
  known_by TEXT,
  PRIMARY KEY (code_from, code_to, kind)
) STRICT, WITHOUT ROWID;
"""

PORTALS = """
CREATE TABLE portals (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  county TEXT,
  division_code TEXT,
  division_year INTEGER,
  family TEXT,
  homepage TEXT,
  known_by TEXT,
  note TEXT,
  seen_live TEXT
) STRICT;

CREATE TABLE agencies (
  id TEXT PRIMARY KEY,
  portal TEXT REFERENCES portals(id),
  division_code TEXT,
  name TEXT,
  core_name TEXT,
  level TEXT CHECK (level IN ('province', 'prefecture', 'county', 'department', 'township', 'subdistrict')),
  function TEXT,
  parent TEXT REFERENCES agencies(id),
  predecessor TEXT REFERENCES agencies(id),
  successor TEXT REFERENCES agencies(id),
  basis TEXT NOT NULL,
  function_basis TEXT
) STRICT;
CREATE INDEX agencies_function ON agencies(function) WHERE function IS NOT NULL;
CREATE INDEX agencies_portal ON agencies(portal);
CREATE INDEX agencies_place ON agencies(coalesce(division_code, portal, substr(id, 1, instr(id, '-') - 1)));

-- bodies that a list of a portal's units names: what is expected of them, whether or not anything of them was seen
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

CREATE TABLE agency_aliases (
  agency TEXT NOT NULL REFERENCES agencies(id),
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  PRIMARY KEY (agency, name, basis)
) STRICT, WITHOUT ROWID;
"""

CRAWLS = """
CREATE TABLE crawls (
  id TEXT PRIMARY KEY,
  started TEXT NOT NULL,
  finished TEXT,
  portals TEXT NOT NULL,
  continued INTEGER NOT NULL DEFAULT 0,
  software TEXT,
  findings_made TEXT
) STRICT;

CREATE TABLE crawl_portals (
  crawl TEXT NOT NULL REFERENCES crawls(id),
  portal TEXT NOT NULL REFERENCES portals(id),
  outcome TEXT,
  message TEXT,
  lists_complete INTEGER NOT NULL DEFAULT 0,
  found INTEGER NOT NULL DEFAULT 0,
  new INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  same INTEGER NOT NULL DEFAULT 0,
  not_report INTEGER NOT NULL DEFAULT 0,
  problems INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (crawl, portal)
) STRICT, WITHOUT ROWID;

-- the lists that a walk read: entries announced and found, and what is wrong where one is not whole
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

CREATE TABLE warc_files (
  name TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  whole_bytes INTEGER,
  bytes INTEGER,
  sha256 TEXT,
  sealed TEXT
) STRICT;
"""

DOCUMENTS = """
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  portal TEXT REFERENCES portals(id),
  agency TEXT REFERENCES agencies(id),
  url TEXT NOT NULL,
  live_url TEXT,
  kind TEXT NOT NULL,
  media_type TEXT,
  report_year INTEGER,
  title TEXT,
  published_on TEXT,
  status TEXT NOT NULL
    CHECK (status IN ('live', 'missing_once', 'withdrawn', 'moved', 'unlisted', 'never_seen')),
  status_since TEXT,
  first_seen TEXT,
  last_seen TEXT,
  listed_at TEXT,
  list_date TEXT,
  link_text TEXT,
  column_name TEXT,
  column_url TEXT,
  parent_url TEXT
) STRICT;
CREATE INDEX documents_portal ON documents(portal);
CREATE INDEX documents_report ON documents(agency, report_year);

-- container: the address whose answers hold this one as a file (a ZIP and its members)
CREATE TABLE addresses (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  document TEXT REFERENCES documents(id),
  portal TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  container TEXT REFERENCES addresses(id)
) STRICT;
CREATE INDEX addresses_document ON addresses(document) WHERE document IS NOT NULL;
CREATE INDEX addresses_container ON addresses(container) WHERE container IS NOT NULL;

-- kept; document, verdict and reading are derived
CREATE TABLE captures (
  id TEXT PRIMARY KEY,
  document TEXT REFERENCES documents(id),
  address TEXT NOT NULL REFERENCES addresses(id),
  url TEXT NOT NULL,
  method TEXT NOT NULL DEFAULT 'GET',
  fetched_at TEXT NOT NULL,
  finished_at TEXT,
  http_status INTEGER,
  media_type TEXT,
  content_type TEXT,
  etag TEXT,
  last_modified TEXT,
  redirect_to TEXT,
  truncated TEXT,
  failure TEXT,
  payload_sha256 TEXT,
  payload_bytes INTEGER,
  record_type TEXT NOT NULL CHECK (record_type IN ('response', 'revisit', 'metadata')),
  refers_to TEXT REFERENCES captures(id),
  warc_file TEXT NOT NULL REFERENCES warc_files(name),
  warc_offset INTEGER NOT NULL,
  warc_length INTEGER NOT NULL,
  warc_record_id TEXT NOT NULL,
  origin TEXT NOT NULL DEFAULT 'crawl',
  purpose TEXT NOT NULL DEFAULT 'document',
  crawl TEXT,
  portal TEXT,
  portal_name TEXT,
  agency_hint TEXT,
  column_name TEXT,
  column_url TEXT,
  link_text TEXT,
  list_date TEXT,
  parent_url TEXT,
  verdict TEXT,
  verdict_reason TEXT,
  read_by TEXT,
  read_with TEXT
) STRICT;
CREATE INDEX captures_address ON captures(address, fetched_at);
CREATE INDEX captures_document ON captures(document, fetched_at) WHERE document IS NOT NULL;
CREATE INDEX captures_newest ON captures(fetched_at);
CREATE INDEX captures_crawl ON captures(crawl, portal);
CREATE INDEX captures_warc ON captures(warc_file, warc_offset);
CREATE INDEX captures_record ON captures(warc_record_id);
CREATE INDEX captures_waiting ON captures(fetched_at, id) WHERE verdict IS NULL;
CREATE INDEX captures_parent ON captures(parent_url, purpose) WHERE parent_url IS NOT NULL;

-- derived: the files that a captured ZIP holds, each with its verdict
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
"""

VERSIONS = """
-- kept; last_seen, report, agency and what a later parser reads otherwise are derived
CREATE TABLE versions (
  id TEXT PRIMARY KEY,
  search_id INTEGER NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents(id),
  number INTEGER NOT NULL,
  report TEXT NOT NULL,
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER,
  report_year_source TEXT,
  previous TEXT REFERENCES versions(id),
  first_capture TEXT NOT NULL REFERENCES captures(id),
  crawl TEXT,
  content_sha256 TEXT NOT NULL,
  edition TEXT,
  title TEXT,
  agency_name TEXT,
  agency_source TEXT,
  agency_level TEXT,
  cited_notice TEXT,
  index_number TEXT,
  document_number TEXT,
  published_on TEXT,
  signed_on TEXT,
  period_start TEXT,
  period_end TEXT,
  media_type TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  cells_decided INTEGER NOT NULL,
  checks_passed INTEGER NOT NULL,
  checks_failed INTEGER NOT NULL,
  checks_not_assessable INTEGER NOT NULL,
  parser TEXT NOT NULL,
  text TEXT NOT NULL,
  scope TEXT CHECK (scope IN ('own', 'whole', 'unstated')),
  scope_sentence TEXT,
  corrected TEXT,
  year_read INTEGER,
  year_read_from TEXT,
  pictures TEXT,
  UNIQUE (document, number)
) STRICT;
CREATE INDEX versions_report ON versions(report, first_seen);
CREATE INDEX versions_newest ON versions(first_seen);
CREATE INDEX versions_agency ON versions(agency, report_year);
CREATE INDEX versions_crawl ON versions(crawl);
CREATE INDEX versions_previous ON versions(previous) WHERE previous IS NOT NULL;

CREATE TABLE version_captures (
  version TEXT NOT NULL REFERENCES versions(id),
  capture TEXT NOT NULL REFERENCES captures(id),
  PRIMARY KEY (version, capture)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_captures_capture ON version_captures(capture);

-- start counts characters of versions.text from 0; own_text only where the part is no piece of it
CREATE TABLE section_places (
  version TEXT NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  id TEXT,
  heading TEXT NOT NULL,
  start INTEGER,
  length INTEGER,
  own_text TEXT,
  PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

-- value and cumulative are exact: a number, or its digits where SQLite has no number for it
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
  state TEXT,
  cumulative_state TEXT,
  heading TEXT,
  PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
  version TEXT NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  value ANY,
  sentence TEXT NOT NULL,
  PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

-- version null where the problem is a portal's, a document's or a capture's
CREATE TABLE problems (
  version TEXT REFERENCES versions(id),
  document TEXT REFERENCES documents(id),
  capture TEXT REFERENCES captures(id),
  portal TEXT,
  crawl TEXT,
  kind TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('source', 'reading', 'access')),
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  form_table TEXT,
  row_key TEXT,
  column_key TEXT,
  seen TEXT,
  expected TEXT,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX problems_version ON problems(version, origin, kind);
CREATE INDEX problems_capture ON problems(capture);
CREATE INDEX problems_portal ON problems(portal, crawl);
CREATE INDEX problems_kind ON problems(kind);
CREATE INDEX problems_document ON problems(document) WHERE document IS NOT NULL;
"""

CELLS = """
-- kept, with the three wide tables: one digest a version; only what is not the plain case (see cells_long)
CREATE TABLE cells (
  version TEXT NOT NULL REFERENCES versions(id),
  form_table TEXT NOT NULL,
  row_key TEXT NOT NULL,
  column_key TEXT NOT NULL,
  printed TEXT,
  value ANY,
  state TEXT NOT NULL,
  implied_zero INTEGER NOT NULL DEFAULT 0,
  page INTEGER,
  grid INTEGER,
  grid_row INTEGER,
  grid_column INTEGER,
  placed_by TEXT NOT NULL,
  confidence REAL,
  PRIMARY KEY (version, form_table, row_key, column_key)
) STRICT, WITHOUT ROWID;

-- position: place of the column within its printed row, from 0; null where that edition does not print it
CREATE TABLE fields (
  form_table TEXT NOT NULL,
  row_key TEXT NOT NULL,
  column_key TEXT NOT NULL,
  number INTEGER NOT NULL,
  block TEXT,
  row_label TEXT NOT NULL,
  column_label TEXT NOT NULL,
  row_english TEXT NOT NULL,
  column_english TEXT NOT NULL,
  group_label TEXT,
  group_english TEXT,
  unit TEXT,
  kind TEXT NOT NULL,
  sql_column TEXT NOT NULL,
  editions TEXT NOT NULL,
  position_2019 INTEGER,
  position_2021 INTEGER,
  PRIMARY KEY (form_table, row_key, column_key)
) STRICT, WITHOUT ROWID;
"""

HISTORY = """
-- kept
CREATE TABLE changes (
  id TEXT PRIMARY KEY,
  version TEXT NOT NULL REFERENCES versions(id),
  previous TEXT REFERENCES versions(id),
  report TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('cell', 'section', 'title', 'date', 'form', 'status')),
  form_table TEXT,
  row_key TEXT,
  column_key TEXT,
  old TEXT,
  new TEXT,
  last_seen_old TEXT,
  first_seen_new TEXT,
  repeats TEXT REFERENCES changes(id),
  crawl TEXT
) STRICT;
CREATE INDEX changes_version ON changes(version);
CREATE INDEX changes_report ON changes(report, first_seen_new);
CREATE INDEX changes_crawl ON changes(crawl);
CREATE INDEX changes_previous ON changes(previous) WHERE previous IS NOT NULL;
CREATE INDEX changes_newest ON changes(first_seen_new, id) WHERE repeats IS NULL;
CREATE INDEX changes_newest_statuses ON changes(first_seen_new, id) WHERE repeats IS NULL AND kind = 'status';
CREATE INDEX changes_repeats ON changes(repeats) WHERE repeats IS NOT NULL;

CREATE TABLE sightings (
  document TEXT NOT NULL REFERENCES documents(id),
  crawl TEXT NOT NULL,
  sight TEXT NOT NULL CHECK (sight IN ('live', 'gone', 'unknown', 'unlisted', 'suspended')),
  seen_at TEXT NOT NULL,
  capture TEXT REFERENCES captures(id),
  reason TEXT,
  PRIMARY KEY (document, crawl, sight)
) STRICT, WITHOUT ROWID;

CREATE TABLE rereadings (
  version TEXT NOT NULL REFERENCES versions(id),
  reread_at TEXT NOT NULL,
  position INTEGER NOT NULL,
  parser_old TEXT NOT NULL,
  parser_new TEXT NOT NULL,
  form_table TEXT,
  row_key TEXT,
  column_key TEXT,
  old TEXT,
  new TEXT,
  PRIMARY KEY (version, reread_at, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX rereadings_newest ON rereadings(reread_at, version, position)
  WHERE position > 0 OR column_key IN ('report', 'verdict');

CREATE TABLE aliases (
  retired TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('portal', 'agency', 'document', 'capture', 'version')),
  now TEXT NOT NULL,
  since TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (kind, retired)
) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (
  about TEXT NOT NULL,
  statement TEXT NOT NULL CHECK (statement IN ('is_report', 'is_not_report', 'agency', 'report_year', 'judged')),
  value TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL,
  made_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (about, statement, made_on, value)
) STRICT, WITHOUT ROWID;

-- a link a closed crawl, rereading or merge: head = SHA-256 of `follows` (the head before it, of a merge all heads
-- before it) and of its entries
CREATE TABLE chains (
  number INTEGER PRIMARY KEY,
  crawl TEXT,
  cause TEXT NOT NULL CHECK (cause IN ('crawl', 'rereading', 'merge')),
  made TEXT NOT NULL,
  entries INTEGER NOT NULL,
  head TEXT NOT NULL,
  follows TEXT NOT NULL
) STRICT;

CREATE TABLE chain_entries (
  link INTEGER NOT NULL REFERENCES chains(number),
  kept TEXT NOT NULL CHECK (kept IN ('captures', 'versions', 'cells', 'changes')),
  id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (kept, id, link)
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_entries_link ON chain_entries(link);

-- by which rule of ours something was made from kept rows; made again when the rule is another
CREATE TABLE derived_by (
  what TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  made TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- report: agency and year; where the year is not known, agency and document
CREATE TABLE current (
  report TEXT PRIMARY KEY,
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER,
  version TEXT NOT NULL REFERENCES versions(id),
  chosen_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX current_version ON current(version);
CREATE UNIQUE INDEX current_agency ON current(agency, report_year);
CREATE INDEX current_year ON current(report_year);
"""

FINDINGS = """
-- what a kind of finding means, by which rule it is found, and what may innocently cause it; written by `findings`
CREATE TABLE finding_kinds (
  kind TEXT PRIMARY KEY,
  chinese TEXT NOT NULL,
  english TEXT NOT NULL,
  compares TEXT NOT NULL CHECK (compares IN ('report', 'years', 'bodies')),
  rule_chinese TEXT NOT NULL,
  rule_english TEXT NOT NULL,
  innocent_chinese TEXT NOT NULL,
  innocent_english TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- derived by the room `findings` from the current versions; written for the agencies a crawl touched
CREATE TABLE findings (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL REFERENCES finding_kinds(kind),
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER NOT NULL,
  report TEXT NOT NULL,
  version TEXT NOT NULL REFERENCES versions(id),
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  form_table TEXT,
  row_key TEXT,
  column_key TEXT,
  item TEXT,
  seen TEXT,
  expected TEXT,
  other_version TEXT REFERENCES versions(id),
  sentence TEXT,
  chinese TEXT NOT NULL,
  english TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_agency ON findings(agency, report_year);
CREATE INDEX findings_version ON findings(version);
CREATE INDEX findings_other ON findings(other_version);
CREATE INDEX findings_kind ON findings(kind);

-- derived: how often each kind of comparison of a report held, failed, or could not be made, and why not
CREATE TABLE finding_checks (
  report TEXT NOT NULL,
  kind TEXT NOT NULL REFERENCES finding_kinds(kind),
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  not_assessable INTEGER NOT NULL,
  reason TEXT,
  PRIMARY KEY (report, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_checks_agency ON finding_checks(agency);

-- derived: what a report says of 信息处理费; yuan is exact: a number, or its digits where SQLite has no number for it
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

-- derived: texts that say the same, from the side of each report; share: of its own wording that stands in the other;
-- passages: JSON, a list of [start, length, start in the other, length in the other], characters of versions.text
-- from 0
CREATE TABLE similar_reports (
  version TEXT NOT NULL REFERENCES versions(id),
  other_version TEXT NOT NULL REFERENCES versions(id),
  relation TEXT NOT NULL CHECK (relation IN ('own_year_before', 'other_body')),
  share REAL NOT NULL,
  own_units INTEGER NOT NULL,
  shared_units INTEGER NOT NULL,
  threshold REAL NOT NULL,
  method TEXT NOT NULL,
  passages TEXT NOT NULL,
  PRIMARY KEY (version, other_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX similar_reports_other ON similar_reports(other_version);
CREATE INDEX similar_reports_share ON similar_reports(share);

-- derived: by what texts are found to be alike; sentences and buckets are packed integers of 8 bytes, lengths of 2
CREATE TABLE text_marks (
  search_id INTEGER PRIMARY KEY,
  version TEXT NOT NULL REFERENCES versions(id),
  agency TEXT NOT NULL REFERENCES agencies(id),
  place TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  made_of TEXT NOT NULL,
  units INTEGER NOT NULL,
  sentences BLOB NOT NULL,
  lengths BLOB NOT NULL,
  buckets BLOB NOT NULL
) STRICT;
CREATE INDEX text_marks_agency ON text_marks(agency, report_year);
CREATE INDEX text_marks_version ON text_marks(version);

CREATE TABLE text_sentences (
  report_year INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  place TEXT NOT NULL,
  search_id INTEGER NOT NULL REFERENCES text_marks(search_id),
  PRIMARY KEY (report_year, sentence, place, search_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE text_buckets (
  report_year INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  search_id INTEGER NOT NULL REFERENCES text_marks(search_id),
  PRIMARY KEY (report_year, bucket, search_id)
) STRICT, WITHOUT ROWID;

-- derived: where the text of a report is boilerplate: sentences that many reports of its year have, or of the law;
-- places: JSON, a list of [start, length], characters of versions.text from 0
CREATE TABLE boilerplate (
  search_id INTEGER PRIMARY KEY,
  places TEXT NOT NULL
) STRICT;

-- names that texts were looked through for
CREATE TABLE text_names (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- derived: what was seen of each year of an agency, from the first year of its county that is known; report null where
-- none was seen
CREATE TABLE coverage (
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER NOT NULL,
  place TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('found', 'not_seen', 'not_expected')),
  reason TEXT NOT NULL,
  basis TEXT,
  report TEXT,
  as_of TEXT,
  PRIMARY KEY (agency, report_year),
  CHECK ((state = 'found') = (report IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_year ON coverage(report_year, state);
CREATE INDEX coverage_gaps ON coverage(report_year, reason, agency) WHERE state = 'not_seen';
CREATE INDEX coverage_place ON coverage(place, report_year);

-- derived: the same by county: how many of its bodies were expected and found, and its own government's report
CREATE TABLE county_coverage (
  place TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  portal TEXT REFERENCES portals(id),
  expected INTEGER,
  found INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  not_seen INTEGER NOT NULL,
  not_expected INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('found', 'not_seen', 'not_expected')),
  reason TEXT NOT NULL,
  basis TEXT,
  report TEXT,
  as_of TEXT,
  PRIMARY KEY (place, report_year),
  CHECK ((state = 'found') = (report IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX county_coverage_portal ON county_coverage(portal);
CREATE INDEX county_coverage_year ON county_coverage(report_year, state);
"""

GUIDES = """
-- derived: what bodies are there for, and the words in their names that say so; written by `findings`
CREATE TABLE functions (
  function TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  chinese TEXT NOT NULL,
  english TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- derived: by when a report is to be published, and who says so; binding: law, notice (of the General Office), custom
CREATE TABLE due_dates (
  level TEXT NOT NULL,
  first_year INTEGER NOT NULL,
  last_year INTEGER,
  month INTEGER NOT NULL,
  day INTEGER NOT NULL,
  binding TEXT NOT NULL CHECK (binding IN ('law', 'notice', 'custom')),
  chinese TEXT NOT NULL,
  english TEXT NOT NULL,
  PRIMARY KEY (level, first_year, binding)
) STRICT, WITHOUT ROWID;
"""
FINDINGS += GUIDES + INDICATORS

PASSAGES_VIEW = """
CREATE VIEW similar_passages AS
SELECT s.version AS version, s.other_version AS other_version, CAST(p.key AS INTEGER) AS position,
  substr(v.text, (p.value ->> 0) + 1, p.value ->> 1) AS text,
  CAST(p.value ->> 0 AS INTEGER) AS start, CAST(p.value ->> 1 AS INTEGER) AS length,
  CAST(p.value ->> 2 AS INTEGER) AS other_start, CAST(p.value ->> 3 AS INTEGER) AS other_length,
  substr(o.text, (p.value ->> 2) + 1, p.value ->> 3) AS other_text
FROM similar_reports AS s JOIN versions AS v ON v.id = s.version JOIN versions AS o ON o.id = s.other_version
  JOIN json_each(s.passages) AS p;
"""

SECTIONS_VIEW = """
CREATE VIEW sections AS
SELECT p.version AS version, p.id AS id, p.position AS position, p.heading AS heading,
  coalesce(p.own_text, substr(v.text, p.start + 1, p.length)) AS text
FROM section_places AS p JOIN versions AS v ON v.id = p.version;
"""


JUDGEMENTS_VIEW = """
CREATE VIEW problem_judgements AS
SELECT p.version AS version, p.document AS document, p.capture AS capture, p.kind AS kind, p.origin AS origin,
  p.severity AS severity, p.form_table AS form_table, p.row_key AS row_key, p.column_key AS column_key,
  p.seen AS seen, p.expected AS expected, p.message AS message,
  k.author AS author, k.made_on AS made_on, k.reason AS reason
FROM corrections AS k
JOIN problems AS p ON k.value IN (p.kind, p.kind || '/' || p.form_table || '/' || p.row_key || '/' || p.column_key)
LEFT JOIN versions AS v ON v.id = p.version
LEFT JOIN captures AS c ON c.id = coalesce(p.capture, v.first_capture)
WHERE k.statement = 'judged' AND k.about IN (p.version, p.document, p.capture, v.document, c.address);
"""


def _headline(name: str, table: str, row: str) -> str:
    return f"  (SELECT total FROM {table} WHERE version = c.version AND row_key = '{row}') AS {name}"


HEADLINES = (
    ("new_requests", "disclosure_requests", "new_requests"),
    ("carried_over", "disclosure_requests", "carried_over"),
    ("granted", "disclosure_requests", "granted"),
    ("partially_granted", "disclosure_requests", "partially_granted"),
    ("results_total", "disclosure_requests", "results_total"),
    ("carried_forward", "disclosure_requests", "carried_forward"),
    ("review", "review_and_litigation", "review"),
    ("litigation_direct", "review_and_litigation", "litigation_direct"),
    ("litigation_after_review", "review_and_litigation", "litigation_after_review"),
)
"""Figures of `reports`: name, table and row whose printed total it is; null where none is printed."""


def reports_ddl() -> str:
    """CREATE VIEW reports: one row a report, thin over `current`."""
    headlines = ",\n".join(_headline(*headline) for headline in HEADLINES)
    counts = ",\n".join(
        f"  CAST((SELECT count(*) FROM problems AS p WHERE p.version = c.version AND p.origin = '{origin}'"
        f" AND p.severity <> 'info') AS INTEGER) AS {origin}_problems"
        for origin in ("source", "reading", "access")
    )
    return (
        "CREATE VIEW reports AS\n"
        "SELECT c.report AS report, c.agency AS agency, a.name AS agency_name, a.level AS level, d.portal AS portal,\n"
        "  c.report_year AS report_year, v.edition AS edition, v.title AS title, v.published_on AS published_on,\n"
        "  CASE WHEN d.status NOT IN ('live', 'unlisted') OR v.number = (SELECT max(o.number) FROM versions AS o\n"
        "    WHERE o.document = v.document) THEN d.status WHEN EXISTS (SELECT 1 FROM changes AS h\n"
        "    WHERE h.version = v.id AND h.kind = 'status' AND h.new = 'replaced') THEN 'withdrawn'\n"
        "    ELSE 'missing_once' END AS status,\n"
        "  v.id AS version, v.document AS document, v.search_id AS search_id, v.number AS number,\n"
        "  coalesce(d.live_url, d.url) AS url, d.kind AS kind,\n"
        "  (SELECT min(o.first_seen) FROM versions AS o WHERE o.report = c.report) AS first_seen,\n"
        "  (SELECT max(o.last_seen) FROM versions AS o WHERE o.report = c.report) AS last_seen,\n"
        "  CAST((SELECT count(DISTINCT o.document) FROM versions AS o WHERE o.report = c.report) AS INTEGER)"
        " AS documents,\n"
        "  CAST((SELECT count(*) FROM versions AS o WHERE o.report = c.report) AS INTEGER) AS versions,\n"
        "  CAST((SELECT count(*) FROM changes AS h JOIN versions AS o ON o.id = h.version\n"
        "    WHERE o.report = c.report AND h.repeats IS NULL) AS INTEGER) AS changes,\n"
        f"{counts},\n{headlines},\n"
        "  v.checks_passed AS checks_passed, v.checks_failed AS checks_failed,\n"
        "  v.checks_not_assessable AS checks_not_assessable, c.chosen_by AS chosen_by, v.parser AS parser,\n"
        "  v.scope AS scope, v.scope_sentence AS scope_sentence, v.corrected AS corrected\n"
        "FROM current AS c\n"
        "JOIN versions AS v ON v.id = c.version\n"
        "JOIN documents AS d ON d.id = v.document\n"
        "JOIN agencies AS a ON a.id = c.agency;\n"
    )


def schema_sql() -> str:
    """The whole schema as one SQL script (without the search index, which `archive.search` adds)."""
    wide = "\n".join(wide_ddl(table.key) for table in form.TABLES)
    return "\n".join((DIVISIONS, PORTALS, CRAWLS, DOCUMENTS, VERSIONS, wide, CELLS, HISTORY, FINDINGS, views_sql()))


def views_sql() -> str:
    """Every view: drawn from the form and `HEADLINES`, and made again by each migration."""
    drawn = (cells_long_ddl(), reports_ddl(), indicator_values_ddl())
    return "\n".join((SECTIONS_VIEW, PASSAGES_VIEW, JUDGEMENTS_VIEW, *drawn, *PUBLISHED_VIEWS, *LIST_VIEWS))
