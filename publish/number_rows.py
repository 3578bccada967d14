"""The rows that the page of a number is made of."""

from __future__ import annotations

from archive.place_key import place_key
from archive.views import RECOGNISED

FIELD = "SELECT * FROM fields WHERE form_table = :table AND row_key = :row AND column_key = :column"
_THIS = "form_table = :table AND row_key = :row AND column_key = :column"
_VALUE = """CASE WHEN l.column_key = 'procurement_amount' THEN (SELECT t.procurement_amount_yuan
    FROM proactive_disclosure AS t WHERE t.version = l.version AND t.row_key = l.row_key) ELSE l.value END AS value"""
"""Amounts of money are compared in yuan: some reports print 元, some 万元."""
CELLS = """
SELECT form_table, row_key, column_key, value, printed, state, implied_zero, placed_by, page, grid_row, grid_column,
  confidence
FROM cells_long WHERE version = :version AND form_table = :table
"""
REVISIONS = f"""
SELECT v.id AS version, v.number, v.document, d.kind, v.first_seen, v.last_seen, l.printed, l.state, l.value
FROM (SELECT id, number, document, first_seen, last_seen FROM versions WHERE report = :report
    ORDER BY first_seen DESC LIMIT 200) AS v
  JOIN documents AS d ON d.id = v.document
  JOIN cells_long AS l ON l.version = v.id AND l.{_THIS.replace(" AND ", " AND l.")}
ORDER BY v.first_seen, v.number
"""
"""The newest 200 at most."""
CHANGES = f"""
SELECT h.*, {RECOGNISED} AS recognised, f.row_label, f.column_label
FROM (SELECT * FROM changes WHERE report = :report AND kind = 'cell' AND repeats IS NULL AND {_THIS}
    ORDER BY first_seen_new, id LIMIT 200) AS h
  LEFT JOIN fields AS f
  ON f.form_table = h.form_table AND f.row_key = h.row_key AND f.column_key = h.column_key
ORDER BY h.first_seen_new, h.id
"""
REREADINGS = f"""
SELECT g.* FROM rereadings AS g JOIN versions AS v ON v.id = g.version
WHERE v.report = :report AND g.{_THIS.replace(" AND ", " AND g.")} ORDER BY g.reread_at LIMIT 200
"""
YEARS = f"""
SELECT c.report_year, c.report, c.version, v.edition, l.printed, l.state, {_VALUE}
FROM current AS c JOIN versions AS v ON v.id = c.version
  JOIN cells_long AS l ON l.version = c.version AND l.{_THIS.replace(" AND ", " AND l.")}
WHERE c.agency = :agency AND c.report_year IS NOT NULL ORDER BY c.report_year
"""
_PLACE = place_key()
BODIES = {
    "county": f"{_PLACE} >= :prefecture AND {_PLACE} < :prefecture || '~' AND a.level = 'county'",
    "other": f"{_PLACE} = :place AND a.level IS :level",
}
"""Who the peers are: of a county those of its prefecture (four digits of the code), of others those of its county."""
PEERS = """
SELECT c.agency, a.name, c.state AS seen, c.reason, c.report, k.version
FROM agencies AS a JOIN coverage AS c ON c.agency = a.id AND c.report_year = :year
  LEFT JOIN current AS k ON k.report = c.report
WHERE {bodies} AND c.state <> 'not_expected' ORDER BY a.id LIMIT 2000
"""
PEER_CELLS = f"""
SELECT k.version, l.printed, l.state, {_VALUE}
FROM agencies AS a JOIN current AS k ON k.agency = a.id AND k.report_year = :year
  JOIN cells_long AS l ON l.version = k.version AND l.{_THIS.replace(" AND ", " AND l.")}
WHERE {{bodies}} LIMIT 2000
"""
CLAIMS = f"SELECT * FROM claims_checked WHERE version = :version AND {_THIS}"
FINDINGS = f"""
SELECT f.chinese, f.english, f.seen, f.expected, k.chinese AS name, k.innocent_chinese, k.innocent_english
FROM findings AS f JOIN finding_kinds AS k ON k.kind = f.kind
WHERE f.version = :version AND f.{_THIS.replace(" AND ", " AND f.")}
"""
PLACE = "SELECT place FROM coverage WHERE agency = :agency LIMIT 1"
