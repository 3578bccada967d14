"""Reports as `findings` gets them, by hand: a town's figures of some years."""

from __future__ import annotations

from archive.findings_store import CellKey, ReportFigures

AGENCY = "341522-众兴集镇"


def requests(row: str, **columns: int) -> dict[CellKey, int]:
    """Cells of one row of the table of requests."""
    return {("disclosure_requests", row, column): count for column, count in columns.items()}


def cases(row: str, total: int) -> dict[CellKey, int]:
    """The printed total of one group of the table of cases."""
    return {("review_and_litigation", row, "total"): total}


def report(year: int, *cells: dict[CellKey, int], status: str = "live") -> ReportFigures:
    """A report that prints these cells and no others."""
    counts: dict[CellKey, int] = {}
    for some in cells:
        counts |= some
    return ReportFigures(
        report=f"{AGENCY}-{year}",
        agency=AGENCY,
        report_year=year,
        version=f"version-{year}",
        status=status,
        counts=counts,
    )
