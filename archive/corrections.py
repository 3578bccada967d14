"""Corrections by people: `corrections.csv` beside the WARC files, read whenever an archive is opened to write.

The file is the truth and the table `corrections` its copy, so that corrections outlive the archive as the captures do:
a rebuild finds them beside the WARC files. One line a statement, with the columns of COLUMNS: `about` is an address (or
its id, which is a document's too), a capture or a version; a line that is taken out of the file is taken back. What a
reading says stays as it is read; what a correction makes of it is said in `versions.corrected` and noted in
`rereadings`. Changes stay under the report they were seen of.

is_report, is_not_report: whether it is an annual report at all. agency: the body it is of, as `value` names it.
report_year: the year it is of. judged: a problem was looked at; `value` is its kind, or kind/table/row/column.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from archive import current
from archive.agencies import find_agency, save_agency
from archive.capture_rows import context_of
from archive.connection import connect
from archive.errors import ArchiveError
from archive.findings_store import findings_are_stale
from archive.identity import address_id, report_id
from archive.rereadings import note
from archive.rows import Row, insert, one, rows, value
from parse.report import Report

FILE = "corrections.csv"
COLUMNS = ("about", "statement", "value", "author", "made_on", "reason")
STATEMENTS = ("is_report", "is_not_report", "agency", "report_year", "judged")
OPERATOR = "operator"
"""The basis of what a correction says, in `agency_source`, `report_year_source` and `agencies.basis`."""
TAKEN_BACK = "taken_back"
"""The verdict of a capture that was called no report by a person who took it back: `reparse` reads it."""
_KEY = ("about", "statement", "made_on", "value")
_WITH_VALUE = ("agency", "report_year", "judged")


class WrongCorrections(ArchiveError):
    """corrections.csv cannot be taken as it is; the message names the line and what is wrong with it."""


def read_file(path: Path) -> list[Row]:
    """The lines of corrections.csv (none where there is no file). Raises WrongCorrections."""
    return [said for _, said in _lines(path)]


def _lines(path: Path) -> list[tuple[Row, Row]]:
    """The lines of corrections.csv, each as it is written and as it is taken."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise WrongCorrections(f"{path}: the first line must be {','.join(COLUMNS)}.")
            lines = [(line, _line(path, reader.line_num, line)) for line in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongCorrections(f"{path} is no CSV file in UTF-8: {error}.") from error
    found = [said for _, said in lines]
    keys = [tuple(line[name] for name in _KEY) for line in found]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double:
        raise WrongCorrections(f"{path}: {' '.join(map(str, filter(None, double)))} is said twice.")
    return lines


def join_files(folder: Path, archives: Iterable[tuple[Path, Path]]) -> None:
    """Give the folder of a merged archive one corrections.csv with the lines of all: its own where it has one, and
    those of each archive (its SQLite file, its folder; what the archive knows where there is no file).

    Raises WrongCorrections.
    """
    found: dict[tuple[str, ...], Row] = {}
    for database, place in ((None, folder), *archives):
        path = place / FILE
        lines = _lines(path)
        if database is not None and not path.is_file():
            db = connect(database, write=False)
            try:
                lines = [(row, row) for row in rows(db, f"SELECT {', '.join(COLUMNS)} FROM corrections")]
            finally:
                db.close()
        for written, said in lines:
            key = tuple(said[name] for name in _KEY)
            line = {name: written[name] or "" for name in COLUMNS}
            found[key] = min(found.get(key, line), line, key=lambda one: tuple(one.values()))
    if not found:
        return
    partial = folder / f".{FILE}.partial"
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(sorted(found.values(), key=lambda line: tuple(line.values())))
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / FILE)


def _line(path: Path, number: int, line: dict[str, str | None]) -> Row:
    row: Row = {name: (line[name] or "").strip() or None for name in COLUMNS}
    place = f"{path}, line {number}"
    missing = [name for name in ("about", "statement", "author", "made_on", "reason") if row[name] is None]
    if missing or None in line:
        raise WrongCorrections(f"{place}: {', '.join(missing) or 'a column too many'} (empty, missing or too many).")
    if row["statement"] not in STATEMENTS:
        raise WrongCorrections(f"{place}: {row['statement']} is none of {', '.join(STATEMENTS)}.")
    if (row["value"] is None) == (row["statement"] in _WITH_VALUE):
        wants = "needs a" if row["value"] is None else "takes no"
        raise WrongCorrections(f"{place}: {row['statement']} {wants} value.")
    try:
        date.fromisoformat(row["made_on"])
        if row["statement"] == "report_year" and not 1990 <= int(row["value"]) <= 2100:
            raise ValueError(row["value"])
    except ValueError as error:
        raise WrongCorrections(f"{place}: {error} (dates are YYYY-MM-DD, years four digits).") from error
    if "://" in row["about"]:
        row["about"] = address_id(row["about"])
    row["value"] = row["value"] or ""
    return row


