"""Reading kept captures again: corrections of ours, reports that come to light, and a history in the right order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from archive_by_hand import START, Visitor, make_report, not_report
from rereading_by_hand import NEWER, dump, failed, read_again

from archive.archive import Archive
from archive.rows import rows, value
from findings.recompute import recompute
from parse.report import Problem, Report

DOC = "application/msword"
ZIP = Report("application/zip", is_report=False, verdict="container", parser="nianbao-parse 1")
HOUR = timedelta(hours=1)


def doc(**more: Any) -> Report:
    return make_report(media_type=DOC, **more)


def all_of(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in archive.db.conn.execute(sql)]


def cell_changes(archive: Archive) -> list[tuple[Any, ...]]:
    return all_of(
        archive,
        "SELECT old, new, last_seen_old, first_seen_new FROM changes WHERE kind = 'cell' AND column_key = 'total'"
        " ORDER BY first_seen_new",
    )


def crawl_of(visitor: Visitor, path: str, body: bytes, report: Report) -> str:
    """One crawl that looks at one address; returns when."""
    visitor.begin()
    visitor.visit(path, report, body)
    visitor.finish(gap=HOUR)
    return str(value(visitor.archive.db, "SELECT max(fetched_at) FROM captures"))


def test_another_reading_is_a_correction_of_ours(archive: Archive, visitor: Visitor) -> None:
    crawl_of(visitor, "/1", b"A", make_report(granted=12))
    crawl_of(visitor, "/1", b"B", make_report(granted=21))
    before = cell_changes(archive)
    tally = read_again(archive, {b"A": make_report(granted=12), b"B": make_report(granted=22)})
    assert (tally.read, tally.corrected, tally.differences, tally.reports) == (2, 1, 2, 0)
    assert cell_changes(archive) == before
    assert all_of(archive, "SELECT granted, parser FROM reports") == [(22, NEWER)]
    assert all_of(archive, "SELECT DISTINCT old, new FROM rereadings WHERE form_table IS NOT NULL") == [("21", "22")]
    assert all_of(archive, "SELECT cause FROM chains ORDER BY number") == [("crawl",), ("crawl",), ("rereading",)]
    assert archive.verify() == []
    once = dump(archive)
    assert read_again(archive, {}).read == 0
    assert dump(archive) == once


def test_another_number_for_the_same_print_is_a_correction_too(archive: Archive, visitor: Visitor) -> None:
    """As where a reader learns what a mark in a number stands for."""
    first = make_report(granted=12)
    wrong, right = (
        replace(first, cells=tuple(c._replace(printed="1 2", value=n) if c.value == 12 else c for c in first.cells))
        for n in (1, 12)
    )
    crawl_of(visitor, "/1", b"A", wrong)
    assert all_of(archive, "SELECT granted FROM reports") == [(1,)]
    tally = read_again(archive, {b"A": right})
    count = sum(cell.value == 12 for cell in right.cells)
    assert (tally.read, tally.corrected, tally.differences) == (1, 1, count)
    assert all_of(archive, "SELECT granted FROM reports") == [(12,)]
    assert all_of(archive, "SELECT DISTINCT old, new FROM rereadings WHERE form_table IS NOT NULL") == [("1", "12")]
    assert all_of(archive, "SELECT count(*) FROM changes") == [(0,)]
    assert archive.verify() == []


def test_what_could_not_be_opened_becomes_a_report_with_its_history(archive: Archive, visitor: Visitor) -> None:
    """A DOC file: captured, edited, then gone from its address at two crawls, all before Word could be opened."""
    closed = failed("needs_converter")
    first = crawl_of(visitor, "/1.doc", b"A", closed)
    second = crawl_of(visitor, "/1.doc", b"B", closed)
    for _ in range(2):
        visitor.begin()
        visitor.gone("/1.doc")
        visitor.finish(gap=HOUR)
    assert value(archive.db, "SELECT count(*) FROM reports") == 0
    assert read_again(archive, {}, parser="nianbao-parse 1").read == 0, "nothing new is at hand"
    said = {b"A": doc(granted=12), b"B": doc(granted=21)}
    tally = read_again(archive, said, parser="nianbao-parse 1", converters=("office",))
    assert (tally.read, tally.reports, tally.corrected) == (2, 2, 0)
    assert all_of(archive, "SELECT number, first_seen, last_seen FROM versions ORDER BY number") == [
        (1, first, first),
        (2, second, second),
    ]
    assert cell_changes(archive) == [("12", "21", first, second)]
    assert all_of(archive, "SELECT status, granted FROM reports") == [("withdrawn", 21)]
    assert all_of(archive, "SELECT DISTINCT verdict, read_with FROM captures WHERE http_status = 200") == [
        ("report", "office")
    ]
    assert all_of(archive, "SELECT kind FROM problems WHERE origin = 'reading' AND version IS NULL") == []
    assert archive.verify() == []
    recompute(archive)
    assert archive.verify() == []
    once = dump(archive)
    assert read_again(archive, {}, parser="nianbao-parse 1", converters=("office",)).read == 0
    assert dump(archive) == once


def test_a_live_document_stays_live(archive: Archive, visitor: Visitor) -> None:
    crawl_of(visitor, "/1.doc", b"A", failed("needs_converter"))
    visitor.begin()
    visitor.fetch("/1.doc", b"", status=304, headers=())
    visitor.finish()
    read_again(archive, {b"A": doc()}, converters=("office",))
    assert all_of(archive, "SELECT status, versions FROM reports") == [("live", 1)]
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 2
    assert all_of(archive, "SELECT DISTINCT sight FROM sightings") == [("live",)]
    assert archive.verify() == []


def test_between_two_equal_contents_another_came_to_light(archive: Archive, visitor: Visitor) -> None:
    first = crawl_of(visitor, "/1", b"A", make_report(granted=1))
    second = crawl_of(visitor, "/1", b"B", failed("reading_limit"))
    third = crawl_of(visitor, "/1", b"A counter", make_report(granted=1))
    assert value(archive.db, "SELECT count(*) FROM versions") == 1
    read_again(archive, {b"B": make_report(granted=2)}, parser="nianbao-parse 1")
    assert all_of(archive, "SELECT number, first_seen, last_seen FROM versions ORDER BY number") == [
        (1, first, first),
        (2, second, second),
        (3, third, third),
    ]
    assert cell_changes(archive) == [("1", "2", first, second), ("2", "1", second, third)]
    assert all_of(archive, "SELECT granted, number, status FROM reports") == [(1, 3, "live")]
    assert value(archive.db, "SELECT count(*) FROM cells_long AS c JOIN versions AS v ON v.id = c.version"
                 " WHERE v.number = 3 AND c.row_key = 'granted' AND c.value = 1") == 2  # fmt: skip
    assert archive.verify() == []


def test_an_earlier_capture_with_the_same_content_is_the_first(archive: Archive, visitor: Visitor) -> None:
    first = crawl_of(visitor, "/1", b"A", failed("reader_crashed"))
    crawl_of(visitor, "/1", b"A counter", make_report())
    name = value(archive.db, "SELECT id FROM versions")
    read_again(archive, {b"A": make_report()}, parser="nianbao-parse 1")
    assert all_of(archive, "SELECT id, number, first_seen FROM versions") == [(name, 1, first)]
    assert value(archive.db, "SELECT first_seen FROM documents") == first
    assert cell_changes(archive) == []
    assert archive.verify() == []


def test_an_earlier_capture_with_another_content_comes_first(archive: Archive, visitor: Visitor) -> None:
    first = crawl_of(visitor, "/1", b"A", failed("converter_failed"))
    second = crawl_of(visitor, "/1", b"B", make_report(granted=2))
    crawl_of(visitor, "/1", b"C", make_report(granted=3))
    read_again(archive, {b"A": make_report(granted=1)}, parser="nianbao-parse 1")
    found = all_of(archive, "SELECT number, first_seen FROM versions ORDER BY number")
    assert [row[0] for row in found] == [1, 2, 3]
    assert [row[1] for row in found][:2] == [first, second]
    assert [row[:2] for row in cell_changes(archive)] == [("1", "2"), ("2", "3")]
    assert archive.verify() == []


def test_two_scans_that_looked_alike_differ_once_they_are_read(archive: Archive, visitor: Visitor) -> None:
    """Without OCR both scans are text around pictures; with it the second has another figure: the report changed."""
    pictures = Problem("tables_are_images", "reading", "error", "pictures")
    blank = make_report(granted=None, problems=(pictures,))
    first = crawl_of(visitor, "/1.pdf", b"scan 1", blank)
    crawl_of(visitor, "/1.pdf", b"scan 1 again", blank)
    third = crawl_of(visitor, "/1.pdf", b"scan 2", blank)
    assert value(archive.db, "SELECT count(*) FROM versions") == 1
    said: dict[bytes, Any] = {
        b"scan 1": make_report(granted=12),
        b"scan 1 again": make_report(granted=12),
        b"scan 2": make_report(granted=21),
    }
    tally = read_again(archive, said, parser="nianbao-parse 1", converters=("ocr",))
    assert (tally.corrected, tally.left) == (1, 0)
    second = value(archive.db, "SELECT last_seen FROM versions WHERE number = 1")
    assert first < second < third
    assert cell_changes(archive) == [("12", "21", second, third)]
    assert all_of(archive, "SELECT granted, versions, reading_problems FROM reports") == [(21, 2, 0)]
    assert archive.verify() == []
    assert read_again(archive, {}, parser="nianbao-parse 1", converters=("ocr",)).read == 0


def test_a_failure_never_takes_the_place_of_a_reading(archive: Archive, visitor: Visitor) -> None:
    archive.read_with = "ocr,office"
    crawl_of(visitor, "/1", b"A", make_report(granted=12))
    crawl_of(visitor, "/2", b"guide", not_report())
    crawl_of(visitor, "/3", b"scan", make_report(year=2023))
    pictures = Problem("tables_are_images", "reading", "error", "pictures")
    said = {
        b"A": failed("reading_limit"),
        b"guide": failed("reader_crashed"),
        b"scan": make_report(year=2023, granted=None, problems=(pictures,)),
    }
    before = dump(archive)
    for _ in range(2):
        tally = read_again(archive, said, converters=("office",))
        assert (tally.left, tally.anything) == (3, False)
        assert dump(archive) == before
    assert archive.verify() == []


def test_a_version_that_is_no_report_any_more_stays_and_is_asked_once(archive: Archive, visitor: Visitor) -> None:
    crawl_of(visitor, "/1", b"A", make_report())
    tally = read_again(archive, {b"A": not_report("interpretation")})
    assert (tally.refused, tally.corrected) == (1, 0)
    assert all_of(archive, "SELECT granted, parser FROM reports") == [(12, "nianbao-parse 1")]
    assert all_of(archive, "SELECT column_key, old, new FROM rereadings") == [("verdict", "report", "interpretation")]
    assert archive.verify() == []
    assert read_again(archive, {}).read == 0


def test_another_verdict_takes_the_place_of_the_old_one(archive: Archive, visitor: Visitor) -> None:
    crawl_of(visitor, "/1", b"A", failed("unreadable"))
    visitor.begin()
    visitor.fetch("/1", b"A")
    visitor.finish()
    tally = read_again(archive, {b"A": not_report("guide")})
    assert tally.verdicts == 2
    assert all_of(archive, "SELECT DISTINCT verdict, verdict_reason, read_by FROM captures") == [
        ("guide", "信息公开指南", NEWER)
    ]
    assert value(archive.db, "SELECT count(*) FROM problems") == 0
    assert archive.verify() == []
    assert read_again(archive, {}).read == 0


def test_a_file_of_a_zip_becomes_a_report_beside_the_others(archive: Archive, visitor: Visitor) -> None:
    town, bureau = "众兴集镇.docx", "教育局.doc"
    reports = {
        town: make_report(granted=4),
        bureau: doc(agency="霍邱县教育局", title="霍邱县教育局2024年年报"),
    }
    visitor.begin()
    capture = visitor.fetch("/x.zip", b"PK")
    archive.save_reading(capture, ZIP, members=((town, reports[town]), (bureau, failed("needs_converter"))))
    visitor.finish()
    assert value(archive.db, "SELECT count(*) FROM reports") == 1
    tally = read_again(archive, {b"PK": (ZIP, tuple(reports.items()))}, converters=("office",))
    assert (tally.reports, tally.corrected) == (1, 0)
    assert all_of(archive, "SELECT agency_name, granted FROM reports ORDER BY 2") == [
        ("霍邱县众兴集镇人民政府", 4),
        ("霍邱县教育局", 12),
    ]
    assert all_of(archive, "SELECT path, verdict FROM members ORDER BY path") == [
        (town, "report"),
        (bureau, "report"),
    ]
    assert value(archive.db, "SELECT count(*) FROM problems WHERE kind = 'needs_converter'") == 0
    assert archive.verify() == []
    assert read_again(archive, {}, converters=("office",)).read == 0


def test_a_dry_run_writes_nothing_and_says_the_same(visitor: Visitor, archive: Archive) -> None:
    crawl_of(visitor, "/1", b"A", make_report(granted=12))
    crawl_of(visitor, "/2.doc", b"D", failed("needs_converter"))
    crawl_of(visitor, "/3", b"guide", not_report())
    said = {b"A": make_report(granted=13), b"D": doc(year=2023), b"guide": not_report("list")}
    before = dump(archive)
    with Archive.open(archive.path) as reading:
        dry = read_again(reading, said, converters=("office",))
    assert dump(archive) == before
    assert dry == read_again(archive, said, converters=("office",))
    assert (dry.corrected, dry.reports, dry.verdicts) == (1, 1, 1)
    assert dump(archive) != before


def test_an_open_crawl_is_left_to_its_own_link(archive: Archive, visitor: Visitor) -> None:
    crawl_of(visitor, "/1", b"A", make_report(granted=12))
    visitor.begin()
    visitor.visit("/2", make_report(year=2023, granted=5), b"B")
    read_again(archive, {b"A": make_report(granted=13), b"B": make_report(year=2023, granted=6)})
    assert value(archive.db, "SELECT count(*) FROM chain_entries AS e JOIN captures AS c ON c.id = e.id"
                 " WHERE e.kept = 'captures'") == 1  # fmt: skip
    assert archive.verify() == []
    visitor.finish()
    assert archive.verify() == []
    assert all_of(archive, "SELECT granted FROM reports ORDER BY report_year") == [(6,), (13,)]


def test_what_a_person_called_no_report_is_not_read_again(archive: Archive, visitor: Visitor) -> None:
    capture = visitor.fetch("/1", b"A")
    row = {"about": archive.capture(capture)["address"], "statement": "is_not_report", "author": "H"}
    archive.db["corrections"].insert({**row, "made_on": "2026-03-01", "reason": "a draft"})
    archive.save_reading(capture, make_report())
    assert archive.capture(capture)["verdict"] == "corrected"
    assert read_again(archive, {}).read == 0


def test_times_are_those_of_the_captures(archive: Archive, visitor: Visitor) -> None:
    crawl_of(visitor, "/1.doc", b"A", failed("needs_converter"))
    read_again(archive, {b"A": doc()}, converters=("office",))
    (row,) = rows(archive.db, "SELECT id, first_seen, crawl FROM versions")
    assert row["first_seen"] == (START + timedelta(days=1, minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert row["id"].endswith(row["first_seen"].replace("-", "").replace(":", "").replace(".", ""))
    assert row["crawl"] == visitor.crawl
