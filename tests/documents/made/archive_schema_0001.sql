
CREATE TABLE divisions (
  code TEXT NOT NULL,
  year INTEGER NOT NULL,
  name TEXT NOT NULL,
  level TEXT,
  parent TEXT,
  known_by TEXT,
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


CREATE TABLE portals (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  county TEXT,
  division_code TEXT,
  division_year INTEGER,
  family TEXT,
  homepage TEXT,
  known_by TEXT,
  note TEXT
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
  basis TEXT NOT NULL
) STRICT;
CREATE INDEX agencies_portal ON agencies(portal);

CREATE TABLE agency_aliases (
  agency TEXT NOT NULL REFERENCES agencies(id),
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  PRIMARY KEY (agency, name, basis)
) STRICT, WITHOUT ROWID;


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

CREATE TABLE warc_files (
  name TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  whole_bytes INTEGER,
  bytes INTEGER,
  sha256 TEXT,
  sealed TEXT
) STRICT;


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

CREATE TABLE addresses (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  document TEXT REFERENCES documents(id),
  portal TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL
) STRICT;
CREATE INDEX addresses_document ON addresses(document);

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
  read_by TEXT
) STRICT;
CREATE INDEX captures_address ON captures(address, fetched_at);
CREATE INDEX captures_document ON captures(document, fetched_at);
CREATE INDEX captures_crawl ON captures(crawl, portal);
CREATE INDEX captures_warc ON captures(warc_file, warc_offset);
CREATE INDEX captures_record ON captures(warc_record_id);
CREATE INDEX captures_waiting ON captures(fetched_at, id) WHERE verdict IS NULL;


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
  UNIQUE (document, number)
) STRICT;
CREATE INDEX versions_report ON versions(report, first_seen);
CREATE INDEX versions_agency ON versions(agency, report_year);
CREATE INDEX versions_content ON versions(content_sha256);
CREATE INDEX versions_crawl ON versions(crawl);

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

