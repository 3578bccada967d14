"""Three figures that a release states and that anybody can recompute from its CSV files, with the scripts in it."""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from typing import Any

from sqlite_utils import Database

FIGURES = (
    (
        "reports_with_year",
        "有报告年度的年报份数（reports.csv 中 report_year 不为空的行数）",
        "reports whose year is known: rows of reports.csv with a report_year",
        "SELECT count(*) FROM reports WHERE report_year IS NOT NULL",
    ),
    (
        "new_requests_printed",
        "各份年报所印本年新收申请总计之和（cells_long.csv：is_current 为 1，row_key 为 new_requests，column_key 为 total，"
        "state 为 number）",
        "sum of the printed totals of new requests: cells_long.csv, is_current 1, row_key new_requests, column_key total,"
        " state number",
        "SELECT coalesce(sum(l.value), 0) FROM current AS c JOIN cells_long AS l ON l.version = c.version"
        " WHERE l.form_table = 'disclosure_requests' AND l.row_key = 'new_requests' AND l.column_key = 'total'"
        " AND l.state = 'number'",
    ),
    (
        "new_requests_blank",
        "本年新收申请总计一格空白的年报份数（cells_long.csv：同上，而 state 为 blank）；空白不是 0",
        "reports in which the total of new requests is blank: the same cells with state blank; a blank is not 0",
        "SELECT count(*) FROM current AS c JOIN cells_long AS l ON l.version = c.version"
        " WHERE l.form_table = 'disclosure_requests' AND l.row_key = 'new_requests' AND l.column_key = 'total'"
        " AND l.state = 'blank'",
    ),
)
"""Name, what it is in Chinese and English, and the question to the database."""


def figures(db: Database) -> dict[str, Any]:
    """Each figure with what it is; whole numbers."""
    found = {}
    for name, chinese, english, sql in FIGURES:
        found[name] = {"value": int(db.conn.execute(sql).fetchone()[0]), "chinese": chinese, "english": english}
    return found
