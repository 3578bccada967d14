"""Reading kept captures again: which of them, and what becomes of the readings.

Two kinds of work, in this order: versions that another parser read, or that a converter at hand now may help (what
comes out otherwise goes to `rereadings`); then captures that are no version, in the order they were fetched (a report
among them gets its version with the time of its capture). A capture is read once for all that hang on its bytes. Every
piece of work is saved in a transaction of its own; killed at any instant and begun again, it comes to the same end.

A reading that failed, or lacks a converter that the one before it had, never takes the place of one that did not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlite_utils import Database

from archive import chain, current, lifecycle
from archive.capture_rows import pending_form
from archive.captures import CaptureStore
from archive.changes import Difference
from archive.content import content_of_report, shows
from archive.corrections import said_of
from archive.exchange import Images, PendingCapture
from archive.findings_store import findings_are_stale
from archive.late import seen_until
from archive.members import member_view, members_of, path_of
from archive.rereadings import CONVERTIBLE, RETRIED, is_refused, note, read_otherwise, save_rereading
from archive.rows import Row, one, rows, storable_form
from archive.search import indexed_together
from archive.versions import Members, Outcome, VersionStore
from parse.report import Problem, Report

_SETTLED = ("failed", "redirect", "http_error", "truncated", "report", "corrected")
"""Verdicts of captures that need no reading of their own; those of reports are read again as versions."""


@dataclass
class Tally:
    """What was done for one portal.

    read: captures read again; corrected: versions of which something is read otherwise, with how many differences;
    reports: captures and files that are reports now; refused: versions that the reader takes for no report any more
    (they stay); verdicts: captures that are called something else now; left: readings that failed or lack a converter,
    where the one before stays.
    """

    read: int = 0
    corrected: int = 0
    differences: int = 0
    reports: int = 0
    refused: int = 0
    verdicts: int = 0
    left: int = 0

    @property
    def anything(self) -> bool:
        """Whether something is otherwise than before."""
        return bool(self.corrected or self.reports or self.refused or self.verdicts)


@dataclass(frozen=True, slots=True)
class _Reading:
    report: Report
    members: Members

    def of(self, path: str | None) -> Report | None:
        """The reading of the capture itself, or of a file in it."""
        return self.report if path is None else dict(self.members).get(path)

    def kinds(self) -> set[str]:
        problems = (*self.report.problems, *(problem for _, report in self.members for problem in report.problems))
        return {problem.kind for problem in problems}


@dataclass(frozen=True, slots=True)
class _Work:
    """A version or a capture, and the captures whose bytes are to be read for it."""

    id: str
    needs: tuple[str, ...]


class Reparsing:
    """An archive as the reading queue sees it while kept captures are read again (`reading.queue.ReadableArchive`).

    For each of `phases` in turn, submit the captures that it yields and finish the queue; `held` says how many readings
    wait for others. In the end, `finish`. Without `write` nothing is saved; `tallies` (by portal) say what would be.
    """

    def __init__(
        self,
        db: Database,
        captures: CaptureStore,
        versions: VersionStore,
        *,
        parser: str,
        converters: Iterable[str],
        write: bool,
    ) -> None:
        self._db = db
        self._captures = captures
        self._versions = versions
        self._parser = parser
        self._converters = frozenset(converters)
        self._write = write
        self._wanted: dict[str, PendingCapture] = {}
        self._readings: dict[str, _Reading] = {}
        self._uses: Counter[str] = Counter()
        self._due: list[_Work] = []
        self._of: dict[str, list[int]] = {}
        self._missing: list[int] = []
        self._next = 0
        self._in_order = False
        self._divided: list[str] = []
        self._containers: set[str] = set()
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.tell: Callable[[Row, Difference], None] | None = None
        """What is to be told of each difference, with the row of its version, before it is saved."""
        self.phases = (self.versions, self.divided_versions, self.captures)

    @property
    def held(self) -> int:
        """Readings that wait for others before they can be saved."""
        return len(self._readings)

    # What is to be read

    def versions(self) -> Iterator[str]:
        """Versions that another parser read, or whose problems may go: the first and the last of their captures."""
        due = []
        for row in rows(self._db, "SELECT id, parser, first_capture FROM versions ORDER BY first_seen, id"):
            if self._is_due(row):
                needs = self._bytes_of(row)
                due.append(_Work(row["id"], tuple(dict.fromkeys((needs[0], needs[-1])))))
        return self._begin(due)

    def divided_versions(self) -> Iterator[str]:
        """Versions whose first and last captures read differently now: all of their captures."""
        sql = "SELECT id, first_capture FROM versions WHERE id = ?"
        found = [one(self._db, sql, (name,)) for name in self._divided]
        return self._begin([_Work(row["id"], self._bytes_of(row)) for row in found if row])

    def captures(self) -> Iterator[str]:
        """Captures that are no version, or hold files that are none, oldest first."""
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in rows(self._db, "SELECT capture, kind FROM problems WHERE version IS NULL AND capture IS NOT NULL"):
            kinds[row["capture"]].add(row["kind"])
        marks = ", ".join("?" * len(_SETTLED))
        sql = (
            "SELECT id, address, verdict, refers_to, read_by, read_with FROM captures WHERE purpose = 'document'"
            f" AND payload_sha256 IS NOT NULL AND verdict NOT IN ({marks}) ORDER BY fetched_at, id"
        )
        due = []
        for row in rows(self._db, sql, _SETTLED):
            own = kinds[row["id"]] | kinds[row["refers_to"]]
            called = "is_report" in said_of(self._db, row["address"], row["id"]) and row["verdict"] != "report"
            another = called or row["read_by"] != self._parser or row["id"] in self._containers
            if another or own & RETRIED or (own & CONVERTIBLE and self._may_help(row)):
                due.append(_Work(row["id"], (row["refers_to"] or row["id"],)))
        return self._begin(due, in_order=True)

    def _is_due(self, version: Row) -> bool:
        if version["parser"] != self._parser:
            return not is_refused(self._db, version["id"], self._parser)
        found = rows(self._db, "SELECT DISTINCT kind FROM problems WHERE version = ?", (version["id"],))
        kinds = {row["kind"] for row in found}
        first = self._captures.row(version["first_capture"])
        return bool(kinds & RETRIED or (kinds & CONVERTIBLE and self._may_help(first)))

    def _may_help(self, capture: Row) -> bool:
        """Whether a converter is at hand that was not when the capture was read."""
        return bool(self._converters - _names(capture["read_with"]))

    def _bytes_of(self, version: Row) -> tuple[str, ...]:
        """The captures with the bytes that showed a version, its own first, then in order of time."""
        found = rows(
            self._db,
            "SELECT coalesce(c.refers_to, c.id) AS id FROM version_captures AS s JOIN captures AS c ON c.id = s.capture"
            " WHERE s.version = ? ORDER BY c.id <> ?, c.fetched_at, c.id",
            (version["id"], version["first_capture"]),
        )
        return tuple(dict.fromkeys(row["id"] for row in found))

    def _begin(self, due: list[_Work], *, in_order: bool = False) -> Iterator[str]:
        self._due, self._next, self._in_order = due, 0, in_order
        self._missing = [len(work.needs) for work in due]
        self._of = {}
        for number, work in enumerate(due):
            for capture in work.needs:
                self._of.setdefault(capture, []).append(number)
        self._uses = Counter({capture: len(numbers) for capture, numbers in self._of.items()})
        for capture in list(self._of):
            self._wanted[capture] = pending_form(self._captures.row(capture))
            yield capture

    # What the reading queue asks

    def to_read(self, capture: str) -> PendingCapture | None:
        """What a reader needs of a capture that was asked to be read and is not read yet."""
        return self._wanted.get(capture)

    def payload(self, capture: str) -> bytes:
        """The body of a capture. Raises as `CaptureStore.payload`."""
        return self._captures.payload(capture)

    def pictures(self, capture: str) -> Images:
        """The pictures fetched for a page."""
        return self._captures.pictures(capture)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is saved in this block is on disk at its end, with one wait for it; killed in it, none of it is."""
        if not self._write:
            yield
            return
        with self._db.atomic(), indexed_together(self._db.conn):
            yield

    def save_reading(self, capture: str, report: Report, *, members: Members = ()) -> Outcome:
        """Take a reading, and save every piece of work that has now all it needs."""
        row = self._captures.row(capture)
        self._tally(row).read += 1
        del self._wanted[capture]
        files = tuple((path, storable_form(reading)) for path, reading in members)
        self._readings[capture] = _Reading(storable_form(report), files)
        for number in self._of[capture]:
            self._missing[number] -= 1
            if not self._in_order and not self._missing[number]:
                self._done(self._due[number])
        while self._in_order and self._next < len(self._due) and not self._missing[self._next]:
            self._done(self._due[self._next])
            self._next += 1
        return Outcome("same", capture)

    def _done(self, work: _Work) -> None:
        readings = {capture: self._readings[capture] for capture in work.needs}
        if self._in_order:
            self._capture(self._captures.row(work.id), readings[work.needs[0]])
        else:
            self._version(work, readings)
        for capture in work.needs:
            self._uses[capture] -= 1
            if not self._uses[capture]:
                del self._readings[capture]

    def _tally(self, about: Row) -> Tally:
        return self.tallies[about.get("portal") or ""]

    # Versions

    def _version(self, work: _Work, readings: Mapping[str, _Reading]) -> None:
        version = one(self._db, "SELECT * FROM versions WHERE id = ?", (work.id,))
        assert version is not None
        first_capture = self._captures.row(version["first_capture"])
        tally = self._tally(first_capture)
        path = path_of(self._db, first_capture["id"], version["document"])
        if path is not None:
            self._containers.add(first_capture["id"])
        report = readings[work.needs[0]].of(path)
        known = rows(self._db, "SELECT kind FROM problems WHERE version = ?", (version["id"],))
        if report is None or self._is_worse(report.problems, {row["kind"] for row in known}, first_capture):
            tally.left += 1
            return
        others = self._others(work, readings, path, report)
        if others and len(work.needs) < len(self._bytes_of(version)):
            self._divided.append(version["id"])
            return
        found = read_otherwise(self._db, version, report)
        if not report.is_report:
            tally.refused += 1
        elif found or others:
            tally.corrected += 1
            tally.differences += len(found)
        if self.tell:
            verdict = Difference("verdict", None, None, "verdict", "report", report.verdict)
            for difference in found if report.is_report else [verdict]:
                self.tell(version, difference)
        if self._write:
            with self._db.atomic():
                self._save_version(version, report, others)

    def _others(
        self, work: _Work, readings: Mapping[str, _Reading], path: str | None, first: Report
    ) -> dict[str, Report]:
        """By capture, the readings of a version's other bytes that say something else than the first of them now."""
        others = {}
        for capture in work.needs[1:]:
            report = readings[capture].of(path)
            if (
                first.is_report
                and report is not None
                and report.is_report
                and not {problem.kind for problem in report.problems} & RETRIED
                and (report.report_year, report.agency_name) == (first.report_year, first.agency_name)
                and not shows(content_of_report(first), content_of_report(report), later=True)
            ):
                others[capture] = report
        return others

    def _save_version(self, version: Row, report: Report, others: Mapping[str, Report]) -> None:
        save_rereading(self._db, version, report)
        read = rows(self._db, "SELECT capture FROM version_captures WHERE version = ?", (version["id"],))
        # What else a container holds is read again after the versions, and then it is said of the container.
        sql = "UPDATE captures SET read_by = ?, read_with = ? WHERE id = ? AND verdict = 'report'"
        if report.is_report:
            self._db.conn.executemany(sql, [(report.parser, self._read_with, row["capture"]) for row in read])
        apart = [
            (row, others[row["refers_to"] or row["id"]])
            for row in map(self._captures.row, (row["capture"] for row in read))
            if (row["refers_to"] or row["id"]) in others
        ]
        for row, _ in apart:
            sql = "DELETE FROM version_captures WHERE version = ? AND capture = ?"
            self._db.conn.execute(sql, (version["id"], row["id"]))
        seen_until(self._db, version["id"])
        for row, reading in sorted(apart, key=lambda item: (item[0]["fetched_at"], item[0]["id"])):
            path = path_of(self._db, row["id"], version["document"])
            view = row if path is None else member_view(row, path)
            self._versions.save_late(view, reading, version["agency"], version["report"], version["document"])
        current.refresh(self._db, version["report"])
        findings_are_stale(self._db)

    @property
    def _read_with(self) -> str:
        return ",".join(sorted(self._converters))

    def _is_worse(self, problems: Iterable[Problem], known: set[str], capture: Row) -> bool:
        """Whether a reading failed, or lacks a converter that was at hand before, and the one it replaces did not."""
        fresh = {problem.kind for problem in problems} - known
        return bool(fresh & RETRIED or (fresh & CONVERTIBLE and _names(capture["read_with"]) - self._converters))

    # Captures

    def _capture(self, capture: Row, reading: _Reading) -> None:
        tally = self._tally(capture)
        about = (capture["id"], capture["refers_to"])
        sql = "SELECT kind, message FROM problems WHERE version IS NULL AND origin <> 'access' AND capture IN (?, ?)"
        known = rows(self._db, sql, about)
        old_kinds = {row["kind"] for row in known}
        own = {problem.kind for problem in reading.report.problems}
        if self._is_worse(reading.report.problems, old_kinds, capture) and not old_kinds & (RETRIED | CONVERTIBLE):
            tally.left += 1
            return
        held = {row["path"]: row["verdict"] for row in members_of(self._db, capture["id"])}
        verdict = self._versions.verdict(capture, reading.report)
        files = {path: self._versions.verdict(member_view(capture, path), report) for path, report in reading.members}
        now_reports = [path for path, said in files.items() if said == "report" and held.get(path) != "report"]
        came = len(now_reports) + (verdict == "report")
        unsaid = {path: said for path, said in held.items() if said != "report" or path not in files}
        is_same = (
            not came
            and verdict == capture["verdict"]
            and own <= old_kinds
            and unsaid == {path: said for path, said in files.items() if held.get(path) != "report"}
        )
        tally.reports += came
        tally.verdicts += not came and verdict != capture["verdict"]
        if not self._write:
            return
        with self._db.atomic():
            if is_same:
                sql = "UPDATE captures SET read_by = ?, read_with = ? WHERE id = ?"
                self._db.conn.execute(sql, (reading.report.parser, self._read_with, capture["id"]))
                return
            before = capture["verdict"]
            for outcome in self._versions.save_again(capture, reading.report, reading.members, self._read_with):
                made = one(self._db, "SELECT * FROM versions WHERE id = ?", (outcome.version,))
                if made is not None and made["first_capture"] == capture["id"]:
                    note(self._db, made, made["parser"], "verdict", before, "report")
            findings_are_stale(self._db)

    # The end

    def finish(self) -> str | None:
        """Judge what became of the documents that are reports since, and digest what was read again.

        Returns the new head of the chain, None where nothing was to be digested.
        """
        if not self._write:
            return None
        with self._db.atomic():
            for row in rows(
                self._db,
                "SELECT DISTINCT v.document FROM rereadings AS r JOIN versions AS v ON v.id = r.version"
                " WHERE r.column_key = 'verdict' AND r.new = 'report' AND r.reread_at >"
                " coalesce((SELECT max(made) FROM chains WHERE cause = 'rereading'), '') ORDER BY v.document",
            ):
                lifecycle.judge_late(self._db, row["document"])
            return chain.close_link(self._db, None, "rereading") if chain.is_due(self._db) else None


def _names(read_with: str | None) -> set[str]:
    return set(filter(None, (read_with or "").split(",")))
