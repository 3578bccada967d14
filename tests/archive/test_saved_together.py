"""Readings that are saved together: what stands at the end is what each alone makes, and an error leaves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archive_by_hand import Visitor, make_report

from archive.archive import Archive
from archive.rows import rows, value
from archive.search import SEARCH_TABLE, match_query


def found(archive: Archive, query: str) -> int:
    sql = f"SELECT count(*) FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH ?"
    return int(value(archive.db, sql, (match_query(query),)))


def test_reports_of_a_group_are_there_at_its_end_and_found(archive: Archive, visitor: Visitor) -> None:
    pages = {f"/{year}": make_report(year=year, sentence=f"全年培训{year - 1900}场。") for year in (2022, 2023, 2024)}
    captures = [visitor.fetch(path, path.encode()) for path in pages]
    with archive.together():
        kinds = [archive.save_reading(name, told).kind for name, told in zip(captures, pages.values(), strict=True)]
    assert kinds == ["new", "new", "new"]
    sql = "SELECT report_year, chosen_by FROM current ORDER BY report_year"
    assert [tuple(row.values()) for row in rows(archive.db, sql)] == [(2022, "only"), (2023, "only"), (2024, "only")]
    assert [found(archive, f"培训{number}场") for number in (122, 123, 124, 125)] == [1, 1, 1, 0]
    document = rows(archive.db, "SELECT live_url, status, report_year FROM documents ORDER BY report_year")[0]
    assert document == {"live_url": "http://huoqiu.localhost:8765/2022", "status": "live", "report_year": 2022}
    assert archive.verify() == []


def test_another_form_in_the_same_group_stands_beside_the_first(archive: Archive, visitor: Visitor) -> None:
    page, file = make_report(granted=12), replace(make_report(granted=21), media_type="application/pdf")
    captures = [visitor.fetch("/a.html", b"page"), visitor.fetch("/a.pdf", b"file")]
    with archive.together():
        kinds = [archive.save_reading(name, told).kind for name, told in zip(captures, (page, file), strict=True)]
    assert kinds == ["new", "same"]
    assert value(archive.db, "SELECT count(*) FROM versions") == 2
    assert value(archive.db, "SELECT chosen_by FROM current") == "carrier"
    assert value(archive.db, "SELECT count(*) FROM problems WHERE kind = 'rendering_disagrees'") == 2
    assert archive.verify() == []


def test_an_error_in_a_group_leaves_nothing_of_it(
    archive: Archive, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = [visitor.fetch("/1", b"one"), visitor.fetch("/2", b"two")]

    def saved_group() -> None:
        with archive.together():
            archive.save_reading(captures[0], make_report(year=2023))
            with monkeypatch.context() as broken:
                # Whoever goes on after this would keep half a report.
                broken.setattr("archive.versions.index_version", lambda *_: 1 // 0)
                with pytest.raises(ZeroDivisionError):
                    archive.save_reading(captures[1], make_report(year=2024))

    with pytest.raises(RuntimeError):
        saved_group()
    assert value(archive.db, "SELECT count(*) FROM versions") == 0
    assert found(archive, "众兴集镇") == 0
    assert [pending.id for pending in archive.pending_captures()] == captures
    with archive.together():
        archive.save_reading(captures[0], make_report(year=2023))
    assert found(archive, "众兴集镇") == 1
