"""Reports as `findings` gets them, by hand: a town's figures of some years."""

from __future__ import annotations

from typing import Any

from archive.finding_rows import AgencyFacts, CellKey, ReportFigures

AGENCY = "341522-众兴集镇"
TOWN = AgencyFacts(
    AGENCY,
    "霍邱县众兴集镇人民政府",
    "众兴集镇",
    "township",
    "341522",
    "huoqiu",
    "霍邱县",
    ("众兴集镇", "霍邱县众兴集镇人民政府"),
)


def requests(row: str, **columns: int) -> dict[CellKey, int]:
    """Cells of one row of the table of requests."""
    return {("disclosure_requests", row, column): count for column, count in columns.items()}


def disclosed(row: str, **columns: int) -> dict[CellKey, int]:
    """Cells of one row of the table of proactive disclosure."""
    return {("proactive_disclosure", row, column): count for column, count in columns.items()}


def cases(row: str, total: int) -> dict[CellKey, int]:
    """The printed total of one group of the table of cases."""
    return {("review_and_litigation", row, "total"): total}


def report(year: int, *cells: dict[CellKey, int], status: str = "live", **more: Any) -> ReportFigures:
    """A report that prints these cells and no others."""
    counts: dict[CellKey, int | float] = {}
    for some in cells:
        counts |= some
    return ReportFigures(
        report=f"{AGENCY}-{year}",
        agency=AGENCY,
        report_year=year,
        version=f"version-{year}",
        status=status,
        counts=counts,
        **more,
    )
