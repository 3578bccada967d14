"""Views that pages and readers of the database share: what changed, what does not add up, in words and with names.

A number that a view computes is CAST in all of our views: what an address asks for is text, and without the affinity
that CAST gives, `?source_problems=2` of a table page finds no row.
"""

from __future__ import annotations

from archive.claim_views import CLAIMS_CHECKED_VIEW

WHAT_CHANGED = """CASE
  WHEN h.kind IN ('cell', 'form') THEN 'figures'
  WHEN h.kind <> 'status' THEN 'text'
  WHEN h.new = 'withdrawn' THEN 'gone'
  WHEN h.new = 'live' THEN 'back'
  ELSE 'moved' END"""
"""SQL over a row h of `changes`: under which heading a reader looks for it."""


def _recognised(version: str) -> str:
    # `+`: by the version, of which there are few problems, not by the kind
    return f"""CASE WHEN h.kind IN ('status', 'form') THEN 0
    WHEN h.kind = 'cell' AND h.form_table <> 'legacy_figures' THEN EXISTS (SELECT 1 FROM cells AS x
      WHERE x.version = {version} AND x.form_table = h.form_table AND x.row_key = h.row_key
      AND x.column_key = h.column_key AND x.confidence IS NOT NULL)
    ELSE EXISTS (SELECT 1 FROM problems AS x WHERE x.version = {version} AND +x.kind = 'read_by_ocr') END"""


RECOGNISED = f"""CASE ({_recognised("h.previous")}) + 2 * ({_recognised("h.version")})
    WHEN 1 THEN 'old' WHEN 2 THEN 'new' WHEN 3 THEN 'both' END"""
"""SQL over a row h of `changes`: which side of it was recognised in a picture, where a slip of ours may be; or null."""

CHANGE_LOG_VIEW = f"""
CREATE VIEW change_log AS
SELECT h.id AS id, {WHAT_CHANGED} AS what, h.report AS report, v.agency AS agency, a.name AS agency_name,
  a.level AS level, a.portal AS portal, p.name AS portal_name, v.report_year AS report_year, h.kind AS kind,
  h.form_table AS form_table, h.row_key AS row_key, h.column_key AS column_key, f.row_label AS row_label,
  f.column_label AS column_label, h.old AS old, h.new AS new, h.last_seen_old AS last_seen_old,
  h.first_seen_new AS first_seen_new, h.version AS version, h.previous AS previous,
  {RECOGNISED} AS recognised
FROM changes AS h JOIN versions AS v ON v.id = h.version JOIN agencies AS a ON a.id = v.agency
  LEFT JOIN portals AS p ON p.id = a.portal
  LEFT JOIN fields AS f ON f.form_table = h.form_table AND f.row_key = h.row_key AND f.column_key = h.column_key
WHERE h.repeats IS NULL;
"""

DISCREPANCIES_VIEW = """
CREATE VIEW discrepancies AS
SELECT 'problem' AS source, p.kind AS kind, p.severity AS severity, v.report AS report, v.agency AS agency,
  a.name AS agency_name, a.level AS level, a.portal AS portal, n.name AS portal_name, v.report_year AS report_year,
  p.form_table AS form_table, p.row_key AS row_key, p.column_key AS column_key, p.seen AS seen, p.expected AS expected,
  NULL AS chinese, p.message AS english, v.id AS version, NULL AS other_version
FROM problems AS p JOIN current AS c ON c.version = p.version JOIN versions AS v ON v.id = c.version
  JOIN agencies AS a ON a.id = v.agency LEFT JOIN portals AS n ON n.id = a.portal
WHERE p.origin = 'source' AND p.severity <> 'info'
UNION ALL
SELECT 'finding', f.kind, f.severity, f.report, f.agency, a.name, a.level, a.portal, n.name, f.report_year,
  f.form_table, f.row_key, f.column_key, f.seen, f.expected, f.chinese, f.english, f.version, f.other_version
FROM findings AS f JOIN agencies AS a ON a.id = f.agency LEFT JOIN portals AS n ON n.id = a.portal
WHERE f.severity <> 'info';
"""

