"""Bureaus and towns of three counties by hand, whose figures are small enough to be added up by eye.

New requests (total column) of bureaus: 甲县住建 2020 50 (form of 2019), 2021 8, 2022 10, 2023 100; 乙县住建 2022 4,
2023 6; 甲县公安 2023 blank; 丙县公安 2023 a slash. Outcomes of 2023: 甲县住建 grants 3 of 12, 乙县住建 1 of 2. The town
has 2023 alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive.archive import Archive, PortalRow
from archive.crawls import PortalOutcome
from archive.exchange import Exchange
from archive.rows import insert, value
from findings.recompute import recompute
from parse import schema
from parse.report import Cell, Check, Checks, Claim, Context, Report, Section

PORTALS = (
    PortalRow(id="jia", name="甲县人民政府", county="甲县", division_code="330101", division_year=2024),
    PortalRow(id="yi", name="乙县人民政府", county="乙县", division_code="330102", division_year=2024),
    PortalRow(id="bing", name="丙县人民政府", county="丙县", division_code="320101", division_year=2024),
)
SHARED = "本机关严格按照上级统一部署扎实推进基层政务公开标准化规范化建设各项工作取得了明显成效。"
"""A sentence that every report of 2023 has."""
OWN = "我局在老城东片改造现场逐户张贴标准化补偿方案并当面解答群众疑问共一百二十余户次。"
FEE = "2023年度收取信息处理费150元。"
FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NEW, GRANTED, ALL = "new_requests", "granted", "results_total"


def _cells(edition: str, figures: dict[str, int | str]) -> tuple[Cell, ...]:
    """Table three: 0 but for the totals of some rows; a text stands for a state."""
    cells = []
    for number, row in enumerate(schema.request_rows(edition)):
        for place, column in enumerate(schema.APPLICANT_COLUMNS):
            told = figures.get(row.key, 0) if column.key == "total" else 0
            state = told if isinstance(told, str) else "number"
            printed = {"blank": "", "slash": "/"}.get(state, str(told))
            counted = told if isinstance(told, int) else None
            cells.append(
                Cell("disclosure_requests", row.key, column.key, printed, counted, state, None, 0, number, place)
            )
    return tuple(cells)


def _report(name: str, level: str, year: int, figures: dict[str, int | str], *sentences: str, day: str) -> Report:
    edition = "2019" if year < 2021 else "2021"
    overall = "\n".join((f"{name}做了这些事，全年情况都写在这里了，请看。", *sentences))
    title = f"{name}{year}年政府信息公开工作年度报告"
    check = Check("balance", "disclosure_requests", None, "total", "", "pass", 1, 1, "pass", 1, 1, (), ())
    fee = (Claim("processing_fee_yuan", Decimal(150), FEE),) if FEE in sentences else ()
    return Report(
        media_type="text/html", is_report=True, verdict="report", title=title, agency_name=name,
        agency_source="title", agency_level=level, report_year=year, report_year_source="title", edition=edition,
        published_on=day, text=f"{title}\n一、总体情况\n{overall}", narrative=fee,
        sections=(Section("overall", 0, "一、总体情况", overall),), tables={}, cells=_cells(edition, figures),
        checks=Checks((check,)), parser="nianbao-parse 1",
    )  # fmt: skip


REPORTS: tuple[tuple[str, Report], ...] = (
    ("jia", _report("甲县住房和城乡建设局", "department", 2020, {NEW: 50}, day="2021-01-20")),
    ("jia", _report("甲县住房和城乡建设局", "department", 2021, {NEW: 8}, day="2022-01-20")),
    ("jia", _report("甲县住房和城乡建设局", "department", 2022, {NEW: 10}, day="2023-01-20")),
    ("jia", _report("甲县住房和城乡建设局", "department", 2023, {NEW: 100, GRANTED: 3, ALL: 12}, SHARED, FEE,
                    day="2024-01-20")),
    ("jia", _report("甲县公安局", "department", 2023, {NEW: "blank"}, SHARED, day="2024-01-20")),
    ("jia", _report("甲县某某镇", "township", 2023, {NEW: 1}, SHARED, day="2024-01-20")),
    ("yi", _report("乙县住房和城乡建设局", "department", 2022, {NEW: 4}, day="2023-01-20")),
    ("yi", _report("乙县住房和城乡建设局", "department", 2023, {NEW: 6, GRANTED: 1, ALL: 2}, SHARED, OWN,
                   day="2024-02-15")),
    ("bing", _report("丙县公安局", "department", 2023, {NEW: "slash"}, SHARED, day="2024-01-20")),
)  # fmt: skip
"""乙县住建 2023 is dated after 31 January."""


def _look(archive: Archive, at: datetime, broken: str | None = None) -> None:
    crawl = archive.begin_crawl([portal.id for portal in PORTALS])
    listed: dict[str, set[str]] = {portal.id: set() for portal in PORTALS if portal.id != broken}
    for number, (portal, report) in enumerate(REPORTS):
        if portal == broken:
            continue
        url = f"http://{portal}.example/nb/{number}.html"
        listed[portal].add(url)
        started = at + timedelta(seconds=number)
        more: dict[str, Any] = {"started": started, "finished": started}
        context = Context(portal=portal, portal_name=portal, crawl=crawl)
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        capture = archive.keep(
            Exchange(url=url, status=200, response_headers=headers, body=repr(report).encode(), context=context, **more)
        )
        archive.flush()
        if archive.needs_reading(capture):
            archive.save_reading(capture, report)
    outcomes = [PortalOutcome(portal.id, "unreachable" if portal.id == broken else "walked") for portal in PORTALS]
    archive.finish_crawl(crawl, outcomes, listed={name: frozenset(urls) for name, urls in listed.items()})


def make(path: Path) -> None:
    """The archive: all three counties walked, then 丙县 not reached; one figure of 甲县公安 was read as 7,
    and is 9 when read again."""
    with Archive.open(path, write=True) as archive:
        for portal in PORTALS:
            archive.upsert_portal(portal)
        _look(archive, FIRST)
        _look(archive, FIRST + timedelta(days=7), broken="bing")
        version = value(archive.db, "SELECT id FROM versions WHERE report = '330101-公安局-2023'")
        again = {"version": version, "reread_at": "2026-03-10T01:00:00.000000Z", "parser_old": "1", "parser_new": "2"}
        place = {"form_table": "disclosure_requests", "row_key": NEW, "column_key": "total"}
        nothing = {"form_table": None, "row_key": None, "column_key": None, "old": None, "new": None}
        said = {"about": version, "statement": "judged", "value": "balance", "author": "王某"}
        with archive.db.atomic():
            insert(archive.db, "rereadings", [{**again, "position": 0, **nothing}])
            insert(archive.db, "rereadings", [{**again, "position": 1, **place, "old": "7", "new": "9"}])
            insert(archive.db, "corrections", [{**said, "made_on": "2026-03-11", "reason": "已核看原件"}])
        recompute(archive)
