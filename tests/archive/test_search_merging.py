"""The search index is merged when an archive is closed, where enough came since it last was; searches find the same."""

from __future__ import annotations

from collections.abc import Callable

from archive_by_hand import Visitor, make_report

from archive.archive import Archive
from archive.rows import rows, value
from archive.search import SEARCH_TABLE, match_query


def segments(archive: Archive) -> int:
    return len(rows(archive.db, f"SELECT DISTINCT segid FROM {SEARCH_TABLE}_idx"))


def found(archive: Archive, query: str) -> int:
    sql = f"SELECT count(*) FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH ?"
    return int(value(archive.db, sql, (match_query(query),)))


def test_what_was_saved_bit_by_bit_is_one_segment_when_the_archive_is_closed(
    open_archive: Callable[..., Archive],
) -> None:
    with open_archive() as archive:
        visitor = Visitor(archive)
        for year in (2022, 2023, 2024):
            visitor.visit(f"/{year}", make_report(year=year, sentence=f"全年培训{year - 1900}场。"))
        assert segments(archive) == 3
    with open_archive() as archive:
        assert segments(archive) == 1
        assert [found(archive, f"培训{number}场") for number in (122, 123, 124, 125)] == [1, 1, 1, 0]


def test_a_little_beside_a_large_segment_stays_until_there_is_more(open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        visitor = Visitor(archive)
        for number in range(40):
            numbers = "，".join(f"第{number * 2000 + n}号" for n in range(2000))
            visitor.visit(f"/{number}", make_report(year=2000 + number, sentence=numbers))
    with open_archive() as archive:
        assert segments(archive) == 1
        Visitor(archive).visit("/one-more", make_report(year=2041, sentence="全年培训141场。"))
    with open_archive() as archive:
        assert segments(archive) == 2
        assert found(archive, "培训141场") == 1
