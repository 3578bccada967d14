"""The newest changes under a heading, of a portal, a body, a year: picked from the table of changes before anything is
joined to them. By the view alone, a rare kind is looked for among all changes with their bodies and labels."""

from __future__ import annotations

from collections.abc import Mapping

KINDS = {
    "figures": "h.kind IN ('cell', 'form')",
    "text": "h.kind NOT IN ('cell', 'form', 'status')",
    "gone": "h.kind = 'status' AND h.new = 'withdrawn'",
    "back": "h.kind = 'status' AND h.new = 'live'",
    "moved": "h.kind = 'status' AND coalesce(h.new, '') NOT IN ('withdrawn', 'live')",
}
"""Heading → SQL over a row h of `changes`: what `change_log.what` says (archive.views.WHAT_CHANGED)."""
_OF = {
    "portal": "h.version IN (SELECT v.id FROM agencies AS a JOIN versions AS v ON v.agency = a.id"
    " WHERE a.portal = :portal)",
    "agency": "h.version IN (SELECT id FROM versions WHERE agency = :agency)",
    "report_year": "h.version IN (SELECT id FROM versions WHERE report_year = CAST(:report_year AS INTEGER))",
}
"""Filter → SQL over h; its value is a parameter of its name."""
_UNKNOWN = "0"
MANY = 2000
"""Of so many changes of a year the newest are found soonest by looking through all changes in the order of time."""
_EACH = "EXISTS (SELECT 1 FROM versions AS v WHERE v.id = h.version AND v.report_year = CAST(:report_year AS INTEGER))"


def condition(chosen: Mapping[str, str]) -> str:
    """SQL over a row h of `changes` that keeps what is chosen: what, portal, agency, report_year. A heading that is not
    known finds nothing."""
    parts = ["h.repeats IS NULL", *(sql for name, sql in _OF.items() if name in chosen)]
    if "what" in chosen:
        parts.append(KINDS.get(chosen["what"], _UNKNOWN))
    return " AND ".join(f"({part})" for part in parts)


def newest(chosen: Mapping[str, str], count: int = 0) -> str:
    """SQL for rows of `change_log`, newest first; parameters are those of `condition`, `limit` and `offset`. `count`:
    how many there are, as far as that is known."""
    where = condition(chosen)
    if count > MANY and not {"portal", "agency"} & {*chosen}:
        where = where.replace(_OF["report_year"], _EACH)
    # what few there are is looked up, and not looked for among all changes in the order of time
    plus = "+" if {*_OF} & {*chosen} and _EACH not in where else ""
    return f"""
WITH picked AS (SELECT h.id FROM changes AS h WHERE {where}
    ORDER BY {plus}h.first_seen_new DESC, h.report, h.id LIMIT :limit OFFSET :offset)
SELECT l.* FROM picked AS k CROSS JOIN change_log AS l ON l.id = k.id ORDER BY l.first_seen_new DESC, l.report, l.id
"""
