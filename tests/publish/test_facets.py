"""What a table counts unasked is counted of all its rows: on its first page."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from asking import answer
from browsing import Served
from datasette.app import Datasette


def counts(page: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        name: {result["value"]: result["count"] for result in facet["results"]}
        for name, facet in page["facet_results"].items()
    }


def test_a_later_page_counts_nothing_but_what_its_address_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, size TEXT, colour TEXT)")
        made = [("a", "red"), ("b", "red"), ("b", "blue"), ("b", "blue")]
        db.executemany("INSERT INTO things (size, colour) VALUES (?, ?)", made)
    served = Datasette([str(path)], metadata={"databases": {"some": {"tables": {"things": {"facets": ["size"]}}}}})
    first = answer(served, "/some/things.json?_size=2&_facet=colour").json()
    assert counts(first) == {"size": {"a": 1, "b": 3}, "colour": {"red": 2, "blue": 2}}
    later = answer(served, f"/some/things.json?_size=2&_next={first['next']}").json()
    assert [size for _, size, _ in later["rows"]] == ["b", "b"]
    assert counts(later) == {}
    asked = answer(served, f"/some/things.json?_size=2&_facet=colour&_next={first['next']}").json()
    assert counts(asked) == {"colour": {"blue": 2}}


EXACT = {("cells_long", "value"), ("claims_checked", "value"), ("fee_statements", "yuan"),
         ("indicator_values", "value"), ("indicator_values", "whole")}  # fmt: skip
"""Numbers, or digits where SQLite has no such number: kept as they are, whatever they are."""


def test_every_number_of_a_view_is_found_by_the_text_of_an_address(walked_site: Served) -> None:
    db = sqlite3.connect(walked_site.archive)
    asked, lost = set(), []
    for (view,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name").fetchall():
        for _, column, *_ in db.execute(f"PRAGMA table_info([{view}])").fetchall():
            number = f"SELECT [{column}] FROM [{view}] WHERE typeof([{column}]) IN ('integer', 'real') LIMIT 1"
            for (found,) in db.execute(number).fetchall():
                asked.add((view, column))
                [(n,)] = db.execute(f"SELECT count(*) FROM [{view}] WHERE [{column}] = ?", (str(found),)).fetchall()
                lost += [] if n or (view, column) in EXACT else [f"{view}.{column} = '{found}'"]
    db.close()
    assert {("not_seen", "lists_walked"), ("reports", "changes"), ("cells_long", "grid_row")} <= asked
    assert lost == []
