"""Synthetic reports (合成): the form of 2021 with random figures and a narrative put together from phrases.

Portals are called `synthetic-0001` and 合成门户 0001 (synthetic), so that nobody takes such an archive for a real one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from archive.exchange import Exchange
from parse import schema
from parse.report import Cell, Check, Checks, Claim, Context, Money, Problem, Report, Section

AGENCIES = 40
YEARS = tuple(range(2021, 2026))
EACH_PORTAL = AGENCIES * len(YEARS)
START = datetime(2026, 3, 1, tzinfo=UTC)
PHRASES = (
    "全年通过政府网站主动公开各类信息{n}条，较上年增加{m}条",
    "围绕{name}、{name}等重点领域，及时发布政策文件{n}件并配套解读{m}篇",
    "收到群众咨询{n}件，按时办结{m}件，满意率达到{p}%",
    "完善依申请公开登记、审核、办理、答复、归档各个环节，答复书格式进一步统一",
    "对{name}村、{name}社区的补助资金发放情况逐户张榜，接受群众监督",
    "组织业务培训{m}场，参训人员{n}人次，{name}办事点全部配备公开查阅设备",
    "推进{name}项目审批、招标、施工和竣工验收全过程公开，累计发布{n}条",
    "对历年规范性文件开展清理，继续有效{m}件，宣布失效{n}件",
    "政务新媒体全年推送{n}期，阅读量{p}万次，其中{name}专题最受关注",
    "回应关于{name}征收补偿、{name}学校学位和环境整治的来信{m}件",
)
PARTS = {
    "overall": ("一、总体情况", 14),
    "problems_and_improvements": ("五、存在的主要问题及改进情况", 6),
    "other_matters": ("六、其他需要报告的事项", 2),
}
_NAMES = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
"""The common characters (GB 2312, level 1)."""
_PASSED = Check("balance", "disclosure_requests", None, "total", "", "pass", 1, 1, "pass", 1, 1, (), ())


@dataclass(frozen=True, slots=True)
class Made:
    """A report with the exchange that brought it; `again` is the next year's look at the same bytes."""

    report: Report
    exchange: Exchange

    def again(self, crawl: str, days: int = 30) -> Exchange:
        """The same bytes fetched once more by another crawl."""
        later = timedelta(days=days)
        at = {"started": self.exchange.started + later, "finished": self.exchange.finished + later}
        return replace(self.exchange, **at, context=replace(self.exchange.context, crawl=crawl))


def portal_id(number: int) -> str:
    return f"synthetic-{number:04d}"


def portal_name(number: int) -> str:
    return f"合成门户 {number:04d} (synthetic)"


@cache
def _places() -> tuple[tuple[str, str, str, str, int, int, int], ...]:
    """(table, row, column, kind, grid, grid row, grid column) of each cell of the form."""
    found = []
    for block in schema.proactive_blocks("2021"):
        for index, row in enumerate(block.rows):
            for number, column in enumerate(block.columns):
                found.append(("proactive_disclosure", row.key, column.key, column.kind, 0, index + 2, number + 1))
    for index, row in enumerate(schema.request_rows("2021")):
        for number, column in enumerate(schema.APPLICANT_COLUMNS):
            found.append(("disclosure_requests", row.key, column.key, column.kind, 1, index + 3, number + 3))
    for index, group in enumerate(schema.LITIGATION_GROUPS):
        for number, column in enumerate(schema.OUTCOME_COLUMNS):
            found.append(("review_and_litigation", group.key, column.key, column.kind, 2, 2, index * 5 + number))
    return tuple(found)


