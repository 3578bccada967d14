"""What differs from an earlier release, by key, each difference with its cause.

source: the portals published something else (or stopped). parser: the same bytes, read otherwise by a later reader; a
correction of ours. identity: the same revision, now under another body or year, or under another id.
"""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from archive.kept_cells import kept_cells
from archive.releases.writing import Column, Table, digits
from archive.rows import value

Cause = Literal["source", "parser", "identity"]
CAUSES: tuple[Cause, ...] = ("source", "parser", "identity")
SCOPES = ("report", "cell", "figure")

TABLE = Table(
    "delta",
    "与上一数据包之差 Delta against the release before",
    "每一处不同一行，注明起因；首个数据包为空（见 manifest.json 的 against）/ one row for each difference with its cause; empty"
    " in a first release (see `against` in manifest.json)",
    (
        Column(
            "scope",
            "text",
            "年报、单元格或旧式报告的数字 / a report, a cell, or a figure of a free-form report",
            True,
            SCOPES,
        ),
        Column("report", "text", "年报 / report (reports.report)", True),
        Column("form_table", "text", "统计表 / national table"),
        Column("row_key", "text", "表行；旧式报告的数字：次序 / row of the form; of a figure: its position"),
        Column("column_key", "text", "表列；年报：何项 / column of the form; of a report: which fact of it"),
        Column("old", "text", "原来（所印）/ before, as printed"),
        Column("new", "text", "现在（所印）/ now, as printed"),
        Column("old_value", "decimal", "原来的数值 / value before"),
        Column("new_value", "decimal", "现在的数值 / value now"),
        Column("old_state", "text", "原来的状态 / state before"),
        Column("new_state", "text", "现在的状态 / state now"),
        Column("old_version", "text", "原来的版次 / revision before (versions.id)"),
        Column("new_version", "text", "现在的版次 / revision now (versions.id)"),
        Column("cause", "text", "起因：source 原文, parser 读数, identity 归属 / cause", True, CAUSES),
        Column(
            "basis", "text", "依据 / what says so: a change (changes.id), a rereading (its time), a revision, an alias"
        ),
    ),
)

FACTS = ("edition", "title", "published_on", "scope", "status")
"""Facts of a report that are compared."""

_REPORTS = (
    f"SELECT r.report, r.version, r.parser, {', '.join('r.' + fact for fact in FACTS)},"
    " (SELECT max(reread_at) FROM rereadings AS x WHERE x.version = r.version) AS reread"
    " FROM reports AS r ORDER BY r.report"
)
_FIGURES = "SELECT position, key, label, sentence, value FROM legacy_figures WHERE version = ?"

Row = tuple[Any, ...]
Reading = dict[tuple[str, str, str], tuple[str | None, str | None, str | None]]


@dataclass(frozen=True, slots=True)
class _Report:
    report: str
    version: str
    parser: str
    facts: tuple[Any, ...]
    reread: str | None


def _reports(db: Database) -> Iterator[_Report]:
    for row in db.conn.execute(_REPORTS):
        yield _Report(row[0], row[1], row[2], tuple(row[3:-1]), row[-1])


def _pairs(old: Iterable[_Report], new: Iterable[_Report]) -> Iterator[tuple[_Report | None, _Report | None]]:
    """Both lists, ordered by report, side by side."""
    olds, news = iter(old), iter(new)
    one, other = next(olds, None), next(news, None)
    while one or other:
        if other is None or (one is not None and one.report < other.report):
            yield one, None
            one = next(olds, None)
        elif one is None or other.report < one.report:
            yield None, other
            other = next(news, None)
        else:
            yield one, other
            one, other = next(olds, None), next(news, None)


def _one(db: Database, sql: str, *parameters: Any) -> Any:
    row = db.conn.execute(sql, parameters).fetchone()
    return None if row is None else row[0]


