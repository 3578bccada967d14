"""A new version exactly where the report differs, and every difference a row of changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive_by_hand import HOST, Visitor, make_report, not_report

from archive.archive import Archive
from archive.exchange import Images
from archive.rows import rows, value
from parse.report import Context, Problem, Report


def all_of(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in archive.db.conn.execute(sql)]


def changes(archive: Archive) -> list[tuple[Any, ...]]:
    return all_of(
        archive,
        "SELECT kind, form_table, row_key, column_key, old, new FROM changes WHERE repeats IS NULL"
        " ORDER BY first_seen_new, id",
    )


def test_the_same_content_again_adds_a_capture_and_no_version(archive: Archive, visitor: Visitor) -> None:
    first = visitor.visit("/public/content/1", make_report(), b"<p>one</p>")
    again = visitor.visit("/public/content/1", make_report(), b"<p>one</p><i>visits: 7</i>")
    assert (first.kind, again.kind) == ("new", "same")
    assert again.version == first.version
    assert value(archive.db, "SELECT count(*) FROM captures") == 2
    assert value(archive.db, "SELECT count(*) FROM versions") == 1
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 2
    assert changes(archive) == []
    seen = all_of(archive, "SELECT first_seen, last_seen FROM versions")
    assert seen == [("2026-03-02T01:01:00.000000Z", "2026-03-02T01:02:00.000000Z")]


def test_a_changed_cell_is_version_2_and_a_row_that_names_it(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report(granted=12))
    outcome = visitor.visit("/public/content/1", make_report(granted=21))
    assert outcome.kind == "changed"
    assert outcome.changes == 2
    assert changes(archive) == [
        ("cell", "disclosure_requests", "granted", "natural_person", "12", "21"),
        ("cell", "disclosure_requests", "granted", "total", "12", "21"),
    ]
    assert all_of(archive, "SELECT number FROM versions ORDER BY number") == [(1,), (2,)]
    assert all_of(archive, "SELECT DISTINCT last_seen_old, first_seen_new FROM changes") == [
        ("2026-03-02T01:01:00.000000Z", "2026-03-02T01:02:00.000000Z")
    ]
    assert all_of(archive, "SELECT granted, version, changes FROM reports") == [(21, outcome.version, 2)]


def test_a_blank_filled_in_later_was_null_before(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report(granted=None))
    visitor.visit("/public/content/1", make_report(granted=0))
    assert changes(archive) == [
        ("cell", "disclosure_requests", "granted", "natural_person", None, "0"),
        ("cell", "disclosure_requests", "granted", "total", None, "0"),
    ]


def test_a_row_that_is_no_longer_printed_is_a_change(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report())
    visitor.visit("/public/content/1", make_report(drop=frozenset(("carried_over",))))
    assert {(row[0], row[2], row[4], row[5]) for row in changes(archive)} == {("cell", "carried_over", "0", None)}
    assert len(changes(archive)) == 7


def test_back_to_the_old_content_is_version_3(archive: Archive, visitor: Visitor) -> None:
    a, b = make_report(granted=1), make_report(granted=2)
    kinds = [visitor.visit("/public/content/1", report).kind for report in (a, b, a)]
    assert kinds == ["new", "changed", "changed"]
    assert all_of(archive, "SELECT number FROM versions ORDER BY number") == [(1,), (2,), (3,)]
    assert [row[4:] for row in changes(archive)] == [("1", "2"), ("1", "2"), ("2", "1"), ("2", "1")]
    digests = all_of(archive, "SELECT content_sha256 FROM versions ORDER BY number")
    assert digests[0] == digests[2] != digests[1]


def test_text_title_and_date_are_changes_of_their_kind(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report())
    visitor.visit(
        "/public/content/1",
        make_report(sentence="全年主动公开政府信息67条。", title="众兴集镇2024年度报告", published_on="2025-03-01"),
    )
    assert changes(archive) == [
        ("title", None, None, "title", "众兴集镇2024年政府信息公开工作年度报告", "众兴集镇2024年度报告"),
        ("date", None, None, "published_on", "2025-01-20", "2025-03-01"),
        ("section", None, "overall", None, "全年主动公开政府信息66条。", "全年主动公开政府信息67条。"),
    ]


def test_full_width_figures_and_blanks_are_no_change(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report())
    assert visitor.visit("/public/content/1", make_report(sentence="全年主动公开政府信息 ６６ 条。")).kind == "same"
    assert value(archive.db, "SELECT count(*) FROM versions") == 1


def test_posted_again_elsewhere_with_other_figures_follows_the_report(archive: Archive, visitor: Visitor) -> None:
    """鹿邑县 2025: no request in January, taken down, posted again with other figures."""
    visitor.begin()
    old = visitor.visit("/public/content/1", make_report(granted=0))
    visitor.finish()
    visitor.begin()
    visitor.gone("/public/content/1")
    visitor.finish()
    assert all_of(archive, "SELECT status, granted FROM reports") == [("missing_once", 0)]
    visitor.begin()
    visitor.gone("/public/content/1")
    visitor.finish()
    assert all_of(archive, "SELECT status, granted FROM reports") == [("withdrawn", 0)]
    visitor.begin()
    new = visitor.visit("/public/content/99", make_report(granted=3))
    visitor.finish()
    assert new.kind == "changed"
    assert new.document != old.document
    assert all_of(archive, "SELECT status, granted, url FROM reports") == [("live", 3, f"{HOST}/public/content/99")]
    assert all_of(archive, "SELECT previous FROM versions WHERE number = 1 AND previous IS NOT NULL") == [
        (old.version,)
    ]
    cell = ("cell", "disclosure_requests", "granted", "total", "0", "3")
    assert cell in changes(archive)
    assert ("status", None, None, "status", "live", "withdrawn") in changes(archive)
    assert archive.verify() == []


def test_posted_again_before_the_old_address_was_asked(archive: Archive, visitor: Visitor) -> None:
    """As a PDF: another carrier follows only once the page is known to be gone, which is at the end of the walk."""
    visitor.begin()
    old = visitor.visit("/public/content/1", make_report(granted=0))
    visitor.finish()
    visitor.begin()
    new = visitor.visit("/files/1.pdf", make_report(granted=3, media_type="application/pdf"))
    assert changes(archive) == []
    visitor.gone("/public/content/1")
    visitor.finish()
    assert ("cell", "disclosure_requests", "granted", "total", "0", "3") in changes(archive)
    assert all_of(archive, f"SELECT previous FROM versions WHERE id = '{new.version}'") == [(old.version,)]
    assert archive.verify() == []


def test_one_report_under_three_addresses_is_one_document(archive: Archive, visitor: Visitor) -> None:
    paths = ("/public/content/1", "/public/6601/1.html", "/public/column/6601?type=3&title=2024")
    outcomes = [visitor.visit(path, make_report(), f"<p>{path}</p>".encode()) for path in paths]
    assert [outcome.kind for outcome in outcomes] == ["new", "same", "same"]
    assert len({outcome.document for outcome in outcomes}) == 1
    assert value(archive.db, "SELECT count(*) FROM addresses WHERE document IS NOT NULL") == 3
    # An edit shows at all three: one change, whichever is asked first.
    for path in reversed(paths):
        visitor.visit(path, make_report(granted=13), f"<p>{path} 2</p>".encode())
    assert len(changes(archive)) == 2
    assert all_of(archive, "SELECT granted, changes FROM reports") == [(13, 2)]


def test_page_and_pdf_are_two_renderings_of_one_report(archive: Archive, visitor: Visitor) -> None:
    page = visitor.visit("/public/content/1", make_report())
    pdf = visitor.visit("/files/1.pdf", make_report(media_type="application/pdf"))
    assert pdf.kind == "same"
    assert page.document != pdf.document
    assert all_of(archive, "SELECT version, documents, chosen_by FROM reports") == [(page.version, 2, "carrier")]
    assert changes(archive) == []
    visitor.visit("/files/1.pdf", make_report(media_type="application/pdf", granted=9))
    found = rows(archive.db, "SELECT * FROM problems WHERE kind = 'rendering_disagrees'")
    assert {(row["row_key"], row["column_key"], row["seen"], row["expected"]) for row in found} == {
        ("granted", "natural_person", "12", "9"),
        ("granted", "total", "12", "9"),
    }
    assert {row["origin"] for row in found} == {"source"}


def test_a_scan_that_disagrees_is_our_doubt_not_the_reports(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report())
    scan = make_report(media_type="application/pdf", granted=9)
    recognised = replace(scan, cells=tuple(cell._replace(confidence=0.97) for cell in scan.cells))
    visitor.visit("/files/1.pdf", recognised)
    found = rows(archive.db, "SELECT origin FROM problems WHERE kind = 'rendering_disagrees'")
    assert [row["origin"] for row in found] == ["reading", "reading"]


def test_another_year_at_the_same_address_is_another_report(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/zfxxgk/zgz.htm", make_report(year=2023, granted=4))
    visitor.visit("/zfxxgk/zgz.htm", make_report(year=2024, granted=5))
    assert changes(archive) == []
    assert all_of(archive, "SELECT report_year, granted, status FROM reports ORDER BY report_year") == [
        (2023, 4, "missing_once"),
        (2024, 5, "live"),
    ]


def test_what_is_no_report_has_a_verdict_and_no_version(archive: Archive, visitor: Visitor) -> None:
    outcome = visitor.visit("/public/column/6601?type=2", not_report())
    assert outcome.kind == "not_report"
    assert all_of(archive, "SELECT verdict, verdict_reason FROM captures") == [("guide", "信息公开指南")]
    assert value(archive.db, "SELECT count(*) FROM reports") == 0
    assert archive.pending_captures() == []


def test_an_equal_payload_is_a_revisit_that_needs_no_reading(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report(), b"same")
    capture = visitor.fetch("/public/content/1", b"same")
    row = archive.capture(capture)
    assert (row["record_type"], row["verdict"]) == ("revisit", "report")
    assert archive.payload(capture) == b"same"
    assert not archive.needs_reading(capture)
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 2


def test_what_was_met_on_the_way_before_is_read_when_it_is_fetched_as_a_document(
    archive: Archive, visitor: Visitor
) -> None:
    """A body's page that is its report: the way to the columns met it first, and kept the same bytes."""
    visitor.fetch("/public/column/1", b"same", purpose="way")
    capture = visitor.fetch("/public/column/1", b"same")
    assert archive.capture(capture)["record_type"] == "revisit"
    assert archive.needs_reading(capture)
    assert archive.save_reading(capture, make_report()).kind == "new"
    again = visitor.fetch("/public/column/1", b"same")
    assert (archive.needs_reading(again), archive.capture(again)["verdict"]) == (False, "report")
    assert value(archive.db, "SELECT count(*) FROM version_captures") == 2