SIMILAR_PAIRS_VIEW = """
CREATE VIEW similar_pairs AS
SELECT s.version AS version, s.other_version AS other_version, s.relation AS relation, s.share AS share,
  s.own_units AS own_units, s.shared_units AS shared_units, v.report AS report, v.agency AS agency,
  a.name AS agency_name, a.portal AS portal, v.report_year AS report_year, v.first_seen AS first_seen,
  v.published_on AS published_on, o.report AS other_report, o.agency AS other_agency, b.name AS other_agency_name,
  b.portal AS other_portal, o.report_year AS other_report_year, o.first_seen AS other_first_seen,
  o.published_on AS other_published_on
FROM similar_reports AS s LEFT JOIN versions AS v ON v.id = s.version LEFT JOIN agencies AS a ON a.id = v.agency
  LEFT JOIN versions AS o ON o.id = s.other_version LEFT JOIN agencies AS b ON b.id = o.agency;
"""


def _printed_total(name: str, table: str, row: str) -> str:
    return f"  (SELECT total FROM {table} AS t WHERE t.version = k.version AND t.row_key = '{row}') AS {name}"


YEAR_TOTALS = {
    "new_requests": ("disclosure_requests", "new_requests"),
    "results_total": ("disclosure_requests", "results_total"),
    "granted": ("disclosure_requests", "granted"),
    "partially_granted": ("disclosure_requests", "partially_granted"),
    "review": ("review_and_litigation", "review"),
    "litigation_direct": ("review_and_litigation", "litigation_direct"),
    "litigation_after_review": ("review_and_litigation", "litigation_after_review"),
}
"""Column of `agency_years` → table and row whose printed total it is; null where none is printed."""

_TOTALS = ",\n".join(_printed_total(name, *place) for name, place in YEAR_TOTALS.items())

_STATE = """(SELECT coalesce(
    (SELECT s.state FROM cells AS s WHERE s.version = t.version AND s.form_table = 'disclosure_requests'
      AND s.row_key = t.row_key AND s.column_key = 'total'), CASE WHEN t.total IS NULL THEN 'blank' ELSE 'number' END)
    FROM disclosure_requests AS t WHERE t.version = k.version AND t.row_key = 'new_requests')"""
"""Why `new_requests` is null: the state of its cell; null itself where its row was not read, or there is no report."""

AGENCY_YEARS_VIEW = f"""
CREATE VIEW agency_years AS
SELECT c.agency AS agency, a.name AS agency_name, a.level AS level, a.function AS function, a.portal AS portal,
  c.place AS place, c.report_year AS report_year, c.state AS state, c.reason AS reason, c.basis AS basis,
  c.as_of AS as_of, c.report AS report, k.version AS version, v.edition AS edition, v.published_on AS published_on,
  v.signed_on AS signed_on, v.first_seen AS first_seen, v.scope AS scope, v.scope_sentence AS scope_sentence,
  d.status AS status,
  (SELECT f.chinese FROM findings AS f WHERE f.version = k.version AND f.kind = 'late') AS late,
{_TOTALS},
  {_STATE} AS new_requests_state,
  CAST((SELECT count(*) FROM problems AS p WHERE p.version = k.version AND p.origin = 'source'
    AND p.severity <> 'info') AS INTEGER) AS source_problems,
  CAST((SELECT count(*) FROM problems AS p WHERE p.version = k.version AND p.origin = 'reading'
    AND p.severity <> 'info') AS INTEGER) AS reading_problems,
  CAST((SELECT count(*) FROM changes AS h WHERE h.report = c.report AND h.repeats IS NULL) AS INTEGER) AS changes
FROM coverage AS c JOIN agencies AS a ON a.id = c.agency LEFT JOIN current AS k ON k.report = c.report
  LEFT JOIN versions AS v ON v.id = k.version LEFT JOIN documents AS d ON d.id = v.document;
"""

PUBLISHED_VIEWS = (CHANGE_LOG_VIEW, DISCREPANCIES_VIEW, SIMILAR_PAIRS_VIEW, AGENCY_YEARS_VIEW, CLAIMS_CHECKED_VIEW)
