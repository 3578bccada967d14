"""What people correct is said of the archive, whatever is read again, and is taken back with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import HOST, Visitor, make_report, not_report
from rereading_by_hand import read_again

from archive.archive import Archive
from archive.corrections import COLUMNS, FILE, WrongCorrections
from archive.rows import rows, value

PAGE = "/public/content/1"
NOTICE = not_report("notice", "关于公开年报的公告")
BY = ",王编辑,2026-03-09,"


def say(folder: Path, *lines: str, header: str = ",".join(COLUMNS)) -> None:
    """Write corrections.csv for the archive of the fixtures."""
    (folder / "a.db.warc").mkdir(exist_ok=True)
    (folder / "a.db.warc" / FILE).write_text("\n".join((header, *lines)) + "\n", "utf-8")


def reports(archive: Archive) -> list[tuple[Any, ...]]:
    sql = "SELECT agency_name, report_year, corrected FROM reports ORDER BY report_year"
    return [tuple(row) for row in archive.db.conn.execute(sql)]


@pytest.fixture
def kept(open_archive: Callable[..., Archive]) -> Visitor:
    """After a closed walk with one report; the archive is closed."""
    with open_archive() as archive:
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit(PAGE, make_report(granted=12), b"first")
        visitor.visit("/public/content/2", NOTICE, b"notice")
        visitor.finish()
    return visitor


def test_another_agency_and_year_and_back(tmp_path: Path, open_archive: Callable[..., Archive], kept: Visitor) -> None:
    say(tmp_path, f"{HOST}{PAGE},agency,霍邱县石店镇人民政府{BY}落款写错", f"{HOST}{PAGE},report_year,2023{BY}标题写错")
    with open_archive() as archive:
        assert reports(archive) == [("霍邱县石店镇人民政府", 2023, "agency, report_year")]
        assert value(archive.db, "SELECT basis FROM agencies WHERE core_name = '石店镇'") == "operator"
        assert rows(archive.db, "SELECT agency_name, report_year_source FROM versions") == [
            {"agency_name": "霍邱县众兴集镇人民政府", "report_year_source": "operator"}
        ], "what the report says of itself stays"
        visitor = Visitor(archive, at=kept.at)
        visitor.begin()
        assert visitor.visit(PAGE, make_report(granted=12), b"counter").kind == "same"
        assert visitor.visit(PAGE, make_report(granted=13), b"edited").changes == 2
        visitor.finish()
        assert reports(archive) == [("霍邱县石店镇人民政府", 2023, "agency, report_year")]
        bodies = {b"first": 12, b"counter": 12, b"edited": 13}
        said = {body: make_report(granted=granted) for body, granted in bodies.items()}
        read_again(archive, {**said, b"notice": NOTICE})
        assert reports(archive) == [("霍邱县石店镇人民政府", 2023, "agency, report_year")]
        assert archive.verify() == []
    say(tmp_path)
    with open_archive() as archive:
        assert reports(archive) == [("霍邱县众兴集镇人民政府", 2024, None)]
        assert {row["report_year_source"] for row in rows(archive.db, "SELECT * FROM versions")} == {"title"}
        assert archive.verify() == []


def test_what_is_no_report_is_in_no_list_of_reports(
    tmp_path: Path, open_archive: Callable[..., Archive], kept: Visitor
) -> None:
    say(tmp_path, f"{HOST}{PAGE},is_not_report,{BY}一份草稿")
    with open_archive() as archive:
        assert reports(archive) == []
        assert value(archive.db, "SELECT corrected FROM versions") == "is_not_report"
        visitor = Visitor(archive, at=kept.at)
        visitor.begin()
        visitor.visit(PAGE, make_report(granted=99), b"edited")
        visitor.finish()
        assert value(archive.db, "SELECT count(*) FROM versions") == 1
        assert value(archive.db, "SELECT status FROM documents") == "live"
        assert archive.verify() == []
    say(tmp_path)
    with open_archive() as archive:
        assert len(reports(archive)) == 1
        said = {b"first": make_report(granted=12), b"edited": make_report(granted=99), b"notice": NOTICE}
        read_again(archive, said)
        assert value(archive.db, "SELECT granted FROM reports") == 99
        assert archive.verify() == []


@pytest.mark.usefixtures("kept")
def test_a_report_that_the_reader_does_not_see(tmp_path: Path, open_archive: Callable[..., Archive]) -> None:
    two = f"{HOST}/public/content/2"
    say(
        tmp_path,
        f"{two},is_report,{BY}年报全文在图片里",
        f"{two},agency,霍邱县石店镇人民政府{BY}栏目",
        f"{two},report_year,2022{BY}栏目",
    )
    with open_archive() as archive:
        read_again(archive, {b"first": make_report(granted=12), b"notice": NOTICE})
        assert reports(archive)[0] == ("霍邱县石店镇人民政府", 2022, "agency, is_report, report_year")
        assert archive.verify() == []


def test_a_problem_that_was_judged(tmp_path: Path, open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        visitor = Visitor(archive)
        visitor.visit(PAGE, make_report(), b"page")
        visitor.visit("/1.pdf", make_report(granted=9, media_type="application/pdf"), b"pdf")
    say(tmp_path, f"{HOST}{PAGE},judged,rendering_disagrees/disclosure_requests/granted/total{BY}PDF 是旧稿")
    with open_archive() as archive:
        assert rows(archive.db, "SELECT row_key, column_key, author, reason FROM problem_judgements") == [
            {"row_key": "granted", "column_key": "total", "author": "王编辑", "reason": "PDF 是旧稿"}
        ]
        assert value(archive.db, "SELECT count(*) FROM problems WHERE kind = 'rendering_disagrees'") == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["x,agency,,a,2026-03-09,r"], "needs a value"),
        (["x,is_report,yes,a,2026-03-09,r"], "takes no value"),
        (["x,is_repot,,a,2026-03-09,r"], "line 2: is_repot is none of"),
        (["x,report_year,23,a,2026-03-09,r"], "line 2"),
        (["x,is_report,,a,9.3.2026,r"], "YYYY-MM-DD"),
        (["x,is_report,,,2026-03-09,r"], "author"),
        (["x,is_report,,a,2026-03-09,r,more"], "line 2"),
        (["x,is_report,,a,2026-03-09,r"] * 2, "said twice"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence(
    tmp_path: Path, open_archive: Callable[..., Archive], lines: list[str], said: str
) -> None:
    say(tmp_path, *lines)
    with pytest.raises(WrongCorrections, match=said):
        open_archive()
    say(tmp_path)
    with open_archive():
        pass
