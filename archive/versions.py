"""Versions: a new one exactly where the content of a document differs, read before and after with the same parser."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from sqlite_utils import Database

from archive import corrections, current, documents, late, naming
from archive.agencies import Known, agency_problems, body_problems, find_agency, save_agency
from archive.capture_rows import context_of
from archive.captures import CaptureStore
from archive.content import (
    PICTURED,
    Content,
    content_of_report,
    content_of_version,
    digest,
    search_parts,
    shows,
)
from archive.history import followed, latest_of_report, latest_version, record_changes
from archive.identity import report_id, version_id
from archive.late import shown_after, shown_before
from archive.members import CONTAINER, insert_member, member_view, members_of
from archive.readings import insert_reading, problem_row, reading_columns
from archive.rereadings import COMPLETED, Reader, reread
from archive.rows import Row, insert, one, rows, storable, storable_form, value
from archive.search import index_version
from parse.report import Report

Kind = Literal["new", "changed", "same", "not_report", "revisit", "held"]
TELLING: tuple[Kind, ...] = ("new", "changed", "same", "not_report", "revisit", "held")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a capture.

    new: the first version of a report; changed: a version with changes nobody saw before; same: a report already known
    as it is (also in another form or at another address); revisit: it had its verdict already; held: saved as soon as
    every capture fetched before it is.
    """

    kind: Kind
    capture: str
    document: str | None = None
    version: str | None = None
    report: str | None = None
    agency: str | None = None
    report_year: int | None = None
    changes: int = 0


Members = Sequence[tuple[str, Report]]
"""What is read of the files in a container: (path as its directory says, reading)."""


_STANDS_FOR = (
    "SELECT id, verdict, verdict_reason, read_by, read_with, purpose,"
    " EXISTS (SELECT 1 FROM captures WHERE address = ? AND verdict IS NULL AND fetched_at < ?) AS waits,"
    " EXISTS (SELECT 1 FROM members WHERE capture = captures.id) AS is_container"
    " FROM captures WHERE id = ?"
)
"""The copy that a revisit stands for, and whether an earlier capture of the revisit's address waits to be read."""
_READ_SINCE = (
    "SELECT id FROM captures WHERE refers_to = ? AND purpose = 'document' AND verdict IS NOT NULL AND fetched_at < ?"
    " ORDER BY fetched_at DESC LIMIT 1"
)
"""The last revisit of a copy that was read, where the copy itself was fetched for something else."""
_IS_LAST = "v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document) AS is_last"


def _verdict(said: dict[str, str], report: Report) -> str:
    if "is_not_report" in said and report.is_report:
        return "corrected"
    return "report" if "is_report" in said else report.verdict