def _cells(chance: random.Random) -> tuple[Cell, ...]:
    """Two cells of three are 0, three of a hundred blank, one a stroke."""
    cells = []
    places = _places()
    counts = [count if count < 400 else 0 for count in chance.choices(range(1200), k=len(places))]
    kinds = chance.choices(("number", "blank", "slash"), (96, 3, 1), k=len(places))
    for (table, row, column, kind, grid, grid_row, grid_column), count, state in zip(
        places, counts, kinds, strict=True
    ):
        value: Any = count
        printed = str(count)
        if state != "number":
            value, printed = None, "/" if state == "slash" else ""
        elif kind == "amount":
            value, printed = Decimal(count) / 100, str(Decimal(count) / 100)
        elif kind == "money":
            value, printed = Money(f"{count}万元", Decimal(count), "万元", Decimal(count) * 10000), f"{count}万元"
        cells.append(Cell(table, row, column, printed, value, state, None, grid, grid_row, grid_column))
    return tuple(cells)


@cache
def _clauses() -> list[str]:
    """20,000 clauses, of which a narrative is put together."""
    chance = random.Random(0)
    return [
        chance.choice(PHRASES).format(
            n=chance.randrange(2000),
            m=chance.randrange(90),
            p=f"{chance.uniform(1, 99):.1f}",
            name="".join(chance.choices(_NAMES, k=chance.randint(2, 4))),
        )
        for _ in range(20_000)
    ]


def made_report(number: int) -> Report:
    """The report of this number: portal, agency and year follow from it, and so does everything random in it."""
    chance = random.Random(number)
    place, year = number // len(YEARS) % AGENCIES, YEARS[number % len(YEARS)]
    portal = number // EACH_PORTAL
    title = f"合成乡{place:02d}镇{year}年政府信息公开工作年度报告"
    sections = []
    for key, (heading, sentences) in PARTS.items():
        body = "\n".join("，".join(chance.choices(_clauses(), k=chance.randint(2, 5))) + "。" for _ in range(sentences))
        sections.append(Section(key, len(sections), heading, body))
    text = "\n".join([title, "根据条例编制本报告。", *(f"{s.heading}\n{s.text}" for s in sections)])
    problem = Problem(
        kind="row_total", origin="source", severity="error", table="disclosure_requests", row="granted",
        column="total", seen="3", expected="4", message="The row does not add up.",
    )  # fmt: skip
    return Report(
        media_type="text/html", is_report=True, verdict="report", title=title,
        agency_name=f"合成县{portal:04d}合成乡{place:02d}镇人民政府", agency_source="signature",
        agency_level="township", report_year=year, report_year_source="title", edition="2021",
        published_on=f"{year + 1}-01-20", text=text, sections=tuple(sections), tables={}, cells=_cells(chance),
        narrative=(Claim("proactive_total", chance.randrange(2000), sections[0].text.split("。", 1)[0]),),
        problems=(problem,) * (chance.random() < 0.3), checks=Checks((_PASSED,) * 12), parser="synthetic 1",
    )  # fmt: skip


def made(number: int, crawl: str) -> Made:
    """The report of this number and the exchange of a crawl that brings it, as a page of about 15 kB."""
    report, portal = made_report(number), number // EACH_PORTAL
    cells = "".join(f'<td style="text-align:center;border:1px">{cell.printed}</td>' for cell in report.cells)
    paragraphs = "".join(f"<p>{line}</p>" for line in report.text.split("\n"))
    at = START + timedelta(seconds=number)
    context = Context(
        portal=portal_id(portal), portal_name=portal_name(portal), agency=report.agency_name, column="年报",
        link_text=report.title, list_date=report.published_on, crawl=crawl,
    )  # fmt: skip
    exchange = Exchange(
        url=f"http://{portal_id(portal)}.localhost/xxgk/nb/{number}.html", status=200, reason="OK",
        response_headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"')),
        request_headers=(("Host", f"{portal_id(portal)}.localhost"), ("User-Agent", "nianbao-bench")),
        body=f"<html><title>{report.title}</title>{paragraphs}<table><tr>{cells}</table>".encode(),
        started=at, finished=at + timedelta(milliseconds=300), context=context,
    )  # fmt: skip
    return Made(report, exchange)


def batches(reports: int, crawl: str, size: int) -> Iterator[list[Made]]:
    """All of them in order, `size` at a time."""
    for first in range(0, reports, size):
        yield [made(number, crawl) for number in range(first, min(first + size, reports))]
