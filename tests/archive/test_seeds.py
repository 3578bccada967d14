"""The five real reports of tests/documents/seeds, read and kept: the tables in SQL are the truth typed by eye."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import Visitor

from archive.archive import Archive
from archive.rows import one, rows, value
from parse.reader import read
from parse.report import Context

SEEDS = Path(__file__).parent.parent / "documents" / "seeds"
TRUTH: dict[str, Any] = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))


def printed_rows(tables: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """(table, row, values by SQL column) of truth.json, whose table two has blocks."""
    found = []
    for block in tables["proactive_disclosure"].values():
        for row, values in block.items():
            columns = {}
            for column, cell in values.items():
                if column == "procurement_amount":
                    money = cell or {}
                    columns["procurement_amount_raw"] = money.get("raw") if isinstance(money, dict) else money
                else:
                    columns[column] = cell
            found.append(("proactive_disclosure", row, columns))
    for table in ("disclosure_requests", "review_and_litigation"):
        found += [(table, row, values) for row, values in tables[table].items()]
    return found


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_tables_in_sql_are_what_is_printed(archive: Archive, visitor: Visitor, name: str) -> None:
    data = (SEEDS / name).read_bytes()
    context = Context(portal="huoqiu", agency="众兴集镇")
    capture = visitor.fetch(f"/{name}", data, headers=(("Content-Type", "text/plain"),), context=context)
    pending = archive.pending_captures()[0]
    report = read(archive.payload(capture), media_type="text/plain", url=pending.url, context=pending.context)
    assert archive.save_reading(capture, report).kind == "new"
    compared = 0
    for table, row_key, values in printed_rows(TRUTH[name]["tables"]):
        row = one(archive.db, f"SELECT * FROM {table} WHERE row_key = ?", (row_key,))
        assert row is not None, (table, row_key)
        for column, printed in values.items():
            assert row[column] == printed, (table, row_key, column)
            compared += 1
    assert compared == value(archive.db, "SELECT count(*) FROM cells_long") == (200 if name.startswith("001") else 198)
    assert value(archive.db, "SELECT text FROM versions") == report.text
    assert len(rows(archive.db, "SELECT * FROM problems WHERE version IS NOT NULL")) >= len(report.problems)
    assert archive.verify() == []
