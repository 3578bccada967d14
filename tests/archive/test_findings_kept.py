"""Findings are made at the end of a crawl, for the agencies it touched, and `verify` knows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import Visitor, make_report

from archive.archive import Archive
from archive.findings_store import FindingsStore
from archive.rows import rows, value
from findings.recompute import recompute
from parse.report import Context, Report


def with_count(report: Report, row: str, column: str, count: int | None) -> Report:
    """The report with another number in one cell of the table of requests; None: the cell is blank."""
    cells = tuple(
        cell._replace(
            value=count, printed="" if count is None else str(count), state="blank" if count is None else "number"
        )
        if (cell.table, cell.row, cell.column) == ("disclosure_requests", row, column)
        else cell
        for cell in report.cells
    )
    return replace(report, cells=cells)


def walk(visitor: Visitor, reports: dict[str, Report]) -> int:
    """One crawl that sees these reports at these paths, with its findings; returns how many agencies were compared."""
    visitor.begin()
    for path, report in reports.items():
        visitor.visit(path, report)
    visitor.finish(listed=frozenset())
    return recompute(visitor.archive)


def found(archive: Archive) -> list[tuple[Any, ...]]:
    sql = "SELECT kind, agency, report_year, column_key, seen, expected FROM findings ORDER BY id"
    return [tuple(row) for row in archive.db.conn.execute(sql)]


CARRIES = with_count(make_report(year=2023), "carried_forward", "total", 5)
TAKES = with_count(make_report(year=2024), "carried_over", "total", 4)
ELSEWHERE = make_report(year=2024, agency="霍邱县城关镇人民政府", title="城关镇2024年政府信息公开工作年度报告")


def test_a_finding_comes_and_goes_with_the_figures(archive: Archive, visitor: Visitor) -> None:
    both = {"/2023.htm": CARRIES, "/2024.htm": TAKES, "/other.htm": ELSEWHERE}
    assert walk(visitor, both) == 2
    assert found(archive) == [("carry_over", "341522-众兴集镇", 2024, "total", "4", "5")]
    (row,) = rows(archive.db, "SELECT f.*, r.version AS now FROM findings AS f JOIN reports AS r USING (report)")
    assert row["version"] == row["now"]
    assert value(archive.db, "SELECT report_year FROM versions WHERE id = ?", (row["other_version"],)) == 2023
    assert archive.verify() == []

    assert walk(visitor, both) == 0, "nothing changed, nothing is compared again"
    assert len(found(archive)) == 1

    corrected = {**both, "/2023.htm": with_count(CARRIES, "carried_forward", "total", 4)}
    assert walk(visitor, corrected) == 1, "the other town was not touched"
    assert found(archive) == []
    assert archive.verify() == []


def test_a_blank_is_not_assessable(archive: Archive, visitor: Visitor) -> None:
    walk(visitor, {"/2023.htm": CARRIES, "/2024.htm": with_count(TAKES, "carried_over", "total", None)})
    assert found(archive) == []


def test_a_crawl_killed_before_its_findings_gets_them_with_the_next(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/2023.htm", CARRIES)
    visitor.visit("/2024.htm", TAKES)
    visitor.finish()
    assert FindingsStore(archive.db).due() == [visitor.crawl]
    assert walk(visitor, {}) == 1
    assert len(found(archive)) == 1
    assert FindingsStore(archive.db).due() == []
    assert recompute(archive) == 0


def test_coverage_says_what_was_walked(archive: Archive, visitor: Visitor) -> None:
    walk(visitor, {"/2021.htm": make_report(year=2021), "/2024.htm": TAKES})
    rest = {"/2021.htm": make_report(year=2021), "/2024.htm": TAKES}
    visitor.begin()
    for path, report in rest.items():
        visitor.visit(path, report)
    context = Context(portal="huoqiu", crawl=visitor.crawl, link_text="众兴集镇2022年政府信息公开工作年度报告")
    visitor.fetch("/2022.htm", b"<h1>500</h1>", status=500, reason="Error", context=context)
    visitor.finish(listed=frozenset())
    recompute(archive)
    seen = rows(archive.db, "SELECT report_year, state, reason FROM coverage ORDER BY report_year")
    assert [tuple(row.values()) for row in seen] == [
        (2021, "found", "live"),
        (2022, "not_seen", "not_reached"),
        (2023, "not_seen", "before_first_visit"),
        (2024, "found", "live"),
        (2025, "not_seen", "not_on_lists"),
    ]
    basis = value(archive.db, "SELECT c.url FROM coverage AS g JOIN captures AS c ON c.id = g.basis"
                              " WHERE g.report_year = 2022")  # fmt: skip
    assert basis.endswith("/2022.htm")
    assert archive.verify() == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE findings SET version = 'x'", "A row of findings points at a row of versions that is not there."),
        ("UPDATE findings SET version = other_version", "is of another report than its version."),
        ("UPDATE findings SET agency = '341522-城关镇'", "is of another report than its version."),
        (
            "UPDATE findings SET other_version = (SELECT id FROM versions WHERE agency = '341522-城关镇')",
            "compares with a version of another public body.",
        ),
        (
            "UPDATE coverage SET report = 'x' WHERE report_year = 2023 AND state = 'found'",
            "Coverage of 341522-众兴集镇 2023 names a report",
        ),
        (
            "UPDATE coverage SET report_year = 2001 WHERE report_year = 2023 AND state = 'found'",
            "Coverage of 341522-众兴集镇 2001 names",
        ),
    ],
)
def test_verify_finds_what_hangs_in_the_air(
    open_archive: Callable[..., Archive], statement: str, sentence: str
) -> None:
    with open_archive() as archive:
        visitor = Visitor(archive)
        walk(visitor, {"/2023.htm": CARRIES, "/2024.htm": TAKES, "/other.htm": ELSEWHERE})
        assert archive.verify() == []
        path: Path = archive.path
        archive.db.conn.execute("PRAGMA foreign_keys = OFF")
        with archive.db.atomic():
            assert archive.db.conn.execute(statement).rowcount > 0
    with Archive.open(path) as again:
        assert any(sentence in said for said in again.verify())