class VersionStore:
    """Turns readings into versions. Every method runs in the caller's transaction."""

    def __init__(self, db: Database, captures: CaptureStore, reader: Reader) -> None:
        self._db = db
        self._captures = captures
        self.reader = reader

    def settle(self, capture: Row, *, complete: bool = False) -> bool:
        """Give a revisit the verdict of the copy it stands for, if that copy still is the document's last word.

        A page whose tables are pictures is the same only with the same pictures, a split article only with the same
        further pages; `complete`: they were fetched.
        """
        if capture["verdict"] is not None or not capture["refers_to"]:
            return capture["verdict"] is not None
        about = (capture["address"], capture["fetched_at"])
        earlier = one(self._db, _STANDS_FOR, (*about, capture["refers_to"]))
        if earlier is not None and earlier["purpose"] != "document":
            # A page met on the way to a column has no verdict that says what it is.
            since = one(self._db, _READ_SINCE, (capture["refers_to"], capture["fetched_at"]))
            earlier = one(self._db, _STANDS_FOR, (*about, since["id"])) if since else None
        if earlier is None or earlier["verdict"] is None or earlier["waits"]:
            return False
        held = members_of(self._db, earlier["id"]) if earlier["is_container"] else []
        views = [member_view(capture, member["path"]) for member in held if member["verdict"] == "report"]
        if earlier["verdict"] == "report":
            views.append(capture)
        shown = [(view, self._still_shown(view, earlier["id"])) for view in views]
        if any(version is None for _, version in shown):
            return False
        pictured = [version["pictures"] for _, version in shown if version is not None and version["pictures"]]
        if pictured and not (complete and all(map(self._has_pictures(capture), pictured))):
            return False
        parts = self._captures.part_digests(earlier["id"])
        if parts is not None and not (complete and self._captures.part_digests(capture["id"]) == parts):
            return False
        verdict = (earlier["verdict"], earlier["verdict_reason"], earlier["read_by"], earlier["read_with"])
        self._give_verdict(capture, *verdict)
        insert(self._db, "members", [{**member, "capture": capture["id"]} for member in held])
        for view, version in shown:
            assert version is not None
            if documents.attach_capture(self._db, view, version["document"], version["id"]):
                current.refresh(self._db, version["report"])
        return True

    def _has_pictures(self, capture: Row) -> Callable[[str], bool]:
        shown = list(self._captures.picture_digests(capture["id"]))
        return lambda kept: json.loads(kept) == shown

    def _content(self, capture: Row, report: Report) -> Content:
        """What a reading of a capture says, with the pictures of the page where its tables are pictures."""
        pictured = capture.get("member") is None and any(problem.kind in PICTURED for problem in report.problems)
        return content_of_report(report, self._captures.picture_digests(capture["id"]) if pictured else None)

    def _still_shown(self, view: Row, earlier: str) -> Row | None:
        """The version that an earlier capture of the same bytes showed, if it still is its document's last."""
        shown = shown_before(self._db, view, "v.id, v.document, v.report, v.pictures, " + _IS_LAST)
        if shown is None or not shown["is_last"]:
            return None
        sql = "SELECT 1 FROM version_captures WHERE version = ? AND capture = ?"
        return shown if value(self._db, sql, (shown["id"], earlier)) else None

    def _give_verdict(
        self, capture: Row, verdict: str, reason: str | None, read_by: str | None, read_with: str | None
    ) -> None:
        sql = "UPDATE captures SET verdict = ?, verdict_reason = ?, read_by = ?, read_with = ? WHERE id = ?"
        self._db.conn.execute(sql, (verdict, reason, read_by, read_with, capture["id"]))

    def save(self, capture: Row, report: Report, members: Members = (), read_with: str | None = None) -> Outcome:
        """Save the reading of a capture: its verdict and, for a report, its document, version, changes and index.

        `members` are the readings of the files in it, `read_with` the converters that were at hand.
        """
        report = storable_form(report)
        document = documents.document_at(self._db, capture["address"])
        said = self._said(capture, document)
        verdict = _verdict(said, report)
        if document is None and verdict == "report" and not members:
            # Most of a first crawl: nothing stands at the address, and nothing of the report anywhere.
            first = self._save_first(capture, report, said, read_with)
            if first is not None:
                return first
        reason = None if verdict == "report" else (report.title or report.text[:200]) or None
        self._give_verdict(capture, verdict, reason, report.parser, read_with)
        if members:
            return self._save_members(capture, report, members)
        return self._save_one(capture, report, verdict)

    def verdict(self, capture: Row, report: Report) -> str:
        """The reader's verdict, or a person's where one of them said otherwise."""
        document = documents.document_at(self._db, capture["address"])
        return _verdict(self._said(capture, document), report)

    def _said(self, capture: Row, document: str | None) -> dict[str, str]:
        """What people said of a capture, its address, and the document that stands there."""
        return corrections.said_of(self._db, capture["address"], capture["id"], document)

    def _save_first(self, capture: Row, report: Report, said: dict[str, str], read_with: str | None) -> Outcome | None:
        """Save the first that is ever seen of a report, at an address that showed no document; None where it is not.

        What the other ways ask the archive for is known here: the document shows this capture alone, and the report
        has this version alone. The rows are those that `_save_report` writes.
        """
        told = corrections.corrected(report, said)
        name = capture["address"]
        host = urlsplit(capture["url"]).hostname or "unknown"
        agency = find_agency(self._db, told, context_of(capture), name, host)
        key = report_id(agency.id, told.report_year, name)
        if self._is_known(key):
            return None
        save_agency(self._db, agency, capture["fetched_at"])
        content = self._content(capture, report)
        row = self._version_row(capture, report, agency.id, key, name, content, said)
        documents.create_shown(self._db, capture, report, row)
        insert(self._db, "versions", [row], mended=True)
        about = {"document": name, "capture": capture["id"], "portal": capture["portal"], "crawl": capture["crawl"]}
        insert_reading(
            self._db, row["id"], report, about, body_problems(agency.name, agency.county, report.agency_name)
        )
        index_version(self._db.conn, row["search_id"], report.title, search_parts(report.text, content.places))
        insert(self._db, "version_captures", [{"version": row["id"], "capture": capture["id"]}])
        self._db.conn.execute(
            "UPDATE captures SET verdict = 'report', verdict_reason = NULL, read_by = ?, read_with = ?, document = ?"
            " WHERE id = ?",
            (report.parser, read_with, name, capture["id"]),
        )
        current.begin(self._db, row)
        return Outcome("new", capture["id"], name, row["id"], key, agency.id, row["report_year"], 0)

    def _save_one(self, capture: Row, report: Report, verdict: str) -> Outcome:
        if verdict == "report":
            return self._save_report(capture, report)
        about = {"capture": capture["id"], "portal": capture["portal"], "crawl": capture["crawl"]}
        document = documents.document_at(self._db, capture["address"])
        found = [problem_row(problem, **about, document=document) for problem in report.problems]
        if capture.get("member") is not None:
            found = [{**row, "message": f"{capture['member']}: {row['message']}"} for row in found]
        insert(self._db, "problems", found)
        return Outcome("not_report", capture["id"])

    def _save_members(self, capture: Row, report: Report, members: Members) -> Outcome:
        """Every file of a container, each under its own address; the outcome is that of the most telling of them."""
        own = self._save_one(capture, report, CONTAINER)
        return min((own, *self._save_files(capture, members)), key=lambda outcome: TELLING.index(outcome.kind))

    def _save_files(self, capture: Row, members: Members, known: frozenset[str] = frozenset()) -> list[Outcome]:
        outcomes = []
        alone = sum(reading.is_report for _, reading in members) == 1
        for path, reading in members:
            form, view = storable_form(reading), {**member_view(capture, storable(path)), "alone": alone}
            if view["member"] in known:
                continue
            verdict = self.verdict(view, form)
            insert_member(self._db, view, form, verdict)
            outcomes.append(self._save_one(view, form, verdict))
        return outcomes

    def save_again(self, capture: Row, report: Report, members: Members, read_with: str | None) -> list[Outcome]:
        """Put another reading of a capture that is no version in the place of the one it had.

        Files in it that are reports already stay as they are (their versions are read again as such); what is said of
        the others, and of the capture itself, is said anew. A revisit has no problems of its own.
        """
        self._db.conn.execute(
            "DELETE FROM problems WHERE capture = ? AND version IS NULL AND origin <> 'access'", (capture["id"],)
        )
        self._db.conn.execute("DELETE FROM members WHERE capture = ? AND verdict <> 'report'", (capture["id"],))
        known = frozenset(member["path"] for member in members_of(self._db, capture["id"]))
        verdict = self.verdict(capture, report)
        reason = None if verdict == "report" else (report.title or report.text[:200]) or None
        self._give_verdict(capture, verdict, reason, report.parser, read_with)
        if capture["refers_to"]:
            report = replace(report, problems=()) if verdict != "report" else report
            members = tuple((p, r if r.is_report else replace(r, problems=())) for p, r in members)
        if not members and not known:
            return [self._save_one(capture, report, verdict)]
        return [self._save_one(capture, report, CONTAINER), *self._save_files(capture, members, known)]

    def _save_report(self, capture: Row, report: Report) -> Outcome:
        host = urlsplit(capture["url"]).hostname or "unknown"
        at = documents.document_at(self._db, capture["address"])
        named = at or capture["address"]
        context = context_of(capture)
        if not capture.get("alone", True):
            # Of several reports in one container, the way to it says of none whose it is.
            context = replace(context, agency=None, parent_url=None)
        told = corrections.corrected(report, self._said(capture, at))
        agency = find_agency(self._db, told, context, named, host)
        save_agency(self._db, agency, capture["fetched_at"])
        key = report_id(agency.id, told.report_year, named)
        content = self._content(capture, report)
        self._renew(key, named, report)
        if shown_after(self._db, capture) is not None:
            return self.save_late(capture, report, agency.id, key, named)
        document, shown, previous = self._place(capture, report, agency, key, content)
        if shown is not None:
            return self._shown_again(capture, document, shown)
        return self._new_version(capture, report, agency.id, key, document, content, previous)

    def _shown_again(self, capture: Row, document: str, shown: Row) -> Outcome:
        documents.attach_capture(self._db, capture, document, shown["id"])
        current.refresh(self._db, shown["report"])
        about = (document, shown["id"], shown["report"], shown["agency"], shown["report_year"])
        return Outcome("same", capture["id"], *about)

    def save_late(self, capture: Row, report: Report, agency: str, key: str, document: str) -> Outcome:
        """Give the reading of a capture its place among the versions of a document whose address was seen after it."""
        content, at = self._content(capture, report), capture["fetched_at"]
        before, after = shown_before(self._db, capture), shown_after(self._db, capture)
        for shown in filter(None, (before, after)):
            if shown["report"] == key and self._shows(shown, content, capture):
                if shown["first_seen"] > at:
                    late.begin_earlier(self._db, shown, capture)
                return self._shown_again(capture, document, shown)
        if before is not None and after is not None and before["id"] == after["id"]:
            late.divide(self._db, before, at)
        number = late.place_in_time(self._db, document, at)
        late.make_room(self._db, document, number)
        previous = before if before is not None and before["report"] == key else None
        if previous is None:
            previous = followed(self._db, key, document, capture["crawl"], at)
        outcome = self._new_version(capture, report, agency, key, document, content, previous, number)
        assert outcome.version is not None
        late.follow(self._db, outcome.version)
        for row in rows(self._db, "SELECT DISTINCT report FROM versions WHERE document = ?", (document,)):
            current.refresh(self._db, row["report"])
        return outcome

    def _renew(self, key: str, document: str, report: Report) -> None:
        """Read the last bytes again with today's parser wherever the new reading will be compared with them.

        The document's own too where they lacked a converter, pictures, or pages that the new reading had.
        """
        parser = report.parser
        versions = latest_of_report(self._db, key, besides="")
        own = latest_version(self._db, document)
        for version in [*versions, *([own] if own else [])]:
            if version["parser"] != parser:
                fresh = one(self._db, "SELECT * FROM versions WHERE id = ?", (version["id"],))
                if fresh and fresh["parser"] != parser:
                    reread(self._db, self._captures, fresh, parser, self.reader)
        if own and own["parser"] == parser:
            known = {row["kind"] for row in rows(self._db, "SELECT kind FROM problems WHERE version = ?", (own["id"],))}
            if known & COMPLETED - {told.kind for told in report.problems}:
                reread(self._db, self._captures, own, parser, self.reader)

    def _place(
        self, capture: Row, report: Report, agency: Known, key: str, content: Content
    ) -> tuple[str, Row | None, Row | None]:
        """(document, the version of it that is shown again, the version that a new one follows)."""
        address, at, kind = capture["address"], capture["fetched_at"], current.kind_of(report.media_type)
        known = documents.document_at(self._db, address)
        if known is None:
            document = documents.twin(self._db, key, kind, content, report.parser, at, capture["crawl"])
            if document is not None:
                documents.attach_address(self._db, address, document)
                return self._named(document, capture, report)
            document = self._begin_document(capture, report, agency.id)
            return document, None, followed(self._db, key, document, capture["crawl"], at)
        last = latest_version(self._db, known)
        if last is not None and last["report"] == key and self._shows(last, content, capture):
            return known, last, None
        if known == address or documents.address_is_gone(self._db, known):
            follows = last if last and last["report"] == key else None
            twin = naming.open_twin(self._db, key, kind, capture, report) if known == address else None
            if twin is None or twin == known:
                return known, None, follows or followed(self._db, key, known, capture["crawl"], at)
            # Another address showed first what this one shows now.
            follows = follows or followed(self._db, key, known, capture["crawl"], at)
            version = naming.absorb(self._db, known, twin, follows, capture, report)
            self._write_again(known, version, capture, report)
            if last is not None and last["report"] != key:
                current.refresh(self._db, last["report"])
            return known, latest_version(self._db, known), None
        # Two addresses of one document went apart: the one that is not its name becomes a document of its own.
        shown = shown_before(self._db, capture)
        twin = naming.open_twin(self._db, key, kind, capture, report)
        if twin is not None:
            documents.attach_address(self._db, address, twin)
            return self._named(twin, capture, report)
        document = self._begin_document(capture, report, agency.id)
        return document, None, shown if shown is not None and shown["report"] == key else None

    def _shows(self, version: Row, content: Content, capture: Row) -> bool:
        """Whether a capture with this content shows a version."""
        later = version["first_seen"] < capture["fetched_at"] and version["crawl"] != capture["crawl"]
        return shows(content_of_version(self._db, version["id"]), content, later=later)

    def _begin_document(self, capture: Row, report: Report, agency: str) -> str:
        document = documents.create_document(self._db, capture, report, agency)
        documents.attach_address(self._db, capture["address"], document)
        return document

    def _is_known(self, key: str) -> bool:
        """Whether any version of a report is kept."""
        return bool(value(self._db, "SELECT 1 FROM versions WHERE report = ? LIMIT 1", (key,)))

    def _named(self, document: str, capture: Row, report: Report) -> tuple[str, Row | None, None]:
        """A document that this capture's address shows too, under the better name of the two while it is open."""
        if naming.is_better(self._db, document, capture):
            document, version = naming.rename(self._db, document, capture, report)
            self._write_again(document, version, capture, report)
        return document, latest_version(self._db, document), None

    def _write_again(self, document: str, version: str, capture: Row, report: Report) -> None:
        self._write_reading(document, version, capture, report)
        naming.compare(self._db, version)

    def _write_reading(self, document: str, version: str, capture: Row, report: Report) -> None:
        """What hangs on a version."""
        about = {"document": document, "capture": capture["id"], "portal": capture["portal"], "crawl": capture["crawl"]}
        agency = value(self._db, "SELECT agency FROM versions WHERE id = ?", (version,))
        found = agency_problems(self._db, agency, capture["portal"], report.agency_name)
        insert_reading(self._db, version, report, about, found)

    def _new_version(
        self,
        capture: Row,
        report: Report,
        agency: str,
        key: str,
        document: str,
        content: Content,
        previous: Row | None,
        number: int | None = None,
    ) -> Outcome:
        first = not self._is_known(key)
        last = latest_version(self._db, document, "number, report")
        said = self._said(capture, documents.document_at(self._db, capture["address"]))
        row = self._version_row(capture, report, agency, key, document, content, said)
        name = row["id"]
        row["number"] = number or (last["number"] + 1 if last else 1)
        row["previous"] = previous["id"] if previous else None
        insert(self._db, "versions", [row], mended=True)
        self._write_reading(document, name, capture, report)
        index_version(self._db.conn, row["search_id"], report.title, search_parts(report.text, content.places))
        fresh = record_changes(self._db, name, previous, content, capture["crawl"]) if previous else 0
        documents.attach_capture(self._db, capture, document, name)
        touched = {key, *([last["report"]] if last else []), *([previous["report"]] if previous else [])}
        for other in touched:
            current.refresh(self._db, other)
        kind: Kind = "new" if first else "changed" if fresh else "same"
        return Outcome(kind, capture["id"], document, name, key, agency, row["report_year"], fresh)

    def _version_row(
        self, capture: Row, report: Report, agency: str, key: str, document: str, content: Content, said: dict[str, str]
    ) -> Row:
        """The row of the first version of a document."""
        sha256 = digest(content)
        return {
            "id": version_id(document, sha256, capture["fetched_at"]),
            "search_id": (value(self._db, "SELECT max(search_id) FROM versions") or 0) + 1,
            "document": document,
            "number": 1,
            "report": key,
            "agency": agency,
            "previous": None,
            "first_capture": capture["id"],
            "crawl": capture["crawl"],
            "content_sha256": sha256,
            "first_seen": capture["fetched_at"],
            "last_seen": capture["fetched_at"],
            **reading_columns(report),
            **corrections.columns_of(report, said),
            "pictures": json.dumps(content.pictures) if content.pictures else None,
        }

    def earlier_pending(self, capture: Row) -> bool:
        """Whether an earlier capture still has to be read."""
        return bool(
            value(
                self._db,
                "SELECT 1 FROM captures WHERE verdict IS NULL AND (fetched_at, id) < (?, ?) LIMIT 1",
                (capture["fetched_at"], capture["id"]),
            )
        )
