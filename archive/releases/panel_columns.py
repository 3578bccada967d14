"""The columns of the panels: who and when, then each harmonised series with its state."""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from archive.metadata import column_notes
from archive.releases.layout import AGENCY_PANEL, COUNTY_PANEL
from archive.releases.states import CODES
from archive.releases.writing import Column, Table, Type
from parse.crosswalk import SERIES, Series

_AMOUNTS = ("amount", "money")
_REPORTS = column_notes("reports")
_COVERAGE = column_notes("coverage")
_COVERAGE_STATE = Column("coverage_state", "text", _COVERAGE["state"], False, ("found", "not_seen", "not_expected"))

SUMMED: tuple[Series, ...] = tuple(series for series in SERIES if series.is_total and series.kind == "count")
"""Series of which the county panel adds up the units."""


def series_type(series: Series) -> Type:
    return "number" if series.kind in _AMOUNTS else "integer"


def _unit(series: Series) -> str:
    return f"; 单位 unit: {series.unit}" if series.unit else ""


def _series_columns() -> list[Column]:
    columns = []
    for series in SERIES:
        label = f"{series.chinese} / {series.english}{_unit(series)}"
        columns.append(Column(series.key, series_type(series), label))
        columns.append(Column(f"{series.key}_state", "text", f"上列的状态 / state of {series.key}", True, CODES))
    return columns


_AGENCY = (
    Column("place", "text", "区划代码，不知者为网站 / division code, or the portal where no code is known", True),
    Column("agency", "text", "单位 / public body (agencies.id)", True),
    Column("report_year", "integer", "报告年度 / report year", True),
    Column("agency_name", "text", "单位名称 / name of the public body"),
    Column("level", "text", "级别 / level: province, prefecture, county, department, township, subdistrict"),
    Column("agency_function", "text", "职能 / function"),
    Column("portal", "text", "政府网站 / portal (portals.id)"),
    Column("division_code", "text", "行政区划代码 / administrative division code"),
    Column("county", "text", "县（市、区）/ county"),
    _COVERAGE_STATE,
    Column("coverage_reason", "text", _COVERAGE["reason"]),
    Column("observed_from", "datetime", "该网站首次走访（UTC）/ first walk of its portal (UTC)"),
    Column("report", "text", "年报 / report (reports.report); null where none was seen"),
    Column("version", "text", "现行版次 / revision that stands for it (versions.id)"),
    Column("edition", "text", _REPORTS["edition"]),
    Column("scope", "text", _REPORTS["scope"]),
    Column("status", "text", _REPORTS["status"]),
    Column("published_on", "date", _REPORTS["published_on"]),
    Column("signed_on", "date", "落款日期 / date of the signature"),
    Column("first_seen", "datetime", _REPORTS["first_seen"]),
    Column("last_seen", "datetime", _REPORTS["last_seen"]),
    Column("source_problems", "integer", _REPORTS["source_problems"]),
    Column("reading_problems", "integer", _REPORTS["reading_problems"]),
    Column("checks_failed", "integer", _REPORTS["checks_failed"]),
    Column("parser", "text", _REPORTS["parser"]),
)
_COUNTY = (
    Column("place", "text", "区划代码，不知者为网站 / division code, or the portal where no code is known", True),
    Column("report_year", "integer", "报告年度 / report year", True),
    Column("division_code", "text", "行政区划代码 / administrative division code"),
    Column("county", "text", "县（市、区）/ county"),
    Column(
        "own_bodies",
        "integer",
        "有年报的本级政府个数；多于一个时各列为空 / governments of the place itself with a report that year; where more than"
        " one, no series is filled",
        True,
    ),
    _COVERAGE_STATE,
    Column("coverage_reason", "text", _COVERAGE["reason"]),
    Column("agency", "text", "本级政府 / the place's own government (agencies.id)"),
    Column("report", "text", "本级政府的年报 / its report (reports.report)"),
    Column("version", "text", "现行版次 / revision that stands for it (versions.id)"),
    Column("edition", "text", _REPORTS["edition"]),
    Column("scope", "text", _REPORTS["scope"]),
    Column("status", "text", _REPORTS["status"]),
    Column(
        "units_expected",
        "integer",
        "应有年报的下属单位（存档所知）/ departments, towns and subdistricts of the place that are expected to report",
    ),
    Column("units_found", "integer", "其中已见年报 / of those, with a report"),
    Column("units_not_seen", "integer", "其中未见 / of those, not seen"),
    Column("level_unknown", "integer", "级别不明的单位 / bodies whose level is not known, in neither count"),
)


def _unit_sums() -> list[Column]:
    columns = []
    for series in SUMMED:
        columns.append(
            Column(
                f"u_{series.key}",
                "integer",
                f"下属单位之和（只加所印数字；格式相同者）：{series.chinese} / sum over the units, of printed numbers that the"
                f" crosswalk calls exact; never to be added to the county's own: {series.english}",
            )
        )
        columns.append(
            Column(
                f"u_{series.key}_n", "integer", f"印有数字的单位数 / units that print a number: u_{series.key}", True
            )
        )
    return columns


AGENCY_TABLE = Table(
    AGENCY_PANEL,
    "面板：单位 × 年度 Panel: public body × year",
    "每个单位、每个报告年度一行（未见者也在内），各数列按对照表统一；每值旁为其状态；2019 与 2021 格式之间画线勿连"
    " / one row for each body and report year, gaps too, series harmonised by the crosswalk, each value with its state;"
    " draw no line over the seam between the editions 2019 and 2021 where the match is not exact",
    (*_AGENCY, *_series_columns()),
    ("agency", "report_year"),
)
COUNTY_TABLE = Table(
    COUNTY_PANEL,
    "面板：县 × 年度 Panel: county × year",
    "每地、每个报告年度一行：本级政府年报的数列，及下属单位之和（u_ 开头）；两者口径不同，不得相加"
    " / one row for each place and report year: the series of its own government's report (mind `scope`), and sums over its"
    " units (u_*); the two overlap and must not be added up",
    (*_COUNTY, *_series_columns(), *_unit_sums()),
    ("place", "report_year"),
)

PANELS = (AGENCY_TABLE, COUNTY_TABLE)
