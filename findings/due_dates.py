"""By when a report is to be published, by level and report year, and who says so.

Sources, read in full: 条例 of 2007 (国务院令第492号) article 31; 条例 of 2019 (国务院令第711号) article 49; the two
national notices on the form, 国办公开办函〔2019〕60号 (of 23 November 2019, for report years 2019 and 2020) and
〔2021〕30号 (of 26 September 2021, from report year 2021), both in part 二, 报告方式及时间. A 街道办事处 is named in
neither; its date is custom as that of a 乡镇人民政府 is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.finding_rows import DueRow

Binding = Literal["law", "notice", "custom"]

EVERY_LEVEL = ("province", "prefecture", "county", "department", "township", "subdistrict")
_OLD_LAW = "各级行政机关应当在每年3月31日前公布本行政机关的政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class Notice:
    """A national notice on the form: its report years, and what it says of dates, word by word."""

    number: str
    first_year: int
    last_year: int | None
    departments: str
    governments: str
    county: str
    prefecture: str
    towns: str


_TO_THE_NEXT = "向上一级政府信息公开工作主管部门提交并向社会公布"
_TOWNS = "乡镇人民政府，参照对县级以上人民政府部门的要求，向所属的县级人民政府的政府信息公开工作主管部门报告"
_DEPARTMENTS = "县级以上人民政府部门应当在每年1月31日前向本级政府信息公开工作主管部门提交本机关"
_GOVERNMENTS = "县级以上地方人民政府的政府信息公开工作主管部门应当在每年3月31日前向社会公布本级政府"

NOTICES = (
    Notice(
        "国办公开办函〔2019〕60号",
        2019,
        2020,
        f"{_DEPARTMENTS}上一年度政府信息公开工作年度报告并向社会公布",
        f"{_GOVERNMENTS}上一年度政府信息公开工作年度报告",
        "县级政府的政府信息公开工作主管部门汇总所属部门和乡镇政府的政府信息公开工作年度报告，"
        f"于2月20日前{_TO_THE_NEXT}",
        f"地市级政府的政府信息公开工作主管部门汇总所属部门和县级政府信息公开工作年度报告，于3月10日前{_TO_THE_NEXT}",
        _TOWNS,
    ),
    Notice(
        "国办公开办函〔2021〕30号",
        2021,
        None,
        f"{_DEPARTMENTS}年度报告并向社会公布",
        f"{_GOVERNMENTS}年度报告",
        f"县级政府的政府信息公开工作主管部门汇总所属部门和乡镇政府的年度报告，于2月20日前{_TO_THE_NEXT}",
        f"地市级政府的政府信息公开工作主管部门汇总所属部门和县级政府年度报告，于3月10日前{_TO_THE_NEXT}",
        _TOWNS,
    ),
)


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date of the year after the report year; `last_year` None: until today. `source` in Chinese, as it says."""

    levels: tuple[str, ...]
    first_year: int
    last_year: int | None
    month: int
    day: int
    binding: Binding
    source: str
    english: str

    def of(self, report_year: int) -> date:
        """The day itself."""
        return date(report_year + 1, self.month, self.day)


def _of_notice(notice: Notice) -> tuple[DueDate, ...]:
    years, law, said = (notice.first_year, notice.last_year), "条例第四十九条", f"{notice.number}："
    regulations, english = "article 49 of the Regulations of 2019", f"notice {notice.number}"
    return (
        DueDate(("department",), *years, 1, 31, "law", f"{law}：{notice.departments}", regulations),
        DueDate(
            ("county", "prefecture", "province"), *years, 3, 31, "law", f"{law}：{notice.governments}", regulations
        ),
        DueDate(("county",), *years, 2, 20, "notice", said + notice.county, english),
        DueDate(("prefecture",), *years, 3, 10, "notice", said + notice.prefecture, english),
        DueDate(("township", "subdistrict"), *years, 1, 31, "custom", said + notice.towns, english),
    )


DUE_DATES = (
    DueDate(
        EVERY_LEVEL,
        2008,
        2018,
        3,
        31,
        "law",
        f"2007 年条例第三十一条：{_OLD_LAW}",
        "article 31 of the Regulations of 2007",
    ),
    *(due for notice in NOTICES for due in _of_notice(notice)),
)


def due_dates(level: str | None, report_year: int) -> Iterator[DueDate]:
    """The dates for a body of this level, the earliest first; none where the level is not known."""
    found = (
        due
        for due in DUE_DATES
        if level in due.levels
        and due.first_year <= report_year
        and (due.last_year is None or report_year <= due.last_year)
    )
    yield from sorted(found, key=lambda due: due.of(report_year))


def expected_from(level: str | None, report_year: int) -> date:
    """The day after which a report of this year is looked for: the last of its dates, else 31 March."""
    dates = [due.of(report_year) for due in due_dates(level, report_year)]
    return max(dates, default=date(report_year + 1, 3, 31))


def due_rows() -> list[DueRow]:
    """All dates by level, as the archive keeps them for its readers."""
    return [
        DueRow(level, due.first_year, due.last_year, due.month, due.day, due.binding, due.source, due.english)
        for due in DUE_DATES
        for level in due.levels
    ]
