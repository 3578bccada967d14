"""What a table counts unasked is counted of all its rows: on its first page."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from asking import answer
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