def load(db: Database, path: Path) -> bool:
    """Let the table be the file, and what is derived follow it; one transaction. Returns whether anything changed.

    Where there is no file the table stays: an archive may have been merged or moved without it.
    """
    if not path.is_file():
        return False
    wanted = read_file(path)
    known = rows(db, f"SELECT {', '.join(COLUMNS)} FROM corrections")
    order = sorted(wanted, key=lambda row: tuple(row.values()))
    if order == sorted(known, key=lambda row: tuple(row.values())):
        return False
    with db.atomic():
        db.conn.execute("DELETE FROM corrections")
        insert(db, "corrections", order)
        apply(db, {row["about"] for row in (*known, *wanted)})
    return True


def said_of(db: Database, *about: str | None) -> dict[str, str]:
    """What people said of an address, capture or version: statement → value, the latest word of each. Of `is_report`
    and `is_not_report` only the later one."""
    if not value(db, "SELECT 1 FROM corrections LIMIT 1"):
        return {}
    marks = ", ".join("?" * len(about))
    found = rows(
        db,
        f"SELECT statement, value FROM corrections WHERE about IN ({marks}) AND statement <> 'judged'"
        " ORDER BY made_on, statement, value",
        about,
    )
    said: dict[str, str] = {}
    for row in found:
        if row["statement"] in ("is_report", "is_not_report"):
            said.pop("is_report", None)
            said.pop("is_not_report", None)
        said[row["statement"]] = row["value"]
    return said


def corrected(report: Report, said: dict[str, str]) -> Report:
    """A reading with what people said in the place of what was read of agency and year."""
    if "agency" in said:
        report = replace(report, agency_name=said["agency"], agency_source=OPERATOR, agency_level=None)
    if "report_year" in said:
        report = replace(report, report_year=int(said["report_year"]), report_year_source=OPERATOR)
    return report


def columns_of(read: Report, said: dict[str, str]) -> Row:
    """The columns of `versions` that corrections act on, from the reading as it was read."""
    told = corrected(read, said)
    other_year = "report_year" in said
    return {
        "report_year": told.report_year,
        "report_year_source": told.report_year_source,
        "year_read": read.report_year if other_year else None,
        "year_read_from": read.report_year_source if other_year else None,
        "corrected": ", ".join(sorted(said)) or None,
    }


def apply(db: Database, about: set[str]) -> None:
    """Let the versions that these corrections are or were about follow them: report, agency, year, in `reports` or
    not."""
    marks = ", ".join("?" * len(about))
    touched = rows(
        db,
        "SELECT DISTINCT v.* FROM versions AS v JOIN version_captures AS s ON s.version = v.id"
        f" JOIN captures AS c ON c.id = s.capture WHERE v.id IN ({marks}) OR v.document IN ({marks})"
        f" OR c.address IN ({marks}) OR c.id IN ({marks}) ORDER BY v.first_seen, v.id",
        tuple(about) * 4,
    )
    reports = set()
    for version in touched:
        reports |= {version["report"], _apply(db, version)}
    for report in reports:
        current.refresh(db, report)
    for capture in rows(
        db,
        f"SELECT id, address, document FROM captures WHERE verdict = 'corrected' AND (id IN ({marks}) OR address IN"
        f" ({marks}))",
        tuple(about) * 2,
    ):
        if "is_not_report" not in said_of(db, capture["address"], capture["id"], capture["document"]):
            sql = "UPDATE captures SET verdict = ?, read_by = NULL WHERE id = ?"
            db.conn.execute(sql, (TAKEN_BACK, capture["id"]))
    findings_are_stale(db)


def _apply(db: Database, version: Row) -> str:
    """The report that a version belongs to now."""
    capture = one(db, "SELECT * FROM captures WHERE id = ?", (version["first_capture"],))
    assert capture is not None
    said = said_of(db, capture["address"], capture["id"], version["document"], version["id"])
    before = "year_read", "year_read_from"
    year, source = before if "report_year" in (version["corrected"] or "") else ("report_year", "report_year_source")
    read = Report(
        media_type=version["media_type"] or "",
        is_report=True,
        verdict="report",
        title=version["title"],
        agency_name=version["agency_name"],
        agency_source=version["agency_source"],
        agency_level=version["agency_level"],
        report_year=version[year],
        report_year_source=version[source],
        parser=version["parser"],
    )
    told = corrected(read, said)
    host = capture["url"].split("/")[2] if "://" in capture["url"] else "unknown"
    agency = find_agency(db, told, context_of(capture), version["document"], host)
    save_agency(db, agency, version["first_seen"])
    report = report_id(agency.id, told.report_year, version["document"])
    columns = {"agency": agency.id, "report": report, **columns_of(read, said)}
    if all(version[name] == told for name, told in columns.items()):
        return report
    note(db, version, version["parser"], "report", version["report"], report)
    assignments = ", ".join(f"{name} = ?" for name in columns)
    db.conn.execute(f"UPDATE versions SET {assignments} WHERE id = ?", (*columns.values(), version["id"]))
    last = value(db, "SELECT max(number) FROM versions WHERE document = ?", (version["document"],))
    if version["number"] == last:
        sql = "UPDATE documents SET agency = ?, report_year = ? WHERE id = ?"
        db.conn.execute(sql, (agency.id, told.report_year, version["document"]))
    return report
