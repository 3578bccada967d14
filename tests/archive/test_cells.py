"""Cells as rows: nothing is lost between a Report and the long view."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from archive_by_hand import Visitor, make_report

from archive.archive import Archive
from archive.kept_cells import COLUMNS, kept_cells
from archive.rows import rows, value
from parse.report import Cell


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_long_view_gives_back_every_cell(archive: Archive, visitor: Visitor, edition: str) -> None:
    report = make_report(edition=edition, granted=None)
    outcome = visitor.visit("/public/content/1", report)
    found = {
        (row["form_table"], row["row_key"], row["column_key"]): row
        for row in rows(archive.db, "SELECT * FROM cells_long WHERE version = ?", (outcome.version,))
    }
    assert len(found) == len(report.cells) == {"2019": 198, "2021": 200}[edition]
    for cell in report.cells:
        row = found[(cell.table, cell.row, cell.column)]
        assert row["printed"] == cell.printed
        assert row["state"] == cell.state
        assert (row["grid"], row["grid_row"], row["grid_column"]) == (cell.grid, cell.grid_row, cell.grid_column)
        assert row["placed_by"] == "label"


@pytest.mark.parametrize("edition", ["2019", "2021", "mixed", "legacy", None])
def test_what_is_put_together_from_the_tables_is_the_long_view(
    archive: Archive, visitor: Visitor, edition: str | None
) -> None:
    report = make_report(edition="2019" if edition == "2019" else "2021", drop=frozenset(("carried_over",)))
    odd = (
        Cell("disclosure_requests", "new_requests", "total", str(10**30), 10**30, "number"),
        Cell("proactive_disclosure", "rules", "newly_made", "3", 3, "number", 2, 0, 7, 1, "place", 0.5),
        Cell("disclosure_requests", "no_such_row", "total", "5", 5, "number"),
    )
    taken = {cell[:3] for cell in odd}
    kept = [cell for cell in report.cells if cell[:3] not in taken and cell.table != "review_and_litigation"]
    outcome = visitor.visit("/public/content/1", replace(report, edition=edition, cells=(*kept, *odd)))
    with archive.db.atomic():
        archive.db.conn.execute("UPDATE proactive_disclosure SET fee_amount_wan_yuan = 1e20 WHERE row_key <> 'rules'")
    assert outcome.version is not None
    sql = f"SELECT {', '.join(COLUMNS)} FROM cells_long WHERE version = ?"
    seen = {tuple(row) for row in archive.db.conn.execute(sql, (outcome.version,))}
    assert set(kept_cells(archive.db, outcome.version, edition)) == seen
    assert len(seen) > 150


def test_only_what_is_not_plain_is_in_the_sparse_table(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report())
    found = rows(archive.db, "SELECT row_key, column_key, printed, state FROM cells ORDER BY row_key")
    assert [tuple(row.values()) for row in found] == [
        ("administrative_fees", "fee_amount_wan_yuan", "1.50", "number"),
        ("review", "other", "/", "slash"),
    ]


def test_money_keeps_its_print_and_has_exact_numbers(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", make_report(edition="2019"))
    row = archive.db.conn.execute(
        "SELECT procurement_amount_raw, procurement_amount_value, procurement_amount_unit, procurement_amount_yuan"
        " FROM proactive_disclosure WHERE row_key = 'centralized_procurement'"
    ).fetchone()
    assert tuple(row) == ("3万元", 3.0, "万元", 30000.0)


def test_a_row_not_printed_and_a_table_missing_say_so(archive: Archive, visitor: Visitor) -> None:
    report = make_report(drop=frozenset(("carried_over",)))
    report = replace(report, cells=tuple(cell for cell in report.cells if cell.table != "review_and_litigation"))
    visitor.visit("/public/content/1", report)
    assert value(archive.db, "SELECT state FROM cells_long WHERE row_key = 'carried_over' LIMIT 1") == "row_not_printed"
    assert value(archive.db, "SELECT state FROM cells_long WHERE row_key = 'review' LIMIT 1") == "table_missing"
    assert value(archive.db, "SELECT carried_over FROM reports") is None
    assert value(archive.db, "SELECT review FROM reports") is None


def test_hostile_figures_do_no_harm(archive: Archive, visitor: Visitor) -> None:
    huge = 10**30
    odd = (
        Cell("disclosure_requests", "new_requests", "total", str(huge), huge, "number"),
        Cell("disclosure_requests", "carried_over", "total", "1.5", Decimal("1.5"), "unreadable"),
        Cell("disclosure_requests", "no_such_row", "total", "5", 5, "number"),
        Cell("proactive_disclosure", "rules", "no_such_column", "5\ud800\0", 5, "ambiguous"),
    )
    taken = {(cell.table, cell.row, cell.column) for cell in odd}
    report = make_report()
    rest = tuple(cell for cell in report.cells if (cell.table, cell.row, cell.column) not in taken)
    outcome = visitor.visit("/public/content/1", replace(report, cells=rest + odd, title="年报\ud800"))
    assert value(archive.db, "SELECT new_requests FROM reports") is None
    printed = "SELECT printed FROM cells_long WHERE version = ? AND row_key = 'new_requests' AND column_key = 'total'"
    assert value(archive.db, printed, (outcome.version,)) == str(huge)
    assert archive.verify() == []


def test_a_figure_too_large_for_a_column_keeps_its_digits(archive: Archive, visitor: Visitor) -> None:
    report, huge = make_report(), 10**30
    place = ("disclosure_requests", "new_requests", "total")
    cells = [cell._replace(printed=str(huge), value=huge) if cell[:3] == place else cell for cell in report.cells]
    visitor.visit("/public/content/1", replace(report, cells=tuple(cells)))
    sql = "SELECT printed, value FROM cells_long WHERE row_key = 'new_requests' AND column_key = 'total'"
    assert rows(archive.db, sql) == [{"printed": str(huge), "value": str(huge)}]


def test_text_is_stored_once_and_sections_are_its_pieces(archive: Archive, visitor: Visitor) -> None:
    report = make_report()
    visitor.visit("/public/content/1", report)
    assert value(archive.db, "SELECT text FROM versions") == report.text
    assert value(archive.db, "SELECT count(own_text) FROM section_places") == 0
    found = rows(archive.db, "SELECT id, position, heading, text FROM sections ORDER BY position")
    assert [tuple(row.values()) for row in found] == [
        (section.id, section.position, section.heading, section.text) for section in report.sections
    ]