CREATE TABLE legacy_figures (
  version TEXT NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  key TEXT,
  label TEXT NOT NULL,
  value REAL,
  cumulative REAL,
  unit TEXT,
  sentence TEXT NOT NULL,
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
CREATE INDEX problems_version ON problems(version, origin);
CREATE INDEX problems_capture ON problems(capture);
CREATE INDEX problems_portal ON problems(portal, crawl);
CREATE INDEX problems_kind ON problems(kind);

CREATE TABLE proactive_disclosure (
  version TEXT NOT NULL REFERENCES versions(id),
  row_key TEXT NOT NULL,
  newly_made INTEGER,
  newly_disclosed INTEGER,
  total_disclosed INTEGER,
  prior_year_items INTEGER,
  change INTEGER,
  decisions INTEGER,
  procurement_items INTEGER,
  procurement_amount_raw TEXT,
  procurement_amount_value REAL,
  procurement_amount_unit TEXT,
  procurement_amount_yuan REAL,
  issued INTEGER,
  repealed INTEGER,
  in_force INTEGER,
  fee_amount_wan_yuan REAL,
  page INTEGER,
  grid INTEGER,
  grid_row INTEGER,
  grid_column INTEGER,
  PRIMARY KEY (version, row_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE disclosure_requests (
  version TEXT NOT NULL REFERENCES versions(id),
  row_key TEXT NOT NULL,
  natural_person INTEGER,
  business_enterprise INTEGER,
  research_institution INTEGER,
  public_welfare_organization INTEGER,
  legal_service_institution INTEGER,
  other_organization INTEGER,
  total INTEGER,
  page INTEGER,
  grid INTEGER,
  grid_row INTEGER,
  grid_column INTEGER,
  PRIMARY KEY (version, row_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_and_litigation (
  version TEXT NOT NULL REFERENCES versions(id),
  row_key TEXT NOT NULL,
  upheld INTEGER,
  corrected INTEGER,
  other INTEGER,
  pending INTEGER,
  total INTEGER,
  page INTEGER,
  grid INTEGER,
  grid_row INTEGER,
  grid_column INTEGER,
  PRIMARY KEY (version, row_key)
) STRICT, WITHOUT ROWID;


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
  value TEXT,
  author TEXT NOT NULL,
  made_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (about, statement, made_on)
) STRICT, WITHOUT ROWID;

-- a link a closed crawl (or rereading): head = SHA-256 of the head before it and of its entries
CREATE TABLE chains (
  number INTEGER PRIMARY KEY,
  crawl TEXT,
  cause TEXT NOT NULL CHECK (cause IN ('crawl', 'rereading')),
  made TEXT NOT NULL,
  entries INTEGER NOT NULL,
  head TEXT NOT NULL
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


-- derived by the room `findings` from the current versions; written for the agencies a crawl touched
CREATE TABLE findings (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER NOT NULL,
  report TEXT NOT NULL,
  version TEXT NOT NULL REFERENCES versions(id),
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  form_table TEXT,
  row_key TEXT,
  column_key TEXT,
  seen TEXT,
  expected TEXT,
  other_version TEXT REFERENCES versions(id),
  chinese TEXT NOT NULL,
  english TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_agency ON findings(agency, report_year);
CREATE INDEX findings_version ON findings(version);
CREATE INDEX findings_kind ON findings(kind);

-- derived: what was seen of each year between an agency's first and last known report; report null where none was seen
CREATE TABLE coverage (
  agency TEXT NOT NULL REFERENCES agencies(id),
  report_year INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('found', 'not_seen')),
  reason TEXT NOT NULL,
  basis TEXT,
  report TEXT,
  as_of TEXT,
  PRIMARY KEY (agency, report_year),
  CHECK ((state = 'found') = (report IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_year ON coverage(report_year, state);


CREATE VIEW sections AS
SELECT p.version AS version, p.id AS id, p.position AS position, p.heading AS heading,
  coalesce(p.own_text, substr(v.text, p.start + 1, p.length)) AS text
FROM section_places AS p JOIN versions AS v ON v.id = p.version;

CREATE VIEW cells_long AS
SELECT v.id AS version, f.form_table AS form_table, f.row_key AS row_key, f.column_key AS column_key,
  CASE WHEN c.version IS NULL THEN CASE f.column_key WHEN 'newly_made' THEN w.newly_made WHEN 'newly_disclosed' THEN w.newly_disclosed WHEN 'total_disclosed' THEN w.total_disclosed WHEN 'prior_year_items' THEN w.prior_year_items WHEN 'change' THEN w.change WHEN 'decisions' THEN w.decisions WHEN 'procurement_items' THEN w.procurement_items WHEN 'procurement_amount' THEN w.procurement_amount_value WHEN 'issued' THEN w.issued WHEN 'repealed' THEN w.repealed WHEN 'in_force' THEN w.in_force WHEN 'fee_amount_wan_yuan' THEN w.fee_amount_wan_yuan END ELSE c.value END AS value,
  CASE WHEN c.version IS NULL THEN coalesce(CAST(CASE f.column_key WHEN 'newly_made' THEN w.newly_made WHEN 'newly_disclosed' THEN w.newly_disclosed WHEN 'total_disclosed' THEN w.total_disclosed WHEN 'prior_year_items' THEN w.prior_year_items WHEN 'change' THEN w.change WHEN 'decisions' THEN w.decisions WHEN 'procurement_items' THEN w.procurement_items WHEN 'procurement_amount' THEN w.procurement_amount_value WHEN 'issued' THEN w.issued WHEN 'repealed' THEN w.repealed WHEN 'in_force' THEN w.in_force WHEN 'fee_amount_wan_yuan' THEN w.fee_amount_wan_yuan END AS TEXT), CASE WHEN w.version IS NULL THEN NULL ELSE '' END) ELSE c.printed END AS printed,
  coalesce(c.state, CASE WHEN CASE f.column_key WHEN 'newly_made' THEN w.newly_made WHEN 'newly_disclosed' THEN w.newly_disclosed WHEN 'total_disclosed' THEN w.total_disclosed WHEN 'prior_year_items' THEN w.prior_year_items WHEN 'change' THEN w.change WHEN 'decisions' THEN w.decisions WHEN 'procurement_items' THEN w.procurement_items WHEN 'procurement_amount' THEN w.procurement_amount_value WHEN 'issued' THEN w.issued WHEN 'repealed' THEN w.repealed WHEN 'in_force' THEN w.in_force WHEN 'fee_amount_wan_yuan' THEN w.fee_amount_wan_yuan END IS NOT NULL THEN 'number' WHEN w.version IS NOT NULL THEN 'blank'
    WHEN EXISTS (SELECT 1 FROM proactive_disclosure AS t WHERE t.version = v.id) THEN 'row_not_printed'
    ELSE 'table_missing' END) AS state,
  coalesce(c.implied_zero, 0) AS implied_zero,
  CASE WHEN c.version IS NULL THEN w.page ELSE c.page END AS page,
  CASE WHEN c.version IS NULL THEN w.grid ELSE c.grid END AS grid,
  CASE WHEN c.version IS NULL THEN w.grid_row ELSE c.grid_row END AS grid_row,
  CASE WHEN c.version IS NULL THEN w.grid_column + CASE v.edition WHEN '2021' THEN f.position_2021 ELSE f.position_2019 END ELSE c.grid_column END AS grid_column,
  CASE WHEN c.version IS NULL THEN CASE WHEN w.version IS NULL THEN NULL ELSE 'label' END ELSE c.placed_by END AS placed_by,
  c.confidence AS confidence, v.parser AS parser
FROM versions AS v
JOIN fields AS f ON f.form_table = 'proactive_disclosure'
LEFT JOIN proactive_disclosure AS w ON w.version = v.id AND w.row_key = f.row_key
LEFT JOIN cells AS c ON c.version = v.id AND c.form_table = f.form_table AND c.row_key = f.row_key AND c.column_key = f.column_key
WHERE c.version IS NOT NULL OR (v.edition = '2019' AND f.position_2019 IS NOT NULL)
  OR (v.edition = '2021' AND f.position_2021 IS NOT NULL)
UNION ALL
SELECT v.id AS version, f.form_table AS form_table, f.row_key AS row_key, f.column_key AS column_key,
  CASE WHEN c.version IS NULL THEN CASE f.column_key WHEN 'natural_person' THEN w.natural_person WHEN 'business_enterprise' THEN w.business_enterprise WHEN 'research_institution' THEN w.research_institution WHEN 'public_welfare_organization' THEN w.public_welfare_organization WHEN 'legal_service_institution' THEN w.legal_service_institution WHEN 'other_organization' THEN w.other_organization WHEN 'total' THEN w.total END ELSE c.value END AS value,
  CASE WHEN c.version IS NULL THEN coalesce(CAST(CASE f.column_key WHEN 'natural_person' THEN w.natural_person WHEN 'business_enterprise' THEN w.business_enterprise WHEN 'research_institution' THEN w.research_institution WHEN 'public_welfare_organization' THEN w.public_welfare_organization WHEN 'legal_service_institution' THEN w.legal_service_institution WHEN 'other_organization' THEN w.other_organization WHEN 'total' THEN w.total END AS TEXT), CASE WHEN w.version IS NULL THEN NULL ELSE '' END) ELSE c.printed END AS printed,
  coalesce(c.state, CASE WHEN CASE f.column_key WHEN 'natural_person' THEN w.natural_person WHEN 'business_enterprise' THEN w.business_enterprise WHEN 'research_institution' THEN w.research_institution WHEN 'public_welfare_organization' THEN w.public_welfare_organization WHEN 'legal_service_institution' THEN w.legal_service_institution WHEN 'other_organization' THEN w.other_organization WHEN 'total' THEN w.total END IS NOT NULL THEN 'number' WHEN w.version IS NOT NULL THEN 'blank'
    WHEN EXISTS (SELECT 1 FROM disclosure_requests AS t WHERE t.version = v.id) THEN 'row_not_printed'
    ELSE 'table_missing' END) AS state,
  coalesce(c.implied_zero, 0) AS implied_zero,
  CASE WHEN c.version IS NULL THEN w.page ELSE c.page END AS page,
  CASE WHEN c.version IS NULL THEN w.grid ELSE c.grid END AS grid,
  CASE WHEN c.version IS NULL THEN w.grid_row ELSE c.grid_row END AS grid_row,
  CASE WHEN c.version IS NULL THEN w.grid_column + CASE v.edition WHEN '2021' THEN f.position_2021 ELSE f.position_2019 END ELSE c.grid_column END AS grid_column,
  CASE WHEN c.version IS NULL THEN CASE WHEN w.version IS NULL THEN NULL ELSE 'label' END ELSE c.placed_by END AS placed_by,
  c.confidence AS confidence, v.parser AS parser
FROM versions AS v
JOIN fields AS f ON f.form_table = 'disclosure_requests'
LEFT JOIN disclosure_requests AS w ON w.version = v.id AND w.row_key = f.row_key
LEFT JOIN cells AS c ON c.version = v.id AND c.form_table = f.form_table AND c.row_key = f.row_key AND c.column_key = f.column_key
WHERE c.version IS NOT NULL OR (v.edition = '2019' AND f.position_2019 IS NOT NULL)
  OR (v.edition = '2021' AND f.position_2021 IS NOT NULL)
UNION ALL
SELECT v.id AS version, f.form_table AS form_table, f.row_key AS row_key, f.column_key AS column_key,
  CASE WHEN c.version IS NULL THEN CASE f.column_key WHEN 'upheld' THEN w.upheld WHEN 'corrected' THEN w.corrected WHEN 'other' THEN w.other WHEN 'pending' THEN w.pending WHEN 'total' THEN w.total END ELSE c.value END AS value,
  CASE WHEN c.version IS NULL THEN coalesce(CAST(CASE f.column_key WHEN 'upheld' THEN w.upheld WHEN 'corrected' THEN w.corrected WHEN 'other' THEN w.other WHEN 'pending' THEN w.pending WHEN 'total' THEN w.total END AS TEXT), CASE WHEN w.version IS NULL THEN NULL ELSE '' END) ELSE c.printed END AS printed,
  coalesce(c.state, CASE WHEN CASE f.column_key WHEN 'upheld' THEN w.upheld WHEN 'corrected' THEN w.corrected WHEN 'other' THEN w.other WHEN 'pending' THEN w.pending WHEN 'total' THEN w.total END IS NOT NULL THEN 'number' WHEN w.version IS NOT NULL THEN 'blank'
    WHEN EXISTS (SELECT 1 FROM review_and_litigation AS t WHERE t.version = v.id) THEN 'row_not_printed'
    ELSE 'table_missing' END) AS state,
  coalesce(c.implied_zero, 0) AS implied_zero,
  CASE WHEN c.version IS NULL THEN w.page ELSE c.page END AS page,
  CASE WHEN c.version IS NULL THEN w.grid ELSE c.grid END AS grid,
  CASE WHEN c.version IS NULL THEN w.grid_row ELSE c.grid_row END AS grid_row,
  CASE WHEN c.version IS NULL THEN w.grid_column + CASE v.edition WHEN '2021' THEN f.position_2021 ELSE f.position_2019 END ELSE c.grid_column END AS grid_column,
  CASE WHEN c.version IS NULL THEN CASE WHEN w.version IS NULL THEN NULL ELSE 'label' END ELSE c.placed_by END AS placed_by,
  c.confidence AS confidence, v.parser AS parser
FROM versions AS v
JOIN fields AS f ON f.form_table = 'review_and_litigation'
LEFT JOIN review_and_litigation AS w ON w.version = v.id AND w.row_key = f.row_key
LEFT JOIN cells AS c ON c.version = v.id AND c.form_table = f.form_table AND c.row_key = f.row_key AND c.column_key = f.column_key
WHERE c.version IS NOT NULL OR (v.edition = '2019' AND f.position_2019 IS NOT NULL)
  OR (v.edition = '2021' AND f.position_2021 IS NOT NULL);

CREATE VIEW reports AS
SELECT c.report AS report, c.agency AS agency, a.name AS agency_name, a.level AS level, d.portal AS portal,
  c.report_year AS report_year, v.edition AS edition, v.title AS title, v.published_on AS published_on,
  CASE WHEN v.number < (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document
    AND o.report <> v.report) AND d.status = 'live' THEN 'missing_once' ELSE d.status END AS status,
  v.id AS version, v.document AS document, v.search_id AS search_id, v.number AS number,
  coalesce(d.live_url, d.url) AS url, d.kind AS kind,
  (SELECT min(o.first_seen) FROM versions AS o WHERE o.report = c.report) AS first_seen,
  (SELECT max(o.last_seen) FROM versions AS o WHERE o.report = c.report) AS last_seen,
  (SELECT count(DISTINCT o.document) FROM versions AS o WHERE o.report = c.report) AS documents,
  (SELECT count(*) FROM versions AS o WHERE o.report = c.report) AS versions,
  (SELECT count(*) FROM changes AS h WHERE h.report = c.report AND h.repeats IS NULL) AS changes,
  (SELECT count(*) FROM problems AS p WHERE p.version = c.version AND p.origin = 'source' AND p.severity <> 'info') AS source_problems,
  (SELECT count(*) FROM problems AS p WHERE p.version = c.version AND p.origin = 'reading' AND p.severity <> 'info') AS reading_problems,
  (SELECT count(*) FROM problems AS p WHERE p.version = c.version AND p.origin = 'access' AND p.severity <> 'info') AS access_problems,
  (SELECT total FROM disclosure_requests WHERE version = c.version AND row_key = 'new_requests') AS new_requests,
  (SELECT total FROM disclosure_requests WHERE version = c.version AND row_key = 'carried_over') AS carried_over,
  (SELECT total FROM disclosure_requests WHERE version = c.version AND row_key = 'granted') AS granted,
  (SELECT total FROM disclosure_requests WHERE version = c.version AND row_key = 'partially_granted') AS partially_granted,
  (SELECT total FROM disclosure_requests WHERE version = c.version AND row_key = 'results_total') AS results_total,
  (SELECT total FROM disclosure_requests WHERE version = c.version AND row_key = 'carried_forward') AS carried_forward,
  (SELECT total FROM review_and_litigation WHERE version = c.version AND row_key = 'review') AS review,
  (SELECT total FROM review_and_litigation WHERE version = c.version AND row_key = 'litigation_direct') AS litigation_direct,
  (SELECT total FROM review_and_litigation WHERE version = c.version AND row_key = 'litigation_after_review') AS litigation_after_review,
  v.checks_passed AS checks_passed, v.checks_failed AS checks_failed,
  v.checks_not_assessable AS checks_not_assessable, c.chosen_by AS chosen_by, v.parser AS parser
FROM current AS c
JOIN versions AS v ON v.id = c.version
JOIN documents AS d ON d.id = v.document
JOIN agencies AS a ON a.id = c.agency;
