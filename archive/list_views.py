"""Views behind the lists of the site: who has not published, who was late, fees, readings that we corrected."""

from __future__ import annotations

from archive.indicator_store import LOOKED

_DUE = "printf('%04d-%02d-%02d', c.report_year + 1, d.month, d.day)"

NOT_SEEN_VIEW = f"""
CREATE VIEW not_seen AS
SELECT c.agency AS agency, a.name AS agency_name, a.level AS level, a.function AS function, c.place AS place,
  a.portal AS portal, p.name AS portal_name, c.report_year AS report_year, c.reason AS reason,
  CAST(c.reason IN {LOOKED} AS INTEGER) AS lists_walked, c.as_of AS as_of, {_DUE} AS due_on, d.binding AS binding,
  d.chinese AS due_chinese, d.english AS due_english,
  CAST((SELECT max(k.report_year) FROM current AS k WHERE k.agency = c.agency AND k.report_year < c.report_year)
    AS INTEGER) AS last_seen_year
FROM coverage AS c JOIN agencies AS a ON a.id = c.agency LEFT JOIN portals AS p ON p.id = a.portal
  LEFT JOIN due_dates AS d ON d.level = a.level AND d.binding <> 'notice' AND d.first_year <= c.report_year
    AND c.report_year <= coalesce(d.last_year, 9999)
WHERE c.state = 'not_seen';
"""

LATE_VIEW = """
CREATE VIEW late_reports AS
SELECT f.agency AS agency, a.name AS agency_name, a.level AS level, a.function AS function, a.portal AS portal,
  p.name AS portal_name, f.report_year AS report_year, f.expected AS due_on, f.seen AS dated, f.item AS dated_by,
  f.severity AS severity, (SELECT min(o.first_seen) FROM versions AS o WHERE o.report = f.report) AS first_seen,
  (SELECT max(k.finished) FROM crawls AS k JOIN crawl_portals AS w ON w.crawl = k.id JOIN documents AS d
      ON d.portal = w.portal WHERE d.id = v.document AND w.lists_complete AND k.finished <
      (SELECT min(o.first_seen) FROM versions AS o WHERE o.report = f.report)) AS not_seen_at,
  f.chinese AS chinese, f.english AS english, f.report AS report, f.version AS version
FROM findings AS f JOIN versions AS v ON v.id = f.version JOIN agencies AS a ON a.id = f.agency
  LEFT JOIN portals AS p ON p.id = a.portal
WHERE f.kind = 'late';
"""

FEES_VIEW = """
CREATE VIEW fee_statements AS
SELECT i.agency AS agency, a.name AS agency_name, a.level AS level, a.function AS function, a.portal AS portal,
  p.name AS portal_name, i.report_year AS report_year, i.state AS state, i.printed AS printed, i.yuan AS yuan,
  i.sentence AS sentence, v.report AS report, i.version AS version
FROM information_fees AS i JOIN versions AS v ON v.id = i.version JOIN agencies AS a ON a.id = i.agency
  LEFT JOIN portals AS p ON p.id = a.portal;
"""

CORRECTED_READINGS_VIEW = """
CREATE VIEW corrected_readings AS
SELECT g.reread_at AS reread_at, v.report AS report, v.agency AS agency, a.name AS agency_name, a.portal AS portal,
  p.name AS portal_name, v.report_year AS report_year, g.form_table AS form_table, g.row_key AS row_key,
  g.column_key AS column_key, f.row_label AS row_label, f.column_label AS column_label, g.old AS old, g.new AS new,
  g.parser_old AS parser_old, g.parser_new AS parser_new, g.version AS version, g.position AS position
FROM rereadings AS g JOIN versions AS v ON v.id = g.version JOIN agencies AS a ON a.id = v.agency
  LEFT JOIN portals AS p ON p.id = a.portal
  LEFT JOIN fields AS f ON f.form_table = g.form_table AND f.row_key = g.row_key AND f.column_key = g.column_key
WHERE (g.position > 0 OR g.column_key IN ('report', 'verdict'));
"""

LIST_VIEWS = (NOT_SEEN_VIEW, LATE_VIEW, FEES_VIEW, CORRECTED_READINGS_VIEW)