def test_an_old_payload_after_another_one_is_read_again(archive: Archive, visitor: Visitor) -> None:
    """A → B → A byte for byte: the third is a revisit record of the first, yet a new version."""
    a, b = make_report(granted=1), make_report(granted=2)
    visitor.visit("/public/content/1", a, b"A")
    visitor.visit("/public/content/1", b, b"B")
    capture = visitor.fetch("/public/content/1", b"A")
    assert archive.needs_reading(capture)
    assert archive.capture(capture)["record_type"] == "revisit"
    assert archive.save_reading(capture, a).kind == "changed"
    assert all_of(archive, "SELECT max(number) FROM versions") == [(3,)]


def test_readings_that_come_out_of_order_are_saved_in_order(archive: Archive, visitor: Visitor) -> None:
    first = visitor.fetch("/public/content/1", b"A")
    second = visitor.fetch("/public/content/1", b"B")
    assert archive.save_reading(second, make_report(granted=2)).kind == "held"
    assert archive.save_reading(first, make_report(granted=1)).kind == "new"
    assert [row[4:] for row in changes(archive)] == [("1", "2"), ("1", "2")]
    assert archive.pending_captures() == []


def test_reading_everything_again_changes_readings_and_not_the_history(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", make_report(granted=12))
    visitor.visit("/public/content/1", make_report(granted=21))
    visitor.finish()
    changed, heads = changes(archive), {archive.chain_head()}
    stale = archive.stale_versions("nianbao-parse 2")
    assert len(stale) == 2
    for (version, pending), granted in zip(stale, (12, 22), strict=True):
        assert archive.payload(pending.id)
        archive.save_rereading(version, make_report(granted=granted, parser="nianbao-parse 2"))
    heads.add(archive.close_rereading())
    assert len(heads) == 2
    assert changes(archive) == changed
    assert archive.stale_versions("nianbao-parse 2") == []
    assert all_of(archive, "SELECT granted, parser FROM reports") == [(22, "nianbao-parse 2")]
    assert all_of(archive, "SELECT column_key, old, new FROM rereadings WHERE form_table IS NOT NULL") == [
        ("natural_person", "21", "22"),
        ("total", "21", "22"),
    ]
    assert archive.verify() == []


def test_another_parser_is_a_rereading_and_no_change(open_archive: Any) -> None:
    """Parser 2 reads 13 where parser 1 read 12, from the same bytes."""

    def reader(
        data: bytes, _type: str | None, _url: str, _context: Context, _member: str | None, _images: Images
    ) -> Report:
        assert data == b"first bytes"
        return make_report(granted=13, parser="nianbao-parse 2")

    with open_archive(reader=reader) as archive:
        visitor = Visitor(archive)
        visitor.visit("/public/content/1", make_report(granted=12), b"first bytes")
        outcome = visitor.visit("/public/content/1", make_report(granted=13, parser="nianbao-parse 2"), b"counter 2")
        assert outcome.kind == "same"
        assert changes(archive) == []
        assert all_of(archive, "SELECT granted, parser FROM reports") == [(13, "nianbao-parse 2")]
        assert all_of(archive, "SELECT column_key, old, new FROM rereadings WHERE form_table IS NOT NULL") == [
            ("natural_person", "12", "13"),
            ("total", "12", "13"),
        ]
        outcome = visitor.visit("/public/content/1", make_report(granted=14, parser="nianbao-parse 2"), b"edited")
        assert [row[4:] for row in changes(archive)] == [("13", "14"), ("13", "14")]
        assert archive.verify() == []


def test_tables_that_were_pictures_and_are_recognised_now_are_no_change(open_archive: Any) -> None:
    """The same parser, without a converter or the pictures at first; the page around the report is another."""
    needs = Problem("tables_are_images", "reading", "error", "The tables of the report are pictures")
    without = replace(make_report(), tables={}, cells=(), problems=(needs,))

    def reader(
        data: bytes, _type: str | None, _url: str, _context: Context, _member: str | None, images: Images
    ) -> Report:
        assert (data, images) == (b"counter 1", ((f"{HOST}/two.png", b"drawn"),))
        return make_report()

    with open_archive(reader=reader) as archive:
        visitor = Visitor(archive)
        visitor.visit("/public/content/1", without, b"counter 1")
        context = Context(portal="huoqiu", parent_url=f"{HOST}/public/content/1")
        png = (("Content-Type", "image/png"),)
        visitor.fetch("/two.png", b"drawn", purpose="image", context=context, headers=png)
        outcome = visitor.visit("/public/content/1", make_report(), b"counter 2")
        assert (outcome.kind, changes(archive)) == ("same", [])
        assert archive.verify() == []


def test_the_interval_of_a_change_never_runs_backwards(archive: Archive, visitor: Visitor) -> None:
    """One address already shows the new text while another, looked at later in the same walk, still shows the old."""
    old, new = make_report(granted=12), make_report(granted=21)
    visitor.visit("/public/content/1", old, b"<p>old</p>")
    visitor.visit("/public/column/2?title=2024", old, b"<p>old</p>")
    changed = visitor.fetch("/public/content/1", b"<p>new</p>")
    visitor.fetch("/public/column/2?title=2024", b"", status=304, headers=())
    archive.save_reading(changed, new)
    assert all_of(archive, "SELECT DISTINCT last_seen_old, first_seen_new FROM changes") == [
        ("2026-03-02T01:02:00.000000Z", "2026-03-02T01:03:00.000000Z")
    ]


def test_a_side_that_was_recognised_in_a_picture_says_so(archive: Archive, visitor: Visitor) -> None:
    def recognised(report: Report) -> Report:
        cells = (cell._replace(confidence=0.91) if cell.row == "granted" else cell for cell in report.cells)
        said = Problem("read_by_ocr", "reading", "warning", "The tables are a picture.")
        return replace(report, cells=tuple(cells), problems=(said,))

    visitor.visit("/public/content/1", make_report(granted=3), b"page")
    scan = recognised(make_report(granted=8, published_on="2025-01-21"))
    visitor.visit("/public/content/1", scan, b"scan")
    visitor.visit("/public/content/1", recognised(make_report(granted=9, published_on="2025-01-21")), b"other scan")
    visitor.visit("/public/content/1", make_report(granted=9, published_on="2025-01-22"), b"page again")
    visitor.visit("/public/content/1", make_report(granted=7, published_on="2025-01-22"), b"page edited")
    sql = (
        "SELECT DISTINCT kind, old, new, recognised FROM change_log"
        " WHERE kind = 'date' OR column_key = 'total' ORDER BY first_seen_new, kind"
    )
    assert [tuple(row.values()) for row in rows(archive.db, sql)] == [
        ("cell", "3", "8", "new"),
        ("date", "2025-01-20", "2025-01-21", "new"),
        ("cell", "8", "9", "both"),
        ("date", "2025-01-21", "2025-01-22", "old"),
        ("cell", "9", "7", None),
    ]