class Delta:
    """The differences between two databases of releases."""

    def __init__(self, old: Database, new: Database) -> None:
        self._old, self._new = old, new

    def rows(self) -> Iterator[Row]:
        """The rows of the released table, by report."""
        for old, new in _pairs(_reports(self._old), _reports(self._new)):
            if old is None and new is not None:
                cause, basis = self._why_new(new.version)
                yield self._report_row(new.report, "report", None, new.report, None, new.version, cause, basis)
            elif new is None and old is not None:
                cause, basis = self._why_gone(old)
                yield self._report_row(old.report, "report", old.report, None, old.version, None, cause, basis)
            elif old and new and old != new:
                yield from self._differences(old, new)

    @staticmethod
    def _report_row(
        report: str, what: str, old: Any, new: Any, old_version: str | None, new_version: str | None,
        cause: Cause, basis: str | None,
    ) -> Row:  # fmt: skip
        shown = tuple(None if value is None else str(value) for value in (old, new))
        return (
            "report",
            report,
            None,
            None,
            what,
            *shown,
            None,
            None,
            None,
            None,
            old_version,
            new_version,
            cause,
            basis,
        )

    # Causes

    def _was_there(self, version: str) -> bool:
        return _one(self._old, "SELECT 1 FROM versions WHERE id = ?", version) is not None

    def _was_read(self, version: str) -> bool:
        """Whether the old release had read the bytes of a version, and had not taken them for it."""
        capture = _one(self._new, "SELECT first_capture FROM versions WHERE id = ?", version)
        return _one(self._old, "SELECT 1 FROM captures WHERE id = ? AND verdict IS NOT NULL", capture) is not None

    def _now(self, version: str) -> str | None:
        """What a retired version is called in the new release."""
        now: str | None = _one(self._new, "SELECT now FROM aliases WHERE kind = 'version' AND retired = ?", version)
        return now

    def _why_new(self, version: str) -> tuple[Cause, str | None]:
        if self._was_there(version):
            return "identity", version
        retired = _one(self._new, "SELECT retired FROM aliases WHERE kind = 'version' AND now = ?", version)
        if retired is not None and self._was_there(retired):
            return "identity", retired
        return ("parser" if self._was_read(version) else "source"), version

    def _why_gone(self, old: _Report) -> tuple[Cause, str | None]:
        if _one(self._new, "SELECT 1 FROM versions WHERE id = ?", old.version):
            return "identity", old.version
        now = self._now(old.version)
        return ("identity", now) if now else ("parser", None)

    def _why_other_version(self, old: _Report, new: _Report) -> tuple[Cause, str | None]:
        """Why another version stands for the report."""
        if self._now(old.version) == new.version:
            return "identity", new.version
        if not self._was_there(new.version):
            return ("parser" if self._was_read(new.version) else "source"), new.version
        status = "SELECT d.status FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE v.id = ?"
        if any(
            _one(self._old, status, known) != _one(self._new, status, known) for known in (old.version, new.version)
        ):
            return "source", new.version
        read = "SELECT parser FROM versions WHERE id = ?"
        if any(_one(self._old, read, known) != _one(self._new, read, known) for known in (old.version, new.version)):
            return "parser", new.version
        again = "SELECT max(reread_at) FROM rereadings WHERE version = ?"
        if any(_one(self._old, again, known) != _one(self._new, again, known) for known in (old.version, new.version)):
            return "parser", new.version
        return "identity", new.version

    def _change(self, new: _Report, key: tuple[str, str, str]) -> str | None:
        """The change of the report that the new release has for a cell and the old one had not."""
        sql = (
            "SELECT id FROM changes WHERE report = ? AND form_table IS ? AND row_key IS ? AND column_key IS ?"
            " ORDER BY first_seen_new DESC, id"
        )
        for row in self._new.conn.execute(sql, (new.report, *key)).fetchall():
            if _one(self._old, "SELECT 1 FROM changes WHERE id = ?", row[0]) is None:
                return str(row[0])
        return None

    def _rereading(self, old: _Report, new: _Report, key: tuple[str, str, str]) -> str | None:
        """When a later reader corrected a cell of either version, if it did since the old release."""
        sql = (
            "SELECT max(reread_at) FROM rereadings WHERE version IN (?, ?) AND form_table IS ? AND row_key IS ?"
            " AND column_key IS ?"
        )
        now: str | None = _one(self._new, sql, old.version, new.version, *key)
        return now if now != _one(self._old, sql, old.version, new.version, *key) else None

    # Differences of one report

    def _differences(self, old: _Report, new: _Report) -> Iterator[Row]:
        same = old.version == new.version
        cause: tuple[Cause, str | None] = ("parser", new.reread) if same else self._why_other_version(old, new)
        for fact, before, now in zip(FACTS, old.facts, new.facts, strict=True):
            if before != now:
                # a status is what became of the address, whoever read it
                why = ("source", new.version) if fact == "status" and same else cause
                yield self._report_row(new.report, fact, before, now, old.version, new.version, *why)
        if same and (old.parser, old.reread) == (new.parser, new.reread):
            return
        if not same:
            yield self._report_row(new.report, "version", old.version, new.version, old.version, new.version, *cause)
        for scope, before, now in (
            ("cell", _cells(self._old, old.version), _cells(self._new, new.version)),
            ("figure", _figures(self._old, old.version), _figures(self._new, new.version)),
        ):
            for key in sorted(before.keys() | now.keys()):
                one, other = before.get(key, (None, None, None)), now.get(key, (None, None, None))
                if one != other:
                    why = cause if same else self._why_cell(old, new, key, cause)
                    yield (
                        scope, new.report, *key, one[0], other[0], one[1], other[1], one[2], other[2],
                        old.version, new.version, *why,
                    )  # fmt: skip

    def _why_cell(
        self, old: _Report, new: _Report, key: tuple[str, str, str], cause: tuple[Cause, str | None]
    ) -> tuple[Cause, str | None]:
        change = self._change(new, key)
        if change is not None:
            return "source", change
        read = self._rereading(old, new, key)
        return ("parser", read) if read is not None else cause


def _cells(db: Database, version: str) -> Reading:
    edition = value(db, "SELECT edition FROM versions WHERE id = ?", (version,))
    return {cell[:3]: (cell[3], digits(cell[4]), cell[5]) for cell in kept_cells(db, version, edition)}


def _figures(db: Database, version: str) -> Reading:
    return {
        ("legacy_figures", f"{row[0]:05d}", row[1] or row[2]): (row[3], digits(row[4]), None)
        for row in db.conn.execute(_FIGURES, (version,))
    }
