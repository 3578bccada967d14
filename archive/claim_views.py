"""What the narrative says beside what the tables say: each claim with the cell that states the same, and how it came
out.

Drawn from the checks of `parse.checks` (which claim states the same as which cells) and from their problems: a claim
agrees where the check was made and found nothing. What could not be compared is never called agreement.
"""

from __future__ import annotations

from parse.checks.counterparts import COUNTERPARTS
from parse.problem_kinds import KINDS

_ONLY_REFUTED = {
    "applicant_kind": ("narrative_applicant_kind_vs_table", "disclosure_requests", "new_requests", None),
    "review_and_litigation_all_upheld": ("narrative_all_upheld_vs_table", "review_and_litigation", None, None),
}
"""Claims that the check can refute and never confirm."""
_RECEIVED_KINDS = "('received_natural_person', 'received_organizations')"


def _quoted(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def _line(key: str, kind: str, table: str, row: str | None, column: str | None, confirms: int) -> str:
    about = KINDS[kind]
    chinese, english = about.chinese.partition("：")[2], about.english.partition(": ")[2]
    named = ", ".join(map(_quoted, (key, kind, table, row, column, chinese, english)))
    return f"({named}, {confirms})"


def _lines() -> str:
    parts = [
        _line(key, f"narrative_{part.check}_vs_table", part.table, part.row, part.column, 1)
        for key, part in COUNTERPARTS.items()
    ]
    parts += [_line(key, *place, 0) for key, place in _ONLY_REFUTED.items()]
    return ",\n    ".join(parts)


def _of(kind: str) -> str:
    """SQL: a row p of problems is of a kind; by three columns of an index, as a version may have very many problems."""
    return f"p.version = m.version AND p.origin = '{KINDS[kind].origin}' AND p.kind = '{kind}'"


_SAYS = "instr('; ' || p.seen || ';', '; ' || m.key || ' ' || m.value || ';') > 0"

CLAIMS_CHECKED_VIEW = f"""
CREATE VIEW claims_checked AS
WITH parts(key, problem, form_table, row_key, column_key, chinese, english, confirms) AS (VALUES
    {_lines()})
SELECT m.version AS version, m.position AS position, m.key AS key, m.value AS value, m.sentence AS sentence,
  k.chinese AS chinese, k.english AS english, k.form_table AS form_table, k.row_key AS row_key,
  k.column_key AS column_key, d.seen AS seen, d.expected AS expected,
  CASE WHEN d.kind IS NOT NULL THEN 'differs'
    WHEN EXISTS (SELECT 1 FROM problems AS p WHERE {_of("narrative_table_unread")}
      AND p.form_table = k.form_table AND {_SAYS}) THEN 'table_unread'
    WHEN EXISTS (SELECT 1 FROM problems AS p WHERE {_of("narrative_table_blank")}
      AND p.form_table = k.form_table AND {_SAYS}) THEN 'table_blank'
    WHEN NOT k.confirms THEN 'not_refuted'
    WHEN EXISTS (SELECT 1 FROM claims AS a WHERE a.version = m.version AND a.key = m.key || '_is_approximate')
      THEN 'approximate'
    WHEN m.key IN {_RECEIVED_KINDS} AND EXISTS (SELECT 1 FROM problems AS p
      WHERE {_of("narrative_received_vs_table")}) THEN 'counted_otherwise'
    WHEN CASE k.form_table
      WHEN 'proactive_disclosure' THEN EXISTS (SELECT 1 FROM proactive_disclosure AS t WHERE t.version = m.version)
      WHEN 'disclosure_requests' THEN EXISTS (SELECT 1 FROM disclosure_requests AS t WHERE t.version = m.version)
      ELSE EXISTS (SELECT 1 FROM review_and_litigation AS t WHERE t.version = m.version) END THEN 'agrees'
    ELSE 'no_table' END AS verdict
FROM claims AS m JOIN parts AS k ON k.key = m.key
  LEFT JOIN problems AS d ON d.version = m.version AND d.origin = 'source' AND d.kind = k.problem
    AND d.seen = CASE WHEN k.confirms THEN CAST(m.value AS TEXT) ELSE d.seen END
UNION ALL
SELECT m.version, m.position, m.key, m.value, m.sentence, '主动公开条数与各类条数之和',
  'items published and the sum of their kinds', NULL, NULL, NULL, CAST(m.value AS TEXT), CAST(b.value AS TEXT),
  CASE WHEN m.value = b.value THEN 'parts_agree' ELSE 'parts_differ' END
FROM claims AS m JOIN claims AS b ON b.version = m.version AND b.key = 'breakdown_sum' AND b.sentence = m.sentence
WHERE m.key = 'proactively_disclosed_items' AND NOT EXISTS (SELECT 1 FROM claims AS a WHERE a.version = m.version
  AND a.key = 'proactively_disclosed_items_is_approximate');
"""
"""A claim that states what no cell states is not in it. `not_refuted`: a claim in words, which the table does not
contradict; `counted_otherwise`: the text's number of requests counts those carried over, and so do its kinds."""
