"""Exchanges and Reports made by hand: a town of 霍邱县 with a portal on loopback."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from archive.archive import Archive, PortalRow
from archive.crawls import PortalOutcome
from archive.exchange import Exchange
from archive.versions import Outcome
from parse import schema
from parse.report import Cell, Check, Checks, Context, Money, Problem, Report, Section

HOST = "http://huoqiu.localhost:8765"
PORTAL = PortalRow(
    id="huoqiu", name="霍邱县人民政府", county="霍邱县", division_code="341522", division_year=2020, family="lonsun"
)
START = datetime(2026, 3, 2, 1, 0, 0, tzinfo=UTC)


PASSED = Check("balance", "disclosure_requests", None, "total", "", "pass", 1, 1, "pass", 1, 1, (), ())


def make_report(
    *,
    granted: int | None = 12,
    year: int | None = 2024,
    agency: str | None = "霍邱县众兴集镇人民政府",
    sentence: str = "全年主动公开政府信息66条。",
    title: str | None = None,
    published_on: str | None = "2025-01-20",
    media_type: str = "text/html",
    parser: str = "nianbao-parse 1",
    problems: tuple[Problem, ...] = (),
    edition: str = "2021",
    drop: frozenset[str] = frozenset(),
) -> Report:
    """A whole report of the 2021 form; every cell is 0 but the fees (1.50), a blank and what is asked for."""
    cells: list[Cell] = []
    for block in schema.proactive_blocks(edition):
        for index, row in enumerate(block.rows):
            for column_number, column in enumerate(block.columns):
                value: Any = Decimal("1.50") if column.kind == "amount" else 0
                if column.kind == "money":
                    value = Money("3万元", Decimal(3), "万元", Decimal(30000))
                printed = "1.50" if column.kind == "amount" else "3万元" if column.kind == "money" else "0"
                cells.append(
                    Cell(
                        "proactive_disclosure",
                        row.key,
                        column.key,
                        printed,
                        value,
                        "number",
                        None,
                        0,
                        index + 2,
                        column_number + 1,
                    )
                )
    for number, row in enumerate(schema.request_rows(edition)):
        if row.key in drop:
            continue
        for column_number, column in enumerate(schema.APPLICANT_COLUMNS):
            count: int | None = granted if row.key == "granted" and column.key in ("natural_person", "total") else 0
            cells.append(
                Cell(
                    "disclosure_requests",
                    row.key,
                    column.key,
                    "" if count is None else str(count),
                    count,
                    "blank" if count is None else "number",
                    None,
                    1,
                    number + 3,
                    column_number + 3,
                )
            )
    for group_number, group in enumerate(schema.LITIGATION_GROUPS):
        for column_number, column in enumerate(schema.OUTCOME_COLUMNS):
            slash = (group.key, column.key) == ("review", "other")
            cells.append(
                Cell(
                    "review_and_litigation",
                    group.key,
                    column.key,
                    "/" if slash else "0",
                    None if slash else 0,
                    "slash" if slash else "number",
                    None,
                    2,
                    2,
                    group_number * 5 + column_number,
                )
            )
    shown_title = title if title is not None else f"众兴集镇{year}年政府信息公开工作年度报告"
    overall = f"{sentence}\n镇党政办负责信息公开工作。"
    text = f"{shown_title}\n根据条例编制本报告。\n一、总体情况\n{overall}\n六、其他需要报告的事项\n无。"
    return Report(
        media_type=media_type,
        is_report=True,
        verdict="report",
        title=shown_title,
        agency_name=agency,
        agency_source="signature" if agency else None,
        agency_level="township" if agency else None,
        report_year=year,
        report_year_source="title",
        edition=edition,
        published_on=published_on,
        text=text,
        sections=(
            Section("overall", 0, "一、总体情况", overall),
            Section("other_matters", 1, "六、其他需要报告的事项", "无。"),
        ),
        tables={},
        cells=tuple(cells),
        problems=problems,
        checks=Checks((PASSED,) * 7),
        parser=parser,
    )


def not_report(verdict: str = "guide", title: str = "信息公开指南") -> Report:
    return Report("text/html", is_report=False, verdict=verdict, title=title, parser="nianbao-parse 1")


@dataclass
class Visitor:
    """Walks a portal by hand: each visit is a fetch, a minute after the last one, and its reading."""

    archive: Archive
    crawl: str | None = None
    at: datetime = START
    read: dict[str, Report] = field(default_factory=dict)

    def exchange(self, path: str, body: bytes, **more: Any) -> Exchange:
        self.at += timedelta(minutes=1)
        context = more.pop("context", Context(portal="huoqiu", portal_name="霍邱县人民政府", crawl=self.crawl))
        headers = more.pop("headers", (("Content-Type", "text/html; charset=utf-8"),))
        return Exchange(
            url=HOST + path if path.startswith("/") else path,
            status=more.pop("status", 200),
            reason=more.pop("reason", "OK"),
            response_headers=headers,
            request_headers=(("Host", "huoqiu.localhost:8765"), ("User-Agent", "nianbao-test")),
            body=body,
            started=self.at,
            finished=self.at + timedelta(seconds=1),
            context=context,
            **more,
        )

    def fetch(self, path: str, body: bytes, **more: Any) -> str:
        capture = self.archive.keep(self.exchange(path, body, **more))
        self.archive.flush()
        return capture

    def visit(self, path: str, report: Report, body: bytes | None = None, **more: Any) -> Outcome:
        capture = self.fetch(path, body if body is not None else repr(report).encode(), **more)
        return self.archive.save_reading(capture, report)

    def gone(self, path: str, status: int = 404) -> str:
        return self.fetch(path, b"<h1>404</h1>", status=status, reason="Not Found")

    def begin(self) -> str:
        self.at += timedelta(days=1)
        self.crawl = self.archive.begin_crawl(["huoqiu"])
        return self.crawl

    def finish(self, *, gap: timedelta = timedelta(0), listed: frozenset[str] | None = None) -> None:
        assert self.crawl is not None
        lists = {} if listed is None else {"huoqiu": listed}
        outcome = PortalOutcome("huoqiu", "walked")
        self.archive.finish_crawl(self.crawl, [outcome], listed=lists, withdrawal_gap=gap)
