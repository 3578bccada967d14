"""Live, missing once, withdrawn, back again, moved, unlisted; and the redesign that is none of these."""

from __future__ import annotations

from datetime import timedelta

import pytest
from archive_by_hand import HOST, Visitor, make_report, not_report

from archive.archive import Archive
from archive.crawls import PortalOutcome
from archive.rows import rows, value


def status(archive: Archive) -> str:
    return str(value(archive.db, "SELECT status FROM reports"))


def test_withdrawn_after_two_sightings_and_back_again(archive: Archive, visitor: Visitor) -> None:
    seen = []
    for shown in (True, False, False, False, True):
        visitor.begin()
        if shown:
            visitor.visit("/public/content/1", make_report())
        else:
            visitor.gone("/public/content/1", 410)
        visitor.finish()
        seen.append(status(archive))
    assert seen == ["live", "missing_once", "withdrawn", "withdrawn", "live"]
    assert rows(archive.db, "SELECT old, new FROM changes WHERE kind = 'status' ORDER BY id") == [
        {"old": "live", "new": "withdrawn"},
        {"old": "withdrawn", "new": "live"},
    ]
    assert value(archive.db, "SELECT count(*) FROM versions") == 1
    assert archive.verify() == []


def test_the_gap_between_the_sightings_counts(archive: Archive, visitor: Visitor) -> None:
    seen = []
    for number in range(5):
        visitor.begin()
        if number == 0:
            visitor.visit("/public/content/1", make_report())
        else:
            visitor.gone("/public/content/1")
        visitor.finish(gap=timedelta(days=2, hours=1))
        seen.append(status(archive))
    assert seen == ["live", "missing_once", "missing_once", "missing_once", "withdrawn"]


def test_missing_once_and_back_is_no_withdrawal(archive: Archive, visitor: Visitor) -> None:
    for shown in (True, False, True, False):
        visitor.begin()
        if shown:
            visitor.visit("/public/content/1", make_report())
        else:
            visitor.gone("/public/content/1")
        visitor.finish()
    assert status(archive) == "missing_once"
    assert value(archive.db, "SELECT count(*) FROM changes") == 0


@pytest.mark.parametrize("code", [403, 429, 500, 503])
def test_a_refusal_says_nothing(archive: Archive, visitor: Visitor, code: int) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", make_report())
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        visitor.gone("/public/content/1", code)
        visitor.finish()
    assert status(archive) == "live"
    assert value(archive.db, "SELECT count(*) FROM problems WHERE origin = 'access'") == 2


