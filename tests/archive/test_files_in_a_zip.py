"""Files in a ZIP are documents of their own, at the ZIP's address and their path; they live and go with the ZIP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from archive_by_hand import HOST, Visitor, make_report, not_report

from archive.archive import Archive
from archive.identity import member_id, member_url
from archive.rows import rows, value
from archive.versions import Outcome
from parse.report import Context, Problem, Report

ZIP = "/files/2024.zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TOWN, BUREAU = "年报/众兴集镇.docx", "年报/教育局 2024#1.doc"
GUIDE = "说明.txt"
CONTAINER = Report("application/zip", is_report=False, verdict="container", parser="nianbao-parse 1")


def town(**more: Any) -> Report:
    return make_report(media_type=DOCX, **more)


def bureau(**more: Any) -> Report:
    return make_report(agency="霍邱县教育局", title="霍邱县教育局2024年年报", media_type="application/msword", **more)


def holding(**more: Report) -> tuple[tuple[str, Report], ...]:
    paths = {"town": TOWN, "bureau": BUREAU, "guide": GUIDE}
    return tuple((paths[name], report) for name, report in more.items())


def take(visitor: Visitor, body: bytes, members: tuple[tuple[str, Report], ...], **more: Any) -> Outcome:
    capture = visitor.fetch(ZIP, body, **more)
    return visitor.archive.save_reading(capture, CONTAINER, members=members)


def all_of(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in archive.db.conn.execute(sql)]


def test_each_file_is_a_document(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    outcome = take(visitor, b"PK 1", holding(town=town(), bureau=bureau(), guide=not_report()))
    visitor.finish()
    assert outcome.kind == "new"
    assert all_of(archive, "SELECT url, kind, status FROM documents ORDER BY kind") == [
        (f"{HOST}/files/2024.zip#%E5%B9%B4%E6%8A%A5/%E6%95%99%E8%82%B2%E5%B1%80%202024%231.doc", "doc", "live"),
        (f"{HOST}/files/2024.zip#%E5%B9%B4%E6%8A%A5/%E4%BC%97%E5%85%B4%E9%9B%86%E9%95%87.docx", "docx", "live"),
    ]
    assert all_of(archive, "SELECT DISTINCT c.verdict, c.document FROM captures AS c") == [("container", None)]
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 2
    assert all_of(archive, "SELECT path, verdict FROM members ORDER BY path") == [
        (TOWN, "report"),
        (BUREAU, "report"),
        (GUIDE, "guide"),
    ]
    assert all_of(archive, "SELECT agency_name FROM reports ORDER BY 1") == [
        ("霍邱县众兴集镇人民政府",),
        ("霍邱县教育局",),
    ]
    assert archive.document_urls("huoqiu") == [HOST + ZIP]
    assert archive.verify() == []


def test_the_same_zip_again_and_a_304(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(), bureau=bureau()))
    visitor.finish()
    visitor.begin()
    equal = visitor.fetch(ZIP, b"PK 1")
    assert not archive.needs_reading(equal)
    not_modified = visitor.fetch(ZIP, b"", status=304, headers=())
    assert not archive.needs_reading(not_modified)
    visitor.finish()
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 6
    assert value(archive.db, "SELECT count(*) FROM members") == 6
    assert all_of(archive, "SELECT DISTINCT status FROM documents") == [("live",)]
    assert archive.verify() == []


def test_one_changed_file_is_one_change(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(granted=12), bureau=bureau()))
    visitor.finish()
    visitor.begin()
    assert take(visitor, b"PK 2", holding(town=town(granted=21), bureau=bureau())).kind == "changed"
    visitor.finish()
    assert all_of(archive, "SELECT DISTINCT old, new FROM changes") == [("12", "21")]
    assert all_of(archive, "SELECT agency_name, versions FROM reports ORDER BY 1") == [
        ("霍邱县众兴集镇人民政府", 2),
        ("霍邱县教育局", 1),
    ]
    # Back to the first bytes: a revisit record, but the town's file is not the last one any more.
    visitor.begin()
    back = visitor.fetch(ZIP, b"PK 1")
    assert archive.needs_reading(back)
    archive.save_reading(back, CONTAINER, members=holding(town=town(granted=12), bureau=bureau()))
    visitor.finish()
    assert value(archive.db, "SELECT max(number) FROM versions") == 3
    assert archive.verify() == []


def test_a_file_that_is_in_the_zip_no_more_is_withdrawn(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(), bureau=bureau()))
    visitor.finish()
    for number in (2, 3):
        visitor.begin()
        take(visitor, f"PK {number}".encode(), holding(town=town()))
        visitor.finish(gap=timedelta(hours=1))
    assert all_of(archive, "SELECT agency_name, status FROM reports ORDER BY 1") == [
        ("霍邱县众兴集镇人民政府", "live"),
        ("霍邱县教育局", "withdrawn"),
    ]
    assert archive.verify() == []


def test_a_404_of_the_zip_counts_for_all_its_files(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(), bureau=bureau()))
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        visitor.gone(ZIP)
        visitor.finish(gap=timedelta(hours=1))
    assert all_of(archive, "SELECT DISTINCT status FROM documents") == [("withdrawn",)]
    assert archive.verify() == []


def test_a_file_or_zip_that_could_not_be_read_says_nothing(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(), bureau=bureau()))
    visitor.finish()
    failed = Report("application/msword", is_report=False, verdict="unreadable", problems=(
        Problem("reading_limit", "reading", "error", "too long"),), parser="nianbao-parse 1")  # fmt: skip
    for number in (2, 3, 4):
        visitor.begin()
        if number < 4:
            take(visitor, f"PK {number}".encode(), holding(town=town(), bureau=failed))
        else:
            archive.save_reading(visitor.fetch(ZIP, b"PK 4"), failed)
        visitor.finish(gap=timedelta(hours=1))
    assert all_of(archive, "SELECT DISTINCT status FROM documents") == [("live",)]
    assert value(archive.db, "SELECT count(*) FROM problems WHERE message LIKE ?", (f"{BUREAU}: %",)) == 2
    assert archive.verify() == []


def test_off_its_list_the_files_are_unlisted_with_their_zip(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(), bureau=bureau()))
    visitor.finish(listed=frozenset((HOST + ZIP,)))
    visitor.begin()
    visitor.fetch(ZIP, b"PK 1")
    visitor.visit("/other", not_report())
    visitor.finish(listed=frozenset((HOST + "/other",)))
    assert all_of(archive, "SELECT DISTINCT status FROM documents") == [("unlisted",)]


def test_a_file_that_is_an_attachment_too_is_named_by_that(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    take(visitor, b"PK 1", holding(town=town(), bureau=bureau()))
    visitor.visit("/files/town.docx", town(), b"docx")
    visitor.finish()
    assert all_of(archive, "SELECT url FROM documents WHERE kind = 'docx'") == [(f"{HOST}/files/town.docx",)]
    assert value(archive.db, "SELECT count(*) FROM documents") == 2
    assert archive.verify() == []


def test_of_several_reports_none_takes_the_body_of_the_way(archive: Archive, visitor: Visitor) -> None:
    """The link's column names one body; a ZIP with several reports is not that body's alone."""
    visitor.begin()
    context = Context(portal="huoqiu", crawl=visitor.crawl, agency="众兴集镇")
    nameless = town(agency=None, title="2024年政府信息公开工作年度报告")
    take(visitor, b"PK 1", holding(town=nameless, bureau=bureau()), context=context)
    visitor.finish()
    assert {row["basis"] for row in rows(archive.db, "SELECT basis FROM agencies")} == {"signature", "unknown"}
    visitor.begin()
    capture = visitor.fetch("/files/one.zip", b"PK one", context=context)
    archive.save_reading(capture, CONTAINER, members=holding(town=town(agency=None, year=2023)))
    visitor.finish()
    assert "column" in {row["basis"] for row in rows(archive.db, "SELECT basis FROM agencies")}
    assert archive.verify() == []


def test_addresses_of_files() -> None:
    url = "http://www.a.gov.cn:80/x.zip"
    assert member_url(url, "a b/年报#1.doc") == "http://www.a.gov.cn/x.zip#a%20b/%E5%B9%B4%E6%8A%A5%231.doc"
    assert member_id(url, "a.doc") == member_id("https://a.gov.cn/x.zip", "a.doc")
    assert len({member_id(url, path) for path in ("a.doc", "A.doc", "b/a.doc", "a.doc#")}) == 4
