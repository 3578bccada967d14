"""Which version stands for a report: the best rendering by a stated rule, and where renderings contradict each other.

The rule, first difference decides: it is live; more cells decided; fewer reading problems; the carrier (page, Word,
PDF, text); seen first most recently; its id. `current.chosen_by` says which criterion decided.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from sqlite_utils import Database

from archive.content import normal_print
from archive.rows import Row, insert, rows

CARRIERS = ("html", "docx", "doc", "wps", "rtf", "xlsx", "xls", "pdf", "text", "markdown")
CRITERIA = ("live", "cells", "problems", "carrier", "newest", "id")
DISAGREES = "rendering_disagrees"


def kind_of(media_type: str) -> str:
    """The carrier of a document from its media type, as pages name it."""
    essence = media_type.split(";")[0].strip().lower()
    known = {
        "text/html": "html",
        "application/xhtml+xml": "html",
        "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/msword": "doc",
        "application/vnd.ms-word.2003+xml": "doc",
        "application/vnd.ms-works": "wps",
        "application/rtf": "rtf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "application/vnd.ms-excel": "xls",
        "application/vnd.ms-excel.2003+xml": "xls",
        "text/plain": "text",
        "text/markdown": "markdown",
    }
    return known.get(essence, essence)


def _candidates(db: Database, report: str) -> list[Row]:
    """The latest version of each document that shows this report."""
    return rows(
        db,
        "SELECT v.id, v.agency, v.report_year, v.first_seen, d.kind, d.status,"
        " v.cells_decided AS decided,"
        " (SELECT count(*) FROM problems AS p WHERE p.version = v.id AND p.origin = 'reading'"
        "   AND p.severity <> 'info') AS reading_problems,"
        " v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document) AS is_last"
        " FROM versions AS v JOIN documents AS d ON d.id = v.document"
        " WHERE v.report = ? AND v.number = (SELECT max(o.number) FROM versions AS o"
        "   WHERE o.document = v.document AND o.report = v.report)"
        " AND coalesce(v.corrected, '') NOT LIKE '%is_not_report%'",
        (report,),
    )


def _rank(row: Row) -> tuple[Any, ...]:
    carrier = CARRIERS.index(row["kind"]) if row["kind"] in CARRIERS else len(CARRIERS)
    live = row["status"] == "live" and bool(row["is_last"])
    return live, row["decided"], -row["reading_problems"], -carrier, row["first_seen"], row["id"]


def _chosen_by(best: Row, second: Row | None) -> str:
    if second is None:
        return "only"
    pairs = zip(CRITERIA, _rank(best), _rank(second), strict=True)
    return next(name for name, one, other in pairs if one != other)


def _disagreements(db: Database, best: str, others: list[str]) -> list[Row]:
    prints: dict[str, dict[tuple[str, str, str], tuple[str | None, bool]]] = {}
    for version in (best, *others):
        prints[version] = {
            (cell["form_table"], cell["row_key"], cell["column_key"]): (cell["printed"], cell["confidence"] is not None)
            for cell in rows(
                db,
                "SELECT form_table, row_key, column_key, printed, confidence FROM cells_long WHERE version = ?"
                " AND state IN ('number', 'blank', 'slash', 'none_word')",
                (version,),
            )
        }
    found = []
    for one, other in combinations((best, *others), 2):
        if one != best:
            continue
        for key in prints[one].keys() & prints[other].keys():
            (shown, recognised), (shown_there, recognised_there) = prints[one][key], prints[other][key]
            if normal_print(shown) != normal_print(shown_there):
                found.append(
                    {
                        "version": best,
                        "kind": DISAGREES,
                        # a figure recognised in a picture may be our slip
                        "origin": "reading" if recognised or recognised_there else "source",
                        "severity": "warning",
                        "form_table": key[0],
                        "row_key": key[1],
                        "column_key": key[2],
                        "seen": shown,
                        "expected": shown_there,
                        "message": f"Another form of this report prints another value here (version {other}).",
                    }
                )
    return sorted(found, key=lambda row: (row["form_table"], row["row_key"], row["column_key"], row["message"]))


def begin(db: Database, version: Row) -> None:
    """Choose the first version of a report that no other document shows."""
    if "is_not_report" in (version["corrected"] or ""):
        return
    row = {"report": version["report"], "agency": version["agency"], "report_year": version["report_year"]}
    insert(db, "current", [{**row, "version": version["id"], "chosen_by": "only"}])


def refresh(db: Database, report: str) -> None:
    """Choose the version of one report again and compare its live renderings; a report without versions goes."""
    candidates = sorted(_candidates(db, report), key=_rank, reverse=True)
    db.conn.execute(
        "DELETE FROM problems WHERE kind = ? AND version IN (SELECT id FROM versions WHERE report = ?)",
        (DISAGREES, report),
    )
    if not candidates:
        db.conn.execute("DELETE FROM current WHERE report = ?", (report,))
        return
    best, second = candidates[0], (candidates[1] if len(candidates) > 1 else None)
    row = {
        "report": report,
        "agency": best["agency"],
        "report_year": best["report_year"],
        "version": best["id"],
        "chosen_by": _chosen_by(best, second),
    }
    if row not in rows(db, f"SELECT {', '.join(row)} FROM current WHERE report = ?", (report,)):
        insert(db, "current", [row], conflict="REPLACE")
    live = [other["id"] for other in candidates[1:] if other["status"] == "live" and other["is_last"]]
    if live and best["status"] == "live":
        insert(db, "problems", _disagreements(db, best["id"], live))