def test_a_page_that_is_no_report_any_more_counts_as_gone(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", make_report())
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        visitor.visit("/public/content/1", not_report("notice", "该信息已删除"), b"<p>gone</p>")
        visitor.finish()
    assert status(archive) == "withdrawn"


def test_a_page_that_cannot_be_read_is_not_gone(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", make_report())
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        visitor.visit("/public/content/1", not_report("empty", ""), b"<script>x</script>")
        visitor.finish()
    assert status(archive) == "live"


PAGE, PDF = "/public/content/1", "/files/1.pdf"
BOTH_ORDERS = pytest.mark.parametrize("paths", [(PAGE, PDF), (PDF, PAGE)], ids=["page first", "attachment first"])


def both_forms(visitor: Visitor) -> None:
    visitor.visit(PAGE, make_report())
    visitor.visit(PDF, make_report(media_type="application/pdf"))


def events(archive: Archive) -> list[tuple[str, str, str, bool]]:
    """(carrier, old, new, whether it repeats another row) of every status change."""
    found = rows(
        archive.db,
        "SELECT d.kind, h.old, h.new, h.repeats FROM changes AS h JOIN versions AS v ON v.id = h.version"
        " JOIN documents AS d ON d.id = v.document WHERE h.kind = 'status' ORDER BY h.rowid",
    )
    return [(row["kind"], row["old"], row["new"], row["repeats"] is not None) for row in found]


def statuses(archive: Archive) -> dict[str, str]:
    return {row["kind"]: row["status"] for row in rows(archive.db, "SELECT kind, status FROM documents")}


@BOTH_ORDERS
def test_all_forms_of_a_report_that_go_in_one_walk_are_one_withdrawal(
    archive: Archive, visitor: Visitor, paths: tuple[str, str]
) -> None:
    visitor.begin()
    both_forms(visitor)
    visitor.finish()
    seen = []
    for shown in (False, False, True):
        visitor.begin()
        for path in paths:
            if not shown:
                visitor.gone(path)
            else:
                visitor.visit(path, make_report(media_type="application/pdf" if path == PDF else "text/html"))
        visitor.finish()
        seen.append((status(archive), set(statuses(archive).values())))
    assert seen == [("missing_once", {"missing_once"}), ("withdrawn", {"withdrawn"}), ("live", {"live"})]
    assert [event[1:] for event in events(archive)] == [
        ("live", "withdrawn", False),
        ("live", "withdrawn", True),
        ("withdrawn", "live", False),
        ("withdrawn", "live", True),
    ]
    assert value(archive.db, "SELECT changes FROM reports") == 2
    assert archive.verify() == []


@BOTH_ORDERS
def test_an_attachment_that_goes_while_its_page_lives_is_no_withdrawal(
    archive: Archive, visitor: Visitor, paths: tuple[str, str]
) -> None:
    visitor.begin()
    both_forms(visitor)
    visitor.finish()
    seen = []
    for _ in range(2):
        visitor.begin()
        for path in paths:
            if path == PDF:
                visitor.gone(path)
            else:
                visitor.visit(path, make_report())
        visitor.finish()
        seen.append((status(archive), statuses(archive)["pdf"]))
    assert seen == [("live", "missing_once"), ("live", "moved")]
    assert events(archive) == [("pdf", "live", "moved", False)]
    assert archive.verify() == []


def test_an_attachment_that_answers_404_once_is_no_change(archive: Archive, visitor: Visitor) -> None:
    for shown in (True, False, True):
        visitor.begin()
        visitor.visit(PAGE, make_report())
        if shown:
            visitor.visit(PDF, make_report(media_type="application/pdf"))
        else:
            visitor.gone(PDF)
        visitor.finish()
    assert statuses(archive) == {"html": "live", "pdf": "live"}
    assert events(archive) == []


def test_a_report_is_withdrawn_when_the_last_of_its_forms_was_gone_twice(archive: Archive, visitor: Visitor) -> None:
    """The attachment goes first; a single 404 of the page is no withdrawal yet."""
    visitor.begin()
    both_forms(visitor)
    visitor.finish()
    seen = []
    for page_shown in (True, True, False, False):
        visitor.begin()
        visitor.gone(PDF)
        if page_shown:
            visitor.visit(PAGE, make_report())
        else:
            visitor.gone(PAGE)
        visitor.finish()
        seen.append(statuses(archive))
    assert [(row["html"], row["pdf"]) for row in seen] == [
        ("live", "missing_once"),
        ("live", "moved"),
        ("missing_once", "moved"),
        ("withdrawn", "withdrawn"),
    ]
    assert status(archive) == "withdrawn"
    assert events(archive) == [
        ("pdf", "live", "moved", False),
        ("html", "live", "withdrawn", False),
        ("pdf", "moved", "withdrawn", True),
    ]


def test_one_report_with_three_forms_is_no_redesign(archive: Archive, visitor: Visitor) -> None:
    forms = {"/1.htm": "text/html", "/1.pdf": "application/pdf", "/1.txt": "text/plain"}
    visitor.begin()
    for path, media_type in forms.items():
        visitor.visit(path, make_report(media_type=media_type))
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        for path in forms:
            visitor.gone(path)
        visitor.finish()
    assert status(archive) == "withdrawn"
    assert value(archive.db, "SELECT count(*) FROM problems WHERE kind = 'redesign_suspected'") == 0


def test_a_redirect_home_counts_as_gone(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", make_report())
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        visitor.fetch("/public/content/1", b"", status=302, redirect_to=f"{HOST}/")
        visitor.finish()
    assert status(archive) == "withdrawn"


def test_a_new_address_with_the_same_report_is_a_move(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/old/1.html", make_report())
    visitor.finish()
    for _ in range(2):
        visitor.begin()
        visitor.fetch("/old/1.html", b"", status=301, redirect_to=f"{HOST}/new/1.html")
        visitor.visit("/new/1.html", make_report(), b"new design")
        visitor.finish()
    assert rows(archive.db, "SELECT status, url, documents, versions FROM reports") == [
        {"status": "live", "url": f"{HOST}/new/1.html", "documents": 1, "versions": 1}
    ]
    assert rows(archive.db, "SELECT kind, column_key, old, new FROM changes") == [
        {"kind": "status", "column_key": "url", "old": f"{HOST}/old/1.html", "new": f"{HOST}/new/1.html"}
    ]
    assert archive.verify() == []


def test_a_redesign_is_no_withdrawal(archive: Archive, visitor: Visitor) -> None:
    years = range(2016, 2024)
    visitor.begin()
    for year in years:
        visitor.visit(f"/old/{year}.html", make_report(year=year))
    visitor.finish()
    for _ in range(3):
        visitor.begin()
        for year in years:
            visitor.gone(f"/old/{year}.html")
        visitor.finish()
    assert rows(archive.db, "SELECT DISTINCT status FROM reports") == [{"status": "missing_once"}]
    assert rows(archive.db, "SELECT * FROM changes") == []
    problem = rows(archive.db, "SELECT origin, seen, expected FROM problems WHERE kind = 'redesign_suspected' LIMIT 1")
    assert problem == [{"origin": "access", "seen": "8", "expected": "8"}]


def test_behind_a_column_that_is_gone_nothing_is_called_live_or_withdrawn(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/1.html", make_report())
    visitor.visit("/2.html", make_report(year=2023))
    visitor.finish()
    seen = []
    for away in (True, True, False, True, True):
        crawl = visitor.begin()
        visitor.visit("/2.html", make_report(year=2023))
        if away:
            visitor.gone("/1.html")
        else:
            visitor.visit("/1.html", make_report())
        archive.finish_crawl(crawl, [PortalOutcome("huoqiu", "no_column")], withdrawal_gap=timedelta(0))
        seen.append([row["status"] for row in rows(archive.db, "SELECT status FROM reports ORDER BY report_year")])
    away_now = ["live", "missing_once"]
    assert seen == [away_now, away_now, ["live", "live"], away_now, away_now]
    assert rows(archive.db, "SELECT * FROM changes") == []
    sights = rows(archive.db, "SELECT sight, count(*) AS n FROM sightings GROUP BY sight ORDER BY sight")
    assert sights == [{"sight": "live", "n": 8}, {"sight": "suspended", "n": 4}]
    visitor.begin()
    visitor.gone("/1.html")
    visitor.finish()
    visitor.begin()
    visitor.gone("/1.html")
    visitor.finish()
    change = rows(archive.db, "SELECT new, first_seen_new FROM changes")
    first = value(
        archive.db,
        "SELECT min(seen_at) FROM sightings WHERE seen_at > (SELECT max(s.seen_at) FROM sightings AS s"
        " WHERE s.sight = 'live' AND s.document = sightings.document) AND sight = 'suspended'",
    )
    assert change == [{"new": "withdrawn", "first_seen_new": first}], "absent since the first look that found it so"
    assert archive.verify() == []


def test_off_its_list_and_still_there_is_unlisted(archive: Archive, visitor: Visitor) -> None:
    both = frozenset((f"{HOST}/public/content/1", f"{HOST}/public/content/2"))
    seen = []
    for listed in (both, both - {f"{HOST}/public/content/1"}, None, both):
        visitor.begin()
        visitor.visit("/public/content/1", make_report(year=2023))
        visitor.visit("/public/content/2", make_report(year=2024))
        visitor.finish(listed=listed)
        seen.append([row["status"] for row in rows(archive.db, "SELECT status FROM reports ORDER BY report_year")])
    assert seen == [["live", "live"], ["unlisted", "live"], ["unlisted", "live"], ["live", "live"]]


def test_what_a_crawl_brought(archive: Archive, visitor: Visitor) -> None:
    counts = []
    for granted in (1, 1, 2):
        crawl = visitor.begin()
        visitor.visit("/public/content/1", make_report(granted=granted), f"{granted}".encode())
        visitor.visit("/public/content/2", make_report(year=2023), b"2023")
        visitor.visit("/public/content/3", not_report(), b"guide")
        visitor.gone("/public/content/4")
        visitor.finish()
        (summary,) = archive.crawl_summary(crawl)
        counts.append((summary.found, summary.new, summary.changed, summary.not_report, summary.access_problems))
        assert (summary.portal, summary.name, summary.outcome) == ("huoqiu", "霍邱县人民政府", "walked")
    assert counts == [(2, 2, 0, 1, 1), (2, 0, 0, 1, 1), (2, 0, 1, 1, 1)]
    (line,) = archive.status()
    assert (line.portal, line.outcome, line.reports, line.withdrawn, line.access_problems) == (
        "huoqiu",
        "walked",
        2,
        0,
        1,
    )
    assert line.last_crawl == value(archive.db, "SELECT max(finished) FROM crawls")


def test_replaced_by_another_year_and_back(archive: Archive, visitor: Visitor) -> None:
    """Another year's report stands at the address for two walks, then the first one again."""
    seen = []
    for year in (2023, 2024, 2024, 2023):
        visitor.begin()
        visitor.visit("/public/content/1", make_report(year=year), f"{year} {visitor.at}".encode())
        visitor.finish()
        sql = "SELECT report_year, status FROM reports ORDER BY report_year"
        seen.append([(row["report_year"], row["status"]) for row in rows(archive.db, sql)])
    assert seen == [
        [(2023, "live")],
        [(2023, "missing_once"), (2024, "live")],
        [(2023, "withdrawn"), (2024, "live")],
        [(2023, "live"), (2024, "missing_once")],
    ]
    first, second, third = rows(archive.db, "SELECT first_seen, last_seen FROM versions ORDER BY number")
    assert rows(archive.db, "SELECT kind, old, new, last_seen_old, first_seen_new FROM changes ORDER BY rowid") == [
        {
            "kind": "status",
            "old": "live",
            "new": "replaced",
            "last_seen_old": first["last_seen"],
            "first_seen_new": second["first_seen"],
        },
        {
            "kind": "status",
            "old": "replaced",
            "new": "live",
            "last_seen_old": second["last_seen"],
            "first_seen_new": third["first_seen"],
        },
    ]
    assert archive.verify() == []


def test_https_and_www_are_the_same_address(archive: Archive, visitor: Visitor) -> None:
    for url in ("http://hq.gov.cn/1.html", "https://hq.gov.cn/1.html", "https://www.hq.gov.cn/1.html"):
        visitor.begin()
        visitor.visit(url, make_report(), url.encode())
        visitor.finish()
    assert value(archive.db, "SELECT count(*) FROM documents") == 1
    assert value(archive.db, "SELECT count(*) FROM changes") == 0


def test_a_status_that_no_change_tells_of_is_found(archive: Archive, visitor: Visitor) -> None:
    """Whoever writes `withdrawn` into a document, or takes it away, has to forge a digested row of `changes` too."""
    for shown in (True, False, False):
        visitor.begin()
        visitor.visit("/public/content/2", make_report(year=2023))
        if shown:
            visitor.visit("/public/content/1", make_report())
        else:
            visitor.gone("/public/content/1")
        visitor.finish()
    assert archive.verify() == []
    for before, forged in (("withdrawn", "live"), ("live", "withdrawn"), ("live", "moved")):
        archive.db.conn.execute("BEGIN")
        archive.db.conn.execute("UPDATE documents SET status = ? WHERE status = ?", (forged, before))
        assert any("`changes`" in sentence for sentence in archive.verify()), forged
        archive.db.conn.execute("ROLLBACK")
    assert archive.verify() == []
